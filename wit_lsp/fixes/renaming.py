"""Another name for something, at all places where it is called by the old one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wit_lsp.fixes.readable import MissingTarget
from wit_lsp.ir.document import LocatedItem
from wit_lsp.ir.items import (
    Block,
    Extern,
    Func,
    Interface,
    Item,
    Package,
    TopUse,
    TypeDef,
    World,
    names_in,
    uniqueness_key,
)
from wit_lsp.ir.occurrences import LocatedOccurrence
from wit_lsp.ir.outline import children, parent, top_level
from wit_lsp.text import Edit, Span
from wit_lsp.validation.names import escaped


class TakenName(MissingTarget):
    """Something else is called so where the new name would stand."""


def renamed(places: Iterable[LocatedOccurrence], new: str) -> Iterator[tuple[str, Edit]]:
    """The edits that give all places of one thing another name, each with its file.

    `new` is without `%`; that of a package is `namespace:name`. Raises TakenName.
    """
    seen: set[tuple[str, Span]] = set()
    for each in places:
        old, kind = each.occurrence.word, each.occurrence.kind
        if kind == "item" or (kind != "package" and each.occurrence.role != "mention"):
            where = _scope(each)
            key = (each.located.document.path, where.span if where is not None else Span(0, 0))
            if key not in seen and any(name != old and clashes(name, new, kind) for name in _names(each, where)):
                raise TakenName(new)
            seen.add(key)
        yield each.located.document.path, Edit(_span(each), ":".join(map(escaped, new.split(":"))))


def clashes(name: str, new: str, kind: str) -> bool:
    """Whether two names of this kind cannot stand side by side: those of interfaces and worlds must only differ."""
    return name == new if kind == "item" else uniqueness_key(name) == uniqueness_key(new)


def names_beside(item: Item, kind: str) -> tuple[str, ...]:
    """The names of the members or parameters of an item."""
    if kind == "member" and isinstance(item, TypeDef):
        return tuple(member.name.text for member in item.members)
    if kind == "parameter" and isinstance(item, Func):
        return tuple(param.name.text for param in item.signature.params)
    return ()


def _span(place: LocatedOccurrence) -> Span:
    """That of the name; of a package without its version."""
    start, end = place.span
    if place.occurrence.kind == "package":
        version = place.located.document.text.find(b"@", start, end)
        end = version if version >= 0 else end
    return Span(start, end)


def _scope(place: LocatedOccurrence) -> LocatedItem | None:
    """The item in which the name must be the only one: itself, what holds its declaration, or None for the file."""
    kind = place.occurrence.kind
    if kind in ("member", "parameter"):
        return place.item
    around = parent(place.item)
    wanted = (Package,) if kind == "item" else (Block,) if kind == "function" else (Interface, World)
    while around is not None and not isinstance(around.item, wanted):
        around = parent(around)
    return around


def _names(place: LocatedOccurrence, scope: LocatedItem | None) -> Iterator[str]:
    kind = place.occurrence.kind
    if scope is not None and kind in ("member", "parameter"):
        yield from names_beside(scope.item, kind)
        return
    inside = children(scope) if scope is not None else top_level(place.located.document)
    for each in inside:
        if kind != "item":
            if _is_export(each.item) == _is_export(place.item.item):  # which may have the same name as an import
                yield from names_in([each.item])
        elif isinstance(each.item, TopUse):
            yield each.item.local
        elif isinstance(each.item, (Interface, World)):
            yield each.item.name.text


def _is_export(item: Item) -> bool:
    return isinstance(item, Extern) and item.direction == "export"
