"""Which statements of a broken text are wrong: what wrong forms are looked for in, so that no right one is looked at.

A statement is what may stand in a block any number of times: an item of a file, a member of an interface, a field of a
record, a name of a `use`. Its tokens are those between its ends that do not stand in a block within it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wit_lsp.recovery.blocks import MEMBERS, Blocks
from wit_lsp.syntax.ast import BRACKETS
from wit_lsp.syntax.lexer import Token
from wit_lsp.syntax.recogniser import ParserState, wit_recogniser
from wit_lsp.tuples import NamedTuple

# The blocks whose statements stand by themselves; in others they make one statement together.
_HOLDERS = {*MEMBERS, "package"}

_OPENERS, _CLOSERS = ("(", "[", "<"), (")", "]", ">")

# What may begin a line outside of all blocks.
_OUTSIDE = {"package", "interface", "world", "use", "@"}

# What a block without a keyword may be.
_KINDS = ("interface", "world", "resource", "package", "record", "variant", "enum", "flags")

# Tokens that have to fit for a statement to be taken for right where the one before it ended too soon.
_CERTAIN = 60


class Layout(NamedTuple):
    """Where the statements of a text begin, as far as its lines say it.

    `indented`: most lines in a block are deeper than its head; else a line says less of where it belongs.
    """

    tokens: list[Token]
    indented: bool

    def read(self, index: int, at: ParserState) -> list[ParserState]:
        """Where a reader is before a token, and after that and each that follows it as far as they fit."""
        return wit_recogniser().run((self.tokens[number].terminals for number in range(index, len(self.tokens))), at)

    def starts(self, statement: int, limit: int, at: ParserState) -> set[int]:
        """The tokens after the first one of a statement, before which the reader is `at` a place, that begin others.

        Each is no deeper than the one before, or follows a `{`.
        """
        found: set[int] = set()
        limit = min(limit, len(self.tokens))
        indent = self.tokens[statement].indent if statement < limit else 0
        inside = brackets(self.tokens, statement, limit)
        for number in range(statement + 1, limit):
            column = self.tokens[number].column
            if self.begins_line(number, column if self.tokens[number - 1].text == "{" else indent, inside, at):
                found.add(number)
                indent = column
        return found

    def begins_line(self, number: int, indent: int, inside: Mapping[int, bool], at: ParserState | None) -> bool:
        """Whether a token is the first on its line, not deeper than `indent`, and may begin another statement.

        It does not where its author closed a bracket around it. `inside`: see `brackets`. A type after a mark that ends
        nothing goes on, and in a text that is not indented all that stands after such a mark or an open bracket, unless
        it begins a right one.
        """
        token = self.tokens[number]
        if not token.first or token.made or not (token.text[0] in "@_%" or token.text[0].isalnum()):
            return False
        if token.column > indent or inside.get(number):
            return False
        goes_on = self.tokens[number - 1].text in ("->", ":", "=")
        if self.indented:
            goes_on = goes_on and not wit_recogniser().at("type").edges.keys().isdisjoint(token.terminals)
        return not (goes_on or (number in inside and not self.indented)) or self.is_right(number, at)

    def is_right(self, index: int, at: ParserState | None) -> bool:
        """Whether a right statement begins with a token, before which the reader is `at` a place."""
        step = wit_recogniser().step
        for token in self.tokens[index : index + _CERTAIN]:
            after = step(at, token.terminals) if at is not None else None
            if after is None:
                return False
            if after.is_whole or token.text == "}":
                return True
            at = after
        return True


def is_indented(tokens: list[Token]) -> bool:
    """Whether most lines that belong into a block are not at the left edge."""
    indented = lines = depth = 0
    for token in tokens:
        if token.text == "{":
            depth += 1
        elif token.text == "}":
            depth = max(depth - 1, 0)
        elif token.first and not token.made and (depth or token.text not in _OUTSIDE):
            lines += 1
            indented += token.column > 0
    return 2 * indented >= lines


def wrong_statements(layout: Layout) -> set[int]:
    """The numbers of the tokens of all wrong statements of a text whose braces pair up.

    A statement is wrong too whose brace is not its author's.
    """
    return _Judging(layout).run()


class _Judging:
    """One walk over the tokens. `trail` has where the reader is before each of them, None where it is lost.

    `lost` are the statements in one of whose blocks the reader is though it is lost in them: where each starts, where
    the reader is before it, and how many blocks of which nothing is known are open.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.tokens = tokens = layout.tokens
        self.blocks = Blocks(tokens)
        self.opener_of = {closer: opener for opener, closer in self.blocks.closer.items()}
        self.inside = brackets(tokens, 0, len(tokens))
        self.trail: list[ParserState | None] = [None] * (len(tokens) + 1)
        self.lost: list[tuple[int, ParserState, int]] = []
        self.wrong: set[int] = set()

    def run(self) -> set[int]:
        end = len(self.tokens)
        index, at = 0, wit_recogniser().start
        while (index := self._read(index, at)) < end:
            index, at = self._go_on(index)
        if self.lost:
            self.wrong.add(end - 1)
        last = self.trail[end]
        if last is not None and not last.accepts:
            self.wrong.update(self._own(self._start(end), end))
        for opener, closer in self.blocks.closer.items():
            if self.tokens[opener].made or self.tokens[closer].made:
                self._mark_statement(opener)
        return self.wrong

    def _read(self, index: int, at: ParserState) -> int:
        """Read on to the first token that does not fit."""
        found = self.layout.read(index, at)
        self.trail[index : index + len(found)] = found
        return index + len(found) - 1

    def _go_on(self, index: int) -> tuple[int, ParserState]:
        """Mark the statement in which a token does not fit. Where to read on, and at which place."""
        before = self.trail[index]
        assert before is not None, "the reader came to here"
        if self.lost and not before.edges:  # the block ends in which it was
            self.wrong.add(index - 1)
            start, inside, level = self.lost.pop()
            is_next = level == 0 and self.layout.is_right(index, inside)
            return (index, inside) if is_next else self._skip(start, inside, index, level)
        start = self._start(index)
        inside = self.trail[start] or before
        around = self.blocks.openers[start]
        if around >= 0 and self.blocks.opens[around] not in _HOLDERS:
            self._mark_statement(around)
        if index == start and index - 1 in self.opener_of and self.tokens[index].text == ";":
            self._mark_statement(self.opener_of[index - 1])
        end = next((each for each in self._own(start, index + 1) if self._overruns(each, start)), index)
        self.wrong.update(self._own(start, end))
        is_short = end > start and (before.expects(";") or before.expects(",")) and self.layout.is_right(end, inside)
        return (end, inside) if is_short or self._overruns(end, start) else self._skip(start, inside, index, 0)

    def _overruns(self, index: int, start: int) -> bool:
        """Whether the statement before should have ended at a token, with which another one may begin, and did not."""
        at = self.trail[index]
        return at is not None and not at.starts_item and self._starts_line(index, start)

    def _skip(self, start: int, inside: ParserState, first: int, level: int) -> tuple[int, ParserState]:
        """Go on to the end of a statement in which the reader is lost, or into a block of it that is a known one."""
        depth = 0
        is_list = self.blocks.around(start) not in _HOLDERS
        for index in range(first, len(self.tokens)):
            token = self.tokens[index]
            if level == 0 and index > start and self._starts_line(index, start):
                return index, inside
            if level == 0 and token.text == "}" and inside.expects("}"):
                return index, inside
            self.wrong.add(index)
            self.trail[index] = None
            if token.text == "{":
                within = self._inside(index)
                if within is not None:
                    self.lost.append((start, inside, level))
                    return index + 1, within
                level += 1
            elif token.text == "}":
                level -= 1
                if level == 0 and self.layout.is_right(index + 1, inside):
                    return index + 1, inside
            elif level == 0:
                depth += (token.text in _OPENERS) - (token.text in _CLOSERS)
                if token.text == ";" or (token.text == "," and is_list and depth <= 0):
                    return index + 1, inside
        return len(self.tokens), inside

    def _start(self, index: int) -> int:
        """The first token of the statement that goes on at a token, in which the reader is not lost."""
        while not ((at := self.trail[index]) and at.is_whole):
            index = self.opener_of.get(index - 1, index - 1)
        return index

    def _own(self, start: int, end: int) -> Iterator[int]:
        """The tokens from `start` to `end` that are not in a block between them."""
        while start < end:
            yield start
            start = self.blocks.closer.get(start, start + 1)

    def _mark_statement(self, opener: int) -> None:
        """Mark the statement one of whose blocks a `{` opens."""
        if self.trail[opener] is not None:
            end = self.blocks.closer[opener] + 1
            ends_later = end < len(self.tokens) and self.tokens[end].text == ";"
            self.wrong.update(self._own(self._start(opener), end + ends_later))

    def _starts_line(self, index: int, start: int) -> bool:
        """Whether another statement may begin with a token than that which begins at `start`."""
        indent = self.tokens[start].indent
        return index > start and self.layout.begins_line(index, indent, self.inside, self.trail[start])

    def _inside(self, opener: int) -> ParserState | None:
        """Where a reader is in a block that has this one's keyword, or in which its first statement is right."""
        if keyword := self.blocks.opens.get(opener):
            return self._after_head(keyword)
        found = map(self._after_head, _KINDS)
        return next((at for at in found if self.layout.is_right(opener + 1, at)), None)

    def _after_head(self, keyword: str) -> ParserState | None:
        head = wit_recogniser().heads.get(keyword)
        name = ("name", ":", "name") if keyword == "package" else ("name",)
        trail = wit_recogniser().run(((terminal,) for terminal in (keyword, *name, "{")), head) if head else []
        return trail[-1] if len(trail) == len(name) + 3 else None


def brackets(tokens: list[Token], start: int, end: int) -> dict[int, bool]:
    """The tokens after a `(` or `<`, and whether their author closed one around them before the statement ends."""
    found: dict[int, bool] = {}
    closers: dict[int, int] = {}
    opened: list[int] = []
    for number in range(start, end):
        token = tokens[number]
        if opened:
            found[number] = False
        if token.made:
            continue
        if token.text in ("(", "<"):
            opened.append(number)
        elif token.text in (";", "{", "}"):
            opened.clear()
        elif opened and token.text == BRACKETS[tokens[opened[-1]].text]:
            closers[opened.pop()] = number
    closed = 0  # up to here
    for opener in sorted(closers):
        found.update(dict.fromkeys(range(max(opener + 1, closed), closers[opener]), True))
        closed = max(closed, closers[opener])
    return found
