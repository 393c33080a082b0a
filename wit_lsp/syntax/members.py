"""Cuts the text of one long item into member segments, by the text alone: a body of an interface, a world, a resource
or a nested package ends a segment after its head, after each of its members that says so, and after its `}`.

A segment of members can be parsed by itself, in a block that stands for the ones around it. So an edit and an error
cost what a few members cost, however many there are. Where the braces do not pair up, a text is cut as its lines say,
and not at all where they say nothing: see `braces`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING
from zlib import crc32

from wit_lsp.syntax.segments import COMMENT_OR_STRING, blanked, comment_end, next_token
from wit_lsp.text import Change, past_blanks
from wit_lsp.tuples import NamedTuple

if TYPE_CHECKING:
    from wit_lsp.syntax.braces import Unpaired

Blocks = tuple[str, ...]
"""The keywords of the blocks around a place, the outermost first."""

BYTES_PER_SEGMENT = 300
"""How long a segment of members is on average. A member ends one with a probability that is its share of these bytes.

Whether it does follows from its own text, so that an edit moves no other end.
"""

_MARK = re.compile(COMMENT_OR_STRING.pattern + rb"|[{};]")
_HEAD = re.compile(rb"(?:\A|[\s)])(?:(interface|world|resource)[ \t]+%?[A-Za-z_][\w-]*|(package)[ \t]+[^\s{};]+)\s*\Z")
_LINE_END = re.compile(rb"[ \t]*(?://[^\n]*)?\r?\n")

# The blocks in which a body stands: one that is elsewhere cannot be read without what is around it.
_AROUND: dict[str, tuple[Blocks, ...]] = {
    "package": ((),),
    "interface": ((), ("package",)),
    "world": ((), ("package",)),
    "resource": (("interface",), ("world",)),
}


class Cut(NamedTuple):
    """Where each segment starts, and the blocks that are open there. The first starts at 0, outside of all blocks."""

    starts: list[int]
    blocks: list[Blocks]
    unpaired: Unpaired | None = None
    """The braces that do not pair up, if there are any."""


def cut_members(text: bytes) -> Cut | None:
    """The segments of an item; None for one that has no body, or where it ends is not known."""
    cut = Cut([0], [()])
    if not _scan(text, cut, {}, len(text) + 1):
        from wit_lsp.syntax.braces import unpaired  # what has all its braces does not pay for it

        cut = Cut([0], [()], unpaired(text))
        if cut.unpaired is None or not _scan(text, cut, {}, len(text) + 1):
            return None
    return cut if len(cut.starts) > 1 else None


class CutAgain(NamedTuple):
    """What `cut_members` gives after a change, and how many of the first and of the last segments stayed as they were.

    Others may have stayed too.
    """

    cut: Cut
    front: int
    back: int


def cut_members_again(old_text: bytes, text: bytes, old: Cut | None, change: Change) -> CutAgain | None:
    """The segments of an item that had those of `old`, if any, before a `change`; None where `cut_members` gives it."""
    again = None if old is None else _cut_near(old_text, text, old, change)
    if again is None and (cut := cut_members(text)) is not None:
        again = CutAgain(cut, 0, 0)
    return again


def _cut_near(old_text: bytes, text: bytes, old: Cut, change: Change) -> CutAgain | None:
    """As `cut_members_again`; None also where other braces than before may have no partner."""
    unpaired = old.unpaired
    if unpaired is not None:
        from wit_lsp.syntax.braces import in_word

        if not in_word(old_text, text, change):
            return None
        unpaired = unpaired.after(change)
    first, old_end, new_end = change
    kept = max(bisect_right(old.starts, first) - 2, 0)
    moved = new_end - old_end
    cut = Cut(old.starts[: kept + 1], old.blocks[: kept + 1], unpaired)
    beyond = bisect_left(old.starts, old_end)
    known = {start + moved: blocks for start, blocks in zip(old.starts[beyond:], old.blocks[beyond:], strict=True)}
    if not _scan(text, cut, known, new_end):
        return None
    back = 0
    if cut.starts[-1] >= new_end and known.get(cut.starts[-1]) == cut.blocks[-1]:
        rest = bisect_right(old.starts, cut.starts[-1] - moved)
        cut.starts.extend([start + moved for start in old.starts[rest:]])
        cut.blocks.extend(old.blocks[rest:])
        back = len(old.starts) - rest + 1
    return CutAgain(cut, kept, back) if len(cut.starts) > 1 else None


def _scan(text: bytes, cut: Cut, known: dict[int, Blocks], beyond: int) -> bool:
    """Append the segments after the last one of `cut`; whether the braces pair up, but for those it knows of.

    Ends early at a start from `beyond` on that is `known`, where the same blocks are open.
    """
    starts, all_blocks, braces = cut
    at = item = since = starts[-1]  # where the last line of an item, and the last `;`, `{` or `}`, ended
    blocks = all_blocks[-1]
    begun = -1  # the `since` after which a statement has begun, as far as that was asked
    depth = 0  # of the braces that open no block, such as those of a record
    unclosed, all_ends, stray = braces or (frozenset(), (), frozenset())
    ends = [end for end in reversed(all_ends) if end > since]

    def is_known_after(end: int, blocks: Blocks) -> bool:
        if end > starts[-1]:
            starts.append(end)
            all_blocks.append(blocks)
        return end >= beyond and known.get(end) == blocks

    while found := _MARK.search(text, at):
        mark = found[0]
        at = found.end()
        while ends and ends[-1] <= found.start():
            item_end = ends.pop()
            depth -= 1
            if not depth and blocks:
                item = since = item_end
                if is_known_after(item, blocks):
                    return True
        ends_segment = False
        if mark == b"{":
            is_other = depth or found.start() in unclosed
            keyword = "" if is_other else _keyword(text, since, found.start())
            if blocks[-1:] not in _AROUND.get(keyword, ()):
                depth += 1
            else:
                if blocks and is_known_after(item, blocks):
                    return True
                blocks = (*blocks, keyword)
                ends_segment = True
        elif mark == b"}":
            if found.start() in stray:
                if begun == since or past_blanks(text, since) < found.start():
                    begun = since
                    continue  # a statement goes on
            elif depth:
                depth -= 1
                if not depth and text.startswith(b";", next_token(text, at)):
                    continue  # it ends the names of a `use`, not the statement
            elif not blocks:
                return False
            else:
                if is_known_after(item, blocks):
                    return True
                blocks = blocks[:-1]
                ends_segment = True
        elif mark != b";":
            if mark == b"/*":
                at = comment_end(text, found.start())
            continue
        since = at
        end = _LINE_END.match(text, at)
        if end is None or depth or not blocks:
            continue
        member, at = item, end.end()
        item = since = at
        ends_segment = ends_segment or crc32(text[member:item]) % BYTES_PER_SEGMENT < item - member
        if ends_segment and is_known_after(item, blocks):
            return True
    return not depth and not blocks


def _keyword(text: bytes, start: int, opener: int) -> str:
    """The keyword of what a `{` opens, in the text from the statement before it on; empty where none has a body."""
    head = _HEAD.search(blanked(text, start, opener)[0])
    return "" if head is None else (head[1] or head[2]).decode()
