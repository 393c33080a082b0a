"""Edits of a `wit-lsp.toml` keep everything else as it is."""

from __future__ import annotations

import pytest

from wit_lsp.configuration.editing import edited, ignore_in_file, pattern_for, turn_off
from wit_lsp.configuration.file import ConfigurationFile

RULE = "missing-deadline"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'ignore = ["missing-deadline"]\n'),
        ('# ours\nignore = ["time"] # all\n', '# ours\nignore = ["time", "missing-deadline"] # all\n'),
        ('ignore = [\n  "time", # a\n]\n', 'ignore = [\n  "time", # a\n  "missing-deadline",\n]\n'),
        ('ignore = ["missing-deadline"]\n', 'ignore = ["missing-deadline"]\n'),
        ('profile = "core"\n\n[severity]\n', 'profile = "core"\nignore = ["missing-deadline"]\n\n[severity]\n'),
        ("[severity]\n", 'ignore = ["missing-deadline"]\n\n[severity]\n'),
        ('profile = "core"\r\nignore = []\r\n', 'profile = "core"\r\nignore = ["missing-deadline"]\r\n'),
        ('ignore = "time"\n', None),
        ("ignore = [", None),
    ],
)
def test_turn_off(before: str, after: str | None) -> None:
    assert edited(before, turn_off(RULE)) == after
    assert after is None or RULE in ConfigurationFile("wit-lsp.toml", after.encode()).layer.ignore


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[per-file-ignores]\n"wit/a.wit" = ["missing-deadline"]\n'),
        (
            '[per-file-ignores] # these\n"wit/a.wit" = ["time"]\n\n[severity]\n',
            '[per-file-ignores] # these\n"wit/a.wit" = ["time", "missing-deadline"]\n\n[severity]\n',
        ),
        (
            '[per-file-ignores]\n"b" = ["time"] # b\n\n[severity]\ntime = "hint"\n',
            '[per-file-ignores]\n"b" = ["time"] # b\n"wit/a.wit" = ["missing-deadline"]\n\n[severity]\ntime = "hint"\n',
        ),
        ("per-file-ignores = 3\n", None),
        ('[per-file-ignores]\n"wit/a.wit" = 3\n', None),
    ],
)
def test_ignore_in_file(before: str, after: str | None) -> None:
    assert edited(before, ignore_in_file(RULE, "wit/a.wit")) == after


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/w/wit/a.wit", "wit/a.wit"),
        ("/w/a.wit", "/a.wit"),
        ("/w/[x]/a*.wit", "\\[x\\]/a\\*.wit"),
        ("/w/#.wit", "/\\#.wit"),
    ],
)
def test_pattern_matches_the_file_alone(path: str, pattern: str) -> None:
    from wit_lsp.configuration.keys import Layer
    from wit_lsp.configuration.layers import merged

    assert pattern_for(path, "/w") == pattern
    layer = Layer(exclude=(pattern,), folder="/w")
    assert merged([layer], path).excluded
    assert not merged([layer], path.replace("/w/", "/w/x/")).excluded
