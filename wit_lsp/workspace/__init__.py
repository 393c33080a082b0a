"""Finds, reads and writes files. Only the command line and the server do other input and output."""

from __future__ import annotations

import os

from wit_lsp.ir.document import Document


class Folders:
    """Lists folders, each only once: for a single run, during which the disk is assumed not to change."""

    def __init__(self) -> None:
        self._wit_files: dict[str, tuple[str, ...]] = {}

    def wit_files(self, folder: str) -> tuple[str, ...]:
        """The names of the `.wit` files directly in a folder, hidden ones too, sorted; none if it cannot be read."""
        known = self._wit_files.get(folder)
        if known is None:
            known = self._wit_files[folder] = tuple(sorted(_wit_files(folder)))
        return known


class Disk:
    """The files on the disk, by absolute path. With `folders`, listings of folders are cached there."""

    def __init__(self, folders: Folders | None = None) -> None:
        self._folders = folders

    def document(self, path: str) -> Document | None:
        """The current content of a file; None if it does not exist or cannot be read."""
        try:
            with open(path, "rb") as stream:
                return Document(path, stream.read())
        except OSError:
            return None

    def siblings(self, folder: str) -> tuple[str, ...]:
        """The paths of the `.wit` files directly in a folder, sorted; none for a relative path."""
        if not os.path.isabs(folder):
            return ()
        return tuple([os.path.join(folder, name) for name in (self._folders or Folders()).wit_files(folder)])


def _wit_files(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if entry.name.endswith(".wit") and entry.is_file()]
    except OSError:
        return []
