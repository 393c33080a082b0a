"""Which words are names, and how WIT writes those of other languages."""

from __future__ import annotations

import pytest

from wit_lsp.validation.names import is_name, kebab


@pytest.mark.parametrize("name", ["a", "%a", "a1", "a-b", "a-B", "A-b", "AB-c1", "a-1", "a-1b", "a-1B", "%type-2"])
def test_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("name", ["", "%", "-", "a-", "-a", "a--b", "1", "1a", "aB", "a_b", "é", "a-é", "a-bC", "a b"])
def test_no_names(name: str) -> None:
    assert not is_name(name)


@pytest.mark.parametrize(
    ("name", "new"),
    [("fooBar", "foo-bar"), ("FooBar", "foo-bar"), ("foo_bar", "foo-bar"), ("HTTPServer", "http-server"), ("é", "")],
)
def test_kebab(name: str, new: str) -> None:
    assert kebab(name) == new
