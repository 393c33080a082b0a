"""The folders of the workspace, each listed once for as long as nothing is made, removed or renamed in it."""

from __future__ import annotations

import os
import time
from typing import NamedTuple

from wit_lsp.ir.document import Document
from wit_lsp.semantics.queries import Dependency, Sources, WorkspacePackages

_STAMP_PRECISION = 2_000_000_000
"""Nanoseconds: two changes within them may leave a folder with one time stamp, on some file systems."""


class Listings:
    """Sources that remember what they listed. `changed` is what looks at the disk again."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._listings: dict[str, _Listing] = {}

    def document(self, path: str) -> Document | None:
        return self._sources.document(path)

    def siblings(self, folder: str) -> tuple[str, ...]:
        return self._listing(folder).files

    def dependencies(self, deps: str) -> tuple[Dependency, ...]:
        return self._listing(deps).dependencies

    def _listing(self, folder: str) -> _Listing:
        listing = self._listings.get(folder)
        if listing is None:
            listing = self._listings[folder] = self._list(folder)
        return listing

    def packages(self) -> WorkspacePackages:
        return self._sources.packages()

    def changed(self) -> list[str]:
        """The folders in which there is something else than when they were listed."""
        changed = []
        for folder, before in self._listings.items():
            if not before.is_settled or before.stamp != _stamp(folder):
                now = self._listings[folder] = self._list(folder)
                if now[:2] != before[:2]:
                    changed.append(folder)
        return changed

    def _list(self, folder: str) -> _Listing:
        stamp = _stamp(folder)  # first, so that what is made meanwhile is found later
        is_settled = stamp is not None and stamp < time.time_ns() - _STAMP_PRECISION
        dependencies = self._sources.dependencies(folder) if os.path.basename(folder) == "deps" else ()
        return _Listing(self._sources.siblings(folder), dependencies, stamp, is_settled)


class _Listing(NamedTuple):
    """The files of a folder, and what one named `deps` holds.

    `is_settled`: any later change gives the folder another stamp.
    """

    files: tuple[str, ...]
    dependencies: tuple[Dependency, ...]
    stamp: int | None
    is_settled: bool


def _stamp(folder: str) -> int | None:
    """When something was last made, removed or renamed in a folder; None where it cannot be looked at."""
    try:
        return os.stat(folder).st_mtime_ns
    except (OSError, ValueError):
        return None
