"""What one part of the text may know of another: names, kinds, shapes, gates, whether it is documented; no position.

Facts are values: two declarations that say the same are equal wherever they stand. They are interned, so that equal
facts are one object.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from sys import getrefcount
from typing import Any, TypeAlias, TypeVar, cast

from wit_lsp.ir import items as ir
from wit_lsp.ir.items import PackageId, walk
from wit_lsp.syntax.segments import begins_with_item, has_comment_first
from wit_lsp.syntax.suppressions import Suppression
from wit_lsp.tuples import NamedTuple


class Gates(NamedTuple):
    """The values of `@since`, `@unstable` and `@deprecated`; None where an item has none of that name."""

    since: str | None = None
    unstable: str | None = None
    deprecated: str | None = None


class TypeFacts(NamedTuple):
    """A type as written; see `ir.items.Type`."""

    kind: str
    parts: tuple[TypeFacts | None, ...] = ()
    name: str = ""
    length: int | None = None


class SignatureFacts(NamedTuple):
    form: ir.Form
    is_async: bool
    params: tuple[tuple[str, TypeFacts], ...]
    result: TypeFacts | None


class FuncFacts(NamedTuple):
    name: str
    is_static: bool
    signature: SignatureFacts
    gates: Gates
    documented: bool


class TypeDefFacts(NamedTuple):
    """`type` is set for an alias, `members` (names and types) for the others."""

    name: str
    kind: str
    type: TypeFacts | None
    members: tuple[tuple[str, TypeFacts | None], ...]
    gates: Gates
    documented: bool


class UseFacts(NamedTuple):
    """`names` has each name and what it is called here."""

    package: PackageId | None
    interface: str
    names: tuple[tuple[str, str], ...]
    gates: Gates


class IncludeFacts(NamedTuple):
    package: PackageId | None
    world: str
    renames: tuple[tuple[str, str], ...]
    gates: Gates


class TopUseFacts(NamedTuple):
    package: PackageId | None
    interface: str
    local: str


class ExternFacts(NamedTuple):
    """An import or export of a path, of a function or of an inline interface."""

    direction: str
    name: str | None
    package: PackageId | None
    interface: str | None
    item: FuncFacts | BodyFacts | None
    gates: Gates
    documented: bool


class BodyFacts(NamedTuple):
    """What an interface, a world, a resource or a package holds. The name of a package is its id as text.

    `is_broken`: its head does not parse. Facts that differ in this alone are different facts: it is no longer judged.
    """

    kind: str
    name: str
    items: tuple[ItemFacts, ...]
    gates: Gates
    documented: bool
    is_broken: bool

    @property
    def functions(self) -> tuple[FuncFacts, ...]:
        """Those that stand directly in it."""
        return tuple(item for item in self.items if isinstance(item, FuncFacts))


class InterfaceFacts(BodyFacts):
    __slots__ = ()


class WorldFacts(BodyFacts):
    __slots__ = ()


class ResourceFacts(BodyFacts):
    __slots__ = ()


class PackageFacts(BodyFacts):
    __slots__ = ()


ItemFacts: TypeAlias = "FuncFacts | TypeDefFacts | UseFacts | IncludeFacts | TopUseFacts | ExternFacts | BodyFacts"


_Value = TypeVar("_Value")


class Facts(NamedTuple):
    """What the rest of a file, and other files, may want to know of a segment or of a whole file.

    `declared` are the nested packages, `mentioned` those that a path names; `interfaces` and `worlds` are named at top
    level, where `aliases` are the names that `use`s bind, and their targets; `suppressed` are the rules that report
    nothing in the whole file. `is_async`: something is an `async` function, a `stream<…>` or a `future<…>`, as there
    are since WASI 0.3. `is_gated`: something may be behind a feature. `is_read`: the file is there, and not too large.
    `is_header_documented`: comments of any kind stand before the header. `may_have_header`: it begins with what does
    not parse, and may be meant as one.
    """

    header: PackageId | None = None
    declared: frozenset[PackageId] = frozenset()
    mentioned: frozenset[PackageId] = frozenset()
    aliases: frozenset[tuple[str, PackageId | None, str]] = frozenset()
    suppressed: frozenset[str] = frozenset()
    is_async: bool = False
    interfaces: frozenset[str] = frozenset()
    worlds: frozenset[str] = frozenset()
    is_gated: bool = False
    is_read: bool = True
    is_header_documented: bool = False
    may_have_header: bool = False

    def target(self, name: str) -> tuple[PackageId | None, str]:
        """The package and the name that a path which is a name alone leads to: itself where no `use` binds it.

        Of several that bind it, which is an error, one of another package goes first.
        """
        return _targets(self.aliases).get(name, (None, name)) if self.aliases else (None, name)

    def binds(self, name: str) -> bool:
        """Whether a `use` at top level gives this name."""
        return name in _targets(self.aliases) if self.aliases else False

    @property
    def nested(self) -> Mapping[str, PackageId]:
        """The nested packages by their keys."""
        return _by_key(self.declared)

    def kind_of(self, name: str) -> str:
        """`interface` or `world` where one of this name is at top level; else empty."""
        return "interface" if name in self.interfaces else "world" if name in self.worlds else ""


MAX_INDEXES = 100
"""Files of whose facts an index is kept, so that what asks for each of thousands of names is not quadratic."""


@lru_cache(MAX_INDEXES)
def _targets(aliases: frozenset[tuple[str, PackageId | None, str]]) -> dict[str, tuple[PackageId | None, str]]:
    found: dict[str, tuple[PackageId | None, str]] = {}
    for local, package, name in sorted(aliases, key=lambda each: (each[1] is None, str(each[1:]))):
        found.setdefault(local, (package, name))
    return found


@lru_cache(MAX_INDEXES)
def _by_key(declared: frozenset[PackageId]) -> dict[str, PackageId]:
    return {body_key("package", str(id)): id for id in declared}


_EMPTY: frozenset[Any] = frozenset()


def _frozen(values: Iterable[_Value]) -> frozenset[_Value]:
    """One object where there are none: most sets are empty, of as many facts as there are files."""
    return frozenset(values) or _EMPTY


NONE = Facts()
UNREAD = Facts(is_read=False)


class _Interned:
    """A table of values. From time to time it forgets those that nothing else holds, as an edited text leaves them."""

    def __init__(self) -> None:
        self.values: dict[object, object] = {}
        self.limit = _LEAST_FORGOTTEN

    def one(self, value: _Value) -> _Value:
        """The one object of this value."""
        if len(self.values) >= self.limit:
            self.forget()
        return self.values.setdefault((type(value), value), value)  # type: ignore[return-value]

    def forget(self) -> None:
        """Drop what only the table holds; what was held by that alone goes the next time."""
        for count, key in _references(self.values):
            if count <= _UNUSED:
                del self.values[key]
        self.limit = max(_LEAST_FORGOTTEN, 2 * len(self.values))


_LEAST_FORGOTTEN = 2_000
"""Values from which on the table is looked through; again when there are twice as many as were left."""


def _references(values: dict[object, object]) -> list[tuple[int, object]]:
    return [(getrefcount(value), key) for key, value in values.items()]


def _unused() -> dict[object, object]:
    value = Facts(is_async=True)
    return {(Facts, value): value}


# How many references are counted of a value that only the table holds.
_UNUSED = _references(_unused())[0][0]

interned = _Interned().one


def facts_of(items: list[ir.Item], suppressions: Iterable[Suppression], text: bytes, has_error: bool) -> Facts:
    """Those of the items of a segment, which has this text. `NONE` itself where there are none."""
    header = None
    declared: set[PackageId] = set()
    mentioned: set[PackageId] = set()
    aliases: set[tuple[str, PackageId | None, str]] = set()
    is_async = any(word in text for word in _ASYNC_WORDS) and any(map(_is_async, walk(items)))
    is_gated = _UNSTABLE in text and any(gates_of(item).unstable is not None for item in walk(items))
    interfaces, worlds = (
        _frozen(item.name.text for item in items if isinstance(item, kind) and item.owner is None)
        for kind in (ir.Interface, ir.World)
    )
    for item in walk(items):
        if isinstance(item, ir.Package):
            if item.nested:
                declared.add(item.id)
            else:
                header = item.id
            continue
        path = ir.path_of(item)
        if path is None:
            continue
        if isinstance(item, ir.TopUse) and item.owner is None:
            aliases.add((item.local, path.package, path.name))
        if path.package is not None:
            mentioned.add(path.package)
    suppressed = _frozen(rule for each in suppressions if each.scope is None for rule in each.rules)
    found = Facts(
        header,
        _frozen(declared),
        _frozen(mentioned),
        _frozen(aliases),
        suppressed,
        is_async,
        interfaces,
        worlds,
        is_gated,
        is_header_documented=header is not None and _is_sound_header(items[0]) and has_comment_first(text),
        may_have_header=has_error and header is None and not (declared or begins_with_item(text)),
    )
    return NONE if found == NONE else interned(found)


def _is_sound_header(item: ir.Item) -> bool:
    return isinstance(item, ir.Package) and not item.nested and not item.broken


_UNSTABLE = b"unstable"
_ASYNC_WORDS = (b"async", b"stream", b"future")


def _is_async(item: ir.Item) -> bool:
    """Whether a function or type is made of what WASI 0.3 brought."""
    if isinstance(item, ir.Func):
        return item.signature.is_async or any(map(_has_async, item.signature.types))
    return isinstance(item, ir.TypeDef) and any(_has_async(each.type) for each in ir.types_of(item))


def _has_async(type: ir.Type) -> bool:
    return any(each.kind in ("stream", "future") for each in type.inside)


def merged(parts: list[Facts], before_items: int) -> Facts:
    """The facts of a file from those of its segments; a whole file is suppressed in the first `before_items` alone."""
    suppressed = _frozen(rule for each in parts[:before_items] for rule in each.suppressed)
    some = [each for each in parts if each is not NONE]
    if not some:
        return NONE
    return interned(
        Facts(
            next((each.header for each in some if each.header is not None), None),
            _frozen(one for each in some for one in each.declared),
            _frozen(one for each in some for one in each.mentioned),
            _frozen(one for each in some for one in each.aliases),
            suppressed,
            any(each.is_async for each in some),
            _frozen(one for each in some for one in each.interfaces),
            _frozen(one for each in some for one in each.worlds),
            any(each.is_gated for each in some),
            is_header_documented=any(each.is_header_documented for each in some),
            may_have_header=parts[0].may_have_header,
        )
    )


def item_facts(item: ir.Item) -> ItemFacts | None:
    """What an item declares; None for a header. Computed once for each item."""
    if item.facts is None:
        item.facts = _item_facts(item)
    return item.facts  # type: ignore[return-value]


def _item_facts(item: ir.Item) -> ItemFacts | None:
    gates = gates_of(item)
    if isinstance(item, ir.Func):
        return interned(
            FuncFacts(item.name.text, item.is_static, signature_facts(item.signature), gates, item.documented)
        )
    if isinstance(item, ir.TypeDef):
        alias = type_facts(item.type.type) if item.type is not None else None
        members = tuple(
            (member.name.text, type_facts(member.type.type) if member.type is not None else None)
            for member in item.members
        )
        return interned(TypeDefFacts(item.name.text, item.kind, alias, members, gates, item.documented))
    if isinstance(item, ir.Use):
        names = tuple((used.name.text, used.local.text) for used in item.names)
        return interned(UseFacts(item.path.package, item.path.name, names, gates))
    if isinstance(item, ir.Include):
        renames = tuple((used.name.text, used.local.text) for used in item.renames)
        return interned(IncludeFacts(item.path.package, item.path.name, renames, gates))
    if isinstance(item, ir.TopUse):
        return interned(TopUseFacts(item.path.package, item.path.name, item.local))
    if isinstance(item, ir.Extern):
        name = item.name.text if item.name is not None else None
        package, interface = (item.path.package, item.path.name) if item.path is not None else (None, None)
        inner = item_facts(item.item) if item.item is not None else None
        assert inner is None or isinstance(inner, (FuncFacts, BodyFacts))
        return interned(ExternFacts(item.direction, name, package, interface, inner, gates, item.documented))
    if isinstance(item, ir.Block) and not (isinstance(item, ir.Package) and not item.nested):
        return body_facts(item, filter(None, map(item_facts, item.items)))
    return None


def body_facts(item: ir.Block, items: Iterable[ItemFacts]) -> BodyFacts:
    """Those of a block that holds `items`, which need not be all in its own segment."""
    return _BODIES[type(item)](*head_of(item), tuple(items), gates_of(item), item.documented, item.broken)


def head_of(item: ir.Block) -> tuple[str, str]:
    """Its kind and its name; that of a package is its id as text."""
    name = str(item.id) if isinstance(item, ir.Package) else cast(ir.Interface, item).name.text
    return type(item).__name__.lower(), name


_BODIES: dict[type, type[BodyFacts]] = {
    ir.Interface: InterfaceFacts,
    ir.World: WorldFacts,
    ir.Resource: ResourceFacts,
    ir.Package: PackageFacts,
}


HEADER = "package"
"""The key of a header."""


def key(facts: ItemFacts) -> str:
    """What tells an item from the others beside it: its name, or its keyword and path."""
    if isinstance(facts, (FuncFacts, TypeDefFacts)):
        return facts.name
    if isinstance(facts, BodyFacts):
        return body_key(facts.kind, facts.name)
    if isinstance(facts, ExternFacts):
        return f"{facts.direction} {facts.name or path_text(facts.package, facts.interface or '')}"
    if isinstance(facts, IncludeFacts):
        return f"include {path_text(facts.package, facts.world)}"
    return f"use {path_text(facts.package, facts.interface)}"


def body_key(kind: str, name: str) -> str:
    """As `key`, of a block by what `head_of` gives."""
    return f"package {name}" if kind == "package" else name


def path_text(package: PackageId | None, name: str) -> str:
    """A path as it is written."""
    return str(ir.Path(package, name, ir.NOWHERE))


def around_text(package: PackageId | None, keys: tuple[str, ...]) -> str:
    """What an item stands in as a reader wants to see it: `a:b/i@1.0.0 > r`.

    `keys` lead there in the file or the nested package. That of an import or export says what the one inside it says.
    """
    names = [each for each in keys if " " not in each]
    return " > ".join((path_text(package, names[0]), *names[1:])) if names else str(package or "")


def numbered(keys: Iterable[str]) -> Iterator[str]:
    """The keys of items that stand side by side; one that was there before gets a number."""
    seen: Counter[str] = Counter()
    for each in keys:
        seen[each] += 1
        yield each if seen[each] == 1 else f"{each}#{seen[each]}"


def type_facts(type: ir.Type) -> TypeFacts:
    """The type without its places; computed once for each text of a type."""
    if type.facts is None:
        parts = tuple(type_facts(part) if part is not None else None for part in type.parts)
        type.facts = interned(TypeFacts(type.kind, parts, type.name, type.length))
    assert isinstance(type.facts, TypeFacts)
    return type.facts


def signature_facts(signature: ir.Signature) -> SignatureFacts:
    """The signature without its places; computed once for each text of a signature."""
    if signature.facts is None:
        params = tuple((param.name.text, type_facts(param.type)) for param in signature.params)
        result = type_facts(signature.result) if signature.result is not None else None
        signature.facts = interned(SignatureFacts(signature.form, signature.is_async, params, result))
    assert isinstance(signature.facts, SignatureFacts)
    return signature.facts


def gates_of(item: ir.Item) -> Gates:
    """Those of an item itself, whatever it is in; none of what does not parse, which may have those of another one."""
    if not item.attributes or item.broken:
        return NO_GATES
    values = {attribute.name: attribute.value for attribute in item.attributes}
    return Gates(values.get("since"), values.get("unstable"), values.get("deprecated"))


NO_GATES = Gates()
