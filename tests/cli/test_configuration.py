"""`wit-lsp.toml` on the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.test_check import JOBS, Lay
from wit_lsp.configuration.keys import schema

BARE = JOBS.replace("@1.0.0", "")
BOTH = ["missing-package-version", "missing-deadline"]


def report(run: Any) -> list[tuple[str, str, str]]:
    assert run.stderr == b""
    return [(each["file"], each["code"], each["severity"]) for each in json.loads(run.stdout)["diagnostics"]]


def codes(run: Any) -> list[str]:
    return [code for _, code, _ in report(run)]


def test_nearest_file_counts_for_each_file(wit_lsp: Run, lay: Lay) -> None:
    lay({"wit-lsp.toml": 'ignore = ["time"]', "a/x.wit": BARE, "b/wit-lsp.toml": "", "b/wit/x.wit": BARE})
    found = report(wit_lsp("check", "--format", "json"))
    assert [(file, code) for file, code, _ in found] == [
        ("a/x.wit", BOTH[0]),
        *(("b/wit/x.wit", code) for code in BOTH),
    ]


def test_options_go_before_the_file(wit_lsp: Run, lay: Lay) -> None:
    lay({"a.wit": BARE, "wit-lsp.toml": 'profile = "core"\nignore = ["packages"]'})

    def found(*options: str) -> list[str]:
        return codes(wit_lsp("check", "--format", "json", *options))

    assert found() == []
    assert found("--profile", "agent") == BOTH[1:], "what the file ignores stays ignored"
    assert found("--select", "packages") == BOTH[:1], "but not where an option selects it"
    assert found("--extend-select", "packages,time", "--ignore", "time") == BOTH[:1]


GATED = """\
package a:b@1.0.0;
interface i {
  @unstable(feature = x) type t = u8;
  @unstable(feature = y) type u = u8;
  type v = t;
  type w = u;
}
"""


@pytest.mark.parametrize(
    ("options", "off"),
    [
        ([], ["y"]),
        (["--features", "y"], ["x"]),
        (["--features", "x,y"], []),
        (["--features", "x y"], []),
        (["--features", "y", "--features", "x"], []),
        (["--features", ""], ["x", "y"]),
        (["--all-features"], []),
        (["--features", "z", "--all-features"], []),
    ],
)
def test_features_of_the_command_line_replace_those_of_the_file(
    wit_lsp: Run, lay: Lay, options: list[str], off: list[str]
) -> None:
    lay({"a.wit": GATED, "wit-lsp.toml": 'features = ["x"]'})
    shown = wit_lsp("check", "--format", "concise", "-q", *options).stdout.decode().splitlines()
    assert [line.partition("the feature `")[2].partition("`")[0] for line in shown] == off


def test_config_replaces_what_is_found(wit_lsp: Run, lay: Lay) -> None:
    lay({"a.wit": BARE, "wit-lsp.toml": 'profile = "core"', "ci/strict.toml": 'ignore = ["packages"]'})
    assert codes(wit_lsp("check", "--format", "json", "--config", "ci/strict.toml")) == BOTH[1:]
    run = wit_lsp("check", "--config", "nowhere.toml")
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr == b"wit-lsp: cannot read `nowhere.toml`: No such file or directory\n"
    summary = wit_lsp("check", "--config", "ci/strict.toml").stdout.decode()
    assert "wit-lsp fix --unsafe-fixes --config ci/strict.toml" in summary


def test_severity_changes_the_exit_code(wit_lsp: Run, lay: Lay) -> None:
    lay({"a.wit": BARE, "wit-lsp.toml": '[severity]\ntime = "error"\nmissing-package-version = "hint"'})
    run = wit_lsp("check", "--format", "json", "--fail-on", "error")
    assert [severity for *_, severity in report(run)] == ["hint", "error"]
    assert run.returncode == 1


def test_severity_does_not_lower_errors_of_the_language(wit_lsp: Run, lay: Lay) -> None:
    lay(
        {
            "a.wit": "package a:b@1.0.0;\ninterface i { f: func() }",
            "wit-lsp.toml": '[severity]\nmissing-separator="hint"',
        }
    )
    found = report(wit_lsp("check", "--format", "json"))
    assert found == [("a.wit", "missing-separator", "error"), ("wit-lsp.toml", "unknown-rule", "warning")]


def test_folder_of_packages_of_one_file_may_be_named(wit_lsp: Run, lay: Lay) -> None:
    cases = {f"cases/{n}.wit": f"package a:p{n % 2}@1.0.0;\n\ninterface i {{}}\n" for n in range(3)}
    lay(cases | {"settings.toml": 'one-file-packages = ["cases/"]'})
    assert report(wit_lsp("check", "--format", "json", "cases")) == [
        ("cases/1.wit", "mixed-packages", "error"),
        ("cases/2.wit", "dup-item", "error"),
    ]
    assert report(wit_lsp("check", "--format", "json", "--config", "settings.toml", "cases")) == []


def test_excluded_files_are_left_out(wit_lsp: Run, lay: Lay) -> None:
    lay({"a.wit": BARE, "gen/b.wit": "interface {", "wit-lsp.toml": 'exclude = ["gen/"]'})
    run = wit_lsp("check", "--format", "json")
    assert json.loads(run.stdout)["summary"]["files"] == 1
    assert codes(run) == BOTH
    named = wit_lsp("check", "gen/b.wit")
    assert (named.returncode, named.stdout) == (0, b"")
    assert named.stderr == b"wit-lsp: `gen/b.wit` is excluded by `wit-lsp.toml`\n"
    text = wit_lsp("fix", "--stdin-filename", "gen/b.wit", "-", input=b"interface {")
    assert (text.returncode, text.stdout, text.stderr) == (0, b"interface {", b"")


def test_options_of_rules_and_ignores_of_files(wit_lsp: Run, lay: Lay) -> None:
    quick = "package a:b@1.0.0;\ninterface i { f: func(); }\n"
    settings = '[rules.missing-deadline]\nscope = "all"\n[per-file-ignores]\n"tests/**" = ["time"]\n'
    lay({"a.wit": quick, "tests/a.wit": quick, "wit-lsp.toml": settings})
    assert report(wit_lsp("check", "--format", "json")) == [("a.wit", "missing-deadline", "warning")]


def test_mistakes_are_reported_at_the_file_of_settings(wit_lsp: Run, lay: Lay) -> None:
    lay({"wit/a.wit": BARE, "wit-lsp.toml": 'profil = "strict"\nignore = ["packages", "tme"]\n'})
    run = wit_lsp("check", "wit")
    assert run.returncode == 1
    text = run.stdout.decode()
    assert "warning[bad-setting]: there is no setting `profil`; did you mean `profile`?" in text
    assert "--> wit-lsp.toml:1:1\n" in text and "1 | profil = " in text
    assert "--> wit-lsp.toml:2:23\n" in text
    found = json.loads(wit_lsp("check", "--format", "json", "wit").stdout)
    assert [(each["file"], each["code"]) for each in found["diagnostics"]] == [
        ("wit-lsp.toml", "bad-setting"),
        ("wit-lsp.toml", "unknown-rule"),
        ("wit/a.wit", "missing-deadline"),
    ]
    [fix] = found["diagnostics"][1]["fixes"]
    [edit] = fix["edits"]
    assert (fix["safe"], edit["file"], edit["newText"]) == (True, "wit-lsp.toml", '"time"')
    assert found["summary"]["files"] == 1


def test_file_of_settings_that_is_named_is_checked_as_one(wit_lsp: Run, lay: Lay, tmp_path: Any) -> None:
    lay({"a.wit": BARE, "wit-lsp.toml": 'profil = "strict"\n', "right/wit-lsp.toml": 'profile = "core"\n'})
    run = wit_lsp("check", "wit-lsp.toml")
    assert report(wit_lsp("check", "--format", "json", "wit-lsp.toml")) == [("wit-lsp.toml", "bad-setting", "warning")]
    assert b"1 problem in 1 file: 1 warning." in run.stdout
    assert wit_lsp("check", "right/wit-lsp.toml").stdout == b"No problems in 1 file.\n"
    assert wit_lsp("fix", "wit-lsp.toml").returncode == 0
    assert (tmp_path / "wit-lsp.toml").read_text() == 'profile = "strict"\n'


def test_file_of_settings_is_not_said_to_be_checked_where_another_counts(wit_lsp: Run, lay: Lay) -> None:
    lay({"wit-lsp.toml": 'profil = "core"\n', "other.toml": 'profile = "core"\n'})
    run = wit_lsp("check", "--config", "other.toml", "wit-lsp.toml")
    assert (run.stdout, run.stderr) == (b"", b"wit-lsp: no .wit file found\n")
    assert b"1 problem in 1 file" in wit_lsp("check", "wit-lsp.toml", "./wit-lsp.toml").stdout


def test_fix_leaves_settings_above_its_paths_alone(wit_lsp: Run, lay: Lay, tmp_path: Any) -> None:
    settings = 'profil = "core"\n'
    lay({"wit/a.wit": BARE, "wit-lsp.toml": settings})
    for path in ("wit", "wit/a.wit"):
        run = wit_lsp("fix", "--ignore", "packages,time", path)
        assert b"1 problem in 1 file" in run.stdout and b"fixable" not in run.stdout
        assert (tmp_path / "wit-lsp.toml").read_text() == settings
    assert b"Fixed wit-lsp.toml" in wit_lsp("fix", "--ignore", "time", "wit", "wit-lsp.toml").stdout


def test_fix_mends_the_settings_first(wit_lsp: Run, lay: Lay, tmp_path: Any) -> None:
    settings = '# ours\nignroe = ["time", "packages"] # all\n'
    lay({"a.wit": BARE, "wit-lsp.toml": settings})
    diff = wit_lsp("fix", "--diff")
    assert b'-ignroe = ["time", "packages"] # all\n+ignore = ["time", "packages"] # all\n' in diff.stdout
    run = wit_lsp("fix", "--unsafe-fixes")
    assert run.stdout == b"Fixed wit-lsp.toml: bad-setting (1)\nNo problems in 1 file.\n"
    assert (tmp_path / "wit-lsp.toml").read_text() == settings.replace("ignroe", "ignore")
    assert (tmp_path / "a.wit").read_text() == BARE


def test_fix_mends_the_settings_that_config_names(wit_lsp: Run, lay: Lay, tmp_path: Any) -> None:
    lay({"a.wit": BARE, "ci/all.toml": 'ignroe = ["time", "packages"]\n'})
    run = wit_lsp("fix", "--unsafe-fixes", "--config", "ci/all.toml")
    assert run.stdout == b"Fixed ci/all.toml: bad-setting (1)\nNo problems in 1 file.\n"
    assert (tmp_path / "a.wit").read_text() == BARE


@pytest.mark.parametrize("command", ["check", "fix"])
@pytest.mark.parametrize("format", [(), ("--format", "json")])
def test_file_that_is_no_toml_ends_the_run(wit_lsp: Run, lay: Lay, command: str, format: tuple[str, ...]) -> None:
    lay({"a.wit": BARE, "wit-lsp.toml": 'profile = "core"\nignore = [\n'})
    run = wit_lsp(command, *(format if command == "check" else ()))
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.decode().startswith("wit-lsp: wit-lsp.toml:3:1: not valid TOML: ")
    assert run.stderr.count(b"\n") == 1


def test_unsaved_text_has_the_settings_of_its_name(wit_lsp: Run, lay: Lay) -> None:
    lay({"wit-lsp.toml": 'ignore = ["packages"]', "wit/wit-lsp.toml": 'ignore = ["time"]'})
    run = wit_lsp("check", "--format", "json", "--stdin-filename", "wit/a.wit", "-", input=BARE.encode())
    assert codes(run) == BOTH[:1]
    assert codes(wit_lsp("check", "--format", "json", "-", input=BARE.encode())) == BOTH[1:]


def test_schema_of_the_file_is_printed(wit_lsp: Run) -> None:
    run = wit_lsp("config-schema")
    assert (run.returncode, run.stderr) == (0, b"")
    assert json.loads(run.stdout) == schema()
