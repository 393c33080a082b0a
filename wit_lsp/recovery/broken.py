"""A text that does not parse, and what is read of it."""

from __future__ import annotations

from functools import cached_property

from wit_lsp.recovery.brackets import brace_changes
from wit_lsp.recovery.changes import changed
from wit_lsp.recovery.statements import Layout, is_indented, wrong_statements
from wit_lsp.syntax.context import Context
from wit_lsp.syntax.lexer import Token, wit_lexer
from wit_lsp.syntax.source_map import SourceMap
from wit_lsp.text import Edit, LineIndex, Span, decode


class BrokenText:
    """A text that does not parse, and what is read of it: each fact once.

    `tokens` has its own ones, with those of its context around them; `own` are the numbers of these. `braces` makes
    the braces pair up. `source_map` leads back to what its author wrote; None where that is the text.
    """

    def __init__(self, text: bytes, context: Context, tokens: list[Token] | None = None) -> None:
        """`tokens` are its own ones, if they are known."""
        lexer = wit_lexer()
        self.text = self._author = text
        self.source_map: SourceMap | None = None
        self.lines = LineIndex(text)
        self.context = context
        opening = lexer.tokens_around(context.prefix, 0, -1)
        closing = lexer.tokens_around(context.suffix, len(text), self.lines.breaks + 1)
        self.own_tokens = lexer.tokens(text, self.lines) if tokens is None else tokens
        self.tokens = [*opening, *self.own_tokens, *closing]
        self.own = range(len(opening), len(opening) + len(self.own_tokens))
        self.layout = Layout(self.tokens, is_indented(self.tokens))
        self.braces = brace_changes(self.layout, self.own)

    @cached_property
    def candidates(self) -> list[int]:
        """The numbers of the tokens of wrong statements."""
        gone = {change.token for change in self.braces if change.kind == "delete"}
        tokens = list(self.tokens)
        stretch, new, _ = changed(tokens, self.braces)
        tokens[stretch] = new
        wrong = {id(tokens[number]) for number in wrong_statements(self.layout._replace(tokens=tokens))}
        return [number for number in self.own if number in gone or id(self.tokens[number]) in wrong]

    def written(self, span: Span) -> str:
        """What its author wrote at a stretch."""
        return decode(self._author[slice(*(self.source_map.original(span) if self.source_map else span))])

    def edited(self, source_map: SourceMap, edits: list[Edit]) -> BrokenText:
        """What edits of this text gave, which is used up for it."""
        text = source_map.text
        new = BrokenText(text, self.context, wit_lexer().tokens_again(self.own_tokens, text, LineIndex(text), edits))
        new._author, new.source_map = self._author, source_map
        return new
