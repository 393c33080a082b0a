"""Types as other languages write them, and how WIT writes each."""

from __future__ import annotations

import re
from typing import NamedTuple

from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.words import AROUND, HANDLE, NOTHING, PRIMS, TYPE, WRAPPER
from wit_lsp.syntax.foreign_types import is_foreign
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

    def renamed(self) -> Written:
        """It with all names as WIT writes them."""
        new = _WORD.sub(lambda word: TYPE.get(word[0]) or kebab(word[0]) or word[0], self.text)
        return Written(new, self.last, self.is_clear and new == self.text)


def around(word: str, *types: Written, end: int = 0) -> Written:
    """The type `word` around others, which ends so many tokens after the last of them."""
    text = ", ".join(each.text for each in types)
    return Written(f"{word}<{text}>", types[-1].last + end, all(each.is_clear for each in types))


def written(at: Cursor, start: int, levels: int = _LEVELS) -> Written | None:
    """The type that begins at `start`; None where none does that is known."""
    found = _prefixed(at, start, levels) if levels else None
    while found is not None and (longer := _longer(at, found)) is not None:
        found = longer
    return found


def is_type(at: Cursor, step: int) -> bool:
    """Whether a type begins there, of WIT or of another language, and no name."""
    return not at.is_name(step) or at[step].text in AROUND or is_foreign(at[step].text)


def suffixed(at: Cursor, start: int) -> Written | None:
    """As `written`, of a type that begins or ends with a mark of another language, or has alternatives."""
    found = written(at, start)
    if found is not None and at[found.last + 1].text == "|":
        return _either(at, found, is_result=at[start - 1].text == "->")
    is_prefixed = at[start].text in ("[", "?", "&")
    if found is None or (not is_prefixed and at[start + 1].text == "[" and at[start + 2].text != "]"):
        return None
    return found.renamed() if is_prefixed or at[found.last].text in ("]", "?") else None


def foreign(at: Cursor, start: int) -> Written | None:
    """As `written`, with all names as WIT writes them. Of a name alone it is not known whether it is a type."""
    found = written(at, start)
    if found is None:
        return None
    is_name = found.last == start and at.is_name(start)
    return found._replace(is_clear=found.is_clear and not is_name).renamed()


def results(at: Cursor, start: int) -> Written | None:
    """What a function gives without an arrow: `t`, `(t, u)`, and `(t, error)` of which the last is an error."""
    if at[start].text == "(":
        types, end = _types(at, start, ")", _LEVELS), 1
    else:
        one = written(at, start)
        types, end = one and [one], 0
    if types is None:
        return None
    last = types[-1].last + end
    if types[-1].text in _ERRORS:
        return around("result", _one(types[:-1]), types[-1])._replace(last=last, is_clear=False)
    is_name = last == start and at.is_name(start)
    return _one(types)._replace(last=last, is_clear=not is_name and all(each.is_clear for each in types))


def c_parameters(at: Cursor, opener: int) -> Written | None:
    """`(u8 a, u8 b)`, `(u8)` and `(void)` as WIT writes them."""
    if at[opener].text != "(":
        return None
    texts: list[str] = []
    first = opener + 1 + (at[opener + 1].text == "void")
    end, is_clear = (first if at[first].text == ")" else opener), True
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
        name = Written(at[end].text, end).renamed()
        if at.is_name(end):
            is_clear = is_clear and name.is_clear and not any(at.is_name(step) for step in range(first, end))
            end += 1
        else:
            name, is_clear = _name_for(type_, len(texts)), False
        if at[end].text not in (",", ")"):
            return None
        texts.append(f"{name.text}: {type_.renamed().text}")
    return Written(f"({', '.join(texts)})", end, is_clear)


def _one(types: list[Written]) -> Written:
    """What stands for several types, for one, and for none."""
    return around("tuple", *types) if len(types) > 1 else types[0] if types else Written("_", 0)


def _name_for(type_: Written, number: int) -> Written:
    """What a parameter without a name may be called."""
    is_name = _WORD.fullmatch(type_.text) and type_.text not in PRIMS
    return Written(kebab(type_.text) if is_name else f"arg{number}", type_.last)


