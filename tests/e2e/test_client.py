"""A whole session with the client of pytest-lsp, which has the capabilities of real editors."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
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
        edits = edits_of(await first_fix(client, client.diagnostics[URI][0]))
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


async def test_fix_edits_other_files_with_the_versions_of_those_that_are_open(
    client: LanguageClient, tmp_path: Path
) -> None:
    """A package gets a version: the text of `office.wit` has a reference to it that is not saved yet."""
    files = {
        "shop/orders.wit": "package example:shop;\ninterface orders { count: func() -> u32; }\n",
        "shop/carts.wit": "package example:shop;\ninterface carts { }\n",
        "office/office.wit": "package example:office@1.0.0;\n",
        "till/till.wit": "package example:till@1.0.0;\nworld till { import example:shop/carts; }\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    uris = {name: (tmp_path / name).as_uri() for name in files}
    files["office/office.wit"] += "world office { /* 😀 */ import example:shop/orders; }\n"
    for version, name in enumerate(("shop/orders.wit", "office/office.wit"), 7):
        item = lsp.TextDocumentItem(uris[name], "wit", version, files[name])
        client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    folder = lsp.WorkspaceFolder(tmp_path.as_uri(), "workspace")
    client.workspace_did_change_workspace_folders(
        lsp.DidChangeWorkspaceFoldersParams(lsp.WorkspaceFoldersChangeEvent([folder], []))
    )
    while [each.code for each in client.diagnostics.get(uris["till/till.wit"], ())] != ["unfetched-package"]:
        await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # all packages are known then
    [diagnostic] = client.diagnostics[uris["shop/orders.wit"]]
    edit = await first_fix(client, diagnostic, uris["shop/orders.wit"])
    after = {name: re.sub("(example:shop(/[a-z]+)?);", r"\1@0.1.0;", text) for name, text in files.items()}
    edits = {name: edits_of(edit, uri) for name, uri in uris.items()}
    assert {name: edited(text, edits[name], encoding(client)) for name, text in files.items()} == after
    changes = [each for each in edit.document_changes or () if isinstance(each, lsp.TextDocumentEdit)]
    versions = {each.text_document.uri: each.text_document.version for each in changes}
    workspace = client.capabilities.workspace if client.capabilities else None
    is_versioned = workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes
    assert versions == (dict(zip(uris.values(), (7, None, 8, None), strict=True)) if is_versioned else {})


async def first_fix(client: LanguageClient, diagnostic: lsp.Diagnostic, uri: str = URI) -> lsp.WorkspaceEdit:
    """The edit of the first action."""
    actions = await client.text_document_code_action_async(
        lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), diagnostic.range, lsp.CodeActionContext([diagnostic]))
    )
    assert actions
    action = actions[0]
    assert isinstance(action, lsp.CodeAction)
    assert list(action.diagnostics or ()) == [diagnostic]
    if action.edit is None:
        action = await client.code_action_resolve_async(action)
    assert action.edit is not None
    return action.edit


def edits_of(edit: lsp.WorkspaceEdit, uri: str = URI) -> list[lsp.TextEdit]:
    """Those of one file, in the order of the text."""
    edits = list((edit.changes or {}).get(uri, ()))
    for each in edit.document_changes or ():
        assert isinstance(each, lsp.TextDocumentEdit)
        if each.text_document.uri == uri:
            edits += (inner for inner in each.edits if isinstance(inner, lsp.TextEdit))
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
