"""What the name of a type means: the declaration that it leads to within its package, through `use`s.

Knows facts alone. A type of another package is known by its name there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from wit_lsp.ir.facts import BodyFacts, ItemFacts, ResourceFacts, TypeDefFacts, TypeFacts, UseFacts
from wit_lsp.ir.items import PackageId, Type


class Brought(NamedTuple):
    """A type that a `use` brings in."""

    package: PackageId | None
    interface: str
    name: str


Declared: TypeAlias = "TypeDefFacts | BodyFacts | Brought"


class Alias(NamedTuple):
    """A name that a `use` gives a type with `as`, and the body in which it does, as `Named.home` has it."""

    name: str
    home: Hashable


class Named(NamedTuple):
    """The type that a name means.

    `name` is that of its declaration. `facts` are None where it is in another `package` or nowhere; else `scope` leads
    on from the names in them. Names mean the same in two declarations of one `home`. `alias` is the first other name
    that it has on the way there.
    """

    name: str
    facts: TypeDefFacts | BodyFacts | None
    scope: Scope
    package: PackageId | None = None
    home: Hashable = None
    alias: Alias | None = None


Scope: TypeAlias = "Callable[[str], Named]"
"""What the names of types mean at some place."""


class Leaf(NamedTuple):
    """A type that is no alias; a name is that of its declaration, which `named` has. It may be anywhere.

    Names in `type` mean what `scope` says. `holder` is the declared type in whose `member` it stands, if it is in one;
    `package` that which declares it, if it is not the asker's.
    """

    type: TypeFacts | Type
    name: str
    named: Named | None
    scope: Scope
    holder: TypeDefFacts | None = None
    member: str = ""
    package: PackageId | None = None


def nowhere(name: str) -> Named:
    """A scope that knows no type."""
    return Named(name, None, nowhere)


def types_in(items: Iterable[ItemFacts | None]) -> dict[str, Declared]:
    """The types that the items of an interface or world declare or bring in, by their names.

    Of a resource only what may create it counts: its constructor and its static functions. So who asks for a type does
    not depend on the methods.
    """
    found: dict[str, Declared] = {}
    for item in items:
        if isinstance(item, TypeDefFacts):
            found[item.name] = item
        elif isinstance(item, ResourceFacts):
            found[item.name] = creating(item)
        elif isinstance(item, UseFacts):
            found |= {local: Brought(item.package, item.interface, name) for name, local in item.names}
    return found


def creating(resource: BodyFacts) -> BodyFacts:
    """A resource with those of its functions that may create it."""
    functions = [func for func in resource.functions if func.is_static or func.signature.form == "constructor"]
    return resource._replace(items=tuple(functions))


def leaves(type: TypeFacts | Type, scope: Scope, into: frozenset[str]) -> Iterator[Leaf]:
    """The types in a type: looks into aliases, and into the kinds `into`.

    These are `option`, `tuple` and so on, `result` for its ok side and `error` for the other one, and `record` and
    `variant` for those that a name means. Those looked into are left out. No declaration is entered twice.
    """
    stack: list[tuple[TypeFacts | Type, Scope, TypeDefFacts | None, str, PackageId | None]]
    stack = [(type, scope, None, "", None)]
    entered: set[tuple[int, Hashable]] = set()
    while stack:
        here, scope, holder, member, package = stack.pop()
        if here.kind == "name":
            named = scope(here.name)
            facts = named.facts
            is_alias = isinstance(facts, TypeDefFacts) and facts.kind == "type"
            if facts is not None and (is_alias or facts.kind in into):
                assert isinstance(facts, TypeDefFacts)
                if (id(facts), named.home) not in entered:
                    entered.add((id(facts), named.home))
                    if facts.type is not None:
                        stack.append((facts.type, named.scope, holder, member, named.package))
                    inside = ((name, each) for name, each in reversed(facts.members) if each is not None)
                    stack += [(each, named.scope, facts, name, named.package) for name, each in inside]
            else:
                yield Leaf(here, named.name, named, scope, holder, member, named.package)
        elif here.kind in into:
            parts = here.parts[:1] if here.kind == "result" and "error" not in into else here.parts
            stack += [(part, scope, holder, member, package) for part in reversed(parts) if part is not None]
        elif here.kind in ("own", "borrow"):
            yield Leaf(here, scope(here.name).name, None, scope, holder, member, package)
        else:
            yield Leaf(here, "", None, scope, holder, member, package)


def meaning(name: str, scope: Scope) -> Leaf | None:
    """What a name means after all aliases; None where these go round in a circle."""
    return next(leaves(TypeFacts("name", name=name), scope, frozenset()), None)


INTO_ALL = frozenset(("list", "option", "result", "error", "tuple", "map", "future", "stream", "record", "variant"))
"""For `leaves`: all that a value of a type contains."""