def _prefixed(at: Cursor, start: int, levels: int) -> Written | None:
    at.reads += 1
    token = at[start]
    if token.text == "[":
        return _in_brackets(at, start, levels)
    if token.text == "?":
        found = written(at, start + 1, levels - 1)
        return found and around("option", found)
    if token.text == "&":
        found = written(at, start + 1 + (at[start + 1].text == "mut"), levels - 1)
        is_name = found is not None and found.last > start and at.is_name(start + 1) and not is_type(at, start + 1)
        return around("borrow", found) if found and is_name else found and found.renamed()
    word = AROUND.get(token.text, token.text)
    if word in WRAPPER or word in HANDLE:
        return _wrapped(at, start, word, levels)
    return Written(token.text, start) if token.text in PRIMS or at.is_name(start) else None


def _in_brackets(at: Cursor, start: int, levels: int) -> Written | None:
    """`[]t`, `[4]t`, `[t]`, `[t; 4]` and `[t, u]`."""
    is_sized = "integer" in at[start + 1].terminals
    length = start + 1 + is_sized
    if at[length].text == "]":
        item = written(at, length + 1, levels - 1)
        sizes = [Written(at[start + 1].text, item.last)] if item and is_sized else []
        return item and around("list", item, *sizes)
    types = None if is_sized or at[start + 1].text == "_" else _types(at, start, "]", levels)
    if types is None:
        return None
    is_tuple = len(types) > 1 and at[types[0].last + 1].text == ","
    return around("tuple" if is_tuple else "list", *types, end=1)


def _wrapped(at: Cursor, start: int, word: str, levels: int) -> Written | None:
    """`Vec<t>`, `list[t]`, `map[t]u` and what stands alone."""
    close = {"<": ">", "[": "]"}.get(at[start + 1].text)
    if close is None or (close == "]" and at[start + 2].text == "]"):
        return Written(word, start) if word in _ALONE else None
    types = _types(at, start + 1, close, levels)
    if types is None:
        return None
    if word == "map" and close == "]" and len(types) == 1:
        value = written(at, types[0].last + 2, levels - 1)
        return value and around(word, *types, value)
    return around(word, *types, end=1)


def _types(at: Cursor, opener: int, close: str, levels: int) -> list[Written] | None:
    """The types between two brackets, of which the last may be a number, also after a `;`."""
    found: list[Written] = []
    end = opener
    while at[end].text != close:
        item = end + 1
        is_number = "integer" in at[item].terminals
        one = Written(at[item].text, item) if is_number or at[item].text == "_" else written(at, item, levels - 1)
        if one is None or (at[end].text == ";" and not is_number) or at[one.last + 1].text not in (",", ";", close):
            return None
        found.append(one)
        end = one.last + 1
    return found


def _longer(at: Cursor, found: Written) -> Written | None:
    """`t[]`, `t?` and `t!`."""
    first, second = at[found.last + 1], at[found.last + 2]
    if first.start != at[found.last].end:
        return None
    if (first.text, second.text) == ("[", "]"):
        return around("list", found, end=2)
    if first.text == "?":
        return around("option", found, end=1)
    if first.text == "*":
        is_string = found.text == "char"
        return Written("string" if is_string else found.text, found.last + 1, is_string)
    return Written(found.text, found.last + 1, False) if first.text == "!" else None


def _either(at: Cursor, first: Written, *, is_result: bool) -> Written | None:
    """`t | null`, and `t | error` of a result; None of other alternatives."""
    found = [first]
    while at[found[-1].last + 1].text == "|":
        one = written(at, found[-1].last + 2)
        if one is None:
            return None
        found.append(one)
    some = [each for each in found if each.text not in NOTHING]
    if len(some) == 1:
        return around("option", *some)._replace(last=found[-1].last)
    is_result = is_result and len(some) == len(found) == 2 and found[1].text.lower().endswith("error")
    return around("result", *found)._replace(is_clear=False) if is_result else None
