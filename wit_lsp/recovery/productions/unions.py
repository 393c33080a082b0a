"""Types that are one of several, as other languages write them, and what may be missing."""

from __future__ import annotations

from wit_lsp.recovery.productions.cursor import BEFORE_TYPES, Cursor, Productions, safely
from wit_lsp.recovery.productions.written import written
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit

_NOTHING = ("null", "undefined", "None", "nil")
_ERROR = "error"


def _union(at: Cursor) -> SyntaxProblem | None:
    """`t | null` for `option<t>`, `t | error` for `result<t, error>`; others are variants."""
    first = at.type_start(-1)
    if at[first - 1].text not in BEFORE_TYPES:
        return None
    left = written(at, first)
    if left is None or left.last != -1:
        return None
    texts, last, is_clear = [left.text], -1, left.is_clear
    while at[last + 1].text == "|":
        found = written(at, last + 2)
        if found is None:
            return None
        last, is_clear = found.last, is_clear and found.is_clear
        texts.append(found.text)
    span = at.span(first, last)
    some = [text for text in texts if text not in _NOTHING]
    if len(some) == 1:
        new = f"option<{some[0]}>"
        message = f"`{at.words(first, last)}` is `{new}` in WIT"
        problem = safely(span, "unexpected-char", message, f"Write `{new}`", [Edit(span, new)])
        return problem._replace(safe=is_clear)
    if len(texts) == len(some) == 2 and at[first - 1].text == "->" and texts[1].lower().endswith(_ERROR):
        new = f"result<{texts[0]}, {texts[1]}>"
        message = f"`{at.words(first, last)}` is `{new}` in WIT"
        return SyntaxProblem(span, "unexpected-char", message, None, f"Write `{new}`", (Edit(span, new),))
    message = "one of several types is a `variant`, which names its cases"
    return SyntaxProblem(span, "unexpected-char", message, edits=(Edit(at.span(0, last), ""),))


PRODUCTIONS: Productions = {"|": (_union,)}
