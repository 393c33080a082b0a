"""The steps in which a broken text is repaired: each finds problems whose edits give a text that is nearer to right."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection
from itertools import chain

from wit_lsp.problem import Applicability
from wit_lsp.recovery.broken import BrokenText
from wit_lsp.recovery.characters import characters, conflicts
from wit_lsp.recovery.describe import described
from wit_lsp.recovery.indented import docstrings, indented_blocks
from wit_lsp.recovery.productions import ALL_PRODUCTIONS, HEADS, find_productions
from wit_lsp.recovery.repairs import find_repairs
from wit_lsp.syntax.context import WHOLE, Context
from wit_lsp.syntax.lexer import Token
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.syntax.source_map import SourceMap
from wit_lsp.text import Edit, EditSet, LineIndex, Span, merged


def recover(text: bytes, context: Context) -> tuple[list[SyntaxProblem], SourceMap | None]:
    """What keeps a text from parsing, and the text without it; None where nothing was changed.

    Each step looks at what the one before made of the text. All places are those of `text`.
    """
    found: list[SyntaxProblem] = []
    source_map: SourceMap | None = None
    taken = EditSet()
    # Where changes are in doubt, and where they take something out: what is missing there may be missing only then.
    seams, gaps = set[int](), set[int]()
    broken = BrokenText(text, context)
    lines, tokens = broken.lines, broken.own_tokens

    def following(edit: Edit) -> Token | None:
        after = bisect_left(tokens, edit.span.end, key=lambda token: token.start)
        return tokens[after] if after < len(tokens) else None

    def may_end_later(edit: Edit) -> bool:
        """Whether what follows is taken away by another repair: without that it belongs here."""
        after = following(edit)
        return after is not None and taken.overlaps(Span(after.start, after.start + 1))

    def is_before(edit: Edit, rows: Collection[int]) -> bool:
        """Whether the edit is right before one of these rows."""
        after = following(edit)
        return after is not None and after.first and after.row in rows

    hidden: set[int] = set()  # rows in which the last step does not understand something
    before, edits = None, list[Edit]()
    for step in _STEPS:
        if step is before and not edits:
            continue  # it would find nothing again
        before, problems = step, step(broken)
        edits = merged(edit for problem in problems for edit in problem.edits)
        ours = problems if source_map is None else [authored(problem, source_map) for problem in problems]
        if step is _STEPS[-1]:
            hidden, unclear = _doubtful_rows(ours, lines), _doubtful_rows(found, lines)
            found = _without_guesses(found, hidden, lines)
            ours = _without_echoes(ours, unclear, lines)
        for problem in ours:
            spans = [edit.span for edit in problem.edits]
            is_free = taken.take(spans)  # else an earlier step's fix wants the same
            is_bracket = problem.code == "unclosed-block"
            is_sure = not any(is_before(edit, hidden) for edit in problem.edits)
            is_sure = is_sure and not (is_bracket and any(map(may_end_later, problem.edits)))
            is_sure = is_sure and (step is not _STEPS[-1] or (seams if is_bracket else gaps).isdisjoint(chain(*spans)))
            found.append(problem if is_free and is_sure else problem.for_author())
        unsure = (problem for problem in ours if problem.applicability is not Applicability.SAFE)
        doubtful = [edit.span for problem in unsure for edit in problem.edits]
        seams.update(chain(*doubtful))
        gaps.update(chain(*(span for span in doubtful if span.start < span.end)))
        if edits:
            source_map = SourceMap(broken.text, edits, source_map)
            if step is not _STEPS[-1]:
                broken = broken.edited(source_map, edits)
    if source_map is not None and context is not WHOLE:
        source_map = SourceMap(source_map.text, before=source_map, context=context)
    return found, source_map


def authored(problem: SyntaxProblem, source_map: SourceMap) -> SyntaxProblem:
    """A problem of a repaired text as one of the author's: only a fix of what that has is offered."""
    is_made = any(source_map.is_made(edit.span) for edit in problem.edits)
    return (problem._replace(title="") if is_made else problem).mapped(source_map.original)


def find_at(text: bytes, context: Context, starts: Collection[int]) -> list[SyntaxProblem]:
    """The wrong forms that begin at these bytes."""
    read = BrokenText(text, context)
    numbers = [number for number in read.own if read.tokens[number].start in starts]
    return find_productions(text, read.tokens, ALL_PRODUCTIONS, numbers)


_STEPS: tuple[Callable[[BrokenText], list[SyntaxProblem]], ...] = (
    lambda of: conflicts(of.text, of.own_tokens),
    lambda of: list(docstrings(of.text, of.own_tokens)),
    lambda of: characters(of.text, of.own_tokens),
    lambda of: list(indented_blocks(of.own_tokens)),
    # What was right once, or says what it means in a wrong form: the words before a head, the head, and what it holds.
    *[lambda of: find_productions(of.text, of.tokens, HEADS, of.candidates)] * 2,
    lambda of: find_productions(of.text, of.tokens, ALL_PRODUCTIONS, of.candidates),
    # What a search makes of the rest.
    lambda of: [described(repair, of) for repair in find_repairs(of)],
)


def _doubtful_rows(problems: list[SyntaxProblem], lines: LineIndex) -> set[int]:
    """The rows of those that have no safe fix."""
    return {lines.row(each.span.start) for each in problems if each.applicability is not Applicability.SAFE}


def _without_echoes(problems: list[SyntaxProblem], unclear: set[int], lines: LineIndex) -> list[SyntaxProblem]:
    """None that is not safe in a row that is `unclear`, or in that of one before: it may be of the same mistake.

    Nor is it clear then what a bracket closes that is missing there.
    """
    rows, kept = set(unclear), []
    for problem in problems:
        row = lines.row(problem.span.start)
        is_safe = problem.applicability is Applicability.SAFE
        if row not in rows:
            kept.append(problem)
        elif is_safe:
            kept.append(problem.for_author() if problem.code == "unclosed-block" else problem)
        if not is_safe:
            rows.add(row)
    return kept


def _without_guesses(problems: list[SyntaxProblem], rows: set[int], lines: LineIndex) -> list[SyntaxProblem]:
    """None is safe that changes one of these rows, where something is not understood: it may be meant otherwise."""
    return [
        each.for_author() if any(lines.row(edit.span.start) in rows for edit in each.edits) else each
        for each in problems
    ]
