"""The comment that suppresses a rule at the item of a diagnostic."""

from __future__ import annotations

from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.ir.document import Document
from wit_lsp.syntax.language import Node
from wit_lsp.syntax.suppressions import directive
from wit_lsp.text import Edit, Span


def suppress(document: Document, diagnostic: Diagnostic) -> Edit | None:
    """The edit that inserts the comment before the `;` or `{` of the innermost item whose head has the diagnostic.

    None if there is no such item. At this place, the reference toolchain drops the comment; before an item, it would
    become documentation.
    """
    located = document.at(diagnostic.span.start)
    segment = located.segment
    at = segment.readable_at(diagnostic.span.start - located.start)
    node = segment.tree.root_node.descendant_for_byte_range(at, at)
    while node is not None:
        head_end = _head_end(node)
        if head_end is not None and node.start_byte <= at < head_end.start_byte:
            break
        node = node.parent
    else:
        return None
    before = segment.readable[head_end.start_byte - 1 : head_end.start_byte]
    space = "" if before.isspace() else " "
    after = " " if head_end.type == "{" else ""
    gap = Span(head_end.start_byte, head_end.start_byte)
    return Edit(located.absolute(gap), f"{space}/* {directive(diagnostic.code)} */{after}")


_ITEMS = {
    *("header", "nested_package", "top_use", "interface", "world", "func_item", "method", "constructor"),
    *("extern", "use", "include", "type_alias", "record", "variant", "enum", "flags", "resource"),
}


def _head_end(node: Node) -> Node | None:
    """The token that ends the head of an item; None if `node` is no item. The head of a `use` includes its braces."""
    if node.type not in _ITEMS:
        return None
    body = node.child_by_field_name("body")
    children = body.children if body is not None else node.children
    ends = (";",) if node.type == "use" else (";", "{")
    return next((child for child in children if child.type in ends and not child.is_missing), None)
