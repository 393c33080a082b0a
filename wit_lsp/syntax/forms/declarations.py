"""Types that are declared as other languages declare them."""

from __future__ import annotations

from wit_lsp.syntax.forms.cursor import BEFORE_TYPES, Cursor, Forms, instead, safely
from wit_lsp.syntax.mistakes import STAND_INS, Mistake
from wit_lsp.text import Edit, Span

_KINDS = ("record", "variant", "enum", "flags")


def _assigned(at: Cursor) -> Mistake | None:
    """`type r = record { … };` and `type r = { … };` for `record r { … }`."""
    is_named = at[1].text in _KINDS and at[2].text == "{"
    opener = 2 if is_named else 1
    close = at.find("}", opener + 1, 400) if at[opener].text == "{" and at[-2].text == "type" else None
    if close is None:
        return None
    kind = at[1].text if is_named else "record"
    edits = [Edit(at.span(-2, -2), kind), *at.without(0, opener - 1)]
    if at[close + 1].text == ";":
        edits += at.without(close + 1, close + 1)
    message = f"expected `{kind}`, not `type`"
    return safely(at.span(-2, -2), "expected-type", message, f"Write `{kind}`", edits)


def _inline(at: Cursor) -> Mistake | None:
    """`f: func(a: record { … })`: only a type that has a name can be used."""
    close = at.find("}", 2, 400) if at[1].text == "{" and at[-1].text in BEFORE_TYPES else None
    if close is None:
        return None
    message = "only a type that has a name stands here"
    return Mistake(at.span(0, 0), "expected-type", message, edits=(Edit(at.span(0, close), STAND_INS["name"]),))


def _semicolon(at: Cursor) -> Mistake | None:
    """`record r { a: u8; b: u8; }`: a comma separates what a type has."""
    if at.block not in _KINDS:
        return None
    return instead(at, "missing-separator", f"`,` separates what is in `{at.block}`, not `;`", ",")


def _value(at: Cursor) -> Mistake | None:
    """`enum e { a = 1 }` and `record r { a: u8 = 1 }`: nothing has a value in WIT."""
    if at.block not in _KINDS:
        return None
    end = next((step for step in range(1, 12) if at[step].text in (",", "}", ";")), None)
    if end is None:
        return None
    message = "a field has no default" if at.block == "record" else "a case has no value"
    edit = Edit(Span(at[-1].end, at[end - 1].end), "")
    return Mistake(at.span(0, end - 1), "expected-token", message, None, f"Remove `{at.words(0, end - 1)}`", (edit,))


def _case_type(at: Cursor) -> Mistake | None:
    """`variant v { a: t }` for `variant v { a(t) }`."""
    if at.block != "variant" or "name" not in at[-1].terminals:
        return None
    end = at.find(",", 1) or at.find("}", 1)
    if end is None:
        return None
    edits = [Edit(Span(at[-1].end, at[1].start), "("), Edit(Span(at[end - 1].end, at[end - 1].end), ")")]
    return safely(at.span(0, 0), "expected-token", "the type of a case stands in `(` `)`", "Write `(` `)`", edits)


FORMS: Forms = {
    "=": (_assigned, _value),
    **dict.fromkeys(_KINDS, (_inline,)),
    ";": (_semicolon,),
    ":": (_case_type,),
}
