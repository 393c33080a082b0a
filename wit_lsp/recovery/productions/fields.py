"""Fields that other languages have: the type first, or where no record is."""

from __future__ import annotations

from wit_lsp.recovery.productions.cursor import MODIFIERS, NAMES, STARTS, Cursor, Productions
from wit_lsp.recovery.productions.written import written
from wit_lsp.recovery.recogniser import wit_recogniser
from wit_lsp.syntax.problem import Code, SyntaxProblem
from wit_lsp.text import Edit

_WRAPPED = {"repeated": "list", "optional": "option"}
_CODES: dict[str, Code] = {
    "interface": "expected-interface-item",
    "world": "expected-world-item",
    "resource": "expected-member",
}
_FIRST = (*_WRAPPED, "required")


def _type_first(at: Cursor) -> SyntaxProblem | None:
    """`record r { string a = 1; }` and `record r { repeated string a = 1; }` for `record r { a: string, }`."""
    if at.block != "record" or not (at[-1].text in ("{", ",", ";") or at[0].first):
        return None
    start = 1 if at[0].text in _FIRST else 0
    name = at.type_end(start) + 1
    if "name" not in at[name].terminals or at[name].row != at[0].row:
        return None
    end = name + 2 if at[name + 1].text == "=" and at[name + 2].terminals == ("integer",) else name
    after = at[end + 1]
    is_type = "name" not in at[start].terminals
    if not (after.text in (",", ";", "}") or after.first) or not (is_type or start or end > name):
        return None
    wrapper = _WRAPPED.get(at[0].text)
    words = at.words(start, name - 1)
    new = f"{at[name].text}: {f'{wrapper}<{words}>' if wrapper else words}"
    last = end + 1 if after.text == ";" else end
    edit = Edit(at.span(0, last), new if after.text in (",", "}") else f"{new},")
    return SyntaxProblem(
        at.span(0, end), "expected-token", f"a field is written `{new}`", None, f"Write `{new}`", (edit,), is_type
    )


def _field(at: Cursor) -> SyntaxProblem | None:
    """`interface i { a: u8; }` and `resource r { a: u8 }`: neither has fields."""
    if at[1].text != ":" or at.block not in _CODES or not (at.starts or _follows_field(at)):
        return None
    if not {"name", *wit_recogniser().at("type").edges}.intersection(at[2].terminals):
        return None
    foreign = written(at, 2)
    end = max(at.type_end(2), foreign.last if foreign else 0)
    after, is_name = at[end + 1], "name" in at[2].terminals
    is_whole = after.text in (";", ",", "=") or (
        not is_name and (after.text == "}" or (after.first and after.text != ")"))
    )
    if not is_whole or at.opener()[0] == "(" or at.path_end(2) > 2:
        return None  # a function that is being typed, its parameter, or a path without its `import`
    message = f"`{at[0].text}` is no function; fields stand in a `record`"
    if at.block == "resource":
        message = f"a resource has no fields; a method is written `{at[0].text}: func() -> {at.words(2, end)}`"
    if after.text == "=":
        end = at.end_of_member(end + 2) - 1
    last = end + 1 if at[end + 1].text in (";", ",") else end
    modifier = at.without(-1, -1) if at[-1].text in MODIFIERS else []
    return SyntaxProblem(at.span(0, 0), _CODES[at.block], message, edits=(*modifier, Edit(at.span(2, last), "func();")))


def _follows_field(at: Cursor) -> bool:
    """Whether a `,` stands before it that ends a field, and none of parameters."""
    colons = commas = 0
    for step in range(-1, -60, -1) if at[-1].text == "," else ():
        text = at[step].text
        if text in STARTS:
            return colons == commas
        if text in ("func", "(", ")"):
            return False
        colons, commas = colons + (text == ":"), commas + (text == ",")
    return False


PRODUCTIONS: Productions = {
    **dict.fromkeys(set(wit_recogniser().at("type").edges) - {"name"}, (_type_first,)),
    NAMES: (_type_first, _field),
}
