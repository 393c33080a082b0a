"""What the name of a type means: the declaration that it leads to within its package, through `use`s.

Knows facts alone. A type of another package is known by its name there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from wit_lsp.ir.facts import BodyFacts, ItemFacts, ResourceFacts, TypeDefFacts, TypeFacts, UseFacts
from wit_lsp.ir.items import PackageId, Type


class Brought(NamedTuple):
    """A type that a `use` brings in."""

    package: PackageId | None
    interface: str
    name: str


Declared: TypeAlias = "TypeDefFacts | BodyFacts | Brought"


class Named(NamedTuple):
    """The type that a name means.

    `name` is that of its declaration. `facts` are None where it is in another `package` or nowhere; else `scope` leads
    on from the names in them.
    """

    name: str
    facts: TypeDefFacts | BodyFacts | None
    scope: Scope
    package: PackageId | None = None


Scope: TypeAlias = "Callable[[str], Named]"
"""What the names of types mean at some place."""


class Leaf(NamedTuple):
    """A type that is no alias; a name is that of its declaration, which `named` has. It may be anywhere."""

    type: TypeFacts | Type
    name: str
    named: Named | None


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

    These are `option`, `tuple` and so on, `result` for its ok side, and `record` and `variant` for those that a name
    means. Those looked into are left out. No declaration is entered twice.
    """
    stack: list[tuple[TypeFacts | Type, Scope]] = [(type, scope)]
    entered: set[int] = set()
    while stack:
        here, scope = stack.pop()
        if here.kind == "name":
            named = scope(here.name)
            facts = named.facts
            is_alias = isinstance(facts, TypeDefFacts) and facts.kind == "type"
            if facts is not None and (is_alias or facts.kind in into):
                assert isinstance(facts, TypeDefFacts)
                if id(facts) not in entered:
                    entered.add(id(facts))
                    inside = [facts.type] if is_alias else [type for _, type in facts.members]
                    stack += [(each, named.scope) for each in reversed(inside) if each is not None]
            else:
                yield Leaf(here, named.name, named)
        elif here.kind in into:
            parts = here.parts[:1] if here.kind == "result" else here.parts
            stack += [(part, scope) for part in reversed(parts) if part is not None]
        elif here.kind in ("own", "borrow"):
            yield Leaf(here, scope(here.name).name, None)
        else:
            yield Leaf(here, "", None)
