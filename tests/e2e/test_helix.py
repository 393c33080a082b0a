"""Helix with what is in editors/helix, in a terminal without a screen: tmux is the person at the keyboard."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.editors import CASES, ROOT, Case, LocatedSegment, check_recorded, ended, program, until

HELIX = ROOT / "editors" / "helix"


class Helix:
    def __init__(self, place: LocatedSegment, more: str = "") -> None:
        """`more` follows the command in languages.toml."""
        self.place = place
        config = place.folder / "config" / "helix"
        grammars = config / "runtime" / "grammars"
        grammars.mkdir(parents=True)
        command = 'command = "wit-lsp"\n'
        languages = (HELIX / "languages.toml").read_text(encoding="utf-8")
        (config / "languages.toml").write_text(languages.replace(command, command + more), encoding="utf-8")
        shutil.copytree(HELIX / "queries", config / "runtime" / "queries")
        shutil.copy(next((ROOT / "wit_lsp" / "syntax").glob("_wit.*")), grammars / "wit.so")
        self._tmux = [program("tmux"), "-S", str(place.folder / "tmux"), "-f", "/dev/null"]
        self._code = place.folder / "code"
        # The shell, not tmux, says how Helix ended; it stays, or its screen would go with it.
        helix = f"'{program('hx')}' '{place.file}'; echo $? >'{self._code}'; exec sleep 100"
        size = ("-x", "140", "-y", "40")
        self.tmux("new-session", "-d", "-s", "main", *size, "-c", str(place.workspace), f'sh -c "{helix}"')
        self.tmux("set-option", "-g", "escape-time", "0")
        self.sees(r"^.*NOR +wit/")

    def tmux(self, *arguments: str) -> str:
        environment = {**self.place.environment, "TERM": "tmux-256color", "COLORTERM": "truecolor"}
        run = subprocess.run([*self._tmux, *arguments], check=True, capture_output=True, env=environment)
        return run.stdout.decode()

    def screen(self, *options: str) -> str:
        return self.tmux("capture-pane", "-p", "-t", "main", *options)

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.tmux("send-keys", "-t", "main", key)

    def types(self, text: str) -> None:
        # For tmux a `;` at the end of an argument ends a command.
        self.tmux("send-keys", "-t", "main", "-l", re.sub(";$", r"\;", text))

    def sees(self, pattern: str) -> None:
        until(lambda: re.search(pattern, self.screen(), re.M) is not None, self.screen)

    def sees_no_more(self, pattern: str) -> None:
        until(lambda: re.search(pattern, self.screen(), re.M) is None, self.screen)

    def picker(self, keys: list[str], first_column: str) -> list[str]:
        """The lines of a picker once it has as many as it says, and the picker closed again."""
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
        """Each as often as it is there, and none more after the server has said all."""
        count = rf"● {len(codes)} +1 sel" if codes else r"^ NOR [^●]* 1 sel"
        self.sees(count)
        assert self.codes() == sorted(codes)
        assert self.picker(["Space", "s"], "kind"), "the server answers"
        assert self.codes() == sorted(codes)

    def go_to(self, code: str) -> str:
        """The text that the diagnostic stands at, which is the selection then."""
        self.keys("Space", "d")
        self.sees("severity +code")
        self.types(f"%code {code}")
        self.sees(rf"%code {code}.* 1/\d")
        self.keys("Enter")
        self.sees_no_more("││")
        selection = self.place.folder / "selection"
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
        # The menu begins below the line of the cursor; its first entry is chosen already.
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
def place(tmp_path: Path) -> LocatedSegment:
    return LocatedSegment(tmp_path, CASES["plain"])


@pytest.fixture
def helix(place: LocatedSegment) -> Iterator[Helix]:
    started = Helix(place)
    yield started
    started.end()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_diagnostics_appear_and_fixes_end_them(tmp_path: Path, case: Case) -> None:
    place = LocatedSegment(tmp_path, case)
    helix = Helix(place)
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
        until(lambda: place.text() == case.fixed, helix.screen)
        helix.shows([])
        helix.quit()
        until(lambda: all(ended(pid) for pid in place.servers()), place.servers)
        assert len(place.servers()) == 1
    finally:
        helix.end()


def test_colours_come_from_our_queries(helix: Helix) -> None:
    """Without our parser and queries everything has one colour."""
    helix.keys("g", "e")  # away from what is looked at

    def colours() -> dict[str, str]:
        text, found = "", []
        for code, rest in re.findall(r"(?:\x1b\[([\d;]*)m)?([^\x1b]*)", helix.screen("-e")):
            text += rest
            found += [code] * len(rest)
        return {word: found[text.index(word)] for word in ("world", "client", "refused", "request:", "list<", "{")}

    until(lambda: len(set(colours().values())) >= 4, colours)
    assert colours()["world"] != colours()["client"]


def test_settings(place: LocatedSegment) -> None:
    helix = Helix(place, 'config = { wit-lsp = { ignore = ["missing-deadline"] } }\n')
    try:
        helix.shows([code for code, _ in place.case.diagnostics if code != "missing-deadline"])
    finally:
        helix.end()


def test_lines_are_indented_as_they_are_typed(helix: Helix) -> None:
    """Helix closes each bracket by itself."""
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
    until(lambda: helix.place.text().split() == "\n".join(lines).split(), helix.screen)
    assert helix.place.text().rstrip().splitlines() == lines


def test_initialize_is_recorded(place: LocatedSegment, update: bool) -> None:
    place.record()
    helix = Helix(place)
    try:
        check_recorded("helix-25.01", place, update)
    finally:
        helix.end()
