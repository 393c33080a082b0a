"""Fields that other languages have: the type first, or where no record is."""

from __future__ import annotations

from wit_lsp.syntax.forms.cursor import NAMES, Cursor, Forms
from wit_lsp.syntax.mistakes import Mistake
from wit_lsp.syntax.networks import wit_networks
from wit_lsp.text import Edit

_WRAPPED = {"repeated": "list", "optional": "option"}
_MODIFIERS = (*_WRAPPED, "required")


def _type_first(at: Cursor) -> Mistake | None:
    """`record r { string a = 1; }` and `record r { repeated string a = 1; }` for `record r { a: string, }`."""
    if at.block != "record" or not (at[-1].text in ("{", ",", ";") or at[0].first):
        return None
    start = 1 if at[0].text in _MODIFIERS else 0
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
    return Mistake(
        at.span(0, end), "expected-token", f"a field is written `{new}`", None, f"Write `{new}`", (edit,), is_type
    )


FORMS: Forms = {
    **dict.fromkeys(set(wit_networks().at("type").edges) - {"name"}, (_type_first,)),
    NAMES: (_type_first,),
}
