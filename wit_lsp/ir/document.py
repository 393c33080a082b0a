"""One version of a file: its text, cut into segments that are shared with the version before wherever the bytes stayed.

Knows positions, items and facts of the one file, and nothing of others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from types import MappingProxyType

from wit_lsp.ir import facts as facts_module
from wit_lsp.ir.facts import Facts
from wit_lsp.ir.group import Body, BodyKeys, Group
from wit_lsp.ir.items import Item, Package, walk
from wit_lsp.ir.segment import Segment
from wit_lsp.syntax.segments import cut, cut_again
from wit_lsp.text import Change, Edit, Encoding, Span, apply, changed
from wit_lsp.tuples import NamedTuple

MAX_CHECKED_BYTES = 8_000_000
"""Bytes of a file above which only its syntax is looked at."""


class Document:
    """`segments[i]` starts at the byte `starts[i]`, and there the bodies `around[i]` are open, the outermost first.

    `body_keys[i]` are those of the bodies that are open where it starts and ends. `ir.anchors` keeps in
    `items_by_key` what stands in an item, by the `id` of that and by key, with the number of the segment.

    The same bytes are the same `Group`, and so the same segments, from one version to the next and over one that lies
    between: what an unclosed comment hid is there again when it is closed.
    """

    __slots__ = (
        *("_facts", "_group_starts", "_known", "_last", "_rows"),
        *("around", "groups", "body_keys", "items_by_key", "path", "segments", "starts", "text"),
    )

    def __init__(
        self,
        path: str,
        text: bytes,
        old: Document | None = None,
        change: Change | None = None,
        read: Mapping[bytes, Group] = MappingProxyType({}),
    ) -> None:
        """`change` is where `old` has another text, if that is known. `read` has groups of any text."""
        self.path = path
        self.text = text
        if old is None:
            self._group_starts = cut(text)
        else:
            change = change or changed(old.text, text)
            self._group_starts = cut_again(text, old._group_starts, change)
        slices = _slices(text, self._group_starts)
        last = {} if old is None else old._last
        known = dict(read) if old is None else old._known | last
        if old is not None:
            _edit_single_change(old, slices, known)
        is_checked = not self.is_too_large
        self.groups: list[Group] = [
            known.get(part) or known.setdefault(part, Group(part, is_checked=is_checked)) for part in slices
        ]
        self._last: dict[bytes, Group] = {group.text: group for group in self.groups}
        self._known: dict[bytes, Group] = last
        self.segments: list[Segment] = []
        self.starts: list[int] = []
        self.around: list[tuple[Body, ...]] = []
        self.body_keys: list[BodyKeys] = []
        for start, group in zip(self._group_starts, self.groups, strict=True):
            self.segments += group.segments
            self.starts += [start + each for each in group.starts] if len(group.starts) > 1 else [start]
            self.around += group.around
            self.body_keys += group.body_keys
        self._rows: list[int] = [0, *accumulate([segment.breaks for segment in self.segments])]
        self._facts: Facts | None = None
        self.items_by_key: dict[int, dict[str, tuple[int, Item]]] = {}

    @property
    def is_too_large(self) -> bool:
        """Whether only its syntax is looked at."""
        return len(self.text) > MAX_CHECKED_BYTES

    @property
    def facts(self) -> Facts:
        """Those of the whole file."""
        if self._facts is None:
            segments = [] if self.is_too_large else self.segments
            self._facts = facts_module.merged([segment.facts for segment in segments], self.first_item + 1)
        return self._facts

    @property
    def doubtful_names(self) -> frozenset[str]:
        """The names of types that what does not parse may declare or bring in."""
        return frozenset().union(*(segment.doubtful_names for segment in self.segments if segment.has_error))

    @property
    def first_item(self) -> int:
        """The number of the segment of the first item after the header; the number of segments, if there is none."""
        return next((i for i, each in enumerate(self.segments) if not _is_header_only(each)), len(self.segments))

    def __iter__(self) -> Iterator[LocatedSegment]:
        return (LocatedSegment(self, index) for index in range(len(self.segments)))

    def items(self) -> Iterator[LocatedItem]:
        """Every item, those of a body that is cut after its head."""
        for located in self:
            for item in walk(located.segment.items):
                yield LocatedItem(located, item)

    def edited(self, edits: list[Edit]) -> Document:
        """The document after edits of its text. Raises OverlappingEdits."""
        return Document(self.path, apply(self.text, edits), self)

    @property
    def newline(self) -> str:
        """The line end that the file uses: that of its first line."""
        first = self.text.find(b"\n")
        return "\r\n" if first > 0 and self.text[first - 1 : first] == b"\r" else "\n"

    @property
    def rows(self) -> int:
        """The number of lines: one more than there are line ends."""
        return self._rows[-1] + 1

    def position(self, offset: int, encoding: Encoding) -> tuple[int, int]:
        """Row and column (see `LineIndex.position`) of the byte at `offset`."""
        index = bisect_right(self.starts, offset) - 1
        row, column = self.segments[index].lines.position(offset - self.starts[index], encoding)
        return self._rows[index] + row, column

    def offset(self, row: int, column: int, encoding: Encoding) -> int:
        """The nearest byte to row and column (see `LineIndex.offset`)."""
        index = min(bisect_right(self._rows, row), len(self.segments)) - 1
        return self.starts[index] + self.segments[index].lines.offset(row - self._rows[index], column, encoding)

    def line(self, row: int) -> Span:
        """The line `row` without its line end."""
        start = self.offset(row, 0, "utf-8")
        end = self.offset(row, len(self.text), "utf-8")
        return Span(start, end)

    def at(self, offset: int) -> LocatedSegment:
        """The segment that has the byte at `offset`."""
        return LocatedSegment(self, bisect_right(self.starts, offset) - 1)

    def group_of(self, index: int) -> tuple[int, Group]:
        """The group that has the segment `index`, and the number of its first segment."""
        at = bisect_right(self._group_starts, self.starts[index]) - 1
        return bisect_left(self.starts, self._group_starts[at]), self.groups[at]


def read(path: str, text: bytes, known: dict[bytes, Group], check: Callable[[], object]) -> Document:
    """A document all segments of which are read. `check` is called before each; it may raise.

    Groups that are in `known` are not read again. Those that were read are in it afterwards, even if `check` raised.
    """
    if len(text) <= MAX_CHECKED_BYTES:
        for part in _slices(text, cut(text)):
            group = known.get(part)
            if group is None:
                check()
                group = known[part] = Group(part)
            for segment in group.segments:
                if not segment.is_read:
                    check()
                    assert segment.facts is not None
    return Document(path, text, read=known)


class LocatedSegment(NamedTuple):
    """A segment of a document, by its number."""

    document: Document
    number: int

    @property
    def segment(self) -> Segment:
        return self.document.segments[self.number]

    @property
    def start(self) -> int:
        """Its first byte in the text."""
        return self.document.starts[self.number]

    @property
    def bodies_after(self) -> tuple[Body, ...]:
        """The bodies that are open where it ends, the outermost first."""
        following = self.document.around[self.number + 1 : self.number + 2]
        return following[0] if following else ()

    def absolute(self, span: Span) -> Span:
        """A span of the segment's `readable` as one of the file."""
        return self.segment.original(span).shifted(self.start)


