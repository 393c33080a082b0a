"""Files of other formats that are called `.wit`: one error says what they are, not one for each of their lines."""

from __future__ import annotations

import re
from codecs import BOM_UTF8

from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.syntax.segments import next_token
from wit_lsp.text import Span

_ENCODED = b"\0asm"
_WITX = re.compile(rb"\(\s*(?:typename\b|@interface\b|use\s*\")")


def other_format(text: bytes) -> SyntaxProblem | None:
    """What keeps a whole file from being WIT, at its first token; None for all that may be WIT."""
    if text.startswith(_ENCODED):
        return _problem(Span(0, len(_ENCODED)), "this is an encoded module or component, not the text of a WIT package")
    start = next_token(text, len(BOM_UTF8) if text.startswith(BOM_UTF8) else 0)
    found = Span(start, start + 1)
    match text[start : start + 1]:
        case b"(" if _WITX.search(text):
            return _problem(found, "this is WITX, an older format, not WIT")
        case b"(":
            return _problem(found, "this is WebAssembly text, not WIT")
        case b"{":
            return _problem(found, "this looks like JSON, not WIT")
        case b"<" if not text.startswith(b"<<<<<<<", start):  # else it is a conflict
            return _problem(found, "this looks like XML or HTML, not WIT")
    return None


def _problem(at: Span, message: str) -> SyntaxProblem:
    return SyntaxProblem(at, "not-wit", message)
