"""Which braces of a text have no partner, as far as the indentation of its lines says it."""

from __future__ import annotations

import re
from typing import NamedTuple

from wit_lsp.syntax.segments import COMMENT_OR_STRING, comment_end, next_token
from wit_lsp.text import Change

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


class _Opener(NamedTuple):
    """A `{`: its byte, the column at which its line begins, and the start of that line.

    `least` is the least column of the lines that are directly in its block.
    """

    at: int
    column: int
    line: int
    least: int = 1 << 30


def unpaired(text: bytes) -> Unpaired | None:
    """Those of one item; None where the lines are not indented, a `{` is missing, or the item itself is not closed.

    A line at or left of the one that opened a block is not in it. A `}` is one too many after which its block goes on.
    """
    unclosed: set[int] = set()
    ends: list[int] = []
    stray: set[int] = set()
    openers: list[_Opener] = []
    at = line = column = before = lines = indented = 0  # `before` is the column of the line before
    first = -1  # where the first token of the line stands
    comments = -1  # where those before it start, -1 without any

    def close(end: int) -> None:
        unclosed.add(openers.pop().at)
        ends.append(end)

    while found := _MARK.search(text, at):
        mark, at = found[0], found.end()
        if mark == b"{":
            openers.append(_Opener(found.start(), column, line))
        elif mark == b"}":
            is_first = found.start() == first
            after = _following(text, at)
            while is_first and len(openers) > 1 and openers[-1].column > column <= openers[-2].column:
                if after.is_deeper(openers[-2]):
                    break
                close(line)
            is_end = is_first and bool(openers) and column < openers[-1].least  # of lines that are all deeper
            if not openers or (not is_end and _goes_on(after, openers, column if is_first else None, line)):
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
            while len(openers) > 1 and openers[-1].column >= column:
                close(end)
            if openers:
                openers[-1] = openers[-1]._replace(least=min(openers[-1].least, column))
                lines += 1
                indented += column > 0
    return None if openers or 2 * indented < lines else Unpaired(frozenset(unclosed), tuple(ends), frozenset(stray))


class _Following(NamedTuple):
    """The token after a `}`, a `;` aside: its column, if it is on another line, and whether it is a `}` too."""

    column: int | None
    is_closer: bool

    def is_deeper(self, opener: _Opener) -> bool:
        """Whether it is in the block that a `{` opens, as far as its column says."""
        return self.column is not None and not self.is_closer and self.column > opener.column


def _following(text: bytes, at: int) -> _Following:
    following = next_token(text, at)
    while text.startswith(b";", following):
        following = next_token(text, following + 1)
    is_closer = text.startswith(b"}", following)
    if following == len(text) or text.find(b"\n", at, following) < 0:
        return _Following(None, is_closer)
    start = text.rfind(b"\n", 0, following) + 1
    return _Following(len(text[start:following].expandtabs(4)), is_closer)


def _goes_on(after: _Following, openers: list[_Opener], column: int | None, line: int) -> bool:
    """Whether a block goes on after a `}`, whose `column` is given if it is the first token of its line."""
    opener = openers[-1]
    if column == opener.column and opener.line < line:
        return False
    if not after.is_closer:
        return after.is_deeper(opener)
    closes_outer = len(openers) > 1 and openers[-2].column == after.column
    return opener.line < line and after.column == opener.column and not closes_outer
