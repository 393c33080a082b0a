"""How the files of a root lie, as checks ask about it: what stands beside a file, and what in `deps`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from wit_lsp.db import Database
from wit_lsp.ir.items import PackageId
from wit_lsp.problem import Anchor
from wit_lsp.semantics import packages as p
from wit_lsp.semantics import queries as q
from wit_lsp.semantics.bodies import parses_at
from wit_lsp.semantics.packages import Home


class Layout:
    """The view from one file; `root` is the folder whose `deps` it sees."""

    def __init__(self, db: Database, file: str) -> None:
        self._db = db
        self._file = file
        self._folder = os.path.dirname(file)
        self.root = db.get(p.root_of, self._folder)

    @property
    def is_standalone(self) -> bool:
        """Whether the file is a package of its own without dependencies, whatever lies beside it."""
        return self._db.get(q.is_standalone, self._file)

    @property
    def is_one_package(self) -> bool:
        """Whether the files beside this one must be of its package, and there are some."""
        return not self._db.get(q.is_alone, self._file) and self._db.get(p.is_named, self._folder)

    @property
    def _is_mixed(self) -> bool:
        """Whether the files of the folder are of several packages and may be: test cases, each to be read alone."""
        headers = self._db.get(p.files_by_header, self._folder)
        return len(headers.keys() - {None}) > 1 and not self._db.get(p.is_named, self._folder)

    @property
    def first_header(self) -> tuple[str, PackageId] | None:
        """That of the first file in the folder which has one, with the file."""
        headers = ((path, self.header(path)) for path in self._db.get(p.files_with_others, self._folder))
        return next(((path, id) for path, id in headers if id is not None), None)

    @property
    def is_first_without_header(self) -> bool:
        """Whether no file of the package has a header, nor a text that may be one, and this file is its first."""
        if self._db.get(q.is_alone, self._file):
            return self._db.get(p.lacks_header, self._file)
        is_first = self._db.get(q.files_in, self._folder)[0] == self._file
        return is_first and self._db.get(p.is_without_header, self._folder)

    @property
    def headers_for_this_file(self) -> tuple[PackageId, ...]:
        """Those of the files beside it, each once, if it has none itself and may be of one of their packages."""
        if self._db.get(q.is_alone, self._file) or not self._db.get(p.lacks_header, self._file):
            return ()
        return tuple(id for id in self._db.get(p.files_by_header, self._folder) if id is not None)

    @property
    def documented_before(self) -> str | None:
        """The first file of the package that has comments before its header, if this one has some and follows it.

        None in a mixed folder.
        """
        facts = self._db.get(q.file_facts, self._file)
        if not facts.is_header_documented or self._db.get(q.is_alone, self._file) or self._is_mixed:
            return None
        files = self._db.get(p.files_of_package, self._folder, facts.header)
        first = next(path for path in files if self._db.get(q.file_facts, path).is_header_documented)
        return first if first != self._file else None

    @property
    def is_first_file(self) -> bool:
        """Whether the file is the first one of the root; of those in `deps`, where the root itself has none."""
        deps = p.dependencies_of(self._db, self.root)
        files = self.files_of_root or next(filter(None, map(self._files_of, deps)), ())
        return files[:1] == (self._file,)

    @property
    def files_of_root(self) -> tuple[str, ...]:
        return self._db.get(q.files_in, self.root)

    @property
    def empty_dependencies(self) -> list[str]:
        """The folders in `deps` without a `.wit` file."""
        deps = p.dependencies_of(self._db, self.root)
        return [each.path for each in deps if each.kind == "folder" and not self._files_of(each)]

    @property
    def own_home(self) -> Home | None:
        """That of the package whose header the file has, if it is the first one that has it."""
        header = self.header(self._file)
        if self.is_standalone or self._file in self._db.get(q.one_file_packages_in, self._folder):
            return Home(self._file)
        files = self._db.get(p.files_of_package, self._folder, header)
        is_first = next((path for path in files if self.header(path) is not None), None) == self._file
        return Home(self._folder, header=header, is_folder=True) if is_first else None

    def header(self, path: str) -> PackageId | None:
        """That of a file."""
        return self._db.get(q.file_facts, path).header

    def nested(self) -> Mapping[str, PackageId]:
        """The packages that are nested in the file, by their keys."""
        return self._db.get(q.file_facts, self._file).nested

    def first_home(self, package: PackageId) -> Home | None:
        """Where the toolchain meets a package first: in the files of the root, then in `deps`."""
        return next(self._homes(package), None)

    def file_of(self, home: Home, package: PackageId) -> str:
        """The file in which a package is declared, the first of several."""
        files = p.files_in_home(self._db, home)
        return next((path for path in files if home.nested or self.header(path) == package), files[0])

    def declared_before(self, name: str, home: Home) -> tuple[str, Anchor] | None:
        """What another file of the package declares first: an interface or a world of a name, with its kind.

        `home` is that of the package. None where that text does not parse, and in a mixed folder.
        """
        found = self._db.entry(p.items_in_package, home, key=name) if home.is_folder else None
        if found is None or found.place is None or found.place.file == self._file or self._is_mixed:
            return None
        at = Anchor(found.place.file, found.place.keys(name))
        return (found.kind, at) if self._db.get(parses_at, at) else None

    def _homes(self, package: PackageId) -> Iterator[Home]:
        entry = self._db.entry
        if not self.is_standalone and (self.root != self._folder or self.is_one_package):
            yield from entry(p.homes_in_folder, self.root, key=package) or ()
        else:  # what lies beside it may be of other packages
            own = self.own_home
            yield from (own,) if own is not None and self.header(self._file) == package else ()
            yield from entry(p.homes_in_file, self._file, key=package) or ()
        if not self.is_standalone:
            yield from entry(p.homes_in_deps, self.root, key=package) or ()

    def _files_of(self, dependency: q.Dependency) -> tuple[str, ...]:
        if dependency.kind == "folder":
            return self._db.get(q.files_in, dependency.path)
        return (dependency.path,) if dependency.kind == "text" else ()
