"""Texts as clients change them."""

from __future__ import annotations

import json
import os
import re
from array import array
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp

from wit_lsp.server.documents import MAX_LATE_MESSAGES, Document, Lines, key_of, merged
from wit_lsp.text import Change, Encoding, LineIndex

TEXTS = st.text(st.sampled_from("aé😀\n\r\ud83d\ude01"), max_size=12)
SCALARS = st.text(st.sampled_from("aé😀\n\r"), max_size=12)
PLACES = st.tuples(st.integers(0, 6), st.integers(0, 6))
ENCODINGS: list[Encoding] = ["utf-8", "utf-32"]


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


Edit = tuple[tuple[int, int], tuple[int, int], str]
EDITS = st.tuples(PLACES, PLACES, TEXTS)


def change(document: Document, version: int, *edits: Edit) -> None:
    """One message."""
    ranges = [lsp.Range(lsp.Position(*start), lsp.Position(*end)) for start, end, _ in edits]
    changes = [
        lsp.TextDocumentContentChangePartial(range, new) for range, (_, _, new) in zip(ranges, edits, strict=True)
    ]
    document.change(version, changes, "utf-16")


def handed_over(document: Document) -> tuple[bytes, Change | None]:
    taken: list[tuple[bytes, Change | None]] = []
    document.hand_over(lambda *what: taken.append(what))
    assert not document.is_changed
    return taken[0]


@given(TEXTS, st.lists(st.tuples(EDITS, st.booleans()), max_size=5))
def test_text_that_is_handed_over_differs_where_it_says(text: str, edits: list[tuple[Edit, bool]]) -> None:
    document = Document("file:///a.wit", 0, text)
    before, stretch = handed_over(document)
    assert stretch is None
    for version, (edit, is_handed_over) in enumerate(edits, 1):
        change(document, version, edit)
        if is_handed_over:
            after, stretch = handed_over(document)
            assert stretch is not None and is_stretch(stretch, before, after)
            before = after
    document.change(9, [lsp.TextDocumentContentChangeWholeDocument("b")], "utf-16")
    assert handed_over(document) == (b"b", None)


def test_text_that_was_not_taken_is_handed_over_again() -> None:
    document = Document("file:///a.wit", 0, "a")
    handed_over(document)
    change(document, 1, ((0, 0), (0, 0), "b"))
    with pytest.raises(ZeroDivisionError):
        document.hand_over(lambda text, change: 1 // 0)
    assert document.is_changed
    change(document, 2, ((0, 0), (0, 0), "c"))
    assert handed_over(document) == (b"cba", None), "nobody knows what was taken before"


@given(st.data(), TEXTS, st.lists(st.lists(EDITS, max_size=2), max_size=6), st.sampled_from([1, 2]))
def test_messages_count_in_the_order_of_their_versions(
    data: st.DataObject, text: str, messages: list[list[Edit]], step: int
) -> None:
    """Whether the client counts each message, or leaves out versions."""
    versions = range(step, step * len(messages) + 1, step)
    ordered, document = Document("file:///a.wit", 0, text), Document("file:///a.wit", 0, text)
    sent = list(zip(versions, messages, strict=True))
    for version, edits in sent:
        change(ordered, version, *edits)
    for version, edits in data.draw(st.permutations(sent)) if step == 1 else sent:
        change(document, version, *edits)
        if data.draw(st.booleans()):
            handed_over(document)
    assert handed_over(document)[0] == handed_over(ordered)[0]
    assert document.version == step * len(messages)


def test_message_that_comes_much_too_late_counts_where_it_comes() -> None:
    document = Document("file:///a.wit", 0, "")
    for version in range(2, MAX_LATE_MESSAGES + 3):
        change(document, version, ((0, 0), (0, 0), "x"))
    change(document, 1, ((0, 0), (0, 0), "late "))
    assert handed_over(document)[0] == b"late " + b"x" * (MAX_LATE_MESSAGES + 1)
    assert document.version == 1


def test_versions_that_begin_anew_are_taken_as_they_come() -> None:
    document = Document("file:///a.wit", 7, "a")
    for version, new in ((9, "b"), (3, "c"), (4, "d"), (4, "e")):
        change(document, version, ((0, 0), (0, 0), new))
    assert handed_over(document)[0] == b"edcba"
    document.reopen("file:///a.wit", 1, "x")
    change(document, 3, ((0, 0), (0, 0), "z"))
    change(document, 2, ((0, 0), (0, 1), "y"))
    assert handed_over(document)[0] == b"zy"


def test_key_is_the_path_or_else_the_uri() -> None:
    keys = {key_of(uri) for uri in ("file:///a/b%20c.wit", "file:///a/./x/../b%20c.wit", "file:/a/b c.wit")}
    assert keys == {os.path.normpath("/a/b c.wit")}
    for uri in ("untitled:Untitled-1", "file:///a%00b.wit", "file:///a.wit?x"):
        assert key_of(uri) == uri
        assert not Document(uri, 1, "").is_file
