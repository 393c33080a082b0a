"""textDocument/foldingRange: what can be folded, according to `folds.scm`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from wit_lsp.features import View, feature
from wit_lsp.text import Span
from wit_lsp.tuples import NamedTuple

if TYPE_CHECKING:
    from wit_lsp.ir.document import LocatedSegment
    from wit_lsp.ir.segment import Segment
    from wit_lsp.syntax.language import Node


class Fold(NamedTuple):
    """What a fold hides, in bytes of a segment: the text between two brackets, or a comment after its first line."""

    span: Span
    kind: lsp.FoldingRangeKind | None


@feature(lsp.TEXT_DOCUMENT_FOLDING_RANGE)
def folding_range(view: View, params: lsp.FoldingRangeParams) -> list[lsp.FoldingRange]:
    lines_only = bool(view.client.get("text_document.folding_range.line_folding_only"))
    folds = [
        Fold(fold.span.shifted(located.start), fold.kind)
        for located in view.document
        for fold in (*located.segment.kept(_folds_of).whole, *_bodies(located))
    ]
    # A query captures in no particular order. If two folds start at one place, the longer one wins, then brackets.
    folds.sort(key=lambda fold: (fold.span.start, -fold.span.end, fold.kind == lsp.FoldingRangeKind.Comment))
    found: dict[tuple[int, int | None], lsp.FoldingRange] = {}
    for fold in folds:
        range = _range(view, fold, lines_only)
        if range.start_line < range.end_line:
            found.setdefault((range.start_line, range.start_character), range)
    return list(found.values())


def _range(view: View, fold: Fold, lines_only: bool) -> lsp.FoldingRange:
    (first, column), (last, end_column) = (view.document.position(at, view.client.encoding) for at in fold.span)
    if not lines_only:
        return lsp.FoldingRange(first, last, column, end_column, fold.kind)
    # The line of the closing bracket stays visible if the bracket is the first thing on it.
    text, line = view.document.text, view.document.line(last)
    if fold.kind != lsp.FoldingRangeKind.Comment and not text[line.start : fold.span.end].strip():
        last -= 1
    return lsp.FoldingRange(first, last, kind=fold.kind)


class Folds(NamedTuple):
    """The folds inside a segment, and the ends of opening brackets that close in a later one, outermost first."""

    whole: tuple[Fold, ...]
    open: tuple[int, ...]


def _folds_of(segment: Segment) -> Folds:
    """The folds of a segment, in bytes of the segment."""
    openers: list[int] = []
    return Folds(tuple(_folds(segment, openers)), tuple(sorted(openers)))


def _bodies(located: LocatedSegment) -> Iterator[Fold]:
    """The folds of bodies that begin in this segment and end in a later one."""
    from wit_lsp.ir.document import body_end

    opened = [body for body in located.bodies_after if body not in located.document.around[located.number]]
    for opener, body in zip(located.segment.kept(_folds_of).open, opened, strict=False):
        yield Fold(Span(opener, body_end(located, body) - 1 - located.start), None)


def _folds(segment: Segment, openers: list[int]) -> Iterator[Fold]:
    """The folds of a segment. The ends of opening brackets that close in a later segment are added to `openers`."""
    from wit_lsp.syntax import ast, kinds
    from wit_lsp.syntax.language import captures, shipped_query, span

    first, last = len(segment.context.prefix), len(segment.readable) - len(segment.context.suffix)
    nodes = captures(shipped_query("folds"), segment.tree.root_node).get("fold", [])
    comments = []
    for node in nodes:
        if node.type == kinds.LINE_COMMENT:
            comments.append(segment.original(span(node)))
        elif node.type == kinds.BLOCK_COMMENT:
            yield Fold(segment.original(span(node)), lsp.FoldingRangeKind.Comment)
        elif node.type not in ast.BRACKETS.values() and (inside := _inside(node)) is not None:
            if inside.start <= first and segment.context.prefix:
                continue  # a block of the context, which surrounds the segment
            if inside.end >= last and segment.context.suffix:
                openers.append(segment.original(inside).start)
                continue
            imports = node.parent is not None and node.parent.type in ast.USES
            yield Fold(segment.original(inside), lsp.FoldingRangeKind.Imports if imports else None)
    yield from (Fold(run, lsp.FoldingRangeKind.Comment) for run in _runs(segment, comments))


def _inside(node: Node) -> Span | None:
    """The span between the brackets of a node, or between a captured bracket and its partner."""
    from wit_lsp.syntax import ast

    around = node.parent if node.type in ast.BRACKETS else node
    brackets = ast.brackets(around) if around is not None else None
    return Span(brackets.opener.end_byte, brackets.closer.start_byte) if brackets is not None else None


def _runs(segment: Segment, comments: list[Span]) -> Iterator[Span]:
    """Runs of line comments on consecutive lines, each alone on its line."""
    run: Span | None = None
    row = -1
    for comment in sorted(set(comments)):
        here = segment.lines.row(comment.start)
        if segment.text[segment.lines.line(here).start : comment.start].strip():
            continue
        if run is not None and here == row + 1:
            run = Span(run.start, comment.end)
        else:
            if run is not None:
                yield run
            run = comment
        row = here
    if run is not None:
        yield run
