"""All modules that a start imports. Each costs time in every run; one like `inspect` takes a tenth of a small check.

Import a new module in the function that needs it, or justify why the lists get longer; `pytest --update` writes them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wit_lsp.rules import all_rules

LISTS = Path(__file__).parent / "imports"

# Modules that some versions of Python import together with those in the lists.
VARYING = {"contextlib", "linecache", "sre_compile", "sre_constants", "sre_parse", "textwrap", "warnings"}

CODE = """
import os, sys
bare = set(sys.modules)
os._exit = sys.exit
from wit_lsp.__main__ import main
try:
    main()
finally:
    print(*(set(sys.modules) - bare), file=sys.stderr)
"""


def imported(*arguments: str) -> list[str]:
    """The imports of a command beyond those of a bare interpreter: our modules, and other packages."""
    command = [sys.executable, "-c", CODE, *arguments]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(2):  # the first one may compile modules, for which Python itself imports some
        run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    found = set(run.stderr.split())
    ours = {name for name in found if name.startswith("wit_lsp") and not _is_found(name)}
    others = {name.partition(".")[0] for name in found} - {"wit_lsp"} - VARYING
    return sorted(ours) + sorted(name for name in others if not name.startswith("_"))


def _is_found(name: str) -> bool:
    """Whether a module is a rule or a category of rules."""
    categories = {each.category for each in all_rules()}
    return name.startswith("wit_lsp.rules.") and name.split(".")[2] in categories


@pytest.mark.parametrize(("name", "arguments"), [("version", ["--version"]), ("check", ["check", "clean.wit"])])
def test_start_imports_exactly_the_listed_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: bool, name: str, arguments: list[str]
) -> None:
    (tmp_path / "clean.wit").write_text("package a:b@1.0.0;\n\ninterface i {\n  f: func(a: u32) -> u32;\n}\n")
    monkeypatch.chdir(tmp_path)
    path, found = LISTS / f"{name}.txt", imported(*arguments)
    if update:
        path.write_text("".join(f"{each}\n" for each in found), encoding="utf-8")
    assert found == path.read_text(encoding="utf-8").split()


def test_lists_have_no_module_that_only_some_runs_need() -> None:
    """Catches an accidental `--update`."""
    slow = {
        "asyncio",
        "attr",
        "cattrs",
        "lsprotocol",
        "pathspec",
        "pygls",
        "rich",
        "semver",
        "shtab",
        "tomli",
        "tomlkit",
        "tomllib",
        "tree_sitter_toml",
        "wcwidth",
        "wit_lsp.configuration",
    }
    for path in LISTS.iterdir():
        assert slow.isdisjoint(path.read_text(encoding="utf-8").split()), path.name
