"""Segments as a text that parses, for edits that look at what stands around an item, and the way back to the file."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from wit_lsp.ir.document import Document, LocatedItem
from wit_lsp.syntax import ast
from wit_lsp.syntax.language import Node, Tree, parse
from wit_lsp.text import Edit, Span, decode


class MissingTarget(Exception):
    """What a fix was to change is not there any more, or cannot be read."""


class Readable:
    """The segments `first..end` of a document after recovery; spans of `tree` count in `text`.

    One segment is read in its context, so that its tree is the one from which its items come. Several follow each other
    without theirs, as a whole group does.
    """

    def __init__(self, document: Document, first: int, end: int) -> None:
        segments = document.segments[first:end]
        self.document = document
        self.newline = document.newline
        self._first = first
        self._own = [segment.own if len(segments) > 1 else Span(0, len(segment.readable)) for segment in segments]
        parts = [segment.readable[slice(*own)] for segment, own in zip(segments, self._own, strict=True)]
        self._starts = [0, *accumulate(map(len, parts))][:-1]
        self.text = b"".join(parts)
        self.tree: Tree = parse(self.text) if len(segments) > 1 else segments[0].tree

    def offset(self, of: LocatedItem, offset: int) -> int:
        """Where a byte of the `readable` of an item's segment stands in the text."""
        number = of.located.number - self._first
        return self._starts[number] + offset - self._own[number].start

    def span(self, of: LocatedItem, span: Span) -> Span:
        return Span(self.offset(of, span.start), self.offset(of, span.end))

    def node(self, of: LocatedItem) -> Node:
        """The node of an item. Raises MissingTarget."""
        start = self.offset(of, of.item.span.start)
        node = self.tree.root_node.descendant_for_byte_range(start, start + 1)
        while node is not None and not (node.type in ast.ITEMS and node.is_named and node.start_byte == start):
            node = node.parent
        if node is None:
            raise MissingTarget(f"no item at {start}")
        return node

    def node_at(self, span: Span, kind: str) -> Node:
        """The node of a kind that covers a stretch. Raises MissingTarget."""
        node = self.tree.root_node.descendant_for_byte_range(span.start, span.end)
        while node is not None and not (node.type == kind and node.is_named):
            node = node.parent
        if node is None:
            raise MissingTarget(f"no {kind} at {span}")
        return node

    def edits(self, edits: list[Edit]) -> list[Edit]:
        """Edits of the text as edits of the file."""
        return [Edit(self._absolute(edit.span), edit.text) for edit in edits]

    def _absolute(self, span: Span) -> Span:
        first, start = self._segment(span.start)
        last, end = self._segment(span.end - 1) if span.start < span.end else (first, start - 1)
        if first == last:
            return self._original(first, Span(start, end + 1))
        return Span(self._original(first, Span(start, start)).start, self._original(last, Span(end, end + 1)).end)

    def _segment(self, offset: int) -> tuple[int, int]:
        """The number of the segment that has a byte of the text, and where that stands in its `readable`."""
        number = bisect_right(self._starts, offset) - 1
        return number, offset - self._starts[number] + self._own[number].start

    def _original(self, number: int, span: Span) -> Span:
        number += self._first
        return self.document.segments[number].original(span).shifted(self.document.starts[number])


def indent_of(text: bytes, at: int) -> str | None:
    """The blanks before a byte on its line; None where something else stands there."""
    head = text[text.rfind(b"\n", 0, at) + 1 : at]
    return decode(head) if not head.strip(b" \t") else None
