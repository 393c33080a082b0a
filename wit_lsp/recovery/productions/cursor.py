"""A place among the tokens of a text: what the productions that are known by name look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from wit_lsp.recovery.blocks import Blocks
from wit_lsp.recovery.lexer import Token
from wit_lsp.recovery.recogniser import wit_recogniser
from wit_lsp.syntax.problem import Code, SyntaxProblem
from wit_lsp.text import Edit, Span, decode, past_blanks

# What a type follows, in right and wrong productions.
BEFORE_TYPES = {"<", ",", "=", "->", ":", "(", "own", "borrow"}

# What other languages put before an item.
MODIFIERS = ("pub", "public", "private", "virtual", "override", "abstract", "final", "extern", "let", "var", "const")

# Words of other languages for `func`.
FUNC_WORDS = ("def", "fn", "fnc", "fun", "function", "method")

_TAKERS = ("func", "constructor", "get", "set")

# The blocks that hold functions, and what stands before the name of one in other languages.
HOLDERS = ("interface", "world", "resource")
_LEADING = ("import", "export", "async", "static", *MODIFIERS)

# What the item before ends with, or its block begins with.
STARTS = {"{", "}", ";", ""}

_JOINED = re.compile(rb"[\w}%\x80-\xff-]")
_OPENERS, _CLOSERS = {"(", "<", "{", "["}, {")", ">", "}", "]"}
_MEMBER_ENDS = {",", ";", ")", "}", ""}
_APART = {";", ",", "{", "}", "(", ")", "/"}
_NOTHING = Token((), 0, 0, "")


class Cursor:
    """A place among tokens: `at[0]` is the token there, `at[1]` the next. Past the ends are tokens of no text.

    `reads` counts the tokens that were looked at, from all places: what a hostile text costs must end.
    """

    def __init__(self, text: bytes, tokens: list[Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._blocks = Blocks(tokens)
        self._index = 0
        self.reads = 0

    def move(self, index: int) -> None:
        """Go to the token of this number."""
        self._index = index

    def __getitem__(self, step: int) -> Token:
        self.reads += 1
        index = self._index + step
        return self._tokens[index] if 0 <= index < len(self._tokens) else _NOTHING

    @property
    def block(self) -> str:
        """The keyword of the block around it (see `Blocks`)."""
        return self._blocks.around(self._index)

    @property
    def opens(self) -> str | None:
        """The keyword of the block that it opens."""
        return self._blocks.opens.get(self._index)

    @property
    def starts(self) -> bool:
        """Whether an item of a block may begin here: behind one, an attribute, or a line that may have ended one."""
        before = self[-1]
        if before.text in STARTS or (before.text == ")" and self._is_behind_attribute()):
            return True
        if before.text in MODIFIERS and before.first and not self[0].first:
            return True
        may_end = self[0].first and not _may_end().isdisjoint((*before.terminals, before.text))
        return may_end and self.opener()[0] not in ("(", "<")

    @property
    def is_type(self) -> bool:
        """Whether a type stands here, as far as what is before it tells."""
        before = self[-1].text
        return before in BEFORE_TYPES and (before != "," or self.opener()[0] != "{")

    def _is_behind_attribute(self) -> bool:
        opener = next((step for step in range(-2, -9, -1) if self[step].text == "("), 0)
        return opener < 0 and self[opener - 2].text == "@"

    def statement_end(self) -> int:
        """The last token of the item that begins here: its `;` or `}`, or the one before the line of the next item."""
        depth = 0
        for step in range(len(self._tokens) - self._index):
            token = self[step]
            if depth == 0 and step and (token.text == "}" or (token.first and token.column <= self[0].indent)):
                return step - 1
            depth += (token.text == "{") - (token.text == "}")
            closes_body = token.text == "}" and depth == 0 and self[0].text != "use" and self[step + 1].text != ";"
            if (token.text == ";" and depth == 0) or closes_body:
                return step
        return len(self._tokens) - self._index - 1

    def line_balance(self) -> int:
        """How many more `<` than `>` there are on the line, between the nearest `;`, `{` or `}` on both sides."""
        balance = 0
        for direction in (-1, 1):
            step = direction
            while self[step].text not in STARTS and self[step].row == self[0].row and abs(step) < 200:
                balance += (self[step].text == "<") - (self[step].text == ">")
                step += direction
        return balance

    def span(self, first: int, last: int) -> Span:
        return Span(self[first].start, self[last].end)

    def without(self, first: int, last: int) -> list[Edit]:
        """Edits that take these tokens out, and the blanks behind each, or before a `;`; comments stay."""
        found = []
        for token in (self[step] for step in range(first, last + 1)):
            end = token.end
            while self._text[end : end + 1] in (b" ", b"\t"):
                end += 1
            found.append(Edit(Span(token.start, end), ""))
        start, end = found[0].span.start, found[-1].span.end
        if start and _JOINED.match(self._text, start - 1) and _JOINED.match(self._text, end):
            found[-1] = Edit(Span(found[-1].span.start, self[last].end), "")  # a blank stays between two words
        while self._text[end : end + 1] == b";" and self._text[start - 1 : start] in (b" ", b"\t"):
            start -= 1
        return [Edit(Span(start, found[0].span.end), ""), *found[1:]]

    def opener(self) -> tuple[str, str]:
        """The bracket that is open in this statement, and the token before it; empty where none is."""
        step = self._opener()
        return (self[step].text, self[step - 1].text) if step else ("", "")

    def _opener(self) -> int:
        depth = 0
        for step in range(-1, -200, -1):
            if self[step].text in (";", "}"):
                break
            depth += (self[step].text in _CLOSERS) - (self[step].text in _OPENERS)
            if depth < 0:
                return step
        return 0

    @property
    def in_params(self) -> bool:
        """Whether it stands among the parameters of a function, at no depth."""
        step = self._opener()
        return bool(step) and self[step].text == "(" and self._takes(step)

    def closes_params(self, step: int) -> bool:
        """Whether the `)` at `step` ends the parameters of a function."""
        depth = 0
        for back in range(step, step - 200, -1):
            depth += (self[back].text == ")") - (self[back].text == "(")
            if depth == 0 or self[back].text in STARTS:
                return depth == 0 and self._takes(back)
        return False

    def _takes(self, opener: int) -> bool:
        """Whether the `(` there opens parameters: behind `func`, or the name of what is to be a function."""
        name = self.type_start(opener - 1)
        if self[name].text in _TAKERS:
            return True
        if self[name].terminals != ("name",):
            return False
        before = self[name - 1].text
        return before in ("func", *FUNC_WORDS) or (self.block in HOLDERS and (self[name].first or before in _LEADING))

    @property
    def is_async(self) -> bool:
        """Whether the statement has said `async` before."""
        words = (self[step].text for step in range(-1, -200, -1))
        return next((word for word in words if word == "async" or word in STARTS), "") == "async"

    def path_end(self, start: int) -> int:
        """The last token of the path that begins at `start`."""
        end = start
        while self[end + 1].text in (":", "/", "@") and {"name", "semver"}.intersection(self[end + 2].terminals):
            end += 2
        return end

    def type_end(self, start: int) -> int:
        """The last token of the type that begins at `start`."""
        end = self.path_end(start)
        close = self.find(">", end + 2) if self[end + 1].text == "<" else None
        return end if close is None else close

    def type_start(self, end: int) -> int:
        """The first token of the type that ends at `end`."""
        start, depth = end, 0
        while start > end - 60:
            depth += (self[start].text == ">") - (self[start].text == "<")
            if depth == 0:
                return start - 1 if self[start].text == "<" else start
            start -= 1
        return end

    def end_of_member(self, start: int) -> int:
        """The first token from `start` on that ends a field, a case or a parameter: a mark, or the next line."""
        depth = 0
        for step in range(start, start + 200):
            text = self[step].text
            if depth == 0 and (text in _MEMBER_ENDS or (self[step].first and step > start)):
                return step
            depth += (text in _OPENERS) - (text in _CLOSERS)
        return start

    def find(self, text: str, start: int, limit: int = 60) -> int | None:
        """How many tokens from here on `text` stands, outside of brackets that open after `start`."""
        depth = 0
        for step in range(start, limit):
            token = self[step]
            if token is _NOTHING:
                return None
            if depth == 0 and token.text == text:
                return step
            depth += (token.text in _OPENERS) - (token.text in _CLOSERS)
            if depth < 0:
                return None
        return None

    def adjacent(self, start: int) -> int:
        """The last token of the run from `start` on that no blank and none of `;,{}()/` parts; before `start` if none.

        A dot at its end is not of it.
        """
        step = start
        while (token := self[step]) is not _NOTHING and token.text not in _APART and step < start + 40:
            if step > start and token.start != self[step - 1].end:
                break
            step += 1
        while step > start and self[step - 1].text == ".":
            step -= 1
        return step - 1

    def past_blanks(self, step: int) -> int:
        """Where, behind a token, the next token or comment begins."""
        return past_blanks(self._text, self[step].end)

    def words(self, first: int, last: int) -> str:
        """What stands there, blanks included."""
        return decode(self._text[self[first].start : self[last].end])


@cache
def _may_end() -> set[str]:
    """What may be the last token of a statement whose `;` is missing."""
    return {*wit_recogniser().at("prim").edges, "result", "stream", "future", ">", ")", "name", "semver"}


def instead(at: Cursor, code: Code, message: str, new: str, title: str = "") -> SyntaxProblem:
    """A problem for whose token `new` is meant without doubt."""
    span = at.span(0, 0)
    return safely(span, code, message, title or f"Write `{new}`", [Edit(span, new)])


def safely(span: Span, code: Code, message: str, title: str, edits: list[Edit]) -> SyntaxProblem:
    """A problem whose meaning is beyond doubt."""
    return SyntaxProblem(span, code, message, None, title, tuple(edits), True)


Production = Callable[[Cursor], "SyntaxProblem | None"]
"""Recognises one wrong form at a place."""

NAMES = ""

Productions = Mapping[str, tuple[Production, ...]]
"""By the text of a token at which to look for them; a string by its quote; at all names under `NAMES`."""
