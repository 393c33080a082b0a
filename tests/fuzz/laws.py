"""What must hold of whatever is reported of a text, and of every fix that is offered."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types as lsp

from tests.features.view import DOCUMENT, URI, client
from tests.sources import Texts
from wit_lsp.config import Settings
from wit_lsp.engine.apply_fixes import apply_fixes
from wit_lsp.engine.diagnostics import Diagnostic, Reporter
from wit_lsp.engine.engine import Engine
from wit_lsp.features import View
from wit_lsp.features.document_symbol import document_symbol
from wit_lsp.features.folding_range import folding_range
from wit_lsp.fixes.readable import MissingTarget
from wit_lsp.ir.document import Document
from wit_lsp.problem import Applicability, Fix, Severity
from wit_lsp.syntax.problem import MAX_PROBLEMS_PER_SEGMENT
from wit_lsp.text import OverlappingEdits, Span, decode

PATH = "test.wit"

_CLIENT = client(textDocument={"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}})

_ELSE = re.compile(r"…|\\u\{[0-9a-f]+\}")  # stands for what is not shown

_MARKS = re.compile(r"[^\w-]+")

# What a message or a title takes from the text, in backticks.
_TAKEN = re.compile(r"(?:\b[Nn]ot|\b[Uu]nexpected|\bRemove|\bremove|\b[Rr]eplace) `([^`]+)`")


def _only_words(text: str) -> str:
    return _MARKS.sub("", text)


class Broken(NamedTuple):
    """A law that does not hold, and in what."""

    law: str
    detail: str


def broken(text: bytes) -> list[Broken]:
    """The laws that a text breaks, each once."""
    try:
        return list({each.law: each for each in _broken(text)}.values())
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        trace = traceback.format_exc()
        return [Broken(f"no exception: {type(error).__name__} in {place.name}", trace)]


def _broken(text: bytes) -> Iterator[Broken]:
    engine = Engine(Texts({}), Settings(profile="strict"))
    document = engine.open(PATH, text)
    report = list(engine.diagnostics(PATH).limited())
    for failure in engine.failures(PATH):
        yield Broken(f"no rule fails: {failure.rule}", failure.trace)
    view = View(document, engine, URI, 1, _CLIENT)
    document_symbol.answer(view, lsp.DocumentSymbolParams(DOCUMENT))
    folding_range.answer(view, lsp.FoldingRangeParams(DOCUMENT))
    errors = _errors(report)
    if not errors and any(segment.has_error for segment in document.segments):
        yield Broken("a text that does not parse has an error", "")
    for each in report:
        yield from of_diagnostic(each, engine, document, errors)
    yield from _of_all_safe(engine, document, errors)


def of_diagnostic(diagnostic: Diagnostic, engine: Engine, document: Document, errors: int) -> Iterator[Broken]:
    """What does not hold of one that is reported of a document, which has so many errors."""
    yield from _of_places(diagnostic, document.text)
    yield from _of_words(diagnostic, _only_words(decode(document.text)))
    for fix in diagnostic.fixes:
        yield from _of_fix(diagnostic, fix, engine, document, errors)


def _of_places(diagnostic: Diagnostic, text: bytes) -> Iterator[Broken]:
    spans = [diagnostic.span, *(place.span for place in diagnostic.related if place.path == PATH)]
    if not all(_is_inside(span, text) for span in spans):
        yield Broken("spans lie in the text", f"{diagnostic.code} {spans}")


def _is_inside(span: Span, text: bytes) -> bool:
    return 0 <= span.start <= span.end <= len(text)


def _of_words(diagnostic: Diagnostic, shown: str) -> Iterator[Broken]:
    """Messages and titles are one line each, and the words that they take from the text are there.

    Marks and blanks do not count: what is named is the text without those that other repairs take out.
    """
    for words in (diagnostic.message, *(fix.title for fix in diagnostic.fixes)):
        if not words.isprintable():
            yield Broken("what is reported is one line that can be printed", f"{diagnostic.code}: {words!r}")
        for name in _TAKEN.findall(words):
            if not all(_only_words(part) in shown for part in _ELSE.split(name)):
                yield Broken("what is named is in the text", f"{diagnostic.code}: {words!r}")


def _of_fix(diagnostic: Diagnostic, fix: Fix, engine: Engine, document: Document, errors: int) -> Iterator[Broken]:
    """A fix alone applies and changes something; a safe one leaves no more errors than there were."""
    name = f"{diagnostic.code}: {diagnostic.message} | {fix.title}"
    try:
        change = diagnostic.change(fix, engine)
        edits = change.edits.get(PATH, [])
        if not all(_is_inside(edit.span, document.text) for edit in edits):
            yield Broken("edits lie in the text", name)
        after = document.edited(edits)
    except MissingTarget:
        return
    except OverlappingEdits:
        yield Broken("the edits of a fix do not overlap", name)
        return
    if after.text == document.text and not change.has_file_operations:
        yield Broken("a fix changes something", name)
    if fix.applicability is Applicability.SAFE and errors <= MAX_PROBLEMS_PER_SEGMENT:
        left = _errors_of(after)
        if left > errors:
            yield Broken("a safe fix alone leaves no more errors", f"{name} ({errors} → {left})")


def _of_all_safe(engine: Engine, document: Document, errors: int) -> Iterator[Broken]:
    """All safe fixes leave no more errors, and nothing that they would fix again."""

    def once(document: Document) -> Document:
        applied = apply_fixes([document], engine, lambda _, fix: fix.applicability is Applicability.SAFE)
        return applied.documents[PATH]

    after = once(document)
    if after is document or errors > MAX_PROBLEMS_PER_SEGMENT:
        return
    left = _errors_of(after)
    if left > errors:
        yield Broken("all safe fixes leave no more errors", f"{errors} → {left}")
    if once(after).text != after.text:
        yield Broken("a second run of all safe fixes changes nothing", "")


def _errors_of(document: Document) -> int:
    return _errors(Reporter().report(document))


def _errors(report: Iterable[Diagnostic]) -> int:
    return sum(each.severity is Severity.ERROR for each in report)
