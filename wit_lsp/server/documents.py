"""The open documents: their texts as the client changes them, and what the engine makes of them.

A document is named as its client named it; its key is the normalised path, so that two spellings are one file.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lsprotocol import types as lsp

from wit_lsp.config import Settings
from wit_lsp.text import Encoding, LineIndex, encode

if TYPE_CHECKING:
    from wit_lsp.ir.files import File, Model

_DRIVE = re.compile(r"/[A-Za-z]:")


def key_of(uri: str) -> str:
    """The normalised path of a `file:` URI, symlinks not resolved; any other URI as it is."""
    parts = urlsplit(uri)
    if parts.scheme.lower() != "file":
        return uri
    path = unquote(parts.path)
    if _DRIVE.match(path):
        path = path[1].upper() + path[2:]
    elif parts.netloc and parts.netloc != "localhost":
        path = f"//{unquote(parts.netloc)}{path}"
    return os.path.normpath(path)


class Document:
    """One open text, with the model of its file: made when asked for, from what was there before."""

    __slots__ = ("_file", "_lines", "_model", "_placed_for", "_stale", "key", "uri", "version")

    def __init__(self, uri: str, version: int | None, text: str) -> None:
        self.uri = uri
        self.key = key_of(uri)
        self.version = version
        self._lines = Lines(encode(text))
        self._file: File | None = None
        self._model: Model | None = None
        self._placed_for: Settings | None = None
        self._stale = True

    @property
    def on_disk(self) -> bool:
        """Whether its key is a path; else it is a package of one file."""
        return self.key != self.uri

    def change(
        self, version: int | None, changes: list[lsp.TextDocumentContentChangeEvent], encoding: Encoding
    ) -> None:
        """Replay the changes of one message: a range counts in the text that the change before it left."""
        for change in changes:
            if isinstance(change, lsp.TextDocumentContentChangePartial):
                start, end = change.range.start, change.range.end
                self._lines.replace(
                    (start.line, start.character), (end.line, end.character), encode(change.text), encoding
                )
            else:
                self._lines = Lines(encode(change.text))
        self.version = version
        self._stale = True

    def reopen(self, uri: str, version: int | None, text: str) -> None:
        """Take the text of a second `didOpen`; what is known of the same bytes is kept."""
        self.uri, self.version, self._lines, self._stale = uri, version, Lines(encode(text)), True

    @property
    def file(self) -> File:
        if self._file is None or self._stale:
            from wit_lsp.ir.files import File
            from wit_lsp.ir.source import Source

            old = self._file
            source = Source(self._lines.text(), old.source if old is not None else None)
            self._file = File(self.key, source, old)
            self._stale = False
        return self._file

    def model(self, settings: Settings) -> Model | None:
        """What rules may ask; None where none runs. Where its file lies is looked up once, see `refresh_siblings`."""
        file = self.file
        if self._placed_for != settings:
            from wit_lsp import workspace

            self._model = workspace.model(file, settings, standalone=not self.on_disk)
            self._placed_for = settings
        elif self._model is not None and self._model.facts is not file.facts:
            self._model = replace(self._model, facts=file.facts)
        return self._model

    def refresh_siblings(self, settings: Settings) -> bool:
        """Look at the disk again; whether that changes what rules may ask."""
        before = self.model(settings)
        self._placed_for = None
        return self.model(settings) != before


class Lines:
    """A text as its lines, in which a change costs what it changes. The last one has no line end."""

    __slots__ = ("_lines",)

    def __init__(self, text: bytes) -> None:
        self._lines = _split(text, last=True)

    def text(self) -> bytes:
        return b"".join(self._lines)

    def replace(self, start: tuple[int, int], end: tuple[int, int], text: bytes, encoding: Encoding) -> None:
        """Put `text` for what stands from `start` to `end`, rows and columns from 0.

        A place that is not in the text is the nearest one that is.
        """
        lines = self._lines
        first, head = self._place(start, encoding)
        last, tail = self._place(max(start, end), encoding)
        # With the lines around: a CR and an LF that come to stand together are one line end.
        low, high = max(first - 1, 0), min(last + 2, len(lines))
        parts = [*lines[low:first], lines[first][:head], text, lines[last][tail:], *lines[last + 1 : high]]
        lines[low:high] = _split(b"".join(parts), last=high == len(lines))

    def _place(self, position: tuple[int, int], encoding: Encoding) -> tuple[int, int]:
        row, column = position
        if row >= len(self._lines):
            return len(self._lines) - 1, len(self._lines[-1])
        return row, LineIndex(self._lines[row]).offset(0, column, encoding)


def _split(text: bytes, *, last: bool) -> list[bytes]:
    """Lines with their ends. At the end of a document what follows the last line end is a line too, even if empty."""
    lines = text.splitlines(keepends=True)
    if last and (not lines or lines[-1].endswith((b"\n", b"\r"))):
        lines.append(b"")
    return lines
