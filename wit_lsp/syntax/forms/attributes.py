"""Attributes that are not written as WIT writes them, or stand where none may."""

from __future__ import annotations

from wit_lsp.syntax.blocks import FILE
from wit_lsp.syntax.forms.cursor import NAMES, Cursor, Forms, safely
from wit_lsp.syntax.mistakes import Code, Mistake
from wit_lsp.text import Edit, Span

_KEYS = {"since": "version", "deprecated": "version", "unstable": "feature"}


def _no_at(at: Cursor) -> Mistake | None:
    """`since(version = …)` for `@since(version = …)`."""
    key = _KEYS.get(at[0].text)
    if key is None or not at.starts or [at[step].text for step in (1, 2, 3)] != ["(", key, "="]:
        return None
    here = Span(at[0].start, at[0].start)
    return safely(here, "expected-token", f"expected `@` before `{at[0].text}`", "Insert `@`", [Edit(here, "@")])


def _no_bracket(at: Cursor) -> Mistake | None:
    """`@sinceversion = …)`: the name and its key are not parted."""
    word = next((word for word, key in _KEYS.items() if at[1].text == word + key), None)
    if word is None or at[2].text != "=":
        return None
    middle = at[1].start + len(word)
    here = Span(middle, middle)
    return safely(here, "expected-token", f"expected `(` after `{word}`", "Insert `(`", [Edit(here, "(")])


def _of_what_has_none(at: Cursor) -> Mistake | None:
    """`@since(…) package a:b { … }`: neither a package nor a `use` at top level has attributes."""
    close = at.find(")", 3, 12) if at[2].text == "(" else None
    if close is None or at.block != FILE:
        return None
    item = close + 1
    while at[item].text == "@" and (end := at.find(")", item + 3, item + 12)) is not None:
        item = end + 1
    if at[item].text not in ("package", "use"):
        return None
    code: Code = "attr-on-nested-package" if at[item].text == "package" else "expected-top-item"
    edit = Edit(Span(at[0].start, at.past_blanks(close)), "")
    message = f"`{at[item].text}` has no attributes here"
    return Mistake(at.span(0, close), code, message, None, f"Remove `@{at[1].text}`", (edit,))


FORMS: Forms = {"@": (_no_bracket, _of_what_has_none), NAMES: (_no_at,)}
