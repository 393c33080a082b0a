"""Finds the packages for the paths on a command line, and those in a folder of a workspace."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING

from wit_lsp.tuples import NamedTuple
from wit_lsp.workspace import Entry, Folders, read_as_dependencies
from wit_lsp.workspace.above import is_repository, upwards
from wit_lsp.workspace.reading import is_encoded, read

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NEVER_SEARCHED = {"deps", "target", "node_modules"}

MAX_STARS = 3
"""Stars of a pattern in a `.gitignore`: each multiplies the time by the length of the name that is matched."""


class Root(NamedTuple):
    """One package: its files and those in its `deps`, in the order in which the reference toolchain reads them."""

    folder: str
    files: tuple[str, ...]

    @property
    def own(self) -> tuple[str, ...]:
        """The files of the package itself."""
        return tuple(path for path in self.files if os.path.dirname(path) == self.folder)


Failed = Callable[[OSError], None]


def roots(
    paths: Iterable[str | os.PathLike[str]],
    folders: Folders,
    *,
    standalone: bool = False,
    failed: Failed = lambda _: None,
    ignored: Callable[[str], None] = lambda _: None,
) -> Iterator[Root]:
    """The root of each file, and for each folder the package in it and all packages below it.

    No path is in two roots. With `standalone`, only the `deps` below a folder are searched. Raises OSError for a path
    that cannot be read, and calls `failed` for each folder or file below it that cannot be read, and `ignored` with
    what was left out of a `.gitignore`.
    """
    seen: set[str] = set()
    for path in (os.fspath(path) for path in paths):
        is_folder = os.path.isdir(path)
        search = Search(folders, failed, ignored)
        if is_folder and (error := folders.listing(path).error) is not None:
            raise error
        for root in filter(None, search.steps(path, standalone=standalone) if is_folder else [_file_root(path)]):
            fresh = tuple(file for file in root.files if file not in seen)
            seen.update(fresh)
            if fresh:
                yield root._replace(files=fresh)


def _file_root(path: str) -> Root:
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError(errno.EINVAL, "not a file", path)
    return Root(os.path.dirname(path), (path,))


class Search:
    """The search below a folder, in steps, each of which lists one folder or looks into one file."""

    def __init__(
        self, folders: Folders, failed: Failed = lambda _: None, ignored: Callable[[str], None] = lambda _: None
    ) -> None:
        self._folders = folders
        self._failed = failed
        self._ignored = ignored
        self._reported: set[str] = set()

    def steps(self, top: str, *, standalone: bool = False) -> Iterator[Root | None]:
        """The roots in a folder and below it, parents first, and None after each step that found none.

        None is below a folder that is hidden, a link, ignored by git or never searched.
        """
        ignored = _Ignored(top, self._ignored)
        stack = [top]
        while stack:
            folder = stack.pop()
            if folder is not top and folder in ignored:
                yield None
                continue
            yield from self.root(folder)
            if standalone:
                return
            names = [
                entry.name
                for entry in self._entries(folder)
                if entry.is_folder and not (entry.is_link or entry.name.startswith(".") or entry.name in NEVER_SEARCHED)
            ]
            stack += [os.path.join(folder, name) for name in reversed(names)]

    def reaches(self, top: str, folder: str) -> bool:
        """Whether `steps` from `top` come to a folder, which need not be there."""
        if folder != top and not folder.startswith(os.path.join(top, "")):
            return False
        ignored = _Ignored(top, self._ignored)
        while folder != top:
            name = os.path.basename(folder)
            if name.startswith(".") or name in NEVER_SEARCHED or os.path.islink(folder) or folder in ignored:
                return False
            folder = os.path.dirname(folder)
        return True

    def root(self, folder: str) -> Iterator[Root | None]:
        """The root that a folder is, if it is one, and None after each step before."""
        own = list(self._wit_files(folder))
        yield None
        if own or os.path.basename(os.path.abspath(folder)) == "wit":
            dependencies = yield from self._dependencies(folder)
            if own or dependencies:
                yield Root(folder, (*own, *dependencies))

    def _dependencies(self, folder: str) -> Generator[None, None, list[str]]:
        """The files that the reference toolchain reads from the `deps` of a folder, without encoded packages."""
        found: list[str] = []
        if not any(entry.name == "deps" and entry.is_folder for entry in self._entries(folder)):
            return found
        deps = os.path.join(folder, "deps")
        entries = self._entries(deps)
        yield
        for entry in read_as_dependencies(entries):
            path = os.path.join(deps, entry.name)
            if entry.is_folder:
                found += self._wit_files(path)
            elif self._is_read(entry, path):
                found.append(path)
            yield None
        return found

    def _wit_files(self, folder: str) -> Iterator[str]:
        for entry in self._entries(folder):
            path = os.path.join(folder, entry.name)
            if entry.name.endswith(".wit") and not entry.is_folder and self._is_read(entry, path, binary=True):
                yield path

    def _is_read(self, entry: Entry, path: str, *, binary: bool = False) -> bool:
        """Whether a file is read: one that is regular, and no encoded package if `binary` is not set."""
        if entry.is_file:
            return binary or not is_encoded(path)
        if not entry.name.startswith("."):  # editors keep notes in broken links that are hidden
            self._failed(OSError(errno.EINVAL, "not a file", path))
        return False

    def _entries(self, folder: str) -> tuple[Entry, ...]:
        """Those of a folder. Calls `failed` if it exists and cannot be read, once."""
        listing = self._folders.listing(folder)
        if listing.error is not None and folder not in self._reported:
            self._reported.add(folder)
            self._failed(listing.error)
        return listing.entries


class _Ignored:
    """The folders that are ignored by a `.gitignore` in one of their parents, up to the top of the repository."""

    def __init__(self, top: str, left_out: Callable[[str], None]) -> None:
        top = os.path.abspath(top)
        self._repository = next(filter(is_repository, upwards(top)), top)
        self._specs: dict[str, GitIgnoreSpec | None] = {}
        self._left_out = left_out

    def __contains__(self, path: str) -> bool:
        path = os.path.abspath(path)
        for folder in upwards(os.path.dirname(path)):
            if folder not in self._specs:
                self._specs[folder] = _ignore_spec(os.path.join(folder, ".gitignore"), self._left_out)
            spec = self._specs[folder]
            if spec is not None and spec.match_file(f"{os.path.relpath(path, folder)}/".replace(os.sep, "/")):
                return True
            if folder == self._repository:
                break
        return False


def _ignore_spec(path: str, left_out: Callable[[str], None]) -> GitIgnoreSpec | None:
    """The patterns of a `.gitignore`, without those that could take for ever to match."""
    try:
        lines = read(path).text.decode("utf-8", "replace").splitlines()
    except OSError:
        return None
    wanted = [line for line in lines if not _is_costly(line)]
    if len(wanted) < len(lines):
        left_out(f"`{path}`: a pattern with more than {MAX_STARS} `*` is left out")
    if not wanted:
        return None
    from pathspec import GitIgnoreSpec  # takes 20 ms to import, and often there is no such file

    return GitIgnoreSpec.from_lines(wanted)


_STARS = re.compile(r"\*+")


def _is_costly(pattern: str) -> bool:
    return not pattern.startswith("#") and len(_STARS.findall(pattern)) > MAX_STARS
