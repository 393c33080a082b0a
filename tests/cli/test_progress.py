"""How far the work is: said on a terminal alone, and only if it takes long."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from wit_lsp.cli import progress
from wit_lsp.cli.progress import Progress

CODE = """
import sys
from wit_lsp.cli import progress
progress.DELAY = 0
from wit_lsp.__main__ import main
main()
"""


class Terminal:
    """A stderr that is a terminal, or a pipe."""

    def __init__(self, is_terminal: bool) -> None:
        self.isatty = lambda: is_terminal
        self.text = ""

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


def said(monkeypatch: pytest.MonkeyPatch, items: int, seconds: float, *, is_terminal: bool = True) -> str:
    """What is said while `items` are done, of which each takes `seconds`."""
    terminal = Terminal(is_terminal)
    monkeypatch.setattr(sys, "stderr", terminal)
    clock = count()
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock) * seconds)
    assert list(Progress("checking", items).over(range(items))) == list(range(items))
    return terminal.text


def test_long_work_is_said_in_percent_and_cleared_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    text = said(monkeypatch, 4, 1.0)
    assert text.split("\r\x1b[K") == [
        "",
        "wit-lsp: checking 0 %",
        "wit-lsp: checking 25 %",
        "wit-lsp: checking 50 %",
        "wit-lsp: checking 75 %",
        "",
    ]


def test_short_work_and_work_in_a_pipe_is_not_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, 4, 0.1) == ""
    assert said(monkeypatch, 4, 1.0, is_terminal=False) == ""


def test_it_is_not_said_more_often_than_a_person_can_see(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, 300, 0.01).count("%") == 20


def test_line_is_cleared_when_the_work_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(True)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "DELAY", 0)
    with pytest.raises(KeyboardInterrupt):
        for _ in (work := Progress("checking", 2).over([1, 2])):
            work.throw(KeyboardInterrupt)  # type: ignore[attr-defined]
    assert terminal.text.endswith("%\r\x1b[K")


@pytest.mark.parametrize("command", ["check", "fix"])
def test_it_does_not_come_into_pipes(tmp_path: Path, command: str) -> None:
    (tmp_path / "a.wit").write_text("package a:b@1.0.0;\n")
    run = subprocess.run([sys.executable, "-c", CODE, command], cwd=tmp_path, capture_output=True, timeout=60)
    assert (run.stdout, run.stderr) == (b"No problems in 1 file.\n", b"")


@pytest.mark.skipif(os.name == "nt", reason="needs a Unix terminal")
@pytest.mark.parametrize("command", ["check", "fix"])
def test_it_comes_to_a_terminal(tmp_path: Path, command: str) -> None:
    import pty

    (tmp_path / "a.wit").write_text("package a:b@1.0.0;\n")
    ours, theirs = pty.openpty()
    run = subprocess.run(
        [sys.executable, "-c", CODE, command], cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, timeout=60
    )
    os.close(theirs)
    shown = os.read(ours, 10_000)
    os.close(ours)
    assert run.stdout == b"No problems in 1 file.\n"
    assert shown.endswith(b"%\r\x1b[K")
