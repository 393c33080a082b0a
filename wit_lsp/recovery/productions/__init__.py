"""Wrong syntax that says what it means: each form recognised by name, with its repair, before any search."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from wit_lsp.recovery.productions import (
    attributes,
    declarations,
    functions,
    heads,
    imports,
    members,
    misplaced,
    names,
    old_syntax,
    signatures,
    types,
)
from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.holes import NAMES, OTHERS
from wit_lsp.recovery.productions.rows import Production
from wit_lsp.syntax.lexer import Token
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import EditSet, Span

# Tokens that all productions together look at: real texts need 8 for each of theirs in the median, 40 at most.
_READS, _READS_EACH = 1_000_000, 10
_MOST = 5_000


class Index:
    """Productions by the block, and the tokens at and after the place, at which they are asked."""

    def __init__(self, productions: Iterable[Production]) -> None:
        self._all = tuple(productions)
        self.firsts = {text for each in self._all for text in each.pattern.firsts}
        self.seconds = {text for each in self._all for text in each.pattern.seconds or ()}
        self._found: dict[tuple[str, str, str, str, str], tuple[Production, ...]] = {}

    def at(self, token: Token, following: Token, block: str) -> tuple[Production, ...]:
        """Those that may find something at a token in a block, in their order."""
        kind, second = _kind(token), _kind(following)
        key = (
            *(token.text if token.text in self.firsts else kind, kind),
            *(following.text if following.text in self.seconds else second, second),
            block,
        )
        if key not in self._found:
            self._found[key] = tuple(
                each
                for each in self._all
                if not each.pattern.firsts.isdisjoint(key[:2])
                and (each.pattern.seconds is None or not each.pattern.seconds.isdisjoint(key[2:4]))
                and (not each.blocks or block in each.blocks)
            )
        return self._found[key]


def _kind(token: Token) -> str:
    """What stands for it among the texts at which productions are asked: all names, or a quote for all strings."""
    return NAMES if "name" in token.terminals else '"' if token.text[:1] == '"' else OTHERS


# In the order in which they are asked at one token.
MODULES = heads, misplaced, attributes, declarations, functions, imports, members, old_syntax, names, signatures, types
HEADS = Index(heads.PRODUCTIONS)
ALL_PRODUCTIONS = Index(each for module in MODULES for each in module.PRODUCTIONS)


def find_productions(
    text: bytes, read: list[Token], productions: Index, candidates: Collection[int]
) -> list[SyntaxProblem]:
    """The wrong forms among the tokens of a text, in its order. The edits of each make what can be read.

    `candidates` are the numbers of the tokens at which one may begin, ascending.
    """
    if productions.firsts.isdisjoint({read[index].text for index in candidates} | {NAMES, OTHERS, '"'}):
        return []
    at = Cursor(text, read)
    present = {token.text for token in read}
    most = _READS + _READS_EACH * len(read)
    found: list[SyntaxProblem] = []
    taken, made = EditSet(), set[Span]()
    possible: dict[int, list[Production]] = {}  # of those that are asked at a place, by their identity
    for index in candidates:
        at.move(index)
        asked = productions.at(at[0], at[1], at.block)
        if id(asked) not in possible:
            possible[id(asked)] = [each for each in asked if not any(map(present.isdisjoint, each.pattern.needed))]
        for production in possible[id(asked)]:
            if (problem := production.tell(at)) is None:
                continue
            wanted = [edit.span for edit in problem.edits]
            put_in = {span for span in wanted if span.start == span.end}
            if made.isdisjoint(put_in) and taken.take(wanted):
                made |= put_in
                found.append(_careful(problem, text))
                if len(wanted) < 2 or wanted[0] != (at[0].start, at[0].start):
                    break  # what is put around the place leaves it to the others
        if at.reads > most or len(found) >= _MOST:
            break
    return found


def _careful(problem: SyntaxProblem, text: bytes) -> SyntaxProblem:
    """The problem, whose fix is for the author to choose where it takes a comment away."""
    gone = (text[edit.span.start : edit.span.end] for edit in problem.edits)
    return problem.for_author() if any(b"//" in each or b"/*" in each for each in gone) else problem
