"""Makes braces pair up where they do not, before anything else of a broken text is repaired.

Two kinds of evidence: what the grammar allows in an open block and in the one around it, and how lines are indented,
which counts only in a text whose lines are.
"""

from __future__ import annotations

from wit_lsp.recovery.blocks import pair_up
from wit_lsp.recovery.changes import Change
from wit_lsp.recovery.statements import Layout
from wit_lsp.syntax.indentation import Closer, Opener
from wit_lsp.syntax.lexer import NO_TOKEN, Token
from wit_lsp.syntax.recogniser import ParserState, wit_recogniser
from wit_lsp.tuples import NamedTuple

# Tokens more that have to fit before a block is taken to have ended, or not: `a :` begins a field and a function alike.
_CERTAIN = 2
_BEFORE_STATEMENT = {"{", "}", ";", ")", ":"}


class _Block(NamedTuple):
    """An open block: its brace, and where the reader was after it; None where it was lost already."""

    opener: int
    place: Opener
    inside: ParserState | None


def brace_changes(layout: Layout, own: range) -> list[Change]:
    """Changes after which the braces pair up; none where they do, and none of a token that is not one of `own`."""
    return [] if pair_up(layout.tokens) else _Pairing(layout, own).run()


class _Pairing:
    """One walk over the tokens; `at` is where the reader is, None from what does not fit to where it is found again."""

    def __init__(self, layout: Layout, own: range) -> None:
        self.tokens, self.indented = layout
        self.recogniser = wit_recogniser()
        self.end = own.stop
        self.kept = sum(token.text == "}" for token in self.tokens[self.end :])  # blocks that end after the text
        self.changes: list[Change] = []
        self.open: list[_Block] = []
        self.closed: tuple[int, ParserState | None, _Block] | None = None
        self.at: ParserState | None = self.recogniser.start
        self.line: tuple[int, ParserState | None] = (0, self.at)
        self.awaited: set[int] = set()
        self.stray = set() if self.indented else _stray(self.tokens, own)

    def run(self) -> list[Change]:
        for index, token in enumerate(self.tokens[: self.end]):
            if token.first:
                self._start_line(index, token)
            if index in self.awaited and token.text != "{":
                self.changes.append(Change("insert", index, "{"))
                self._enter(index - 1)
            if token.text == "{" and index and self.tokens[index - 1].text == "{":
                self.changes.append(Change("delete", index, ""))
            elif token.text == "{":
                self._enter(index)
            elif token.text == "}":
                self._closing(index, token)
            else:
                self._other(index, token)
        self.changes += (
            Change("insert", self.end, "}", head=block.opener) for block in reversed(self.open[self.kept :])
        )
        return sorted(self.changes, key=lambda change: change.token)

    def _start_line(self, index: int, token: Token) -> None:
        """A line at or left of the one that opened a block is not in it."""
        if self.indented and token.text not in ("{", "}"):
            while len(self.open) > self.kept and not self._opener(-1).has(token.column):
                self._insert_closer(index)
            if self.open:
                self._opener(-1).least = min(self._opener(-1).least, token.column)
        if self.open and token.text != "}" and self._fits(self.at, index, index + 1) is None:
            self.at = self.open[-1].inside  # what was lost, or is not whole, ended with its line
        self.line = (index, self.at)

    def _closing(self, index: int, token: Token) -> None:
        if self.indented and token.first and (body := self._body_without_opener(index, token)) is not None:
            self.changes.append(Change("insert", body, "{"))
            self.at = None  # what that head was is for the search to find
            return
        closer = self._closer(index, token)
        while self.indented and len(self.open) > self.kept + 1 and closer.closes_outer(*map(self._opener, (-1, -2))):
            self._insert_closer(index)
        before, outer = self.at, self._opener(-2) if len(self.open) > 1 else None
        if (
            len(self.open) <= self.kept
            or (closer.is_stray(self._opener(-1), outer) if self.indented else index in self.stray)
            or (index + 1 < self.end and self._step(before, "}") is None and self._goes_on(before, index + 1))
        ):
            self.changes.append(Change("delete", index, ""))
            return
        block = self.open.pop()
        self.closed = (index, before, block)
        # The state after a block that could not be read is that after an empty one.
        self.at = self._step(before, "}") or self._step(block.inside, "}")

    def _body_without_opener(self, index: int, token: Token) -> int | None:
        """The first token of the lines that a `}` ends, if the line above them, as far left, opened no block."""
        floor = self.open[-1].opener if self.open else -1
        if floor >= 0 and self.tokens[floor].indent >= token.column:
            return None
        body = None
        for number in range(index - 1, floor, -1):
            other = self.tokens[number]
            if other.first and other.column <= token.column:
                return body if other.column == token.column else None
            body = number if other.first else body
        return None

    def _closer(self, index: int, token: Token) -> Closer:
        ahead = [*self.tokens[index + 1 : index + 3], NO_TOKEN]
        is_ended = ahead[0].text == ";"
        after = ahead[is_ended]
        column, following = (each.column if each.first else None for each in (token, after))
        return Closer(token.row, column, following, after.text == "}", is_ended)

    def _other(self, index: int, token: Token) -> None:
        behind = self._fits(self.at, index, index + 1)
        if self.at is not None and behind is None:
            behind = self._close_by_grammar(index) or self._reopen(index)
        if token.text in self.recogniser.heads and (token.first or self.tokens[index - 1].text in _BEFORE_STATEMENT):
            self._await_block(index, token)
        self.at = behind

    def _close_by_grammar(self, index: int) -> ParserState | None:
        """Where the block does not allow a token and the one around it does, a `}` is missing before it or its line."""
        token = self.tokens[index]
        if len(self.open) <= self.kept or (self.indented and token.first and self._opener(-1).has(token.column)):
            return None
        for start, at in (index, self.at), self.line:
            closed = self._step(at, "}")
            for after in closed, self._step(closed, ";"):  # the `;` of a `use` may be missing too
                behind = self._fits(after, start, index + 1)
                if start > self.open[-1].opener and self._goes_on(behind, index + 1):
                    self._insert_closer(start)
                    return behind
        return None

    def _reopen(self, index: int) -> ParserState | None:
        """Where the last closed block would have gone on to here, its `}` was one too many."""
        if self.closed is None:
            return None
        closer, before, block = self.closed
        opener = self.tokens[block.opener]
        if closer > block.opener + 1 and opener.row == self.tokens[closer].row:
            return None  # who writes both on one line means it
        between = self.tokens[closer + 1 : index + 1]
        if self.indented and any(each.first and each.column <= opener.indent for each in between):
            return None
        behind = self._fits(before, closer + 1, index + 1)
        if behind is not None:
            self.changes.append(Change("delete", closer, ""))
            self.open.append(block)
            self.closed = None
        return behind

    def _await_block(self, index: int, token: Token) -> None:
        """A head that wants a `{` and does not get it: the block starts where the head ends."""
        at, end, count = self.recogniser.heads[token.text], index, len(self.tokens)
        while end < count and (end == index or not self.tokens[end].first) and self.tokens[end].text != "{":
            behind = self.recogniser.step(at, self.tokens[end].terminals)
            if behind is None:
                break
            at, end = behind, end + 1
        if end == count or end < index + 2 or self.tokens[end].text == "{" or not at.expects("{"):
            return
        after = self.tokens[end]
        if after.text == "}":
            lost = not at.expects(";")
        elif after.first:
            lost = after.column > token.indent if self.indented else self._goes_on(self._step(at, "{"), end)
        else:
            lost = len(at.edges) == 1
        if lost:
            self.awaited.add(end)

    def _enter(self, opener: int) -> None:
        self.at = self._step(self.at, "{")
        token = self.tokens[opener]
        self.open.append(_Block(opener, Opener(token.row, token.indent), self.at))

    def _insert_closer(self, index: int) -> None:
        block = self.open.pop()
        self.changes.append(Change("insert", index, "}", head=block.opener))
        self.at = self._step(block.inside, "}")

    def _opener(self, which: int) -> Opener:
        return self.open[which].place

    def _step(self, at: ParserState | None, brace: str) -> ParserState | None:
        return self.recogniser.step(at, (brace,)) if at is not None else None

    def _goes_on(self, at: ParserState | None, start: int) -> bool:
        """Whether so many tokens fit from `start` on that it is no accident."""
        return self._fits(at, start, start + _CERTAIN) is not None

    def _fits(self, at: ParserState | None, start: int, end: int) -> ParserState | None:
        """Where the reader is after the tokens `start..end`; None where one does not fit."""
        for token in self.tokens[start:end]:
            at = self.recogniser.step(at, token.terminals) if at is not None else None
        return at


def _stray(tokens: list[Token], own: range) -> set[int]:
    """Each `}` that only ends a line though its block begins on another one; none unless just these are too many.

    So it is known where one goes that stands after an item, in a text without indentation.
    """
    openers: list[Token] = []
    found: list[int] = []
    surplus = 0
    for index, token in enumerate(tokens):
        if token.text == "{":
            openers.append(token)
            surplus -= 1
        elif token.text == "}":
            opener = openers.pop() if openers else None
            surplus += 1
            ends_line = not token.first and (index + 1 == len(tokens) or tokens[index + 1].first)
            if ends_line and index in own and (opener is None or opener.row < token.row):
                found.append(index)
    return set(found) if len(found) == surplus else set()
