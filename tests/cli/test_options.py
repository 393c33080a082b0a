"""Options: where they may stand, what is refused, and what the help says."""

from __future__ import annotations

import shlex
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.test_check import JOBS, codes
from wit_lsp import catalogue
from wit_lsp.cli import options
from wit_lsp.rules import all_rules

Lay = Callable[[dict[str, Any]], None]


def test_options_may_stand_between_paths(wit_lsp: Run, lay: Lay) -> None:
    lay({f"{each}.wit": JOBS.replace("interface jobs", f"interface {each}") for each in "abc"})
    run = wit_lsp("check", "a.wit", "--quiet", "b.wit", "--format", "json", "c.wit")
    assert [file for file, _ in codes(run.stdout)] == ["a.wit", "b.wit", "c.wit"]


@pytest.mark.parametrize("before", [(), ("a.wit",), ("-q",)])
def test_what_follows_two_dashes_is_a_path(wit_lsp: Run, lay: Lay, before: tuple[str, ...]) -> None:
    lay({"a.wit": "package a:b@1.0.0;\n", "-x.wit": JOBS, "--help": JOBS})
    run = wit_lsp("check", "--format", "concise", *before, "--", "-x.wit", "--help")
    assert [line.partition(":")[0] for line in run.stdout.decode().splitlines()[:2]] == ["--help", "-x.wit"]
    if "-q" not in before:
        command = shlex.join(["wit-lsp", "fix", "--unsafe-fixes", "--", *before, "-x.wit", "--help"])
        assert run.stdout.decode().endswith(f"  {command}\n")


@pytest.mark.parametrize("name", ["-V", "--version"])
def test_version_has_two_names(wit_lsp: Run, name: str) -> None:
    assert wit_lsp(name).stdout.startswith(b"wit-lsp 0.1.0 (wit_lsp, Python 3.")


@pytest.mark.parametrize("name", ["-q", "--quiet"])
@pytest.mark.parametrize("command", ["check", "fix"])
def test_quiet_has_two_names(wit_lsp: Run, lay: Lay, command: str, name: str) -> None:
    lay({"a.wit": JOBS})
    shown = wit_lsp(command, name).stdout
    assert b"missing-deadline" in shown
    assert b"1 problem" not in shown


@pytest.mark.parametrize(
    ("arguments", "prog", "wrong"),
    [
        (["check", "--bogus"], "wit-lsp check", "--bogus"),
        (["check", "--sel", "time"], "wit-lsp check", "--sel"),
        (["check", "a.wit", "--quie", "b.wit"], "wit-lsp check", "--quie"),
        (["fix", "--unsafe"], "wit-lsp fix", "--unsafe"),
        (["explain", "--bogus"], "wit-lsp explain", "--bogus"),
        (["--bogus", "check"], "wit-lsp", "--bogus"),
        (["--vers"], "wit-lsp", "--vers"),
        (["check", "--stdin-filename", "a.wit"], "wit-lsp check", "--stdin-filename names the text"),
        (["check", "--stdin-filename", "a.wit", "b.wit"], "wit-lsp check", "--stdin-filename names the text"),
    ],
)
def test_wrong_option_is_reported_with_the_usage_of_its_command(
    wit_lsp: Run, lay: Lay, arguments: list[str], prog: str, wrong: str
) -> None:
    lay({"a.wit": JOBS, "b.wit": JOBS})
    run = wit_lsp(*arguments)
    assert (run.returncode, run.stdout) == (2, b"")
    usage, *_, error = run.stderr.decode().splitlines()
    assert usage.startswith(f"usage: {prog} [")
    assert error.startswith(f"{prog}: error: ")
    assert wrong in error


@pytest.mark.parametrize("option", ["--ignore", "--select"])
def test_error_of_the_language_cannot_be_ignored_or_selected(wit_lsp: Run, lay: Lay, option: str) -> None:
    lay({"a.wit": JOBS})
    run = wit_lsp("check", option, "missing-separator")
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.decode() == (
        "wit-lsp: `missing-separator` is a language error, which is always reported: "
        f"{option} takes rules and categories\n"
    )


@pytest.mark.parametrize("command", ["check", "fix"])
def test_help_has_profiles_exit_codes_and_examples(wit_lsp: Run, command: str) -> None:
    shown = wit_lsp(command, "--help").stdout.decode()
    assert all(f"\n{title}:\n" in shown for title in ("profiles", "exit codes", "examples"))
    assert "\n  PATH " in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert wit_lsp(command, "a.wit", "-h").stdout.decode() == shown


def test_examples_in_the_help_are_right(wit_lsp: Run) -> None:
    """Each can be parsed: an option that is renamed would stay in the text."""
    from wit_lsp import cli

    for command in ("check", "fix"):
        shown = wit_lsp(command, "--help").stdout.decode()
        examples = [line for line in shown.splitlines() if line.startswith(f"  wit-lsp {command}")]
        assert len(examples) > 3
        for line in examples:
            words = line.strip().split("   ")[0].split(" < ")[0].split()
            assert cli.parsed(words[1:])


def test_suggested_command_repeats_every_option_that_chooses_files_or_rules() -> None:
    parser = ArgumentParser()
    groups = options.add_arguments(parser)
    for action in (*groups.input._group_actions, *groups.rules._group_actions):
        value: list[str] = [] if action.nargs == 0 else [str([*action.choices][-1]) if action.choices else "a,b"]
        given = [action.option_strings[-1], *value]
        chosen = options.parse(parser, [*given, "-", "x"])
        assert options.words(chosen) == [*given, "-", "x"]
    assert options.words(options.parse(parser, [])) == []


def test_explain_without_a_name_lists_all_names_with_summaries(wit_lsp: Run) -> None:
    lines = wit_lsp("explain").stdout.decode().splitlines()
    assert {line.split()[0] for line in lines} == set(catalogue.names())
    assert all(line.endswith((".", "`")) and " " in line for line in lines)


def test_explain_lists_the_rules_of_a_category(wit_lsp: Run) -> None:
    names = [line.split()[0] for line in wit_lsp("explain", "packages").stdout.decode().splitlines()]
    assert names == [rule.name for rule in all_rules() if rule.category == "packages"]


def test_rules_lists_the_codes_of_errors_too(wit_lsp: Run) -> None:
    shown = wit_lsp("rules").stdout.decode()
    rules, errors = shown.split("\nLanguage errors")
    assert [line.split()[:2] for line in rules.splitlines()] == [[rule.name, rule.category] for rule in all_rules()]
    assert all(f"\n{name} " in errors for name in catalogue.names().keys() - {rule.name for rule in all_rules()})


def test_grammar_that_does_not_load_is_reported(tmp_path: Path) -> None:
    """By a command and by the server."""
    (tmp_path / "a.wit").write_text(JOBS)
    code = """
import ctypes, sys
from wit_lsp.__main__ import main
def broken(path):
    raise OSError("wrong ELF class")
ctypes.CDLL = broken
sys.exit(main())
"""
    for arguments in (["check", "a.wit"], ["fix"], ["--stdio"]):
        run = subprocess.run(
            [sys.executable, "-c", code, *arguments], cwd=tmp_path, input=b"", capture_output=True, timeout=60
        )
        assert (run.returncode, run.stdout) == (2, b""), arguments
        assert run.stderr.decode() == (
            "wit-lsp: the compiled WIT grammar is missing or does not load (wrong ELF class); install wit-lsp again\n"
        )
