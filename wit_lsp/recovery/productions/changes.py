"""What a row changes: what is wrong beside what is right, and the edits that lead from one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.pattern import REST, WORD, Found, Item
from wit_lsp.syntax.problem import PLACEHOLDERS
from wit_lsp.text import Edit, Span
from wit_lsp.tuples import NamedTuple

_UNKNOWN, _NEAR = "?", 100
_WORDS = re.compile(rf"(\s*)({WORD})")
_NO_BLANK_AFTER = {"(", "<", "[", ""}
_NO_BLANK_BEFORE = {",", ";", ")", ">", "]", ""}


class _Word(NamedTuple):
    """A word of what is right, and whether a blank stands before it."""

    text: str
    blank: bool


class _Change(NamedTuple):
    """The items that go, by their numbers, and the words that come.

    `blanks`: whether one stands before them, and after; None at the start of the form, and at its end.
    """

    gone: range
    new: Sequence[_Word]
    blanks: tuple[bool | None, bool | None]


class Changed(NamedTuple):
    """What stood at a place and what stands there after the edit; either may be nothing."""

    span: Span
    old: str
    new: str
    edit: Edit


class Changes:
    """Those between the items of a pattern and what is right. `is_open`: the author has something to fill in."""

    def __init__(self, items: Sequence[Item], right: str) -> None:
        self._items = items
        words = [_Word(text, bool(blank)) for blank, text in _WORDS.findall(right)]
        self.is_open = any(word.text == _UNKNOWN for word in words)
        self._changes: list[_Change] = []
        pairs = _in_common([item.key for item in items], [word.text for word in words])
        self._kept = [number for number, _ in pairs]
        i = j = 0
        for kept, same in (*pairs, (len(items), len(words))):
            if kept > i or same > j:
                first = words[j] if j < len(words) else None
                before = None if i == 0 else bool(first and first.blank)
                after = words[same].blank if same < len(words) else None
                self._changes.append(_Change(range(i, kept), words[j:same], (before, after)))
            i, j = kept + 1, same + 1

    def of(self, found: Found) -> list[Changed]:
        """What changes of a text, in its order."""
        named = zip(self._items, found.parts, strict=True)
        values = {item.key: part.text for item, part in named if item.name or item.key == REST}
        both = [*self._stretches(found, {**values, _UNKNOWN: PLACEHOLDERS["name"]}), *self._words(found)]
        return sorted((each for each in both if each.old != each.new), key=lambda changed: changed.span)

    def _stretches(self, found: Found, values: dict[str, str]) -> Iterator[Changed]:
        at, starts = found.at, [*found.firsts, found.end]
        for gone, new, blanks in self._changes:
            words = [*new, *([_Word(self._items[gone.stop].key, False)] if self._is_missing(found, gone.stop) else ())]
            text = "".join(f"{' ' * word.blank}{values.get(word.text, word.text)}" for word in words).lstrip()
            first, end = starts[gone.start], starts[gone.stop]
            if first < end or text:
                yield _changed(at, first, end - 1, text, *blanks)

    def _is_missing(self, found: Found, number: int) -> bool:
        """Whether what is right has an item that is not there."""
        return number < len(self._items) and not found.parts[number].text and self._items[number].texts is not None

    def _words(self, found: Found) -> Iterator[Changed]:
        """What keeps its place and is written otherwise."""
        for number in self._kept:
            item, span = self._items[number], found.span(number)
            old, new = found.at.text(*span), found.parts[number].text
            if self._is_missing(found, number) and all(change.gone.stop != number for change in self._changes):
                new = item.key
            if item.key != REST and old.replace(" ", "") != new.replace(" ", ""):
                yield Changed(span, old, new, Edit(span, new))


def _changed(at: Cursor, first: int, last: int, new: str, before: bool | None, after: bool | None) -> Changed:
    """`new` for these tokens, none where `last` is before `first`, with the blanks that belong around it."""
    follows = at[last + 1]
    left, right = at[first - 1].end, max(follows.start, at[last].end)
    start, end = at.span(first, last) if first <= last else (left, left) if before is not None else (right, right)
    span, old, text = Span(start, end), at.words(first, last), new
    takes_left = before is not None or (bool(new) and new[0] in _NO_BLANK_BEFORE)
    takes_right = after or (after is False and follows.text != "}")
    indent = at.text(left, start).rpartition("\n")[2]
    rest, line_end, _ = at.text(end, right if follows.text else end + _NEAR).partition("\n")
    if before is None and at[first].first and (follows.first or not follows.text) and not (new + indent + rest).strip():
        return Changed(span, old, new, Edit(Span(start - len(indent), end + len(rest + line_end)), ""))
    if after is None and not new:  # at the end nothing says what is left there
        takes_left = follows.first or follows.text in _NO_BLANK_BEFORE
        takes_right = not takes_left and (left < start or at[first - 1].text in _NO_BLANK_AFTER)  # words stay apart
    if takes_left and not (first <= last and at[first].first) and not at.text(left, start).strip(" \t"):
        start, text = left, " " * bool(before and new) + text
    if takes_right and not at.text(end, right).strip(" \t"):
        end, text = right, text + " " * bool(after and (new or before is not None))
    return Changed(span, old, new, _least(at, Edit(Span(start, end), text)))


def _least(at: Cursor, edit: Edit) -> Edit:
    """The edit without the blanks at its ends that it leaves."""
    (start, end), text = edit
    old = at.text(start, end)
    while old[:1].isspace() and old[:1] == text[:1]:
        start, old, text = start + 1, old[1:], text[1:]
    while old[-1:].isspace() and old[-1:] == text[-1:]:
        end, old, text = end - 1, old[:-1], text[:-1]
    return Edit(Span(start, end), text)


def _in_common(old: list[str], new: list[str]) -> tuple[tuple[int, int], ...]:
    """What both have in one order, as pairs of numbers: as much as can be; a name counts more than a mark."""
    weights = [3 if word == REST or (word[0] == "$" and not word[1:].isupper()) else 1 for word in old]

    @cache
    def best(i: int, j: int) -> tuple[int, tuple[tuple[int, int], ...]]:
        if i == len(old) or j == len(new):
            return 0, ()
        kept = best(i + 1, j + 1) if old[i] == new[j] else (-9, ())
        with_both = kept[0] + weights[i], ((i, j), *kept[1])
        return max(with_both, best(i + 1, j), best(i, j + 1), key=lambda found: found[0])

    return best(0, 0)[1]
