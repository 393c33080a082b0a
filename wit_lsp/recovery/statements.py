"""Which statements of a broken text are wrong: what wrong forms are looked for in, so that no right one is looked at.

A statement is what may stand in a block any number of times: an item of a file, a member of an interface, a field of a
record, a name of a `use`. It has the tokens between its ends that do not stand in a block within it.
"""

from __future__ import annotations

from typing import NamedTuple

from wit_lsp.recovery.blocks import FILE, MEMBERS, Blocks, blocks
from wit_lsp.recovery.lexer import Token
from wit_lsp.recovery.recogniser import ParserState, Recogniser

BRACKETS = {"(": ")", "<": ">", "{": "}"}

# The blocks whose statements stand by themselves; in others they make one statement together.
_HOLDERS = {*MEMBERS, "package"}

# What a block without a keyword may be.
_KINDS = ("interface", "world", "resource", "package", "record", "variant", "enum", "flags")

# Tokens that have to fit for a statement to be taken for right where one before it ended too soon.
_CERTAIN = 60


class _Block(NamedTuple):
    """A block that is open.

    `inside` is where a reader is before each of its statements, None where nothing is known of the block: all in it is
    then of the statement around it. `outer` is that statement, and `was_lost` whether the reader was lost in it.
    """

    keyword: str
    inside: ParserState | None
    outer: int
    start: int
    was_lost: bool


def wrong_statements(tokens: list[Token], recogniser: Recogniser, heads: dict[str, ParserState]) -> list[int]:
    """The numbers of the tokens of all wrong statements, ascending, of a text whose braces pair up.

    `heads`: where what begins with a keyword starts.
    """
    return _Judging(tokens, recogniser, heads).run()


