"""Functions, constructors and inline interfaces that are written as other languages write them."""

from __future__ import annotations

from wit_lsp.syntax.blocks import FILE
from wit_lsp.syntax.forms.cursor import Cursor, Forms, safely
from wit_lsp.syntax.forms.misplaced import function_at_top_level
from wit_lsp.syntax.mistakes import Mistake
from wit_lsp.text import Edit, Span

_BLOCKS = ("interface", "world", "resource")


def _func_first(at: Cursor) -> Mistake | None:
    """`func f()` for `f: func()`."""
    if "name" not in at[1].terminals or at[2].text != "(" or not _begins(at):
        return None
    after = at[1].end
    edits = [*at.without(0, 0), Edit(Span(after, after), ": func")]
    if at.block not in _BLOCKS:
        return function_at_top_level(at, edits) if at.block == FILE else None
    return safely(at.span(0, 0), "expected-token", "`func` stands behind the name and its `:`", "Move `func`", edits)


def _no_func(at: Cursor) -> Mistake | None:
    """`f()` for `f: func()`."""
    if at.block not in _BLOCKS or at[1].text != "(" or not _begins(at):
        return None
    after = at[0].end
    message = "expected `:` and `func` before the parameters"
    return safely(
        Span(after, after), "expected-token", message, "Insert `: func`", [Edit(Span(after, after), ": func")]
    )


def _async_first(at: Cursor) -> Mistake | None:
    """`async f: func()` for `f: async func()`."""
    if not _begins(at) or at[2].text != ":" or at[3].text != "func":
        return None
    before = at[3].start
    edits = [*at.without(0, 0), Edit(Span(before, before), "async ")]
    return safely(at.span(0, 0), "expected-token", "`async` stands before `func`", "Move `async`", edits)


def _constructor(at: Cursor) -> Mistake | None:
    """`constructor: func(…)` and `constructor new(…)` for `constructor(…)`."""
    if at.block != "resource" or not at.starts:
        return None
    last = 2 if (at[1].text, at[2].text) == (":", "func") else 1
    if at[last + 1].text != "(" or (last == 1 and "name" not in at[1].terminals):
        return None
    message = "a constructor has no name: its parameters follow at once"
    edits = [Edit(Span(at[0].end, at[last + 1].start), "")]
    return safely(at.span(1, last), "expected-token", message, f"Remove `{at.words(1, last)}`", edits)


def _body(at: Cursor) -> Mistake | None:
    """`f: func() { … }`: a function has no body."""
    if at.opens != "func" or (close := at.find("}", 1, 10_000)) is None:
        return None
    stop = "" if at[close + 1].text == ";" else ";"
    edit = Edit(Span(at[-1].end, at[close].end), stop)
    message = "a function has no body; it ends with `;`"
    return safely(at.span(0, 0), "expected-token", message, "Remove it", [edit])._replace(safe=close == 1)


def _interface_first(at: Cursor) -> Mistake | None:
    """`export interface i { … }` for `export i: interface { … }`."""
    if at[-1].text not in ("import", "export") or "name" not in at[1].terminals or at[2].text != "{":
        return None
    after = at[1].end
    edits = [*at.without(0, 0), Edit(Span(after, after), ": interface")]
    message = "`interface` stands behind the name and its `:`"
    return safely(at.span(0, 0), "expected-token", message, "Move `interface`", edits)


def _results_in_brackets(at: Cursor) -> Mistake | None:
    """`-> (a, b)` for `-> tuple<a, b>`, and `-> (a)` for `-> a`."""
    close = at.find(")", 2) if at[1].text == "(" else None
    if close is None or close == 2 or at[3].text == ":":
        return None
    span = at.span(1, 1)
    if at.find(",", 2, close) is None:
        edits = [*at.without(1, 1), *at.without(close, close)]
        return safely(span, "expected-type", "a result has no `(` `)` around it", "Remove `(` `)`", edits)
    edits = [Edit(span, "tuple<"), Edit(at.span(close, close), ">")]
    return safely(span, "expected-type", "several results are a `tuple<…>`", "Write `tuple<…>`", edits)


def _begins(at: Cursor) -> bool:
    return at.starts or at[-1].text in ("import", "export")


FORMS: Forms = {
    **dict.fromkeys(("func", "def", "fn", "fnc", "fun", "function", "method"), (_func_first,)),
    "interface": (_interface_first,),
    "async": (_async_first,),
    "constructor": (_constructor,),
    "{": (_body,),
    "->": (_results_in_brackets,),
    "": (_no_func,),
}
