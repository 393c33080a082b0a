"""Blocks as Python writes them: a head that ends with `:`, and deeper lines below it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wit_lsp.problem import Applicability
from wit_lsp.recovery.blocks import FOREIGN, MEMBERS
from wit_lsp.recovery.productions.words import PARTS
from wit_lsp.syntax.lexer import NO_TOKEN, Token
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit, Span, decode, insertion

_QUOTES = b'"""'
_HEADS = {*MEMBERS, *PARTS, *FOREIGN}
_ENDS = {",", ";", "{", "}", ":"}
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
            problem = SyntaxProblem(
                Span(token.start, token.start + 3), "expected-token", "documentation is written `/// …`"
            )
            edits = (Edit(Span(token.start, end), new),)
            yield problem._replace(title="Write `///`", edits=edits, applicability=Applicability.UNSAFE)


class _Block(NamedTuple):
    """A head, its name, the column of its members, what ends each of them, and the edits that its fix makes."""

    head: Token
    name: Token
    column: int
    separator: str
    edits: list[Edit]


def indented_blocks(tokens: list[Token]) -> Iterator[SyntaxProblem]:
    """Each as a problem, whose fix puts braces and separators in; what is within others comes before them."""
    opened: list[_Block] = []
    ended = None  # the last token of a block
    padded = [*tokens, _END, *[NO_TOKEN] * 4]
    for number, token in enumerate(padded[:-4]):
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
        name, colon, first = padded[number + 1 : number + 4]
        is_head = token.first and token.text in _HEADS and "name" in name.terminals and colon.text == ":"
        if is_head and name.row == colon.row == token.row and first.first and first.column > token.column:
            is_field = token.text == "class" and padded[number + 4].text == ":"
            separator = "," if is_field or FOREIGN.get(token.text, token.text) in PARTS else ";"
            opened.append(_Block(token, name, first.column, separator, [Edit(colon.span, " {")]))
