"""Types as other languages write them, and how WIT writes each."""

from __future__ import annotations

import re
from typing import NamedTuple

from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.words import AROUND, HANDLE, PRIMS, TYPE, WRAPPER
from wit_lsp.validation.names import kebab

_ALONE = ("result", "stream", "future")
_LEVELS = 6  # of types within types
_TYPE_WORDS, _TYPE_MARKS = ("const", "struct", "enum"), ("&", "*", "const")
_ERRORS = ("error", "Error")
_WORD = re.compile(r"%?[A-Za-z][\w-]*")


class Written(NamedTuple):
    """What WIT writes for a type, the last token of that type, and whether it is what was meant without doubt."""

    text: str
    last: int
    is_clear: bool = True

    def within(self, word: str, last: int) -> Written:
        """It with the type `word` around it, which ends at the token `last`."""
        return Written(f"{word}<{self.text}>", last, self.is_clear)


def written(at: Cursor, start: int, levels: int = _LEVELS) -> Written | None:
    """The type that begins at `start`; None where none does that is known."""
    found = _prefixed(at, start, levels) if levels else None
    while found is not None and (longer := _suffixed(at, found)) is not None:
        found = longer
    return found


def suffixed(at: Cursor, start: int) -> Written | None:
    """As `written`, of a type that begins or ends with a mark of another language."""
    found = written(at, start)
    if found is None or (at[start + 1].text == "[" and at[start + 2].text != "]"):
        return None
    return found if at[start].text in ("[", "?") or at[found.last].text in ("]", "?") else None


def renamed(text: str) -> str:
    """It with all names as WIT writes them."""
    return _WORD.sub(lambda word: TYPE.get(word[0]) or kebab(word[0]) or word[0], text)


def foreign(at: Cursor, start: int) -> Written | None:
    """As `written`, with all names as WIT writes them. Of a name alone it is not known whether it is a type."""
    found = written(at, start)
    if found is None:
        return None
    new = renamed(found.text)
    is_name = found.last == start and "name" in at[start].terminals
    return Written(new, found.last, found.is_clear and new == found.text and not is_name)


def results(at: Cursor, start: int) -> Written | None:
    """What a function gives without an arrow: `t`, `(t, u)`, and `(t, error)` of which the last is an error."""
    if at[start].text == "(":
        found, end = _types(at, start, ")", _LEVELS), 1
    else:
        one = written(at, start)
        found, end = one and [one], 0
    if found is None:
        return None
    last = found[-1].last + end
    is_name = last == start and at.is_name(start)
    if found[-1].text in _ERRORS:
        return Written(f"result<{_tuple(found[:-1])}, {found[-1].text}>", last, False)
    return Written(_tuple(found), last, all(each.is_clear for each in found) and not is_name)


def c_parameters(at: Cursor, opener: int) -> Written | None:
    """`(u8 a, u8 b)`, `(u8)` and `(void)` as WIT writes them."""
    if at[opener].text != "(":
        return None
    if [at[opener + step].text for step in (1, 2)] == ["void", ")"]:
        return Written("()", opener + 2)
    texts: list[str] = []
    end, is_clear = (opener + 1 if at[opener + 1].text == ")" else opener), True
    while at[end].text != ")":
        first = end + 1
        if at[first].text in _TYPE_WORDS:
            first, is_clear = first + 1, False
        type_ = written(at, first)
        if type_ is None:
            return None
        end = type_.last + 1
        while at[end].text in _TYPE_MARKS:
            end, is_clear = end + 1, False
        name = renamed(at[end].text)
        if at[end].text in (",", ")"):
            name, is_clear = _name_for(type_, len(texts)), False
        elif at.is_name(end):
            has_names = any(at.is_name(step) for step in range(first, type_.last + 1))
            is_clear = is_clear and name == at[end].text and not has_names
            end += 1
        if at[end].text not in (",", ")"):
            return None
        texts.append(f"{name}: {renamed(type_.text)}")
    return Written(f"({', '.join(texts)})", end, is_clear)


