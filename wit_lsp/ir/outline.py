"""What stands in what, over all segments of a document: children and parents of an item, wherever a body is cut."""

from __future__ import annotations

from collections.abc import Iterator

from wit_lsp.ir.document import Document, LocatedItem, LocatedSegment
from wit_lsp.ir.facts import ItemFacts, body_facts, item_facts
from wit_lsp.ir.items import Block, Extern, Item


def top_level(document: Document) -> Iterator[LocatedItem]:
    """The items of a file that stand in no other, in the order of the text."""
    for located, before, after in zip(document, document.around, [*document.around[1:], ()], strict=True):
        if not before or after is not before:  # else it is in a body
            yield from (LocatedItem(located, item) for item in located.segment.items if item.owner is None)


def children(parent: LocatedItem) -> Iterator[LocatedItem]:
    """The items that stand directly in another one, in the order of the text."""
    located, item = parent
    if isinstance(item, Extern):
        if item.item is not None:
            yield LocatedItem(located, item.item)
        return
    if not isinstance(item, Block):
        return
    body = parent.body
    if body is None:
        yield from (LocatedItem(located, inner) for inner in item.items)
        return
    document = located.document
    first, group = document.group_of(located.number)
    for number, inner in group.members(body):
        yield LocatedItem(LocatedSegment(document, first + number), inner)


def parent(child: LocatedItem) -> LocatedItem | None:
    """The item in which another one stands; None at top level."""
    located, item = child
    owner: Item | None = item.owner
    if owner is None:
        return None
    around = located.document.around[located.number]
    for level, placeholder in enumerate(located.segment.around):
        if placeholder is owner:
            return _head_of(located, level) if level < len(around) else None
    return LocatedItem(located, owner)


def outermost(of: LocatedItem) -> LocatedItem:
    """The item at top level in which another one stands, or which it is."""
    while (around := parent(of)) is not None:
        of = around
    return of


def _head_of(located: LocatedSegment, level: int) -> LocatedItem:
    """The item that opens a body which is open where a segment starts."""
    document, index = located
    body = document.around[index][level]
    first, _ = document.group_of(index)
    return LocatedItem(LocatedSegment(document, first + body.first), body.item)


def complete_facts(of: LocatedItem) -> ItemFacts | None:
    """The facts of an item with all that stands in it, also where a body is cut."""
    if of.body is None:
        return item_facts(of.item)
    assert isinstance(of.item, Block)
    inner = (complete_facts(child) for child in children(of))
    return body_facts(of.item, (facts for facts in inner if facts is not None))
