"""The generated pages are up to date; `pytest --update` writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from wit_lsp.catalogue import generated

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("name", sorted(generated()))
def test_page_is_up_to_date(name: str, update: bool) -> None:
    path, text = DOCS / name, generated()[name]
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, "run: make pages"


def test_removed_rule_has_no_page() -> None:
    assert {f"rules/{path.name}" for path in (DOCS / "rules").glob("*.md")} == generated().keys() - {"rules.md"}
