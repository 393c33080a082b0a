"""The files in editors/ are generated from our queries, or agree with the grammar."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import pytest
from tree_sitter import Query

from tests.generated import check
from wit_lsp.syntax.language import LANGUAGE

ROOT = Path(__file__).parent.parent
EDITORS = ROOT / "editors"
GRAMMAR = ROOT / "tree-sitter-wit"
FILES: dict[str, str] = runpy.run_path(str(EDITORS / "generate.py"))["files"]()


@pytest.mark.parametrize("name", sorted(FILES))
def test_file_is_up_to_date(name: str, update: bool) -> None:
    check(EDITORS / name, FILES[name], update, "make pages")


def test_removed_query_has_no_file() -> None:
    assert {path.relative_to(EDITORS).as_posix() for path in EDITORS.rglob("*.scm")} == FILES.keys()


@pytest.mark.parametrize("name", sorted(FILES))
def test_query_matches_the_grammar(name: str) -> None:
    assert Query(LANGUAGE, FILES[name]).capture_count > 0


def test_emacs_knows_the_words_of_the_grammar() -> None:
    text = (EDITORS / "emacs" / "wit-mode.el").read_text(encoding="utf-8")
    keywords, types = (set(re.findall(r'"([^"]+)"', each)) for each in re.findall(r"regexp-opt '\(([^)]*)\)", text))
    grammar = json.loads((GRAMMAR / "src" / "grammar.json").read_text(encoding="utf-8"))
    reserved, _ = runpy.run_path(str(GRAMMAR / "words.py"))["words"](grammar)
    assert keywords | types == set(reserved) - {"_", "from"}, "`from` is reserved but not used yet"
    assert keywords.isdisjoint(types)
