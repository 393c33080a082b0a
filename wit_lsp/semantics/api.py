"""What checks and rules may ask beyond their subject. They see facts, never a file, a tree or a position."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import TypeVar

from wit_lsp.config import Target
from wit_lsp.db import Database
from wit_lsp.ir import facts as f
from wit_lsp.ir.facts import BodyFacts, Facts
from wit_lsp.ir.group import NO_BODY_KEYS, BodyKeys
from wit_lsp.ir.items import Block, Body, Item, Package, PackageId, body_of, outermost
from wit_lsp.ir.segment import Segment
from wit_lsp.problem import Anchor
from wit_lsp.semantics import queries as q
from wit_lsp.semantics.queries import Head
from wit_lsp.semantics.types import Brought, Declared, Named, Scope, nowhere, types_in

Answer = TypeVar("Answer")

MAX_USES = 20
"""`use`s after one another through which the name of a type is followed."""


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
    def files(self) -> tuple[str, ...]:
        """The `.wit` files beside this one, itself included."""
        return self.db.get(q.files_in, os.path.dirname(self.file))

    def interface(self, name: str) -> tuple[Anchor, BodyFacts] | None:
        """The interface of this name in the files of this package."""
        path = self.home(name)
        found = self.db.get(q.interface, path, name) if path is not None else None
        return None if found is None or path is None else (Anchor(path, (name,)), found)

    def package_files(self) -> Iterator[str]:
        """The files of this package, this one first. One without a header is of the package of those beside it."""
        yield self.file
        if not self.is_alone:
            files = self.db.get(q.files_of_package, os.path.dirname(self.file), self.header)
            yield from (path for path in files if path != self.file)

    def package_names(self) -> Iterator[tuple[str, str]]:
        """The names of the interfaces and worlds of this package, and those that this file gives some, with kinds."""
        yield from ((local, "alias") for local, _, _ in self.facts.aliases)
        for path in self.package_files():
            facts = self.db.get(q.file_facts, path)
            yield from ((name, "interface") for name in facts.interfaces)
            yield from ((name, "world") for name in facts.worlds)

    def kind_in_package(self, name: str) -> str:
        """What a name alone means as a path: an `interface`, a `world`, or an `alias` of one of another package.

        Empty where it means nothing, `unknown` where that cannot be told: a file cannot be read, or does not parse.
        """
        package, name = self.facts.target(name)
        if package is not None:
            return "alias"
        found = self._item_of_package(name)
        return "" if found is None else found.kind

    def home(self, name: str) -> str | None:
        """The file of this package that declares an interface or a world of this name, if one does."""
        found = self._item_of_package(name)
        return None if found is None else found.file

    def _item_of_package(self, name: str) -> q.PackageItem | None:
        """What a name means in the package. Files beside this one are read only if this one does not declare it."""
        own = self.facts
        if kind := own.kind_of(name):
            return q.PackageItem(kind, self.file)
        if self.is_alone:
            return q.UNKNOWN if self.may_declare(self.file, name) else None
        items = partial(self.db.entry, q.items_in_package, os.path.dirname(self.file), own.header)
        return items(key=name) or items(key="")

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
        released = self.db.get(q.releases).get((package.namespace, package.name), ())
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
        top = outermost(item)
        return self._nested_package(top) if isinstance(top, Package) else self.header

    def _nested_package(self, package: Package) -> PackageId | None:
        return package.id

    def scope(self, item: Item) -> Scope:
        """What the names of types mean in the interface or world in which an item stands."""
        body = body_of(item)
        return nowhere if body is None else partial(self._named, partial(self._declared, body))

    def types_around(self, item: Item) -> Collection[str]:
        """The names of the types that the interface or world in which an item stands declares or brings in."""
        body = body_of(item)
        return () if body is None else _types_in(body)

    def types_of(self, interface: str) -> frozenset[str]:
        """The names of the types that an interface of this package declares or brings in."""
        path = self.home(interface)
        return frozenset() if path is None else self.db.get(q.type_names_of_interface, path, interface)

    def may_declare(self, file: str, name: str) -> bool:
        """Whether what does not parse of a file may declare a name, or bring it in."""
        return name in self.db.get(q.doubtful_names, file)

    def interfaces_with(self, type: str) -> tuple[str, ...]:
        """The interfaces of this package that declare a type of this name, in the order of its files."""
        homes = self.db.get(q.interfaces_with, os.path.dirname(self.file), type)
        return tuple(name for package, name in homes if package == self.header)

    def once(self, item: Item, question: object, answer: Callable[[], Answer]) -> Answer:
        """The answer to a question that has one for all items which stand in the same interface or world."""
        return answer()

    def _declared(self, body: Body, name: str) -> Declared | None:
        return _types_in(body).get(name)

    def _named(self, declared: Callable[[str], Declared | None], name: str) -> Named:
        found = declared(name)
        for number in range(MAX_USES):
            if not isinstance(found, Brought):
                break
            package, interface, name = found
            if package is None and number == 0:  # else the `use` may stand in another file
                package, interface = self.facts.target(interface)
            if package is not None:
                return Named(name, None, nowhere, package)
            declared = partial(self._declared_in, interface)
            found = declared(name)
        if found is None or isinstance(found, Brought):
            return Named(name, None, nowhere)
        return Named(name, found, partial(self._named, declared))

    def _declared_in(self, interface: str, name: str) -> Declared | None:
        path = self.home(interface)
        return None if path is None else self.db.entry(q.types_of_interface, path, interface, key=name)

    def first_in_file(self, derive: Callable[[Segment], Answer], nothing: Answer) -> Answer:
        """What a function finds in the first segment of the file in which it finds something."""
        return self.db.get(q.first_in_file, derive, nothing, self.file)

    def derive_from_owner(self, item: Item, derive: Callable[[BodyFacts], Answer]) -> Answer | None:
        """What a function makes of all that stands beside an item; None at top level.

        Who asks runs again only where the answer is another one.
        """
        facts = f.item_facts(item.owner) if isinstance(item.owner, Block) else None
        return derive(facts) if isinstance(facts, BodyFacts) else None


class SegmentSemantics(Semantics):
    """The view from one segment, with the bodies around it."""

    def __init__(self, db: Database, file: str, segment: Segment, bodies: BodyKeys) -> None:
        super().__init__(db, file)
        self._keys: dict[int, object] = {}
        self._around: dict[int, Collection[str]] = {}
        self._types: dict[int, dict[str, Declared]] = {}
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
