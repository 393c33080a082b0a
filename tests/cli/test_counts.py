"""What is counted as fixable is what the printed commands fix."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from wit_lsp import cli

EXAMPLES = Path(__file__).parents[2] / "examples"

TEXT = """\
package example:shop;

interface shapes {
  use wasi:io/streams.{input-stream};
  record box { size: u32, name: string }
  enum kind { small, large }
  area: func(of: box) -> (size: u32);
  fn scale(by: Vec<u8>) -> result<list<u8>, string>
  union u { a, b }
}

world w {
  import shapes;
  export run: func(job: string) -> list<u8>
}
"""


def mutated(random: Random) -> str:
    words = re.findall(r"\s+|[\w%-]+|.", TEXT)
    for _ in range(random.randint(0, 5)):
        at = random.randrange(len(words))
        words[at : at + random.randint(0, 1)] = random.choice([[], [random.choice(words)]])
    return "".join(words)


def run(capsys: pytest.CaptureFixture[str], command: list[str]) -> str:
    cli.run(command)
    return capsys.readouterr().out


def fixed(report: str) -> Counter[str]:
    """The fixes of a run of `fix`, by code."""
    found: Counter[str] = Counter()
    for line in re.findall(r"^Fixed .*?: (.*)$", report, re.M):
        found.update({code: int(number) for code, number in re.findall(r"([\w-]+) \((\d+)\)", line)})
    return found


def check(capsys: pytest.CaptureFixture[str], unsafe: bool) -> tuple[Counter[str], list[str]]:
    """The codes that a report counts as fixable with or without `--unsafe-fixes`, and the command that it prints."""
    kinds = ("safe", "unsafe") if unsafe else ("safe",)
    counted: Counter[str] = Counter()
    for line in run(capsys, ["check", "--statistics", "-q"]).splitlines():
        for code, fixes in re.findall(r"\[([\w-]+)\]: (.*)", line):
            counted[code] += sum(int(number) for number, kind in re.findall(r"(\d+) (\w+)", fixes) if kind in kinds)
    summary = json.loads(run(capsys, ["check", "--format", "json"]))["summary"]
    assert counted.total() == summary["fixable"] + (summary["fixableUnsafe"] if unsafe else 0)
    shown = run(capsys, ["check"])
    commands = [shlex.split(line) for line in re.findall(r"^  (wit-lsp fix.*)$", shown, re.M)]
    chosen = [command for command in commands if ("--unsafe-fixes" in command) == unsafe]
    assert bool(chosen) == bool(summary["fixableUnsafe" if unsafe else "fixable"])
    if chosen:
        number = summary["fixableUnsafe" if unsafe else "fixable"]  # the command for unsafe fixes applies both
        assert re.search(rf"^{number}( more)? fixable.*:\n  {re.escape(shlex.join(chosen[0]))}$", shown, re.M)
    return +counted, chosen[0][1:] if chosen else []


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("seed", range(30))
def test_printed_command_fixes_what_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], seed: int, unsafe: bool
) -> None:
    """Of a text with errors it may fix more: what these hid."""
    (tmp_path / "a.wit").write_text(mutated(Random(seed)))
    monkeypatch.chdir(tmp_path)
    counted, command = check(capsys, unsafe)
    if command:
        assert fixed(run(capsys, command)) >= counted


@pytest.mark.parametrize("name", [path.name for path in EXAMPLES.iterdir()])
def test_printed_command_fixes_exactly_what_is_counted_where_there_are_no_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    for path in (EXAMPLES / name).rglob("*.wit"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)
    counted, command = check(capsys, unsafe=True)
    assert counted
    assert fixed(run(capsys, command)) == counted
