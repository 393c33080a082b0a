"""A stretch of top-level items: one segment, or where its body is long the segments into which that is cut.

What does not parse is cut by its bytes alone. Of what parses nothing that is reported depends on whether it is cut, so
an editor has it cut as soon as it is edited. So what is reported never depends on how a text came about.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from wit_lsp.ir.facts import head_of
from wit_lsp.ir.items import NO_NAME, NOWHERE, Block, Interface, Item, Package
from wit_lsp.ir.segment import Segment
from wit_lsp.syntax.context import WHOLE, context
from wit_lsp.syntax.language import parse
from wit_lsp.syntax.members import Cut, CutAgain, cut_members, cut_members_again
from wit_lsp.text import changed
from wit_lsp.tuples import NamedTuple

MAX_WHOLE_EDITED_BYTES = 1_000
"""Bytes above which a text is cut that is edited or does not parse: to read it again costs more than to cut it."""

MAX_WHOLE_BYTES = 6_000
"""Bytes above which every text is cut. What is read once costs less as a whole than in parts."""


class Body:
    """What is between the braces of an `item` and does not end in the segment that has its head.

    `level` is the number of bodies around it; `first` and `last` are the numbers, in the group, of the segments with
    its head and with its `}`. `key` stays the same object while the text is edited elsewhere. `suppressed` are the
    rules that report nothing in it.
    """

    __slots__ = ("first", "item", "key", "last", "level", "parent", "suppressed")

    def __init__(self, item: Block, first: int, parent: Body | None, suppressed: frozenset[str]) -> None:
        self.item = item
        self.first = self.last = first
        self.parent = parent
        self.level: int = 0 if parent is None else parent.level + 1
        self.key = object()
        self.suppressed: frozenset[str] = suppressed if parent is None else suppressed | parent.suppressed

    @property
    def package(self) -> Package | None:
        """The nested package in which it is, or which it is."""
        body: Body | None = self
        while body is not None and not isinstance(body.item, Package):
            body = body.parent
        return body.item if body is not None and isinstance(body.item, Package) else None


class BodyKeys(NamedTuple):
    """The keys of the bodies that are open where a segment starts, and where it ends, the outermost first."""

    before: tuple[object, ...] = ()
    after: tuple[object, ...] = ()


NO_BODY_KEYS = BodyKeys()


class Group:
    """`starts[i]` is the first byte of `segments[i]`, and `around[i]` has the bodies that are open there."""

    __slots__ = ("_around", "_bodies", "_cut", "_keys", "_old_bodies", "segments", "starts", "text")

    _cut: Cut | None
    _around: list[tuple[Body, ...]] | None
    _keys: list[BodyKeys] | None
    _bodies: list[Body]
    _old_bodies: list[Body]
    starts: list[int]
    segments: list[Segment]

    def __init__(self, text: bytes, *, is_checked: bool = True) -> None:
        """One that `is_checked` is read at once, so that its trees need not be kept."""
        self._start(text)
        tree = None
        if len(text) > MAX_WHOLE_EDITED_BYTES:
            if len(text) <= MAX_WHOLE_BYTES:
                tree = parse(text)
            if (tree is None or tree.root_node.has_error) and (cut := cut_members(text)) is not None:
                self._cut, self.starts = cut, cut.starts
                self.segments = _made(text, cut)
                return
        self.segments = [Segment(text, WHOLE, tree)]
        if is_checked and tree is not None:
            assert self.segments[0].facts is not None

    def _start(self, text: bytes) -> None:
        self.text = text
        self._cut = None
        self._around = self._keys = None
        self._bodies, self._old_bodies = [], []
        self.starts, self.segments = [0], []

    def edited(self, text: bytes) -> Group:
        """The group of another text, with all segments whose bytes stayed."""
        new = Group.__new__(Group)
        new._start(text)
        again = None
        if len(text) > MAX_WHOLE_EDITED_BYTES:
            again = cut_members_again(self.text, text, self._cut, changed(self.text, text))
        if again is not None:
            new._cut, new.starts = again.cut, again.cut.starts
            new.segments = self._segments_again(text, again)
            new._take_bodies(self)
        else:
            new.segments = [self.segments[0].edited(text, WHOLE) if self._cut is None else Segment(text)]
        return new

    def _segments_again(self, text: bytes, again: CutAgain) -> list[Segment]:
        """The segments of another text: the old ones before and after what changed, and new ones between them."""
        cut, front, back = again
        old, new = self.segments[front : len(self.segments) - back], _made(text, cut, front, len(cut.starts) - back)
        same = _same(old, new)
        same_end = _same(old[same:][::-1], new[same:][::-1])
        end, old_end = len(new) - same_end, len(old) - same_end
        between = new[same:end]
        if len(between) == 1 and old_end - same == 1:
            between = [old[same].edited(between[0].text, between[0].context)]
        kept = front + same, len(self.segments) - back - same_end
        return [*self.segments[: kept[0]], *between, *self.segments[kept[1] :]]

    def _take_bodies(self, old: Group) -> None:
        """Where only members changed, in as many segments, the bodies are the same."""
        if len(self.segments) == len(old.segments) and all(
            new is before or (new.context is before.context and new.passes and before.passes)
            for new, before in zip(self.segments, old.segments, strict=True)
        ):
            self._around, self._keys, self._bodies = old._around, old._keys, old._bodies
        else:
            self._old_bodies = old._bodies

    @property
    def has_one_unpaired(self) -> bool:
        """Whether it is cut as its lines say, since one brace has no partner."""
        unpaired = None if self._cut is None else self._cut.unpaired
        return unpaired is not None and len(unpaired.unclosed) + len(unpaired.stray) == 1

    @property
    def around(self) -> list[tuple[Body, ...]]:
        """The bodies that are open where each segment starts, the outermost first."""
        if self._around is None:
            self._around = [()]
            before: tuple[Body, ...] = ()
            for number, segment in enumerate(self.segments[:-1]):
                if not (before and segment.passes):
                    before = self._after(number, segment, before)
                self._around.append(before)
            for body in self._around[-1]:
                body.last = len(self.segments) - 1
            self._keep_keys()
        return self._around

    @property
    def body_keys(self) -> list[BodyKeys]:
        """Those of the bodies around each segment."""
        if self._keys is None:
            self._keys = [NO_BODY_KEYS] if self._cut is None else list(_body_keys(self.around))
        return self._keys

    def _after(self, number: int, segment: Segment, before: tuple[Body, ...]) -> tuple[Body, ...]:
        """The bodies that are open after a segment."""
        opened = segment.opened
        same = 0
        for _, block, item in zip(before, segment.around, opened, strict=False):
            if block is not item:
                break
            same += 1
        for body in before[same:]:
            body.last = number
        after = before[:same]
        for item in opened[same:]:
            after = (*after, self._opened(item, number, after))
        while len(after) < segment.context.depth_after:  # nothing of the head could be read
            after = (*after, self._opened(_unread(), number, after))
        return after

    def _opened(self, item: Block, number: int, around: tuple[Body, ...]) -> Body:
        segment = self.segments[number]
        end = len(segment.readable) - len(segment.context.suffix)
        scopes = (each for each in segment.suppressions if each.scope is not None and each.scope.end > end)
        suppressed: frozenset[str] = frozenset().union(
            *(each.rules for each in scopes if each.scope is not None and each.scope.start <= item.span.start)
        )
        self._bodies.append(Body(item, number, around[-1] if around else None, suppressed))
        return self._bodies[-1]

    def _keep_keys(self) -> None:
        """Give bodies that were there before, by their names from both ends, the keys that they had."""
        old, new = self._old_bodies, self._bodies
        self._old_bodies = []
        front = _take_keys(new, old)
        _take_keys(new[front:][::-1], old[front:][::-1])

    def members(self, body: Body) -> Iterator[tuple[int, Item]]:
        """The items of a body, in the order of the text, each with the number of its segment.

        That of a body inside it has only what the segment of its head holds.
        """
        yield from ((body.first, item) for item in body.item.items)
        for number in range(body.first + 1, body.last + 1):
            yield from ((number, item) for item in self.segments[number].inside(body.level))

    @property
    def bodies(self) -> list[Body]:
        """All bodies that are cut, each before those in it."""
        return self._bodies if self.around else []


def _take_keys(new: list[Body], old: list[Body]) -> int:
    """Give bodies the keys of those at the same places, up to the first that is another one; how many are the same."""
    count = 0
    for here, there in zip(new, old, strict=False):
        if head_of(here.item) != head_of(there.item):
            break
        here.key = there.key
        count += 1
    return count


def _body_keys(around: list[tuple[Body, ...]]) -> Iterator[BodyKeys]:
    """Those for each segment; it is one object for segments that follow each other in the same bodies."""
    bodies: tuple[Body, ...] = ()
    keys: tuple[object, ...] = ()
    inside = NO_BODY_KEYS  # where the bodies stay the same
    for following in [*around[1:], ()]:
        if following is bodies:
            yield inside
        else:
            before, bodies = keys, following
            keys = tuple(body.key for body in bodies)
            inside = BodyKeys(keys, keys)
            yield BodyKeys(before, keys)


def _unread() -> Block:
    item = Interface(NOWHERE, None, broken=True)
    item.name, item.items = NO_NAME, []
    return item


def _made(text: bytes, cut: Cut, first: int = 0, end: int | None = None) -> list[Segment]:
    """The segments `first..end` of a text that is cut; all, where no end is given."""
    end = len(cut.starts) if end is None else end
    starts, blocks = cut.starts[first : end + 1], cut.blocks[first : end + 1]
    if end == len(cut.starts):
        starts, blocks = [*starts, len(text)], [*blocks, ()]
    return [
        Segment(text[start:stop], context(before, len(after)))
        for (start, stop), (before, after) in zip(pairwise(starts), pairwise(blocks), strict=True)
    ]


def _same(old: list[Segment], new: list[Segment]) -> int:
    """How many segments at the start have the same bytes in the same context."""
    pairs = enumerate(zip(old, new, strict=False))
    differs = (number for number, (one, two) in pairs if one.text != two.text or one.context is not two.context)
    return next(differs, min(len(old), len(new)))
