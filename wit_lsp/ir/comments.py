"""Every comment of a segment, and what the reference makes of it. Knows nothing of what a comment says.

To the reference (wasm-tools 1.263) all comments are alike. Those between what is before an item, or before a member of
a type, and its first token document it, be they at the end of a line. It drops those of a `use` or an `include`, those
between attributes, and all others.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import zip_longest
from typing import Literal

from wit_lsp.ir.document import LocatedItem, LocatedSegment
from wit_lsp.ir.items import Func, Include, TopUse, TypeDef, Use, walk
from wit_lsp.ir.segment import Segment
from wit_lsp.syntax.ast import is_doc_comment
from wit_lsp.syntax.segments import COMMENT_OR_STRING, comment_end
from wit_lsp.syntax.suppressions import MARKER
from wit_lsp.text import Span, decode
from wit_lsp.tuples import NamedTuple

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


class LostDocs(NamedTuple):
    """Documentation that the reference drops, one comment after another, with their spans in `readable`.

    It stands at the `attributes` of an item, between or after them; at a `parameter`; or at the `end` of a block, but
    not on the line of a `;` or a brace: a segment may end there. `item` is the number, in `walk(segment.items)`, of the
    item that it is in or after.
    """

    place: Literal["attributes", "parameter", "end"]
    spans: tuple[Span, ...]
    item: int


def lost_docs(segment: Segment) -> tuple[LostDocs, ...]:
    """Those of a segment, in the order of the text; kept with it."""
    return segment.kept(_lost_docs) if b"///" in segment.text or b"/**" in segment.text else ()


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
# Looks that miss no comment after an attribute, or between parameters.
_AFTER_PARENS = re.compile(rb"\)\s*/")
_SLASH_IN_PARENS = re.compile(rb"\([^()]*/")
_LINE = 300  # bytes of a line that are looked at to see whether it has a comment


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


def _lost_docs(segment: Segment) -> tuple[LostDocs, ...]:
    text = segment.readable
    if not (_AFTER_PARENS.search(text) or _SLASH_IN_PARENS.search(text) or _may_end_with_comment(text)):
        return ()
    items = list(walk(segment.items))
    attributes = {each.span.end for item in items for each in item.attributes}
    params = [
        item.signature.params_span.shifted(item.start)
        for item in items
        if isinstance(item, Func) and text.find(b"/", *item.signature.params_span.shifted(item.start)) >= 0
    ]
    uses = [item.span for item in items if isinstance(item, _UNDOCUMENTED)]
    starts = [item.span.start for item in items]
    found: list[LostDocs] = []
    preceding = segment.own.start  # where what comes before a run of comments ends
    run: list[Comment] = []
    for comment, following in zip_longest(comments(segment), comments(segment)[1:]):
        if not run:
            preceding = len(text[: comment.span.start].rstrip())
        run.append(comment)
        until = following.span.start if following is not None else segment.own.end
        rest = text[comment.span.end : until].strip()
        if following is not None and not rest:
            continue
        docs = tuple(each.span for each in run if _is_documentation(each))
        start = run[0].span.start
        run = []
        if not docs or any(use.start < start < use.end for use in uses):
            continue
        number = max(bisect_right(starts, start) - 1, 0)
        if preceding in attributes and not items[number].broken:
            found.append(LostDocs("attributes", docs, number))
        elif any(within.start < start < within.end for within in params):
            found.append(LostDocs("parameter", docs, number))
        elif rest.startswith(b"}"):
            if _ends_statement(text, segment.own.start, preceding, start):
                docs = docs[docs[0].start == start :]
            brace = text.index(b"}", comment.span.end)
            if docs and not _was_followed(segment, comment.span.end, brace):
                found.append(LostDocs("end", docs, number))
    return tuple(found)


def _may_end_with_comment(text: bytes) -> bool:
    """Whether a comment may be the last thing in a block: a look that misses none."""
    at = text.find(b"}")
    while at >= 0:
        end = at
        while end and text[end - 1] in b" \t\r\n":
            end -= 1
        start = text.rfind(b"\n", max(0, end - _LINE), end)
        if start < 0 < end - _LINE or text.find(b"/", max(start, 0), end) >= 0:
            return True
        at = text.find(b"}", at + 1)
    return False


def _ends_statement(text: bytes, start: int, preceding: int, comment: int) -> bool:
    """Whether a comment is on the line of a `;` or brace that is before it in a segment."""
    is_same_line = preceding > start and b"\n" not in text[preceding:comment]
    return is_same_line and text.endswith((b";", b"{", b"}"), 0, preceding)


def _was_followed(segment: Segment, comment: int, brace: int) -> bool:
    """Whether a repair left out what its author wrote between a comment, by its end, and a brace."""
    if not segment.has_error:
        return False
    whole = segment.original(Span(comment - 1, brace + 1))
    return bool(segment.text[whole.start + 1 : whole.end - 1].strip())


def _is_documentation(comment: Comment) -> bool:
    return comment.kind == "doc" and not comment.text.lstrip().startswith(MARKER.decode())


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
