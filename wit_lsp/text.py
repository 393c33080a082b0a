"""Positions and edits in one text. Knows nothing of WIT, trees or editors.

A text is the bytes of a file. Lines end at LF, CRLF or a lone CR, as in LSP.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Callable, Iterable
from functools import partial
from itertools import accumulate, pairwise
from typing import Literal, Protocol

from wit_lsp.tuples import NamedTuple

Encoding = Literal["utf-8", "utf-16", "utf-32"]

Change = tuple[int, int, int]
"""A stretch in which two texts may differ: its first byte, and where it ends in the old text and in the new one."""


class Span(NamedTuple):
    """A half-open range `start..end` of byte offsets."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        return span_of((self.start + by, self.end + by))

    def touches(self, other: Span) -> bool:
        """Whether two spans overlap or meet: a cursor directly after a word touches it."""
        return self.start <= other.end and other.start <= self.end


span_of: Callable[[tuple[int, int]], Span] = partial(tuple.__new__, Span)
"""`Span` of a pair, in two thirds of the time of `Span(start, end)`: hundreds of thousands are created."""


class Edit(NamedTuple):
    """Replaces the bytes at `span` with `text`."""

    span: Span
    text: str


def insertion(offset: int, text: str) -> Edit:
    """An edit that inserts `text` before the byte at `offset`."""
    return Edit(Span(offset, offset), text)


class OverlappingEdits(ValueError):
    """Two edits change the same bytes, or an insertion is inside a replacement."""


class EditSet:
    """Spans of one text that do not overlap."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def take(self, spans: list[Span]) -> bool:
        """Add all of `spans`, and return True, if they overlap neither each other nor a span of the set.

        Otherwise add none, and return False. An insertion may be at the start or the end of another span.
        """
        ordered = sorted(spans)
        if any(one.end > other.start for one, other in pairwise(ordered)) or any(map(self.overlaps, ordered)):
            return False
        for span in ordered:
            insort(self._spans, span)
        return True

    def overlaps(self, span: Span) -> bool:
        """Whether a span of the set has a part of this one, that is more than an end."""
        index = bisect_right(self._spans, span)
        return any(
            span.start < other.end and other.start < span.end for other in self._spans[max(index - 1, 0) : index + 1]
        )


def apply(text: bytes, edits: Iterable[Edit]) -> bytes:
    """The text after `edits`. All spans are offsets in the original `text`.

    Equal edits are applied once. Different insertions at one offset are applied in the given order. Raises
    OverlappingEdits.
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
    """The offset of the first byte at or after `offset` that is not whitespace, or the end of the text."""
    match = _BLANKS.match(text, offset)
    return match.end() if match is not None else offset


_BLANKS = re.compile(rb"[ \t\r\n]+")


def merged(edits: Iterable[Edit]) -> list[Edit]:
    """The edits, sorted by span. Insertions at one offset are joined, in the given order, into one edit.

    So is one at the start of what another edit replaces: not all who apply edits keep the order of those at one place.
    """
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.span):
        if found and found[-1].span.end == found[-1].span.start == edit.span.start:
            found[-1] = Edit(edit.span, found[-1].text + edit.text)
        else:
            found.append(edit)
    return found


def changed(old: bytes, new: bytes) -> Change:
    """The stretch between the common start and the common end of two texts."""
    limit = min(len(old), len(new))
    start = _common(lambda n, size: old[n : n + size] == new[n : n + size], limit)
    o, n = len(old), len(new)
    end = _common(lambda at, size: old[o - at - size : o - at] == new[n - at - size : n - at], limit - start)
    return start, o - end, n - end


def _common(same: Callable[[int, int], bool], limit: int) -> int:
    """How many bytes are the same. Compares in large steps first, so it costs little more than one comparison."""
    at = 0
    for size in (65536, 4096, 256, 16, 1):
        while at + size <= limit and same(at, size):
            at += size
    return at


def encode(text: str) -> bytes:
    """The bytes of a text from JSON, which may contain lone surrogates; `decode` restores them."""
    return text.encode("utf-8", "surrogatepass")


def decode(data: bytes) -> str:
    """A text as a person or an editor sees it: bytes that are not UTF-8 become U+FFFD."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


class Source(Protocol):
    """The text of a file, with its lines."""

    @property
    def path(self) -> str: ...

    @property
    def text(self) -> bytes: ...

    def position(self, offset: int, encoding: Encoding, /) -> tuple[int, int]:
        """Row and column of a byte; see `LineIndex.position`."""

    def line(self, row: int, /) -> Span:
        """A line without its line end."""


class LineIndex:
    """Converts byte offsets of a text to rows and columns, and back. Both count from 0. Row i begins at `starts[i]`."""

    __slots__ = ("_ascii", "starts", "text")

    def __init__(self, text: bytes) -> None:
        self.text = text
        lines = text.splitlines(keepends=True)
        ended = not lines or lines[-1].endswith((b"\n", b"\r"))
        self.starts = [0, *accumulate(map(len, lines if ended else lines[:-1]))]
        self._ascii = text.isascii()

    @property
    def breaks(self) -> int:
        """The number of line breaks, which is one less than the number of lines."""
        return len(self.starts) - 1

    def row(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def line(self, row: int) -> Span:
        """The line `row` without its line break; the last line if there is no such row."""
        if row >= self.breaks:
            return Span(self.starts[-1], len(self.text))
        text, start, end = self.text, self.starts[row], self.starts[row + 1] - 1
        return Span(start, end - 1 if end > start and text[end] == _LF and text[end - 1] == _CR else end)

    def position(self, offset: int, encoding: Encoding) -> tuple[int, int]:
        """Row and column of a byte, in code units of `encoding`. Inside a line break, those of the end of the line."""
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
        """The nearest offset to a row and column: the end of a shorter line, the start of a character around it."""
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
    """The bytes of each character, with any stray continuation bytes that follow it."""
    return _CHARACTER.findall(data)


_CHARACTER = re.compile(rb".[\x80-\xbf]*", re.DOTALL)


def _units(character: bytes, encoding: Encoding) -> int:
    if encoding == "utf-8":
        return len(character)
    return sum(2 if encoding == "utf-16" and each > "\uffff" else 1 for each in decode(character))
