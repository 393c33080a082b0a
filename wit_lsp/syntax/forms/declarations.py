"""Types that are declared as other languages declare them."""

from __future__ import annotations

from wit_lsp.syntax.blocks import FOREIGN
from wit_lsp.syntax.forms.cursor import BEFORE_TYPES, MODIFIERS, NAMES, Cursor, Forms, instead, safely
from wit_lsp.syntax.mistakes import STAND_INS, Code, Mistake
from wit_lsp.syntax.networks import wit_networks
from wit_lsp.text import Edit, Span, insertion

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


def _kind_behind_name(at: Cursor) -> Mistake | None:
    """`type r struct { … }` for `record r { … }`."""
    kind = FOREIGN.get(at[2].text, at[2].text)
    if not at.starts or "name" not in at[1].terminals or kind not in _KINDS or at[3].text != "{":
        return None
    edits = [Edit(at.span(0, 0), kind), *at.without(2, 2)]
    return safely(at.span(0, 0), "expected-type", f"expected `{kind}`, not `type`", f"Write `{kind}`", edits)


def _field(at: Cursor) -> Mistake | None:
    """`interface i { a: u8; }`: an interface has no fields."""
    if at[1].text != ":" or at.block not in ("interface", "world") or not at.starts:
        return None
    end = at.type_end(2)
    if not {"name", *wit_networks().at("type").edges}.intersection(at[2].terminals):
        return None
    after = at[end + 1].text
    if after not in (";", ",", "=") or at.opener()[0] == "(":
        return None  # a function that is being typed, or its parameter
    if after == "=":
        end = at.end_of_member(end + 2) - 1
    last = end + 1 if at[end + 1].text in (";", ",") else end
    message = f"`{at[0].text}` is no function; fields stand in a `record`"
    code: Code = "expected-interface-item" if at.block == "interface" else "expected-world-item"
    modifier = at.without(-1, -1) if at[-1].text in MODIFIERS else []
    return Mistake(at.span(0, 0), code, message, edits=(*modifier, Edit(at.span(2, last), "func();")))


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
    end = at.end_of_member(1) - 1
    message = "a field has no default" if at.block == "record" else "a case has no value"
    edit = Edit(Span(at[-1].end, at[end].end), "")
    return Mistake(at.span(0, end), "expected-token", message, None, f"Remove `{at.words(0, end)}`", (edit,))


def _case_type(at: Cursor) -> Mistake | None:
    """`variant v { a: t }` for `variant v { a(t) }`."""
    if at.block != "variant" or "name" not in at[-1].terminals:
        return None
    end = at.end_of_member(1) - 1
    edits = [Edit(Span(at[-1].end, at[1].start), "("), insertion(at[end].end, ")")]
    return safely(at.span(0, 0), "expected-token", "the type of a case stands in `(` `)`", "Write `(` `)`", edits)


def _case_types(at: Cursor) -> Mistake | None:
    """`variant v { a(t, u) }` for `variant v { a(tuple<t, u>) }`; and a case of an enum or a flag has no type."""
    if at.block not in ("variant", "enum", "flags") or "name" not in at[-1].terminals:
        return None
    close = at.find(")", 1)
    if close is None or close == 1:
        return None
    comma = at.find(",", 1, close)
    if at.block == "variant" and comma == close - 1:
        return safely(
            at.span(comma, comma), "doubled-separator", "`,` has no place here", "Remove `,`", at.without(comma, comma)
        )
    if at.block == "variant" and comma is not None:
        first, last = at[1].start, at[close - 1].end
        edits = [insertion(first, "tuple<"), insertion(last, ">")]
        message = "a case has one type; several are a `tuple<…>`"
        return safely(at.span(0, close), "expected-type", message, "Write `tuple<…>`", edits)
    return _without_type(at, close)


def _typed_case(at: Cursor) -> Mistake | None:
    """`flags f { a: t }`."""
    if at.block not in ("enum", "flags") or "name" not in at[-1].terminals:
        return None
    return _without_type(at, at.end_of_member(1) - 1)


def _without_type(at: Cursor, end: int) -> Mistake | None:
    if at.block == "variant":
        return None
    what = "a case of an `enum` has no type; one of a `variant` has" if at.block == "enum" else "a flag has no type"
    return Mistake(at.span(0, end), "expected-token", what, edits=(Edit(Span(at[-1].end, at[end].end), ""),))


def _case_fields(at: Cursor) -> Mistake | None:
    """`variant v { a { x: t } }`: the type of a case has a name."""
    close = at.find("}", 1, 400) if at.block == "variant" and "name" in at[-1].terminals else None
    if close is None:
        return None
    edit = Edit(Span(at[-1].end, at[close].end), f"({STAND_INS['name']})")
    message = "the type of a case has a name; its fields are those of a `record`"
    return Mistake(at.span(0, 0), "expected-token", message, edits=(edit,))


FORMS: Forms = {
    "type": (_kind_behind_name,),
    NAMES: (_field,),
    "=": (_assigned, _value),
    **dict.fromkeys(_KINDS, (_inline,)),
    ";": (_semicolon,),
    ":": (_case_type, _typed_case),
    "(": (_case_types,),
    "{": (_case_fields,),
}
