"""Which items are behind a feature, whether that is on or off.

After wasm-tools 1.263: an `@unstable` item is left out if its feature is off, whatever stands in it or refers to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wit_lsp.db import Database, eager
from wit_lsp.ir import facts as f
from wit_lsp.ir.anchors import key
from wit_lsp.ir.document import Document
from wit_lsp.ir.facts import BodyFacts, Gates, ItemFacts, ResourceFacts, TypeDefFacts, UseFacts
from wit_lsp.ir.items import Func, Interface, Package, World
from wit_lsp.ir.outline import children, complete_facts, top_level
from wit_lsp.semantics import queries as q
from wit_lsp.tuples import NamedTuple


class _Body(NamedTuple):
    """An interface or a world: the keys that lead to it, its gates, and what it has besides functions."""

    keys: tuple[str, ...]
    gates: Gates
    items: Iterable[ItemFacts | None]


def feature_of(gates: Gates) -> str | None:
    """The feature without which an item is left out, if it has one; none where `@since` contradicts it."""
    return (gates.unstable or None) if gates.since is None else None


def features_of_types(items: Iterable[ItemFacts | None]) -> dict[str, str]:
    """The types behind a feature that the items of an interface or world declare or bring in, by their names."""
    return {
        name: feature
        for item in items
        if isinstance(item, (TypeDefFacts, ResourceFacts, UseFacts)) and (feature := feature_of(item.gates))
        for name in _types_of(item)
    }


@eager
def features_of_body(db: Database, body: object) -> dict[str, str]:
    """As `features_of_types`, of a whole body."""
    return features_of_types(q.declarations_of_types(db, body))


@eager
def gates_of_body(db: Database, body: object) -> Gates:
    """Those of the item whose body it is."""
    source = db.get(q.body_source, body)
    return f.NO_GATES if source is None else f.gates_of(source.head)


def features_in_file(db: Database, file: str) -> dict[tuple[str, ...], str]:
    """The interfaces and worlds behind a feature, and the types in them, by the keys that lead to them in a file."""
    if not db.get(q.file_facts, file).is_gated:
        return {}
    document = q.document_of(db, file) if db.get(q.is_open, file) else None
    found: dict[tuple[str, ...], str] = {}
    for keys, gates, items in _bodies_of(document) if document is not None else _bodies(db.get(q.file_items, file)):
        if feature := feature_of(gates):
            found[keys] = feature
        found |= {(*keys, type): feature for type, feature in features_of_types(items).items()}
    return found


def _bodies(items: Iterable[ItemFacts]) -> Iterator[_Body]:
    for top in items:
        around, inside = ((f.key(top),), top.items) if isinstance(top, f.PackageFacts) else ((), (top,))
        for each in inside:
            if isinstance(each, (f.InterfaceFacts, f.WorldFacts)):
                yield _Body((*around, each.name), each.gates, each.items)


def _bodies_of(document: Document) -> Iterator[_Body]:
    """As `_bodies`, of an open file, without the facts of its functions."""
    for top in top_level(document):
        around, inside = ((key(top.item),), children(top)) if isinstance(top.item, Package) else ((), iter((top,)))
        for each in inside:
            if isinstance(each.item, (Interface, World)):
                items = (complete_facts(inner) for inner in children(each) if not isinstance(inner.item, Func))
                yield _Body((*around, each.item.name.text), f.gates_of(each.item), items)


def _types_of(item: TypeDefFacts | BodyFacts | UseFacts) -> Iterator[str]:
    if isinstance(item, UseFacts):
        yield from (local for _, local in item.names)
    else:
        yield item.name
