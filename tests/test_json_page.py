"""docs/json.md describes exactly the fields that the JSON report has, with their types."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engine import extra_rules
from wit_lsp import cli
from wit_lsp.fixes.editor import Editor, Target
from wit_lsp.ir.facts import InterfaceFacts
from wit_lsp.problem import Applicability, Fix, Problem, Severity
from wit_lsp.rules import rule
from wit_lsp.semantics.api import Semantics

PAGE = (Path(__file__).parent.parent / "docs" / "json.md").read_text(encoding="utf-8")
NAMES = {str: "string", int: "number", bool: "boolean", type(None): "null"}

FILES = {
    "broken.wit": "package example:shop@1.0.0;\ninterface broken {\n  f: func();\n",  # has a related place
    "shop.wit": "package example:shop@1.0.0;\n\ninterface shop {\n  count: func() -> u32\n}\n",
    "old.wit": "package example:shop@1.0.0;\n// kept\n",
    "n.wit": "package example:shop@1.0.0;\ninterface n-old {}\n",
    "shapes.wit": "package example:shop@1.0.0;\ninterface shapes {}\n",
    "units.wit": "package example:shop@1.0.0;\ninterface units { area: func(of: u32); }\n",
}

Type = str
"""The name of an object, of a simple type, or `list of …`."""

Fields = dict[tuple[str, str], set[Type]]
"""The types of each field, by the object and the field."""


def documented() -> Fields:
    found: Fields = {}
    for title, body in re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S):
        for field, types in re.findall(r"^\| `(\w+)` \| (.*?) \|", body, re.M):
            found[title, field] = set(types.split(" or "))
    return found


def fields(value: dict[str, Any], name: Type, expected: Fields) -> Iterator[tuple[tuple[str, str], Type]]:
    """The fields of an object and of those in it. Its page says which objects are in it."""
    for field, each in value.items():
        listed = next(iter(expected.get((name, field), {"nothing"})))
        if isinstance(each, dict):
            yield (name, field), listed
            yield from fields(each, listed, expected)
        elif isinstance(each, list):
            yield (name, field), listed
            for item in each:
                yield from fields(item, listed.removeprefix("list of "), expected)
        else:
            yield (name, field), NAMES[type(each)]


@rule(Severity.HINT, on=InterfaceFacts)
def superseded(interface: InterfaceFacts, sem: Semantics) -> Iterator[Problem]:
    """Any interface; the fix deletes its file."""
    yield Problem(sem.here, "superseded", (Fix("Delete it", Applicability.MANUAL, _delete, (sem.here.file,)),))


def _delete(edit: Editor, interface: Target, path: str) -> None:
    edit.delete(path)


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The report on files that bring about every field."""
    for name, text in FILES.items():
        (tmp_path / "wit" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "wit" / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    with extra_rules.beside(extra_rules.unmatched_interface, extra_rules.named_body, superseded):
        assert cli.run(["check", "--format", "json", "wit"]) == 1
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def test_every_field_and_its_types_are_described(report: dict[str, Any]) -> None:
    expected = documented()
    found: Fields = {}
    for field, type_ in fields(report, "Report", expected):
        found.setdefault(field, set()).add(type_)
    assert found == expected


def test_every_severity_is_described() -> None:
    [row] = re.findall(r"^\| `severity` .*$", PAGE, re.M)
    assert re.findall(r"`(\w+)`", row)[1:] == [severity.value for severity in Severity]


def test_example_is_the_report_on_such_a_file(report: dict[str, Any]) -> None:
    [shown] = map(json.loads, re.findall(r"^```json\n(.*?)^```$", PAGE, re.M | re.S))
    [found] = [each for each in report["diagnostics"] if each["code"] == "missing-separator"]
    found["url"] = shown["diagnostics"][0]["url"]
    assert shown["diagnostics"] == [found]
    assert shown["summary"].keys() == report["summary"].keys()
