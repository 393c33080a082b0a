"""Emacs with its eglot and with editors/emacs."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.e2e.editors import CASES, HERE, PATIENCE, ROOT, Case, Sandbox, check_recorded, ended, program, until

MODE = ROOT / "editors" / "emacs"


def play(sandbox: Sandbox, *arguments: str) -> None:
    """Run the whole scenario."""
    story = sandbox.folder / "story.json"
    story.write_text(json.dumps({**sandbox.case._asdict(), "fixes": fixes(sandbox.case)}), encoding="utf-8")
    emacs = [program("emacs"), "--batch", "-Q", "-L", str(MODE), "-l", "wit-mode", *arguments]
    run = subprocess.run(
        [*emacs, "-l", HERE / "emacs.el", sandbox.file, story],
        env=sandbox.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=10 * PATIENCE,
        check=False,
    )
    assert run.returncode == 0, run.stdout.decode()


def fixes(case: Case) -> list[dict[str, str]]:
    return [{"code": code, "title": title} for code, title in case.fixes]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_diagnostics_appear_and_fixes_resolve_them(tmp_path: Path, case: Case) -> None:
    sandbox = Sandbox(tmp_path, case)
    play(sandbox)
    assert sandbox.text() == case.fixed
    until(lambda: all(ended(pid) for pid in sandbox.servers()), sandbox.servers)
    assert len(sandbox.servers()) == 1


def test_settings(tmp_path: Path) -> None:
    case = CASES["plain"]
    left = [each for each in case.diagnostics if each[0] != "missing-deadline"]
    fixes = [each for each in case.fixes if each[0] != "missing-deadline"]
    fixed = case.fixed.replace("      deadline-ns: u64,\n", "")
    sandbox = Sandbox(tmp_path, case._replace(diagnostics=left, fixes=fixes, fixed=fixed))
    settings = """(setq-default eglot-workspace-configuration '(:wit-lsp (:ignore ["missing-deadline"])))"""
    play(sandbox, "--eval", settings)
    assert sandbox.text() == fixed


def test_initialize_is_recorded(tmp_path: Path, update: bool) -> None:
    sandbox = Sandbox(tmp_path, CASES["plain"])
    sandbox.record()
    play(sandbox)
    check_recorded("emacs-30.1", sandbox, update)


def test_mode_compiles_without_a_warning(tmp_path: Path) -> None:
    copy = tmp_path / "wit-mode.el"
    copy.write_bytes((MODE / "wit-mode.el").read_bytes())
    command = [program("emacs"), "--batch", "-Q", "--eval", "(setq byte-compile-error-on-warn t)"]
    run = subprocess.run(
        [*command, "-f", "batch-byte-compile", copy], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    assert run.returncode == 0, run.stdout.decode()
