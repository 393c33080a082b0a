"""textDocument/references: every place in the package, its `deps` and what depends on it that means the same."""

from __future__ import annotations

from lsprotocol import types as lsp

from wit_lsp.features import View, feature
from wit_lsp.features._names import location, name_at


@feature(lsp.TEXT_DOCUMENT_REFERENCES)
def references(view: View, params: lsp.ReferenceParams) -> list[lsp.Location] | None:
    """By file and place. A name that a `use` gives with `as` is declared there."""
    from wit_lsp.engine.references import references as references_to

    named = name_at(view, params.position)
    if named is None:
        return None
    return [
        location(view, each)
        for each in references_to(view.engine, named.symbol, named.at)
        if params.context.include_declaration or each.occurrence.role not in ("declaration", "alias")
    ]
