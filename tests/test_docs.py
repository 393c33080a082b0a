"""The generated pages are those that the code makes; `pytest --update` writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from wit_lsp.catalogue import generated

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("name", sorted(generated()))
def test_page_is_current(name: str, update: bool) -> None:
    path, text = DOCS / name, generated()[name]
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, "run: make pages"


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    assert {f"rules/{path.name}" for path in (DOCS / "rules").glob("*.md")} == generated().keys() - {"rules.md"}
