"""The modules that are found in a package are those that Python finds."""

from __future__ import annotations

import pkgutil
from pathlib import Path
from types import ModuleType

import pytest

from wit_lsp import features, rules
from wit_lsp.cli import commands
from wit_lsp.modules import module_names
from wit_lsp.recovery import productions


@pytest.mark.parametrize("package", [commands, features, productions, rules], ids=lambda package: package.__name__)
def test_modules_are_those_that_can_be_imported(package: ModuleType) -> None:
    path, name = package.__path__, f"{package.__name__}."
    walked = [info.name.removeprefix(name) for info in pkgutil.walk_packages(path, name) if not info.ispkg]
    assert module_names(path) == sorted(each for each in walked if "._" not in f".{each}")


def test_other_files_are_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "package"
    for name in ("__init__.py", "_helper.py", "one.py", "one.pyi", "notes.md", "inner/two.py", "data/table.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    (folder / "__pycache__").mkdir()
    assert module_names([str(folder)]) == ["inner.two", "one"]
