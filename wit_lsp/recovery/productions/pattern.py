"""Patterns of tokens, written as WIT is. `rows` says what their signs mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from wit_lsp.recovery.productions import words
from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.holes import HOLES, up_to
from wit_lsp.recovery.productions.written import Written
from wit_lsp.text import Span
from wit_lsp.tuples import NamedTuple

REST = "..."
_TOKEN = r"(?:->|%?[\w-]+|[^\w\s])"
WORD = rf"\$\w+|\.\.\.|{_TOKEN}(?:\|{_TOKEN})*"
_ITEMS = re.compile(rf"\s*(\^?)(\+?)({WORD})(\??)")
_SINGLE = ("$name", "$plain", "$label", "$integer", "$string", "$semver")
_FREE = ("$attributes", "$separator", "$deeper", "$alternatives", "$strings", "|")  # these may begin a line
_MORE_LINES = {"{", "(", "[", REST, "$attributes", "$several"}  # what follows one of these may stand on another line


class Item:
    """A token of one of some `texts`, or a `hole` that has a `name`. `key` is what the pattern has for it."""

    __slots__ = ("_is_glued", "_values", "hole", "is_free", "is_marked", "is_optional", "key", "name", "texts")

    def __init__(self, marked: str, glued: str, word: str, optional: str) -> None:
        self.key = word
        self.name = word[1:] if word[0] == "$" else ""
        self.is_marked, self._is_glued, self.is_optional = bool(marked), bool(glued), bool(optional)
        self.is_free = word in _FREE
        self.texts: frozenset[str] | None = None
        self.hole = HOLES.get(self.name.rstrip("0123456789"), HOLES["name"])
        table = getattr(words, self.name) if self.name.isupper() else word.split("|") if len(word) > 1 else (word,)
        self._values: Mapping[str, str] = table if isinstance(table, Mapping) else {}
        if word != REST and (not self.name or self.name.isupper()):
            self.texts = frozenset(table)

    @property
    def is_single(self) -> bool:
        """Whether it is always one token."""
        return not self.is_optional and (self.texts is not None or self.key in _SINGLE)

    @property
    def firsts(self) -> frozenset[str] | None:
        """The texts of the tokens at which it may begin; None: of any."""
        return self.texts or self.hole.firsts

    def take(self, at: Cursor, step: int) -> Written | None:
        """What stands at a step, if it is of this item."""
        token = at[step]
        if step and ((token.first and not self.is_free) or (self._is_glued and token.start != at[step - 1].end)):
            return None
        if self.texts is None:
            return self.hole.read(at, step)
        return Written(self._values.get(token.text, token.text), step) if token.text in self.texts else None


class Found(NamedTuple):
    """What a pattern takes of a text: by the number of an item its first token, and what is written for it.

    What may be missing and is has an empty one. `end` is the first token after all.
    """

    at: Cursor
    firsts: list[int]
    parts: list[Written]
    end: int

    def span(self, number: int) -> Span:
        """Where the item of this number stands."""
        first, last = self.firsts[number], self.parts[number].last
        return self.at.span(first, last) if first <= last else Span(self.at[last].end, self.at[last].end)


class Pattern:
    """`firsts` are the texts of the tokens at which it may begin, `NAMES` being any name, and `seconds` those of the
    tokens after that; None: any. Of each of `needed` it has one.
    """

    __slots__ = ("firsts", "items", "needed", "seconds")

    def __init__(self, text: str) -> None:
        self.items = [Item(*found) for found in _ITEMS.findall(text)]
        for before, item in pairwise(self.items):
            item.is_free |= before.key in _MORE_LINES
            if before.key == REST:
                before.hole = up_to(item.key)
        needed = next((number for number, item in enumerate(self.items, 1) if not item.is_optional), None)
        self.firsts = frozenset[str]().union(*(item.firsts or () for item in self.items[:needed]))
        first, second = (*self.items, None)[:2]
        is_known = first is not None and first.is_single and second is not None and not second.is_optional
        self.seconds = second.firsts if second is not None and is_known else None
        self.needed = [item.texts for item in self.items[1:] if item.texts and not item.is_optional]

    def find(self, at: Cursor) -> Found | None:
        """What begins here."""
        step = 0
        firsts: list[int] = []
        parts: list[Written] = []
        for number, item in enumerate(self.items, 1):
            part = item.take(at, step)
            if item.is_optional and (part is None or not self._goes_on(at, number, part.last + 1)):
                part = Written("", step - 1)  # or it is what comes next, such as a function that is called `fn`
            if part is None:
                return None
            firsts.append(step)
            parts.append(part)
            step = part.last + 1
        return Found(at, firsts, parts, step)

    def _goes_on(self, at: Cursor, number: int, step: int) -> bool:
        """Whether one of the next items may stand at a step, if one must."""
        for item in self.items[number:]:
            if item.take(at, step) is not None:
                return True
            if not item.is_optional:
                return False
        return True
