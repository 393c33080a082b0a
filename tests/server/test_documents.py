"""Texts as clients change them."""

from __future__ import annotations

import json
import re
from array import array
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp
from wit_lsp.ir.source import Source

from wit_lsp.server.documents import Change, Document, Lines, key_of, merged
from wit_lsp.text import Encoding, LineIndex

TEXTS = st.text(st.sampled_from("aé😀\n\r\ud83d\ude01"), max_size=12)
SCALARS = st.text(st.sampled_from("aé😀\n\r"), max_size=12)
PLACES = st.tuples(st.integers(0, 6), st.integers(0, 6))
ENCODINGS: list[Encoding] = ["utf-8", "utf-32"]
URI = "file:///a.wit"


def opened(text: str) -> bytes:
    """What a text is that comes as JSON, in which halves of a surrogate pair that stand together are one character."""
    encoded: str = json.loads(json.dumps(text))
    return encoded.encode("utf-8", "surrogatepass")


def is_stretch(change: Change, old: bytes, new: bytes) -> bool:
    start, old_end, new_end = change
    return start <= min(old_end, new_end) and old[:start] == new[:start] and old[old_end:] == new[new_end:]


@given(SCALARS, st.lists(st.tuples(PLACES, PLACES, SCALARS), max_size=4), st.sampled_from(ENCODINGS))
def test_changes_of_lines_are_changes_of_the_text(
    text: str, changes: list[tuple[tuple[int, int], tuple[int, int], str]], encoding: Encoding
) -> None:
    lines, whole = Lines(opened(text)), opened(text)
    for start, end, new in changes:
        index = LineIndex(whole)
        first, last = index.offset(*start, encoding), index.offset(*max(start, end), encoding)
        change = lines.replace(start, end, opened(new), encoding)
        assert change == (first, max(first, last), first + len(opened(new)))
        whole = whole[:first] + opened(new) + whole[max(first, last) :]
        assert lines.text() == whole


@given(TEXTS, st.lists(st.tuples(PLACES, PLACES, TEXTS), max_size=4))
def test_text_of_utf_16_is_what_its_client_has(
    text: str, changes: list[tuple[tuple[int, int], tuple[int, int], str]]
) -> None:
    """A client that holds code units may edit the halves of a surrogate pair."""
    lines, units = Lines(opened(text)), code_units(text)
    stretches: list[Change] = []
    for start, end, new in changes:
        first, last = at(units, start), at(units, max(start, end))
        before = lines.text()
        stretches.append(lines.replace(start, end, opened(new), "utf-16"))
        assert is_stretch(stretches[-1], before, lines.text())
        units = units[:first] + code_units(new) + units[max(first, last) :]
        assert lines.text() == opened(units)
    if stretches:
        assert is_stretch(reduce(merged, stretches), opened(text), lines.text())


def code_units(text: str) -> str:
    return "".join(map(chr, array("H", text.encode("utf-16", "surrogatepass")[2:])))


def at(units: str, position: tuple[int, int]) -> int:
    """The nearest place to a row and column."""
    ends = [found.span() for found in re.finditer(r"\r\n|\r|\n", units)]
    row, column = position
    if row > len(ends):
        return len(units)
    start = ends[row - 1][1] if row else 0
    return min(start + column, ends[row][0] if row < len(ends) else len(units))


@given(TEXTS, PLACES, TEXTS)
def test_lines_end_as_in_a_text_read_anew(text: str, place: tuple[int, int], new: str) -> None:
    lines = Lines(opened(text))
    lines.replace(place, place, opened(new), "utf-16")
    again = Lines(lines.text())
    lines.replace((3, 0), (3, 1), b"x", "utf-16")
    again.replace((3, 0), (3, 1), b"x", "utf-16")
    assert lines.text() == again.text()


WIT = st.lists(st.sampled_from(["interface a {\n", "}\n", "f: func();\n", "// x\n", "/*", "*/\n", "\n"]), max_size=8)
EDITS = st.lists(st.tuples(PLACES, PLACES, WIT.map("".join), st.booleans()), max_size=5)


@given(WIT.map("".join), EDITS)
def test_document_is_cut_as_if_it_was_opened_with_its_text(
    text: str, edits: list[tuple[tuple[int, int], tuple[int, int], str, bool]]
) -> None:
    """Whether it was looked at after an edit or not."""
    document = Document(URI, 0, text)
    assert document.file
    for start, end, new, is_read in edits:
        range = lsp.Range(lsp.Position(*start), lsp.Position(*end))
        document.change(1, [lsp.TextDocumentContentChangePartial(range, new)], "utf-16")
        if is_read:
            assert document.file
    source = document.file.source
    again = Source(source.text)
    assert (source.starts, [each.text for each in source.segments]) == (
        again.starts,
        [each.text for each in again.segments],
    )


def test_spellings_of_a_uri_are_one_key() -> None:
    keys = {key_of(uri) for uri in ("file:///a/b%20c.wit", "file:///a/./x/../b%20c.wit", "file:/a/b c.wit")}
    assert len(keys) == 1
    assert len({key_of("file:///c%3A/a.wit"), key_of("file:///C:/a.wit")}) == 1
    assert re.search(r"b c\.wit$", keys.pop())


def test_what_is_no_file_is_its_own_key() -> None:
    assert key_of("untitled:Untitled-1") == "untitled:Untitled-1"
