"""How a stretch of a text is shown in a message."""

from __future__ import annotations

import pytest

from wit_lsp.problem import shown


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("a  b\n c", 40, "a b c"),
        ("abcdefghij", 6, "abcde…"),
        ("list of strings", 12, "list of…"),
        ("list of strings", 8, "list of…"),
        ("a bcdefghijkl", 10, "a bcdefgh…"),
        ("a\u202eb", 40, "a\\u{202e}b"),
        ("ab\u202ecdefghijkl\u202emn", 12, "ab\\u{202e}c…"),
        ("ab\u202ecdefghijkl", 9, "ab…"),
        ("\u202eabcdef\u202e", 20, "\\u{202e}abcdef…"),
        ("\u202eab\u202e", 30, "\\u{202e}ab\\u{202e}"),
    ],
)
def test_shown(text: str, most: int, expected: str) -> None:
    """Neither a character that cannot be seen nor its number is ever cut."""
    assert shown(text, most) == expected
