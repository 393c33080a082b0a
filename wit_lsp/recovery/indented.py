"""Blocks as Python writes them: a head that ends with `:`, and deeper lines below it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from wit_lsp.problem import Applicability
from wit_lsp.recovery.blocks import FOREIGN, MEMBERS
from wit_lsp.recovery.productions.words import PARTS
from wit_lsp.syntax.lexer import NO_TOKEN, Token
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit, Span, decode, insertion
from wit_lsp.tuples import NamedTuple

_QUOTES = b'"""'
_HEADS = {*MEMBERS, *PARTS, *FOREIGN}
_ENDS = {",", ";", "{", "}", ":"}
_MOST_BASES = 30  # tokens
_END = Token((), 0, 0, "", first=True)


def docstrings(text: bytes, tokens: list[Token]) -> Iterator[SyntaxProblem]:
    """Python's docstrings, which document the block they are in, or what follows them."""
    end = 0
    for token in tokens:
        if token.start < end or not text.startswith(_QUOTES, token.start):
            continue
        close = text.find(_QUOTES, token.start + 3)
        if close > 0 and b"{" not in text[token.start : close]:
            end = close + 3
            lines = decode(text[token.start + 3 : close]).strip().splitlines()
            new = f"\n{' ' * token.column}".join(f"/// {line.strip()}".rstrip() for line in lines)
            span, message = Span(token.start, token.start + 3), "documentation is written `/// …`"
            edits = (Edit(Span(token.start, end), new),)
            yield SyntaxProblem(span, "expected-token", message, None, "Write `///`", edits, Applicability.UNSAFE)


class _Block(NamedTuple):
    """A head, its name, the column of its members, what ends each of them, and the edits that its fix makes."""

    head: Token
    name: Token
    column: int
    separator: str
    edits: list[Edit]


def _bases(tokens: list[Token], start: int) -> int:
    """How many tokens the classes take that the name of one is followed by, in `(` `)` on its line."""
    if tokens[start].text != "(":
        return 0
    line = takewhile(lambda token: not token.first and token.text not in ("", ")"), tokens[start : start + _MOST_BASES])
    size = sum(1 for _ in line)
    return size + 1 if tokens[start + size].text == ")" else 0


def indented_blocks(tokens: list[Token]) -> Iterator[SyntaxProblem]:
    """Each as a problem, whose fix puts braces and separators in; what is within others comes before them."""
    opened: list[_Block] = []
    ended = None  # the last token of a block
    padded = [*tokens, _END, *[NO_TOKEN] * (_MOST_BASES + 4)]
    for number, token in enumerate(padded[: len(tokens) + 1]):
        before = padded[number - 1]
        while opened and token.first and token.column <= opened[-1].head.column:
            block = opened.pop()
            if before is not ended and before.text not in _ENDS:
                block.edits.append(insertion(before.end, block.separator))
            if token.text != "}" or token.column < block.head.column:  # else it is the block's own
                block.edits.append(insertion(before.end, f"\n{' ' * block.head.column}}}"))
            ended = before
            span, message = block.head.span, f"the body of `{block.head.text} {block.name.text}` goes in `{{` `}}`"
            problem = SyntaxProblem(Span(span.start, block.name.end), "expected-token", message)
            yield problem.repaired("Write `{` `}`", *block.edits)
        begins = token.first and opened and token.column == opened[-1].column and token.text[0] not in "})"
        if begins and before is not ended and before.text not in _ENDS:
            opened[-1].edits.append(insertion(before.end, opened[-1].separator))
        name = padded[number + 1]
        if not (token.first and token.text in _HEADS and "name" in name.terminals):
            continue
        colon_at = number + 2 + _bases(padded, number + 2)
        colon, first, after = padded[colon_at : colon_at + 3]
        is_head = colon.text == ":" and name.row == colon.row == token.row
        if is_head and first.first and first.column > token.column:
            is_field = token.text == "class" and after.text in (":", "=")
            separator = "," if is_field or FOREIGN.get(token.text, token.text) in PARTS else ";"
            opened.append(_Block(token, name, first.column, separator, [Edit(colon.span, " {")]))
