"""Positions in the text that the parser reads to where its author wrote them, and back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from wit_lsp.syntax.context import WHOLE, Context
from wit_lsp.text import Edit, Span, apply, encode, merged


class SourceMap:
    """A text after a repair and within a context, and the way back to where its author wrote it.

    `text` is what the parser reads. What stands in its context is, for the author, at the start or end of the text.
    """

    __slots__ = ("_before", "_ends", "_gains", "_length", "_places", "text")

    def __init__(
        self, text: bytes, edits: Iterable[Edit] = (), before: SourceMap | None = None, context: Context = WHOLE
    ) -> None:
        """`before` is the repair that gave `text`, if one did; it has no context."""
        edits = merged(edits)
        self.text = context.prefix + apply(text, edits) + context.suffix
        self._before = before
        self._length = len(text)
        self._places: list[Span] = []  # what the edits put in, in the repaired text
        self._ends: list[int] = []  # where what the edits replace ends, in the text before
        self._gains = [len(context.prefix)]  # by how many bytes a place after the edits before it has moved
        for edit in edits:
            start = edit.span.start + self._gains[-1]
            size = len(encode(edit.text))
            self._places.append(Span(start, start + size))
            self._ends.append(edit.span.end)
            self._gains.append(self._gains[-1] + size - (edit.span.end - edit.span.start))

    def original(self, stretch: Span) -> Span:
        """The stretch of the author's text that stands at one of the repaired text; of what was put in, the place."""
        start = self._one_back(stretch.start)
        end = start if stretch.start == stretch.end else max(start, self._end_back(stretch.end))
        return Span(start, end) if self._before is None else self._before.original(Span(start, end))

    def _one_back(self, offset: int) -> int:
        index = bisect_right(self._places, offset, key=lambda place: place.start)
        if index and offset < self._places[index - 1].end:
            return self._places[index - 1].start - self._gains[index - 1]
        return self._inside(offset - self._gains[index])

    def _end_back(self, offset: int) -> int:
        """As `_one_back` for the end of a stretch: what was taken out after it is not of it."""
        index = bisect_left(self._places, offset, key=lambda place: place.start)
        if index and offset < self._places[index - 1].end:
            return self._ends[index - 1]
        return self._inside(offset - self._gains[index])

    def _inside(self, offset: int) -> int:
        return min(max(offset, 0), self._length)

    def repaired(self, offset: int) -> int:
        """Where a byte of the author's text stands in the repaired one; what was taken out, where it was."""
        if self._before is not None:
            offset = self._before.repaired(offset)
        index = bisect_right(self._ends, offset)
        place = offset + self._gains[index]
        return place if index == len(self._places) else min(place, self._places[index].start)

    def touches(self, stretch: Span) -> bool:
        """Whether an edit reaches into a stretch of the repaired text, or lies at its end."""
        index = bisect_left(self._places, stretch.start, key=lambda place: place.start)
        reaches_in = index > 0 and self._places[index - 1].end > stretch.start
        if reaches_in or (index < len(self._places) and self._places[index].start <= stretch.end):
            return True
        return self._before is not None and self._before.touches(Span(*map(self._one_back, stretch)))

    def put_in(self, stretch: Span) -> bool:
        """Whether something was put into a stretch of the repaired text, or right after it where nothing stood."""
        return self._has_made(stretch, stretch.end + 1)

    def is_made(self, stretch: Span) -> bool:
        """Whether a stretch of the repaired text has a byte that was put in, or lies between two of them."""
        return self._has_made(stretch, stretch.end)

    def _has_made(self, stretch: Span, end: int) -> bool:
        """Whether bytes that were put in begin before `end` and end after the start of a stretch."""
        index = bisect_right(self._places, stretch.start, key=lambda place: place.end)
        while index < len(self._places) and self._places[index].start < end:
            start, after = self._places[index]
            if start < after and (start < stretch.end or start - self._gains[index] == self._ends[index]):
                return True
            index += 1
        if self._before is None:
            return False
        before = Span(*map(self._one_back, stretch))
        return self._before._has_made(before, before.end + end - stretch.end)
