"""Every comment of a segment, and what the reference makes of it. Knows nothing of what a comment says.

To the reference (wasm-tools 1.263) all comments are alike. Those between what is before an item, or before a member of
a type, and its first token document it, be they at the end of a line. It drops those of a `use` or an `include`, those
between attributes, and all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from wit_lsp.ir.document import LocatedItem, LocatedSegment
from wit_lsp.ir.items import Include, TopUse, TypeDef, Use, walk
from wit_lsp.ir.segment import Segment
from wit_lsp.syntax.ast import is_doc_comment
from wit_lsp.syntax.segments import COMMENT_OR_STRING, comment_end
from wit_lsp.text import Span, decode

Kind = Literal["line", "block", "doc"]
"""A `doc` is a line or a block that is written as documentation."""


class Comment(NamedTuple):
    """`text` has neither its marks nor blanks at its end. `span` counts in the `readable` of the segment.

    `item` is the number, in `walk(segment.items)`, of what it documents, and `member` that of a member of this type.
    With `is_last` nothing of the segment follows: it documents the first item of the next one, if that starts with an
    item. Any other without an `item` is dropped.
    """

    text: str
    kind: Kind
    span: Span
    item: int | None = None
    member: int | None = None
    is_last: bool = False


class LocatedComment(NamedTuple):
    located: LocatedSegment
    comment: Comment

    @property
    def span(self) -> Span:
        """Its place in the file."""
        return self.located.absolute(self.comment.span)


def comments(segment: Segment) -> tuple[Comment, ...]:
    """Those of a segment, in the order of the text; kept with it."""
    return segment.kept(_comments)


def documentation(of: LocatedItem) -> list[LocatedComment]:
    """The comments that document an item, in the order of the text: the last ones of the segment before it too."""
    (document, number), item = of
    segment = of.located.segment
    index = next(index for index, each in enumerate(walk(segment.items)) if each is item)
    found = [each for each in comments(segment) if (each.item, each.member) == (index, None)]
    documented = [LocatedComment(of.located, each) for each in found]
    start = found[0].span.start if found else item.span.start
    if number == 0 or isinstance(item, _UNDOCUMENTED) or segment.readable[segment.own.start : start].strip():
        return documented
    before = LocatedSegment(document, number - 1)
    return [LocatedComment(before, each) for each in comments(before.segment) if each.is_last] + documented


_UNDOCUMENTED = (TopUse, Use, Include)


def _comments(segment: Segment) -> tuple[Comment, ...]:
    text, end = segment.readable, segment.own.end
    subjects = _subjects(segment)
    places: list[tuple[Span, int]] = []  # of each comment, from the last to the first, and where what follows starts
    following = start = end
    for span in reversed(list(_spans(text, segment.own))):
        between = text[span.end : start].lstrip()
        if between:
            following = start - len(between)
        places.append((span, following))
        start = span.start
    found: list[Comment] = []
    for span, following in reversed(places):
        item, member = subjects.get(following, (None, None))
        found.append(Comment(*_read(text[slice(*span)]), span, item, member, following >= end))
    return tuple(found)


def _subjects(segment: Segment) -> dict[int, tuple[int, int | None]]:
    """Where each item and member starts that comments document, with its numbers."""
    found: dict[int, tuple[int, int | None]] = {}
    for number, item in enumerate(walk(segment.items)):
        if not isinstance(item, _UNDOCUMENTED):
            found.setdefault(item.span.start, (number, None))  # what is in an import starts where the import does
        if isinstance(item, TypeDef):
            found.update((member.span.start, (number, index)) for index, member in enumerate(item.members))
    return found


def _spans(text: bytes, within: Span) -> Iterator[Span]:
    at, end = within
    while found := COMMENT_OR_STRING.search(text, at, end):
        start, at = found.span()
        if found[0] == b"/*":
            at = min(comment_end(text, start), end)
        if not found[0].startswith(b'"'):
            yield Span(start, at)


def _read(comment: bytes) -> tuple[str, Kind]:
    kind: Kind
    if comment.startswith(b"//"):
        kind, text = "line", comment.lstrip(b"/")
    else:
        kind, text = "block", comment[2:].removesuffix(b"*/").strip(b"*")
    return decode(text.rstrip()), "doc" if is_doc_comment(comment) else kind