def _tuple(types: list[Written]) -> str:
    """What stands for several types, for one, and for none."""
    words = ", ".join(each.text for each in types)
    return f"tuple<{words}>" if len(types) > 1 else words or "_"


def _name_for(type_: Written, number: int) -> str:
    """What a parameter without a name may be called."""
    return kebab(type_.text) if _WORD.fullmatch(type_.text) and type_.text not in PRIMS else f"arg{number}"


def _prefixed(at: Cursor, start: int, levels: int) -> Written | None:
    at.reads += 1
    token = at[start]
    if token.text == "[":
        return _in_brackets(at, start, levels)
    if token.text == "?":
        found = written(at, start + 1, levels - 1)
        return found and found.within("option", found.last)
    word = AROUND.get(token.text, token.text)
    if word in WRAPPER or word in HANDLE:
        return _around(at, start, word, levels)
    if token.text in PRIMS or "name" in token.terminals:
        return Written(token.text, start)
    return None


def _in_brackets(at: Cursor, start: int, levels: int) -> Written | None:
    """`[]t`, `[4]t`, `[t]`, `[t; 4]` and `[t, u]`."""
    length = start + 1 if "integer" in at[start + 1].terminals else start
    if at[length + 1].text == "]":
        found = written(at, length + 2, levels - 1)
        if found is None:
            return None
        size = f", {at[length].text}" if length > start else ""
        return Written(f"list<{found.text}{size}>", found.last, found.is_clear)
    if (found := written(at, start + 1, levels - 1)) is None:
        return None
    after = found.last + 1
    if at[after].text == ";" and "integer" in at[after + 1].terminals and at[after + 2].text == "]":
        return Written(f"list<{found.text}, {at[after + 1].text}>", after + 2, found.is_clear)
    if at[after].text == "]":
        return found.within("list", after)
    several = _several(at, start, "]", levels)
    return several and several.within("tuple", several.last)


def _around(at: Cursor, start: int, word: str, levels: int) -> Written | None:
    """`Vec<t>`, `list[t]`, `map[t]u` and what stands alone."""
    close = {"<": ">", "[": "]"}.get(at[start + 1].text)
    if close is None or (close == "]" and at[start + 2].text == "]"):
        return Written(word, start) if word in _ALONE else None
    several = _several(at, start + 1, close, levels)
    if several is None:
        return None
    if word == "map" and close == "]" and "," not in several.text:
        value = written(at, several.last + 1, levels - 1)
        if value is None:
            return None
        return Written(f"map<{several.text}, {value.text}>", value.last, several.is_clear and value.is_clear)
    return several.within(word, several.last)


def _several(at: Cursor, opener: int, close: str, levels: int) -> Written | None:
    """The types between two brackets, up to the second one."""
    found = _types(at, opener, close, levels)
    if found is None:
        return None
    return Written(", ".join(each.text for each in found), found[-1].last + 1, all(each.is_clear for each in found))


def _types(at: Cursor, opener: int, close: str, levels: int) -> list[Written] | None:
    """The types between two brackets, of which the last may be a number."""
    found: list[Written] = []
    end = opener
    while at[end].text != close:
        item = end + 1
        is_other = at[item].text == "_" or "integer" in at[item].terminals
        one = Written(at[item].text, item) if is_other else written(at, item, levels - 1)
        if one is None or at[one.last + 1].text not in (",", close):
            return None
        found.append(one)
        end = one.last + 1
    return found


def _suffixed(at: Cursor, found: Written) -> Written | None:
    """`t[]`, `t?` and `t!`."""
    first, second = at[found.last + 1], at[found.last + 2]
    if first.start != at[found.last].end:
        return None
    if (first.text, second.text) == ("[", "]"):
        return found.within("list", found.last + 2)
    if first.text == "?":
        return found.within("option", found.last + 1)
    return Written(found.text, found.last + 1, False) if first.text == "!" else None
