"""Types of an older WIT, which the grammar reads as names: wrong where nothing of the text declares such a type."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from wit_lsp.syntax.language import Node, captures, span
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit, Span, decode

FLOATS = {"float32": "f32", "float64": "f64"}
UNIT = "unit"
"""The type of nothing."""


def suspect_float(text: bytes) -> bool:
    return any(name.encode() in text for name in FLOATS)


def float_problems(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    for node, name in _undeclared(root, FLOATS):
        edit = Edit(span(node), FLOATS[name])
        yield _problem(node, name).repaired(f"Write `{edit.text}`", edit)


def suspect_unit(text: bytes) -> bool:
    return UNIT.encode() in text


def unit_problems(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    for node, name in _undeclared(root, (UNIT,)):
        problem = _problem(node, name)
        if _is_ok_beside_error(node):
            yield problem.repaired("Write `_`", Edit(span(node), "_"))
        elif (result := _of_function(node)) is not None:
            yield problem.repaired("Remove `-> unit`", Edit(result, ""))


def _problem(node: Node, name: str) -> SyntaxProblem:
    return SyntaxProblem(span(node), "old-syntax", f"`{name}` is old syntax", about=name, is_mention=True)


def _undeclared(root: Node, names: Collection[str]) -> Iterator[tuple[Node, str]]:
    """The types of these names, unless something of the text declares one that is called so."""
    found = [(node, decode(node.text or b"")) for node in captures("(name) @name", root).get("name", ())]
    found = [(node, name) for node, name in found if name in names]
    declared = {name for node, name in found if node.parent is not None and node.parent.type != "type_name"}
    return ((node, name) for node, name in found if name not in declared)


def _is_ok_beside_error(name: Node) -> bool:
    """Whether the type that has this name is the first of `result<t, e>`."""
    type_ = name.parent
    around = (type_.prev_sibling, type_.next_sibling) if type_ is not None else (None, None)
    owner = type_.parent if type_ is not None else None
    return owner is not None and owner.type == "result" and [each.type for each in around if each] == ["<", ","]


def _of_function(name: Node) -> Span | None:
    """The arrow and the type, where the type that has this name is what a function returns."""
    type_ = name.parent
    arrow = type_.prev_sibling if type_ is not None else None
    if arrow is None or arrow.type != "->" or arrow.prev_sibling is None:
        return None
    return Span(arrow.prev_sibling.end_byte, name.end_byte)
