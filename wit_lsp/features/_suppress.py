"""The comment that suppresses a rule at the item of a diagnostic."""

from __future__ import annotations

from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.ir.document import Document
from wit_lsp.syntax import ast
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
        head_end = ast.head_end(node) if node.type in ast.ITEMS else None
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
