"""The steps in which a broken text is repaired: each finds problems whose edits give a text that is nearer to right."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import islice

from wit_lsp.recovery.brackets import BraceEdit, brace_edits, with_braces
from wit_lsp.recovery.characters import open_comments, strange
from wit_lsp.recovery.conflicts import conflicts
from wit_lsp.recovery.describe import described
from wit_lsp.recovery.lexer import Token, made_token, wit_lexer
from wit_lsp.recovery.productions import ALL_PRODUCTIONS, find_productions
from wit_lsp.recovery.recogniser import wit_recogniser
from wit_lsp.recovery.repairs import find_repairs
from wit_lsp.recovery.statements import wrong_statements
from wit_lsp.syntax.context import WHOLE, Context
from wit_lsp.syntax.problem import MAX_PROBLEMS_PER_SEGMENT, SyntaxProblem
from wit_lsp.syntax.source_map import SourceMap
from wit_lsp.text import Edit, EditSet, LineIndex, Span, merged
from wit_lsp.validation.characters import refused
from wit_lsp.validation.strings import string_problems


class BrokenText:
    """A text that does not parse, and what is read of it: each fact once.

    `tokens` has its own ones, with those of its context around them; `own` are the numbers of these. `braces` makes
    the braces pair up.
    """

    __slots__ = ("braces", "context", "lines", "own", "own_tokens", "text", "tokens")

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
        self.braces = brace_edits(self.tokens, self.own, wit_recogniser())

    @property
    def candidates(self) -> list[int]:
        """The numbers of the tokens of wrong statements."""
        gone = {edit.token for edit in self.braces if edit.delete}
        tokens = with_braces(self.tokens, self.braces, _brace) if self.braces else self.tokens
        wrong = {id(tokens[number]) for number in wrong_statements(tokens, wit_recogniser())}
        return [number for number in self.own if number in gone or id(self.tokens[number]) in wrong]

    def edited(self, text: bytes, edits: list[Edit]) -> BrokenText:
        """The text that edits of this one gave, which is used up for it."""
        tokens = wit_lexer().tokens_again(self.own_tokens, text, LineIndex(text), edits)
        return BrokenText(text, self.context, tokens)


def _brace(edit: BraceEdit, tokens: list[Token]) -> Token | None:
    before = tokens[edit.token - 1] if edit.token else None
    return None if edit.delete else made_token(edit.brace, before.end if before else 0, before)


def recover(text: bytes, context: Context) -> tuple[list[SyntaxProblem], SourceMap | None]:
    """What keeps a text from parsing, and the text without it; None where nothing was changed.

    Each step looks at what the one before made of the text. All places are those of `text`.
    """
    found: list[SyntaxProblem] = []
    source_map: SourceMap | None = None
    taken = EditSet()
    broken = BrokenText(text, context)
    lines = broken.lines
    for step in _STEPS:
        problems = step(broken)
        edits = merged(edit for problem in problems for edit in problem.edits)
        ours = problems if source_map is None else [problem.mapped(source_map.original) for problem in problems]
        if step is _STEPS[-1]:
            found = _without_guesses(found, [problem.span for problem in ours if not problem.safe], lines)
        for problem in ours:
            is_free = taken.take([edit.span for edit in problem.edits])  # else an earlier step's fix wants the same
            found.append(problem if is_free else problem._replace(safe=False))
        if edits:
            source_map = SourceMap(broken.text, edits, source_map)
            if step is not _STEPS[-1]:
                broken = broken.edited(source_map.text, edits)
    if source_map is not None and context is not WHOLE:
        source_map = SourceMap(source_map.text, before=source_map, context=context)
    return found, source_map


def find_at(text: bytes, context: Context, starts: Collection[int]) -> list[SyntaxProblem]:
    """The wrong forms that begin at these bytes."""
    read = BrokenText(text, context)
    numbers = [number for number in read.own if read.tokens[number].start in starts]
    return find_productions(text, read.tokens, ALL_PRODUCTIONS, numbers)


def _conflicts(of: BrokenText) -> list[SyntaxProblem]:
    """What a merge left."""
    return conflicts(of.text, of.own_tokens)


def _characters(of: BrokenText) -> list[SyntaxProblem]:
    """What is wrong below the level of tokens, and with tokens that are open or hold what they must not."""
    unread = [token for token in of.own_tokens if token.terminals == ("?",)]
    strings = (token.span for token in unread if token.text.startswith('"'))
    found = refused(of.text) + open_comments(of.text)
    found += (
        problem for span in islice(strings, MAX_PROBLEMS_PER_SEGMENT) for problem in string_problems(of.text, span)
    )
    return found + list(islice(strange(of.text, of.own_tokens), MAX_PROBLEMS_PER_SEGMENT))


def _productions(of: BrokenText) -> list[SyntaxProblem]:
    """What was right once, or says what it means in a wrong form."""
    return find_productions(of.text, of.tokens, ALL_PRODUCTIONS, of.candidates)


def _rest(of: BrokenText) -> list[SyntaxProblem]:
    """What a search makes of it."""
    return [described(repair, of.text) for repair in find_repairs(of.text, of.lines, of.tokens, of.own, of.braces)]


_STEPS: tuple[Callable[[BrokenText], list[SyntaxProblem]], ...] = (_conflicts, _characters, _productions, _rest)


def _without_guesses(problems: list[SyntaxProblem], lost: list[Span], lines: LineIndex) -> list[SyntaxProblem]:
    """None is safe on whose line something stays that is `lost`: the whole may be meant otherwise."""
    rows = {lines.row(span.start) for span in lost}

    def is_guess(problem: SyntaxProblem) -> bool:
        return any(lines.row(edit.span.start) in rows for edit in problem.edits)

    return [each._replace(safe=False) if each.safe and is_guess(each) else each for each in problems]
