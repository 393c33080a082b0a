"""A stretch of a body is read by itself: as it is within the whole, and its context is nobody's business."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recovery.members import body, broken, in_stretch, in_whole
from tests.strategies import near_wit, wit_files
from wit_lsp.ir.document import Document
from wit_lsp.ir.parse import parse_segment
from wit_lsp.syntax.context import Context, context
from wit_lsp.syntax.language import parse
from wit_lsp.text import Span

IN_INTERFACE = context(("interface",), 1)
IN_WORLD = context(("world",), 1)
IN_RESOURCE = context(("interface", "resource"), 2)
IN_PACKAGE = context(("package",), 1)


@given(wit_files(), st.integers(0, 99))
@settings(deadline=None)
def test_mistake_in_a_member_is_the_same_in_the_whole_and_in_a_stretch(text: str, seed: int) -> None:
    """The search looks at the statement that fails and at the next one, up to the start of that after it."""
    bodies = [each for group in Document("x.wit", text.encode()).groups if (each := body(group.text))]
    for each in bodies:
        for case in broken(each, 2, 2, random.Random(seed)):
            assert in_stretch(case) == in_whole(case)


def test_line_of_the_first_member_of_a_stretch_goes_as_a_whole() -> None:
    """As it does after the line end before it in the whole body."""
    text = b"  @external-id\n  f: func();\n"
    [problem, *_] = parse_segment(text, IN_INTERFACE).problems
    assert problem.message.startswith("`@external-id` is written")
    assert problem.edits[0].span == (0, text.index(b"\n") + 1)


@given(near_wit(), st.sampled_from([IN_INTERFACE, IN_WORLD, IN_RESOURCE, IN_PACKAGE]))
@settings(deadline=None)
def test_nothing_is_said_of_a_context_and_nothing_edits_it(text: str, around: Context) -> None:
    data = text.encode() + b"\n"
    result = parse_segment(data, around)
    for problem in result.problems:
        for span in (problem.span, problem.secondary or problem.span, *(edit.span for edit in problem.edits)):
            assert 0 <= span.start <= span.end <= len(data)
        assert "%missing {" not in problem.message
    if (found := result.source_map) is None:
        return
    first, end = len(around.prefix), len(found.text) - len(around.suffix)
    assert found.text.startswith(around.prefix)
    assert found.text.endswith(around.suffix)
    for offset in range(len(found.text) + 1):
        start, stop = found.original(Span(offset, offset))
        assert 0 <= start == stop <= len(data)
    for offset in range(len(data) + 1):
        assert first <= found.repaired(offset) <= end


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("  f: func();\n", IN_INTERFACE),
        ("  import f: func();\n", IN_WORLD),
        ("    constructor();\n", IN_RESOURCE),
        ("  interface i {}\n", IN_PACKAGE),
        ("interface i {\n", context((), 1)),
        ("}\n", context(("interface",), 0)),
    ],
)
def test_what_is_right_in_its_context_is_right(text: str, around: Context) -> None:
    result = parse_segment(text.encode(), around)
    assert not result.problems
    assert not result.has_error


def test_what_is_wrong_in_its_context_is_told_for_it() -> None:
    text = b"  import f: func();\n"
    [problem] = parse_segment(text, IN_INTERFACE).problems
    assert problem.code == "expected-interface-item"
    assert problem.span == Span(2, 8)
    assert not parse_segment(text, IN_WORLD).problems


def test_a_brace_too_many_is_that_of_the_text() -> None:
    text = b"  f: func();\n  }\n  g: func();\n"
    [problem] = parse_segment(text, IN_INTERFACE).problems
    assert problem.span == Span(15, 16)


def test_a_block_that_stays_open_ends_before_the_context() -> None:
    text = b"  record r {\n    a: u8,\n"
    result = parse_segment(text, IN_INTERFACE)
    assert [each.code for each in result.problems] == ["unclosed-block"]
    assert result.source_map is not None
    assert result.source_map.text == IN_INTERFACE.prefix + b"  record r {\n    a: u8,\n  }\n" + IN_INTERFACE.suffix
    assert not parse(result.source_map.text).root_node.has_error


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("  use a:b/c[\n*/d[e]\n  resource r {\n", context(("interface",), 2)),
        ("interface i { f many\n  use a:b/c@0.2.12\nb-c*ne]\n  resource r {\n", context((), 2)),
    ],
)
def test_head_that_cannot_be_read_ends_nothing_of_the_context(text: str, around: Context) -> None:
    """With it goes its `{`: there is a brace too many in what is left, and that is the context's."""
    result = parse_segment(text.encode(), around)
    assert result.problems
    assert result.source_map is not None
    assert result.source_map.text.endswith(around.suffix)


def test_brace_in_a_string_that_is_not_closed_opens_nothing() -> None:
    """The context closes one block more than the text opens."""
    result = parse_segment(b'package "{\n  world w {\n', context((), 2))
    assert "string-unclosed" in [each.code for each in result.problems]
