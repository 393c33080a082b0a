"""The example rule and the example row in CONTRIBUTING.md work as they are."""

from __future__ import annotations

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from tests import fixture
from tests.fixture import Fixture, Mark
from tests.rules.cases import only
from tests.test_rules import EXAMPLE, read
from tests.test_rules import test_page as check_page
from wit_lsp.config import Settings
from wit_lsp.recovery import pipeline
from wit_lsp.recovery.productions import MODULES, Index
from wit_lsp.recovery.productions.rows import Row, table
from wit_lsp.rules import Rule

TEXT = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_rule_shown_in_contributing_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = re.search(r"^````python\n(.*?)^````$", TEXT, re.M | re.S)
    named = re.search(r"`wit_lsp/rules/(\w+)/(\w+)\.py`, and there is a rule `([\w-]+)`", TEXT)
    assert shown and named
    category, module, name = named.groups()
    path = tmp_path / f"{module}.py"
    path.write_text(shown[1], encoding="utf-8")
    spec = spec_from_file_location(f"wit_lsp.rules.{category}.{module}", path)
    assert spec and spec.loader
    loaded = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, loaded)
    spec.loader.exec_module(loaded)

    rule = getattr(loaded, module)
    assert isinstance(rule, Rule)
    assert (rule.name, rule.category) == (name, category)
    check_page(rule)
    for before, _ in EXAMPLE.findall(rule.docs):
        run_example(rule, before)


def run_example(rule: Rule[Any], before: str) -> None:
    """The rule, which is none of the project's own, reports what the marks say."""
    case = read(before)
    with only(rule):
        found = [Mark(each.path, each.span, each.message) for each in case.diagnostics(Settings(profile="strict"))]
    assert fixture.render(case, found) == fixture.render(case, case.marks)


def test_row_shown_in_contributing_works(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = re.search(
        r"^```python\n(Row.*?)\n^```$.*?^```wit\n(.*?)^```$.*?^```wit fixed\n(.*?)^```$", TEXT, re.M | re.S
    )
    assert shown
    row, before, fixed = shown.groups()
    case = read(before)
    assert errors(case) != fixture.render(case, case.marks), "without the row, the error is another one"
    of_project = (each for module in MODULES for each in module.PRODUCTIONS)
    monkeypatch.setattr(pipeline, "ALL_PRODUCTIONS", Index([*table(eval(row, {"Row": Row})), *of_project]))
    case = read(f"// This text was not read before.\n{before}")
    assert errors(case) == fixture.render(case, case.marks)
    [after] = case.fixed(lambda each, _: not each.is_rule).values()
    assert after.endswith(fixed)


def errors(case: Fixture) -> str:
    found = [each for each in case.diagnostics() if not each.is_rule]
    return fixture.render(case, [Mark(each.path, each.span, each.message) for each in found])
