"""What checks and rules may ask beyond their subject. They see facts, never a file, a tree or a position."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from functools import partial
from typing import Any, TypeAlias

from wit_lsp.config import ALL_FEATURES
from wit_lsp.db import Database
from wit_lsp.ir import facts as f
from wit_lsp.ir.anchors import key as key_of
from wit_lsp.ir.facts import BodyFacts, Facts, ItemFacts, TypeDefFacts
from wit_lsp.ir.group import NO_BODY_KEYS, BodyKeys
from wit_lsp.ir.items import (
    NOWHERE,
    Block,
    Body,
    Interface,
    Item,
    Package,
    PackageId,
    Path,
    World,
    body_of,
    in_body,
    outermost,
)
from wit_lsp.ir.segment import Segment
from wit_lsp.problem import Anchor
from wit_lsp.semantics import gates as g
from wit_lsp.semantics import packages as p
from wit_lsp.semantics import queries as q
from wit_lsp.semantics.bodies import item_at
from wit_lsp.semantics.cycles import (
    Link,
    leads_to,
    links_in,
    ways_of_body,
    ways_of_file,
    ways_of_package,
    ways_of_root,
    ways_of_types,
)
from wit_lsp.semantics.packages import Place
from wit_lsp.semantics.paths import Paths, Resolved
from wit_lsp.semantics.queries import Head
from wit_lsp.semantics.types import Alias, Answer, Brought, Declared, Named, Scope, TypeHead, head_of, nowhere, types_in

TypeHome: TypeAlias = "tuple[Any] | tuple[str, tuple[str, ...]]"
"""Where types are declared: a file and the keys of a body in it, a body that is not cut, or the key of one that is."""


class Semantics(Paths):
    """The view from one file. Two that give the same answers lead to the same problems."""

    def __init__(self, db: Database, file: str, here: Anchor | None = None) -> None:
        super().__init__(db, file)
        self._here = here

    @property
    def here(self) -> Anchor:
        """The subject of a rule on something that is more than one segment."""
        assert self._here is not None, "the subject has a span"
        return self._here

    def place(self, item: Item) -> Place:
        """Where the names in an item are looked up."""
        package = self._nested_around(item)
        return Place(self.file) if package is None else Place(self.file, f.body_key("package", str(package)))

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
        return partial(self.named, self._type_home(body), self.place(item), None)

    def scope_of(self, resolved: Resolved) -> Scope:
        """What the names of types mean in the interface or world to which a path leads."""
        place = resolved.place
        if place is None:
            return nowhere
        return partial(self.named, (place.file, resolved.keys), place, resolved.package)

    def types_around(self, item: Item) -> Collection[str]:
        """The names of the types that the interface or world in which an item stands declares or brings in."""
        body = body_of(item)
        return () if body is None else self._types_of(body)

    def way_around(self, item: Item, type: str) -> tuple[str, ...]:
        """What `cycles.Ways` has for a type of the interface or world in which an item stands; empty where nothing."""
        body = body_of(item)
        return () if body is None else ways_of_types(self._types_of(body)).get(type, ())

    def way_around_root(self, package: PackageId) -> tuple[PackageId, ...]:
        """What `cycles.Ways` has for a package of the root; empty where nothing."""
        if self.is_standalone:
            return self.db.entry(ways_of_file, self.file, key=package) or ()
        root, here = self.layout.root, Place(self.file)
        id, home = self.id_of(here), self.home(None, here)
        own = (id, home) if id is not None and home is not None and root == os.path.dirname(self.file) else None
        return self.db.entry(ways_of_root, root, own, key=package) or ()

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

    def uses(self, place: Place, interface: str, other: str) -> bool:
        """Whether an interface of the package of a place uses another one of it, be it through others."""
        home = self.home(None, place)
        return home is not None and self.db.get(leads_to, home, Link("use", interface), Link("use", other))

    def link(self, place: Place, one: Link, other: Link) -> Anchor | None:
        """Where an interface of the package of a place first uses another one, or a world includes another one."""
        found = self.resolve(Path(None, one.name, NOWHERE), place)
        others = self.db.entry(links_in, found.place, key=one) if found.place is not None else None
        if found.place is None or others is None or other not in others:
            return None
        return Anchor(found.place.file, (*found.keys, f"{one.word} {others[other]}"), "path")

    def body_anchor(self, item: Item) -> Anchor:
        """The interface or world in which an item stands, as `owner_anchor` has it."""
        return self.owner_anchor(in_body(item))

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

    def _type_home(self, body: Body) -> TypeHome:
        """Where the types of the interface or world are declared in which an item stands."""
        return (body,)

    def _types_of(self, body: Body) -> dict[str, Declared]:
        """Those of a body that is not cut: the facts of its functions are not needed for them."""
        return types_in(map(f.item_facts, q.without_functions(body.items)))

    def _head(self, home: TypeHome, name: str) -> TypeHead | Brought | None:
        if len(home) == 2:
            return self.db.entry(p.type_heads_at, *home, key=name)
        [body] = home
        if not isinstance(body, (Interface, World)):
            return self.db.entry(q.type_heads_of_body, body, key=name)
        found = self._types_of(body).get(name)
        return None if found is None else head_of(found)

    def declared(self, named: Named) -> TypeDefFacts | BodyFacts:
        """What declares a type that has a head."""
        home: TypeHome = named.home  # type: ignore[assignment]
        found: Declared | None
        if len(home) == 2:
            found = self.db.entry(p.types_at, *home, key=named.name)
        elif isinstance(home[0], (Interface, World)):
            found = self._types_of(home[0]).get(named.name)
        else:
            found = self.db.entry(q.types_of_body, home[0], key=named.name)
        assert found is not None and not isinstance(found, Brought)
        return found

    def answer(self, named: Named, question: Callable[..., Answer], args: tuple[Hashable, ...]) -> Answer:
        """See `Named.ask`."""
        home: TypeHome = named.home  # type: ignore[assignment]
        if isinstance(home[0], (Interface, World)):
            return question(named, *args)
        _, place, package = named.scope.args  # type: ignore[attr-defined]
        told: Answer = self.db.get(answer, question, args, self.file, place, package, named.name, *home)
        return told

    def named(self, home: TypeHome, place: Place, package: PackageId | None, name: str) -> Named:
        """What a name means where types are declared at a place, which is in `package` if that is another one."""
        found = self._head(home, name)
        alias: Alias | None = None
        seen: set[tuple[object, ...]] = set()
        while isinstance(found, Brought) and (*home, name) not in seen:
            seen.add((*home, name))
            if alias is None and found.name != name:
                alias = Alias(name, home)
            from_package, interface, name = found
            target = self.resolve(Path(from_package, interface, NOWHERE), place)
            package = target.package or package
            if target.place is None or target.kind != "interface":
                return Named(name, None, nowhere, package, alias=alias)
            place = target.place
            home = (place.file, target.keys)
            found = self._head(home, name)
        if found is None or isinstance(found, Brought):
            return Named(name, None, nowhere, package, alias=alias)
        return Named(name, found, partial(self.named, home, place, package), package, home, alias, self)

    def first_in_file(self, derive: Callable[[Segment], Answer], nothing: Answer) -> Answer:
        """What a function finds in the first segment of the file in which it finds something."""
        return self.db.get(q.first_in_file, derive, nothing, self.file)

    def derive_from_owner(self, item: Item, derive: Callable[[BodyFacts], Answer]) -> Answer | None:
        """What a function makes of all that stands beside an item; None at top level.

        Who asks runs again only where the answer is another one.
        """
        facts = f.item_facts(item.owner) if isinstance(item.owner, Block) else None
        return derive(facts) if isinstance(facts, BodyFacts) else None

    @property
    def place_here(self) -> Place:
        """Where names are looked up in a subject that is more than one segment."""
        outermost = next(iter(self.here.path), "")
        return Place(self.file, outermost if outermost.startswith(f.body_key("package", "")) else "")

    def head(self, item: Item, name: str) -> TypeHead | Brought | None:
        """What the name of a type is in the interface or world in which an item stands; it may be brought in there."""
        body = body_of(item)
        return None if body is None else self._head(self._type_home(body), name)

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
        self._meanings: dict[tuple[TypeHome, Place, PackageId | None, str], Named] = {}
        self._told: dict[tuple[object, ...], object] = {}
        self._facts: Facts | None = None
        self._scopes: dict[int, Scope] = {}
        self._package_homes: dict[tuple[PackageId | None, Place], p.Home | None] = {}
        self._resolved: dict[tuple[PackageId | None, str, Place], Resolved] = {}
        if bodies is not NO_BODY_KEYS:
            for blocks, keys in ((segment.around, bodies.before), (segment.opened, bodies.after)):
                self._keys.update((id(block), key) for block, key in zip(blocks, keys, strict=False))

    # Each check and rule asks the same of a segment.

    @property
    def facts(self) -> Facts:
        if self._facts is None:
            self._facts = super().facts
        return self._facts

    def home(self, package: PackageId | None, place: Place) -> p.Home | None:
        key = package, place
        if key not in self._package_homes:
            self._package_homes[key] = super().home(package, place)
        return self._package_homes[key]

    def _resolve(self, package: PackageId | None, name: str, place: Place) -> Resolved:
        key = package, name, place
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = super()._resolve(package, name, place)
        return found

    def owner(self, item: Item) -> Head | None:
        key = self._keys.get(id(item.owner)) if self._keys else None
        return super().owner(item) if key is None else self.db.get(q.body_head, key)

    def once(self, item: Item, question: object, answer: Callable[[], Answer]) -> Answer:
        key = question, id(body_of(item))
        if key not in self._answers:
            self._answers[key] = answer()
        return self._answers[key]  # type: ignore[return-value]

    def _type_home(self, body: Body) -> TypeHome:
        key = self._keys.get(id(body)) if self._keys else None
        return (body,) if key is None else (key,)

    def _types_of(self, body: Body) -> dict[str, Declared]:
        if id(body) not in self._types:
            self._types[id(body)] = super()._types_of(body)
        return self._types[id(body)]

    def named(self, home: TypeHome, place: Place, package: PackageId | None, name: str) -> Named:
        key = home, place, package, name
        found = self._meanings.get(key)
        if found is None:
            found = self._meanings[key] = super().named(home, place, package, name)
        return found

    def answer(self, named: Named, question: Callable[..., Answer], args: tuple[Hashable, ...]) -> Answer:
        key = question, args, named.home, named.name
        if key not in self._told:
            self._told[key] = super().answer(named, question, args)
        return self._told[key]  # type: ignore[return-value]

    def scope(self, item: Item) -> Scope:
        body = id(body_of(item))
        found = self._scopes.get(body)
        if found is None:
            found = self._scopes[body] = super().scope(item)
        return found

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


def answer(
    db: Database,
    question: Callable[..., Answer],
    args: tuple[Hashable, ...],
    file: str,
    place: Place,
    package: PackageId | None,
    name: str,
    *home: Any,
) -> Answer:
    """The answer to a question on a type, as a file sees it: `Named.ask`."""
    return question(Semantics(db, file).named(home, place, package, name), *args)
