"""What files declare, to be looked for by a part of its name."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest

from wit_lsp.db import Database
from wit_lsp.engine.engine import Engine
from wit_lsp.ir.anchors import find_first
from wit_lsp.ir.facts import BodyFacts, ExternFacts, FuncFacts, ItemFacts, TypeDefFacts, around_text, key
from wit_lsp.ir.items import Extern
from wit_lsp.ir.occurrences import LocatedOccurrence, declared_by
from wit_lsp.semantics import queries as q
from wit_lsp.tuples import NamedTuple

MAX_FOUND = 500
"""Declarations of which a person looks through the first few."""


class Declared(NamedTuple):
    """An interface, world, type, resource or function, by the keys that lead to it. `around` is what it stands in."""

    name: str
    kind: str
    keys: tuple[str, ...]
    around: str


def declared_in(db: Database, path: str) -> tuple[Declared, ...]:
    """Those of a file, in no particular order."""
    facts = db.get(q.file_facts, path)
    packages = facts.nested
    found: list[Declared] = []
    stack: list[tuple[ItemFacts, tuple[str, ...]]] = [(each, ()) for each in db.get(q.file_items, path)]
    while stack:
        item, outer = stack.pop()
        keys = (*outer, key(item))
        if isinstance(item, BodyFacts):
            stack += ((each, keys) for each in item.items)
        elif isinstance(item, ExternFacts) and item.item is not None:
            stack.append((item.item, keys))
        if isinstance(item, (BodyFacts, FuncFacts, TypeDefFacts)) and item.name and keys[-1] not in packages:
            kind = "func" if isinstance(item, FuncFacts) else item.kind
            nested = packages.get(keys[0])
            around = around_text(nested or facts.header, outer[1 if nested is not None else 0 :])
            found.append(Declared(item.name, kind, keys, around))
    return tuple(found)


def find_declared(engine: Engine, files: Iterable[str], query: str) -> list[tuple[Declared, LocatedOccurrence]]:
    """The declarations whose names have the letters of a query in this order, those that are most like it first."""
    matches = (
        (rank, each.name, path, each)
        for path in files
        for each in engine.db.get(declared_in, path)
        if (rank := likeness(each.name, query)) is not None
    )
    found = []
    for _, _, path, each in nsmallest(MAX_FOUND, matches):
        if (at := _located(engine, path, each)) is not None:
            found.append((each, at))
    return found


def likeness(name: str, query: str) -> tuple[int, int] | None:
    """How like a name is to what is looked for, the least first; None where its letters are not in it in this order.

    Case does not count, nor do hyphens in the query. The same comes first, then what begins with it, then what has it
    at the start of a word, then what has it anywhere; last what has its letters with others between them.
    """
    name, query = name.lower(), query.lower()
    if query in name:
        at = name.index(query)
        kind = 0 if name == query else 1 if at == 0 else 2 if f"-{query}" in name else 3
        return kind, len(name)
    letters = iter(name)
    if all(letter in letters for letter in query.replace("-", "").replace(" ", "")):
        return 4, len(name)
    return None


def _located(engine: Engine, path: str, declared: Declared) -> LocatedOccurrence | None:
    document = engine.read(path)
    found = find_first(document, declared.keys) if document is not None and not document.is_too_large else None
    if found is not None and isinstance(found.item.owner, Extern):
        found = found._replace(item=found.item.owner)  # which has the name of what is in it
    return declared_by(found, declared.name) if found is not None else None
