"""Runs the corpus of the grammar without the tree-sitter CLI: each text must have the tree below it.

An entry with the tag `:error` has no tree: its text must have an error, and the rest of its tree does not matter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tree_sitter import Node, Parser

from wit_lsp.syntax.language import LANGUAGE

PARSER = Parser(LANGUAGE)
GRAMMAR = Path(__file__).parents[2] / "tree-sitter-wit"

_HEAD = re.compile(r"^={3,}\n(.+)\n((?::.+\n)*)={3,}\n", re.MULTILINE)
_DIVIDER = re.compile(r"^-{3,}\n", re.MULTILINE)


class Entry(NamedTuple):
    title: str
    tags: list[str]
    text: bytes
    tree: str


def entries(corpus: str) -> Iterator[Entry]:
    """The entries of a file. As in the CLI, a text includes the empty line before it, but not the one after it."""
    _, *parts = _HEAD.split(corpus)
    for title, tags, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        text, tree = _DIVIDER.split(body)
        yield Entry(title, tags.split(), text.removesuffix("\n").encode(), tree.strip())


def steps(root: Node) -> Iterator[tuple[int, str, Node]]:
    """Depth, field name or "", and node of everything in a tree, in the order of the text."""
    cursor, depth = root.walk(), 0
    while True:
        assert cursor.node is not None
        yield depth, cursor.field_name or "", cursor.node
        if cursor.goto_first_child():
            depth += 1
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return
            depth -= 1


def render(root: Node) -> str:
    """A tree without errors as the CLI prints it: a line for each named node, indented by two spaces per level."""
    lines: list[str] = []
    last = -1
    for depth, field, node in steps(root):
        if not node.is_named:
            continue
        if lines:
            lines[-1] += ")" * (last - depth + 1)
        lines.append("  " * depth + (f"{field}: " if field else "") + f"({node.type}")
        last = depth
    return "\n".join(lines) + ")" * (last + 1)


CORPUS = [
    entry
    for path in sorted((GRAMMAR / "test" / "corpus").glob("*.txt"))
    for entry in entries(path.read_bytes().decode())
]
ACCEPTED = [entry for entry in CORPUS if ":error" not in entry.tags]


@pytest.mark.parametrize("entry", CORPUS, ids=lambda entry: entry.title)
def test_text_has_the_tree_below_it(entry: Entry) -> None:
    root = PARSER.parse(entry.text).root_node
    if entry.tags:
        assert entry.tags == [":error"], "unknown tag"
        assert entry.tree == "", "an entry with an error must not have a tree"
        assert root.has_error
    else:
        assert not root.has_error, f"syntax error: {root}"
        assert render(root) == entry.tree


def test_titles_are_unique() -> None:
    titles = [entry.title for entry in CORPUS]
    assert sorted(set(titles)) == sorted(titles)


def test_every_rule_is_in_a_tree() -> None:
    grammar = json.loads((GRAMMAR / "src" / "grammar.json").read_text(encoding="utf-8"))
    tokens = {token["name"] for token in grammar["externals"] if token["type"] == "SYMBOL"}
    # No rule uses `unclosed_comment`: it only occurs in errors.
    rules = {*grammar["rules"], *tokens} - {*grammar["supertypes"], "unclosed_comment"}
    assert rules - {rule for entry in ACCEPTED for rule in re.findall(r"\((\w+)", entry.tree)} == set()


def test_every_field_is_in_a_tree() -> None:
    fields = {LANGUAGE.field_name_for_id(field) for field in range(1, LANGUAGE.field_count + 1)}
    assert fields - {field for entry in ACCEPTED for field in re.findall(r"(\w+): ", entry.tree)} == set()


def test_every_token_is_in_a_valid_text() -> None:
    tokens = {
        LANGUAGE.node_kind_for_id(kind)
        for kind in range(LANGUAGE.node_kind_count)
        if LANGUAGE.node_kind_is_visible(kind) and not LANGUAGE.node_kind_is_named(kind)
    }
    seen = {node.type for entry in ACCEPTED for *_, node in steps(PARSER.parse(entry.text).root_node)}
    assert tokens - seen == set()
