"""What is told of one broken text, and what all its safe fixes at once make of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.recovery.mutations import gaps
from tests.sources import Texts
from wit_lsp.engine.diagnostics import Diagnostic, Reporter
from wit_lsp.engine.engine import Engine
from wit_lsp.ir.document import Document
from wit_lsp.problem import Applicability, Severity
from wit_lsp.syntax.lexer import wit_lexer
from wit_lsp.text import LineIndex, OverlappingEdits, apply


class Verdict(NamedTuple):
    """The number of errors, whether the repaired text parses, and of the safe fixes:

    `fixed`: they do not get in each other's way, and no error is left that they claim to fix; `harmless`: the
    comments are the same as before, in their order, and there is no line end of another kind.
    """

    errors: int
    parses: bool
    fixed: bool
    harmless: bool


def told(text: bytes) -> tuple[Document, list[Diagnostic]]:
    """A text as a file, and its errors."""
    document = Document("x.wit", text)
    return document, [each for each in Reporter().report(document) if each.severity is Severity.ERROR]


def judge(document: Document, errors: list[Diagnostic]) -> Verdict:
    safe = [(error, fix) for error in errors for fix in error.fixes[:1] if fix.applicability is Applicability.SAFE]
    fixed = harmless = False
    files = Engine(Texts({document.path: document.text}))
    try:
        edits = [edit for error, fix in safe for edit in error.change(fix, files).edits[document.path]]
        after = apply(document.text, edits)
    except OverlappingEdits:
        pass
    else:
        fixed = len(told(after)[1]) <= len(errors) - len(safe)
        harmless = _comments(after) == _comments(document.text) and _ends(after) <= _ends(document.text)
    parses = all(not segment.tree.root_node.has_error for segment in document.segments)
    return Verdict(len(errors), parses, fixed, harmless)


_COMMENT = re.compile(rb"//[^\r\n]*|/\*.*?\*/", re.S)
_END = re.compile(rb"\r\n|\r|\n")


def _comments(text: bytes) -> list[bytes]:
    tokens = wit_lexer().tokens(text, LineIndex(text))
    return [comment for gap in gaps(text, tokens) for comment in _COMMENT.findall(gap)]


def _ends(text: bytes) -> set[bytes]:
    return set(_END.findall(text))
