"""All answers about an open document, as values that can be compared, and how finely its bodies are cut."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from lsprotocol import types as lsp

from tests.features.view import DOCUMENT, URI, client
from tests.sources import Texts
from wit_lsp.config import Settings
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.features import View
from wit_lsp.features.document_symbol import document_symbol
from wit_lsp.features.folding_range import folding_range
from wit_lsp.fixes.readable import MissingTarget
from wit_lsp.ir import group
from wit_lsp.ir.anchors import anchor, find
from wit_lsp.ir.document import Document
from wit_lsp.ir.items import Item, Signature, Type
from wit_lsp.ir.outline import complete_facts, top_level
from wit_lsp.syntax import members

PATH = "test.wit"
CLIENT = client(textDocument={"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}})


class Cutting(NamedTuple):
    """The sizes in bytes above which an edited or broken text and any text are cut, and the bytes per segment."""

    edited: int
    long: int
    segment: int


NEVER = Cutting(1 << 40, 1 << 40, 1)
EVERYWHERE = Cutting(0, 0, 60)
USUAL = Cutting(group.MAX_WHOLE_EDITED_BYTES, group.MAX_WHOLE_BYTES, members.BYTES_PER_SEGMENT)
FINE = [
    EVERYWHERE,
    Cutting(0, 0, 1),
    Cutting(0, 1 << 40, 60),  # only broken and edited texts, so that a mistake or an edit cuts a body
    Cutting(150, 400, 60),  # only texts above a size that edits reach
]


@contextmanager
def cutting(how: Cutting) -> Iterator[None]:
    """Cuts bodies in this way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(group, "MAX_WHOLE_EDITED_BYTES", how.edited)
        patch.setattr(group, "MAX_WHOLE_BYTES", how.long)
        patch.setattr(members, "BYTES_PER_SEGMENT", how.segment)
        yield


def new_engine() -> Engine:
    return Engine(Texts({}), Settings(profile="strict"))


class Said(NamedTuple):
    """All answers about a text, which must not depend on how bodies are cut. Spans count in the text."""

    items: list[object]
    facts: list[object]
    symbols: object
    folds: object
    diagnostics: list[object]


def said(engine: Engine) -> Said:
    """All answers about the open document. Its diagnostics are the same as in a single check."""
    document = engine.document(PATH)
    assert document is not None
    diagnostics, failures = list(engine.diagnostics(PATH)), engine.failures(PATH)
    assert not failures, failures[0].trace
    assert not engine.stale_paths()
    assert all(0 <= each.span.start <= each.span.end <= len(document.text) for each in diagnostics)
    assert list(new_engine().check(document)) == diagnostics
    symbols, folds = _outlines(engine, document)
    facts: list[object] = [document.facts, *map(complete_facts, top_level(document))]
    return Said(list(_items(document)), facts, symbols, folds, [_shown(engine, each) for each in diagnostics])


def ask(engine: Engine) -> None:
    """Ask everything about the open document, so that all answers are cached."""
    document = engine.document(PATH)
    assert document is not None
    for each in engine.diagnostics(PATH):
        _shown(engine, each)
    _outlines(engine, document)


def _outlines(engine: Engine, document: Document) -> tuple[object, object]:
    view = View(document, engine, URI, 1, CLIENT)
    symbols = document_symbol.answer(view, lsp.DocumentSymbolParams(DOCUMENT))
    return symbols, folding_range.answer(view, lsp.FoldingRangeParams(DOCUMENT))


def said_of(text: bytes, how: Cutting) -> Said:
    """All answers about a newly opened text."""
    with cutting(how):
        engine = new_engine()
        engine.open(PATH, text)
        return said(engine)


def _items(document: Document) -> Iterator[object]:
    """The kind, span and anchor of each item."""
    for of in document.items():
        leads_to_it = anchor(of)
        if leads_to_it is None:  # nothing of the head of a body around it could be read
            heads = [body.item for body in document.around[of.located.number]]
            assert any(head.broken and not any(head is each.item for each in top_level(document)) for head in heads)
        else:
            found = find(document, leads_to_it)
            assert found is not None and found.item is of.item, leads_to_it
        yield type(of.item).__name__, of.span, leads_to_it, of.item.broken


def _shown(engine: Engine, each: Diagnostic) -> object:
    fixes = [(fix.title, fix.applicability, _change(engine, each, number)) for number, fix in enumerate(each.fixes)]
    return each.span, each.code, each.severity, each.message, each.is_rule, each.related, fixes


def _change(engine: Engine, diagnostic: Diagnostic, number: int) -> object:
    try:
        return diagnostic.change(diagnostic.fixes[number], engine)
    except MissingTarget:
        return None


def segments(document: Document) -> list[object]:
    """The contents of each segment, and the bodies that are open at its start."""
    return [
        (
            *(each.start, each.segment.text, each.segment.context, each.segment.problems, each.segment.suppressions),
            dump(each.segment.items),
            [(body.level, body.first, body.last, body.suppressed, dump(body.item)) for body in around],
        )
        for each, around in zip(document, document.around, strict=True)
    ]


def dump(value: object) -> Any:
    """Items as comparable values: an item itself is equal only to itself. Owners are left out, being implied."""
    if isinstance(value, (Item, Type, Signature)):
        slots = [slot for kind in type(value).__mro__ for slot in getattr(kind, "__slots__", ())]
        fields = sorted(set(slots) - {"owner", "facts", "inside"})
        return (type(value).__name__, *((name, dump(getattr(value, name))) for name in fields))
    if isinstance(value, (list, tuple)):
        return (type(value).__name__, *map(dump, value))
    return value
