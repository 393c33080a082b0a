"""Emacs with eglot, which is part of it, and with editors/emacs."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.e2e.editors import CASES, HERE, PATIENCE, ROOT, Case, LocatedSegment, check_recorded, ended, program, until

MODE = ROOT / "editors" / "emacs"


def play(place: LocatedSegment, *arguments: str) -> None:
    """The story, whole."""
    story = place.folder / "story.json"
    story.write_text(json.dumps({**place.case._asdict(), "fixes": fixes(place.case)}), encoding="utf-8")
    emacs = [program("emacs"), "--batch", "-Q", "-L", str(MODE), "-l", "wit-mode", *arguments]
    run = subprocess.run(
        [*emacs, "-l", HERE / "emacs.el", place.file, story],
        env=place.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=10 * PATIENCE,
        check=False,
    )
    assert run.returncode == 0, run.stdout.decode()


def fixes(case: Case) -> list[dict[str, str]]:
    return [{"code": code, "title": title} for code, title in case.fixes]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_diagnostics_appear_and_fixes_end_them(tmp_path: Path, case: Case) -> None:
    place = LocatedSegment(tmp_path, case)
    play(place)
    assert place.text() == case.fixed
    until(lambda: all(ended(pid) for pid in place.servers()), place.servers)
    assert len(place.servers()) == 1


def test_settings(tmp_path: Path) -> None:
    case = CASES["plain"]
    left = [each for each in case.diagnostics if each[0] != "missing-deadline"]
    fixes = [each for each in case.fixes if each[0] != "missing-deadline"]
    fixed = case.fixed.replace("      deadline-ns: u64,\n", "")
    place = LocatedSegment(tmp_path, case._replace(diagnostics=left, fixes=fixes, fixed=fixed))
    settings = """(setq-default eglot-workspace-configuration '(:wit-lsp (:ignore ["missing-deadline"])))"""
    play(place, "--eval", settings)
    assert place.text() == fixed


def test_initialize_is_recorded(tmp_path: Path, update: bool) -> None:
    place = LocatedSegment(tmp_path, CASES["plain"])
    place.record()
    play(place)
    check_recorded("emacs-30.1", place, update)


def test_mode_compiles_without_a_warning(tmp_path: Path) -> None:
    copy = tmp_path / "wit-mode.el"
    copy.write_bytes((MODE / "wit-mode.el").read_bytes())
    command = [program("emacs"), "--batch", "-Q", "--eval", "(setq byte-compile-error-on-warn t)"]
    run = subprocess.run(
        [*command, "-f", "batch-byte-compile", copy], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    assert run.returncode == 0, run.stdout.decode()
