"""What a merge leaves in a text: the lines that mark both sides of a conflict."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wit_lsp.syntax.lexer import Token
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit, Span

_MARK = re.compile(rb"^(<{7}|\|{7}|={7}|>{7})(?=[ \r\n]|\Z)[^\n]*\n?", re.MULTILINE)


def conflicts(text: bytes, tokens: list[Token]) -> list[SyntaxProblem]:
    """Each conflict as one problem, read as its first side; marks without the others by themselves."""
    if not _MARK.search(text):
        return []
    starts = {token.start for token in tokens if token.first}  # else it stands in a comment
    marks = [mark for mark in _MARK.finditer(text) if mark.start() in starts]
    return list(_grouped(marks))


def _grouped(marks: list[re.Match[bytes]]) -> Iterator[SyntaxProblem]:
    pending: list[re.Match[bytes]] = []
    for mark in marks:
        if mark[1].startswith(b"<"):
            yield from map(_alone, pending)
            pending = [mark]
        elif not mark[1].startswith(b">"):
            pending.append(mark)
        elif len(pending) > 1 and pending[0][1].startswith(b"<"):
            opening, side = pending[:2]
            edits = (Edit(Span(*opening.span()), ""), Edit(Span(side.start(), mark.end()), ""))
            yield SyntaxProblem(_shown(opening), "unexpected-char", "unresolved merge conflict", edits=edits)
            pending = []
        else:
            yield from map(_alone, [*pending, mark])
            pending = []
    yield from map(_alone, pending)


def _alone(mark: re.Match[bytes]) -> SyntaxProblem:
    return SyntaxProblem(
        _shown(mark), "unexpected-char", "leftover merge conflict marker", edits=(Edit(Span(*mark.span()), ""),)
    )


def _shown(mark: re.Match[bytes]) -> Span:
    return Span(mark.start(), mark.start() + len(mark[0].rstrip()))
