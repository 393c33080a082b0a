"""The generated pages are up to date; `make pages` writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated import check
from wit_lsp.catalogue import generated

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("name", sorted(generated()))
def test_page_is_up_to_date(name: str, update: bool) -> None:
    check(DOCS / name, generated()[name], update, "make pages")


def test_removed_rule_has_no_page(update: bool) -> None:
    stale = [path for path in (DOCS / "rules").glob("*.md") if f"rules/{path.name}" not in generated()]
    if update:
        for path in stale:
            path.unlink()
    else:
        assert not stale, "run: make pages"
