"""Corner cases of the rule `bad-suppression`."""

from __future__ import annotations

import pytest

from tests import fixture
from tests.rules.cases import HEADER, interface, reported

RULE = "bad-suppression"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("wit-lsp: ignore", "ignore"),
        ("wit-lsp: ignore[]", "ignore"),
        ("wit-lsp: ignore[ , ]", "ignore"),
        ("wit-lsp: ignore missing-deadline", "ignore"),
        ("wit-lsp: ignore-next[missing-deadline]", "ignore-next"),
        ("wit-lsp: off", "off"),
        ("wit-lsp:", "// wit-lsp:"),
        ("wit-lsp: ignore-next-item", "ignore-next-item"),
    ],
)
def test_what_suppresses_nothing_is_reported(words: str, place: str) -> None:
    assert reported(RULE, interface(f"f: func() -> u32; // {words}")) == [place]


@pytest.mark.parametrize("words", ["wit-lsp", "wit-lsp is great", "wit-lsp : ignore"])
def test_comment_without_the_marker_is_no_suppression(words: str) -> None:
    assert reported(RULE, interface(f"f: func() -> u32; // {words}")) == []


@pytest.mark.parametrize(
    ("text", "is_misplaced"),
    [
        (f"// C\n{HEADER}interface i {{}}\n", True),
        (f"{HEADER}// C\ninterface i {{}}\n", False),
        (f"{HEADER}/* other */\n// C\nuse a:b/c@1.0.0;\ninterface i {{}}\n", False),
        (f"{HEADER}interface i {{}}\n// C\ninterface j {{}}\n", True),
        (f"{HEADER}interface i {{\n  // C\n}}\n", True),
    ],
)
def test_one_for_a_whole_file_must_be_above_the_first_item(text: str, is_misplaced: bool) -> None:
    found = reported(RULE, text.replace("C", "wit-lsp: ignore-file[missing-deadline]"))
    assert found == (["ignore-file"] if is_misplaced else [])


def test_one_cause_is_one_problem() -> None:
    text = interface("f: func() -> u32;", "// wit-lsp: ignore-file[missing-deadline]")
    assert [each.code for each in fixture.parse(text).diagnostics()] == [RULE]
