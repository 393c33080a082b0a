"""Cuts a text into segments, by the text alone: its top-level items with the comments and attributes before them.

A segment can be parsed as a function of its bytes, so an edit costs what its segment costs, and a problem
stays where it is. A file with more than one item on a line gives a segment of several items.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from wit_lsp.text import Change, past_blanks

# Begins with a literal, so that the search runs at the speed of `find`.
_HEAD = re.compile(rb"\n(?:(interface|world|package)[ \t]+%?[A-Za-z_]|use[ \t](?![^\n;]*\{))")
_COMMENT = re.compile(rb"//[^\n]*|/\*")
COMMENT_OR_STRING = re.compile(_COMMENT.pattern + rb'|"(?:[^"\\\n]|\\.)*"?')
"""A line comment or a string whole, or how a block comment starts; see `comment_end`.

A string that stays open ends with its line: were its quote passed over, each of many would be tried up to there.
"""
COMMENT_MARK = re.compile(rb"/\*|\*/")
# A text in quotes as Python writes it, which documents what follows. A brace in it is of another text.
_DOCSTRING = re.compile(rb'"""(?:(?!""")[^{}])*"""')
_BOM = codecs.BOM_UTF8
_BLOCK_OF_PACKAGE = re.compile(rb"(?:\A(?:%b)?|[;}])\s*(?:package|namespace|module|mod)\b[^;{}]*\{" % _BOM)
_ITEM = re.compile(rb"(?:interface|world|use)\b|@")  # which is no header
# An attribute, or what is left of one: it begins a line, or follows the item before.
_ATTRIBUTE = re.compile(rb"(?:\A|\n)[ \t\r]*(?:@|(?:since|unstable|deprecated|external-id)\b)")


def cut(text: bytes) -> list[int]:
    """The first byte of each segment, ascending; the first is 0.

    A line that begins with `interface`, `world` or `package` and a name starts a segment whatever stands
    before it, so that an unclosed block ends there. A `use` of a path, and all that stands inside
    `package a:b { … }` or a `namespace`, needs braces that pair up since the last cut; a `use` of types
    stands in a block.
    """
    return [0, *cuts(text)]


def cut_again(text: bytes, old: list[int], change: Change) -> list[int]:
    """What `cut` gives, where `old` is what it gave before a `change`, with work that follows it.

    Where a segment ends follows from its text and the next item's head. So all cuts before the segment that precedes
    the change stay, and so do those after the first cut beyond it that was one before.
    """
    first, old_end, new_end = change
    kept = max(bisect_right(old, first) - 2, 0)
    starts = old[: kept + 1]
    moved = new_end - old_end
    for start in cuts(text, starts[-1]):
        index = bisect_left(old, start - moved)
        if start >= new_end and index < len(old) and old[index] == start - moved:
            return starts + [each + moved for each in old[index:]]
        starts.append(start)
    return starts


def cuts(text: bytes, start: int = 0) -> Iterator[int]:
    """The cuts after the one at `start`. They depend on the text from there on alone."""
    plain = bytearray()  # the text since the last cut up to `read`, with blanks for comments and strings
    read, depth = start, 0
    own = 0  # where the last head stands in it
    in_package = False
    for head in _HEAD.finditer(text, max(start - 1, 0)):
        at = head.start() + 1
        if at < read:
            continue  # inside a comment
        chunk, read = blanked(text, read, at)
        plain += chunk
        depth += chunk.count(b"{") - chunk.count(b"}")
        if read > at:
            continue
        if depth and head[1] != b"package":
            in_package = in_package or (head[1] is not None and _BLOCK_OF_PACKAGE.search(plain) is not None)
            if head[1] is None or in_package:
                continue
        if end := _item_end(plain, own):
            del plain[:end]
            start += end
            in_package = False
            yield start
        own, depth = len(plain), 0


def _item_end(plain: bytearray, head: int) -> int:
    """The end of the line on which the item of a head ends; 0 where there is none, or the next begins on that line."""
    last = max(head, *(plain.rfind(mark, head) + 1 for mark in (b";", b"{", b"}")))
    attribute = _ATTRIBUTE.search(plain[last:])
    end = len((plain if attribute is None else plain[: last + attribute.start()]).rstrip())
    line_end = plain.find(b"\n", end)
    if end == 0 or plain[:end] == _BOM or plain[end:line_end].strip():
        return 0
    return line_end + 1


def blanked(text: bytes, start: int, end: int) -> tuple[bytes, int]:
    """`text[start:end]` with blanks for comments and strings, and where it ends: past `end` where a comment does."""
    token = (COMMENT_OR_STRING if b'"' in text[start:end] else _COMMENT).search
    if b"/" not in text[start:end] and b'"' not in text[start:end]:
        return text[start:end], end
    parts: list[bytes] = []
    while found := token(text, start, end):
        if (documenting := _DOCSTRING.match(text, found.start())) is not None:
            found = documenting
        stop = comment_end(text, found.start()) if found[0] == b"/*" else found.end()
        parts += text[start : found.start()], b" " * (stop - found.start())
        start = stop
        if start >= end:
            return b"".join(parts), start
    return b"".join([*parts, text[start:end]]), end


def comment_end(text: bytes, start: int) -> int:
    """The end of the block comment at `start`, or of the text where it stays open. Comments nest."""
    depth = 0
    for mark in COMMENT_MARK.finditer(text, start):
        depth += 1 if mark[0] == b"/*" else -1
        if depth == 0:
            return mark.end()
    return len(text)


def next_token(text: bytes, at: int) -> int:
    """Where the next token from a byte on starts; the end of the text where none does."""
    while True:
        at = past_blanks(text, at)
        if text.startswith(b"//", at):
            at = (text.find(b"\n", at) + 1) or len(text)
        elif text.startswith(b"/*", at):
            at = comment_end(text, at)
        else:
            return at


def begins_with_item(text: bytes) -> bool:
    """Whether the first token of a text begins an item at top level that is no header."""
    return _ITEM.match(text, next_token(text, _start(text))) is not None


def has_comment_first(text: bytes) -> bool:
    """Whether a comment stands before the first token of a text."""
    start = _start(text)
    return bool(text[start : next_token(text, start)].strip())


def _start(text: bytes) -> int:
    return len(_BOM) if text.startswith(_BOM) else 0
