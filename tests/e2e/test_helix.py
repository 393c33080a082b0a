"""Helix with the files in editors/helix. tmux runs it in a terminal, and types the keys."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.editors import CASES, ROOT, Case, Sandbox, check_recorded, ended, program, until

HELIX = ROOT / "editors" / "helix"


class Helix:
    def __init__(self, sandbox: Sandbox, more: str = "") -> None:
        """`more` is added after the command in languages.toml."""
        self.sandbox = sandbox
        config = sandbox.folder / "config" / "helix"
        grammars = config / "runtime" / "grammars"
        grammars.mkdir(parents=True)
        command = 'command = "wit-lsp"\n'
        languages = (HELIX / "languages.toml").read_text(encoding="utf-8")
        (config / "languages.toml").write_text(languages.replace(command, command + more), encoding="utf-8")
        shutil.copytree(HELIX / "queries", config / "runtime" / "queries")
        shutil.copy(next((ROOT / "wit_lsp" / "syntax").glob("_wit.*")), grammars / "wit.so")
        self._tmux = [program("tmux"), "-S", str(sandbox.folder / "tmux"), "-f", "/dev/null"]
        self._code = sandbox.folder / "code"
        # The shell writes the exit code of Helix, and keeps running so that the screen stays.
        helix = f"'{program('hx')}' '{sandbox.file}'; echo $? >'{self._code}'; exec sleep 100"
        size = ("-x", "140", "-y", "40")
        self.tmux("new-session", "-d", "-s", "main", *size, "-c", str(sandbox.workspace), f'sh -c "{helix}"')
        self.tmux("set-option", "-g", "escape-time", "0")
        self.sees(r"^.*NOR +wit/")

    def tmux(self, *arguments: str) -> str:
        environment = {**self.sandbox.environment, "TERM": "tmux-256color", "COLORTERM": "truecolor"}
        run = subprocess.run([*self._tmux, *arguments], check=True, capture_output=True, env=environment)
        return run.stdout.decode()

    def screen(self, *options: str) -> str:
        return self.tmux("capture-pane", "-p", "-t", "main", *options)

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.tmux("send-keys", "-t", "main", key)

    def types(self, text: str) -> None:
        # A `;` at the end of an argument separates commands of tmux.
        self.tmux("send-keys", "-t", "main", "-l", re.sub(";$", r"\;", text))

    def sees(self, pattern: str) -> None:
        until(lambda: re.search(pattern, self.screen(), re.M) is not None, self.screen)

    def sees_no_more(self, pattern: str) -> None:
        until(lambda: re.search(pattern, self.screen(), re.M) is None, self.screen)

    def picker(self, keys: list[str], first_column: str) -> list[str]:
        """The lines of a picker, once all are shown. Closes the picker."""
        self.keys(*keys)
        self.sees(rf"^[^│]*│ +{first_column} +")
        lines: list[str] = []

        def full() -> bool:
            nonlocal lines
            screen = self.screen()
            lines = re.findall(r"^[^│]*│[ >]+(\S.*?) *││", screen, re.M)
            count = re.search(r"^[^│]*│.* (\d+)/(\d+) ││", screen, re.M)
            lines = [line for line in lines if not line.startswith(first_column) and "/" not in line.split()[0]]
            return count is not None and count[1] == count[2] == str(len(lines))

        until(full, self.screen)
        self.keys("Escape")
        self.sees_no_more("││")
        return lines

    def codes(self) -> list[str]:
        return sorted(line.split()[1] for line in self.picker(["Space", "d"], "severity"))

    def shows(self, codes: list[str]) -> None:
        """Wait for exactly these diagnostics, and check that none follow after another answer of the server."""
        count = rf"● {len(codes)} +1 sel" if codes else r"^ NOR [^●]* 1 sel"
        self.sees(count)
        assert self.codes() == sorted(codes)
        assert self.picker(["Space", "s"], "kind"), "the server must answer"
        assert self.codes() == sorted(codes)

    def go_to(self, code: str) -> str:
        """Select the range of a diagnostic, and return its text."""
        self.keys("Space", "d")
        self.sees("severity +code")
        self.types(f"%code {code}")
        self.sees(rf"%code {code}.* 1/\d")
        self.keys("Enter")
        self.sees_no_more("││")
        selection = self.sandbox.folder / "selection"
        selection.unlink(missing_ok=True)
        self.types(f":pipe-to cat >{selection}.new && mv {selection}.new {selection}")
        self.keys("Enter")
        until(selection.exists, self.screen)
        return selection.read_text(encoding="utf-8")

    def apply(self, title: str) -> None:
        self.keys("Space", "a")
        self.sees(re.escape(title))
        cursor = re.search(r"(\d+):\d+$", self.screen(), re.M)
        assert cursor
        # The menu starts below the line of the cursor, with its first entry selected.
        row = next(row for row, line in enumerate(self.screen().splitlines()) if title in line)
        self.keys(*["Down"] * (row - int(cursor[1])), "Enter")
        self.sees_no_more("Ignore `")

    def quit(self) -> None:
        self.types(":quit!")
        self.keys("Enter")
        until(lambda: self._code.exists() and self._code.read_text() == "0\n", self.screen)

    def end(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    return Sandbox(tmp_path, CASES["plain"])


@pytest.fixture
def helix(sandbox: Sandbox) -> Iterator[Helix]:
    started = Helix(sandbox)
    yield started
    started.end()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_diagnostics_appear_and_fixes_resolve_them(tmp_path: Path, case: Case) -> None:
    sandbox = Sandbox(tmp_path, case)
    helix = Helix(sandbox)
    try:
        left = list(case.diagnostics)
        helix.shows([code for code, _ in left])
        for code, title in case.fixes:
            assert helix.go_to(code) == dict(left)[code]
            helix.apply(title)
            left = [each for each in left if each[0] != code]
            helix.shows([code for code, _ in left])
        helix.types(":write")
        helix.keys("Enter")
        until(lambda: sandbox.text() == case.fixed, helix.screen)
        helix.shows([])
        helix.quit()
        until(lambda: all(ended(pid) for pid in sandbox.servers()), sandbox.servers)
        assert len(sandbox.servers()) == 1
    finally:
        helix.end()


def test_colours_come_from_our_queries(helix: Helix) -> None:
    """Without our parser and queries, everything has the same colour."""
    helix.keys("g", "e")  # moves the cursor away from the text that is checked

    def colours() -> dict[str, str]:
        text, found = "", []
        for code, rest in re.findall(r"(?:\x1b\[([\d;]*)m)?([^\x1b]*)", helix.screen("-e")):
            text += rest
            found += [code] * len(rest)
        return {word: found[text.index(word)] for word in ("world", "client", "refused", "request:", "list<", "{")}

    until(lambda: len(set(colours().values())) >= 4, colours)
    assert colours()["world"] != colours()["client"]


def test_settings(sandbox: Sandbox) -> None:
    helix = Helix(sandbox, 'config = { wit-lsp = { ignore = ["missing-deadline"] } }\n')
    try:
        helix.shows([code for code, _ in sandbox.case.diagnostics if code != "missing-deadline"])
    finally:
        helix.end()


def test_lines_are_indented_as_they_are_typed(helix: Helix) -> None:
    """Helix inserts the closing brackets."""
    helix.keys("%", "d", "i")
    for line in ("world a {", "export b: interface {", "c: func("):
        helix.types(line)
        helix.keys("Enter")
    helix.types("d: u8,")
    helix.keys("Down", "End")
    helix.types(";")
    helix.keys("Enter")
    helix.types("e: func();")
    helix.keys("Escape")
    helix.sees("^ NOR")
    helix.types(":write")
    helix.keys("Enter")
    lines = [
        "world a {",
        "  export b: interface {",
        "    c: func(",
        "      d: u8,",
        "    );",
        "    e: func();",
        "  }",
        "}",
    ]
    until(lambda: helix.sandbox.text().split() == "\n".join(lines).split(), helix.screen)
    assert helix.sandbox.text().rstrip().splitlines() == lines


def test_initialize_is_recorded(sandbox: Sandbox, update: bool) -> None:
    sandbox.record()
    helix = Helix(sandbox)
    try:
        check_recorded("helix-25.01", sandbox, update)
    finally:
        helix.end()
