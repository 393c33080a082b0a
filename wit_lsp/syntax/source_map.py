"""Positions in a repaired text to where its author wrote them, and back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from wit_lsp.text import Edit, Span, apply, encode, merged


class SourceMap:
    """A text after a repair, and the way back to where its author wrote it."""

    __slots__ = ("_before", "_ends", "_gains", "_places", "text")

    def __init__(self, text: bytes, edits: Iterable[Edit], before: SourceMap | None = None) -> None:
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
