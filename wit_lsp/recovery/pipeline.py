"""The steps in which a broken text is mended: each finds problems whose edits give a text nearer to right."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from wit_lsp.recovery.characters import open_comments, strange
from wit_lsp.recovery.conflicts import conflicts
from wit_lsp.recovery.describe import told
from wit_lsp.recovery.lexer import Token, wit_lexer
from wit_lsp.recovery.productions import ALL_PRODUCTIONS, find_productions
from wit_lsp.recovery.repairs import find_repairs
from wit_lsp.syntax.context import WHOLE, Context
from wit_lsp.syntax.problem import MOST, SyntaxProblem
from wit_lsp.text import LineIndex
from wit_lsp.validation.characters import refused
from wit_lsp.validation.strings import string_problems


class BrokenText(NamedTuple):
    """A text that does not parse, and its tokens, with those of its context around them; `own` are its own numbers."""

    text: bytes
    lines: LineIndex
    tokens: list[Token]
    own: range

    @property
    def own_tokens(self) -> list[Token]:
        return self.tokens[self.own.start : self.own.stop]


def broken(text: bytes, lines: LineIndex, context: Context = WHOLE) -> BrokenText:
    lexer = wit_lexer()
    opening = lexer.tokens_around(context.prefix, 0, -1)
    tokens = opening + lexer.tokens(text, lines)
    own = range(len(opening), len(tokens))
    return BrokenText(text, lines, tokens + lexer.tokens_around(context.suffix, len(text), lines.breaks + 1), own)


def _conflicts(of: BrokenText) -> list[SyntaxProblem]:
    """What a merge left."""
    return conflicts(of.text, of.own_tokens)


def _characters(of: BrokenText) -> list[SyntaxProblem]:
    """What is wrong below the level of tokens, and with tokens that are open or hold what they must not."""
    own = of.own_tokens
    unread = [token for token in own if token.terminals == ("?",)]
    strings = (token.span for token in unread if token.text.startswith('"'))
    found = refused(of.text) + open_comments(of.text)
    found += (problem for span in islice(strings, MOST) for problem in string_problems(of.text, span))
    return found + list(islice(strange(of.text, own), MOST))


def _forms(of: BrokenText) -> list[SyntaxProblem]:
    """What was right once, or says what it means in a wrong form."""
    return find_productions(of.text, of.tokens, ALL_PRODUCTIONS, of.own)


def _rest(of: BrokenText) -> list[SyntaxProblem]:
    """What a search makes of it."""
    return [told(repair, of.text) for repair in find_repairs(*of)]


STEPS: tuple[Callable[[BrokenText], list[SyntaxProblem]], ...] = (_conflicts, _characters, _forms, _rest)
