"""Each example on a rule's page is a test, and each page is complete."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests import fixture
from tests.fixture import Fixture, Mark
from wit_lsp.config import Settings
from wit_lsp.configuration.keys import Layer
from wit_lsp.configuration.layers import merged
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.rules import Rule, all_rules

HEADER = "package example:docs@1.0.0;\n"
EXAMPLE = re.compile(r"^```wit\n(.*?)^```$(?:\n\n^```wit fixed\n(.*?)^```$)?", re.M | re.S)
EXAMPLES = [
    pytest.param(rule, *example, id=f"{rule.name}-{number}")
    for rule in all_rules()
    for number, example in enumerate(EXAMPLE.findall(rule.docs), 1)
]


def read(example: str) -> Fixture:
    """The files of an example; a text that is not a file of its own gets a header if it has none."""
    has_header = example.startswith("//- ") or re.search(r"^package [^{]*;", example.partition("\n//- ")[0], re.M)
    return fixture.parse(example if has_header else HEADER + example)


def problems(rule: Rule[Any], case: Fixture) -> list[Diagnostic]:
    found = case.diagnostics(selecting(rule, case))
    errors = [each for each in found if not each.is_rule]
    assert not errors, errors[0].message
    return [each for each in found if each.code == rule.name]


def selecting(rule: Rule[Any], case: Fixture) -> Settings:
    """The settings of an example, with which the rule runs, whichever profile it is in."""
    return merged([case.configuration.layer, Layer(extend_select=(rule.name,))], fixture.DEFAULT)


@pytest.mark.parametrize(("rule", "before", "fixed"), EXAMPLES)
def test_example(rule: Rule[Any], before: str, fixed: str) -> None:
    """The rule reports exactly the marks. Its fixes result in the `fixed` text, which it accepts."""
    case = read(before)
    found = [Mark(each.path, each.span, each.message) for each in problems(rule, case)]
    assert fixture.render(case, found) == fixture.render(case, case.marks)
    assert bool(fixed) == any(each.preferred for each in problems(rule, case)), "show the result of what `fix` applies"
    if fixed:
        goal = read(fixed)
        assert case.fixed(lambda each, _: each.code == rule.name, selecting(rule, case)) == goal.files
        assert not problems(rule, goal)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_page(rule: Rule[Any]) -> None:
    """A page has a summary, an example that is reported and one that is clean. The file has the name of the rule."""
    assert rule.summary.endswith(".")
    assert Path(rule.check.__code__.co_filename).stem == rule.check.__name__
    assert {bool(fixture.parse(text).marks) for text, _ in EXAMPLE.findall(rule.docs)} == {True, False}
    assert max(map(len, rule.docs.splitlines())) <= 120
