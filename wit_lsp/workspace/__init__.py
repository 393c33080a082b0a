"""The disk: finds and reads files. The only input and output below the command line and the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wit_lsp.config import Settings
from wit_lsp.ir.files import File, Model
from wit_lsp.wasi.releases import RELEASES


def model(file: File, settings: Settings, *, standalone: bool = False) -> Model | None:
    """What rules may ask of `file`, which lies on the disk; None where it is a dependency, on which none runs."""
    path = Path(file.path)
    if is_dependency(path):
        return None
    return Model(file.facts, settings, RELEASES, standalone or is_alone(path))


def is_dependency(path: Path) -> bool:
    """Whether a file lies under the `deps` folder of a package: beside `.wit` files, or in a folder named `wit`."""
    return any(
        folder.name == "deps" and (folder.parent.name == "wit" or next(wit_files(folder.parent), None) is not None)
        for folder in path.parents
    )


def is_alone(path: Path) -> bool:
    """Whether no other `.wit` file lies beside `path`."""
    return all(other == path for other in wit_files(path.parent))


def wit_files(folder: Path) -> Iterator[Path]:
    """The `.wit` files directly in a folder, unordered, hidden ones too; none where it cannot be read."""
    try:
        for entry in folder.iterdir():
            if entry.name.endswith(".wit") and entry.is_file():
                yield entry
    except OSError:
        return
