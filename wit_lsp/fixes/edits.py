"""Edits that rules share. They keep comments, commas, layout and line ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, takewhile

from wit_lsp.fixes import Changes
from wit_lsp.ir.files import LocatedSegment
from wit_lsp.ir.items import Body, Func, PackageId, Path, Use, body_of, names_in
from wit_lsp.syntax.language import Node, span
from wit_lsp.text import Edit, Span, decode, insertion


def changes(place: LocatedSegment, *edits: Edit) -> Changes:
    """Edits of one part, whose spans count from it, as changes of its file."""
    return {place.file.path: place.edits(list(edits))}


def insert(at: int, text: str) -> Edit:
    return insertion(at, text)


def append_parameter(place: LocatedSegment, func: Func, text: str) -> list[Edit]:
    """`text` as the last parameter of `func`."""
    return _append(place, _node(place, func.signature.params_span.shifted(func.start), "params"), "()", text)


def replace_list(place: LocatedSegment, at: Span, text: str) -> list[Edit]:
    """`text` for the `list<…>` at `at`; comments between its tokens stay behind it."""
    first, *others = _node(place, at, "list").children
    if not any(child.is_extra for child in others):
        return [Edit(at, text)]
    return [Edit(span(first), text), *(Edit(span(child), "") for child in others if not child.is_extra)]


def bring_in(
    place: LocatedSegment, func: Func, package: PackageId, interface: str, name: str
) -> tuple[str, list[Edit]]:
    """How `func` can call the type `name` of an interface of `package`, and the edits that let it.

    No edit where its body has the type already; else the name is added to the first `use` of that interface that no
    gate can shut, or a `use` of its own is written. A taken name gets an alias.
    """
    body = body_of(func)
    assert body is not None, "a function stands in an interface or a world"
    uses = [use for use in body.items if isinstance(use, Use) and not use.broken]
    same = [use for use in uses if _leads_to(place, use.path, package, interface)]
    for use in same:
        local = next((used.local.text for used in use.names if used.name.text == name), None)
        if local is not None and _features(place, use) <= _features(place, func):
            return local, []
    local = _free(names_in(body), [name, f"{package.name}-{name}", f"{package.name}-{interface}-{name}"])
    entry = name if local == name else f"{name} as {local}"
    for use in same:
        if not _features(place, use):
            return local, _append(place, _node(place, use.span, "use"), "{}", entry)
    path = Path(package, interface, Span(0, 0))
    return local, [_new_use(place, body, uses, f"use {path}.{{{entry}}};")]


def _leads_to(place: LocatedSegment, path: Path, package: PackageId, interface: str) -> bool:
    """Whether a path names an interface of `package`, at any version or through a top-level `use`."""
    if path.package is None:
        aliases = dict(place.file.facts.aliases)
        path = aliases.get(path.name, path)
    return path.name == interface and path.package is not None and path.package.unversioned == package.unversioned


def _features(place: LocatedSegment, item: Use | Func) -> set[bytes | None]:
    """Those without which the reference drops the item, and then refuses what refers to it."""
    attributes = _node(place, item.span, *_GATED).children
    features = (child.child_by_field_name("feature") for child in attributes if child.type == "attr")
    return {feature.text for feature in features if feature is not None}


def _free(taken: Iterator[str], wanted: list[str]) -> str:
    """The first name that nothing has, numbered if none is free. Case and hyphens do not tell two names apart."""
    keys = {_key(name) for name in taken}
    numbered = (f"{wanted[-1]}-{n}" for n in count(2))
    return next(name for names in (wanted, numbered) for name in names if _key(name) not in keys)


def _key(name: str) -> str:
    return name.replace("-", "").lower()


def _new_use(place: LocatedSegment, body: Body, uses: list[Use], text: str) -> Edit:
    """Below the last `use`, else at the head of the body, with an empty line behind it."""
    source = place.text
    if uses:
        last = _node(place, uses[-1].span, "use")
        indent = _indent(source, last)
        if indent is None:
            return insert(last.end_byte, f" {text}")
        return insert(_line_end(source, last), f"{place.newline}{indent}{text}")
    braces = _node(place, body.span, *_BODIES).child_by_field_name("body")
    assert braces is not None
    at = _line_end(source, braces.children[0])
    first = next(child for child in braces.children if child.start_byte >= at)
    indent = _indent(source, first)
    if indent is None:
        return insert(first.start_byte, f"{text} ")
    empty_line = place.newline if source.count(b"\n", at, first.start_byte) < 2 else ""
    return insert(at, f"{place.newline}{indent}{text}{empty_line}")


_BODIES = ("interface", "world", "extern")
_GATED = ("use", "func_item", "method", "constructor", "extern")


def _append(place: LocatedSegment, node: Node, brackets: str, text: str) -> list[Edit]:
    """`text` as the last entry of the comma list that stands in `brackets` in `node`."""
    source = place.text
    kinds = [child.type for child in node.children]
    opener, *inside, closer = node.children[kinds.index(brackets[0]) : kinds.index(brackets[1]) + 1]
    last = next((child for child in reversed(inside) if child.is_named and not child.is_extra), None)
    if last is None:
        return [_only_entry(place, opener, inside, closer, text)]
    comma = next((child for child in inside if child.type == "," and child.start_byte >= last.end_byte), None)
    behind = _comments_behind(comma or last)
    indent = _indent(source, last)
    if indent is None:
        gap, behind = " ", takewhile(lambda comment: comment.type == "block_comment", behind)
    else:
        gap = place.newline + indent
    *_, before = comma or last, *behind
    if comma is not None:
        return [insert(_end(source, before), f"{gap}{text},")]
    if before.type == "line_comment":
        return [insert(last.end_byte, ","), insert(_end(source, before), f"{gap}{text}")]
    return [insert(before.end_byte, f",{gap}{text}")]


def _only_entry(place: LocatedSegment, opener: Node, comments: list[Node], closer: Node, text: str) -> Edit:
    """`text` behind the comments of an empty list: below the last if that stands alone on its line."""
    source = place.text
    if not comments:
        return Edit(Span(opener.end_byte, closer.start_byte), text)
    last = comments[-1]
    indent = _indent(source, last)
    if indent is not None and last.end_point.row < closer.start_point.row:
        return insert(_end(source, last), f"{place.newline}{indent}{text}")
    if last.type == "line_comment":
        return Edit(Span(opener.end_byte, comments[0].start_byte), f"{text} ")
    return insert(last.end_byte, f" {text}")


def _indent(source: bytes, node: Node) -> str | None:
    """The blanks before `node` on its line; None where something else stands there."""
    head = source[source.rfind(b"\n", 0, node.start_byte) + 1 : node.start_byte]
    return decode(head) if not head.strip(b" \t") else None


def _line_end(source: bytes, node: Node) -> int:
    """Where `node` ends, or the comments behind it if nothing else follows on their line."""
    *_, last = node, *_comments_behind(node)
    following = last.next_sibling
    shared = following is not None and following.start_point.row == last.end_point.row
    return _end(source, node if shared else last)


def _comments_behind(node: Node) -> Iterator[Node]:
    """Those that begin on the line on which `node`, or the one before them, ends."""
    while (comment := node.next_sibling) is not None and comment.is_extra:
        if comment.start_point.row > node.end_point.row:
            return
        yield comment
        node = comment


def _end(source: bytes, node: Node) -> int:
    """Where `node` ends; to the grammar, the CR of a line end belongs to a comment before it."""
    return node.start_byte + len(source[node.start_byte : node.end_byte].rstrip(b"\r"))


def _node(place: LocatedSegment, at: Span, *kinds: str) -> Node:
    """The node of one of these kinds that covers exactly `at` of the part."""
    node = place.tree.root_node.descendant_for_byte_range(at.start, at.end)
    while node is not None and not (node.type in kinds and node.is_named):
        node = node.parent
    assert node is not None, f"no {kinds} at {at}"
    return node
