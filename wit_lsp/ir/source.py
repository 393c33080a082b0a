"""One version of a text, cut into segments, each parsed as a function of its bytes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from wit_lsp.recovery.parse import ParseResult, parse_segment
from wit_lsp.syntax.language import Tree, parse
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.syntax.segments import cut, cut_again
from wit_lsp.syntax.suppressions import Suppression, suppressions
from wit_lsp.text import Encoding, LineIndex, Span, changed


class Segment:
    """The bytes of one or more top-level items, and what follows from these bytes alone.

    `tree` is of `readable`: the text itself where it parses, else what the mend makes of it. Spans of nodes and of
    what is read from them count in `readable`; `original` leads from there to the text.
    """

    __slots__ = ("_lines", "_parsed", "_suppressions", "_tree", "text")

    def __init__(self, text: bytes, tree: Tree | None = None) -> None:
        self.text = text
        self._tree = tree
        self._lines: LineIndex | None = None
        self._parsed: ParseResult | None = None
        self._suppressions: tuple[Suppression, ...] | None = None

    @property
    def lines(self) -> LineIndex:
        """Those of `text`."""
        if self._lines is None:
            self._lines = LineIndex(self.text)
        return self._lines

    @property
    def tree(self) -> Tree:
        """Parsed when first asked for; the same bytes always give the same tree."""
        tree = self._result.tree
        if tree is None:  # it was given back
            tree = parse(self.readable)
            self._parsed = self._result._replace(tree=tree)
        return tree

    def drop_tree(self) -> None:
        """Give its memory back: 20 times that of the text. It is parsed again when asked for."""
        self._parsed = self._result._replace(tree=None)

    @property
    def readable(self) -> bytes:
        repair = self._result.repair
        return self.text if repair is None else repair.text

    @property
    def problems(self) -> tuple[SyntaxProblem, ...]:
        """What does not parse, with spans in `text`."""
        return self._result.problems

    def original(self, stretch: Span) -> Span:
        """The stretch of `text` that stands at one of `readable`."""
        repair = self._result.repair
        return stretch if repair is None else repair.original(stretch)

    def readable_at(self, offset: int) -> int:
        """Where a byte of `text` stands in `readable`."""
        repair = self._result.repair
        return offset if repair is None else repair.repaired(offset)

    def is_mended(self, stretch: Span) -> bool:
        """Whether the mend changed something within a stretch of `readable`."""
        repair = self._result.repair
        return repair is not None and repair.touches(stretch)

    @property
    def suppressions(self) -> tuple[Suppression, ...]:
        """With scopes in `readable`."""
        if self._suppressions is None:
            lines = self.lines if self._result.repair is None else LineIndex(self.readable)
            self._suppressions = suppressions(self.tree.root_node, lines)
        return self._suppressions

    def edited(self, text: bytes) -> Segment:
        """The segment that has `text` instead, parsed incrementally where both are free of problems."""
        tree = self._result.tree if self._parsed is not None else None
        if tree is None or self._result.repair is not None or tree.root_node.has_error:
            return Segment(text)
        start, old_end, new_end = changed(self.text, text)
        new = Segment(text)
        tree = tree.copy()  # `edit` changes a tree in place
        tree.edit(start, old_end, new_end, self._point(start), self._point(old_end), new._point(new_end))
        tree = parse(text, tree)
        return Segment(text, None if tree.root_node.has_error else tree)

    @property
    def _result(self) -> ParseResult:
        if self._parsed is None:
            self._parsed = parse_segment(self.text, self.lines, self._tree)
            self._tree = None
        return self._parsed

    def _point(self, offset: int) -> tuple[int, int]:
        """Row and column in bytes, as tree-sitter counts them: LF alone ends a line."""
        return self.text.count(b"\n", 0, offset), offset - self.text.rfind(b"\n", 0, offset) - 1


class Source:
    """The text of a file as its segments. `starts[i]` is the first byte of `segments[i]`.

    The same bytes are the same `Segment` object, from one version to the next and over one that lies between:
    what an unclosed comment hid is there again when it is closed.
    """

    __slots__ = ("_before", "_rows", "segments", "starts", "text")

    def __init__(self, text: bytes, old: Source | None = None) -> None:
        self.text = text
        self.starts: list[int] = cut(text) if old is None else cut_again(text, old.starts, changed(old.text, text))
        last = {} if old is None else {segment.text: segment for segment in old.segments}
        known = {} if old is None else old._before | last
        bounds = zip(self.starts, [*self.starts[1:], len(text)], strict=True)
        slices = [text[start:end] for start, end in bounds]
        if old is not None:
            _edit_single_change(old, slices, known)
        self.segments: list[Segment] = [known.get(part) or known.setdefault(part, Segment(part)) for part in slices]
        self._before: dict[bytes, Segment] = last
        self._rows: list[int] = [0, *accumulate(segment.lines.breaks for segment in self.segments)]

    def __iter__(self) -> Iterator[tuple[int, Segment]]:
        """First byte and segment, in the order of the text."""
        return zip(self.starts, self.segments, strict=True)

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


def _edit_single_change(old: Source, slices: list[bytes], known: dict[bytes, Segment]) -> None:
    """Where exactly one segment has other bytes than before, parse it from its last tree."""
    if len(slices) != len(old.segments):
        return
    changed = [i for i, (segment, part) in enumerate(zip(old.segments, slices, strict=True)) if segment.text != part]
    if len(changed) == 1 and (part := slices[changed[0]]) not in known:
        known[part] = old.segments[changed[0]].edited(part)
