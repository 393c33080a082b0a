"""The repair of broken text: exact about what is wrong, and a function of the bytes alone."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given

from tests.fixture import Fixture
from tests.fixture import parse as files
from tests.recovery.mutations import gaps, mutations
from tests.recovery.verdict import told
from tests.sources import Texts
from tests.strategies import near_wit
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.ir.document import Document
from wit_lsp.problem import Applicability, Fix
from wit_lsp.recovery.broken import BrokenText
from wit_lsp.recovery.repairs import find_repairs
from wit_lsp.recovery.search import forget
from wit_lsp.syntax.context import WHOLE
from wit_lsp.syntax.language import parse
from wit_lsp.syntax.lexer import wit_lexer
from wit_lsp.syntax.recogniser import wit_recogniser
from wit_lsp.text import LineIndex, Span, apply


@given(near_wit())
def test_recogniser_accepts_what_the_parser_accepts(text: str) -> None:
    data = text.encode().removesuffix(b"\r")  # the parser takes one at the end
    if b"/*" in data:
        return  # one that stays open ends with its line for the repair
    tokens = wit_lexer().tokens(data, LineIndex(data))
    recogniser = wit_recogniser()
    trail = recogniser.run((token.terminals for token in tokens), recogniser.start)
    accepted = len(trail) == len(tokens) + 1 and trail[-1].accepts
    assert accepted == (not parse(data).root_node.has_error)


@given(near_wit())
def test_broken_text_is_never_silent_and_spans_stay_inside(text: str) -> None:
    for segment in Document("test.wit", text.encode()).segments:
        assert bool(segment.problems) >= segment.has_error
        for problem in segment.problems:
            assert 0 <= problem.span.start <= problem.span.end <= len(segment.text)
        for offset in range(len(segment.readable) + 1):
            start, end = segment.original(Span(offset, offset))
            assert 0 <= start == end <= len(segment.text)


def test_of_two_fixes_for_one_place_one_is_safe_at_most() -> None:
    functions = "".join(f"  f{number}(): u8;\n" for number in range(5))
    text = f"interface i {{\n{functions}  g: async func() -> Promise<Void>;\n  h: func(a: [);\n}}\n".encode()
    problems = Document("test.wit", text).segments[0].problems
    apply(text, (edit for each in problems if each.applicability is Applicability.SAFE for edit in each.edits))


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
        read = [BrokenText(each, WHOLE) for each in texts]
        repairs = [find_repairs(each) for each in read]
        return {text: [repair.edits for repair in found] for text, found in zip(texts, repairs, strict=True)}

    forward = told(broken)
    assert told(broken[::-1]) == forward
    forget()
    assert told(broken) == forward


@given(near_wit())
def test_mending_of_errors_ends_and_keeps_the_comments(text: str) -> None:
    """They stay in their order, but for characters that may stand nowhere, where none is left open."""
    errors = told(text.encode())[1]
    after = repaired(text)
    if "'" not in text and all(each.code != "unclosed-comment" for each in errors):
        kept = iter(comments(after))
        assert all(comment in kept for comment in comments(text))


@given(near_wit())
def test_safe_fixes_of_all_errors_fit_together_and_leave_no_more_errors(text: str) -> None:
    document, errors = told(text.encode())
    safe_fixes = [(each, fix) for each in errors if (fix := safe(each)) is not None]
    edits = [
        edit
        for each, fix in safe_fixes
        for edit in each.change(fix, Engine(Texts({document.path: document.text}))).edits[document.path]
    ]
    apply(document.text, edits)
    assert len(told(repaired(text).encode())[1]) <= len(errors)


def repaired(text: str) -> str:
    """The text after all safe fixes of errors of the language."""
    [after] = Fixture({"test.wit": text}).fixed(lambda each, fix: safe(each) == fix).values()
    return after


def safe(error: Diagnostic) -> Fix | None:
    """The fix of an error of the language that is right without doubt."""
    fix = error.preferred
    return fix if fix is not None and fix.applicability is Applicability.SAFE and not error.is_rule else None


def comments(text: str) -> list[str]:
    """What they say, as it can be seen."""
    data = text.encode()
    tokens = wit_lexer().tokens(data, LineIndex(data))
    found = [each for gap in gaps(data, tokens) for each in re.findall(rb"//[^\n]*|/\*.*\*/", gap, re.S)]
    seen = ("".join(each for each in comment.decode() if each.isprintable() and each != " ") for comment in found)
    return [comment.lstrip("/") for comment in seen]  # `#//` becomes `////`


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
    """In a file of three interfaces a problem in the second leaves what is said of the others as it was."""
    one, two, three = (INTERFACE.replace("NUMBER", str(number)) for number in range(3))
    for mutation in mutations(two.encode(), 20, random.Random(seed)):
        if mutation.kind == "cut" or not parse(mutation.text).root_node.has_error:
            continue
        found = files(one + mutation.text.decode() + three).diagnostics()
        rules = [each.message for each in found if each.is_rule]
        assert {
            "`f0` takes no time limit: its caller may wait forever",
            "`f2` takes no time limit: its caller may wait forever",
        } <= set(rules)
        assert sum(not each.is_rule for each in found) in (1, 2)


def test_form_in_too_little_text_is_left_to_the_search() -> None:
    """As a type after the second of two colons, of which neither has one."""
    text = "interface i {\n  variant set { a:: b<c>, d: , e: u8 }\n}\n"
    assert told(text.encode())[1]
