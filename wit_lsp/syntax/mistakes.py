"""What of a piece does not parse: where, with which code, in the words of WIT."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wit_lsp.syntax import Node, captures, span
from wit_lsp.text import Span, decode

# The reference takes 99 wrappers round a primitive and refuses 100 (wasm-tools 1.263).
DEPTH_LIMIT = 100

_WRONG_FORMS = "[(bare_handle) (path_type)] @wrong"
_BARE = re.compile(rb"\b(?:own|borrow)\b(?!\s*<)")
_SLASH = re.compile(rb"(?<![/*])/(?![/*])")
_RIGHT_PATH = re.compile(
    rb"\b(?:use|include|import|export)\s+(?:%?[\w-]+\s*:\s*)?%?[\w-]+\s*:\s*%?[\w-]+\s*(?<![/*])/(?![/*])"
)
_ANGLE = re.compile(rb"->|[<>]")
_CLOSERS = {"{": "}", "(": ")", "<": ">"}
_BLOCKS = {"package", "interface", "world", "record", "variant", "enum", "flags", "resource"}
_EXPECTED = {
    "file": ("expected-top-item", "an interface, a world or a `use`"),
    "iface_body": ("expected-interface-item", "a function, a type or a `use`"),
    "world_body": ("expected-world-item", "an import, an export, a type, a `use` or an `include`"),
    "resource": ("expected-member", "a method, a static function or a constructor"),
}


class Mistake(NamedTuple):
    """One fault of syntax. The code is the name that the catalogue of errors gives it."""

    span: Span
    code: str
    message: str


def mistakes(root: Node, text: bytes) -> tuple[Mistake, ...]:
    """The faults below `root`, in the order of the text. What makes the rest a guess is the only one of its piece."""
    if alone := _not_utf8(text) or _too_deep(text):
        return (alone,)
    found = [_wrong_form(node) for node in captures(_WRONG_FORMS, root).get("wrong", ())] if _suspect(text) else []
    if root.has_error:
        found += _mistakes(root)
    return tuple(sorted(set(found)))


def _suspect(text: bytes) -> bool:
    """Whether a wrong form may stand in the text: a cheap look that misses none; the query costs much more."""
    if (b"own" in text or b"borrow" in text) and _BARE.search(text):
        return True
    return b"/" in text and sum(1 for _ in _SLASH.finditer(text)) != sum(1 for _ in _RIGHT_PATH.finditer(text))


def _not_utf8(text: bytes) -> Mistake | None:
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return Mistake(Span(error.start, error.end), "not-utf8", "the text is not UTF-8 from here on")
    return None


def _too_deep(text: bytes) -> Mistake | None:
    if text.count(b"<") < DEPTH_LIMIT or all(item.count(b"<") < DEPTH_LIMIT for item in text.split(b";")):
        return None
    depth = 0
    for mark in _ANGLE.finditer(text):
        depth = max(0, depth + {b"<": 1, b">": -1}.get(mark[0], 0))
        if depth >= DEPTH_LIMIT:
            return Mistake(Span(*mark.span()), "type-depth", f"types nest deeper than {DEPTH_LIMIT} levels")
    return None


def _mistakes(root: Node) -> Iterator[Mistake]:
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_missing:
            yield _missing(node)
        elif node.is_error:
            yield _unexpected(node)
        elif node.has_error:
            stack += node.children


def _missing(node: Node) -> Mistake:
    """What tree-sitter put in stands at the end of the token before."""
    at, kind, parent = span(node), node.type, node.parent
    if kind in (";", ","):
        return Mistake(at, "missing-separator", f"expected `{kind}`")
    if kind in _CLOSERS.values():
        return _unclosed(parent, kind, at)
    if kind == "name":
        return Mistake(at, "expected-name", "expected a name")
    if parent is not None and parent.type == "prim":
        return Mistake(at, "expected-type", "expected a type")
    return Mistake(at, "expected-token", f"expected `{kind}`")


def _unclosed(node: Node | None, closer: str, at: Span) -> Mistake:
    """At the head of what stays open."""
    owner = node.parent if node is not None and node.type.endswith("_body") else node
    if closer != "}" or owner is None:
        return Mistake(at, "unclosed-block", f"expected `{closer}`")
    keyword = next((child for child in owner.children if child.type in _BLOCKS), None)
    name = owner.child_by_field_name("name")
    head = Span(keyword.start_byte, (name or keyword).end_byte) if keyword else at
    return Mistake(head, "unclosed-block", f"`{owner.type.replace('_', ' ')}` has no `}}`")


def _unexpected(node: Node) -> Mistake:
    first = _first_token(node)
    token, at = decode(first.text or b""), span(first)
    following = node.next_sibling
    if first.type == "unclosed_comment":
        return Mistake(Span(at.start, at.start + 2), "unclosed-comment", "the comment is never closed")
    if (
        following is not None
        and node.named_child_count == node.child_count == 1
        and following.type == node.children[0].type
    ):
        return Mistake(Span(node.end_byte, node.end_byte), "missing-separator", "expected `,`")
    if not first.is_named and token[:1].isalpha() and _wants_name(first, following):
        return Mistake(at, "keyword-as-name", f"`{token}` is a keyword")
    if first is node and not token[:1].isascii():
        return Mistake(
            Span(at.start, at.start + len(token[0].encode())),
            "unexpected-char",
            f"`{token[0]}` has no place in WIT",
        )
    parent = node.parent.type if node.parent is not None else "file"
    code, expected = _EXPECTED.get(parent, ("expected-token", ""))
    if not expected:
        return Mistake(at, code, f"`{token}` has no place here")
    if token in _BLOCKS or first.type == "name":
        return Mistake(at, code, f"expected {expected}; what begins with `{token}` is none")
    return Mistake(at, code, f"expected {expected}, not `{token}`")


def _wants_name(keyword: Node, following: Node | None) -> bool:
    """Whether a keyword stands where the name of a field, case, function or parameter would."""
    after = keyword.next_sibling or following
    return after is not None and after.type in (":", ",", "}", ")")


def _first_token(node: Node) -> Node:
    """The leftmost leaf of an ERROR; the node itself where all of it was skipped."""
    while node.children:
        node = node.children[0]
    return node


def _wrong_form(node: Node) -> Mistake:
    words = " ".join(decode(node.text or b"").split())
    if node.type == "path_type":
        return Mistake(span(node), "path-as-type", f"`{words}` is a path; a type has a plain name")
    keyword = node.children[0]
    return Mistake(span(keyword), "bare-handle", f"`{keyword.type}` has no `<` `>` around its resource")
