"""Helpers for the tests of real editors: the scenario, the editors, and the server on their path."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.generated import check
from wit_lsp.server.reader import Frames

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CLIENTS = HERE / "clients"

PATIENCE = 20.0
"""Seconds until a test stops waiting and fails."""

RULES = {"missing-package-version", "unpinned-reference", "unbounded-bytes", "missing-deadline"}


class Case(NamedTuple):
    """The scenario of all editors: `diagnostics` as code and text, `fixes` as code and title, in order."""

    file: str
    text: str
    diagnostics: list[tuple[str, str]]
    fixes: list[tuple[str, str]]
    fixed: str


def _case(values: dict[str, Any]) -> Case:
    fixes = [(each["code"], each["title"]) for each in values["fixes"]]
    diagnostics = [(code, text) for code, text in values["diagnostics"]]
    return Case(values["file"], values["text"], diagnostics, fixes, values["fixed"])


_STORY = json.loads((HERE / "scenario.json").read_text(encoding="utf-8"))
CASES = {"plain": _case(_STORY), "emoji": _case(_STORY["emoji"])}


def program(name: str) -> str:
    """The path of an editor installed by a script in install/, or of another program on the path."""
    if not os.environ.get("WIT_LSP_E2E"):
        pytest.skip("drives a real editor: only with WIT_LSP_E2E set, as `make e2e` does")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    cache = Path(os.environ.get("WIT_LSP_E2E_CACHE") or Path(home) / "wit-lsp-e2e")
    found = shutil.which(name, path=cache / "bin") or shutil.which(name)
    assert found, f"no `{name}` in {cache}: run the scripts in tests/e2e/install"
    return found


class Sandbox:
    """Folders for one editor: an empty home, a workspace with the file of the scenario, and `wit-lsp` on the path."""

    def __init__(self, folder: Path, case: Case) -> None:
        self.folder, self.case = folder, case
        self.workspace = folder / "project"
        self.file = self.workspace / "wit" / case.file
        (self.workspace / ".git").mkdir(parents=True)
        self.file.parent.mkdir()
        self.file.write_text(case.text, encoding="utf-8")
        self._pids, self._log = folder / "pids", folder / "said"
        command = folder / "bin" / "wit-lsp"
        command.parent.mkdir()
        # `exec` replaces the shell with the server, so `$$` is the process id of the server.
        command.write_text(f"#!/bin/sh\necho $$ >>'{self._pids}'\nexec '{sys.executable}' -m wit_lsp \"$@\"\n")
        command.chmod(0o755)
        self.command = command
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "TMUX"))},
            **{f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("STATE", "CONFIG", "DATA", "CACHE")},
            "HOME": str(folder),
            "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
        }

    def record(self) -> None:
        """Also record what the editor sends from now on."""
        self.command.write_text(
            f"#!/bin/sh\ntee '{self._log}' | '{sys.executable}' -m wit_lsp \"$@\"\n", encoding="utf-8"
        )

    def said(self) -> list[dict[str, Any]]:
        """The messages that a recorded editor has sent."""
        data = self._log.read_bytes() if self._log.exists() else b""
        return [json.loads(body) for body in Frames().feed(data)]

    def servers(self) -> list[int]:
        """The process ids of all servers that were started, in order."""
        return [int(line) for line in self._pids.read_text().split()] if self._pids.exists() else []

    def text(self) -> str:
        """The content of the file; empty while an editor is replacing the file."""
        try:
            return self.file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""


def until(condition: Callable[[], bool], otherwise: Callable[[], object]) -> None:
    """Wait for `condition`. If it does not come true, fail with the result of `otherwise`."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, otherwise()
        time.sleep(0.02)


def ended(pid: int) -> bool:
    """Whether a process has ended; it may be a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def check_recorded(name: str, sandbox: Sandbox, update: bool) -> None:
    """The `initialize` of the editor is the one that tests/server/test_clients.py replays."""
    until(lambda: any(each.get("method") == "initialize" for each in sandbox.said()), sandbox.said)
    params = next(each["params"] for each in sandbox.said() if each.get("method") == "initialize")
    params["processId"] = None
    text = json.dumps(params, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    text = text.replace(str(sandbox.workspace), "/project")
    check(CLIENTS / f"{name}.json", text, update, "WIT_LSP_E2E=1 pytest tests/e2e --update")
