"""What a segment of text declares and mentions, with spans that count from the segment's first byte.

A name is without its `%`. Where a part of an item does not parse, the item is `broken`: it keeps what
could be read, and nobody should judge it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from wit_lsp.text import Span


class Name(NamedTuple):
    text: str
    span: Span


class PackageId(NamedTuple):
    namespace: str
    name: str
    version: str | None

    def __str__(self) -> str:
        return f"{self.namespace}:{self.name}" + (f"@{self.version}" if self.version else "")

    @property
    def unversioned(self) -> PackageId:
        return self._replace(version=None)


class Path(NamedTuple):
    """`name`, or `namespace:package/name@version`; `package` is None for a local one."""

    package: PackageId | None
    name: str
    span: Span

    def __str__(self) -> str:
        if self.package is None:
            return self.name
        version = f"@{self.package.version}" if self.package.version else ""
        return f"{self.package.unversioned}/{self.name}{version}"


class Type:
    """A type as written. Its span counts from the start of the text that it was read from.

    `kind` is a primitive's keyword, or `list`, `map`, `option`, `result`, `tuple`, `future`, `stream`, `own`,
    `borrow`, `name`. `parts` are the types inside, in order; those of a `result` are always two, ok and
    error, None where it has none. `name` is set for `name`, `own` and `borrow`; `length` for `list<t, n>`.
    `inside` has the type itself and all types in it, in the order of the text.
    """

    __slots__ = ("inside", "kind", "length", "name", "parts", "span")

    def __init__(
        self, kind: str, span: Span, parts: tuple[Type | None, ...] = (), name: str = "", length: int | None = None
    ) -> None:
        self.kind = kind
        self.span = span
        self.parts = parts
        self.name = name
        self.length = length
        self.inside: tuple[Type, ...] = (self, *(each for part in parts if part for each in part.inside))


class TypeUse(NamedTuple):
    """A type, and the byte of the segment at which its text starts."""

    start: int
    type: Type

    @property
    def span(self) -> Span:
        return self.type.span.shifted(self.start)


class Param(NamedTuple):
    name: Name
    type: Type


@dataclass(slots=True, eq=False)
class Signature:
    """What a function takes and gives, from its keyword on. All spans count from there.

    `params_span` has the parentheses. The same text is the same object.
    """

    form: Literal["func", "get", "set", "constructor"]
    is_async: bool
    params: tuple[Param, ...]
    params_span: Span
    result: Type | None


class Member(NamedTuple):
    """A field, case, enum case or flag. `type` is None where it carries none."""

    name: Name
    type: TypeUse | None
    span: Span


class UsedName(NamedTuple):
    name: Name
    alias: Name | None

    @property
    def local(self) -> Name:
        """The name that it has where it is used."""
        return self.alias or self.name


@dataclass(slots=True, eq=False)
class Item:
    """What all items have: their whole span, attributes included, docs not."""

    span: Span
    owner: Owner | None
    broken: bool


@dataclass(slots=True, eq=False)
class Package(Item):
    """A header, or the head of a nested package, whose items are `items`."""

    id: PackageId
    id_span: Span
    nested: bool
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class TopUse(Item):
    path: Path
    alias: Name | None

    @property
    def local(self) -> str:
        return self.alias.text if self.alias else self.path.name


@dataclass(slots=True, eq=False)
class Interface(Item):
    """`name` is that of the import or export where the interface is written inline."""

    name: Name
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class World(Item):
    name: Name
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Use(Item):
    path: Path
    names: tuple[UsedName, ...]


@dataclass(slots=True, eq=False)
class Include(Item):
    path: Path
    renames: tuple[UsedName, ...]


@dataclass(slots=True, eq=False)
class Extern(Item):
    """An import or export: a path, a labelled path, or a name with the function or interface in `item`."""

    direction: Literal["import", "export"]
    name: Name | None
    path: Path | None
    item: Func | Interface | None = None


@dataclass(slots=True, eq=False)
class TypeDef(Item):
    """`type` is set for an alias, `members` for the others; a resource is a `Resource`."""

    kind: Literal["type", "record", "variant", "enum", "flags"]
    name: Name
    type: TypeUse | None = None
    members: tuple[Member, ...] = ()


@dataclass(slots=True, eq=False)
class Resource(Item):
    name: Name
    items: list[Func] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Func(Item):
    """A function anywhere; the name of a constructor is `constructor`. `start` is where its signature starts."""

    name: Name
    is_static: bool
    start: int
    signature: Signature


Body: TypeAlias = Interface | World
Owner: TypeAlias = Package | Interface | World | Resource | Extern


@dataclass(slots=True, eq=False)
class Reference:
    """A path, and the item that names it."""

    path: Path
    item: Item


def walk(items: list[Item]) -> Iterator[Item]:
    """All items, each before those in it, in the order of the text."""
    stack = items[::-1]
    while stack:
        item = stack.pop()
        yield item
        if isinstance(item, (Package, Interface, World, Resource)):
            stack += reversed(item.items)
        elif isinstance(item, Extern) and item.item is not None:
            stack.append(item.item)


def body_of(item: Item) -> Body | None:
    """The interface or world in which the item stands."""
    owner = item.owner
    while owner is not None and not isinstance(owner, (Interface, World)):
        owner = owner.owner
    return owner


def names_in(body: Body) -> Iterator[str]:
    """The names that an interface or world declares or brings in."""
    for item in body.items:
        if isinstance(item, Use):
            yield from (used.local.text for used in item.names)
        elif isinstance(item, (TypeDef, Resource, Func, Extern)) and (name := item.name) is not None:
            yield name.text
