"""The commands that the pages show work."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from tests.documented.pages import DOCS, Shell, blocks, section
from wit_lsp.config import PROFILES, Settings

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a shell")

COMMANDS = [
    pytest.param(commands, id=f"{page.stem}-{number}")
    for page in sorted(DOCS.glob("*.md"))
    for number, commands in enumerate(blocks(page.read_text(encoding="utf-8"), "sh"), 1)
    if "WIT_LSP" not in commands and "jq " not in commands  # see test_installation; not on every machine
]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path, [Path(sys.executable).parent])


@pytest.mark.parametrize("commands", COMMANDS)
def test_commands_run(shell: Shell, commands: str) -> None:
    run = shell.run(commands)
    assert run.returncode in (0, 1)
    assert run.stderr == ""


def test_step_for_code_scanning_writes_the_report_that_is_uploaded(shell: Shell) -> None:
    _, steps = blocks(section("ci.md", "GitHub Actions"), "yaml")
    [command] = re.findall(r"- run: (.*)", steps)
    [file] = re.findall(r"sarif_file: (.*)", steps)
    run = shell.run(command)
    assert run.returncode == 0, run.stderr
    assert json.loads((shell.project / file).read_text(encoding="utf-8"))["runs"][0]["results"]


def test_profiles_are_described_in_their_order() -> None:
    *first, last = (f"`{each}`{' (the default)' * (each == Settings().profile)}" for each in PROFILES)
    assert f"{', '.join(first)} or {last}." in section("profiles.md", "")
