"""The steps in which a broken text is mended: each finds problems whose edits give a text nearer to right."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from wit_lsp.recovery.brackets import BraceEdit, brace_edits
from wit_lsp.recovery.characters import open_comments, strange
from wit_lsp.recovery.conflicts import conflicts
from wit_lsp.recovery.describe import told
from wit_lsp.recovery.lexer import Token, wit_lexer
from wit_lsp.recovery.productions import ALL_PRODUCTIONS, find_productions
from wit_lsp.recovery.recogniser import wit_recogniser
from wit_lsp.recovery.repairs import find_repairs, heads
from wit_lsp.recovery.statements import wrong_statements
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
    return find_productions(of.text, of.tokens, ALL_PRODUCTIONS, candidates(of))


def candidates(of: BrokenText) -> list[int]:
    """The numbers of the tokens of wrong statements."""
    recogniser = wit_recogniser()
    edits = brace_edits(of.tokens, of.own, recogniser, heads())
    tokens, gone = with_braces(of.tokens, edits)
    numbers = {id(token): number for number, token in enumerate(of.tokens)}
    wrong = [numbers.get(id(tokens[each]), -1) for each in wrong_statements(tokens, recogniser, heads())]
    return sorted(each for each in {*wrong, *gone} if each in of.own)


def with_braces(tokens: list[Token], edits: list[BraceEdit]) -> tuple[list[Token], list[int]]:
    """Tokens whose braces pair up, and the numbers of those that are left out."""
    by_token: dict[int, list[BraceEdit]] = {}
    for edit in edits:
        by_token.setdefault(edit.token, []).append(edit)
    found: list[Token] = []
    gone: list[int] = []
    for number in range(len(tokens) + 1):
        token = tokens[number] if number < len(tokens) else None
        for edit in by_token.get(number, ()):
            if edit.delete and token is not None:
                gone.append(number)
                token = None
            else:
                before = found[-1] if found else tokens[0]
                found.append(Token((edit.brace,), before.end, before.end, edit.brace, before.row, made=True))
        if token is not None:
            found.append(token)
    return found, gone


def _rest(of: BrokenText) -> list[SyntaxProblem]:
    """What a search makes of it."""
    return [told(repair, of.text) for repair in find_repairs(*of)]


STEPS: tuple[Callable[[BrokenText], list[SyntaxProblem]], ...] = (_conflicts, _characters, _forms, _rest)
