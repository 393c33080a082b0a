"""The notation of the other tests."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fixture import Fixture, Mark, check, conceal, parse, render, reveal
from wit_lsp.text import Span, encode

NAMES = ["test.wit", "a.wit", "deps/b.wit"]
LABELS = st.sampled_from(["", "write", "code: `a` is 😀", "expected `;`", "// x"])
CHARACTERS = st.sampled_from(["a", " ", "\t", "é", "😀", ";", "/", "*", "\r", "\u2028", "\x0c"])
LINES = st.lists(CHARACTERS, max_size=8).map("".join)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("abcdef\n   ^^\n", ["de"]),
        ("abcdef\n// ^^ label\n", ["de"]),
        ("abcdef\n^\n", ["a"]),
        ("abcdef\n//^ label\n", ["c"]),
        ("abcdef\n// |\n", [""]),
        ("abcdef\n// ^^\n     ^ label\n", ["de", "f"]),
        ("\t😀cdef\n// ^^\n", ["de"]),
        ("é😀\n ^ label\n", ["😀"]),
        ("abcdef\r\n// ^^ label\r\n", ["de"]),
        ("abcdef\n// ^^^… 2:2 label\nghi\n", ["def\ng"]),
        ("abcdef\n// ^^^… 3:1 label\nghi\n", ["def\nghi\n"]),
    ],
)
def test_mark_is_the_range_above_it(text: str, marked: list[str]) -> None:
    fixture = parse(text)
    data = encode(fixture.files["test.wit"])
    assert [data[mark.span.start : mark.span.end].decode() for mark in fixture.marks] == marked
    assert "^" not in fixture.files["test.wit"]


def test_files_marks_and_cursors() -> None:
    fixture = parse("a$0bc\n//- deps/b.wit\nde$0$0\n^ x\n//- empty.wit\n")
    assert fixture.files == {"test.wit": "abc\n", "deps/b.wit": "de\n", "empty.wit": ""}
    assert fixture.cursors == [("test.wit", 1), ("deps/b.wit", 2), ("deps/b.wit", 2)]
    assert [(mark.path, mark.span, mark.label) for mark in fixture.marks] == [("deps/b.wit", (0, 1), "x")]


def test_comment_in_the_text_is_not_a_mark() -> None:
    text = "// ^ first line\nabc // ^ x\n/// ^ y\n// a | b\n"
    assert parse(text).files == {"test.wit": text}


@st.composite
def fixtures(draw: st.DrawFn) -> Fixture:
    fixture = Fixture()
    for path in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True)):
        text = "".join(line + "\n" for line in draw(st.lists(LINES, max_size=4)))
        fixture.files[path] = text
        if not text:
            continue
        offsets = st.sampled_from([len(encode(text[:at])) for at in range(len(text))])
        fixture.cursors += ((path, at) for at in sorted(draw(st.lists(offsets, max_size=2))))
        for start, end in draw(st.lists(st.tuples(offsets, offsets), max_size=3)):
            fixture.marks.append(Mark(path, Span(min(start, end), max(start, end)), draw(LABELS)))
    return fixture


@given(fixtures())
def test_render_is_the_inverse_of_parse(fixture: Fixture) -> None:
    text = render(fixture, fixture.marks)
    read = parse(text)
    assert read.files == fixture.files
    assert read.cursors == fixture.cursors
    assert sorted(read.marks) == sorted(fixture.marks)
    assert render(read, read.marks) == text


@given(LINES)
def test_revealed_text_is_visible(line: str) -> None:
    shown = reveal(line)
    assert len(shown) == len(line)
    assert conceal("".join(shown)) == line
    assert "".join(shown).isprintable() and not "".join(shown).endswith(" ")


def test_check_compares_code_and_message_or_the_code_alone() -> None:
    text = "package a:b@1.0.0;\ninterface i {\n  f: func() -> result;\n//^ LABEL\n}\n"
    check(text.replace("LABEL", "missing-deadline"))
    check(text.replace("LABEL", "missing-deadline: `f` takes no time limit: its caller may wait forever"))
    for wrong in "missing-deadline: `g`", "other", "":
        with pytest.raises(AssertionError):
            check(text.replace("LABEL", wrong))
    with pytest.raises(AssertionError):
        check(text.replace("//^ LABEL\n", ""))
