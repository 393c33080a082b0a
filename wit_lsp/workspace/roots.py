"""Finds the packages that the paths of a command line mean."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from wit_lsp.workspace import wit_files

NEVER_SEARCHED = {"deps", "target", "node_modules"}


class Root(NamedTuple):
    """One package: the files to report on, its `deps` included, in the order in which the reference reads them."""

    folder: Path
    files: tuple[Path, ...]


Failed = Callable[[OSError], None]


def roots(paths: Iterable[Path], *, standalone: bool = False, failed: Failed = lambda _: None) -> Iterator[Root]:
    """A file is a root of that file alone; a folder is the package in it and all packages found below it.

    `standalone` looks at nothing below a folder but its `deps`. Raises OSError for a path that cannot be read;
    `failed` is told of each folder below it that cannot be.
    """
    seen: set[Path] = set()
    for path in paths:
        found = _roots_at(path, standalone, failed) if path.is_dir() else [_file_root(path)]
        for root in found:
            fresh = tuple(file for file in root.files if file not in seen)
            seen.update(fresh)
            if fresh:
                yield root._replace(files=fresh)


def _file_root(path: Path) -> Root:
    if not stat.S_ISREG(path.stat().st_mode):  # a pipe or device may have no end
        raise OSError(errno.EINVAL, "not a file", str(path))
    return Root(path.parent, (path,))


def _roots_at(folder: Path, standalone: bool, failed: Failed) -> Iterator[Root]:
    os.scandir(folder).close()
    folders = [folder] if standalone else _folders(folder)
    for each in folders:
        own = sorted(wit_files(each)) if _is_listed(each, failed) else []
        if own:
            yield Root(each, (*own, *_dependencies(each / "deps", failed)))


def _dependencies(deps: Path, failed: Failed) -> Iterator[Path]:
    """The files that the reference reads of a `deps` folder, encoded packages left out."""
    if not _is_listed(deps, failed):
        return
    for entry in sorted(deps.iterdir()):
        if entry.is_dir():
            yield from sorted(wit_files(entry)) if _is_listed(entry, failed) else []
        elif entry.suffix in (".wit", ".wat", ".wasm") and not _is_binary(entry):
            yield entry


def _is_listed(folder: Path, failed: Failed) -> bool:
    """Whether a folder is there and can be read; `failed` is told where it is there and cannot."""
    try:
        os.scandir(folder).close()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        failed(error)
        return False
    return True


def _is_binary(path: Path) -> bool:
    """Whether a file is an encoded package, or WebAssembly text: not WIT whatever it is called."""
    try:
        with path.open("rb") as stream:
            head = stream.read(64)
    except OSError:
        return False  # who reads it will tell
    return head.startswith(b"\0asm") or head.lstrip().startswith((b"(component", b"(module"))


def _folders(top: Path) -> Iterator[Path]:
    """`top` and the folders below it, parents first; none that is hidden, ignored by git or never searched."""
    ignored = _Ignored(top)
    stack = [top]
    while stack:
        folder = stack.pop()
        yield folder
        try:
            entries = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False))
        except OSError:
            continue
        names = [name for name in entries if not name.startswith(".") and name not in NEVER_SEARCHED]
        if names:
            stack += [path for name in reversed(names) if (path := folder / name) not in ignored]


class _Ignored:
    """The folders that the `.gitignore` files from the repository's top down to a folder name."""

    def __init__(self, top: Path) -> None:
        top = top.absolute()
        repository = next((folder for folder in (top, *top.parents) if (folder / ".git").exists()), top)
        self.repository = repository
        self.specs: dict[Path, object] = {}

    def __contains__(self, path: Path) -> bool:
        from pathspec import (
            GitIgnoreSpec,
        )  # 20 ms to import, and needed only where there are folders to search

        path = path.absolute()
        for folder in path.parents:
            if folder not in self.specs:
                try:
                    lines = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
                except OSError:
                    lines = []
                self.specs[folder] = GitIgnoreSpec.from_lines(lines) if lines else None
            spec = self.specs[folder]
            if isinstance(spec, GitIgnoreSpec) and spec.match_file(f"{path.relative_to(folder).as_posix()}/"):
                return True
            if folder == self.repository:
                break
        return False
