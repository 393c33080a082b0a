"""A place among the tokens of a text: what productions look at. Knows no wrong form itself.

What takes no arguments and gives a bool may be the `place` of a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise, takewhile
from typing import Any

from wit_lsp.recovery.blocks import Blocks
from wit_lsp.recovery.productions.words import ANY_FUNC, DECLARED, HOLDERS, PRIMS, TYPE_CONTEXT
from wit_lsp.syntax.lexer import NO_TOKEN, Token
from wit_lsp.syntax.problem import PLACEHOLDERS
from wit_lsp.text import Edit, Span, decode

_TAKERS = ("func", "constructor", "get", "set")
_LEADING = ("import", "export", "async", "static", "rpc")

# What the item before ends with, or its block begins with; and what it may end with where its `;` is missing.
STARTS = {"{", "}", ";", ""}
_MAY_END = {*PRIMS, "result", "stream", "future", ">", ")", "]", ".", "name", "semver", "string_literal"}

# How much deeper each bracket leads; in a value `<` and `>` are none.
BRACKETS_OF_VALUE = {"(": 1, ")": -1, "[": 1, "]": -1, "{": 1, "}": -1}
_BRACKETS = {**BRACKETS_OF_VALUE, "<": 1, ">": -1}
_OPENER = {")": "(", ">": "<"}
_MEMBER_ENDS = {",", ";", ")", "]", "}", ">", ""}
_MARGIN = [NO_TOKEN] * 64  # no step from a token, or from one that was found, is longer
_ENDS_PARAMS = ("(", ")", "{", "}", "")
_FAR = 200  # tokens within which the ends of a statement or bracket are looked for


class Cursor:
    """A place among tokens: `at[0]` is the token there, `at[1]` the next. Past the ends are tokens of no text.

    `blocks` knows the block around each token, by its number.
    `reads` counts the tokens that searches went over, from all places: what a hostile text costs must end.
    `index` is the place, and `types` has what is known of the types that begin at others (see `written`).
    """

    __slots__ = ("_answers", "_declared", "_openers", "_text", "_tokens", "blocks", "index", "reads", "types")

    def __init__(self, text: bytes, tokens: list[Token]) -> None:
        self._text = text
        self._tokens = [*_MARGIN, *tokens, *_MARGIN]
        self.blocks = Blocks(tokens)
        self._openers: dict[int, int | None] = {}
        self._answers: dict[Callable[[Cursor], bool], bool] = {}
        self.types: dict[object, Any] = {}
        self.index = len(_MARGIN)
        self.reads = 0
        self._declared: dict[str, str] | None = None

    def move(self, index: int) -> None:
        """Go to the token of this number."""
        self.index = index + len(_MARGIN)
        self._answers.clear()

    def answers(self, question: Callable[[Cursor], bool]) -> bool:
        """What a question about this place gives: many rows ask the same."""
        if question not in self._answers:
            self._answers[question] = question(self)
        return self._answers[question]

    def __getitem__(self, step: int) -> Token:
        return self._tokens[self.index + step]

    @property
    def block(self) -> str:
        """The keyword of the block around it (see `Blocks`)."""
        return self.blocks.around(self.index - len(_MARGIN))

    @property
    def owner(self) -> Token:
        """What stands before the `{` of the block around it: its name, as a rule."""
        return self._tokens[self.blocks.openers[self.index - len(_MARGIN)] - 1 + len(_MARGIN)]

    def siblings(self) -> list[Token]:
        """The tokens of the block around it."""
        opener = self.blocks.openers[self.index - len(_MARGIN)]
        closer = self.blocks.closer.get(opener, opener)
        return self._tokens[opener + 1 + len(_MARGIN) : closer + len(_MARGIN)]

    @property
    def opens(self) -> str | None:
        """The keyword of the block that it opens."""
        return self.blocks.opens.get(self.index - len(_MARGIN))

    def declared(self, name: str) -> str:
        """The keyword of the type that the text declares by a name, or `use`; empty where it declares none."""
        if self._declared is None:
            words = {**DECLARED, "type": "type", "union": "union"}
            del words["impl"]  # of a type that is declared elsewhere
            pairs = pairwise(self._tokens)
            self._declared = dict.fromkeys(self._used(), "use")
            self._declared |= {one.text: words[before.text] for before, one in pairs if before.text in words}
        return self._declared.get(name, "")

    def error_type(self, name: str) -> str:
        """For an `error` of another language, if no type is called so, the one that is an error, or a `string`."""
        if name not in ("error", "Error") or self.declared(name):
            return name
        errors = [each for each in self._declared or () if each.endswith(("-error", "error-code"))]
        is_cut = self._tokens[len(_MARGIN) + 1].text == PLACEHOLDERS["name"]  # the rest of a body may declare it
        return errors[0] if len(errors) == 1 else name if is_cut else "string"

    def _used(self) -> Iterator[str]:
        """The names that `use`s bring in."""
        inside = False
        for before, token, after in zip(self._tokens, self._tokens[1:], self._tokens[2:], strict=False):
            if token.text == "{":
                inside = before.text == "."
            elif inside and after.text in (",", "}"):
                yield token.text
            inside = inside and token.text != "}"

    def starts_item(self) -> bool:
        """An item of a block may begin here: after one, an attribute, or a line that may have ended one."""
        before = self[-1]
        opener = self.paired(-1) if before.text == ")" else None
        if before.text in STARTS or (opener and self[opener - 2].text == "@"):
            return True
        may_end = self[0].first and not _MAY_END.isdisjoint((*before.terminals, before.text))
        return may_end and self.opener() not in ("(", "<")

    def starts_function(self) -> bool:
        """An item may begin here, or what is imported or exported."""
        return self.starts_item() or self[-1].text in ("import", "export")

    def starts_parameter(self) -> bool:
        return self[-1].text in ("(", ",") and self.in_params()

    def starts_member(self) -> bool:
        """A field, a case or a flag may begin here."""
        return self[-1].text in ("{", "}", ",", ";", "(") or self[0].first

    def starts_part(self) -> bool:
        """A field of a record, or a parameter."""
        return self.starts_member() if self.block == "record" else self.starts_parameter()

    def is_type(self) -> bool:
        """A type stands here, as far as what is before it says."""
        return self.may_be_type() and (self[-1].text != "," or self.opener() != "{")

    def may_be_type(self) -> bool:
        return self[-1].text in TYPE_CONTEXT

    def is_surely_type(self) -> bool:
        before = self[-1].text
        if before == "=":
            return self[-3].text == "type"
        return before in ("->", "<") or self.follows_label() or (before == "," and self.opener() == "<")

    def follows_label(self) -> bool:
        """The `:` of a field or a parameter stands before it."""
        return self[-1].text == ":" and (self.block == "record" or self.in_params())

    def in_params(self) -> bool:
        """It stands among the parameters of a function, at no depth."""
        return self._takes(self._opener())

    def may_be_in_params(self) -> bool:
        """As `in_params`, on one line, where a `;` may stand for a `,`."""
        before = (step for step in range(-1, -_FAR, -1) if self[step].text in _ENDS_PARAMS or self[step + 1].first)
        opener = next(before, 0)
        return self[opener].text == "(" and self[opener - 1].text in ("func", "constructor")

    def opens_params(self) -> bool:
        """The `(` opens the parameters of a function, which may lack its `func`."""
        return self._takes(0)

    def ends_params(self, step: int = 0) -> bool:
        """The `)` at `step` ends the parameters of a function."""
        return self._takes(self.paired(step))

    def is_outside_brackets(self) -> bool:
        return self.opener() not in ("(", "<", "[")

    def opener(self) -> str:
        """The bracket that is open in this statement; empty where none is."""
        step = self._opener()
        return "" if step is None else self[step].text

    def paired(self, step: int) -> int | None:
        """The bracket of this statement that the one at `step` closes; others are not looked at."""
        closer = self[step].text
        return self._open_bracket(step, {_OPENER[closer]: 1, closer: -1}) if closer in _OPENER else None

    def is_name(self, *steps: int) -> bool:
        """Whether a name stands at each of these places."""
        return all("name" in self[step].terminals for step in steps)

    def said(self, word: str) -> bool:
        """The statement has this word before it."""
        return any(token.text == word for token in self.beside(-1))

    def beside(self, by: int) -> Iterator[Token]:
        """The tokens of its statement before it, from the nearest one on, if `by` is -1; after it, if 1."""
        tokens = (token for _, token, _ in self.scan(by, by * _FAR, by))
        return takewhile(lambda token: token.text not in STARTS, tokens)

    def chain(self, start: int, marks: tuple[str, ...], terminals: tuple[str, ...] = ("name",)) -> int:
        """The last token of what begins at `start` and goes on after each of the marks, up to a line end."""
        end = start
        while self[end + 1].text in marks and not set(terminals).isdisjoint(self[end + 2].terminals):
            end += 2
        self.reads += end - start
        return end

    def type_start(self, end: int) -> int:
        """The first token of the type that ends at `end`."""
        opener = self.paired(end) if self[end].text == ">" else None
        return end if opener is None else opener - 1

    def member_end(self, start: int) -> int:
        """The first token from `start` on that ends a field, a case or a parameter: a mark, or the next line."""
        for step, token, depth in self.scan(start, start + _FAR):
            if depth == 0 and (token.text in _MEMBER_ENDS or (token.first and step > start)):
                return step
        return start

    def statement_end(self) -> int:
        """The last token of the item that begins here: its `;` or `}`, or the one before the line of the next item."""
        step = 0
        for step, token, depth in self.scan(0, len(self._tokens), 1, {"{": 1, "}": -1}):
            if depth == 0 and step and (token.text == "}" or (token.first and token.column <= self[0].indent)):
                break
            closes_body = token.text == "}" and self[0].text not in ("use", "import") and self[step + 1].text != ";"
            if (depth, token.text) == (0, ";") or (depth == 1 and closes_body):
                return step
        return step - 1

    def find(self, text: str, start: int, limit: int = 60) -> int | None:
        """How many tokens from here on `text` stands, outside of brackets that open after `start`."""
        for step, token, depth in self.scan(start, limit):
            if depth == 0 and token.text == text:
                return step
            if depth < 0:
                break
        return None

    def scan(
        self, start: int, stop: int, by: int = 1, brackets: Mapping[str, int] = _BRACKETS
    ) -> Iterator[tuple[int, Token, int]]:
        """The tokens up to `stop`, or to the first of no text, each with its step and how many brackets are open."""
        depth = 0
        for step in range(start, stop, by):
            token = self[step]
            self.reads += 1
            yield step, token, depth
            if not token.text:
                return
            depth += by * brackets.get(token.text, 0)

    def span(self, first: int, last: int) -> Span:
        return Span(self[first].start, self[last].end)

    def text(self, start: int, end: int) -> str:
        return decode(self._text[start:end])

    def words(self, first: int, last: int) -> str:
        """What stands there, blanks included; nothing where `last` is before `first`."""
        return self.text(self[first].start, self[last].end) if first <= last else ""

    def without(self, first: int, last: int) -> Edit:
        """Takes these tokens out, and the blanks after them."""
        end = self[last].end
        while self._text[end : end + 1] in (b" ", b"\t"):
            end += 1
        return Edit(Span(self[first].start, end), "")

    def _opener(self) -> int | None:
        """The innermost bracket that is open in this statement."""
        if self.index not in self._openers:
            self._openers[self.index] = self._open_bracket(0)
        return self._openers[self.index]

    def _open_bracket(self, start: int, brackets: Mapping[str, int] = _BRACKETS) -> int | None:
        """As `_opener`, at a step and among brackets of some kinds."""
        for step, token, depth in self.scan(start - 1, start - _FAR, -1, brackets):
            opens = brackets.get(token.text) == 1
            if opens and depth == 0:
                return step
            if token.text in STARTS and not opens:
                break
        return None

    def _takes(self, opener: int | None) -> bool:
        """Whether a `(` there opens parameters: after `func`, or the name of what is to be a function."""
        if opener is None or self[opener].text != "(":
            return False
        name = self.type_start(opener - 1)
        before = self[name - 1].text
        is_led = before in ANY_FUNC or (self.block in HOLDERS and before in _LEADING)
        is_first = self[name].first or (self[name - 2].text in STARTS and before not in ("@", *DECLARED))  # its result
        is_function = is_led or (self.block in HOLDERS and is_first and self[name].terminals == ("name",))
        return self[name].text in _TAKERS or (is_function and self.is_name(name))
