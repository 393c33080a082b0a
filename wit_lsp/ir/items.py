"""What a segment of text declares and mentions, with spans that count from the segment's first byte.

A name is without its `%`. Where a part of an item does not parse, the item is `broken`: it keeps what
could be read, and nobody should judge it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from wit_lsp.text import Span
from wit_lsp.tuples import NamedTuple

NOWHERE = Span(0, 0)


class Name(NamedTuple):
    text: str
    span: Span


NO_NAME = Name("", NOWHERE)
"""That of an item whose name is missing."""


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
    """`name`, or `namespace:package/name@version`; `package` is None for a local one.

    `name_span` is that of the name alone, `package_span` that of `namespace:package`.
    """

    package: PackageId | None
    name: str
    span: Span
    name_span: Span = NOWHERE
    package_span: Span = NOWHERE

    @property
    def version_span(self) -> Span:
        """From the name to the end: that of `@version`, empty where there is none."""
        return Span(self.name_span.end, self.span.end)

    def __str__(self) -> str:
        if self.package is None:
            return self.name
        version = f"@{self.package.version}" if self.package.version else ""
        return f"{self.package.unversioned}/{self.name}{version}"


Form = Literal["func", "get", "set", "constructor"]


class Type:
    """A type as written. Its span counts from the start of the text that it was read from.

    `kind` is a primitive's keyword, or `list`, `map`, `option`, `result`, `tuple`, `future`, `stream`, `own`,
    `borrow`, `name`. `parts` are the types inside, in order; those of a `result` are always two, ok and
    error, None where it has none. `name` is set for `name`, `own` and `borrow`, with `name_span` unless it is a path;
    `length` for `list<t, n>`.
    `inside` has the type itself and all types in it, in the order of the text.
    """

    __slots__ = ("facts", "inside", "kind", "length", "name", "name_span", "parts", "span")

    def __init__(
        self,
        kind: str,
        span: Span,
        parts: tuple[Type | None, ...] = (),
        name: str = "",
        name_span: Span = NOWHERE,
        length: int | None = None,
    ) -> None:
        self.kind = kind
        self.span = span
        self.parts = parts
        self.name = name
        self.name_span = name_span
        self.length = length
        self.facts: object = None  # what `ir.facts` derives from it
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


class Signature:
    """What a function takes and returns, from its keyword on. All spans count from there.

    `params_span` has the parentheses; `types` are those of the parameters, and the result, if there is one. The same
    text is the same object.
    """

    __slots__ = ("facts", "form", "is_async", "params", "params_span", "result", "types")

    def __init__(
        self, form: Form, is_async: bool, params: tuple[Param, ...], params_span: Span, result: Type | None
    ) -> None:
        self.form = form
        self.is_async = is_async
        self.params = params
        self.params_span = params_span
        self.result = result
        self.types: tuple[Type, ...] = (*(param.type for param in params), *((result,) if result is not None else ()))
        self.facts: object = None  # what `ir.facts` derives from it


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


class Attribute(NamedTuple):
    """`@since(version = 1.0.0)` as `since` and `1.0.0`; `span` is the whole of it. A string's value has no escapes."""

    name: str
    value: str
    span: Span


class Item:
    """What all items have: their whole span, attributes included, docs not.

    `broken`: part of it does not parse. It keeps what could be read, and nobody should judge it. `documented`: a
    `///` or `/** */` comment stands before it, other than at the end of the line of what is before. (For the reference
    any comment is documentation: see `ir.comments`.)
    """

    __slots__ = ("attributes", "broken", "documented", "facts", "owner", "span")

    def __init__(self, span: Span, owner: Owner | None, broken: bool, attributes: tuple[Attribute, ...] = ()) -> None:
        self.span = span
        self.owner = owner
        self.broken = broken
        self.attributes = attributes
        self.documented = False
        self.facts: object = None  # what `ir.facts` derives from it


class Block(Item):
    """What holds items between braces."""

    __slots__ = ("items",)
    items: list[Item]


