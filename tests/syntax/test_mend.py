"""The mend of broken text: exact about what is wrong, and a function of the bytes alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixture import parse as files
from tests.recovery.mutations import mutations
from tests.strategies import wit_files
from wit_lsp.syntax import faults, parse
from wit_lsp.syntax.mend import forget, mends
from wit_lsp.syntax.networks import wit_networks
from wit_lsp.syntax.source import Source
from wit_lsp.syntax.tokens import wit_lexer
from wit_lsp.text import LineIndex, Span

NOISE = st.sampled_from(
    (
        *(
            "{",
            "}",
            "(",
            ")",
            "<",
            ">",
            ";",
            ",",
            ":",
            "->",
            "=",
            "@",
            ".",
            "/",
            "%",
            "-",
            "*",
            "_",
            '"',
            "\n",
            "\r",
            " ",
        ),
        *("func", "own ", "use ", "type ", " world ", "é", "😀", "1.0.0", "1.0.0-use", "+b", "// c\n"),
        "@since(version = 1.0.0)",
    )
)


@st.composite
def near_wit(draw: st.DrawFn) -> str:
    """A file with a few stretches replaced by something else."""
    text = draw(wit_files())
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(NOISE) + text[start + draw(st.integers(0, 6)) :]
    return text


@given(near_wit())
@settings(max_examples=150, deadline=None)
def test_recogniser_accepts_what_the_parser_accepts(text: str) -> None:
    data = text.encode()
    if b"/*" in data:
        return  # one that stays open ends with its line for the mend
    tokens = wit_lexer().tokens(data, LineIndex(data))
    networks = wit_networks()
    trail = networks.run((token.terminals for token in tokens), networks.start)
    accepted = len(trail) == len(tokens) + 1 and trail[-1].accepts
    assert accepted == (not parse(data).root_node.has_error)


@given(near_wit())
@settings(max_examples=100, deadline=None)
def test_broken_text_is_never_silent_and_spans_stay_inside(text: str) -> None:
    source = Source(text.encode())
    for piece in source.pieces:
        broken = parse(piece.text).root_node.has_error
        assert bool(piece.mistakes) >= broken
        for mistake in piece.mistakes:
            assert 0 <= mistake.span.start <= mistake.span.end <= len(piece.text)
        for offset in range(len(piece.readable) + 1):
            start, end = piece.original(Span(offset, offset))
            assert 0 <= start == end <= len(piece.text)


def test_mend_does_not_depend_on_what_was_mended_before() -> None:
    text = b"""\
interface shapes {
  use types.{point, size as extent};
  record box { at: point, of: extent }
  variant shape { box(box), none }
  resource canvas {
    constructor(of: extent);
    draw: func(what: list<shape>) -> result<u32, string>;
  }
}
"""
    broken = [each.text for each in mutations(text, 12, random.Random(3)) if parse(each.text).root_node.has_error]
    assert len(broken) > 30

    def told(texts: list[bytes]) -> dict[bytes, list[object]]:
        return {each: [mend.edits for mend in mends(*faults.broken(each, LineIndex(each)))] for each in texts}

    forward = told(broken)
    assert told(broken[::-1]) == forward
    forget()
    assert told(broken) == forward


INTERFACE = """\
interface iNUMBER {
  record r {
    a: u8,
    b: list<string>,
  }
  fNUMBER: func(x: r) -> result<u8>;
}

"""


@pytest.mark.parametrize("seed", range(3))
def test_one_mistake_is_one_error_and_the_rest_is_still_judged(seed: int) -> None:
    """In a file of three interfaces a mistake in the second leaves what is said of the others as it was."""
    one, two, three = (INTERFACE.replace("NUMBER", str(number)) for number in range(3))
    for mutation in mutations(two.encode(), 20, random.Random(seed)):
        if mutation.kind == "cut" or not parse(mutation.text).root_node.has_error:
            continue
        found = files(one + mutation.text.decode() + three).diagnostics()
        rules = [each.message for each in found if each.is_rule]
        assert {"`f0` takes no time limit", "`f2` takes no time limit"} <= set(rules)
        assert sum(not each.is_rule for each in found) in (1, 2)
