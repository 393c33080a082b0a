"""How often `check` parses the files of a package, each of which is judged by what stands in the others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from wit_lsp import cli
from wit_lsp.cli import session
from wit_lsp.ir.document import Document

FILES = 12


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each file was parsed, by its name."""
    count: Counter[str] = Counter()

    def counted(path: str, *arguments: Any) -> Document:
        count[Path(path).name] += 1

        return Document(path, *arguments)

    monkeypatch.setattr(session, "Document", counted)
    return count


def lay_package(folder: Path) -> int:
    """Files of one package, in no order; the size of each."""
    for number in range(FILES):
        text = f"package example:shop@1.0.0;\n\ninterface i{number:02} {{\n  f: func(a: undeclared);\n}}\n"
        (folder / f"{number:02}.wit").write_text(text)
    return len(text)


def test_files_of_a_package_are_parsed_once(tmp_path: Path, parsed: Counter[str]) -> None:
    lay_package(tmp_path)
    cli.run(["check", "--quiet", str(tmp_path)])
    assert len(parsed) == FILES
    assert set(parsed.values()) == {1}


def test_files_that_there_is_no_room_for_are_parsed_twice(
    tmp_path: Path, parsed: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    size = lay_package(tmp_path)
    monkeypatch.setattr(session, "MAX_KEPT_BYTES", 8 * size)
    cli.run(["check", "--quiet", str(tmp_path)])
    assert len(parsed) == FILES
    assert Counter(parsed.values()) == {1: 8, 2: 4}
