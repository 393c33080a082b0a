"""Conversion of offsets to positions and back, and edits, in texts with any bytes."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wit_lsp.ir.document import Document
from wit_lsp.text import Edit, Encoding, LineIndex, OverlappingEdits, Span, apply, changed, decode, encode

ENCODINGS = get_args(Encoding)
ALPHABET = st.sampled_from(
    ["a", " ", "\n", "\r\n", "\r", "é", "e\u0301", "😀", "👩\u200d🚀", "\ud83d", "\ude00", "\ufeff", "\x0b", "\u2028"]
)
TEXTS = st.lists(ALPHABET, max_size=12).map("".join)
WIT = st.lists(
    st.sampled_from(
        ["interface a {}", "interface é { /* 😀 */", "}", "@x(", "\n", "\r\n", "\r", " ", "// 😀\n", "use a as b;"]
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(
    ("text", "offset", "positions"),
    [
        ("", 0, [(0, 0)] * 3),
        ("ab", 1, [(0, 1)] * 3),
        ("ab", 2, [(0, 2)] * 3),
        ("a\nb", 1, [(0, 1)] * 3),
        ("a\nb", 2, [(1, 0)] * 3),
        ("a\r\nb", 1, [(0, 1)] * 3),
        ("a\r\nb", 3, [(1, 0)] * 3),
        ("a\rb", 2, [(1, 0)] * 3),
        ("a\n\rb", 3, [(2, 0)] * 3),
        ("a\n", 2, [(1, 0)] * 3),
        ("\x0b\x0c\u2028\x85a", 7, [(0, 7), (0, 4), (0, 4)]),  # not line breaks
        ("éa", 2, [(0, 2), (0, 1), (0, 1)]),
        ("😀a", 4, [(0, 4), (0, 2), (0, 1)]),
        ("e\u0301a", 3, [(0, 3), (0, 2), (0, 2)]),
        ("\ud83da", 3, [(0, 3), (0, 1), (0, 1)]),
        ("\n😀\r\n😀b", 11, [(2, 4), (2, 2), (2, 1)]),
    ],
)
def test_position(text: str, offset: int, positions: list[tuple[int, int]]) -> None:
    lines = LineIndex(encode(text))
    assert [lines.position(offset, encoding) for encoding in ENCODINGS] == positions
    assert [lines.offset(*at, encoding) for at, encoding in zip(positions, ENCODINGS, strict=True)] == [offset] * 3


def test_position_inside_a_line_break_is_the_end_of_the_line() -> None:
    assert LineIndex(b"a\r\nb").position(2, "utf-16") == (0, 1)


@pytest.mark.parametrize(
    ("text", "row", "column", "offsets"),
    [
        ("ab\ncd", 0, 9, [2] * 3),
        ("ab\r\ncd", 0, 3, [2] * 3),
        ("ab\rcd", 0, 3, [2] * 3),
        ("ab\ncd", 1, 9, [5] * 3),
        ("ab\ncd", 2, 0, [5] * 3),
        ("ab\ncd", 9, 9, [5] * 3),
        ("ab\n", 1, 4, [3] * 3),
        ("é", 0, 9, [2] * 3),
        ("😀b", 0, 1, [0, 0, 4]),  # utf-16: inside the surrogate pair
        ("a😀b", 0, 3, [1, 5, 6]),
        ("éb", 0, 1, [0, 2, 2]),
    ],
)
def test_offset_is_the_nearest(text: str, row: int, column: int, offsets: list[int]) -> None:
    lines = LineIndex(encode(text))
    assert [lines.offset(row, column, encoding) for encoding in ENCODINGS] == offsets


@given(TEXTS, st.sampled_from(ENCODINGS))
def test_every_character_has_a_position_of_its_own(text: str, encoding: Encoding) -> None:
    lines = LineIndex(encode(text))
    offset = 0
    for before, character in zip(["", *text], text, strict=False):
        if before + character != "\r\n":
            assert lines.offset(*lines.position(offset, encoding), encoding) == offset
        offset += len(encode(character))
    assert lines.offset(*lines.position(offset, encoding), encoding) == offset


@pytest.mark.parametrize(
    "text", [b"\xffab", b"\x80\x80ab", b"a\xf0\x9f\x98ab", b"\xc3\xa9\xc3ab", b"\xed\xa0ab", b"\xf0\x9f\x98\x80\x80ab"]
)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_positions_after_bytes_that_are_not_utf8(text: bytes, encoding: Encoding) -> None:
    """A client counts a U+FFFD for such bytes."""
    lines = LineIndex(text)
    row, column = lines.position(len(text) - 1, encoding)
    assert lines.offset(row, column, encoding) == len(text) - 1
    if encoding == "utf-16":
        assert column == len(decode(text[:-1]).encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\n", ["a", ""]),
        ("a\r\n\rb\n\nc", ["a", "", "b", "", "c"]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    index = LineIndex(encode(text))
    spans = [index.line(row) for row in range(index.breaks + 1)]
    assert [text[start:end] for start, end in spans] == lines
    assert index.line(99) == spans[-1]


@given(WIT, st.sampled_from(ENCODINGS), st.integers(0, 9), st.integers(0, 40))
def test_document_counts_as_one_text_wherever_it_is_cut(text: str, encoding: Encoding, row: int, column: int) -> None:
    document, lines = Document("test.wit", encode(text)), LineIndex(encode(text))
    for offset in range(len(document.text) + 1):
        assert document.position(offset, encoding) == lines.position(offset, encoding)
    assert document.offset(row, column, encoding) == lines.offset(row, column, encoding)
    assert document.rows == lines.breaks + 1
    assert [document.line(row) for row in range(document.rows)] == [lines.line(row) for row in range(document.rows)]


@pytest.mark.parametrize(
    ("edits", "after"),
    [
        ([], "abcdef"),
        ([(0, 1, "X")], "Xbcdef"),
        ([(4, 5, "X"), (0, 1, "Y")], "YbcdXf"),
        ([(0, 2, "X"), (2, 4, "Y")], "XYef"),
        ([(2, 2, "X"), (2, 2, "Y")], "abXYcdef"),
        ([(2, 2, "Y"), (2, 2, "X")], "abYXcdef"),
        ([(2, 2, "X"), (2, 2, "X")], "abXcdef"),
        ([(1, 3, "X"), (1, 3, "X")], "aXdef"),
        ([(1, 3, ""), (1, 1, "X")], "aXdef"),
        ([(1, 3, "X"), (3, 3, "Y")], "aXYdef"),
        ([(6, 6, "😀\ud83d")], "abcdef😀\ud83d"),
    ],
)
def test_apply(edits: list[tuple[int, int, str]], after: str) -> None:
    assert decode(apply(b"abcdef", [Edit(Span(start, end), text) for start, end, text in edits])) == after


@pytest.mark.parametrize("edits", [[(0, 2), (1, 3)], [(0, 4), (1, 2)], [(0, 4), (2, 2)], [(1, 3), (1, 4)]])
def test_apply_refuses_overlaps(edits: list[tuple[int, int]]) -> None:
    with pytest.raises(OverlappingEdits):
        apply(b"abcdef", [Edit(Span(start, end), "X") for start, end in edits])


@given(st.binary(max_size=8), st.binary(max_size=8), st.binary(max_size=8), st.binary(max_size=8))
def test_changed_is_the_smallest_difference(head: bytes, old: bytes, new: bytes, tail: bytes) -> None:
    before, after = head + old + tail, head + new + tail
    start, old_end, new_end = changed(before, after)
    assert before[:start] + after[start:new_end] + before[old_end:] == after
    assert start <= min(old_end, new_end)
    assert before[start:old_end][:1] != after[start:new_end][:1] or min(old_end, new_end) == start
    assert before[start:old_end][-1:] != after[start:new_end][-1:] or min(old_end, new_end) == start


@given(TEXTS)
def test_decode_is_the_inverse_of_encode(text: str) -> None:
    assert decode(encode(text)) == text


def test_spans_that_share_an_end_touch() -> None:
    assert Span(0, 2).touches(Span(2, 2))
    assert Span(2, 4).touches(Span(0, 2))
    assert not Span(0, 1).touches(Span(2, 3))
    assert Span(1, 2).shifted(3) == Span(4, 5)
