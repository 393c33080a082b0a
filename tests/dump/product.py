"""What the product reports about one text. The only module of a dump that uses the product."""

from __future__ import annotations

from typing import Any

from lsprotocol import converters
from lsprotocol import types as lsp

from tests.dump.texts import difference
from tests.features.view import DOCUMENT, URI, client
from wit_lsp.config import Settings
from wit_lsp.engine.apply_fixes import apply_fixes
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.engine.judge import Failure
from wit_lsp.features import View
from wit_lsp.features.document_symbol import document_symbol
from wit_lsp.features.folding_range import folding_range
from wit_lsp.ir.document import Document
from wit_lsp.problem import Applicability, Fix
from wit_lsp.text import Span
from wit_lsp.workspace import Disk

_CONVERTER = converters.get_converter()
_KINDS = {"valueSet": [kind.value for kind in lsp.SymbolKind]}
_CLIENT = client(textDocument={"documentSymbol": {"hierarchicalDocumentSymbolSupport": True, "symbolKind": _KINDS}})


def observe(path: str, text: bytes) -> dict[str, Any]:
    """The value of `told` in a dump, ready for JSON: see `tests.dump`."""
    engine = Engine(Disk(), Settings(profile="agent"))
    engine.stands_alone(path)
    document = Document(path, text)
    failures: list[Failure] = []
    found = engine.check(document, failures.append)
    engine.take(document)
    view = View(document, engine, URI, 1, _CLIENT)
    fixed = apply_fixes([document], engine, lambda _, fix: fix.applicability is Applicability.SAFE)
    after = fixed.documents[path].text
    return {
        "diagnostics": [_diagnostic(engine, document, each) for each in found.limited()],
        "failures": [[each.rule, each.trace.splitlines()[-1]] for each in failures],
        "symbols": _CONVERTER.unstructure(document_symbol.answer(view, lsp.DocumentSymbolParams(DOCUMENT))),
        "folding": _CONVERTER.unstructure(folding_range.answer(view, lsp.FoldingRangeParams(DOCUMENT))),
        "fixed": None if after == text else difference(text, after),
    }


def _diagnostic(engine: Engine, document: Document, each: Diagnostic) -> dict[str, Any]:
    return {
        "code": each.code,
        "severity": each.severity.value,
        "message": each.message,
        "place": _place(document, each.span),
        "related": [[_place(document, place.span), place.message] for place in each.related],
        "fixes": [_fix(engine, each, fix) | {"preferred": n == 0} for n, fix in enumerate(each.fixes)],
    }


def _fix(engine: Engine, diagnostic: Diagnostic, fix: Fix) -> dict[str, Any]:
    change = diagnostic.change(fix, engine)
    edits = [(path, edit) for path, edits in change.edits.items() for edit in edits]
    shown = [[*edit.span, edit.text, *([] if path == diagnostic.path else [path])] for path, edit in edits]
    is_safe, is_alone = (fix.applicability is kind for kind in (Applicability.SAFE, Applicability.MANUAL))
    return {"title": fix.title, "safe": is_safe, "alone": is_alone, "edits": shown}


def _place(document: Document, span: Span) -> list[int]:
    return [*span, *(number for at in span for number in document.position(at, "utf-16"))]
