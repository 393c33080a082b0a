"""textDocument/documentHighlight: the places in a file that mean the same as the name at the cursor."""

from __future__ import annotations

from lsprotocol import types as lsp

from wit_lsp.features import View, feature
from wit_lsp.features._names import name_at


@feature(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
def document_highlight(view: View, params: lsp.DocumentHighlightParams) -> list[lsp.DocumentHighlight] | None:
    """A declaration and a `use` that brings a name in count as a write, all else as a read."""
    from wit_lsp.engine.references import references_here

    named = name_at(view, params.position)
    if named is None:
        return None
    read, write = lsp.DocumentHighlightKind.Read, lsp.DocumentHighlightKind.Write
    return [
        lsp.DocumentHighlight(view.range(each.span), read if each.occurrence.role == "mention" else write)
        for each in references_here(view.engine, named.symbol, named.at)
    ]
