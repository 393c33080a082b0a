"""Compares generated files with what they should be, or writes them under `pytest --update`."""

from __future__ import annotations

from difflib import unified_diff
from itertools import islice
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHOWN = 30
"""Lines of the difference that a failure shows."""


def check(path: Path, text: str, update: bool, command: str) -> None:
    """Fail, with the command that writes the file, if it does not exist or has another text."""
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    if not path.exists():
        pytest.fail(f"{name} does not exist; run: {command}", pytrace=False)
    stored = path.read_text(encoding="utf-8")
    if stored != text:
        lines = unified_diff(stored.splitlines(), text.splitlines(), name, "generated", n=1, lineterm="")
        pytest.fail("\n".join([f"{name} is out of date; run: {command}", *islice(lines, SHOWN)]), pytrace=False)
