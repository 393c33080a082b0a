"""Wrong syntax that says what it means: each recognised by name, with its repair, before any search."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from importlib import import_module

from wit_lsp.recovery.lexer import Token
from wit_lsp.recovery.productions.cursor import NAMES, Cursor, Production, Productions
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import EditSet


def _all_productions() -> Productions:
    """Those of all modules of this package that have some."""
    found: dict[str, tuple[Production, ...]] = {}
    for info in pkgutil.iter_modules(__path__, f"{__name__}."):
        table: Productions = getattr(import_module(info.name), "PRODUCTIONS", {})
        for text, productions in table.items():
            found[text] = (*found.get(text, ()), *productions)
    return found


ALL_PRODUCTIONS = _all_productions()


# Tokens that all productions together look at: real texts need 8 for each of theirs in the median, 40 at most.
_READS, _READS_EACH = 1_000_000, 10
_MOST = 5_000


def find_productions(
    text: bytes, read: list[Token], productions: Productions, candidates: Iterable[int]
) -> list[SyntaxProblem]:
    """The wrong productions among the tokens of a text, in its order. The edits of each make what can be read.

    `candidates` are the numbers of the tokens at which one may begin, ascending.
    """
    at = Cursor(text, read)
    most = _READS + _READS_EACH * len(read)
    found: list[SyntaxProblem] = []
    taken = EditSet()
    of_names = productions.get(NAMES, ())
    for index in candidates:
        token = read[index]
        here = productions.get('"' if token.text[0] == '"' else token.text, ())
        if "name" in token.terminals:
            here = here + of_names if here else of_names
        if not here:
            continue
        at.move(index)
        for recognise in here:
            if (problem := recognise(at)) is None:
                continue
            wanted = [edit.span for edit in problem.edits]
            if taken.take(wanted):
                found.append(_careful(problem, text))
                if len(wanted) < 2 or any(span.start < span.end for span in wanted):
                    break  # what only puts something around the place leaves it to the others
        if at.reads > most or len(found) >= _MOST:
            break
    return found


def _careful(problem: SyntaxProblem, text: bytes) -> SyntaxProblem:
    """The problem, whose fix is not safe where it takes a comment away."""
    gone = (text[edit.span.start : edit.span.end] for edit in problem.edits)
    return problem._replace(safe=False) if any(b"//" in each or b"/*" in each for each in gone) else problem
