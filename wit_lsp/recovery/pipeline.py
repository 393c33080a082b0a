"""The steps in which a broken text is mended: each finds problems whose edits give a text nearer to right."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from wit_lsp.recovery.characters import open_comments, strange
from wit_lsp.recovery.conflicts import conflicts
from wit_lsp.recovery.describe import told
from wit_lsp.recovery.lexer import Token, wit_lexer
from wit_lsp.recovery.productions import find_productions
from wit_lsp.recovery.repairs import find_repairs
from wit_lsp.syntax.problem import MOST, SyntaxProblem
from wit_lsp.text import LineIndex
from wit_lsp.validation.characters import refused
from wit_lsp.validation.strings import string_problems


class BrokenText(NamedTuple):
    """A text that does not parse, and what is read of it."""

    text: bytes
    lines: LineIndex
    tokens: list[Token]


def broken(text: bytes, lines: LineIndex) -> BrokenText:
    return BrokenText(text, lines, wit_lexer().tokens(text, lines))


def _conflicts(of: BrokenText) -> list[SyntaxProblem]:
    """What a merge left."""
    return conflicts(of.text, of.tokens)


def _characters(of: BrokenText) -> list[SyntaxProblem]:
    """What is wrong below the level of tokens, and with tokens that are open or hold what they must not."""
    unread = [token for token in of.tokens if token.terminals == ("?",)]
    strings = (token.span for token in unread if token.text.startswith('"'))
    found = refused(of.text) + open_comments(of.text)
    found += (problem for span in islice(strings, MOST) for problem in string_problems(of.text, span))
    return found + list(islice(strange(of.text, of.tokens), MOST))


def _forms(of: BrokenText) -> list[SyntaxProblem]:
    """What was right once, or says what it means in a wrong form."""
    return find_productions(of.text, of.tokens)


def _rest(of: BrokenText) -> list[SyntaxProblem]:
    """What a search makes of it."""
    return [told(repair, of.text) for repair in find_repairs(*of)]


STEPS: tuple[Callable[[BrokenText], list[SyntaxProblem]], ...] = (_conflicts, _characters, _forms, _rest)
