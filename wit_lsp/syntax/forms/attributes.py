"""Attributes that are not written as WIT writes them, or stand where none may."""

from __future__ import annotations

from difflib import get_close_matches

from wit_lsp.syntax.blocks import FILE
from wit_lsp.syntax.forms.cursor import NAMES, Cursor, Forms, safely
from wit_lsp.syntax.mistakes import STAND_INS, Code, Mistake
from wit_lsp.syntax.networks import wit_networks
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


def _key(at: Cursor) -> Mistake | None:
    """`@since(since = 1.0.0)`: each attribute has one key."""
    key = _KEYS.get(at[1].text)
    if key is None or at[2].text != "(" or at[3].text in (key, "") or at[4].text != "=":
        return None
    message = f"`@{at[1].text}` has a `{key}`, not a `{at[3].text}`"
    edit, value = Edit(at.span(3, 3), key), "semver" if key == "version" else "name"
    if value in at[5].terminals:
        return safely(at.span(3, 3), "attr-key", message, f"Write `{key}`", [edit])
    stand_in = Edit(at.span(5, 5), STAND_INS[value])
    return Mistake(at.span(3, 3), "attr-key", message, edits=(edit, stand_in))


def _unknown(at: Cursor) -> Mistake | None:
    """`@doc("…")`: there are four attributes."""
    known = attributes()
    word = at[1].text
    if not (at.starts or at[-1].text == ")") or not word[:1].isalpha() or word in known:
        return None
    if any(word.startswith(each) for each in known) and at[2].text == "=":
        return None  # `(` is missing
    close = at.find(")", 3, 20) if at[2].text == "(" else 1
    if close is None:
        return None
    meant = next(iter(get_close_matches(word, known, 1, 0.75)), None)
    edit = Edit(at.span(0, close), "") if meant is None else Edit(at.span(1, 1), meant)
    listed = ", ".join(f"`{each}`" for each in known[:-1])
    message = f"`{word}` is no attribute; there are {listed} and `{known[-1]}`"
    return Mistake(at.span(1, 1), "attr-unknown", message, None, f"Write `{meant}`" if meant else "", (edit,))


def _empty(at: Cursor) -> Mistake | None:
    """`@since` without its version."""
    if at[1].text not in attributes() or not (at.starts or at[-1].text == ")"):
        return None
    if at[2].text in ("(", at[1].text):
        return None
    if at[2].text not in ("interface", "world", "@") and "name" not in at[2].terminals:
        return None
    here = Span(at[1].end, at[1].end)
    return Mistake(here, "expected-token", f"expected `(` after `{at[1].text}`", edits=(Edit(at.span(0, 1), ""),))


def _of_rust(at: Cursor) -> Mistake | None:
    """`#[since(…)]` for `@since(…)`."""
    close = at.find("]", 2, 20) if at[1].text == "[" else None
    if close is None:
        return None
    edits = [Edit(at.span(0, 1), "@"), Edit(at.span(close, close), "")]
    mistake = safely(at.span(0, 1), "unexpected-char", "an attribute begins with `@`", "Write `@`", edits)
    return mistake._replace(safe=at[2].text in attributes())


def attributes() -> list[str]:
    """The names of all attributes, in the grammar's order."""
    networks = wit_networks()
    behind = networks.step(networks.at("attr"), ("@",))
    return list(behind.edges) if behind is not None else []


FORMS: Forms = {"@": (_no_bracket, _of_what_has_none, _key, _unknown, _empty), "#": (_of_rust,), NAMES: (_no_at,)}
