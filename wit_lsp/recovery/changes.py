"""Changes of the tokens of a text: the braces that make it pair up, and what a search finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from wit_lsp.syntax.lexer import NO_TOKEN, Token
from wit_lsp.syntax.recogniser import ParserState
from wit_lsp.tuples import NamedTuple


class Change(NamedTuple):
    """One change before or to a token, given by its number: `terminal` is put in, or takes its place.

    `at` is where the reader was; None for a brace that makes others pair up. `head` is the `{` that it closes.
    """

    kind: Literal["insert", "delete", "replace", "escape"]
    token: int
    terminal: str
    at: ParserState | None = None
    head: int | None = None


def changed(tokens: list[Token], changes: Sequence[Change]) -> tuple[slice, list[Token], list[Token | None]]:
    """Which stretch of the tokens changes, in their order, replace, with what, and the token that each puts in."""
    found: list[Token] = []
    made: list[Token | None] = []
    first = done = changes[0].token if changes else 0
    for change in changes:
        found += tokens[done : change.token]
        done = max(done, change.token) + (change.kind != "insert")
        new = None if change.kind == "delete" else _made(change, tokens)
        made.append(new)
        if new is not None:
            found.append(new)
    return slice(first, done), found, made


def _made(change: Change, tokens: list[Token]) -> Token:
    """One that is put in stands after the token before it."""
    terminal = change.terminal
    if change.kind == "insert":
        old = tokens[change.token - 1] if change.token else NO_TOKEN
        return Token((terminal,), old.end, old.end, terminal, old.row, indent=old.indent, made=True)
    old = tokens[change.token]
    return Token((terminal,), old.start, old.end, terminal, old.row, old.column, old.indent, old.first, made=True)