class Package(Block):
    """A header, or the head of a nested package, whose items are `items`."""

    __slots__ = ("id", "id_span", "nested")
    id: PackageId
    id_span: Span
    nested: bool


class TopUse(Item):
    __slots__ = ("alias", "path")
    path: Path
    alias: Name | None

    @property
    def local(self) -> str:
        return self.alias.text if self.alias else self.path.name


class Interface(Block):
    """`name` is that of the import or export where the interface is written inline."""

    __slots__ = ("name",)
    name: Name


class World(Block):
    __slots__ = ("name",)
    name: Name


class Use(Item):
    __slots__ = ("names", "path")
    path: Path
    names: tuple[UsedName, ...]


class Include(Item):
    __slots__ = ("path", "renames")
    path: Path
    renames: tuple[UsedName, ...]


class Extern(Item):
    """An import or export: a path, a labelled path, or a name with the function or interface in `item`."""

    __slots__ = ("direction", "item", "name", "path")
    direction: Literal["import", "export"]
    name: Name | None
    path: Path | None
    item: Func | Interface | None


class TypeDef(Item):
    """`type` is set for an alias, `members` for the others; a resource is a `Resource`."""

    __slots__ = ("kind", "members", "name", "type")
    kind: Literal["type", "record", "variant", "enum", "flags"]
    name: Name
    type: TypeUse | None
    members: tuple[Member, ...]


class Resource(Block):
    __slots__ = ("name",)
    name: Name


class Func(Item):
    """A function anywhere; the name of a constructor is `constructor`. `start` is where its signature starts."""

    __slots__ = ("is_static", "name", "signature", "start")
    name: Name
    is_static: bool
    start: int
    signature: Signature


Body: TypeAlias = Interface | World
Owner: TypeAlias = Block | Extern


class Reference(NamedTuple):
    """A path, and the item that names it."""

    path: Path
    item: Item


def walk(items: list[Item]) -> Iterator[Item]:
    """All items, each before those in it, in the order of the text."""
    stack = items[::-1]
    while stack:
        item = stack.pop()
        yield item
        if isinstance(item, Block):
            stack += reversed(item.items)
        elif isinstance(item, Extern) and item.item is not None:
            stack.append(item.item)


def path_of(item: Item) -> Path | None:
    """The path by which an item names an interface or world."""
    return item.path if isinstance(item, (TopUse, Use, Include, Extern)) else None


def reference(item: Item) -> Path | None:
    """The path by which an item names something of another package, or of its own by its full name."""
    path = path_of(item)
    return path if path is not None and path.package is not None else None


def body_of(item: Item) -> Body | None:
    """The interface or world in which the item stands."""
    owner = item.owner
    while owner is not None and not isinstance(owner, (Interface, World)):
        owner = owner.owner
    return owner


def in_body(item: Item) -> Item:
    """The item of an interface or world in which another one stands, or which it is itself."""
    body = body_of(item)
    while item.owner is not body and item.owner is not None:
        item = item.owner
    return item


def types_of(item: Func | TypeDef) -> Iterator[TypeUse]:
    """The types that an item is made of, in the order of the text."""
    if isinstance(item, Func):
        yield from (TypeUse(item.start, type) for type in item.signature.types)
    else:
        yield from filter(None, (item.type, *(member.type for member in item.members)))


def outermost(item: Item) -> Item:
    """The item at top level in which an item stands, or which it is."""
    while item.owner is not None:
        item = item.owner
    return item


def uniqueness_key(name: str) -> str:
    """Names with the same key clash: case and hyphens do not tell them apart."""
    return name.replace("-", "").lower()


def names_in(items: Iterable[Item]) -> Iterator[str]:
    """The names that items declare or bring in, without those in them."""
    for item in items:
        if isinstance(item, Use):
            yield from (used.local.text for used in item.names)
        elif isinstance(item, (TypeDef, Resource, Func, Extern)) and (name := item.name) is not None:
            yield name.text
