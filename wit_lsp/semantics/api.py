"""What checks and rules may ask beyond their subject. They see facts, never a file, a tree or a position."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import NamedTuple, TypeVar

from wit_lsp.config import ALL_FEATURES, Target
from wit_lsp.db import Database
from wit_lsp.ir import facts as f
from wit_lsp.ir.anchors import key as key_of
from wit_lsp.ir.facts import BodyFacts, Facts, InterfaceFacts, ItemFacts, WorldFacts
from wit_lsp.ir.group import NO_BODY_KEYS, BodyKeys
from wit_lsp.ir.items import NOWHERE, Block, Body, Item, Package, PackageId, Path, body_of, outermost
from wit_lsp.ir.segment import Segment
from wit_lsp.problem import Anchor
from wit_lsp.semantics import gates as g
from wit_lsp.semantics import packages as p
from wit_lsp.semantics import queries as q
from wit_lsp.semantics.bodies import item_at, parses_at
from wit_lsp.semantics.cycles import (
    Link,
    links_in,
    ways_of_body,
    ways_of_file,
    ways_of_package,
    ways_of_root,
    ways_of_types,
)
from wit_lsp.semantics.layout import Layout
from wit_lsp.semantics.packages import Home, Homes, PackageItem, Place
from wit_lsp.semantics.queries import Head
from wit_lsp.semantics.types import Alias, Brought, Declared, Named, Scope, nowhere, types_in

Answer = TypeVar("Answer")

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


class Semantics:
    """The view from one file. Two that give the same answers lead to the same problems."""

    def __init__(self, db: Database, file: str, here: Anchor | None = None) -> None:
        self.db = db
        self.file = file
        self._here = here

    @property
    def here(self) -> Anchor:
        """The subject of a rule on something that is more than one segment."""
        assert self._here is not None, "the subject has a span"
        return self._here

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

    def package_files(self) -> tuple[str, ...]:
        """The files of this package, this one included. One without a header is of the package of those beside it."""
        home = self.home(None, Place(self.file))
        assert home is not None
        return p.files_in_home(self.db, home)

    @property
    def files(self) -> tuple[str, ...]:
        """The `.wit` files beside this one, itself included."""
        return self.db.get(q.files_in, os.path.dirname(self.file))

    # What paths mean

    def place(self, item: Item) -> Place:
        """Where the names in an item are looked up."""
        package = self._nested_around(item)
        return Place(self.file) if package is None else Place(self.file, f.body_key("package", str(package)))

    def names(self, place: Place) -> Facts:
        """What is named at top level of a file, or of a nested package: see `packages.names_in`."""
        return self.facts if place == Place(self.file) else self.db.get(p.names_in, *place)

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

    def is_unfetched(self, package: PackageId, place: Place) -> bool:
        """Whether a package lies only where the reference toolchain does not look for it."""
        is_own = package in (self.id_of(place), self.id_of(Place(self.file)))
        return not is_own and not any(self._homes(package, place)) and self.elsewhere(package) is not None

    def elsewhere(self, package: PackageId) -> Home | None:
        """Where a package lies that is a root of the workspace of its own."""
        return next((home for id, home in self.versions_elsewhere(package) if id == package), None)

    def versions_elsewhere(self, package: PackageId) -> Iterator[tuple[PackageId, Home]]:
        """The versions of a package that are roots of the workspace of their own."""
        if self.is_standalone:
            return
        for id, folder in self.db.entry(q.workspace_packages, key=package.unversioned) or ():
            if (id, folder) != (self.id_of(Place(self.file)), self.layout.root):
                yield id, Home(folder, header=id, is_folder=True)

    def homes(self, package: PackageId, place: Place) -> Iterator[Home]:
        """All homes of a package that a place sees."""
        return (home for homes in self._homes(package, place) for home in homes)

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
        """Where packages are looked for, in this order: those nested in the package, its `deps`, the root of these.

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
        yield p.homes_in_deps, os.path.join(root, "deps")
        if root != folder:
            yield p.homes_in_folder, root

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
        place = resolved.place
        found = None if place is None else self.db.get(p.body_named, place.file, resolved.keys)
        return found if isinstance(found, InterfaceFacts) else None

    def world(self, resolved: Resolved) -> BodyFacts | None:
        """The world to which a path leads."""
        place = resolved.place
        found = None if place is None else self.db.get(p.body_named, place.file, resolved.keys)
        return found if isinstance(found, WorldFacts) else None

    def interfaces_with(self, type: str, place: Place) -> Iterator[tuple[PackageId | None, str]]:
        """The interfaces that declare a type of this name, those of the place's own package first."""
        own = self.home(None, place)
        assert own is not None
        for id, home in ((None, own), *self.packages(place)):
            yield from ((id, name) for name in self.db.get(p.interfaces_with, home, type))

    def may_declare(self, file: str, name: str) -> bool:
        """Whether what does not parse of a file may declare a name, or bring it in."""
        return name in self.db.get(q.doubtful_names, file)

    def is_own(self, namespace: str) -> bool:
        """Whether a nested package of this namespace is one that this package's authors write."""
        root = self.header
        return namespace == root.namespace if root is not None else namespace != "wasi"

    def versions(self, package: PackageId) -> list[str]:
        """The versions to pin a package to, the preferred first; none where none is known or it has none.

        The first of: those declared or named in this file, those at which it names other WASI packages, and
        the newest release of the target's series.
        """
        facts = self.facts
        same = package.unversioned
        if same in facts.declared or same == (facts.header and facts.header.unversioned):
            return []
        known = {id.version for id in facts.declared | facts.mentioned if id.unversioned == same and id.version}
        released = self.released(package)
        if not known and package.namespace == "wasi":
            siblings = {id.version for id in facts.mentioned if id.namespace == "wasi" and id.version}
            known = siblings.intersection(released)
        if not known:
            series = self.target.removeprefix("wasi-") + "."
            known = set([version for version in released if version.startswith(series)][-1:])
        return _newest_first(known)

    def owner(self, item: Item) -> Head | None:
        """What an item stands in; None at top level."""
        owner = item.owner
        return Head(*f.head_of(owner)) if isinstance(owner, Block) else None

    def package(self, item: Item) -> PackageId | None:
        """The package that an item is in: a nested one, else that of the header; None where the file has none."""
        return self._nested_around(item) or self.header

    def _nested_around(self, item: Item) -> PackageId | None:
        top = outermost(item)
        return self._nested_package(top) if isinstance(top, Package) and top.nested else None

    def _nested_package(self, package: Package) -> PackageId | None:
        return package.id

    def scope(self, item: Item) -> Scope:
        """What the names of types mean in the interface or world in which an item stands."""
        body = body_of(item)
        if body is None:
            return nowhere
        return partial(self._named, partial(self._declared, body), self.place(item), None)

    def scope_of(self, resolved: Resolved) -> Scope:
        """What the names of types mean in the interface or world to which a path leads."""
        place = resolved.place
        if place is None:
            return nowhere
        declared = partial(self._declared_in, place.file, resolved.keys)
        return partial(self._named, declared, place, resolved.package)

    def types_around(self, item: Item) -> Collection[str]:
        """The names of the types that the interface or world in which an item stands declares or brings in."""
        body = body_of(item)
        return () if body is None else _types_in(body)

    def way_around(self, item: Item, type: str) -> tuple[str, ...]:
        """What `cycles.Ways` has for a type of the interface or world in which an item stands; empty where nothing."""
        body = body_of(item)
        return () if body is None else ways_of_types(_types_in(body)).get(type, ())

    def way_around_root(self, package: PackageId) -> tuple[PackageId, ...]:
        """What `cycles.Ways` has for a package of the root; empty where nothing."""
        if self.is_standalone:
            return self.db.entry(ways_of_file, self.file, key=package) or ()
        root = self.layout.root
        header = self.id_of(Place(self.file)) if root == os.path.dirname(self.file) else None
        return self.db.entry(ways_of_root, root, header, key=package) or ()

    def is_first_mention(self, package: PackageId, place: Place) -> bool:
        """Whether no file before this one of the place's package has a path that names a package."""
        home = self.home(None, place)
        assert home is not None
        files = p.files_in_home(self.db, home)
        mentions = (file for file in files if package in (self.db.entry(p.mentioned_in, file, key=home.nested) or ()))
        return next(mentions, None) == self.file

    def way_around_package(self, place: Place, link: Link) -> tuple[Link, ...]:
        """What `cycles.Ways` has for an interface or a world of the package of a place; empty where nothing."""
        home = self.home(None, place)
        return () if home is None else self.db.entry(ways_of_package, home, key=link) or ()

    def link(self, place: Place, one: Link, other: Link) -> Anchor | None:
        """Where an interface of the package of a place first uses another one, or a world includes another one."""
        found = self.resolve(Path(None, one.name, NOWHERE), place)
        others = self.db.entry(links_in, found.place, key=one) if found.place is not None else None
        if found.place is None or others is None or other not in others:
            return None
        return Anchor(found.place.file, (*found.keys, f"{one.word} {others[other]}"), "path")

    def owner_anchor(self, item: Item) -> Anchor:
        """What an item stands in, if that has a name that nothing before it has."""
        keys: list[str] = []
        owner = item.owner
        while owner is not None:
            head = self.owner(item)
            keys.append(key_of(owner) if head is None else f.body_key(*head))
            item, owner = owner, owner.owner
        return Anchor(self.file, tuple(reversed(keys)))

    def once(self, item: Item, question: object, answer: Callable[[], Answer]) -> Answer:
        """The answer to a question that has one for all items which stand in the same interface or world."""
        return answer()

    def _declared(self, body: Body, name: str) -> Declared | None:
        return _types_in(body).get(name)

    def _named(self, declared: partial[Declared | None], place: Place, package: PackageId | None, name: str) -> Named:
        """What a name means among the types `declared` at a place, which is in `package` if that is another one."""
        found = declared(name)
        alias: Alias | None = None
        seen: set[tuple[object, ...]] = set()
        while isinstance(found, Brought) and (*declared.args, name) not in seen:
            seen.add((*declared.args, name))
            if alias is None and found.name != name:
                alias = Alias(name, declared.args)
            from_package, interface, name = found
            target = self.resolve(Path(from_package, interface, NOWHERE), place)
            package = target.package or package
            if target.place is None or target.kind != "interface":
                return Named(name, None, nowhere, package, alias=alias)
            place, keys = target.place, target.keys
            declared = partial(self._declared_in, place.file, keys)
            found = declared(name)
        if found is None or isinstance(found, Brought):
            return Named(name, None, nowhere, package, alias=alias)
        return Named(name, found, partial(self._named, declared, place, package), package, declared.args, alias)

    def _declared_in(self, file: str, keys: tuple[str, ...], name: str) -> Declared | None:
        return self.db.entry(p.types_at, file, keys, key=name)

    def first_in_file(self, derive: Callable[[Segment], Answer], nothing: Answer) -> Answer:
        """What a function finds in the first segment of the file in which it finds something."""
        return self.db.get(q.first_in_file, derive, nothing, self.file)

    def derive_from_owner(self, item: Item, derive: Callable[[BodyFacts], Answer]) -> Answer | None:
        """What a function makes of all that stands beside an item; None at top level.

        Who asks runs again only where the answer is another one.
        """
        facts = f.item_facts(item.owner) if isinstance(item.owner, Block) else None
        return derive(facts) if isinstance(facts, BodyFacts) else None

    def first_of_package(self, name: str, home: Home) -> tuple[str, Anchor] | None:
        """The interface or world of a name, with its kind, that goes first in the package which the file is of.

        None if it is in the file itself, or in a text that does not parse, and where one of the two files has no header
        beside those of several packages.
        """
        found = self.db.entry(p.items_in_package, home, key=name) if home.is_folder else None
        if found is None or found.place is None or found.place.file == self.file:
            return None
        headers = self.db.get(p.files_by_header, home.file)
        if len(headers) > 2 and (self.header is None or found.place.file in headers.get(None, ())):
            return None
        at = Anchor(found.place.file, found.place.keys(name))
        return (found.kind, at) if self.db.get(parses_at, at) else None

    @property
    def place_here(self) -> Place:
        """Where names are looked up in a subject that is more than one segment."""
        outermost = next(iter(self.here.path), "")
        return Place(self.file, outermost if outermost.startswith(f.body_key("package", "")) else "")

    def declared(self, item: Item, name: str) -> Declared | None:
        """What the name of a type is in the interface or world in which an item stands; it may be brought in there."""
        body = body_of(item)
        return None if body is None else self._declared(body, name)

    def item_at(self, at: Anchor) -> ItemFacts | None:
        """The facts of the item that an anchor means; None where it is not there."""
        return self.db.get(item_at, at.part(""))

    # Features

    def is_off(self, feature: str | None) -> bool:
        """Whether what is behind a feature is left out; nothing is that is behind none."""
        if not feature:
            return False
        features = self.db.get(q.features, self.file)
        return features != ALL_FEATURES and feature not in features

    def feature_of(self, target: Resolved, type: str = "") -> str | None:
        """The feature of an interface or a world, or of a type in it."""
        if target.place is None:
            return None
        keys = (*target.keys, type) if type else target.keys
        return self.db.entry(g.features_in_file, target.place.file, key=keys)

    def feature_around(self, block: Block) -> str | None:
        """The feature of what an item stands in."""
        return g.feature_of(f.gates_of(block))

    def features_of_types(self, body: Body) -> Mapping[str, str]:
        """The types behind a feature in the interface or world in which an item stands: their names, and it."""
        return g.features_of_types(map(f.item_facts, q.without_functions(body.items)))


