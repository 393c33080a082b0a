"""textDocument/definition: where what a name means is declared, through every `use` and `as`."""

from __future__ import annotations

from lsprotocol import types as lsp

from wit_lsp.features import View, feature
from wit_lsp.features._names import location, name_at


@feature(lsp.TEXT_DOCUMENT_DEFINITION)
def definition(view: View, params: lsp.DefinitionParams) -> list[lsp.Location] | list[lsp.LocationLink] | None:
    """Of a package, all of its headers. Links with the whole declaration, if the client supports these."""
    from wit_lsp.engine.references import declarations

    named = name_at(view, params.position, through=True)
    if named is None:
        return None
    found = list(declarations(view.engine, named.symbol, named.at))
    if not view.client.get("text_document.definition.link_support"):
        return [location(view, each) for each in found]
    origin = view.range(named.at.span)
    return [
        lsp.LocationLink(at.uri, view.range(each.whole, each.located.document), at.range, origin)
        for each in found
        for at in [location(view, each)]
    ]
