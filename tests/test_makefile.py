"""What the Makefile says while it creates the environment, and where it cannot."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
MAKE = shutil.which("make")
PYTHONS = {"python3": "3.12.1"}
TOOLS = ("sh", "awk", "cp", "echo", "mkdir", "sed", "touch")

pytestmark = pytest.mark.skipif(os.name == "nt" or not MAKE, reason="needs make and a shell")

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Environment = Callable[..., list[str]]

# Instead of creating an environment and installing packages, this Python only creates the file that would run next.
# Code runs in the real Python, which takes itself for another version.
PYTHON = """#!/bin/sh
case "$1 $2" in
  "--version ") echo 'Python {version}' ;;
  "-c "*) exec '{python}' -c 'import sys; sys.version_info = ({numbers}); exec(sys.argv[1])' "$2" ;;
  "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip") shift 2; echo "pip $*" ;;
  *) exit 1 ;;
esac
"""


@pytest.fixture
def make(tmp_path: Path) -> Run:
    """Runs make where nothing is on the path but the tools that it needs and a Python of a version."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)

    def program(name: str, text: str) -> None:
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)

    def run(
        *arguments: str, pythons: Mapping[str, str] = PYTHONS, programs: tuple[str, ...] = ()
    ) -> subprocess.CompletedProcess[str]:
        for name, version in pythons.items():
            numbers = version.replace(".", ", ")
            program(name, PYTHON.format(version=version, python=sys.executable, numbers=numbers))
        for name in programs:
            program(name, "#!/bin/sh\n")
        command = [str(MAKE), "--silent", "-f", str(ROOT / "Makefile"), f"VENV={tmp_path / 'venv'}", *arguments]
        environment = {"PATH": str(folder), "LANG": "C.UTF-8"}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)

    return run


@pytest.fixture
def environment(make: Run, tmp_path: Path) -> Environment:
    """Makes the environment and returns the lines that are printed."""

    def lines(*arguments: str, **options: Any) -> list[str]:
        run = make(str(tmp_path / "venv" / ".made"), *arguments, **options)
        assert run.returncode == 0, run.stderr
        return run.stdout.splitlines()

    return lines


def test_help_lists_every_target(make: Run) -> None:
    listed = set(re.findall(r"^  make (\w+) +\S", make("help").stdout, re.M))
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert phony and listed == set(phony[1].split())


def test_older_python_is_refused_in_one_line(make: Run, tmp_path: Path) -> None:
    run = make(str(tmp_path / "venv" / ".made"), pythons={"python3": "3.9.18"})
    assert run.returncode != 0
    assert run.stdout == ""
    said, failure = run.stderr.splitlines()
    assert said == "wit-lsp needs Python 3.10 or newer; python3 is Python 3.9.18. Name another: make PYTHON=…"
    assert failure.startswith("make: ***")


def test_another_python_can_be_named(environment: Environment) -> None:
    assert environment("PYTHON=python3.10", pythons={"python3": "3.9.18", "python3.10": "3.10.0"}, programs=("cc",))


def test_missing_python_is_named(make: Run, tmp_path: Path) -> None:
    run = make(str(tmp_path / "venv" / ".made"), "PYTHON=python3.13")
    assert run.returncode != 0
    assert run.stderr.startswith("There is no python3.13. Install Python 3.10 or newer, or name it: make PYTHON=…\n")


def test_steps_are_announced(environment: Environment, tmp_path: Path) -> None:
    assert environment(programs=("gcc",)) == [
        f"Creating {tmp_path / 'venv'} …",
        f"Installing wit-lsp and its development tools in {tmp_path / 'venv'} …",
        "pip install --disable-pip-version-check --quiet -e .[dev]",
    ]
    assert environment() == [], "nothing is left to do"


def test_download_of_a_compiler_is_announced_and_shows_its_progress(environment: Environment) -> None:
    *_, reason, pip = environment()
    assert reason.startswith("There is no C compiler: one is downloaded")
    assert "--quiet" not in pip


@pytest.mark.parametrize("name", ["cc", "gcc", "clang"])
def test_compilers_are_those_of_the_build(environment: Environment, name: str) -> None:
    assert f'"{name}"' in (ROOT / "build_parser.py").read_text(encoding="utf-8")
    assert not any("no C compiler" in line for line in environment(programs=(name,)))
