"""A place among the tokens of a text: what productions look at. Knows no wrong form itself.

What takes no arguments and gives a bool may be the `place` of a row.
"""

from __future__ import annotations

from functools import cache

from wit_lsp.recovery.blocks import Blocks
from wit_lsp.recovery.productions.words import ANY_FUNC, CLOSERS, HOLDERS, MODIFIERS, OPENERS, TYPE_CONTEXT
from wit_lsp.syntax.lexer import Token
from wit_lsp.syntax.recogniser import wit_recogniser
from wit_lsp.text import Edit, Span, decode

_TAKERS = ("func", "constructor", "get", "set")
_LEADING = ("import", "export", "async", "static", *MODIFIERS)

# What the item before ends with, or its block begins with.
STARTS = {"{", "}", ";", ""}

_MEMBER_ENDS = {",", ";", ")", "]", "}", ">"}
_NOTHING = Token((), 0, 0, "")
_MARGIN = [_NOTHING] * 64  # no step from a token, or from one that was found, is longer
_FAR = 200  # tokens within which the ends of a statement or bracket are looked for


class Cursor:
    """A place among tokens: `at[0]` is the token there, `at[1]` the next. Past the ends are tokens of no text.

    `blocks` knows the block around each token, by its number.
    `reads` counts the tokens that searches went over, from all places: what a hostile text costs must end.
    """

    __slots__ = ("_index", "_opener", "_text", "_tokens", "blocks", "reads")

    def __init__(self, text: bytes, tokens: list[Token]) -> None:
        self._text = text
        self._tokens = [*_MARGIN, *tokens, *_MARGIN]
        self.blocks = Blocks(tokens)
        self._opener: int | None = None
        self._index = len(_MARGIN)
        self.reads = 0

    def move(self, index: int) -> None:
        """Go to the token of this number."""
        self._index = index + len(_MARGIN)
        self._opener = None

    def __getitem__(self, step: int) -> Token:
        return self._tokens[self._index + step]

    @property
    def block(self) -> str:
        """The keyword of the block around it (see `Blocks`)."""
        return self.blocks.around(self._index - len(_MARGIN))

    @property
    def opens(self) -> str | None:
        """The keyword of the block that it opens."""
        return self.blocks.opens.get(self._index - len(_MARGIN))

    def starts_item(self) -> bool:
        """An item of a block may begin here: after one, an attribute, or a line that may have ended one."""
        before = self[-1]
        if before.text in STARTS or (before.text == ")" and self._follows_attribute()):
            return True
        if before.text in MODIFIERS and before.first and not self[0].first:
            return True
        may_end = self[0].first and not _may_end().isdisjoint((*before.terminals, before.text))
        return may_end and self.opener() not in ("(", "<")

    def starts_function(self) -> bool:
        """An item may begin here, or what is imported or exported."""
        return self.starts_item() or self[-1].text in ("import", "export", *MODIFIERS)

    def goes_on(self) -> bool:
        """Something follows it on its line."""
        return not self[1].first

    def starts_parameter(self) -> bool:
        return self[-1].text in ("(", ",") and self.in_params()

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
        step = self._open_bracket()
        return bool(step) and self[step].text == "(" and self._takes(step)

    def ends_params(self, step: int = 0) -> bool:
        """The `)` at `step` ends the parameters of a function."""
        depth = 0
        for back in range(step, step - _FAR, -1):
            text = self[back].text
            depth += (text == ")") - (text == "(")
            if depth == 0 or text in STARTS:
                self.reads += step - back
                return depth == 0 and self._takes(back)
        return False

    def is_outside_brackets(self) -> bool:
        return self.opener() not in ("(", "<", "[")

    def opener(self) -> str:
        """The bracket that is open in this statement; empty where none is."""
        step = self._open_bracket()
        return self[step].text if step else ""

    def is_name(self, *steps: int) -> bool:
        """Whether a name stands at each of these places."""
        return all("name" in self[step].terminals for step in steps)

    def is_async(self) -> bool:
        """The statement has said `async` before."""
        step = -1
        while self[step].text not in STARTS and self[step].text != "async" and step > -_FAR:
            step -= 1
        self.reads -= step
        return self[step].text == "async"

    def chain(self, start: int, marks: tuple[str, ...], terminals: tuple[str, ...] = ("name",)) -> int:
        """The last token of what begins at `start` and goes on after each of the marks, up to a line end."""
        end = start
        while self[end + 1].text in marks and not set(terminals).isdisjoint(self[end + 2].terminals):
            end += 2
        self.reads += end - start
        return end

    def path_end(self, start: int) -> int:
        """The last token of the path that begins at `start`."""
        return self.chain(start, (":", "/", "@"), ("name", "semver"))

    def type_end(self, start: int) -> int:
        """The last token of the type that begins at `start`."""
        end = self.path_end(start)
        close = self.find(">", end + 2) if self[end + 1].text == "<" else None
        return end if close is None else close

    def type_start(self, end: int) -> int:
        """The first token of the type that ends at `end`."""
        start, depth = end, 0
        while start > end - 60 and (text := self[start].text):
            depth += (text == ">") - (text == "<")
            if depth == 0:
                return start - 1 if text == "<" else start
            start -= 1
        self.reads += end - start
        return end

    def member_end(self, start: int) -> int:
        """The first token from `start` on that ends a field, a case or a parameter: a mark, or the next line."""
        depth, step = 0, start
        while step < start + _FAR and ((token := self[step]).text or not depth):
            if depth == 0 and (token.text in _MEMBER_ENDS or not token.text or (token.first and step > start)):
                self.reads += step - start
                return step
            depth += (token.text in OPENERS) - (token.text in CLOSERS)
            step += 1
        self.reads += step - start
        return start

    def statement_end(self) -> int:
        """The last token of the item that begins here: its `;` or `}`, or the one before the line of the next item."""
        depth = step = 0
        while (token := self[step]) is not _NOTHING:
            if depth == 0 and step and (token.text == "}" or (token.first and token.column <= self[0].indent)):
                break
            depth += (token.text == "{") - (token.text == "}")
            step += 1
            closes_body = token.text == "}" and self[0].text != "use" and self[step].text != ";"
            if depth == 0 and (token.text == ";" or closes_body):
                break
        self.reads += step
        return step - 1

    def find(self, text: str, start: int, limit: int = 60) -> int | None:
        """How many tokens from here on `text` stands, outside of brackets that open after `start`."""
        depth, found = 0, None
        for step in range(start, limit):
            word = self[step].text
            if depth == 0 and word == text:
                found = step
                break
            depth += (word in OPENERS) - (word in CLOSERS)
            if depth < 0 or not word:
                break
            self.reads += 1
        return found

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

    def _follows_attribute(self) -> bool:
        opener = next((step for step in range(-2, -9, -1) if self[step].text == "("), 0)
        return opener < 0 and self[opener - 2].text == "@"

    def _open_bracket(self) -> int:
        """Its place; 0 where none is."""
        if self._opener is None:
            self._opener = self._find_open_bracket()
        return self._opener

    def _find_open_bracket(self) -> int:
        depth = 0
        for step in range(-1, -_FAR, -1):
            text = self[step].text
            self.reads += 1
            if text in STARTS and text != "{":
                break
            depth += (text in CLOSERS) - (text in OPENERS)
            if depth < 0:
                return step
        return 0

    def _takes(self, opener: int) -> bool:
        """Whether the `(` there opens parameters: after `func`, or the name of what is to be a function."""
        name = self.type_start(opener - 1)
        if self[name].text in _TAKERS:
            return True
        if self[name].terminals != ("name",):
            return False
        before = self[name - 1].text
        return before in ANY_FUNC or (self.block in HOLDERS and (self[name].first or before in _LEADING))


@cache
def _may_end() -> set[str]:
    """What may be the last token of a statement whose `;` is missing."""
    return {*wit_recogniser().at("prim").edges, "result", "stream", "future", ">", ")", "name", "semver"}
