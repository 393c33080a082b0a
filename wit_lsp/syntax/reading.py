"""Reads one text: its tree, and its mistakes. A text that does not parse is mended, so that every text has a tree."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from wit_lsp.syntax import Node, Tree, parse
from wit_lsp.syntax.characters import refused
from wit_lsp.syntax.content import content_mistakes
from wit_lsp.syntax.mistakes import Mistake
from wit_lsp.text import Edit, LineIndex, Span, Taken, apply, encode, merged

# The reference takes 99 wrappers round a primitive and refuses 100 (wasm-tools 1.263).
DEPTH_LIMIT = 100

# Bytes of a piece above which it is not mended: the parser's own first error is told instead.
LARGEST = 1_000_000

_BARE = re.compile(rb"\b(?:own|borrow)\b(?!\s*<)")
_SLASH = re.compile(rb"(?<![/*])/(?![/*])")
_RIGHT_PATH = re.compile(
    rb"\b(?:use|include|import|export)\s+(?:%?[\w-]+\s*:\s*)?%?[\w-]+\s*:\s*%?[\w-]+\s*(?<![/*])/(?![/*])"
)
_ANGLE = re.compile(rb"->|\b(?:own|borrow)\s*<|[<>]")


class Repair:
    """A text after a mend, and the way back to where its author wrote it."""

    __slots__ = ("_before", "_ends", "_gains", "_places", "text")

    def __init__(self, text: bytes, edits: Iterable[Edit], before: Repair | None = None) -> None:
        """`before` is the repair that gave `text`, if one did."""
        edits = merged(edits)
        self.text = apply(text, edits)
        self._before = before
        self._places: list[Span] = []  # what the edits put in, in the mended text
        self._ends: list[int] = []  # where what the edits replace ends, in the author's text
        self._gains = [0]  # by how many bytes a place behind the edits before it has moved
        for edit in edits:
            start = edit.span.start + self._gains[-1]
            size = len(encode(edit.text))
            self._places.append(Span(start, start + size))
            self._ends.append(edit.span.end)
            self._gains.append(self._gains[-1] + size - (edit.span.end - edit.span.start))

    def original(self, stretch: Span) -> Span:
        """The stretch of the author's text that stands at one of the mended text; of what was put in, the place."""
        start = self._one_back(stretch.start)
        end = start if stretch.start == stretch.end else max(start, self._end_back(stretch.end))
        return Span(start, end) if self._before is None else self._before.original(Span(start, end))

    def _one_back(self, offset: int) -> int:
        index = bisect_right(self._places, offset, key=lambda place: place.start)
        if index and offset < self._places[index - 1].end:
            return self._places[index - 1].start - self._gains[index - 1]
        return offset - self._gains[index]

    def _end_back(self, offset: int) -> int:
        """As `_one_back` for the end of a stretch: what was taken out behind it is not of it."""
        index = bisect_left(self._places, offset, key=lambda place: place.start)
        if index and offset < self._places[index - 1].end:
            return self._ends[index - 1]
        return offset - self._gains[index]

    def repaired(self, offset: int) -> int:
        """Where a byte of the author's text stands in the mended one."""
        if self._before is not None:
            offset = self._before.repaired(offset)
        return offset + self._gains[bisect_right(self._ends, offset)]

    def touches(self, stretch: Span) -> bool:
        """Whether an edit lies within a stretch of the mended text, or at its end."""
        index = bisect_left(self._places, stretch.start, key=lambda place: place.start)
        if index < len(self._places) and self._places[index].start <= stretch.end:
            return True
        return self._before is not None and self._before.touches(Span(*map(self._one_back, stretch)))

    def put_in(self, stretch: Span) -> bool:
        """Whether something was put into a stretch of the mended text, or behind it at once."""
        index = bisect_right(self._places, stretch.start, key=lambda place: place.end)
        while index < len(self._places) and self._places[index].start <= stretch.end:
            if self._places[index].start < self._places[index].end:
                return True
            index += 1
        return self._before is not None and self._before.put_in(Span(*map(self._one_back, stretch)))


class Reading(NamedTuple):
    """What a text says. `tree` is that of `repair`'s text where there is one; None where its memory was given back."""

    tree: Tree | None
    repair: Repair | None
    mistakes: tuple[Mistake, ...]


def read(text: bytes, lines: LineIndex, tree: Tree | None = None) -> Reading:
    """A function of the bytes alone; `tree` is theirs, if it is known."""
    tree = tree or parse(text)
    if alone := _not_utf8(text) or _too_deep(text):
        return Reading(tree, None, (alone,))
    if not tree.root_node.has_error:
        mistakes = [*refused(text), *_wrong_forms(text, lines), *content_mistakes(tree.root_node, text)]
        return Reading(tree, None, _in_order(mistakes))
    if len(text) > LARGEST:
        return Reading(tree, None, (_first_error(tree.root_node),))
    mistakes, repair = _faults(text, lines)
    if repair is not None:
        tree = parse(repair.text)
        for mistake in content_mistakes(tree.root_node, repair.text, mended=True):
            if not repair.put_in(mistake.span):  # else it is being typed, or the mend's own
                mistakes.append(_back(mistake, repair))
    if not mistakes:
        mistakes.append(_first_error(tree.root_node))
    return Reading(tree, repair, _in_order(mistakes))


