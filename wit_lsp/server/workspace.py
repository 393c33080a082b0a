"""The roots of packages in the folders of a client: which there are, which packages they hold, and what changes there.

It tells the engine. Nothing is looked at at once: no step lists more than one folder or reads more than one file.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator

from wit_lsp.config import Settings
from wit_lsp.engine.engine import Engine
from wit_lsp.ir.items import PackageId
from wit_lsp.semantics.workspace import Packages
from wit_lsp.server.files import Files
from wit_lsp.workspace import Folders, Listing
from wit_lsp.workspace.roots import Root, Search

_LOG = logging.getLogger(__name__)

MAX_FOLDERS = 200_000
"""Folders that are searched for packages: a client may have opened a whole disk."""

MAX_WATCHED_FILES = 20_000
"""Files of which the problems are known while they are not open."""


class Workspace:
    """What is known of the folders of a client."""

    def __init__(self, engine: Engine, files: Files, settings_of: Callable[[str], Settings]) -> None:
        self.folders: tuple[str, ...] = ()
        """The paths of the folders: what is in others than before is known after the next `look`."""
        self.roots: dict[str, Root] = {}
        self._engine = engine
        self._files = files
        self._settings_of = settings_of
        self._is_complete = False  # whether all was looked at once
        self._packages = Packages()
        self._are_other = False  # whether the engine was told of others
        self._headers: dict[str, PackageId | None] = {}  # of the files of roots, as the disk has them
        self._excluded: set[str] = set()  # those whose headers do not count
        self._open: dict[str, PackageId | None] = {}  # the headers of open documents
        self._without_links: dict[str, str] = {}  # the folder of each root
        self._by_real_folder: dict[str, str] = {}  # the reverse
        self._uses: Counter[str] = Counter()  # by file: the number of roots that have it
        self._logged: set[str] = set()

    def look(self) -> Iterator[None]:
        """Look at all folders, and at all else that was looked at before."""
        listings = _Listings(self._files, self._engine)
        search = self._search(listings)
        gone = dict.fromkeys(self.roots)
        for top in self.folders:
            for root in search.steps(top):
                if root is not None and (yield from self._take(root)):
                    gone.pop(root.folder, None)
                yield
                if len(listings.looked) > MAX_FOLDERS:
                    self._log_once(f"only the first {MAX_FOLDERS:,} folders of the workspace are searched for packages")
                    break
        for folder in gone:
            self._drop(folder)
            yield
        for folder in self._files.folders.known - listings.looked:
            listings.look(folder)
            yield
        for path in self._files.known - self._uses.keys():
            self._look_at_file(path)
            yield
        for folder in {os.path.dirname(path) for path in self._open} - self.roots.keys():
            self._count(folder)
            yield
        if len(self._uses) > MAX_WATCHED_FILES:
            self._log_once(
                f"the workspace has {len(self._uses):,} WIT files: only {MAX_WATCHED_FILES:,} are checked before they "
                "are open"
            )
        self._are_other = self._are_other or not self._is_complete
        self._is_complete = True
        self._tell()

    def look_at(self, paths: Iterable[str]) -> Iterator[None]:
        """Look at files that may have been made, changed or removed, and at the roots that are others by that.

        Of those that are not WIT only manifests and lock files matter.
        """
        listings = _Listings(self._files, self._engine)
        search = self._search(listings)
        folders: dict[str, None] = {}
        for path in paths:
            self._look_at_file(path)
            if path.endswith(".wit"):
                folders |= dict.fromkeys(_possible_roots(os.path.dirname(path)))
            yield
        for folder in folders:
            listings.look(folder)
            if self._engine.has_looked_into(os.path.dirname(folder)):
                listings.look(os.path.dirname(folder))
            root = None
            if any(search.reaches(top, folder) for top in self.folders):
                for root in search.root(folder):  # noqa: B007 (the last one is it)
                    yield
            if root is None or not (yield from self._take(root)):
                self._drop(folder)
            yield
        self._tell()

    def look_at_folders(self, folders: Iterable[str]) -> None:
        """See which files are made or removed in folders, at once."""
        listings = _Listings(self._files, self._engine)
        for folder in folders:
            listings.look(folder)

    def opened(self, path: str, header: PackageId | None) -> None:
        """An open document has this header: it counts instead of that of its file."""
        if path not in self._open or self._open[path] != header:
            self._open[path] = header
            self._count(os.path.dirname(path))
            self._tell()

    def closed(self, path: str) -> None:
        """The header of the file counts again."""
        if path in self._open:
            del self._open[path]
            self._count(os.path.dirname(path))
            self._tell()

    def _search(self, listings: Folders) -> Search:
        return Search(listings, lambda error: _LOG.info("cannot read: %s", error), _LOG.info)

    def _log_once(self, message: str) -> None:
        if message not in self._logged:
            self._logged.add(message)
            _LOG.warning("%s", message)

    def _take(self, root: Root) -> Generator[None, None, bool]:
        """Take what a root is now; whether it counts. One to which links lead from another one does not."""
        folder = root.folder
        real = os.path.realpath(folder)
        if self._by_real_folder.setdefault(real, folder) != folder:
            return False
        self._without_links[folder] = real
        before = self.roots.get(folder)
        self.roots[folder] = root
        self._uses.update(root.files)
        self._forget(before.files if before is not None else ())
        own = set(root.own)
        for path in root.files:
            if self.roots.get(folder) is not root:
                return True  # in the meantime it was looked at again
            self._look_at_file(path)
            if path not in self._engine.watched and len(self._engine.watched) < MAX_WATCHED_FILES:
                self._engine.watch(path)
            if path in own:
                self._look_at_header(path)
            yield
        self._count(folder)
        return True

    def _drop(self, folder: str) -> None:
        """A folder is no root."""
        if (root := self.roots.pop(folder, None)) is not None:
            del self._by_real_folder[self._without_links.pop(folder)]
            self._forget(root.files)
        self._count(folder)

    def _forget(self, files: Iterable[str]) -> None:
        """One root less has these files."""
        for path in files:
            self._uses[path] -= 1
            if not self._uses[path]:
                del self._uses[path]
                self._headers.pop(path, None)
                self._excluded.discard(path)
                self._engine.unwatch(path)

    def _look_at_file(self, path: str) -> None:
        if self._files.look(path):
            self._headers.pop(path, None)
            self._engine.changed_on_disk(path)

    def _look_at_header(self, path: str) -> None:
        if self._settings_of(path).excluded:
            self._excluded.add(path)
        else:
            self._excluded.discard(path)
            if path not in self._headers:
                self._headers[path] = self._files.header(path)

    def _count(self, folder: str) -> None:
        """Count the packages of a folder: those of its files, without excluded ones, and of open documents."""
        root = self.roots.get(folder)
        headers = {path: self._headers.get(path) for path in (root.own if root is not None else ())}
        beside = {path: header for path, header in self._open.items() if os.path.dirname(path) == folder}
        if beside and root is None and not self._is_searched(folder):
            beside = {}
        headers = {path: header for path, header in headers.items() if path not in self._excluded}
        headers |= {path: header for path, header in beside.items() if not self._settings_of(path).excluded}
        self._are_other |= self._packages.put(folder, headers.values())

    def _is_searched(self, folder: str) -> bool:
        search = self._search(self._files.folders)
        return any(search.reaches(top, folder) for top in self.folders)

    def _tell(self) -> None:
        """Tell the engine which packages there are, unless not all are known yet."""
        if self._is_complete and self._are_other:
            self._are_other = False
            self._engine.packages_changed(self._packages.found())


class _Listings(Folders):
    """The folders as they are now: each is looked at once."""

    def __init__(self, files: Files, engine: Engine) -> None:
        super().__init__()
        self.looked: set[str] = set()
        self._files = files
        self._engine = engine

    def look(self, folder: str) -> None:
        """Tell the engine where there is something else in a folder than before."""
        if folder not in self.looked:
            self.looked.add(folder)
            if self._files.folders.look(folder):
                self._engine.folder_changed(folder)

    def listing(self, folder: str) -> Listing:
        self.look(folder)
        return self._files.folders.listing(folder)


def _possible_roots(folder: str) -> Iterator[str]:
    """The folders of the packages that files in a folder may be of: it, or that of which it is a dependency."""
    yield folder
    for dependencies in (folder, os.path.dirname(folder)):
        if os.path.basename(dependencies) == "deps":
            yield os.path.dirname(dependencies)
