"""The other commands, and what a start costs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.conftest import Run
from wit_lsp.rules import all_rules

Lay = Callable[[dict[str, Any]], None]

SLOW = {"attr", "cattrs", "click", "importlib.metadata", "lsprotocol", "pathspec", "pygls", "rich", "semver", "tomlkit"}


def imported(*arguments: str) -> set[str]:
    """The modules that are loaded when a command ends."""
    code = (
        "import sys; from wit_lsp.__main__ import main; sys.argv[1:] = sys.argv[1:]\n"
        "try: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60)
    return set(run.stderr.split())


def test_version_names_this_program_and_not_another(wit_lsp: Run) -> None:
    assert wit_lsp("--version").stdout.startswith(b"wit-lsp 0.1.0 (wit_lsp, Python 3.")


def test_version_loads_nothing_of_the_engine() -> None:
    modules = imported("--version")
    assert modules.isdisjoint(SLOW | {"tree_sitter", "argparse"})


def test_check_of_one_clean_file_loads_no_server_and_no_slow_library(lay: Lay, tmp_path: Any) -> None:
    lay({"a.wit": "package a:b@1.0.0;\n"})
    modules = imported("check", str(tmp_path / "a.wit"))
    assert "wit_lsp.engine.diagnostics" in modules
    assert modules.isdisjoint(SLOW | {"asyncio", "wcwidth"})


def test_rules_lists_every_rule(wit_lsp: Run) -> None:
    lines = wit_lsp("rules").stdout.decode().splitlines()
    assert [line.split()[0] for line in lines[: len(all_rules())]] == [rule.name for rule in all_rules()]


@pytest.mark.parametrize("name", ["unbounded-bytes", "unclosed-block"])
def test_explain_shows_the_page_of_a_rule_or_error(wit_lsp: Run, name: str) -> None:
    shown = wit_lsp("explain", name).stdout.decode()
    assert shown.startswith(f"# {name}\n")
    assert "```wit\n" in shown


def test_explain_of_an_unknown_name_tells_the_nearest(wit_lsp: Run) -> None:
    run = wit_lsp("explain", "unbounded-byte")
    assert run.returncode == 2
    assert (
        run.stderr.decode() == "wit-lsp: no rule or error is called `unbounded-byte`; did you mean `unbounded-bytes`?\n"
    )


def test_unknown_command_is_told(wit_lsp: Run) -> None:
    run = wit_lsp("chekc")
    assert run.returncode == 2
    assert b"chekc" in run.stderr
