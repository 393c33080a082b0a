"""Anchors: an item by the keys of those around it, so that one file can point into another and survive its edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wit_lsp.ir import facts
from wit_lsp.ir.comments import documentation
from wit_lsp.ir.document import Document, LocatedItem, LocatedSegment
from wit_lsp.ir.items import Block, Func, Item, Package, TypeDef, Use, types_of
from wit_lsp.ir.outline import children, parent, top_level
from wit_lsp.problem import Anchor
from wit_lsp.text import Span


def key(item: Item) -> str:
    """What tells an item from the others beside it."""
    if isinstance(item, Block):
        return facts.body_key(*facts.head_of(item)) if not isinstance(item, Package) or item.nested else facts.HEADER
    if isinstance(item, (Func, TypeDef)):  # as `facts.key` says, whatever their facts are
        return item.name.text
    declared = facts.item_facts(item)
    assert declared is not None
    return facts.key(declared)


def mention_of(item: Func | TypeDef, type: str) -> Span | None:
    """Where a function or a type first mentions a type by its name."""
    return next(
        (
            each.name_span.shifted(use.start)
            for use in types_of(item)
            for each in use.type.inside
            if each.name == type and each.name_span.end
        ),
        None,
    )


def numbered(items: Iterable[LocatedItem]) -> Iterator[tuple[str, LocatedItem]]:
    """Items that stand side by side with their keys; see `ir.facts.numbered`."""
    found = list(items)
    return zip(facts.numbered(key(each.item) for each in found), found, strict=True)


def anchor(of: LocatedItem, role: str = "") -> Anchor | None:
    """The anchor of an item, from which `find` finds it again; None where a head around it is unreadable."""
    path: list[str] = []
    here: LocatedItem | None = of
    while here is not None:
        around = parent(here)
        siblings = top_level(here.located.document) if around is None else children(around)
        name = next((name for name, each in numbered(siblings) if each.item is here.item), None)
        if name is None:
            return None
        path.append(name)
        here = around
    return Anchor(of.located.document.path, tuple(reversed(path)), role)


def find(document: Document, at: Anchor) -> LocatedItem | None:
    """The item that an anchor means in its document; None where it is not there."""
    found: LocatedItem | None = None
    for name in at.path:
        place = _inside(document, found).get(name)
        if place is None:
            return None
        number, item = place
        found = LocatedItem(LocatedSegment(document, number), item)
    return found


def _inside(document: Document, around: LocatedItem | None) -> dict[str, tuple[int, Item]]:
    """What stands in an item, or at top level, by the keys; kept, for many anchors lead into one body."""
    which = 0 if around is None else id(around.item)
    known = document.items_by_key.get(which)
    if known is None:
        items = top_level(document) if around is None else children(around)
        known = {name: (each.located.number, each.item) for name, each in numbered(items)}
        document.items_by_key[which] = known
    return known


def of_used(number: int) -> str:
    """The role of what a name of a `use` is called where it is used, by the number of that name."""
    return f"used {number}"


def of_type(name: str) -> str:
    """The role of a type of this name where an item first mentions it."""
    return f"type {name}"


def find_first(document: Document, keys: tuple[str, ...]) -> LocatedItem | None:
    """The item to which keys without numbers lead: the first of each key."""
    found: LocatedItem | None = None
    for each in keys:
        inside = top_level(document) if found is None else children(found)
        found = next((item for item in inside if key(item.item) == each), None)
        if found is None:
            return None
    return found


def span_of(document: Document, at: Anchor) -> Span | None:
    """Where an anchor stands in the text; the start of the text for the file itself; None where it is not there."""
    if not at.path:
        return Span(0, 0)
    found = find(document, at)
    if found is None:
        return None
    if at.role == "whole":
        return found.span
    if at.role == "comments":
        comments = [each.span for each in documentation(found)]
        return Span(comments[0].start, comments[-1].end) if comments else found.span
    item = found.item
    if isinstance(item, Use):
        names = {of_used(number): each.local.span for number, each in enumerate(item.names)}
        if at.role in names:
            return found.located.absolute(names[at.role])
    if at.role.startswith(of_type("")) and isinstance(item, (Func, TypeDef)):
        mention = mention_of(item, at.role.removeprefix(of_type("")))
        return found.span if mention is None else found.located.absolute(mention)
    name = item.id_span if isinstance(item, Package) else None
    for part in ("name", "alias", "path") if at.role in ("", "name") else (at.role,):
        named = getattr(item, part, None)
        if name is None and named is not None:
            name = named.span
    return found.located.absolute(name) if name is not None else found.span
