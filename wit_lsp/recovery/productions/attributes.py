"""Attributes that are not written as WIT writes them, or stand where none may."""

from __future__ import annotations

import re
from difflib import get_close_matches

from wit_lsp.recovery.blocks import FILE
from wit_lsp.recovery.productions.cursor import NAMES, Cursor, Productions, instead, safely
from wit_lsp.recovery.recogniser import wit_recogniser
from wit_lsp.syntax.problem import PLACEHOLDERS, Code, SyntaxProblem
from wit_lsp.text import Edit, Span

_KEYS = {"since": "version", "deprecated": "version", "unstable": "feature"}
_VALUES = {"version": "1.0.0", "feature": "name"}
_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(?:[-+][\w.+-]+)?", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)

# What has no attributes, in each block that has it.
_PARTS = {"record": "a field", "variant": "a case", "enum": "a case", "flags": "a flag"}


def _whole(word: str) -> str:
    """An attribute as it is written."""
    key = _KEYS.get(word)
    return f"@{word}({key} = {_VALUES[key]})" if key is not None else f'@{word}("name")'


def _no_at(at: Cursor) -> SyntaxProblem | None:
    """`since(version = …)` for `@since(version = …)`, and `external-id("…")` for `@external-id("…")`."""
    if at[1].text != "(" or not at.starts:
        return None
    key, word = _KEYS.get(at[0].text), at[2].text
    is_external = at[0].text == "external-id" and word.startswith('"')
    if not is_external and (key is None or (word, at[3].text) != (key, "=")):
        return None
    here = Span(at[0].start, at[0].start)
    return safely(here, "expected-token", f"expected `@` before `{at[0].text}`", "Insert `@`", [Edit(here, "@")])


def _no_bracket(at: Cursor) -> SyntaxProblem | None:
    """`@sinceversion = …)`: the name and its key are not parted."""
    word = next((word for word, key in _KEYS.items() if at[1].text == word + key), None)
    if word is None or at[2].text != "=":
        return None
    middle = at[1].start + len(word)
    here = Span(middle, middle)
    return safely(here, "expected-token", f"expected `(` after `{word}`", "Insert `(`", [Edit(here, "(")])


def _of_what_has_none(at: Cursor) -> SyntaxProblem | None:
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
    return SyntaxProblem(at.span(0, close), code, message, None, f"Remove `@{at[1].text}`", (edit,))


def _key(at: Cursor) -> SyntaxProblem | None:
    """`@since(since = 1.0.0)`: each attribute has one key."""
    key = _KEYS.get(at[1].text)
    if key is None or at[2].text != "(" or at[3].text in (key, "") or at[4].text != "=":
        return None
    message = f"`@{at[1].text}` has a `{key}`, not a `{at[3].text}`"
    edit, value = Edit(at.span(3, 3), key), "semver" if key == "version" else "name"
    if value in at[5].terminals:
        return safely(at.span(3, 3), "attr-key", message, f"Write `{key}`", [edit])
    stand_in = Edit(at.span(5, 5), PLACEHOLDERS[value])
    return SyntaxProblem(at.span(3, 3), "attr-key", message, edits=(edit, stand_in))


def _unknown(at: Cursor) -> SyntaxProblem | None:
    """`@doc("…")`: there are four attributes."""
    known = attributes()
    word = at[1].text
    if not _begins(at) or at[1].first or not word[:1].isalpha() or word in known:
        return None
    if any(word.startswith(each) for each in known) and at[2].text == "=":
        return None  # `(` is missing
    close = _end(at)
    if close is None:
        return None
    meant = next(iter(get_close_matches(word, known, 1, 0.75)), None) if close > 1 else None
    edit = Edit(at.span(0, close), "") if meant is None else Edit(at.span(1, 1), meant)
    message = f"`{word}` is no attribute; there are {_listed('and')}"
    return SyntaxProblem(at.span(1, 1), "attr-unknown", message, None, f"Write `{meant}`" if meant else "", (edit,))


def _nameless(at: Cursor) -> SyntaxProblem | None:
    """A lone `@`, whose name is being typed."""
    if not _begins(at) or not at[1].first or at[1].text in attributes():
        return None
    return SyntaxProblem(at.span(0, 0), "attr-unknown", f"`@` begins {_listed('or')}", edits=tuple(at.without(0, 0)))


