"""What is told of one broken text, and what all its safe fixes at once make of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.recovery.mutations import gaps
from wit_lsp.engine.diagnostics import Diagnostic, report
from wit_lsp.ir.files import File
from wit_lsp.ir.source import Source
from wit_lsp.problem import Severity
from wit_lsp.recovery.lexer import wit_lexer
from wit_lsp.text import LineIndex, OverlappingEdits, apply


class Verdict(NamedTuple):
    """How many errors are told, whether the text after the mend parses, and of the safe fixes:

    `fixed`: they do not get in each other's way, and no error is left that they said to be mended; `harmless`: the
    comments are the same as before, in their order, and there is no line end of another kind.
    """

    errors: int
    parses: bool
    fixed: bool
    harmless: bool


def told(text: bytes) -> tuple[File, list[Diagnostic]]:
    """A text as a file, and its errors."""
    file = File("x.wit", Source(text))
    return file, [each for each in report(file, None).diagnostics if each.severity is Severity.ERROR]


def judge(file: File, errors: list[Diagnostic]) -> Verdict:
    safe = [(error, error.mend) for error in errors if error.mend is not None and error.mend.safe]
    fixed = harmless = False
    try:
        mended = apply(file.source.text, (edit for error, fix in safe for edit in error.edits(fix)[file.path]))
    except OverlappingEdits:
        pass
    else:
        fixed = len(told(mended)[1]) <= len(errors) - len(safe)
        harmless = _comments(mended) == _comments(file.source.text) and _ends(mended) <= _ends(file.source.text)
    parses = all(not segment.tree.root_node.has_error for segment in file.source.segments)
    return Verdict(len(errors), parses, fixed, harmless)


_COMMENT = re.compile(rb"//[^\r\n]*|/\*.*?\*/", re.S)
_END = re.compile(rb"\r\n|\r|\n")


def _comments(text: bytes) -> list[bytes]:
    tokens = wit_lexer().tokens(text, LineIndex(text))
    return [comment for gap in gaps(text, tokens) for comment in _COMMENT.findall(gap)]


def _ends(text: bytes) -> set[bytes]:
    return set(_END.findall(text))
