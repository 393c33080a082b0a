"""workspace/symbol: the declarations of all files that are known, by a part of their names."""

from __future__ import annotations

from lsprotocol import types as lsp

from wit_lsp.features import WorkspaceView, workspace_feature
from wit_lsp.features.document_symbol import TYPE_KINDS, supported

Kind = lsp.SymbolKind

_KINDS = {"interface": Kind.Interface, "world": Kind.Module, "resource": Kind.Class, "func": Kind.Function}
_KINDS |= {kind: symbol for kind, (symbol, _) in TYPE_KINDS.items()}


@workspace_feature(lsp.WORKSPACE_SYMBOL)
def workspace_symbol(view: WorkspaceView, params: lsp.WorkspaceSymbolParams) -> list[lsp.SymbolInformation]:
    """Those most like the query first."""
    from wit_lsp.engine.declared import find_declared
    from wit_lsp.engine.references import known_files

    return [
        lsp.SymbolInformation(
            view.location(at.located.document, at.span),
            declared.name,
            supported(view.client, "workspace.symbol", _KINDS[declared.kind]),
            container_name=declared.around or None,
        )
        for declared, at in find_declared(view.engine, known_files(view.engine), params.query)
    ]
