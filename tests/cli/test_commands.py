"""The other commands, and errors on the command line."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run
from wit_lsp.rules import all_rules


def test_version_names_this_program_and_not_another(wit_lsp: Run) -> None:
    assert wit_lsp("--version").stdout.startswith(b"wit-lsp 0.1.0 (wit_lsp, Python 3.")


def test_wrong_option_is_reported_with_the_usage_of_its_command(wit_lsp: Run) -> None:
    run = wit_lsp("rules", "--bogus")
    assert run.returncode == 2
    assert run.stderr.splitlines() == [
        b"usage: wit-lsp rules [-h]",
        b"wit-lsp rules: error: unrecognized arguments: --bogus",
    ]


def test_help_is_as_wide_as_the_terminal(wit_lsp: Run) -> None:
    assert b"serve on stdin and stdout, as without a command\n" in wit_lsp("--help", COLUMNS="200").stdout
    assert max(map(len, wit_lsp("--help", COLUMNS="60").stdout.splitlines())) <= 60
    assert 60 < max(map(len, wit_lsp("--help", COLUMNS="none").stdout.splitlines())) <= 80


def test_rules_lists_every_rule(wit_lsp: Run) -> None:
    lines = wit_lsp("rules").stdout.decode().splitlines()
    assert [line.split()[0] for line in lines[: len(all_rules())]] == [rule.name for rule in all_rules()]


@pytest.mark.parametrize("name", ["unbounded-bytes", "unclosed-block"])
def test_explain_shows_the_page_of_a_rule_or_error(wit_lsp: Run, name: str) -> None:
    shown = wit_lsp("explain", name).stdout.decode()
    assert shown.startswith(f"# {name}\n")
    assert "```wit\n" in shown


def test_explain_reports_an_unknown_name_with_the_nearest_one(wit_lsp: Run) -> None:
    run = wit_lsp("explain", "unbounded-byte")
    assert run.returncode == 2
    assert (
        run.stderr.decode() == "wit-lsp: no rule or error is called `unbounded-byte`; did you mean `unbounded-bytes`?\n"
    )


def test_unknown_command_is_reported(wit_lsp: Run) -> None:
    run = wit_lsp("chekc")
    assert run.returncode == 2
    assert b"chekc" in run.stderr
