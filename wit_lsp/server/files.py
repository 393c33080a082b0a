"""The files and folders that the server has looked at, as they were then. `look` is what looks at the disk again."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, KeysView

from wit_lsp.ir.document import Document, read
from wit_lsp.ir.group import Group
from wit_lsp.ir.header import header_in
from wit_lsp.ir.items import PackageId
from wit_lsp.workspace import Disk, Folders, Listing, RecentDocuments, reading

MAX_KEPT_BYTES = 200_000
"""Bytes of the texts whose documents are kept, but for the last two. What is kept for long is collected late."""

_STAMP_PRECISION = 2_000_000_000
"""Nanoseconds: two changes within them may leave a file or folder with one time stamp, on some file systems."""


class Listings(Folders):
    """Folders, each listed once for as long as nothing is made, removed or renamed in it."""

    def __init__(self) -> None:
        super().__init__()
        self._stamps: dict[str, int | None] = {}  # of a folder that may change without another one, -1

    @property
    def known(self) -> KeysView[str]:
        """The folders that were listed."""
        return self._stamps.keys()

    def listing(self, folder: str) -> Listing:
        if folder not in self._stamps:
            stamp = _stamp(folder, stat.S_ISDIR)  # first, so that what is made meanwhile is found later
            self._stamps[folder] = stamp if _is_settled(stamp) else -1
        return super().listing(folder)

    def look(self, folder: str) -> bool:
        """Whether there are other files or folders in a folder than when it was listed."""
        if folder not in self._stamps or self._stamps[folder] == _stamp(folder, stat.S_ISDIR):
            return False
        before = self._listings.pop(folder)
        self._wit_paths.pop(folder, None)
        del self._stamps[folder]
        return self.listing(folder).entries != before.entries


class Files(Disk):
    """Sources that remember which files they read. `check` may raise while one is read; then it is read on later."""

    def __init__(self, check: Callable[[], object]) -> None:
        self.folders = Listings()
        super().__init__(self.folders)
        self._check = check
        self._recent = RecentDocuments(self._parsed, MAX_KEPT_BYTES)
        self._begun: dict[bytes, Group] = {}  # what was read of a document before `check` raised
        # By the path of each file that was read: its stamp, or a hash of its text if it may change with that stamp.
        self._stamps: dict[str, int | None] = {}
        self._hashes: dict[str, int] = {}

    def document(self, path: str) -> Document | None:
        text = self.text(path)
        return None if text is None else self._recent.document(path, text)

    def header(self, path: str) -> PackageId | None:
        """The package that a file says it is of. Nothing else of it is read."""
        text = self.text(path)
        return None if text is None else header_in(text)

    @property
    def known(self) -> KeysView[str]:
        """The files that were read, and those that could not be."""
        return self._stamps.keys()

    def look(self, path: str) -> bool:
        """Whether a file is other than when it was read."""
        if path not in self._stamps:
            return False
        before, stamp = self._stamps[path], _stamp(path, stat.S_ISREG)
        if before == stamp:
            return False
        hash_before = self._hashes.get(path)
        self.forget(path)
        return hash_before is None or (text := self.text(path)) is None or hash(text) != hash_before

    def forget(self, path: str) -> None:
        """Read a file again when it is asked for."""
        self._stamps.pop(path, None)
        self._hashes.pop(path, None)

    def clear(self) -> None:
        """Give the memory of documents back."""
        self._recent.clear()
        self._begun = {}

    def text(self, path: str) -> bytes | None:
        """The present content; None if it does not exist or cannot be read."""
        is_known = path in self._stamps
        stamp = None if is_known else _stamp(path, stat.S_ISREG)
        try:
            text = reading.read(path).text
        except (OSError, ValueError):
            text = None
        if not is_known:
            self._stamps[path] = stamp if _is_settled(stamp) else -1
            if text is not None and not _is_settled(stamp):
                self._hashes[path] = hash(text)
        return text

    def _parsed(self, path: str, text: bytes, before: Document | None) -> Document:
        groups = self._begun
        groups.update((group.text, group) for group in (before.groups if before is not None else ()))
        document = read(path, text, groups, self._check)
        self._begun = {}
        return document


def _stamp(path: str, is_expected: Callable[[int], bool]) -> int | None:
    """When a file or a folder was changed, and its size; None if there is none."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns + (found.st_size << 64) if is_expected(found.st_mode) else None


def _is_settled(stamp: int | None) -> bool:
    """Whether any later change gives another stamp."""
    return stamp is None or stamp & ((1 << 64) - 1) < time.time_ns() - _STAMP_PRECISION