def _listed(junction: str) -> str:
    *others, last = (f"`{each}`" for each in attributes())
    return f"{', '.join(others)} {junction} {last}"


def _empty(at: Cursor) -> SyntaxProblem | None:
    """`@since` and `@since()` without its version."""
    word = at[1].text
    last = 3 if (at[2].text, at[3].text) == ("(", ")") else 1
    after = at[last + 1]
    if word not in attributes() or not _begins(at) or (last == 1 and after.text in ("(", word, "=")):
        return None
    if not (after.first or after.text in ("@", "interface", "world") or "name" in after.terminals):
        return None
    message = f"`@{word}` is written `{_whole(word)}`"
    return SyntaxProblem(at.span(0, last), "expected-token", message, edits=(Edit(at.span(0, last), ""),))


def _no_key(at: Cursor) -> SyntaxProblem | None:
    """`@since(1.0.0)`, `@since("1.0.0")` and `@unstable("f")`: the value has its key before it."""
    key = _KEYS.get(at[1].text)
    given = at[3].text.strip('"')
    if key is None or at[2].text != "(" or at[4].text != ")" or not _begins(at) or not given:
        return None
    pattern = _VERSION if key == "version" else _NAME
    if not (at[3].text.startswith('"') or pattern.fullmatch(given)):
        return None
    span = at.span(3, 3)
    if not pattern.fullmatch(given):
        stand_in = Edit(span, f"{key} = {PLACEHOLDERS['semver' if key == 'version' else 'name']}")
        message = f"`@{at[1].text}` is written `{_whole(at[1].text)}`"
        return SyntaxProblem(span, "attr-key", message, edits=(stand_in,))
    new = f"{key} = {given}"
    message = f"`@{at[1].text}` is written `@{at[1].text}({new})`"
    return safely(span, "attr-key", message, f"Write `{new}`", [Edit(span, new)])


def _inside(at: Cursor) -> SyntaxProblem | None:
    """`record r { @since(…) a: t }` and `a: t @optional`: what is in an item has no attributes."""
    what = _PARTS.get(at.block) or ("a parameter" if at.in_params and not at[0].first else "")
    close = _end(at) if what and at[1].text[:1].isalpha() and at[1].start == at[0].end else None
    if close is None:
        return None
    is_behind = not at[0].first and at[close + 1].text in (",", ";", ")", "}")
    gone = Span(at[-1].end, at[close].end) if is_behind else Span(at[0].start, at.past_blanks(close))
    message = f"an attribute stands before an item, not before {what}"
    title = f"Remove `@{at[1].text}`"
    return SyntaxProblem(at.span(0, close), "expected-token", message, None, title, (Edit(gone, ""),))


def _end(at: Cursor) -> int | None:
    """The last token of an attribute, if its `(` is closed."""
    return at.find(")", 3, 20) if at[2].text == "(" else 1


def _begins(at: Cursor) -> bool:
    return at.starts or at[-1].text == ")"


def _of_rust(at: Cursor) -> SyntaxProblem | None:
    """`#[since(…)]` for `@since(…)`."""
    close = at.find("]", 2, 20) if at[1].text == "[" else None
    if close is None:
        return None
    span, message = at.span(0, 1), "an attribute begins with `@`"
    if at[2].text not in attributes() or at[5].text != "=" or close != 8:
        return SyntaxProblem(span, "unexpected-char", message, edits=(Edit(Span(at[0].start, at[close].end), ""),))
    edits = [Edit(span, "@"), Edit(at.span(close, close), "")]
    return safely(span, "unexpected-char", message, "Write `@`", edits)


def _quoted(at: Cursor) -> SyntaxProblem | None:
    """`@unstable(feature = "f")`."""
    name = at[0].text.strip('"')
    if (at[-1].text, at[-2].text) != ("=", "feature") or not _NAME.fullmatch(name):
        return None
    return instead(at, "expected-name", "a feature has no quotes", name, "Remove the quotes")


def attributes() -> list[str]:
    """The names of all attributes, in the grammar's order."""
    recogniser = wit_recogniser()
    behind = recogniser.step(recogniser.at("attr"), ("@",))
    return list(behind.edges) if behind is not None else []


PRODUCTIONS: Productions = {
    "@": (_inside, _no_bracket, _of_what_has_none, _key, _no_key, _unknown, _nameless, _empty),
    '"': (_quoted,),
    "#": (_of_rust,),
    NAMES: (_no_at,),
}
