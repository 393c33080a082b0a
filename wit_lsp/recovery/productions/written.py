"""Types as other languages write them, and how WIT writes each."""

from __future__ import annotations

from typing import NamedTuple

from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.recogniser import wit_recogniser

_LISTS = ("List", "Vec", "vec", "Vector", "vector", "Array", "array", "Slice", "slice", "Sequence", "sequence")

# Types of other languages that stand around others.
AROUND = {
    **dict.fromkeys((*_LISTS, "Set", "HashSet"), "list"),
    **dict.fromkeys(("Option", "Optional", "optional", "Maybe", "maybe"), "option"),
    **dict.fromkeys(("Map", "HashMap", "Dict", "dict", "Record"), "map"),
    **dict.fromkeys(("Result", "Either", "either"), "result"),
    **dict.fromkeys(("Future", "Promise", "promise"), "future"),
    **dict.fromkeys(("Tuple", "Pair", "pair"), "tuple"),
    "Stream": "stream",
    "Own": "own",
    "Borrow": "borrow",
}

# Types of WIT that stand around others.
WORDS = ("list", "option", "tuple", "map", "result", "stream", "future", "own", "borrow")
PRIMS = tuple(wit_recogniser().at("prim").edges)
_ALONE = ("result", "stream", "future")
_MOST = 6  # levels of types


class Written(NamedTuple):
    """What WIT writes for a type, the last token of that type, and whether it is what was meant without doubt."""

    text: str
    last: int
    is_clear: bool = True

    def within(self, word: str, last: int) -> Written:
        """It with the type `word` around it, which ends at the token `last`."""
        return Written(f"{word}<{self.text}>", last, self.is_clear)


def written(at: Cursor, start: int, levels: int = _MOST) -> Written | None:
    """The type that begins at `start`; None where none does that is known."""
    found = _prefixed(at, start, levels) if levels else None
    while found is not None and (longer := _suffixed(at, found)) is not None:
        found = longer
    return found


def _prefixed(at: Cursor, start: int, levels: int) -> Written | None:
    token = at[start]
    if token.text == "[":
        return _in_brackets(at, start, levels)
    if token.text == "?":
        found = written(at, start + 1, levels - 1)
        return found and found.within("option", found.last)
    word = AROUND.get(token.text, token.text)
    if word in WORDS:
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
    """The types between two brackets, of which the last may be a number, up to the second one."""
    texts, is_clear, end = [], True, opener
    while at[end].text != close:
        item = end + 1
        if at[item].text == "_" or "integer" in at[item].terminals:
            found: Written | None = Written(at[item].text, item)
        else:
            found = written(at, item, levels - 1)
        if found is None or at[found.last + 1].text not in (",", close):
            return None
        texts.append(found.text)
        is_clear, end = is_clear and found.is_clear, found.last + 1
    return Written(", ".join(texts), end, is_clear)


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
