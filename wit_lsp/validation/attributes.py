"""Where an attribute may not stand though the grammar reads it."""

from __future__ import annotations

from collections.abc import Iterator

from wit_lsp.syntax.language import Node, captures, span
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit, Span, past_blanks

# What cannot have an external id (wasm-tools 1.263).
_EXTERNAL_IDS = "".join(f'({owner} (attr "external-id") @attr)' for owner in ("interface", "world", "include"))


def suspect(text: bytes) -> bool:
    return b"external-id" in text


def problems(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    for node in captures(_EXTERNAL_IDS, root).get("attr", ()):
        owner = node.parent
        assert owner is not None
        edit = Edit(Span(node.start_byte, past_blanks(text, node.end_byte)), "")
        message = f"`{owner.type}` cannot have `@external-id`"
        yield SyntaxProblem(span(node), "external-id-place", message, None, "Remove `@external-id`", (edit,))
