"""The JSON schema accepts what is read without a mistake, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator

from wit_lsp.configuration.file import ConfigurationFile
from wit_lsp.configuration.keys import KEYS, Key, schema

SCHEMA: Any = Draft202012Validator(schema())


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_example_is_valid(key: Key) -> None:
    assert SCHEMA.is_valid(tomli.loads(key.example))
    assert schema()["properties"][key.name]["description"] == key.docs


@pytest.mark.parametrize(
    "text",
    [
        "",
        'profile = "core"',
        'profile = "agnet"',
        "profile = 1",
        "profil = 1",
        'select = ["time", "missing-deadline"]',
        'select = ["tme"]',
        'select = "time"',
        "exclude = [3]",
        'features = ["a-1", "A-b", "all"]',
        'features = ["a_b"]',
        'features = "all"',
        'features = "a"',
        '[severity]\ntime = "error"',
        '[severity]\ntme = "error"',
        '[severity]\ntime = "off"',
        '[per-file-ignores]\n"x/**" = ["time"]',
        '[per-file-ignores]\n"x/**" = "time"',
        "rules = 3",
        '[rules.missing-deadline]\nscope = "all"',
        '[rules.missing-deadline]\nscope = "some"',
        '[rules.missing-deadline]\nscop = "all"',
        '[rules.missing-deadline]\ninstant = ["a"]',
        '[rules.missing-deadline]\ninstant = "a"',
        "[rules.no-rule]",
    ],
)
def test_schema_and_reader_agree(text: str) -> None:
    is_right = not ConfigurationFile("wit-lsp.toml", text.encode()).mistakes
    assert SCHEMA.is_valid(tomli.loads(text)) == is_right
