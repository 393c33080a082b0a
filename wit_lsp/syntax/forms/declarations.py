"""Types that are declared as other languages declare them."""

from __future__ import annotations

from wit_lsp.syntax.blocks import FOREIGN
from wit_lsp.syntax.forms.cases import FUNCTIONS, INSIDE
from wit_lsp.syntax.forms.cursor import BEFORE_TYPES, MODIFIERS, NAMES, Cursor, Forms, instead, safely
from wit_lsp.syntax.mistakes import STAND_INS, Code, Mistake
from wit_lsp.syntax.networks import wit_networks
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
    if at.block not in _KINDS or at.opener()[0] in INSIDE:
        return None
    return instead(at, "missing-separator", f"`,` separates what is in `{at.block}`, not `;`", ",")


def _value(at: Cursor) -> Mistake | None:
    """`enum e { a = 1 }` and `record r { a: u8 = 1 }`: nothing has a value in WIT."""
    if at.block not in _KINDS or at[1].first:
        return None
    end = _value_end(at)
    what = {"record": "a field has no default", "flags": "a flag has no value"}
    message = what.get(at.block, "a case has no value")
    edit = Edit(Span(at[-1].end, at[end].end), "")
    return Mistake(at.span(0, end), "expected-token", message, None, f"Remove `{at.words(0, end)}`", (edit,))


def _function(at: Cursor) -> Mistake | None:
    """`variant v { f: func() }`: no type has functions but a resource."""
    if at.block not in _KINDS or "name" not in at[-1].terminals or at[1].text not in FUNCTIONS:
        return None
    end = at.end_of_member(1)
    if at.find("(", 1, end) is None:
        return None
    last, stop = (end, ",") if at[end].text == ";" else (end - 1, "")
    new = f": {STAND_INS['name']}" if at.block == "record" else ""
    place = "flags" if at.block == "flags" else f"an {at.block}" if at.block == "enum" else f"a {at.block}"
    message = f"a function stands in an interface or in a resource, not in {place}"
    edit = Edit(Span(at[-1].end, at[last].end), new + stop)
    return Mistake(at.span(-1, -1), "expected-token", message, edits=(edit,))


def _value_end(at: Cursor) -> int:
    """The last token of a value, in which `<` is no bracket."""
    depth = 0
    for step in range(1, 200):
        token = at[step]
        if depth <= 0 and (token.text in (",", ";", "}", "") or token.first):
            return step - 1
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
    return 0


FORMS: Forms = {
    "type": (_kind_behind_name,),
    NAMES: (_field,),
    "=": (_assigned, _value),
    **dict.fromkeys(_KINDS, (_inline,)),
    ";": (_semicolon,),
    ":": (_function,),
}