class _Judging:
    """One walk over the tokens; `at` is where the reader is, None where it is lost up to the end of the statement."""

    def __init__(self, tokens: list[Token], recogniser: Recogniser, heads: dict[str, ParserState]) -> None:
        self.tokens = tokens
        self.recogniser = recogniser
        self.heads = heads
        self.blocks: Blocks = blocks(tokens)
        self.enclosed = enclosed(tokens)
        self.statement_of = [0] * len(tokens)
        self.wrong: set[int] = set()
        self.open = [_Block(FILE, recogniser.start, -1, 0, False)]
        self.number = 0  # of the current statement
        self.last = 0  # statement that was counted
        self.start = 0  # its first token
        self.depth = 0  # of `(`, `<` and `[` since the reader is lost
        self.at: ParserState | None = recogniser.start
        self.trail: list[ParserState | None] = [None] * (len(tokens) + 1)

    def run(self) -> list[int]:
        index = 0
        while index < len(self.tokens):
            index = self._next(index)
        if self.at is not None and not self.at.accepts:
            self._is_wrong()
        return [index for index, number in enumerate(self.statement_of) if number in self.wrong]

    def _next(self, index: int) -> int:
        """Go over a token, and return the number of the one to go on with."""
        token = self.tokens[index]
        if self.at is None and self._ends_before(index):
            self._begin(index)
        self.trail[index] = self.at
        self.statement_of[index] = self.number
        if token.text == "}" and len(self.open) > 1:
            self._close(index)
            return index + 1
        after = self.recogniser.step(self.at, token.terminals) if self.at is not None else None
        if self.at is not None and after is None:
            again = self._fail(index)
            if again is not None:
                return again
        if token.text == "{":
            self._open(index, after)
            return index + 1
        self.at = after
        if after is None:
            self._skip(index, token)
        elif _is_whole(after):
            self._begin(index + 1)
        return index + 1

    def _begin(self, index: int) -> None:
        """A statement of the block begins."""
        self.last += 1
        self.number, self.start, self.depth = self.last, index, 0
        self.at = self.open[-1].inside

    def _fail(self, index: int) -> int | None:
        """A token does not fit: its statement is wrong. The token with which the next one begins, if it is no later."""
        self._is_wrong()
        self.depth = 0
        if self.tokens[index].text == ";" and index == self.start and index and self.tokens[index - 1].text == "}":
            self.wrong.add(self.statement_of[index - 1])
        for start in range(self.start + 1, index + 1):
            before = self.trail[start]
            if before is None or before.starts_item or self.statement_of[start] != self.number:
                continue
            if self.starts_line(start):
                self._begin(start)
                return start
        before = self.trail[index]
        if (
            before is not None
            and (before.expects(";") or before.expects(","))
            and self._is_right(index, self.open[-1].inside)
        ):
            self._begin(index)
            return index
        return None

    def _is_wrong(self) -> None:
        """The current statement is, and so is the one that is made of it and others."""
        self.wrong.add(self.number)
        if self.open[-1].keyword not in _HOLDERS:
            self.wrong.add(self.open[-1].outer)

    def _ends_before(self, index: int) -> bool:
        """Whether a statement in which the reader is lost ends before a token."""
        return index > self.start and self.open[-1].inside is not None and self.starts_line(index)

    def starts_line(self, index: int) -> bool:
        """Whether a token is the first on its line, no deeper than the statement's first, and may begin another."""
        token = self.tokens[index]
        if not token.first or token.made or not (token.text[0] in "@_%" or token.text[0].isalnum()):
            return False
        return index not in self.enclosed and token.column <= self.tokens[self.start].indent

    def _is_right(self, index: int, at: ParserState | None) -> bool:
        """Whether a right statement begins with a token, before which the reader is `at` a place."""
        for token in self.tokens[index : index + _CERTAIN]:
            after = self.recogniser.step(at, token.terminals) if at is not None else None
            if after is None:
                return False
            if _is_whole(after) or token.text == "}":
                return True
            at = after
        return True

    def _skip(self, index: int, token: Token) -> None:
        """Go over a token at which the reader is lost."""
        if self.open[-1].inside is None:
            return
        self.depth += (token.text in ("(", "[", "<")) - (token.text in (")", "]", ">"))
        is_list = self.open[-1].keyword not in _HOLDERS
        if token.text == ";" or (token.text == "," and is_list and self.depth <= 0):
            self._begin(index + 1)

    def _open(self, index: int, after: ParserState | None) -> None:
        if self.tokens[index].made:
            self._is_wrong()
        keyword = self.blocks.opens[index]
        inside = after if after is not None else self._inside(keyword, index)
        self.open.append(_Block(keyword, inside, self.number, self.start, after is None))
        if inside is None:
            self.at = None
        else:
            self._begin(index + 1)

    def _inside(self, keyword: str, index: int) -> ParserState | None:
        """Where a reader is after the `{` of a block that has this keyword, or else one with such a statement in it."""
        if keyword:
            return self._after_head(keyword)
        found = map(self._after_head, _KINDS)
        return next((at for at in found if self._is_right(index + 1, at)), None)

    def _after_head(self, keyword: str) -> ParserState | None:
        at = self.heads.get(keyword)
        name = ("name", ":", "name") if keyword == "package" else ("name",)
        for terminal in (keyword, *name, "{"):
            at = self.recogniser.step(at, (terminal,)) if at is not None else None
        return at

    def _close(self, index: int) -> None:
        block = self.open[-1]
        after = self.recogniser.step(self.at, ("}",)) if self.at is not None else None
        if after is None and block.inside is not None:
            if self.at is not None:
                self._is_wrong()
            after = self.recogniser.step(block.inside, ("}",))
        self.open.pop()
        self.number, self.start = block.outer, block.start
        self.statement_of[index] = self.number
        if self.tokens[index].made:
            self._is_wrong()
        self.at = None if block.was_lost else after
        goes_on = self.at is not None and not _is_whole(self.at)
        if (
            not goes_on
            and self.open[-1].inside is not None
            and (self.at is not None or self._is_right(index + 1, self.open[-1].inside))
        ):
            self._begin(index + 1)


def _is_whole(at: ParserState) -> bool:
    """Whether a statement may begin here, and none is begun."""
    return at.starts_item and (at.expects("}") or at.accepts)


def enclosed(tokens: list[Token]) -> set[int]:
    """The tokens that stand between brackets which their author closed before the statement ends."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for number, token in enumerate(tokens):
        text = token.text
        if token.made:
            continue
        if text in ("(", "<"):
            opened.append(number)
        elif text in (";", "{", "}"):
            opened.clear()
        elif opened and text == BRACKETS[tokens[opened[-1]].text]:
            ends[opened.pop()] = number
    found: set[int] = set()
    end = 0
    for start in sorted(ends):
        found.update(range(max(start, end), ends[start]))
        end = max(end, ends[start])
    return found
