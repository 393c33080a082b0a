"""Mistakes as people make them, put into real files: one at a time, with the row at which it was made, or many."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple, TypeVar

from wit_lsp.syntax.lexer import Token, wit_lexer
from wit_lsp.text import LineIndex

T = TypeVar("T")

KINDS = ("delete", "double", "stray", "cut", "retype")


class Mutation(NamedTuple):
    """A token deleted or doubled, a ` }` at a line's end, the file cut after a line, a member's line half typed.

    `names_container`: the token is of the name of what has members, which are nobody's without it.
    """

    kind: str
    row: int
    text: bytes
    names_container: bool = False


def mutations(text: bytes, count: int, chance: random.Random) -> Iterator[Mutation]:
    """Up to `count` of each kind; whether they leave the text valid is not looked at.

    Which are drawn follows from the tokens and rows alone: indentation and the kind of line ends do not matter.
    """
    lines = LineIndex(text)
    tokens = wit_lexer().tokens(text, lines)
    containers = set(_names_of_containers(tokens))
    rows = sorted({token.row for token in tokens if not _has_comment(text, lines, token.row)})
    for token in _some(tokens, count, chance):
        yield Mutation("delete", token.row, text[: token.start] + text[token.end :], token in containers)
    for token in _some(tokens, count, chance):
        doubled = text[: token.start] + _doubled(_word(text, token)) + text[token.end :]
        yield Mutation("double", token.row, doubled, token in containers)
    newline = b"\r\n" if b"\r\n" in text else b"\n"
    for row in _some(rows, count, chance):
        end = lines.line(row).end
        yield Mutation("stray", row, text[:end] + b" }" + text[end:])
        yield Mutation("cut", row, text[:end] + newline)
    members = _member_rows(tokens)
    for row in _some([row for row in rows if row in members], count, chance):
        start, end = lines.line(row)
        indent = end - start - len(text[start:end].lstrip())
        at = chance.randrange(start + indent + 1, end)
        yield Mutation("retype", row, text[:at] + text[end:])


def many(text: bytes, count: int, chance: random.Random) -> Iterator[bytes]:
    """`count` texts with 2 to 19 edits each: tokens deleted, doubled, swapped with the next, stray braces after them.

    What stands between the tokens stays.
    """
    tokens = wit_lexer().tokens(text, LineIndex(text))
    before = gaps(text, tokens)
    for _ in range(count):
        words = [_word(text, token) for token in tokens]
        for at in _some(range(len(words)), chance.randint(2, 19), chance):
            _edit(words, at, chance)
        yield b"".join(part for pair in zip(before, [*words, b""], strict=True) for part in pair)


def gaps(text: bytes, tokens: Sequence[Token]) -> list[bytes]:
    """The blanks and comments before each token, and those after the last."""
    starts = [0, *(token.end for token in tokens)]
    ends = [*(token.start for token in tokens), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _names_of_containers(tokens: Sequence[Token]) -> Iterator[Token]:
    yield from (name for word, name in pairwise(tokens) if word.text in _CONTAINERS)
    for number, token in enumerate(tokens):
        if token.text == "package":
            yield from takewhile(lambda part: part.text not in ("{", ";"), tokens[number + 1 :])


_CONTAINERS = {"interface", "world", "resource", "import", "export", ":"}


def _edit(words: list[bytes], at: int, chance: random.Random) -> None:
    kind = chance.choice(("delete", "double", "stray", "swap"))
    if kind == "delete":
        words[at] = b""
    elif kind == "double":
        words[at] = _doubled(words[at])
    elif kind == "stray":
        words[at] += chance.choice((b" {", b" }"))
    else:
        words[at : at + 2] = words[at : at + 2][::-1]


def _word(text: bytes, token: Token) -> bytes:
    return text[token.start : token.end]


def _doubled(word: bytes) -> bytes:
    return word + (b" " if word[-1:].isalnum() else b"") + word


def _member_rows(tokens: list[Token]) -> set[int]:
    """The rows that begin inside braces and end with `;` or `,`: each holds a member of something, or its end."""
    depth = 0
    rows = set()
    for row, (*line,) in groupby(tokens, lambda token: token.row):
        if depth > 0 and line[-1].text in (";", ",") and line[-1].end - line[0].start > 2:
            rows.add(row)
        depth += sum({"{": 1, "}": -1}.get(token.text, 0) for token in line)
    return rows


def _has_comment(text: bytes, lines: LineIndex, row: int) -> bool:
    line = text[slice(*lines.line(row))]
    return b"//" in line or b"*" in line


def _some(candidates: Sequence[T], count: int, chance: random.Random) -> list[T]:
    return chance.sample(candidates, min(count, len(candidates)))
