"""What fixes read: documents, and what is known of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from wit_lsp.db import Database
from wit_lsp.fixes.readable import Readable
from wit_lsp.ir.document import Document
from wit_lsp.ir.items import Item, walk
from wit_lsp.ir.occurrences import LocatedOccurrence
from wit_lsp.ir.segment import Segment
from wit_lsp.text import Edit


class Documents(Protocol):
    def document(self, path: str) -> Document | None:
        """The present text of a file; None where it is not there."""


class Workspace(Documents, Protocol):
    """Documents, and what is known of all of them."""

    db: Database

    def renamed_with(self, at: LocatedOccurrence) -> Iterable[LocatedOccurrence]:
        """The places in all files that must be called the same as one; none where that cannot be changed or known."""


class Reading:
    """Documents that stay as they are, and what the edits of many fixes want to know of them, each found once."""

    def __init__(self, workspace: Workspace) -> None:
        self.db = workspace.db
        self.document = workspace.document
        self.renamed_with = workspace.renamed_with
        self.readable: dict[tuple[str, int, int], Readable] = {}
        self.brought_in: dict[object, tuple[str, list[Edit]]] = {}
        self._items: dict[Segment, list[Item]] = {}

    def items(self, segment: Segment) -> list[Item]:
        """All items of a segment, each before those in it."""
        if segment not in self._items:
            self._items[segment] = list(walk(segment.items))
        return self._items[segment]
