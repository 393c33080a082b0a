"""What paths mean: the packages that a place sees, and the interfaces and worlds in them.

After Component Model, WIT.md, "Package declaration" and "Item: `use`", and wasm-tools 1.263. Where a package lies is
known to `packages`; here is in which order the places are asked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial

from wit_lsp.config import Target
from wit_lsp.db import Database
from wit_lsp.ir.facts import BodyFacts, Facts, InterfaceFacts, WorldFacts
from wit_lsp.ir.items import PackageId, Path
from wit_lsp.semantics import packages as p
from wit_lsp.semantics import queries as q
from wit_lsp.semantics.layout import Layout
from wit_lsp.semantics.locks import locked
from wit_lsp.semantics.packages import Home, Homes, PackageItem, Place
from wit_lsp.tuples import NamedTuple

NOTHING = PackageItem("", None)


class Resolved(NamedTuple):
    """What a path leads to.

    `package` is None for the own one of the place that names it. Without `home` there is no such package. `kind` is
    `interface`, `world`, `unknown`, or empty where there is none of this name; the first two stand in `place`.
    """

    package: PackageId | None
    name: str
    home: Home | None
    kind: str
    place: Place | None

    @property
    def is_missing(self) -> bool:
        """Whether no such package is there."""
        return self.home is None and not self.kind

    @property
    def keys(self) -> tuple[str, ...]:
        """Those that lead to it in its file."""
        assert self.place is not None
        return self.place.keys(self.name)


class Paths:
    """The view from one file."""

    def __init__(self, db: Database, file: str) -> None:
        self.db = db
        self.file = file

    @property
    def target(self) -> Target:
        """The WASI series that fixes write for."""
        return self.db.get(q.target, self.file)

    @property
    def facts(self) -> Facts:
        """What the file declares and mentions."""
        return self.db.get(q.file_facts, self.file)

    @property
    def header(self) -> PackageId | None:
        return self.facts.header

    @property
    def is_alone(self) -> bool:
        """Whether no other `.wit` file lies beside this one."""
        return self.db.get(q.is_alone, self.file)

    @property
    def is_standalone(self) -> bool:
        """Whether the file is a package of its own without dependencies, whatever lies beside it."""
        return self.db.get(q.is_standalone, self.file)

    @property
    def layout(self) -> Layout:
        """How the files of the root lie in which the file is."""
        return Layout(self.db, self.file)

    def shown(self, home: Home) -> str:
        """The file or folder in which a package is declared, seen from the root, as a message names it."""
        if home.nested and home.file == self.file:
            return "this file"
        path = os.path.relpath(home.file or ".", self.layout.root or ".").replace(os.sep, "/")
        return "the folder of the package" if path == "." else f"`{path}`"

    def is_dependency(self, file: str) -> bool:
        """Whether a file lies in the `deps` of a package: it is for its authors to change."""
        return self.db.get(q.is_dependency, os.path.dirname(file))

    def package_files(self) -> tuple[str, ...]:
        """The files of this package, this one included. One without a header is of the package of those beside it."""
        home = self.home(None, Place(self.file))
        assert home is not None
        return p.files_in_home(self.db, home)

    @property
    def files(self) -> tuple[str, ...]:
        """The `.wit` files beside this one, itself included."""
        return self.db.get(q.files_in, os.path.dirname(self.file))

    def names(self, place: Place) -> Facts:
        """What is named at top level of a file, or of a nested package: see `packages.names_in`."""
        is_file = place.file == self.file and not place.nested
        return self.facts if is_file else self.db.get(p.names_in, *place)

    def id_of(self, place: Place) -> PackageId | None:
        """The package that a place is in; None where no header says it."""
        return self.names(place).header if place.nested else self.db.get(p.package_of, place.file)

    def resolve(self, path: Path, place: Place) -> Resolved:
        """What a path leads to that stands in an item of a place."""
        if path.package is not None:
            return self._resolve(path.package, path.name, place)
        return self._resolve(*self.names(place).target(path.name), place)

    def _resolve(self, package: PackageId | None, name: str, place: Place) -> Resolved:
        home = self.home(package, place)
        if home is None:
            assert package is not None
            return Resolved(package, name, None, "unknown" if self.may_be(package, place) else "", None)
        if package is None or package == self.id_of(place):
            package, found = None, self._own_item(name, place, home)
        else:
            found = self._item(name, home)
        return Resolved(package, name, home, *(found or NOTHING))

    def _own_item(self, name: str, place: Place, home: Home) -> PackageItem | None:
        """Files beside this one are read only if this one does not declare it."""
        if kind := self.names(place).kind_of(name):
            return PackageItem(kind, place)
        return self._item(name, home)

    def _item(self, name: str, home: Home) -> PackageItem | None:
        items = partial(self.db.entry, p.items_in_package, home)
        return items(key=name) or items(key="")

    def home(self, package: PackageId | None, place: Place) -> Home | None:
        """Where a package is declared that a path names; of the place's own where that names none."""
        file, nested = place
        header = self.id_of(place)
        if package is None or package == header:
            if nested or self.db.get(q.is_alone, file):
                return Home(file, nested)
            return Home(os.path.dirname(file), header=header, is_folder=True)
        if nested and package == self.id_of(Place(file)):
            return self.home(None, Place(file))
        found = next((homes[0] for homes in self._homes(package, place)), None)
        return found or (self.elsewhere(package) if self.db.get(q.is_embedded) else None)

    def sees(self, package: PackageId) -> bool:
        """Whether a package is found that the file names, without a look at other roots of the workspace."""
        return any(self._homes(package, Place(self.file)))

    def unfetched(self, package: PackageId, place: Place) -> Home | None:
        """Where a package lies that is found, though not where the reference toolchain looks for it."""
        is_own = package in (self.id_of(place), self.id_of(Place(self.file)))
        return None if is_own or any(self._homes(package, place)) else self.home(package, place)

    def elsewhere(self, package: PackageId) -> Home | None:
        """Where a package lies that is a root of the workspace of its own."""
        folder = next((home.file for id, home in self.versions_elsewhere(package) if id == package), None)
        if folder is None:
            return None
        there = partial(self.db.entry, p.homes_in_folder, folder)
        found = there(key=package) or there(key=p.ANY)
        return found[0] if found else None

    def around(self, package: PackageId) -> Home | None:
        """Where a package lies near the root, though nothing looks for it there; see `packages.homes_around`."""
        found = None if self.is_standalone else self.db.entry(p.homes_around, self.layout.root, key=package)
        return found[0] if found else None

    def packages_elsewhere(self) -> Iterator[tuple[PackageId, Home]]:
        """The packages of all other roots of the workspace, and those near the root, where nothing looks for them."""
        if self.is_standalone:
            return
        found: dict[tuple[PackageId, str], Home] = {}
        for package in self.db.get(q.workspace_packages):
            found |= {(id, home.file): home for id, home in self.versions_elsewhere(package)}
        for id, (home, *_) in self.db.get(p.homes_around, self.layout.root).items():
            if id != self.id_of(Place(self.file)):
                found.setdefault((id, home.file), home)
        yield from ((id, home) for (id, _), home in found.items())

    def versions_elsewhere(self, package: PackageId) -> Iterator[tuple[PackageId, Home]]:
        """The versions of a package that are roots of the workspace of their own."""
        if self.is_standalone:
            return
        for id, folder in self.db.entry(q.workspace_packages, key=package.unversioned) or ():
            if (id, folder) != (self.id_of(Place(self.file)), self.layout.root):
                yield id, Home(folder, header=id, is_folder=True)

    def _homes(self, package: PackageId, place: Place) -> Iterator[tuple[Home, ...]]:
        for query, where in self._seen(place):
            if homes := self.db.entry(query, where, key=package):
                yield homes

    def packages(self, place: Place) -> Iterator[tuple[PackageId, Home]]:
        """All packages but its own that a place sees, each with a home."""
        own = self.id_of(place)
        for query, where in self._seen(place):
            for id, homes in self.db.get(query, where).items():
                if id not in (p.ANY, own):
                    yield id, homes[0]

    def _seen(self, place: Place) -> Iterator[tuple[Callable[[Database, str], Homes], str]]:
        """Where packages are looked for, in this order: those nested in the package, its `deps`, the root of these, and
        where manifests say that dependencies lie.

        Of those nested in the package the ones in the same file go first: other files may not be of it after all.
        """
        file = place.file
        folder = os.path.dirname(file)
        yield p.homes_in_file, file
        if not self.db.get(q.is_alone, file):
            yield p.homes_beside, file
        if self.db.get(q.is_standalone, file):
            return
        root = self.db.get(p.root_of, folder)
        yield p.homes_in_deps, root
        if root != folder:
            yield p.homes_in_folder, root
        if self.db.get(q.is_embedded):
            yield p.homes_by_manifest, root

    def may_be(self, package: PackageId, place: Place) -> bool:
        """Whether nobody can say that a package is missing: one of those seen cannot be read, or it is known here."""
        if any(self._homes(p.ANY, place)):
            return True
        if not self.db.get(q.is_embedded):
            return False
        released = self.released(package)
        return bool(released) and (package.version is None or package.version in released)

    def released(self, package: PackageId) -> tuple[str, ...]:
        """The versions in which a package was released, oldest first; none of a package that is not known here."""
        return self.db.get(q.releases).get((package.namespace, package.name), ())

    def known_items(self, home: Home) -> Iterator[tuple[str, str]]:
        """The names of the interfaces and worlds of a package, with kinds."""
        return ((name, item.kind) for name, item in self.db.get(p.items_in_package, home).items() if item.place)

    def types_of(self, resolved: Resolved) -> frozenset[str]:
        """The names of the types that an interface declares or brings in."""
        place = resolved.place
        return frozenset() if place is None else self.db.get(p.type_names_at, place.file, resolved.keys)

    def interface(self, resolved: Resolved) -> BodyFacts | None:
        """The interface to which a path leads."""
        found = self._body(resolved)
        return found if isinstance(found, InterfaceFacts) else None

    def world(self, resolved: Resolved) -> BodyFacts | None:
        """The world to which a path leads."""
        found = self._body(resolved)
        return found if isinstance(found, WorldFacts) else None

    def _body(self, resolved: Resolved) -> BodyFacts | None:
        place = resolved.place
        return None if place is None else self.db.get(p.body_named, place.file, resolved.keys)

    def interfaces_with(self, type: str, place: Place) -> Iterator[tuple[PackageId | None, str]]:
        """The interfaces that declare a type of this name, those of the place's own package first."""
        own = self.home(None, place)
        assert own is not None
        for id, home in ((None, own), *self.packages(place)):
            yield from ((id, name) for name in self.db.get(p.interfaces_with, home, type))

    def interfaces_failing_with(self, type: str, place: Place) -> tuple[str, ...]:
        """The interfaces of the place's package with a function that may fail with a type of this name."""
        home = self.home(None, place)
        assert home is not None
        return self.db.get(p.interfaces_failing_with, home, type)

    def may_declare(self, file: str, name: str) -> bool:
        """Whether what does not parse of a file may declare a name, or bring it in."""
        return name in self.db.get(q.doubtful_names, file)

    def is_own(self, namespace: str) -> bool:
        """Whether a nested package of this namespace is one that this package's authors write."""
        root = self.header
        return namespace == root.namespace if root is not None else namespace != "wasi"

    def versions(self, package: PackageId) -> list[str]:
        """The versions to pin a package to, the preferred first; none where none is known or it has none.

        The first of: those declared or named in the package, those at which it names other WASI packages, those that
        lie in `deps` or elsewhere in the workspace, those in lock files, and the newest release of the target's series.
        """
        same = package.unversioned
        here = Place(self.file)
        own = self.id_of(here)
        if same in self.facts.declared or same == (own and own.unversioned):
            return []
        ids = frozenset().union(*(self._named_in(file) for file in self.package_files()))
        released = self.released(package)
        known = {id.version for id in ids if id.unversioned == same and id.version}
        if not known and package.namespace == "wasi":
            known = {id.version for id in ids if id.namespace == "wasi" and id.version}.intersection(released)
        known = known or self.versions_known(package)
        if not known and not self.is_standalone:
            known = {*(self.db.entry(locked, self.layout.root, key=same) or ())}
        if not known:
            series = self.target.removeprefix("wasi-") + "."
            known = set([version for version in released if version.startswith(series)][-1:])
        return _newest_first(known)

    def versions_known(self, package: PackageId) -> set[str]:
        """The versions of a package that lie in this one, in `deps` or elsewhere in the workspace."""
        same = package.unversioned
        found = {id.version for id, _ in self.versions_elsewhere(same) if id.version}
        for homes, where in self._seen(Place(self.file)):
            if versions := self.db.entry(p.versions_in, homes, where, key=same):
                found.update(versions)
        return found

    def versions_beside(self, package: PackageId) -> list[str]:
        """The versions that headers of the files beside this one give a package, the newest first."""
        headers = self.db.get(p.files_by_header, os.path.dirname(self.file))
        return _newest_first({id.version for id in headers if id and id.unversioned == package and id.version})

    def _named_in(self, file: str) -> frozenset[PackageId]:
        facts = self.db.get(q.file_facts, file)
        return facts.declared | facts.mentioned


def _newest_first(versions: set[str]) -> list[str]:
    if len(versions) < 2:
        return list(versions)
    from semver import Version  # 25 ms to import, and few files name one package at two versions

    valid = [version for version in versions if Version.is_valid(version)]
    return sorted(valid, key=Version.parse, reverse=True)
