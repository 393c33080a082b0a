"""How long a list and how deep a type may be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wit_lsp.syntax.language import Node, captures, span
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.syntax.segments import blanked
from wit_lsp.text import Span
from wit_lsp.validation.versions import exceeds

MAX_TYPE_DEPTH = 99
"""Wrappers round a primitive: the reference takes 99 and refuses 100 (wasm-tools 1.263). Handles do not count."""

_DIGITS = bytes(ord("0") if chr(code) in "0123456789" else code for code in range(256))
_MARKS = re.compile(rb"->|\b(?:own|borrow)\s*<|[<>;{}]")
_LEVELS = {b"->": 0, b">": -1}
_ENDS = (b";", b"{", b"}")


def suspect(text: bytes) -> bool:
    """Whether a list's length may be too large: it has ten digits."""
    return b"0" * 10 in text.translate(_DIGITS)


def problems(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    for node in captures("(list length: (integer) @length)", root).get("length", ()):
        if exceeds(text[node.start_byte : node.end_byte], 32):
            yield SyntaxProblem(span(node), "list-length-range", "the length of a list must fit in 32 bits")


def too_deep(text: bytes) -> SyntaxProblem | None:
    """The first type that nests too deep. It is for any text, and is asked before anything goes down into a type."""
    if text.count(b"<") <= MAX_TYPE_DEPTH:
        return None
    plain, _ = blanked(text, 0, len(text))
    if all(statement.count(b"<") <= MAX_TYPE_DEPTH for statement in plain.split(b";")):
        return None
    depth = 0
    for mark in _MARKS.finditer(plain):
        depth = max(0, depth + _LEVELS.get(mark[0], 1)) if mark[0] not in _ENDS else 0
        if depth > MAX_TYPE_DEPTH and mark[0] == b"<":
            message = f"types are nested deeper than {MAX_TYPE_DEPTH + 1} levels"
            return SyntaxProblem(Span(*mark.span()), "type-depth", message)
    return None
