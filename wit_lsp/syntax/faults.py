"""The steps in which a broken text is mended: each finds mistakes whose edits give a text nearer to right."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from wit_lsp.syntax.characters import open_comments, refused, strange
from wit_lsp.syntax.conflicts import conflicts
from wit_lsp.syntax.forms import known_forms
from wit_lsp.syntax.mend import mends
from wit_lsp.syntax.messages import told
from wit_lsp.syntax.mistakes import MOST, Mistake
from wit_lsp.syntax.strings import string_mistakes
from wit_lsp.syntax.tokens import Token, wit_lexer
from wit_lsp.text import LineIndex


class Broken(NamedTuple):
    """A text that does not parse, and what is read of it."""

    text: bytes
    lines: LineIndex
    tokens: list[Token]


def broken(text: bytes, lines: LineIndex) -> Broken:
    return Broken(text, lines, wit_lexer().tokens(text, lines))


def _conflicts(of: Broken) -> list[Mistake]:
    """What a merge left."""
    return conflicts(of.text, of.tokens)


def _characters(of: Broken) -> list[Mistake]:
    """What is wrong below the level of tokens, and with tokens that are open or hold what they must not."""
    unread = [token for token in of.tokens if token.terminals == ("?",)]
    strings = (token.span for token in unread if token.text.startswith('"'))
    found = refused(of.text) + open_comments(of.text)
    found += (mistake for span in islice(strings, MOST) for mistake in string_mistakes(of.text, span))
    return found + list(islice(strange(of.text, of.tokens), MOST))


def _forms(of: Broken) -> list[Mistake]:
    """What was right once, or says what it means in a wrong form."""
    return known_forms(of.text, of.tokens)


def _rest(of: Broken) -> list[Mistake]:
    """What a search makes of it."""
    return [told(mend, of.text) for mend in mends(*of)]


STEPS: tuple[Callable[[Broken], list[Mistake]], ...] = (_conflicts, _characters, _forms, _rest)
