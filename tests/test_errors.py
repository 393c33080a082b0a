"""Each error has a page in docs/errors, and each example on it is a test."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from tests import fixture
from tests.fixture import Fixture, Mark
from tests.test_rules import HEADER, read
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.problem import Applicability, Fix
from wit_lsp.rules import all_rules
from wit_lsp.syntax.problem import Code

DOCS = Path(__file__).parent.parent / "docs" / "errors"
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md"))}
EXAMPLE = re.compile(r"^```wit\n(.*?)^```$(?:\n\nFixed:\n\n^```wit\n(.*?)^```$)?", re.M | re.S)
EXAMPLES = [
    pytest.param(code, example[0], example[1], id=f"{code}-{number}")
    for code, page in PAGES.items()
    for number, example in enumerate(EXAMPLE.finditer(page), 1)
]

# Errors that no example can show, because it would not be text or would be too long. They are tested elsewhere.
UNSHOWN = {
    "not-utf8",
    "not-wit",
    "too-large",
    "too-many-problems",
    "type-depth",
}


def visible(example: str) -> Fixture:
    """The files of an example; each `<U+202E>` is replaced with its character."""
    return read(fixture.conceal(example))


def is_safe(fix: Fix) -> bool:
    return fix.applicability is Applicability.SAFE


def errors(case: Fixture) -> list[Diagnostic]:
    return [each for each in case.diagnostics() if not each.is_rule]


@pytest.mark.parametrize(("code", "written", "before"), EXAMPLES)
def test_example(code: str, written: str, before: str, update: bool) -> None:
    """An example has exactly the marked errors, and its repaired text is the result of all safe fixes."""
    case = visible(before)
    found = errors(case)
    assert {each.code for each in found} <= {code}
    shown = [block(case, before, [Mark(each.path, each.span, each.message) for each in found])]
    if any(is_safe(fix) for each in found for fix in each.fixes):
        goal = Fixture(case.fixed(lambda each, fix: not each.is_rule and is_safe(fix)))
        assert not errors(goal)
        shown += ["Fixed:", block(goal, before, [])]
    if update:
        path = DOCS / f"{code}.md"
        path.write_text(path.read_text(encoding="utf-8").replace(written, "\n\n".join(shown), 1), encoding="utf-8")
    else:
        assert "\n\n".join(shown) == written


def block(case: Fixture, example: str, marks: list[Mark]) -> str:
    """A block of the page, with a header only where the example has one."""
    text = fixture.render_revealed(case, marks)
    return f"```wit\n{text if example.startswith(HEADER) else text.removeprefix(HEADER)}```"


@pytest.mark.parametrize("code", PAGES)
def test_page_describes_the_error_and_shows_it(code: str) -> None:
    page = PAGES[code]
    lines = page.splitlines()
    assert lines[:2] == [f"# {code}", ""]
    assert lines[2].endswith(".")
    assert max(map(len, lines)) <= 120
    examples = EXAMPLE.findall(page)
    assert page.count("```wit") == sum(1 + bool(fixed) for _, fixed in examples), "each WIT block must be an example"
    assert any(fixture.parse(before).marks for before, _ in examples) == (code not in UNSHOWN)
    assert "Fixed:" in page or "`wit-lsp fix`" in page, "a page must say what the fix does"


def test_codes_and_pages_match() -> None:
    """An error that a rule reports as a warning, where it is none yet, is on the page of that rule."""
    assert set(PAGES) == set(get_args(Code)) - {rule.name for rule in all_rules()}
