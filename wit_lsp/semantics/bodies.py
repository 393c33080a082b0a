"""Queries of one body or item, wherever it stands and however its text is cut."""

from __future__ import annotations

from wit_lsp.db import Database
from wit_lsp.ir.anchors import find
from wit_lsp.ir.facts import ItemFacts, head_of
from wit_lsp.ir.names import BodyNames, Naming, names_at_level, names_by_level
from wit_lsp.ir.outline import complete_facts
from wit_lsp.problem import Anchor
from wit_lsp.semantics import queries as q


def names_of_body(db: Database, body: object) -> BodyNames | None:
    """The names in a whole body, of which a segment holds a part."""
    source = db.get(q.body_source, body)
    if source is None:
        return None
    inner = {id(head): key for head, key in source.inner}
    items: list[Naming] = []
    levels = (names_by_level(segment)[source.level] for segment in source.segments[1:])
    for level in (names_at_level(source.head.items), *levels):
        first = len(items)
        items += level.items
        for number, resource in level.resources:
            whole = db.get(names_of_body, inner[id(resource)]) if id(resource) in inner else None
            if whole is not None:
                items[first + number] = items[first + number]._replace(inside=whole.items)
    return BodyNames(*head_of(source.head), tuple(items))


def item_at(db: Database, at: Anchor) -> ItemFacts | None:
    """The facts of the item that an anchor means; None where it is not there."""
    document = q.document_of(db, at.file)
    found = find(document, at) if document is not None else None
    return None if found is None else complete_facts(found)


def parses_at(db: Database, at: Anchor) -> bool:
    """Whether the item that an anchor means is there, and it or its head parses."""
    document = q.document_of(db, at.file)
    found = find(document, at) if document is not None else None
    return found is not None and not found.item.broken
