"""A whole session with the client of pytest-lsp, which has the capabilities of real editors."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from typing import cast

import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from wit_lsp.text import Edit, Encoding, LineIndex, Span, apply

URI = "file:///nowhere/shop.wit"
TEXT = """\
package example:shop;

interface orders {
  run: func(/* 😀 */ job: string) -> result<list<u8>, string>;
}

world shop {
  import wasi:io/streams;
}
"""
FIXED = """\
package example:shop@0.1.0;

interface orders {
  use wasi:io/streams@0.2.12.{output-stream};

  run: func(/* 😀 */ job: string, deadline-ns: u64) -> result<output-stream, string>;
}

world shop {
  import wasi:io/streams@0.2.12;
}
"""


@pytest_lsp.fixture(
    params=["visual-studio-code", "neovim", "emacs"],
    config=ClientServerConfig(server_command=[sys.executable, "-m", "wit_lsp", "--stdio"]),
)  # type: ignore[untyped-decorator]
async def client(request: object, lsp_client: LanguageClient) -> AsyncIterator[None]:
    editor = str(getattr(request, "param", ""))
    lsp_client.feature(lsp.CLIENT_REGISTER_CAPABILITY)(lambda params: None)
    result = await lsp_client.initialize_session(lsp.InitializeParams(capabilities=client_capabilities(editor)))
    assert result.capabilities.position_encoding == encoding(lsp_client)
    yield
    await lsp_client.shutdown_session()


async def test_fixes_resolve_all_problems(client: LanguageClient) -> None:
    """Apply the preferred fix of one problem after the other, until no problem is left."""
    text, version = TEXT, 0
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(URI, "wit", version, text)))
    await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    codes = [each.code for each in client.diagnostics[URI]]
    assert codes == ["missing-package-version", "missing-deadline", "unbounded-bytes", "unpinned-reference"]
    while client.diagnostics[URI]:
        edits = await first_fix(client, client.diagnostics[URI][0])
        text, version = edited(text, edits, encoding(client)), version + 1
        changes = [lsp.TextDocumentContentChangePartial(each.range, each.new_text) for each in reversed(edits)]
        client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(lsp.VersionedTextDocumentIdentifier(version, URI), changes)
        )
        await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert text == FIXED
    assert version == 4


async def test_outline_and_folds(client: LanguageClient) -> None:
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(URI, "wit", 1, TEXT)))
    document = lsp.TextDocumentIdentifier(URI)
    symbols = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document))
    folds = await client.text_document_folding_range_async(lsp.FoldingRangeParams(document))
    assert symbols and [each.name for each in symbols][:2] == ["example:shop", "orders"]
    assert folds and [each.start_line for each in folds] == [2, 6]


async def first_fix(client: LanguageClient, diagnostic: lsp.Diagnostic) -> list[lsp.TextEdit]:
    """The edits of the first action, in the order of the text."""
    actions = await client.text_document_code_action_async(
        lsp.CodeActionParams(lsp.TextDocumentIdentifier(URI), diagnostic.range, lsp.CodeActionContext([diagnostic]))
    )
    assert actions
    action = actions[0]
    assert isinstance(action, lsp.CodeAction)
    assert list(action.diagnostics or ()) == [diagnostic]
    if action.edit is None:
        action = await client.code_action_resolve_async(action)
    assert action.edit is not None
    if action.edit.document_changes is not None:
        [document] = action.edit.document_changes
        assert isinstance(document, lsp.TextDocumentEdit)
        edits = [each for each in document.edits if isinstance(each, lsp.TextEdit)]
    else:
        assert action.edit.changes is not None
        edits = list(action.edit.changes[URI])
    return sorted(edits, key=lambda each: (each.range.start.line, each.range.start.character))


def encoding(client: LanguageClient) -> Encoding:
    """The encoding that the server must choose: the client's first offer."""
    general = client.capabilities.general if client.capabilities else None
    offers = (general.position_encodings if general else None) or ["utf-16"]
    return cast(Encoding, str(getattr(offers[0], "value", offers[0])))


def edited(text: str, edits: list[lsp.TextEdit], units: Encoding) -> str:
    index = LineIndex(text.encode())

    def offset(position: lsp.Position) -> int:
        return index.offset(position.line, position.character, units)

    spans = [Edit(Span(offset(each.range.start), offset(each.range.end)), each.new_text) for each in edits]
    return apply(index.text, spans).decode()
