"""What the name of a type means: the declaration that it leads to within its package, through `use`s.

Knows facts alone. A type of another package is known by its name there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Protocol, TypeAlias, TypeVar

from wit_lsp.ir.facts import BodyFacts, ItemFacts, ResourceFacts, TypeDefFacts, TypeFacts, UseFacts
from wit_lsp.ir.items import PackageId, Type
from wit_lsp.tuples import NamedTuple

Answer = TypeVar("Answer")


class Brought(NamedTuple):
    """A type that a `use` brings in."""

    package: PackageId | None
    interface: str
    name: str


Declared: TypeAlias = "TypeDefFacts | BodyFacts | Brought"


class TypeHead(NamedTuple):
    """A declared type without its members, and what `type` an alias stands for. A resource has this kind."""

    name: str
    kind: str
    type: TypeFacts | None


def head_of(declared: Declared) -> TypeHead | Brought:
    """What most ask of a type: they do not depend on its members."""
    if isinstance(declared, Brought):
        return declared
    if isinstance(declared, BodyFacts):
        return TypeHead(declared.name, "resource", None)
    return TypeHead(declared.name, declared.kind, declared.type)


class Alias(NamedTuple):
    """A name that a `use` gives a type with `as`, and the body in which it does, as `Named.home` has it."""

    name: str
    home: Hashable


class Named(NamedTuple):
    """The type that a name means.

    `name` is that of its declaration. There is no `head` where it is in another `package` or nowhere; else `scope`
    leads on from the names in it, and `declarations` has the rest. Names mean the same in two declarations of one
    `home`. `alias` is the first other name that it has on the way there.
    """

    name: str
    head: TypeHead | None
    scope: Scope
    package: PackageId | None = None
    home: Hashable = None
    alias: Alias | None = None
    declarations: Declarations | None = None

    @property
    def declared(self) -> TypeDefFacts | BodyFacts:
        """The declaration with its members. To `ask` is better: who reads this depends on each of them."""
        assert self.declarations is not None
        return self.declarations.declared(self)

    def ask(self, question: Callable[..., Answer], *args: Hashable) -> Answer:
        """What a function of the type, and `args`, makes of it: a value without positions.

        Who asks runs again only where the answer is another one. The function is one of a module, and reads nothing
        but the type and where its names lead.
        """
        assert self.declarations is not None
        return self.declarations.answer(self, question, args)


class Declarations(Protocol):
    """What knows how types are declared."""

    def declared(self, named: Named) -> TypeDefFacts | BodyFacts: ...

    def answer(self, named: Named, question: Callable[..., Answer], args: tuple[Hashable, ...]) -> Answer: ...


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
    holder: TypeHead | None = None
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
    stack: list[tuple[TypeFacts | Type, Scope, TypeHead | None, str, PackageId | None]]
    stack = [(type, scope, None, "", None)]
    entered: set[tuple[str, Hashable]] = set()
    while stack:
        here, scope, holder, member, package = stack.pop()
        if here.kind == "name":
            named = scope(here.name)
            head = named.head
            if head is not None and (head.type is not None or head.kind in into):
                if (named.name, named.home) not in entered:
                    entered.add((named.name, named.home))
                    if head.type is not None:
                        stack.append((head.type, named.scope, holder, member, named.package))
                    else:
                        declared = named.declared
                        assert isinstance(declared, TypeDefFacts)
                        inside = ((name, each) for name, each in reversed(declared.members) if each is not None)
                        stack += [(each, named.scope, head, name, named.package) for name, each in inside]
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
