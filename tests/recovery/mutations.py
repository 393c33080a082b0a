"""Mistakes as people make them, put into real files: each gives a text, and the row at which it was broken."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple, TypeVar

from wit_lsp.syntax.tokens import Token, wit_lexer
from wit_lsp.text import LineIndex

T = TypeVar("T")

KINDS = ("delete", "double", "stray", "cut", "retype")


class Mutation(NamedTuple):
    """A token deleted or doubled, a ` }` at a line's end, the file cut after a line, a member's line half typed.

    `names_container`: the token is the name of what has members, which are nobody's without it.
    """

    kind: str
    row: int
    text: bytes
    names_container: bool = False


def mutations(text: bytes, count: int, chance: random.Random) -> Iterator[Mutation]:
    """Up to `count` of each kind; whether they leave the text valid is not looked at."""
    lines = LineIndex(text)
    tokens = wit_lexer().tokens(text, lines)
    containers = {name for word, name in pairwise(tokens) if word.text in _CONTAINERS}
    rows = sorted({token.row for token in tokens if not _has_comment(text, lines, token.row)})
    for token in _some(tokens, count, chance):
        yield Mutation("delete", token.row, text[: token.start] + text[token.end :], token in containers)
    for token in _some(tokens, count, chance):
        gap = b" " if token.text[-1].isalnum() else b""
        doubled = text[: token.end] + gap + token.text.encode() + text[token.end :]
        yield Mutation("double", token.row, doubled, token in containers)
    for row in _some(rows, count, chance):
        end = lines.line(row).end
        yield Mutation("stray", row, text[:end] + b" }" + text[end:])
        yield Mutation("cut", row, text[:end] + b"\n")
    for row in _some([row for row in rows if _is_member(text, lines, tokens, row)], count, chance):
        start, end = lines.line(row)
        indent = len(text[start:end]) - len(text[start:end].lstrip())
        at = chance.randrange(start + indent + 1, end)
        yield Mutation("retype", row, text[:at] + text[end:])


_CONTAINERS = {"package", "interface", "world", "resource", "import", "export", ":"}


def _is_member(text: bytes, lines: LineIndex, tokens: list[Token], row: int) -> bool:
    """Whether a line is a member of something, whole: it is indented, and ends with `;` or `,`."""
    line = text[slice(*lines.line(row))]
    return line[:1] in (b" ", b"\t") and line.rstrip().endswith((b";", b",")) and len(line.strip()) > 2


def _has_comment(text: bytes, lines: LineIndex, row: int) -> bool:
    line = text[slice(*lines.line(row))]
    return b"//" in line or b"*" in line


def _some(candidates: list[T], count: int, chance: random.Random) -> list[T]:
    return chance.sample(candidates, min(count, len(candidates)))
