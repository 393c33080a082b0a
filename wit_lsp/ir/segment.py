"""A segment of a text: its bytes, and all that follows from these bytes and the blocks around them alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import is_
from typing import TypeVar, cast

from wit_lsp.ir.facts import Facts, facts_of
from wit_lsp.ir.items import Block, Interface, Item, Resource, TypeDef, Use, World, names_in, walk
from wit_lsp.ir.lower import lower
from wit_lsp.ir.parse import ParseResult, parse_segment
from wit_lsp.syntax.context import WHOLE, Context
from wit_lsp.syntax.language import Tree, parse
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.syntax.suppressions import MARKER, Suppression, suppressions
from wit_lsp.text import LineIndex, Span, changed
from wit_lsp.validation.type_names import may_be_declared

Value = TypeVar("Value")


class Segment:
    """One or more whole items, the head of a body, some of its members, or its end.

    `tree` is of `readable`: the text itself where it parses, else what recovery makes of it, in its `context`. Spans
    of nodes and of items count in `readable`; `original` leads from there to the text.
    """

    __slots__ = (
        *("_around", "_facts", "_keeps_tree", "_kept", "_lines", "_parsed"),
        *("_passes", "_suppressions", "_tops", "_tree"),
        *("breaks", "context", "text"),
    )

    def __init__(self, text: bytes, context: Context = WHOLE, tree: Tree | None = None) -> None:
        self.text = text
        self.context = context
        self.breaks = text.count(b"\n") if b"\r" not in text else LineIndex(text).breaks
        self._kept: dict[object, object] = {}
        self._tree = tree
        self._lines: LineIndex | None = None
        self._parsed: ParseResult | None = None
        self._suppressions: tuple[Suppression, ...] | None = None
        self._tops: list[Item] | None = None
        self._around: list[Block] | None = None
        self._facts: Facts | None = None
        self._passes: bool | None = None
        self._keeps_tree = False

    def kept(self, derive: Callable[[Segment], Value]) -> Value:
        """What a function makes of the segment: computed once, and kept as long as the segment is."""
        if derive not in self._kept:
            self._kept[derive] = derive(self)
        return cast(Value, self._kept[derive])

    @property
    def lines(self) -> LineIndex:
        """Those of `text`."""
        if self._lines is None:
            self._lines = LineIndex(self.text)
        return self._lines

    @property
    def problems(self) -> tuple[SyntaxProblem, ...]:
        """What the language rejects in this text alone, with spans in `text`."""
        return (self._parsed or self._result).problems

    @property
    def parsed_items(self) -> list[Item]:
        """All items, each before the one after it, in the blocks of the context; see `ir.lower`."""
        if self._tops is None:
            too_deep = any(problem.code == "type-depth" for problem in self.problems)
            read = Segment(b"", self.context) if too_deep else self
            self._tops = lower(read.readable, read.tree.root_node, read.is_repaired, read.original)
        return self._tops

    @property
    def around(self) -> list[Block]:
        """The items that stand for the blocks of the context, the outermost first."""
        if self._around is None:
            self._around = self._find_around() if self.context.blocks else []
        return self._around

    def _find_around(self) -> list[Block]:
        found: list[Block] = []
        inside = self.parsed_items
        for _ in self.context.blocks:
            if not inside or not isinstance(inside[0], Block) or inside[0].span.start >= len(self.context.prefix):
                break  # nothing of the text could be read
            found.append(inside[0])
            inside = inside[0].items
        return found

    @property
    def items(self) -> list[Item]:
        """What the text itself declares, without what stands in these, in the order of the text."""
        around = self.around
        if not around:
            return self.parsed_items
        placeholders = set(map(id, around))
        inside = [item for block in reversed(around) for item in block.items if id(item) not in placeholders]
        return inside + [item for item in self.parsed_items if id(item) not in placeholders]

    def inside(self, level: int) -> Iterator[Item]:
        """The items that stand directly in the block `level` of the context."""
        around = self.around
        if level < len(around):
            inner = around[level + 1] if level + 1 < len(around) else None
            yield from (item for item in around[level].items if item is not inner)

    @property
    def opened(self) -> list[Block]:
        """The items whose bodies go on in the next segment, the outermost first; those of the context included."""
        found: list[Block] = []
        inside = self.parsed_items
        for _ in range(self.context.depth_after):
            if not inside or not isinstance(inside[-1], Block):
                break
            found.append(inside[-1])
            inside = inside[-1].items
        return found

    @property
    def passes(self) -> bool:
        """Whether the bodies that are open where it ends are those that are open where it starts."""
        if self._passes is None:
            opened = self.opened
            is_read = len(opened) == self.context.depth_after == len(self.context.blocks)
            self._passes = is_read and all(map(is_, opened, self.around))
        return self._passes

    @property
    def is_read(self) -> bool:
        """Whether its facts are known."""
        return self._facts is not None

    @property
    def facts(self) -> Facts:
        """What others may depend on: no spans. Equal facts are the same object."""
        if self._facts is None:
            self._facts = facts_of(self.items, self.suppressions, self.text, self.has_error)
            if not self._keeps_tree:
                self.forget_tree()
        return self._facts

    @property
    def declared_names(self) -> frozenset[str]:
        """The names that its items declare or bring in, in whatever block."""
        return self.kept(_declared_names)

    @property
    def used_names(self) -> frozenset[str]:
        """The names that a `use` brings in."""
        return self.kept(_used_names)

    @property
    def defined_names(self) -> frozenset[str]:
        """The names of types, interfaces and worlds that are declared here, and not brought in."""
        return self.kept(_defined_names)

    @property
    def declared_types(self) -> frozenset[str]:
        """The names of the types that its items declare or bring in, in whatever block."""
        return self.kept(_declared_types)

    @property
    def doubtful_names(self) -> frozenset[str]:
        """The names of types that it may declare or bring in where it does not parse."""
        return self.kept(_doubtful_names) if self.has_error else frozenset()

    @property
    def suppressions(self) -> tuple[Suppression, ...]:
        """With scopes in `readable`."""
        if self._suppressions is None:
            self._suppressions = suppressions(self.tree.root_node, self.readable) if MARKER in self.text else ()
        return self._suppressions

    @property
    def tree(self) -> Tree:
        """Parsed when first asked for; the same bytes always give the same tree."""
        tree = self._result.tree
        if tree is None:  # it was given back
            tree = parse(self.readable)
            self._parsed = self._result._replace(tree=tree)
        return tree

    def forget_tree(self) -> None:
        """Give its memory back: 20 times that of the text. It is parsed again when asked for."""
        if self._parsed is not None:
            self._parsed = self._parsed._replace(tree=None)

    @property
    def has_error(self) -> bool:
        """Whether the text as its author wrote it does not parse."""
        return self._result.has_error

    @property
    def readable(self) -> bytes:
        source_map = self._result.source_map
        if source_map is not None:
            return source_map.text
        return self.context.prefix + self.text + self.context.suffix if self.context is not WHOLE else self.text

    @property
    def own(self) -> Span:
        """The stretch of `readable` that is the segment's, without the blocks that stand for those around it."""
        return Span(len(self.context.prefix), self.readable_at(len(self.text)))

    def original(self, stretch: Span) -> Span:
        """The stretch of `text` that stands at one of `readable`."""
        source_map = self._result.source_map
        if source_map is not None:
            return source_map.original(stretch)
        if self.context is WHOLE:
            return stretch
        size, end = len(self.context.prefix), len(self.text)
        return Span(min(max(stretch.start - size, 0), end), min(max(stretch.end - size, 0), end))

    def readable_at(self, offset: int) -> int:
        """Where a byte of `text` stands in `readable`."""
        source_map = self._result.source_map
        return offset + len(self.context.prefix) if source_map is None else source_map.repaired(offset)

    def is_repaired(self, stretch: Span) -> bool:
        """Whether recovery changed something within a stretch of `readable`."""
        source_map = self._result.source_map
        return source_map is not None and source_map.touches(stretch)

    def edited(self, text: bytes, context: Context) -> Segment:
        """The segment that has `text` instead, parsed incrementally where both are free of errors."""
        tree = self._parsed.tree if self._parsed is not None and not self._parsed.has_error else None
        new = Segment(text, context)
        new._keeps_tree = True  # the next key will need it
        if tree is None or context is not self.context or self._result.source_map is not None:
            return new
        before, after = self.readable, context.prefix + text + context.suffix
        start, old_end, new_end = changed(before, after)
        tree = tree.copy()  # `edit` changes a tree in place
        tree.edit(start, old_end, new_end, _point(before, start), _point(before, old_end), _point(after, new_end))
        tree = parse(after, tree)
        if not tree.root_node.has_error:
            new._tree = tree
        return new

    @property
    def _result(self) -> ParseResult:
        if self._parsed is None:
            self._parsed = parse_segment(self.text, self.context, self._tree)
            self._tree = None
        return self._parsed


def _declared_names(segment: Segment) -> frozenset[str]:
    return frozenset(names_in(walk(segment.items)))


def _used_names(segment: Segment) -> frozenset[str]:
    return frozenset(names_in(item for item in walk(segment.items) if isinstance(item, Use)))


def _defined_types(segment: Segment) -> frozenset[str]:
    return frozenset(names_in(item for item in walk(segment.items) if isinstance(item, (TypeDef, Resource))))


def _defined_names(segment: Segment) -> frozenset[str]:
    blocks = (item for item in walk(segment.items) if isinstance(item, (Interface, World)))
    return _defined_types(segment).union(item.name.text for item in blocks if item.name is not None)


def _doubtful_names(segment: Segment) -> frozenset[str]:
    return may_be_declared(segment.text)


def _declared_types(segment: Segment) -> frozenset[str]:
    return segment.used_names | _defined_types(segment)


def _point(text: bytes, offset: int) -> tuple[int, int]:
    """Row and column in bytes, as tree-sitter counts them: LF alone ends a line."""
    return text.count(b"\n", 0, offset), offset - text.rfind(b"\n", 0, offset) - 1
