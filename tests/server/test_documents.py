"""Texts as clients change them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from wit_lsp.server.documents import Lines, key_of
from wit_lsp.text import Encoding, LineIndex

TEXTS = st.text(st.sampled_from("aé😀\n\r\ud83d"), max_size=12)
PLACES = st.tuples(st.integers(0, 6), st.integers(0, 6))
ENCODINGS: list[Encoding] = ["utf-8", "utf-16", "utf-32"]


def encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@given(TEXTS, st.lists(st.tuples(PLACES, PLACES, TEXTS), max_size=4), st.sampled_from(ENCODINGS))
def test_changes_of_lines_are_changes_of_the_text(
    text: str, changes: list[tuple[tuple[int, int], tuple[int, int], str]], encoding: Encoding
) -> None:
    lines, whole = Lines(encode(text)), encode(text)
    for start, end, new in changes:
        index = LineIndex(whole)
        first, last = index.offset(*start, encoding), index.offset(*max(start, end), encoding)
        lines.replace(start, end, encode(new), encoding)
        whole = whole[:first] + encode(new) + whole[max(first, last) :]
        assert lines.text() == whole


@given(TEXTS, PLACES, TEXTS)
def test_lines_end_as_in_a_text_read_anew(text: str, place: tuple[int, int], new: str) -> None:
    lines = Lines(encode(text))
    lines.replace(place, place, encode(new), "utf-16")
    again = Lines(lines.text())
    lines.replace((3, 0), (3, 1), b"x", "utf-16")
    again.replace((3, 0), (3, 1), b"x", "utf-16")
    assert lines.text() == again.text()


def test_spellings_of_a_uri_are_one_key() -> None:
    keys = {key_of(uri) for uri in ("file:///a/b%20c.wit", "file:///a/./x/../b%20c.wit", "file:/a/b c.wit")}
    assert len(keys) == 1
    assert len({key_of("file:///c%3A/a.wit"), key_of("file:///C:/a.wit")}) == 1
    assert re.search(r"b c\.wit$", keys.pop())


def test_what_is_no_file_is_its_own_key() -> None:
    assert key_of("untitled:Untitled-1") == "untitled:Untitled-1"
