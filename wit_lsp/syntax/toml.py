"""Where the keys and values of a TOML text stand. What they are is for a parser of values to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from wit_lsp.text import Span
from wit_lsp.tuples import NamedTuple

Path: TypeAlias = "tuple[str | int, ...]"
"""The keys that lead to a value from the top of a text, and indices into arrays."""


class Place(NamedTuple):
    """A key and its value. If one of them is not written, as in an array or a header, both are the other one."""

    key: Span
    value: Span


class Places:
    """The places of all keys and values. The text need not be TOML."""

    def __init__(self, text: bytes) -> None:
        self._places: dict[Path, Place] = {}
        parser = Parser(Language(tree_sitter_toml.language()))
        # A byte order mark is no TOML to this grammar.
        root = parser.parse(text.replace(b"\xef\xbb\xbf", b"   ", 1) if text[:3] == b"\xef\xbb\xbf" else text).root_node
        counts: Counter[Path] = Counter()
        for node in root.named_children:
            if node.type == "pair":
                self._pair((), node)
            elif node.type in ("table", "table_array_element"):
                self._table(node, counts)

    def key(self, path: Path) -> Span:
        """Where a key stands; where it is not known, the nearest one around it."""
        return self._nearest(path).key

    def value(self, path: Path) -> Span:
        return self._nearest(path).value

    def _nearest(self, path: Path) -> Place:
        while path and path not in self._places:
            path = path[:-1]
        return self._places.get(path, Place(Span(0, 0), Span(0, 0)))

    def _table(self, node: Node, counts: Counter[Path]) -> None:
        header, *members = node.named_children or [node]
        path: Path = ()
        for name, span in _keys(header):
            path = (*path, name)
            self._places.setdefault(path, Place(span, span))
            if (number := counts[path]) and node.type == "table":
                path = (*path, number - 1)
        if node.type == "table_array_element":
            counts[path] += 1
            path = (*path, counts[path] - 1)
        for member in members:
            if member.type == "pair":
                self._pair(path, member)

    def _pair(self, path: Path, node: Node) -> None:
        inner = [child for child in node.named_children if child.type not in ("comment", "ERROR")]
        if len(inner) < 2:
            return
        value = Span(*inner[1].byte_range)
        keys = list(_keys(inner[0]))
        for number, (name, span) in enumerate(keys, 1):
            path = (*path, name)
            self._places.setdefault(path, Place(span, value if number == len(keys) else span))
        self._value(path, inner[1])

    def _value(self, path: Path, node: Node) -> None:
        inside = [child for child in node.named_children if child.type not in ("comment", "ERROR")]
        if node.type == "array":
            for number, child in enumerate(inside):
                span = Span(*child.byte_range)
                at = (*path, number)
                self._places[at] = Place(span, span)
                self._value(at, child)
        elif node.type == "inline_table":
            for child in inside:
                self._pair(path, child)


def _keys(node: Node) -> Iterator[tuple[str, Span]]:
    """The parts of a dotted key, in order."""
    if node.type == "dotted_key":
        for child in node.named_children:
            yield from _keys(child)
        return
    text = (node.text or b"").decode("utf-8", "replace")
    if node.type == "quoted_key":
        import tomli

        text = str(tomli.loads(f"key = {text}")["key"])
    yield text, Span(*node.byte_range)
