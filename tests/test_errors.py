"""Each error has a page in docs/errors, and each example on it is a test."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from tests import fixture
from tests.fixture import Fixture, Mark
from tests.test_rules import read
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.syntax.problem import Code

DOCS = Path(__file__).parent.parent / "docs" / "errors"
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md"))}
EXAMPLE = re.compile(r"^```wit\n(.*?)^```$(?:\n\nMended:\n\n^```wit\n(.*?)^```$)?", re.M | re.S)
EXAMPLES = [
    pytest.param(code, *example, id=f"{code}-{number}")
    for code, page in PAGES.items()
    for number, example in enumerate(EXAMPLE.findall(page), 1)
]

# What no text on a page can show, for it is no text or would be too long: it is tested where it is found.
UNSHOWN = {"not-utf8", "too-large", "too-many-problems", "type-depth"}


def visible(example: str) -> Fixture:
    """The files of an example, in which `<U+202E>` stands for the character."""
    return read(re.sub(r"<U\+([0-9A-F]{4})>", lambda found: chr(int(found[1], 16)), example))


def errors(case: Fixture) -> list[Diagnostic]:
    return [each for each in case.diagnostics() if not each.is_rule]


@pytest.mark.parametrize(("code", "before", "mended"), EXAMPLES)
def test_example(code: str, before: str, mended: str) -> None:
    """It has the errors that are marked and no others; the safe fixes give what is shown as mended, if anything is."""
    case = visible(before)
    found = errors(case)
    assert {each.code for each in found} <= {code}
    marks = [Mark(each.place.file.path, each.span, each.message) for each in found]
    assert fixture.render(case, marks) == fixture.render(case, case.marks)
    assert bool(mended) == any(fix.safe for each in found for fix in each.fixes), "a page shows what a safe fix gives"
    if mended:
        goal = visible(mended)
        assert case.mended(lambda each, fix: not each.is_rule and fix.safe) == goal.files
        assert not errors(goal)


@pytest.mark.parametrize("code", PAGES)
def test_page_says_what_is_wrong_and_shows_it(code: str) -> None:
    page = PAGES[code]
    lines = page.splitlines()
    assert lines[:2] == [f"# {code}", ""]
    assert lines[2].endswith(".")
    assert max(map(len, lines)) <= 120
    examples = EXAMPLE.findall(page)
    assert page.count("```wit") == sum(1 + bool(mended) for _, mended in examples), "each block of WIT is an example"
    assert any(fixture.parse(before).marks for before, _ in examples) == (code not in UNSHOWN)
    assert "Mended:" in page or "`wit-lsp fix`" in page, "a page says what the fix does"


def test_each_code_has_a_page_and_each_page_a_code() -> None:
    assert set(PAGES) == set(get_args(Code))
