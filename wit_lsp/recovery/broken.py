"""A text that does not parse, and what is read of it."""

from __future__ import annotations

from wit_lsp.recovery.brackets import brace_changes
from wit_lsp.recovery.changes import changed
from wit_lsp.recovery.statements import Layout, is_indented, wrong_statements
from wit_lsp.syntax.context import Context
from wit_lsp.syntax.lexer import Token, wit_lexer
from wit_lsp.text import Edit, LineIndex


class BrokenText:
    """A text that does not parse, and what is read of it: each fact once.

    `tokens` has its own ones, with those of its context around them; `own` are the numbers of these. `braces` makes
    the braces pair up.
    """

    __slots__ = ("braces", "context", "layout", "lines", "own", "own_tokens", "text", "tokens")

    def __init__(self, text: bytes, context: Context, tokens: list[Token] | None = None) -> None:
        """`tokens` are its own ones, if they are known."""
        lexer = wit_lexer()
        self.text = text
        self.lines = LineIndex(text)
        self.context = context
        opening = lexer.tokens_around(context.prefix, 0, -1)
        closing = lexer.tokens_around(context.suffix, len(text), self.lines.breaks + 1)
        self.own_tokens = lexer.tokens(text, self.lines) if tokens is None else tokens
        self.tokens = [*opening, *self.own_tokens, *closing]
        self.own = range(len(opening), len(opening) + len(self.own_tokens))
        self.layout = Layout(self.tokens, is_indented(self.tokens))
        self.braces = brace_changes(self.layout, self.own)

    @property
    def candidates(self) -> list[int]:
        """The numbers of the tokens of wrong statements."""
        gone = {change.token for change in self.braces if change.kind == "delete"}
        tokens = list(self.tokens)
        stretch, new, _ = changed(tokens, self.braces)
        tokens[stretch] = new
        wrong = {id(tokens[number]) for number in wrong_statements(self.layout._replace(tokens=tokens))}
        return [number for number in self.own if number in gone or id(self.tokens[number]) in wrong]

    def edited(self, text: bytes, edits: list[Edit]) -> BrokenText:
        """The text that edits of this one gave, which is used up for it."""
        tokens = wit_lexer().tokens_again(self.own_tokens, text, LineIndex(text), edits)
        return BrokenText(text, self.context, tokens)
