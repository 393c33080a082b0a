"""The files that `make grammar` generates match the sources of the grammar."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import pytest
from tree_sitter import Parser

from wit_lsp.syntax.language import LANGUAGE

PARSER = Parser(LANGUAGE)
GRAMMAR = Path(__file__).parents[2] / "tree-sitter-wit"
SRC = GRAMMAR / "src"
WORDS = runpy.run_path(str(GRAMMAR / "words.py"))


def words_of_the_scanner(array: str) -> list[str]:
    """The words of an array in words.h, in order."""
    body = re.search(rf"\b{array}\[\] = {{(.*?)}};", (SRC / "words.h").read_text(encoding="utf-8"), re.DOTALL)
    assert body, f"no {array} in words.h"
    return re.findall(r'"([^"]+)"', body[1])


RESERVED, CONTEXTUAL = words_of_the_scanner("RESERVED"), words_of_the_scanner("CONTEXTUAL")


def test_parser_is_generated_from_these_sources() -> None:
    assert (SRC / "SOURCES.sha256").read_text(encoding="utf-8") == WORDS["hashes"](), "run: make grammar"


def test_parser_has_the_abi_that_all_editors_support() -> None:
    assert "#define LANGUAGE_VERSION 14\n" in (SRC / "parser.c").read_text(encoding="utf-8")


# The tables of letters in words.h are not compared: they depend on the Unicode version of Python.
def test_scanner_knows_the_words_of_the_grammar() -> None:
    grammar = json.loads((SRC / "grammar.json").read_text(encoding="utf-8"))
    assert WORDS["words"](grammar) == (RESERVED, CONTEXTUAL), "run: make grammar"


@pytest.mark.parametrize("word", RESERVED)
def test_reserved_word_is_a_name_only_when_escaped(word: str) -> None:
    assert PARSER.parse(f"interface {word} {{}}".encode()).root_node.has_error
    assert not PARSER.parse(f"interface %{word} {{}}".encode()).root_node.has_error


@pytest.mark.parametrize("word", CONTEXTUAL)
def test_contextual_word_is_a_name(word: str) -> None:
    assert not PARSER.parse(f"interface {word} {{ {word}: func({word}: {word}); }}".encode()).root_node.has_error
