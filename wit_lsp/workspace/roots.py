"""Finds the packages for the paths on a command line."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from wit_lsp.workspace import Folders

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NEVER_SEARCHED = {"deps", "target", "node_modules"}


class Root(NamedTuple):
    """One package: its files and those in its `deps`, in the order in which the reference toolchain reads them."""

    folder: str
    files: tuple[str, ...]


Failed = Callable[[OSError], None]


def roots(
    paths: Iterable[str | os.PathLike[str]],
    folders: Folders,
    *,
    standalone: bool = False,
    failed: Failed = lambda _: None,
) -> Iterator[Root]:
    """The root of each file, and for each folder the package in it and all packages below it.

    No file is in two roots. With `standalone`, only the `deps` below a folder are searched. Raises OSError for a path
    that cannot be read, and calls `failed` for each folder below it that cannot be read.
    """
    seen: set[str] = set()
    for path in (os.fspath(path) for path in paths):
        found = _roots_at(path, folders, standalone, failed) if os.path.isdir(path) else [_file_root(path)]
        for root in found:
            fresh = tuple(file for file in root.files if file not in seen)
            seen.update(fresh)
            if fresh:
                yield root._replace(files=fresh)


def _file_root(path: str) -> Root:
    if not stat.S_ISREG(os.stat(path).st_mode):  # a pipe or device may be endless
        raise OSError(errno.EINVAL, "not a file", path)
    return Root(os.path.dirname(path), (path,))


def _roots_at(top: str, folders: Folders, standalone: bool, failed: Failed) -> Iterator[Root]:
    os.scandir(top).close()
    for folder in [top] if standalone else _folders(top):
        own = _wit_files(folder, folders) if _is_listed(folder, failed) else []
        if own:
            yield Root(folder, (*own, *_dependencies(os.path.join(folder, "deps"), folders, failed)))


def _wit_files(folder: str, folders: Folders) -> list[str]:
    return [os.path.join(folder, name) for name in folders.wit_files(folder)]


def _dependencies(deps: str, folders: Folders, failed: Failed) -> Iterator[str]:
    """The files that the reference toolchain reads from a `deps` folder, without encoded packages."""
    if not _is_listed(deps, failed):
        return
    with os.scandir(deps) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.is_dir():
            yield from _wit_files(entry.path, folders) if _is_listed(entry.path, failed) else ()
        elif os.path.splitext(entry.name)[1] in (".wit", ".wat", ".wasm") and not _is_binary(entry.path):
            yield entry.path


def _is_listed(folder: str, failed: Failed) -> bool:
    """Whether a folder exists and can be read. Calls `failed` if it exists but cannot be read."""
    try:
        os.scandir(folder).close()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        failed(error)
        return False
    return True


def _is_binary(path: str) -> bool:
    """Whether a file is a WebAssembly binary or text, whatever its extension."""
    try:
        with open(path, "rb") as stream:
            head = stream.read(64)
    except OSError:
        return False  # reported when the file is read
    return head.startswith(b"\0asm") or head.lstrip().startswith((b"(component", b"(module"))


def _folders(top: str) -> Iterator[str]:
    """`top` and the folders below it, parents first; none that is hidden, ignored by git or never searched."""
    ignored = _Ignored(top)
    stack = [top]
    while stack:
        folder = stack.pop()
        yield folder
        try:
            with os.scandir(folder) as entries:
                found = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
        except OSError:
            continue
        names = [name for name in found if not name.startswith(".") and name not in NEVER_SEARCHED]
        stack += [path for name in reversed(names) if (path := os.path.join(folder, name)) not in ignored]


class _Ignored:
    """The folders that are ignored by a `.gitignore` in one of their parents, up to the top of the repository."""

    def __init__(self, top: str) -> None:
        top = os.path.abspath(top)
        self._repository = next((each for each in _upwards(top) if os.path.exists(os.path.join(each, ".git"))), top)
        self._specs: dict[str, GitIgnoreSpec | None] = {}

    def __contains__(self, path: str) -> bool:
        path = os.path.abspath(path)
        for folder in _upwards(os.path.dirname(path)):
            if folder not in self._specs:
                self._specs[folder] = _ignore_spec(folder)
            spec = self._specs[folder]
            if spec is not None and spec.match_file(f"{os.path.relpath(path, folder)}/".replace(os.sep, "/")):
                return True
            if folder == self._repository:
                break
        return False


def _upwards(folder: str) -> Iterator[str]:
    """A folder and its parents, up to the root of the disk."""
    yield folder
    while (above := os.path.dirname(folder)) != folder:
        yield (folder := above)


def _ignore_spec(folder: str) -> GitIgnoreSpec | None:
    try:
        with open(os.path.join(folder, ".gitignore"), encoding="utf-8", errors="replace") as stream:
            lines = stream.read().splitlines()
    except OSError:
        return None
    if not lines:
        return None
    from pathspec import GitIgnoreSpec  # takes 20 ms to import, and often there is no such file

    return GitIgnoreSpec.from_lines(lines)
