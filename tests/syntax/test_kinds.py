"""`wit_lsp/syntax/kinds.py` matches the grammar; `make grammar` writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.generated import check

ROOT = Path(__file__).parents[2]
MODULE = ROOT / "wit_lsp" / "syntax" / "kinds.py"
NODE_TYPES = json.loads((ROOT / "tree-sitter-wit" / "src" / "node-types.json").read_text(encoding="utf-8"))

HEAD = '''\
"""What the grammar calls its nodes and their fields. Made from node-types.json by `make grammar`; do not edit."""

from __future__ import annotations
'''


def test_kinds_are_those_of_the_grammar(update: bool) -> None:
    check(MODULE, "\n".join([HEAD, *lines(NODE_TYPES)]) + "\n", update, "make grammar")


def lines(node_types: list[dict[str, Any]]) -> Iterator[str]:
    """A constant for each named kind, a set of kinds for each supertype, and a constant for each field."""
    named = {each["type"]: each for each in node_types if each["named"]}
    yield from (f'{kind.upper()} = "{kind}"' for kind in sorted(named) if "subtypes" not in named[kind])
    for kind in sorted(named):
        if "subtypes" in named[kind]:
            members = sorted(set(subtypes(named, kind)))
            yield from ("", f"{kind.upper()}S = frozenset(", "    {")
            yield from (f"        {each.upper()}," for each in members)
            yield from ("    }", ")")
    yield from ("", "", "class Field:", '    """The names of fields."""', "")
    fields = {field for each in named.values() for field in each.get("fields", ())}
    yield from (f'    {field.upper()} = "{field}"' for field in sorted(fields))


def subtypes(named: dict[str, dict[str, Any]], kind: str) -> Iterator[str]:
    """The kinds of the nodes that belong to a supertype."""
    for each in named[kind]["subtypes"]:
        if "subtypes" in named[each["type"]]:
            yield from subtypes(named, each["type"])
        else:
            yield each["type"]
