"""Tokens after edits: what is read again near them and moved elsewhere is what reading all of it gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import NOISE, near_wit
from wit_lsp.syntax.lexer import Token, wit_lexer
from wit_lsp.text import Edit, EditSet, LineIndex, Span, apply, merged


@given(near_wit(), st.data())
def test_tokens_after_edits_are_those_of_the_text_that_they_give(text: str, data: st.DataObject) -> None:
    before = text.replace('"', "").replace("/*", "").encode() if data.draw(st.booleans()) else text.encode()
    taken = EditSet()
    edits = []
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(before)))
        span = Span(start, min(start + data.draw(st.sampled_from([0, 0, 1, 3, 20])), len(before)))
        new = data.draw(st.sampled_from(["", " ", "\n", "a", "f: func(a: u8);", "}\n", *NOISE]))
        if taken.take([span]):
            edits.append(Edit(span, new))
    edits = merged(edits)
    after = apply(before, edits)
    lexer = wit_lexer()
    tokens = lexer.tokens(before, LineIndex(before))
    lines = LineIndex(after)
    assert shown(lexer.tokens_again(tokens, after, lines, edits)) == shown(lexer.tokens(after, lines))


def shown(tokens: list[Token]) -> list[tuple[object, ...]]:
    return [tuple(getattr(token, name) for name in Token.__slots__) for token in tokens]


def test_only_lines_near_an_edit_are_read_again() -> None:
    before = b"interface i {\n" + b"  f: func(a: u8);\n" * 100 + b"}\n"
    edits = [Edit(Span(32, 32), "async "), Edit(Span(900, 901), "")]
    tokens = wit_lexer().tokens(before, LineIndex(before))
    after = apply(before, edits)
    again = wit_lexer().tokens_again(tokens, after, LineIndex(after), edits)
    assert len(set(again) - set(tokens)) < 40
