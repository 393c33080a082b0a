"""Positions and edits in one text. Knows nothing of WIT, trees or editors.

Text is bytes, as the file has it. Lines end at LF, CRLF or a lone CR, as editors count them.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Callable, Iterable
from functools import partial
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple

Encoding = Literal["utf-8", "utf-16", "utf-32"]


class Span(NamedTuple):
    """A half-open range `start..end` of byte offsets."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        return span_of((self.start + by, self.end + by))

    def touches(self, other: Span) -> bool:
        """Whether the two share a byte or an end: a cursor behind a word touches it."""
        return self.start <= other.end and other.start <= self.end


span_of: Callable[[tuple[int, int]], Span] = partial(tuple.__new__, Span)
"""`Span(start, end)` of a pair in two thirds of the time, for where hundreds of thousands are made."""


class Edit(NamedTuple):
    """Replace what stands at `span` by `text`."""

    span: Span
    text: str


def insertion(offset: int, text: str) -> Edit:
    """Put `text` before the byte at `offset`."""
    return Edit(Span(offset, offset), text)


class OverlappingEdits(ValueError):
    """Two edits of one text want the same bytes, or an insertion lies inside a replacement."""


class EditSet:
    """Stretches of a text that are apart from each other."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def take(self, spans: list[Span]) -> bool:
        """Whether all of them are apart from each other and from those that were taken; then they are taken too.

        An insertion may stand where another stretch begins or ends.
        """
        ordered = sorted(spans)
        if any(one.end > other.start for one, other in pairwise(ordered)) or any(map(self._overlaps, ordered)):
            return False
        for span in ordered:
            insort(self._spans, span)
        return True

    def _overlaps(self, span: Span) -> bool:
        index = bisect_right(self._spans, span)
        return any(
            span.start < other.end and other.start < span.end for other in self._spans[max(index - 1, 0) : index + 1]
        )


def apply(text: bytes, edits: Iterable[Edit]) -> bytes:
    """The text after `edits`, whose spans all count in `text`.

    Equal edits count once; different insertions at one offset follow each other in their order.
    Raises OverlappingEdits.
    """
    parts: list[bytes] = []
    end = 0
    for edit in sorted(dict.fromkeys(edits), key=lambda edit: edit.span):
        if edit.span.start < end:
            raise OverlappingEdits(f"two edits want byte {edit.span.start}")
        parts += text[end : edit.span.start], encode(edit.text)
        end = edit.span.end
    return b"".join([*parts, text[end:]])


def past_blanks(text: bytes, offset: int) -> int:
    """The first byte from `offset` on that is no blank and no line end; the end of the text where there is none."""
    match = _BLANKS.match(text, offset)
    return match.end() if match is not None else offset


_BLANKS = re.compile(rb"[ \t\r\n]+")


def merged(edits: Iterable[Edit]) -> list[Edit]:
    """Edits in the order of the text; what several put in at one place, in their order, is one edit."""
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.span):
        if found and found[-1].span == edit.span and edit.span.start == edit.span.end:
            found[-1] = Edit(edit.span, found[-1].text + edit.text)
        else:
            found.append(edit)
    return found


def changed(old: bytes, new: bytes) -> tuple[int, int, int]:
    """Where two texts differ: the common start, and where the different middle ends in `old` and in `new`."""
    limit = min(len(old), len(new))
    start = _common(lambda n, size: old[n : n + size] == new[n : n + size], limit)
    o, n = len(old), len(new)
    end = _common(lambda at, size: old[o - at - size : o - at] == new[n - at - size : n - at], limit - start)
    return start, o - end, n - end


def _common(same: Callable[[int, int], bool], limit: int) -> int:
    """How far two texts are the same: in great steps first, so that it costs little more than one comparison."""
    at = 0
    for size in (65536, 256, 1):
        while at + size <= limit and same(at, size):
            at += size
    return at


def encode(text: str) -> bytes:
    """Text that came as JSON to bytes: a lone surrogate, which JSON can carry, survives the way there and back."""
    return text.encode("utf-8", "surrogatepass")


def decode(data: bytes) -> str:
    """Bytes of a text to what a person or an editor sees; what is not UTF-8 becomes U+FFFD."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


class LineIndex:
    """Byte offsets of one text to lines and columns, and back. Both count from 0. Line i begins at `starts[i]`."""

    __slots__ = ("_ascii", "starts", "text")

    def __init__(self, text: bytes) -> None:
        self.text = text
        lines = text.splitlines(keepends=True)
        ended = not lines or lines[-1].endswith((b"\n", b"\r"))
        self.starts = [0, *accumulate(map(len, lines if ended else lines[:-1]))]
        self._ascii = text.isascii()

    @property
    def breaks(self) -> int:
        """The number of line ends: one less than there are lines."""
        return len(self.starts) - 1

    def row(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def line(self, row: int) -> Span:
        """The line `row` without its line end; the last line for any row past it."""
        if row >= self.breaks:
            return Span(self.starts[-1], len(self.text))
        text, start, end = self.text, self.starts[row], self.starts[row + 1] - 1
        return Span(start, end - 1 if end > start and text[end] == _LF and text[end - 1] == _CR else end)

    def position(self, offset: int, encoding: Encoding) -> tuple[int, int]:
        """Row and column, in `encoding`'s code units, of a byte; inside a line end, those of the end of the line."""
        row = self.row(offset)
        start, end = self.line(row)
        end = min(offset, end)
        if self._ascii or encoding == "utf-8":
            return row, end - start
        head = self.text[start:end]
        if head.isascii():
            return row, len(head)
        try:
            characters = head.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return row, sum(_units(character, encoding) for character in _characters(head))
        if encoding == "utf-32":
            return row, len(characters)
        return row, len(characters.encode("utf-16-le", "surrogatepass")) // 2

    def offset(self, row: int, column: int, encoding: Encoding) -> int:
        """The nearest byte to row and column: past the end of a line its end, inside a character its start."""
        if row > self.breaks:
            return len(self.text)
        start, end = self.line(row)
        if self._ascii:
            return min(start + column, end)
        line = self.text[start:end]
        if line.isascii():
            return min(start + column, end)
        for character in _characters(line):
            column -= _units(character, encoding)
            if column < 0:
                break
            start += len(character)
        return start


_LF, _CR = b"\n\r"


def _characters(data: bytes) -> list[bytes]:
    """The bytes of each character, with those that follow it and belong to none."""
    return re.findall(rb".[\x80-\xbf]*", data, re.S)


def _units(character: bytes, encoding: Encoding) -> int:
    if encoding == "utf-8":
        return len(character)
    return sum(2 if encoding == "utf-16" and each > "\uffff" else 1 for each in decode(character))
