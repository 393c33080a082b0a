"""Comments that tell the linter to be quiet: `wit-lsp: ignore[rule-a, rule-b] reason`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wit_lsp.syntax import ast, kinds
from wit_lsp.syntax.language import Node, TreeCursor, span
from wit_lsp.text import LineIndex, Span, decode

MARKER = b"wit-lsp:"

_DIRECTIVE = re.compile(r"wit-lsp:\s*(ignore|ignore-next-item|ignore-file)\[([^\[\]]*)\]")
_SUBJECTS = ast.ITEMS | ast.ENTRIES


class Suppression(NamedTuple):
    """`rules` say nothing of what begins in `scope`; with None they say nothing of the whole file."""

    rules: frozenset[str]
    scope: Span | None

    def covers(self, rule: str, offset: int) -> bool:
        """Whether the rule says nothing of what begins at a byte; one of the whole file covers no byte by itself."""
        return rule in self.rules and self.scope is not None and self.scope.start <= offset < self.scope.end


def directive(rule: str) -> str:
    """The words in a comment that suppress `rule` where the comment stands."""
    return f"wit-lsp: ignore[{rule}]"


def suppressions(root: Node, text: bytes) -> tuple[Suppression, ...]:
    """Those in the segment `text`, whose tree is `root`, in the order of the text.

    `ignore` counts for its line where it ends one, for the item between whose tokens it stands, else for the
    lines of the next item itself, its body left out; `ignore-next-item` for the next item and its body;
    `ignore-file` only before the first item and below the header.
    """
    return tuple(_suppressions(root, LineIndex(text))) if MARKER in text else ()


def _suppressions(root: Node, lines: LineIndex) -> Iterator[Suppression]:
    for comment in _comments(root, lines.text):
        found = _DIRECTIVE.search(decode(comment.text or b""))
        if found is None:
            continue
        kind = found[1]
        rules = frozenset(name for part in found[2].split(",") if (name := part.strip()))
        if kind == "ignore-file":
            if _above_items(root, comment):
                yield Suppression(rules, None)
        elif scope := _scope(comment, lines) if kind == "ignore" else _next_item(comment, with_body=True):
            yield Suppression(rules, scope)


def _comments(root: Node, text: bytes) -> Iterator[Node]:
    """Those with the marker in them, found without a query: on 100,000 nested brackets one would run for minutes."""
    cursor = root.walk()
    at = text.find(MARKER)
    while at >= 0:
        node = _on_to(cursor, at)
        end = at + len(MARKER)
        if node is not None and node.type in ast.COMMENTS:
            yield node
            end = node.end_byte
        at = text.find(MARKER, end)


def _on_to(cursor: TreeCursor, at: int) -> Node | None:
    """The innermost node with a byte, at or after the one where the cursor is: no node is passed twice."""
    while (node := cursor.node) is not None:
        if node.end_byte > at:
            if node.start_byte > at or not cursor.goto_first_child():
                break
        elif not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return None
            if cursor.node is not None and cursor.node.end_byte > at:
                break  # the byte is in none of its children
    return cursor.node


def _above_items(root: Node, comment: Node) -> bool:
    """Whether of all items of the segment only the header stands before the comment."""
    return all(
        child.start_byte > comment.start_byte if child.type != kinds.HEADER else child.end_byte <= comment.start_byte
        for child in root.named_children
        if not child.is_extra
    )


def _scope(comment: Node, lines: LineIndex) -> Span | None:
    line = lines.line(lines.row(comment.start_byte))
    before = lines.text[line.start : comment.start_byte].strip()
    after = lines.text[comment.end_byte : lines.line(lines.row(comment.end_byte)).end].strip()
    if before and not after:
        return line
    return _item_around(comment) or _next_item(comment, with_body=False)


def _item_around(comment: Node) -> Span | None:
    node = comment.parent
    while node is not None:
        if node.type in _SUBJECTS:
            head = ast.head(node)
            return head if comment.start_byte < head.end else None
        node = node.parent
    return None


def _next_item(comment: Node, with_body: bool) -> Span | None:
    assert comment.parent is not None, "a comment is no root"
    cursor = comment.parent.walk()  # steps from sibling to sibling at once, which a node looks for from the root down
    found = cursor.goto_first_child_for_byte(comment.end_byte) is not None
    while found and (node := cursor.node) is not None:
        if node.is_named and not node.is_extra:
            return None if node.type not in _SUBJECTS else span(node) if with_body else ast.head(node)
        found = cursor.goto_next_sibling()
    return None
