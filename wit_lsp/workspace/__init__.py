"""The disk: finds and reads files. The only input and output below the command line and the server."""

from __future__ import annotations

import os

from wit_lsp.config import Settings
from wit_lsp.ir.files import File, Model
from wit_lsp.wasi.releases import RELEASES


def model(file: File, settings: Settings, *, standalone: bool = False) -> Model | None:
    """What rules may ask of `file`, as the disk is now; see `Folders.model`."""
    return Folders().model(file, settings, standalone=standalone)


class Folders:
    """What lies in folders. Each is looked at once: for one run, in which the disk is taken to stand still."""

    def __init__(self) -> None:
        self._wit_files: dict[str, tuple[str, ...]] = {}
        self._is_dependency: dict[str, bool] = {}

    def wit_files(self, folder: str) -> tuple[str, ...]:
        """The names of the `.wit` files directly in a folder, sorted, hidden ones too; none if it cannot be read."""
        known = self._wit_files.get(folder)
        if known is None:
            known = self._wit_files[folder] = tuple(sorted(_wit_files(folder)))
        return known

    def model(self, file: File, settings: Settings, *, standalone: bool = False) -> Model | None:
        """What rules may ask of `file`, which lies on the disk; None where it is a dependency, on which none runs."""
        if self.is_dependency(os.path.dirname(file.path)):
            return None
        return Model(file.facts, settings, RELEASES, standalone or self.is_alone(file.path))

    def is_dependency(self, folder: str) -> bool:
        """Whether a folder is, or lies under, the `deps` of a package: beside `.wit` files, or in one named `wit`."""
        known = self._is_dependency.get(folder)
        if known is None:
            above, name = os.path.split(folder)
            known = bool(name) and (
                (name == "deps" and (os.path.basename(above) == "wit" or bool(self.wit_files(above))))
                or self.is_dependency(above)
            )
            self._is_dependency[folder] = known
        return known

    def is_alone(self, path: str) -> bool:
        """Whether no other `.wit` file lies beside the one at `path`."""
        folder, name = os.path.split(path)
        names = self.wit_files(folder)
        return len(names) < 2 and all(os.path.normcase(other) == os.path.normcase(name) for other in names)


def _wit_files(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if entry.name.endswith(".wit") and entry.is_file()]
    except OSError:
        return []
