"""The open documents: their texts as the client changes them, and what the engine makes of them.

A document is named as its client named it; its key is the normalised path, so that two spellings are one file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate

from lsprotocol import types as lsp

from wit_lsp.text import Change, Encoding, LineIndex, encode
from wit_lsp.uri import to_path


def key_of(uri: str) -> str:
    """The path that a URI names, see `to_path`; the URI itself where it names none."""
    path = to_path(uri)
    return uri if path is None else path


MAX_LATE_MESSAGES = 32
"""Messages after which one that was sent before them is no longer put into its place."""


class Document:
    """One open text, as its client knows it."""

    __slots__ = ("_change", "_gap", "_lines", "is_changed", "key", "uri", "version")

    def __init__(self, uri: str, version: int | None, text: str) -> None:
        self.uri = uri
        self.key = key_of(uri)
        self.version = version
        self.is_changed = True
        """Whether the text is another than the one that was handed over last."""
        self._change: Change | None = None  # where it differs from that; None where this is unknown
        self._lines = Lines(encode(text))
        self._gap: _Gap | None = None

    @property
    def is_file(self) -> bool:
        """Whether its key is a path; else it is a package of one file."""
        return self.key != self.uri

    def change(self, version: int, changes: Sequence[lsp.TextDocumentContentChangeEvent], encoding: Encoding) -> None:
        """Replay the changes of one message: a range counts in the text that the change before it left.

        Messages that come out of the order of their versions are replayed in that order.
        """
        before = self.version
        if self._gap is None and before is not None and version > before + 1:
            self._gap = _Gap(before, self._lines.copy())
        if self._gap is not None and not self._gap.add(version, changes):
            self._gap = None
        if self._gap is not None and before is not None and version < before:
            self._lines = self._gap.lines.copy()
            self.is_changed, self._change = True, None
            changes, self.version = self._gap.changes(), before
        else:
            self.version = version
        for change in changes:
            self._replay(change, encoding)
        if self._gap is not None and self._gap.is_closed:
            self._gap = None

    def _replay(self, change: lsp.TextDocumentContentChangeEvent, encoding: Encoding) -> None:
        if not isinstance(change, lsp.TextDocumentContentChangePartial):
            self._replace(change.text)
            return
        start, end = change.range.start, change.range.end
        stretch = self._lines.replace(
            (start.line, start.character), (end.line, end.character), encode(change.text), encoding
        )
        if not self.is_changed:
            self._change = stretch
        elif self._change is not None:
            self._change = merged(self._change, stretch)
        self.is_changed = True

    def reopen(self, uri: str, version: int | None, text: str) -> None:
        """Take the text of a second `didOpen`."""
        self.uri, self.version, self._gap = uri, version, None
        self._replace(text)

    def hand_over(self, take: Callable[[bytes, Change | None], object]) -> None:
        """Give away the text, and where it differs from what was handed over last; None where that is unknown.

        If `take` raises, the text is not handed over.
        """
        change, self._change = self._change, None
        take(self._lines.text(), change)
        self.is_changed = False

    def _replace(self, text: str) -> None:
        self._lines = Lines(encode(text))
        self.is_changed, self._change = True, None


class _Gap:
    """What came after a version, of which another message was sent before that has not come yet."""

    __slots__ = ("_came", "_version", "lines")

    def __init__(self, version: int, lines: Lines) -> None:
        self._version = version
        self.lines = lines
        self._came: dict[int, Sequence[lsp.TextDocumentContentChangeEvent]] = {}

    def add(self, version: int, changes: Sequence[lsp.TextDocumentContentChangeEvent]) -> bool:
        """Whether it is one of these messages. Most clients that leave out versions do not send them later."""
        if version <= self._version or version in self._came or len(self._came) == MAX_LATE_MESSAGES:
            return False
        self._came[version] = changes
        return True

    @property
    def is_closed(self) -> bool:
        """Whether no version is missing any more."""
        return max(self._came) - self._version == len(self._came)

    def changes(self) -> list[lsp.TextDocumentContentChangeEvent]:
        """All of them, in the order of their versions."""
        return [change for version in sorted(self._came) for change in self._came[version]]


def merged(first: Change, second: Change) -> Change:
    """What two changes, one after the other, are together."""
    start, old_end, middle_end = first
    grown = max(second[1] - middle_end, 0)  # how far the second one reaches beyond the first
    return min(start, second[0]), old_end + grown, middle_end + grown - second[1] + second[2]


class Lines:
    """A text as its lines, in which a change costs what it changes. The last one has no line end."""

    __slots__ = ("_lines", "_starts")

    def __init__(self, text: bytes) -> None:
        self._lines = _split(text, last=True)
        self._starts = [0]  # the first bytes of the first lines: of as many as were asked for

    def copy(self) -> Lines:
        other = Lines(b"")
        other._lines, other._starts = self._lines.copy(), self._starts.copy()
        return other

    def text(self) -> bytes:
        return b"".join(self._lines)

    def replace(self, start: tuple[int, int], end: tuple[int, int], text: bytes, encoding: Encoding) -> Change:
        """Put `text` for what stands from `start` to `end`, rows and columns from 0; where it changes the bytes.

        A place that is not in the text is the nearest one that is. Halves of a surrogate pair that come to stand
        together are one character, as they are in a text that is opened.
        """
        lines = self._lines
        first, column = self._place(start)
        last, end_column = self._place(max(start, end))
        head, _ = _cut(lines[first], column, encoding)
        _, tail = _cut(lines[last], end_column, encoding)
        at, old_end = self._start(first), self._start(last) + len(lines[last])
        if b"\xed" in b"%b%b%b" % (head[-3:], text, tail[:3]):  # with which every half begins
            head, text, tail = b"", _HALVES.sub(_joined, head + text + tail), b""
        # With the lines around: a CR and an LF that come to stand together are one line end.
        low, high = max(first - 1, 0), min(last + 2, len(lines))
        parts = [*lines[low:first], head, text, tail, *lines[last + 1 : high]]
        lines[low:high] = _split(b"".join(parts), last=high == len(lines))
        del self._starts[low + 1 :]
        return at + len(head), old_end - len(tail), at + len(head) + len(text)

    def _place(self, position: tuple[int, int]) -> tuple[int, int]:
        row, column = position
        if row >= len(self._lines):
            return len(self._lines) - 1, len(self._lines[-1])
        return row, column

    def _start(self, row: int) -> int:
        """The first byte of a row."""
        known = self._starts
        if row >= len(known):
            lengths = map(len, self._lines[len(known) - 1 : row])
            known.extend(accumulate(lengths, initial=known.pop()))
        return known[row]


def _cut(line: bytes, column: int, encoding: Encoding) -> tuple[bytes, bytes]:
    """What stands in a line before a column and after it. A column within a surrogate pair parts the pair."""
    index = LineIndex(line)
    offset = index.offset(0, column, encoding)
    head, tail = line[:offset], line[offset:]
    if encoding == "utf-16" and tail[:1] >= b"\xf0" and index.position(offset, encoding)[1] == column - 1:
        units = tail[:4].decode().encode("utf-16-le")
        high, low = (unit.decode("utf-16-le", "surrogatepass") for unit in (units[:2], units[2:]))
        return head + encode(high), encode(low) + tail[4:]
    return head, tail


_HALVES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")


def _joined(halves: re.Match[bytes]) -> bytes:
    pair = halves[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    return pair.decode("utf-16-le").encode()


def _split(text: bytes, *, last: bool) -> list[bytes]:
    """Lines with their ends. At the end of a document what follows the last line end is a line too, even if empty."""
    lines = text.splitlines(keepends=True)
    if last and (not lines or lines[-1].endswith((b"\n", b"\r"))):
        lines.append(b"")
    return lines
