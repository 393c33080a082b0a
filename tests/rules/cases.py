"""Helpers for the tests of rules: short cases whose layout is compared exactly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests import fixture
from wit_lsp.config import Settings
from wit_lsp.rules import Rule, selection

HEADER = "package example:docs@1.0.0;\n"
WASI_3 = Settings(target="wasi-0.3")


@contextmanager
def only(*rules: Rule[Any]) -> Iterator[None]:
    """Replaces all rules with these."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selection, "all_rules", lambda: rules)
        try:
            _forget_choices()
            yield
        finally:
            _forget_choices()


def _forget_choices() -> None:
    for cached in (selection.selected, selection.by_subject, selection.severities):
        cached.cache_clear()


def interface(*members: str) -> str:
    """A file with an interface that has these members."""
    body = "".join(f"  {member}\n" for member in members)
    return f"{HEADER}interface i {{\n{body}}}\n"


def reported(rule: str, text: str, settings: Settings | None = None) -> list[str]:
    """The texts at the places that `rule` reports, in order. The file must have no errors."""
    case = fixture.parse(text)
    found = case.diagnostics(settings)
    assert [each.message for each in found if not each.is_rule] == []
    texts = {path: text.encode() for path, text in case.files.items()}
    return [texts[each.path][each.span.start : each.span.end].decode() for each in found if each.code == rule]


def fixed(rule: str, text: str, settings: Settings | None = None) -> str:
    """The file after the preferred fixes of `rule`. It must have no errors and no problems of `rule` left."""
    [after] = fixture.parse(text).fixed(lambda each, _: each.code == rule, settings).values()
    assert reported(rule, after, settings) == []
    return after
