"""Edits that rules share. They keep comments, commas, layout and line ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from wit_lsp.model.files import Place
from wit_lsp.model.items import Body, Func, PackageId, Path, Use, names_in
from wit_lsp.rules import Changes
from wit_lsp.syntax import Node
from wit_lsp.text import Edit, Span, decode


def changes(place: Place, *edits: Edit) -> Changes:
    """Edits of one part, whose spans count from it, as changes of its file."""
    return {place.file.path: place.absolute(list(edits))}


def insert(at: int, text: str) -> Edit:
    return Edit(Span(at, at), text)


def append_parameter(place: Place, func: Func, text: str) -> list[Edit]:
    """`text` as the last parameter of `func`."""
    return _append(
        place, _node(place, func.signature.params_span.shifted(func.start), "params"), "(", ")", "param", text
    )


def bring_in(place: Place, body: Body, package: PackageId, interface: str, name: str) -> tuple[str, list[Edit]]:
    """How `body` can call the type `name` of an interface of `package`, and the edits that let it.

    No edit where it has the type already; else the name is added to the first `use` of that interface, or a
    `use` of its own is written. A taken name gets an alias.
    """
    uses = [use for use in body.items if isinstance(use, Use) and not use.broken]
    same = [use for use in uses if _names(place, use.path, package, interface)]
    for use in same:
        for used in use.names:
            if used.name.text == name:
                return used.local.text, []
    local = _free(names_in(body), [name, f"{package.name}-{name}", f"{package.name}-{interface}-{name}"])
    entry = name if local == name else f"{name} as {local}"
    if same:
        return local, _append(place, _node(place, same[0].span, "use"), "{", "}", "use_item", entry)
    path = Path(package, interface, Span(0, 0))
    return local, [_new_use(place, body, uses, f"use {path}.{{{entry}}};")]


def _names(place: Place, path: Path, package: PackageId, interface: str) -> bool:
    """Whether a path leads to an interface of `package`, at any version or through a top-level `use`."""
    if path.package is None:
        aliases = dict(place.file.facts.aliases)
        path = aliases.get(path.name, path)
    return path.name == interface and path.package is not None and path.package.unversioned == package.unversioned


def _free(taken: Iterator[str], wanted: list[str]) -> str:
    """The first name that nothing has, numbered if none is free. Case and hyphens do not tell two names apart."""
    keys = {_key(name) for name in taken}
    numbered = (f"{wanted[-1]}-{n}" for n in count(2))
    return next(name for names in (wanted, numbered) for name in names if _key(name) not in keys)


def _key(name: str) -> str:
    return name.replace("-", "").lower()


def _new_use(place: Place, body: Body, uses: list[Use], text: str) -> Edit:
    """Below the last `use`, else at the head of the body."""
    source = place.part.piece.text
    if uses:
        last = uses[-1].span
        if (indent := _indent_before(source, last.start)) is None:
            return insert(last.end, f" {text}")
        return insert(_after_comments(source, last.end), f"{place.newline}{indent}{text}")
    braces = _node(place, body.span, *_BODIES).child_by_field_name("body")
    assert braces is not None
    first = next((child for child in braces.named_children if not child.is_extra), None)
    if first is not None and (indent := _indent_before(source, first.start_byte)) is not None:
        at = _after_comments(source, braces.start_byte + 1)
        return insert(at, f"{place.newline}{indent}{text}{place.newline}")
    return insert(braces.start_byte + 1, f" {text}")


_BODIES = ("interface", "world", "extern")


def _append(place: Place, node: Node, opener: str, closer: str, kind: str, text: str) -> list[Edit]:
    """`text` as the last entry of a comma list in `node`."""
    source = place.part.piece.text
    children = node.children
    close = max(i for i, child in enumerate(children) if child.type == closer)
    entries = [i for i, child in enumerate(children) if child.type == kind]
    if not entries:
        return [_first_entry(place, children, close, opener, text)]
    last = children[entries[-1]]
    comma = next((child for child in children[entries[-1] : close] if child.type == ","), None)
    end = comma.end_byte if comma is not None else last.end_byte
    after = "," if comma is not None else ""
    indent = _indent_before(source, last.start_byte)
    if indent is None:
        edit = insert(end, f" {text}," if comma is not None else f", {text}")
        return [edit]
    at = _after_comments(source, end, children[close].start_byte)
    line = f"{place.newline}{indent}{text}{after}"
    if comma is not None:
        return [insert(at, line)]
    return [insert(end, f",{line}")] if at == end else [insert(end, ","), insert(at, line)]


def _first_entry(place: Place, children: list[Node], close: int, opener: str, text: str) -> Edit:
    """The only entry of an empty list: on a line of its own only where a line comment would swallow it."""
    source = place.part.piece.text
    before = children[close - 1]
    if before.type == opener:
        return insert(before.end_byte, text)
    if before.type != "line_comment":
        return insert(before.end_byte, f" {text}")
    return insert(
        _after_comments(source, before.start_byte),
        f"{place.newline}{_indent_before(source, before.start_byte) or ''}{text}",
    )


def _indent_before(source: bytes, at: int) -> str | None:
    """The blanks before `at` on its line; None where something else stands there."""
    head = source[max(source.rfind(b"\n", 0, at), source.rfind(b"\r", 0, at)) + 1 : at]
    return decode(head) if not head.strip(b" \t") else None


def _after_comments(source: bytes, at: int, limit: int | None = None) -> int:
    """Past the comments that follow `at` on its line and end there, up to `limit`; else `at`."""
    line_end = len(source) if (newline := source.find(b"\n", at)) < 0 else newline
    end = min(line_end, len(source) if limit is None else limit)
    rest = source[at:end]
    comments = rest.strip()
    if not comments or comments.startswith(b"//") or _is_block_comment(comments):
        return at + len(rest.rstrip()) if comments else at
    return at


def _is_block_comment(text: bytes) -> bool:
    return text.startswith(b"/*") and text.endswith(b"*/") and text.count(b"/*") == text.count(b"*/")


def _node(place: Place, at: Span, *kinds: str) -> Node:
    """The node of one of these kinds that covers exactly `at` of the part."""
    node = place.part.piece.tree.root_node.descendant_for_byte_range(at.start, at.end)
    while node is not None and not (node.type in kinds and node.is_named):
        node = node.parent
    assert node is not None, f"no {kinds} at {at}"
    return node
