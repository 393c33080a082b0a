"""Which braces of a text have no partner, as far as the indentation of its lines says it."""

from __future__ import annotations

import re

from wit_lsp.syntax.indentation import Closer, Opener
from wit_lsp.syntax.segments import COMMENT_OR_STRING, comment_end, next_token
from wit_lsp.text import Change
from wit_lsp.tuples import NamedTuple

_WORD = re.compile(rb"[\w-]*")
_MARK = re.compile(COMMENT_OR_STRING.pattern + rb"|[{}]|\n[ \t]*(?=\S)")


class Unpaired(NamedTuple):
    """Each `{` that is not closed, where their blocks end, ascending, and each `}` too many.

    A block ends where a line starts: that of the next token, or of the comments before it.
    """

    unclosed: frozenset[int]
    ends: tuple[int, ...]
    stray: frozenset[int]

    def after(self, change: Change) -> Unpaired:
        """Those of the text after a change that is `in_word`."""
        _, end, new_end = change
        unclosed, ends, stray = ([at + new_end - end if at >= end else at for at in places] for places in self)
        return Unpaired(frozenset(unclosed), tuple(ends), frozenset(stray))


def in_word(old: bytes, new: bytes, change: Change) -> bool:
    """Whether a change leaves all braces, comments and first tokens of lines where they are, but for its length."""
    start, old_end, new_end = change
    pieces = old[max(start - 1, 0) : start], old[start:old_end], new[start:new_end]
    return start > 0 and all(_WORD.fullmatch(piece) for piece in pieces)


def unpaired(text: bytes) -> Unpaired | None:
    """Those of one item; None where the lines are not indented, a `{` is missing, or the item itself is not closed.

    See `indentation`.
    """
    unclosed: set[int] = set()
    ends: list[int] = []
    stray: set[int] = set()
    openers: list[tuple[int, Opener]] = []  # with their bytes
    at = line = column = before = lines = indented = 0  # `before` is the column of the line before
    first = -1  # where the first token of the line stands
    comments = -1  # where those before it start, -1 without any

    def close(end: int) -> None:
        unclosed.add(openers.pop()[0])
        ends.append(end)

    while found := _MARK.search(text, at):
        mark, at = found[0], found.end()
        if mark == b"{":
            openers.append((found.start(), Opener(line, column)))
        elif mark == b"}":
            is_first = found.start() == first
            closer = _closer(text, at, line, column if is_first else None)
            while len(openers) > 1 and closer.closes_outer(openers[-1][1], openers[-2][1]):
                close(line)
            if not openers or closer.is_stray(openers[-1][1], openers[-2][1] if len(openers) > 1 else None):
                if is_first and column < before:
                    return None  # it ends the lines above it
                stray.add(found.start())
            else:
                openers.pop()
        elif mark == b"/*":
            at = comment_end(text, found.start())
        elif mark.startswith(b"\n"):
            first = at
            start = found.start() + 1
            if text.startswith((b"//", b"/*"), at):
                comments = start if comments < 0 else comments
                continue
            line, end, comments = start, start if comments < 0 else comments, -1
            before, column = column, len(text[line:at].expandtabs(4))
            if text[at : at + 1] in (b"{", b"}"):
                continue
            while len(openers) > 1 and not openers[-1][1].has(column):
                close(end)
            if openers:
                openers[-1][1].least = min(openers[-1][1].least, column)
                lines += 1
                indented += column > 0
    return None if openers or 2 * indented < lines else Unpaired(frozenset(unclosed), tuple(ends), frozenset(stray))


def _closer(text: bytes, at: int, line: int, column: int | None) -> Closer:
    """A `}` that ends before `at`."""
    following = first = next_token(text, at)
    while text.startswith(b";", following):
        following = next_token(text, following + 1)
    after = None
    if following < len(text) and text.find(b"\n", at, following) >= 0:
        start = text.rfind(b"\n", 0, following) + 1
        after = len(text[start:following].expandtabs(4))
    return Closer(line, column, after, text.startswith(b"}", following), following > first)
