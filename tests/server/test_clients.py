"""What real editors say of themselves, recorded by tests/e2e: each gets what it can use, in the columns it counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.raw import Client, Message, at, client
from wit_lsp.text import Edit, Encoding, LineIndex, Span, apply

E2E = Path(__file__).parents[1] / "e2e"
STORY = json.loads((E2E / "scenario.json").read_text(encoding="utf-8"))["emoji"]
URI = "file:///project/wit/client.wit"


@pytest.fixture(params=sorted((E2E / "clients").glob("*.json")), ids=lambda path: path.stem)
def editor(request: pytest.FixtureRequest) -> Message:
    """The params of `initialize`."""
    params: Message = json.loads(request.param.read_text(encoding="utf-8"))
    return params


@pytest.fixture
def server() -> Iterator[Client]:
    with client() as started:
        yield started


def can(editor: Message, path: str) -> Any:
    """The capability at a dotted path; None where the editor does not speak of it."""
    value: Any = editor["capabilities"]
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def encoding(editor: Message) -> Encoding:
    """The first that it offers."""
    offers: list[Encoding] = can(editor, "general.positionEncodings") or ["utf-16"]
    return offers[0]


def start(server: Client, editor: Message) -> Message:
    """The server's capabilities, once the editor has told its settings, which are none."""
    capabilities: Message = server.initialize(**editor)
    if can(editor, "workspace.didChangeConfiguration.dynamicRegistration"):
        asked = server.wait(lambda message: message.get("method") == "client/registerCapability")
        server.send({"jsonrpc": "2.0", "id": asked["id"], "result": None})
    if can(editor, "workspace.configuration"):
        asked = server.wait(lambda message: message.get("method") == "workspace/configuration")
        server.send({"jsonrpc": "2.0", "id": asked["id"], "result": [None]})
    return capabilities


def span(index: LineIndex, range: Message, units: Encoding) -> Span:
    start, end = range["start"], range["end"]
    return Span(
        index.offset(start["line"], start["character"], units), index.offset(end["line"], end["character"], units)
    )


def test_gets_what_it_can_use(server: Client, editor: Message) -> None:
    capabilities = start(server, editor)
    assert capabilities["positionEncoding"] == encoding(editor)
    assert "diagnosticProvider" not in capabilities, "each diagnostic would show twice"
    for provider, capability in {
        "codeActionProvider": "codeAction.codeActionLiteralSupport",
        "documentSymbolProvider": "documentSymbol",
        "foldingRangeProvider": "foldingRange",
    }.items():
        if can(editor, f"textDocument.{capability}"):
            assert capabilities[provider]
    assert (can(editor, "textDocument.codeAction.codeActionLiteralSupport") is not None) == (
        "codeActionProvider" in capabilities
    )
    resolves = "edit" in (can(editor, "textDocument.codeAction.resolveSupport.properties") or ())
    if "codeActionProvider" in capabilities:
        assert capabilities["codeActionProvider"].get("resolveProvider", False) == resolves


def test_asks_only_what_it_answers(server: Client, editor: Message) -> None:
    start(server, editor)
    server.open(URI, STORY["text"])
    server.published(URI)
    server.request("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
    asked = {message["method"] for message in server.seen if "method" in message and "id" in message}
    if not can(editor, "workspace.configuration"):
        assert "workspace/configuration" not in asked
    registrable = [
        method
        for method, capability in {
            "workspace/didChangeConfiguration": "workspace.didChangeConfiguration",
            "workspace/didChangeWatchedFiles": "workspace.didChangeWatchedFiles",
        }.items()
        if can(editor, f"{capability}.dynamicRegistration")
    ]
    registered = [
        each["method"]
        for message in server.seen
        if message.get("method") == "client/registerCapability"
        for each in message["params"]["registrations"]
    ]
    assert set(registered) <= set(registrable)


def test_diagnostics_and_fixes_count_as_it_does(server: Client, editor: Message) -> None:
    """The story that real editors play, to its end."""
    units, text, version = encoding(editor), STORY["text"], 1
    start(server, editor)
    server.open(URI, text, version)
    diagnostics = server.published(URI, version)
    assert described(text, diagnostics, units) == [tuple(each) for each in STORY["diagnostics"]]
    described_by_url = bool(can(editor, "textDocument.publishDiagnostics.codeDescriptionSupport"))
    assert all(("codeDescription" in each) == described_by_url for each in diagnostics)
    for fix in STORY["fixes"]:
        edits = edits_of(
            server, editor, next(each for each in diagnostics if each["code"] == fix["code"]), fix["title"]
        )
        index = LineIndex(text.encode())
        text = apply(index.text, [Edit(span(index, each["range"], units), each["newText"]) for each in edits]).decode()
        version += 1
        server.change(URI, version, {"text": text})
        diagnostics = server.published(URI, version)
    assert (text, diagnostics) == (STORY["fixed"], [])


def described(text: str, diagnostics: list[Message], units: Encoding) -> list[tuple[str, str]]:
    index = LineIndex(text.encode())
    spans = [(each["code"], span(index, each["range"], units)) for each in diagnostics]
    return [(code, index.text[place.start : place.end].decode()) for code, place in spans]


def edits_of(server: Client, editor: Message, diagnostic: Message, title: str) -> list[Message]:
    """Those of the code action of this title, in the form in which this editor takes them."""
    start = diagnostic["range"]["start"]
    params = {
        "textDocument": {"uri": URI},
        "range": at(start["line"], start["character"]),
        "context": {"diagnostics": [diagnostic], "only": ["quickfix"]},
    }
    actions = server.request("textDocument/codeAction", params)["result"]
    action: Message = next(each for each in actions if each["title"] == title)
    assert action["diagnostics"] == [diagnostic]
    assert action.get("isPreferred", False) == bool(can(editor, "textDocument.codeAction.isPreferredSupport"))
    if "edit" not in action:
        assert "edit" in can(editor, "textDocument.codeAction.resolveSupport.properties")
        action = server.request("codeAction/resolve", action)["result"]
    edit: Message = action["edit"]
    edits: list[Message]
    if can(editor, "workspace.workspaceEdit.documentChanges"):
        [document] = edit["documentChanges"]
        assert document["textDocument"]["uri"] == URI
        edits = document["edits"]
    else:
        assert list(edit) == ["changes"]
        [(uri, edits)] = edit["changes"].items()
        assert uri == URI
    return edits
