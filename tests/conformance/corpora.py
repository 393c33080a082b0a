"""The corpora with the verdicts of the reference toolchain.

`$WIT_LSP_CORPORA` names a folder with `reference/ui`, the fixtures of wit-parser, and `public/verdicts.json`, a list of
package roots with the verdict of the reference on each (`path`, relative to the folder `public`, and `ok`), and the
options with which it was asked (`flags`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from wit_lsp.config import ALL_FEATURES, Settings

FOLDER = os.environ.get("WIT_LSP_CORPORA")
PUBLIC = Path(FOLDER or "", "public")
REFERENCE = Path(FOLDER or "", "reference", "ui")

MISSING = "WIT_LSP_CORPORA is not set: see CONTRIBUTING.md, Conformance"


OF_REFERENCE = Settings(features=frozenset({"active"}))
"""The settings of the reference's fixtures: this feature is on in all of them."""


class Root(NamedTuple):
    """A package root, whether the reference accepts it, and the settings for which that holds."""

    path: Path
    accepted: bool
    settings: Settings


def needed() -> None:
    """Skips the test if the corpora are missing; fails if they are required."""
    if FOLDER is None:
        if os.environ.get("WIT_LSP_CONFORMANCE"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)


def roots() -> list[Root]:
    verdicts = json.loads((PUBLIC / "verdicts.json").read_text(encoding="utf-8"))
    return [Root(PUBLIC / verdict["path"], verdict["ok"], _settings(verdict["flags"])) for verdict in verdicts]


def _settings(flags: list[str]) -> Settings:
    assert flags in ([], ["--all-features"]), flags
    return Settings(features=ALL_FEATURES if flags else frozenset())


def wit_files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    else:
        yield from (found for found in sorted(path.rglob("*.wit")) if found.is_file())


def accepted_files() -> set[Path]:
    """The files of all packages that the reference accepts, and its own accepted fixtures."""
    public = {file for root in roots() if root.accepted for file in wit_files(root.path)}
    return public | {file for file in wit_files(REFERENCE) if "parse-fail" not in file.parts}