class LocatedItem(NamedTuple):
    """An item and the segment that has it."""

    located: LocatedSegment
    item: Item

    @property
    def span(self) -> Span:
        """Its place in the file; of an item whose body is cut, up to the end of that body."""
        start, end = self.located.absolute(self.item.span)
        body = self.body
        return Span(start, body_end(self.located, body) if body is not None else end)

    @property
    def body(self) -> Body | None:
        """The body that the item opens, where that goes on in other segments."""
        return next((body for body in self.located.bodies_after if body.item is self.item), None)


def body_end(located: LocatedSegment, body: Body) -> int:
    """Where in the file the `}` of a body ends whose head is in a segment."""
    document, index = located
    last = LocatedSegment(document, index - body.first + body.last)
    around = last.segment.around
    return last.absolute(around[body.level].span).end if body.level < len(around) else last.start


def _slices(text: bytes, starts: list[int]) -> list[bytes]:
    """The texts of its groups."""
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _edit_single_change(old: Document, slices: list[bytes], known: dict[bytes, Group]) -> None:
    """Where exactly one group has other bytes than before, make it from what it was."""
    if len(slices) != len(old.groups):
        return
    other = [i for i, (group, part) in enumerate(zip(old.groups, slices, strict=True)) if group.text != part]
    if len(other) == 1 and (part := slices[other[0]]) not in known:
        known[part] = old.groups[other[0]].edited(part)


def _is_header_only(segment: Segment) -> bool:
    return not segment.context.blocks and all(isinstance(item, Package) and not item.nested for item in segment.items)
