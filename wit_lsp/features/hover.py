"""textDocument/hover: the declaration of what a name means, with its documentation and its gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from wit_lsp.features import View, feature
from wit_lsp.features._names import name_at

if TYPE_CHECKING:
    from wit_lsp.ir.occurrences import LocatedOccurrence
    from wit_lsp.semantics.symbols import Symbol


@feature(lsp.TEXT_DOCUMENT_HOVER)
def hover(view: View, params: lsp.HoverParams) -> lsp.Hover | None:
    """In Markdown if the client shows that."""
    from wit_lsp.engine.references import declarations
    from wit_lsp.ir import shown

    named = name_at(view, params.position, through=True)
    found = None if named is None else next(declarations(view.engine, named.symbol, named.at), None)
    if named is None or found is None:
        return None
    code = shown.declaration(found)
    if where := _where(view, found, named.symbol):
        code = f"// {where}\n{code}"
    is_item = found.occurrence.kind not in ("member", "parameter")
    parts = [shown.docs(found), shown.gates(found.occurrence.item) if is_item else ""]
    kind = lsp.MarkupKind.PlainText
    if lsp.MarkupKind.Markdown in (view.client.get("text_document.hover.content_format") or ()):
        kind, code = lsp.MarkupKind.Markdown, f"```wit\n{code}\n```"
    text = "\n\n".join(part for part in (code, *parts) if part)
    return lsp.Hover(lsp.MarkupContent(kind, text), view.range(named.at.span))


def _where(view: View, found: LocatedOccurrence, symbol: Symbol) -> str:
    """What a declaration stands in; empty for a package."""
    from wit_lsp.ir.facts import around_text
    from wit_lsp.semantics.api import Semantics
    from wit_lsp.semantics.packages import place_at

    if symbol.kind == "package":
        return ""
    place = place_at(symbol.around)
    package = Semantics(view.engine.db, found.located.document.path).names(place).header
    return around_text(package, symbol.around.path[1 if place.nested else 0 :])