class SegmentSemantics(Semantics):
    """The view from one segment, with the bodies around it."""

    def __init__(self, db: Database, file: str, segment: Segment, bodies: BodyKeys) -> None:
        super().__init__(db, file)
        self._keys: dict[int, object] = {}
        self._around: dict[int, Collection[str]] = {}
        self._types: dict[int, dict[str, Declared]] = {}
        self._features: dict[int, Mapping[str, str]] = {}
        self._derived: dict[tuple[object, int], object] = {}
        self._answers: dict[tuple[object, int], object] = {}
        if bodies is not NO_BODY_KEYS:
            for blocks, keys in ((segment.around, bodies.before), (segment.opened, bodies.after)):
                self._keys.update((id(block), key) for block, key in zip(blocks, keys, strict=False))

    def owner(self, item: Item) -> Head | None:
        key = self._keys.get(id(item.owner)) if self._keys else None
        return super().owner(item) if key is None else self.db.get(q.body_head, key)

    def once(self, item: Item, question: object, answer: Callable[[], Answer]) -> Answer:
        key = question, id(body_of(item))
        if key not in self._answers:
            self._answers[key] = answer()
        return self._answers[key]  # type: ignore[return-value]

    def _declared(self, body: Body, name: str) -> Declared | None:
        key = self._keys.get(id(body)) if self._keys else None
        if key is not None:
            return self.db.entry(q.types_of_body, key, key=name)
        return self._types_of(body).get(name)

    def _types_of(self, body: Body) -> dict[str, Declared]:
        """Those of a body that is not cut."""
        if id(body) not in self._types:
            self._types[id(body)] = _types_in(body)
        return self._types[id(body)]

    def types_around(self, item: Item) -> Collection[str]:
        known = self._around.get(id(item.owner))
        if known is None:
            body = body_of(item)
            key = self._keys.get(id(body)) if self._keys else None
            known = _TypeNames(self.db, key) if key is not None else () if body is None else self._types_of(body)
            self._around[id(item.owner)] = known
        return known

    def way_around(self, item: Item, type: str) -> tuple[str, ...]:
        body = body_of(item)
        key = self._keys.get(id(body)) if self._keys else None
        if key is not None:
            return self.db.entry(ways_of_body, key, key=type) or ()
        ways = self.once(item, ways_of_types, lambda: ways_of_types(self._types_of(body) if body is not None else {}))
        return ways.get(type, ())

    def _nested_package(self, package: Package) -> PackageId | None:
        key = self._keys.get(id(package)) if self._keys else None
        return package.id if key is None else self.db.get(q.package_of_body, key)

    def derive_from_owner(self, item: Item, derive: Callable[[BodyFacts], Answer]) -> Answer | None:
        owner = item.owner
        key = self._keys.get(id(owner)) if self._keys else None
        if key is not None:
            return self.db.get(q.derived, derive, key)
        if (derive, id(owner)) not in self._derived:
            self._derived[derive, id(owner)] = super().derive_from_owner(item, derive)
        return self._derived[derive, id(owner)]  # type: ignore[return-value]

    def feature_around(self, block: Block) -> str | None:
        key = self._keys.get(id(block)) if self._keys else None
        return super().feature_around(block) if key is None else g.feature_of(self.db.get(g.gates_of_body, key))

    def features_of_types(self, body: Body) -> Mapping[str, str]:
        known = self._features.get(id(body))
        if known is None:
            key = self._keys.get(id(body)) if self._keys else None
            known = super().features_of_types(body) if key is None else self.db.get(g.features_of_body, key)
            self._features[id(body)] = known
        return known


class _TypeNames(Collection[str]):
    """The names of the types of a body that is cut. Who looks for one depends on that one alone."""

    def __init__(self, db: Database, body: object) -> None:
        self._db = db
        self._body = body

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._db.entry(q.type_names_of_body, self._body, key=name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._db.get(q.type_names_of_body, self._body))

    def __len__(self) -> int:
        return len(self._db.get(q.type_names_of_body, self._body))


def _types_in(body: Body) -> dict[str, Declared]:
    """Those of a body that is not cut: the facts of its functions are not needed for them."""
    return types_in(map(f.item_facts, q.without_functions(body.items)))


def _newest_first(versions: set[str]) -> list[str]:
    if len(versions) < 2:
        return list(versions)
    from semver import Version  # 25 ms to import, and few files name one package at two versions

    valid = [version for version in versions if Version.is_valid(version)]
    return sorted(valid, key=Version.parse, reverse=True)
