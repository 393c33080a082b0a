"""Bodies cut into their members, and what is wrong with one of these: in the whole body, and in a stretch alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from tests.recovery.mutations import mutations
from wit_lsp.ir.parse import parse_segment
from wit_lsp.recovery.blocks import pair_up
from wit_lsp.recovery.broken import BrokenText
from wit_lsp.syntax.context import WHOLE, Context, context
from wit_lsp.syntax.language import parse
from wit_lsp.syntax.lexer import wit_lexer
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit, LineIndex

CONTEXTS = {keyword: context((keyword,), 1) for keyword in ("interface", "world")}


class Body(NamedTuple):
    """The text of one interface or world: all up to its first member, whole lines; its members; the rest."""

    context: Context
    head: bytes
    members: list[bytes]
    tail: bytes


class Broken(NamedTuple):
    """A body with a mistake in one member: a stretch of members, where it starts in `whole`, and all of the body."""

    context: Context
    whole: bytes
    start: int
    stretch: bytes


def body(text: bytes) -> Body | None:
    """None for a text that is no interface or world alone, or has not each of its members on lines of its own."""
    tokens = wit_lexer().tokens(text, LineIndex(text))
    opener = next((at for at, token in enumerate(tokens) if token.text == "{"), 0)
    around = CONTEXTS.get(tokens[opener - 2].text) if opener > 1 else None
    if around is None or not tokens[opener + 1].first:
        return None
    cuts, depth, ends = [_next_line(text, tokens[opener].end)], 1, 0
    for token, following in zip(tokens[opener + 1 :], [*tokens[opener + 2 :], None], strict=True):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            ends += 1
            if following is not None:
                return None
        elif depth == 1 and (token.text == ";" or (token.text == "}" and following and following.text != ";")):
            cuts.append(_next_line(text, token.end))
            if following is None or not following.first:
                return None
    if ends != 1 or 0 in cuts or len(set(cuts)) < len(cuts):
        return None
    members = [text[start:end] for start, end in pairwise(cuts)]
    return Body(around, text[: cuts[0]], members, text[cuts[-1] :])


def _next_line(text: bytes, at: int) -> int:
    """0 where there is none, or more than blanks and a comment of one line stands before it."""
    start = text.find(b"\n", at) + 1
    rest = text[at:start].strip()
    return 0 if rest and not rest.startswith(b"//") else start


def broken(of: Body, around: int, count: int, chance: random.Random) -> Iterator[Broken]:
    """One member broken, its braces in pairs; the stretch has `around` members on both sides of it."""
    if not of.members:
        return
    number = chance.randrange(len(of.members))
    first, end = max(0, number - around), number + around + 1
    before, after = of.members[:number], of.members[number + 1 :]
    for mutation in mutations(of.members[number], count, chance):
        whole = of.head + b"".join([*before, mutation.text, *after]) + of.tail
        if (
            mutation.kind == "cut"
            or not pair_up(wit_lexer().tokens(mutation.text, LineIndex(mutation.text)))
            or not parse(whole).root_node.has_error
        ):
            continue
        stretch = b"".join([*before[first:], mutation.text, *after[: end - number - 1]])
        is_indented = BrokenText(whole, WHOLE).layout.indented
        if is_indented != BrokenText(stretch, of.context).layout.indented:
            continue  # whether the lines of a text are indented follows from most of them
        if is_indented and any(map(_is_outdented, of.members)):
            continue  # its lines say that it ends where it goes on
        yield Broken(of.context, whole, len(of.head) + sum(map(len, before[:first])), stretch)


def _is_outdented(member: bytes) -> bool:
    """Whether a member goes on with a line that is not deeper than its first one, and does not only close it."""
    first, *rest = wit_lexer().tokens(member, LineIndex(member))
    return any(each.first and each.column <= first.column and each.text not in ("}", ")", ">") for each in rest)


def in_whole(of: Broken) -> list[SyntaxProblem]:
    return [_shifted(each, 0) for each in parse_segment(of.whole).problems]


def in_stretch(of: Broken) -> list[SyntaxProblem]:
    """With their places in the whole."""
    return [_shifted(each, of.start) for each in parse_segment(of.stretch, of.context).problems]


def _shifted(problem: SyntaxProblem, by: int) -> SyntaxProblem:
    """It with other places; blanks around what is put in do not count where no fix is offered."""
    return problem._replace(
        span=problem.span.shifted(by),
        secondary=problem.secondary and problem.secondary.shifted(by),
        edits=tuple(
            Edit(edit.span.shifted(by), edit.text if problem.title else edit.text.strip()) for edit in problem.edits
        ),
    )