def _in_order(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    return tuple(sorted(mistakes, key=lambda mistake: (mistake.span, mistake.code)))


def _faults(text: bytes, lines: LineIndex) -> tuple[list[Mistake], Repair | None]:
    """What keeps a text from parsing, and the text without it: step by step, each on what the one before made."""
    from wit_lsp.syntax.faults import STEPS, broken  # the first text that does not parse pays for the tables

    mistakes: list[Mistake] = []
    repair: Repair | None = None
    read = broken(text, lines)
    taken = Taken()
    for step in STEPS:
        found = step(read)
        if step is STEPS[-1]:
            lost = [_back(each, repair).span if repair else each.span for each in found if not each.safe]
            mistakes = _without_guesses(mistakes, lost, lines)
        for mistake in found:
            ours = mistake if repair is None else _back(mistake, repair)
            if not taken.take([edit.span for edit in ours.edits]):
                ours = ours._replace(safe=False)  # it wants what a fix of an earlier step takes
            mistakes.append(ours)
        edits = [edit for mistake in found for edit in mistake.edits]
        if edits:
            repair = Repair(read.text, edits, repair)
            if step is not STEPS[-1]:
                read = broken(repair.text, LineIndex(repair.text))
    return mistakes, repair


def _without_guesses(mistakes: list[Mistake], lost: list[Span], lines: LineIndex) -> list[Mistake]:
    """None is safe on whose line something stays that is `lost`: the whole may be meant otherwise."""
    rows = {lines.row(span.start) for span in lost}

    def is_guess(mistake: Mistake) -> bool:
        return any(lines.row(edit.span.start) in rows for edit in mistake.edits)

    return [each._replace(safe=False) if each.safe and is_guess(each) else each for each in mistakes]


def _back(mistake: Mistake, repair: Repair) -> Mistake:
    """A mistake of a repaired text as one of the text before."""
    noticed = mistake.noticed and repair.original(mistake.noticed)
    edits = tuple(Edit(repair.original(edit.span), edit.text) for edit in mistake.edits)
    return mistake._replace(span=repair.original(mistake.span), noticed=noticed, edits=edits)


def _not_utf8(text: bytes) -> Mistake | None:
    if text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _alternates(text):
        return Mistake(Span(0, min(2, len(text))), "not-utf8", "the text is UTF-16; WIT is UTF-8")
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return Mistake(Span(error.start, error.end), "not-utf8", "the text is not UTF-8 from here on")
    return None


def _alternates(text: bytes) -> bool:
    """Whether every other byte is 0, as in UTF-16 without a mark."""
    if 0 not in text:
        return False
    even, odd = text[::2].count(0), text[1::2].count(0)
    return abs(even - odd) * 3 > len(text)


def _too_deep(text: bytes) -> Mistake | None:
    if text.count(b"<") < DEPTH_LIMIT or all(item.count(b"<") < DEPTH_LIMIT for item in text.split(b";")):
        return None
    depth = 0
    for mark in _ANGLE.finditer(text):
        depth = max(0, depth + {b"->": 0, b">": -1}.get(mark[0], 1))
        if depth >= DEPTH_LIMIT and mark[0] == b"<":  # a handle is no level
            return Mistake(Span(*mark.span()), "type-depth", f"types nest deeper than {DEPTH_LIMIT} levels")
    return None


def _wrong_forms(text: bytes, lines: LineIndex) -> list[Mistake]:
    """Forms that the grammar reads though they are wrong: `own t`, and a path as a type."""
    if not _suspect(text):
        return []
    from wit_lsp.syntax.forms import known_forms
    from wit_lsp.syntax.forms.wrong_types import FORMS
    from wit_lsp.syntax.tokens import wit_lexer

    return known_forms(text, wit_lexer().tokens(text, lines), FORMS)


def _suspect(text: bytes) -> bool:
    """Whether a wrong form may stand in the text: a cheap look that misses none; the query costs much more."""
    if (b"own" in text or b"borrow" in text) and _BARE.search(text):
        return True
    return b"/" in text and sum(1 for _ in _SLASH.finditer(text)) != sum(1 for _ in _RIGHT_PATH.finditer(text))


def _first_error(root: Node) -> Mistake:
    """The first place at which the parser was lost."""
    node = root
    while not (node.is_error or node.is_missing):
        node = next((child for child in node.children if child.has_error), None) or node
        if not node.children:
            break
    at = Span(node.start_byte, min(node.end_byte, node.start_byte + 1))
    return Mistake(at, "expected-token", "the text cannot be read from here on")
