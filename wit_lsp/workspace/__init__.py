"""The disk: finds, reads and writes files. The only input and output below the command line and the server."""

from __future__ import annotations

import os

from wit_lsp.ir.document import Document


class Folders:
    """What lies in folders. Each is looked at once: for one run, in which the disk is taken to stand still."""

    def __init__(self) -> None:
        self._wit_files: dict[str, tuple[str, ...]] = {}

    def wit_files(self, folder: str) -> tuple[str, ...]:
        """The names of the `.wit` files directly in a folder, sorted, hidden ones too; none if it cannot be read."""
        known = self._wit_files.get(folder)
        if known is None:
            known = self._wit_files[folder] = tuple(sorted(_wit_files(folder)))
        return known


class Disk:
    """The files as they lie on the disk, under absolute paths; with `folders`, as those were when looked at."""

    def __init__(self, folders: Folders | None = None) -> None:
        self._folders = folders

    def document(self, path: str) -> Document | None:
        """A file as it is now; None where it is not there or cannot be read."""
        try:
            with open(path, "rb") as stream:
                return Document(path, stream.read())
        except OSError:
            return None

    def siblings(self, folder: str) -> tuple[str, ...]:
        """The `.wit` files directly in a folder, ordered."""
        if not os.path.isabs(folder):
            return ()
        return tuple([os.path.join(folder, name) for name in (self._folders or Folders()).wit_files(folder)])


def _wit_files(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if entry.name.endswith(".wit") and entry.is_file()]
    except OSError:
        return []
