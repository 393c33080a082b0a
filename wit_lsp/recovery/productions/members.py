"""What stands in a record, a variant, an enum or flags and has what it has not in WIT."""

from __future__ import annotations

from wit_lsp.recovery.productions.cursor import Cursor, Productions, instead, safely
from wit_lsp.syntax.problem import PLACEHOLDERS, SyntaxProblem
from wit_lsp.text import Edit, Span, insertion

KINDS = ("record", "variant", "enum", "flags")

FUNCTIONS = ("func", "async", "static")
_INSIDE = ("(", "<", "[")


def _semicolon(at: Cursor) -> SyntaxProblem | None:
    """`record r { a: u8; b: u8; }`: a comma separates what a type has."""
    if at.block not in KINDS or at.opener()[0] in _INSIDE:
        return None
    return instead(at, "missing-separator", f"`,` separates what is in `{at.block}`, not `;`", ",")


def _value(at: Cursor) -> SyntaxProblem | None:
    """`enum e { a = 1 }` and `record r { a: u8 = 1 }`: nothing has a value in WIT."""
    if at.block not in KINDS or at[1].first:
        return None
    end = _value_end(at)
    what = {"record": "a field has no default", "flags": "a flag has no value"}
    message = what.get(at.block, "a case has no value")
    edit = Edit(Span(at[-1].end, at[end].end), "")
    return SyntaxProblem(at.span(0, end), "expected-token", message, None, f"Remove `{at.words(0, end)}`", (edit,))


def _value_end(at: Cursor) -> int:
    """The last token of a value, in which `<` is no bracket."""
    depth = 0
    for step in range(1, 200):
        token = at[step]
        if depth <= 0 and (token.text in (",", ";", "}", "") or token.first):
            return step - 1
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
    return 0


def _function(at: Cursor) -> SyntaxProblem | None:
    """`variant v { f: func() }`: no type has functions but a resource."""
    if at.block not in KINDS or "name" not in at[-1].terminals or at[1].text not in FUNCTIONS:
        return None
    end = at.end_of_member(1)
    if at.find("(", 1, end) is None:
        return None
    last, stop = (end, ",") if at[end].text == ";" else (end - 1, "")
    new = f": {PLACEHOLDERS['name']}" if at.block == "record" else ""
    place = "flags" if at.block == "flags" else f"an {at.block}" if at.block == "enum" else f"a {at.block}"
    message = f"a function stands in an interface or in a resource, not in {place}"
    edit = Edit(Span(at[-1].end, at[last].end), new + stop)
    return SyntaxProblem(at.span(-1, -1), "expected-token", message, edits=(edit,))


def _case_type(at: Cursor) -> SyntaxProblem | None:
    """`variant v { a: t }` for `variant v { a(t) }`."""
    if at.block != "variant" or not _is_behind_case(at):
        return None
    end = at.end_of_member(1) - 1
    edits = [Edit(Span(at[-1].end, at[1].start), "("), insertion(at[end].end, ")")]
    return safely(at.span(0, 0), "expected-token", "the type of a case stands in `(` `)`", "Write `(` `)`", edits)


def _is_behind_case(at: Cursor) -> bool:
    """Whether the `:` follows the name of a case, and a type it on its line: else it is being typed."""
    is_typed = at[1].first or at[1].text in FUNCTIONS
    return "name" in at[-1].terminals and not is_typed and at.opener()[0] not in _INSIDE


def _named_types(at: Cursor) -> SyntaxProblem | None:
    """`variant v { a(x: t, y: u) }` for `variant v { a(tuple<t, u>) }`."""
    close = at.find(")", 1) if at.block == "variant" and "name" in at[-1].terminals else None
    if close is None or all(at[step].text != ":" for step in range(1, close)):
        return None
    types: list[str] = []
    edits: list[Edit] = []
    start = 1
    while start < close:
        end = at.find(",", start, close) or close
        name = start + 1 if at[start + 1].text == ":" else start - 1
        if name >= start:
            edits += at.without(start, name)
        types.append(at.words(name + 1, end - 1) if name + 1 < end else "")
        start = end + 1
    if not all(types):
        return None
    if len(types) == 1:
        message, new = "the type of a case has no name", types[0]
    else:
        new = f"tuple<{', '.join(types)}>"
        message = f"a case has one type: `{new}`"
        edits += [insertion(at[1].start, "tuple<"), insertion(at[close - 1].end, ">")]
    title = f"Write `{at[-1].text}({new})`"
    return SyntaxProblem(at.span(0, close), "expected-type", message, None, title, tuple(edits))


def _case_types(at: Cursor) -> SyntaxProblem | None:
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


def _typed_case(at: Cursor) -> SyntaxProblem | None:
    """`flags f { a: t }`."""
    if at.block not in ("enum", "flags") or not _is_behind_case(at):
        return None
    return _without_type(at, at.end_of_member(1) - 1)


def _without_type(at: Cursor, end: int) -> SyntaxProblem | None:
    if at.block == "variant":
        return None
    what = "a case of an `enum` has no type; one of a `variant` has" if at.block == "enum" else "a flag has no type"
    return SyntaxProblem(at.span(0, end), "expected-token", what, edits=(Edit(Span(at[-1].end, at[end].end), ""),))


def _case_fields(at: Cursor) -> SyntaxProblem | None:
    """`variant v { a { x: t } }`: the type of a case has a name."""
    close = at.find("}", 1, 400) if at.block == "variant" and "name" in at[-1].terminals else None
    if close is None:
        return None
    edit = Edit(Span(at[-1].end, at[close].end), f"({PLACEHOLDERS['name']})")
    message = "the type of a case has a name; its fields are those of a `record`"
    return SyntaxProblem(at.span(0, 0), "expected-token", message, edits=(edit,))


PRODUCTIONS: Productions = {
    "=": (_value,),
    ";": (_semicolon,),
    ":": (_function, _case_type, _typed_case),
    "(": (_named_types, _case_types),
    "{": (_case_fields,),
}
