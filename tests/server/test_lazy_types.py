"""Classes of lsprotocol that are made when they are first used are those that a plain import makes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.server.raw import at, client
from wit_lsp.server import lazy_types

DOCUMENT = {"uri": "file:///a.wit"}
DIAGNOSTIC = {
    "range": at(0, 0, 0, 3),
    "message": "m",
    "severity": 2,
    "code": "c",
    "codeDescription": {"href": "https://example.com"},
    "source": "wit-lsp",
    "tags": [1],
    "relatedInformation": [{"location": {**DOCUMENT, "range": at(1, 2, 1, 3)}, "message": "here"}],
}
ACTION = {
    "title": "t",
    "kind": "quickfix",
    "diagnostics": [DIAGNOSTIC],
    "isPreferred": True,
    "edit": {
        "documentChanges": [
            {"textDocument": {**DOCUMENT, "version": None}, "edits": [{"range": at(0, 1), "newText": ";"}]}
        ]
    },
    "data": {"uri": "file:///a.wit", "fix": None, "at": [0, 1]},
}
SYMBOL = {"name": "n", "kind": 11, "range": at(0, 0, 1, 0), "selectionRange": at(0, 0, 0, 1)}

# Messages of a session, by the type that lsprotocol has for them.
MESSAGES: list[tuple[str, dict[str, Any]]] = [
    (
        "InitializeRequest",
        {
            "id": 1,
            "method": "initialize",
            "params": {
                "processId": 1,
                "rootPath": None,
                "rootUri": None,
                "capabilities": {
                    "workspace": {"configuration": True, "workspaceEdit": {"documentChanges": True}},
                    "textDocument": {
                        "codeAction": {"resolveSupport": {"properties": ["edit"]}},
                        "documentSymbol": {"symbolKind": {"valueSet": [1, 2]}},
                    },
                    "general": {"positionEncodings": ["utf-8", "utf-16"]},
                },
                "initializationOptions": {"select": ["a"]},
                "trace": "off",
                "workspaceFolders": [{"uri": "file:///w", "name": "w"}],
            },
        },
    ),
    (
        "InitializeResponse",
        {
            "id": 1,
            "result": {
                "capabilities": {
                    "positionEncoding": "utf-16",
                    "textDocumentSync": {"openClose": True, "change": 2, "save": True},
                    "codeActionProvider": {"codeActionKinds": ["quickfix"], "resolveProvider": True},
                    "foldingRangeProvider": True,
                },
                "serverInfo": {"name": "wit-lsp", "version": "1"},
            },
        },
    ),
    ("InitializedNotification", {"method": "initialized", "params": {}}),
    (
        "DidOpenTextDocumentNotification",
        {
            "method": "textDocument/didOpen",
            "params": {"textDocument": {**DOCUMENT, "languageId": "wit", "version": 1, "text": "é\ud83d"}},
        },
    ),
    (
        "DidChangeTextDocumentNotification",
        {
            "method": "textDocument/didChange",
            "params": {
                "textDocument": {**DOCUMENT, "version": 2},
                "contentChanges": [{"range": at(0, 1, 2, 3), "text": "x"}, {"text": "all"}],
            },
        },
    ),
    ("DidSaveTextDocumentNotification", {"method": "textDocument/didSave", "params": {"textDocument": DOCUMENT}}),
    ("DidCloseTextDocumentNotification", {"method": "textDocument/didClose", "params": {"textDocument": DOCUMENT}}),
    (
        "DidChangeConfigurationNotification",
        {"method": "workspace/didChangeConfiguration", "params": {"settings": {"wit-lsp": {"ignore": []}}}},
    ),
    (
        "PublishDiagnosticsNotification",
        {
            "method": "textDocument/publishDiagnostics",
            "params": {**DOCUMENT, "diagnostics": [DIAGNOSTIC], "version": 3},
        },
    ),
    (
        "CodeActionRequest",
        {
            "id": "x",
            "method": "textDocument/codeAction",
            "params": {
                "textDocument": DOCUMENT,
                "range": at(0, 0),
                "context": {"diagnostics": [DIAGNOSTIC], "only": ["quickfix"], "triggerKind": 1},
            },
        },
    ),
    ("CodeActionResponse", {"id": "x", "result": [ACTION]}),
    ("CodeActionResolveRequest", {"id": 5, "method": "codeAction/resolve", "params": ACTION}),
    ("CodeActionResolveResponse", {"id": 5, "result": ACTION}),
    (
        "DocumentSymbolRequest",
        {"id": 6, "method": "textDocument/documentSymbol", "params": {"textDocument": DOCUMENT}},
    ),
    ("DocumentSymbolResponse", {"id": 6, "result": [{**SYMBOL, "detail": "d", "children": [SYMBOL]}]}),
    ("FoldingRangeRequest", {"id": 7, "method": "textDocument/foldingRange", "params": {"textDocument": DOCUMENT}}),
    ("FoldingRangeResponse", {"id": 7, "result": [{"startLine": 0, "endLine": 4, "kind": "comment"}]}),
    (
        "ConfigurationRequest",
        {"id": 8, "method": "workspace/configuration", "params": {"items": [{"section": "wit-lsp"}]}},
    ),
    ("ConfigurationResponse", {"id": 8, "result": [{"profile": "core"}]}),
    ("ShowMessageNotification", {"method": "window/showMessage", "params": {"type": 2, "message": "m"}}),
    ("ResponseErrorMessage", {"id": 9, "error": {"code": -32700, "message": "m"}}),
]

DESCRIBE = """
import inspect, json, re, sys
if sys.argv[1] == "lazy":
    from wit_lsp.server import lazy_types
    lazy_types.load()
    assert "lsprotocol.types" in sys.modules, "it is written as expected"
import attrs
from lsprotocol import converters, types

converter = converters.get_converter()

def described(cls):
    slots = {"__dict__", "__weakref__", "__slots__", "__getstate__", "__setstate__", "__attrs_own_setattr__"}
    names = vars(cls).keys() - slots - {field.name for field in attrs.fields(cls)}
    return [str(inspect.signature(cls)), *map(repr, attrs.fields(cls)), *sorted(names)]

messages = []
for name, message in json.load(sys.stdin):
    made = converter.structure(message, types.ALL_TYPES_MAP[name])
    assert made == converter.structure(message, types.ALL_TYPES_MAP[name])
    messages.append([name, repr(made), converter.unstructure(made)])
position = types.Position(1, 2)
try:
    types.Position(-1, 0)
except ValueError as error:
    refused = str(error)
order = [position < types.Position(1, 3), position >= types.Position(2, 0), position.__hash__ is None]
classes = {name: described(cls) for name, cls in types.ALL_TYPES_MAP.items() if attrs.has(cls)}
print(re.sub(" at 0x[0-9a-f]+", "", json.dumps([classes, messages, refused, order])))
"""


def described(kind: str) -> Any:
    sent = json.dumps([(name, {"jsonrpc": "2.0", **message}) for name, message in MESSAGES])
    run = subprocess.run([sys.executable, "-c", DESCRIBE, kind], input=sent, capture_output=True, text=True)
    assert not run.stderr
    return json.loads(run.stdout)


def test_every_class_and_message_is_as_in_a_plain_import() -> None:
    lazy, plain = described("lazy"), described("plain")
    assert len(lazy[0]) > 500
    for name, about in plain[0].items():
        assert lazy[0][name] == about
    assert lazy == plain
    for (name, message), (_, _, again) in zip(MESSAGES, lazy[1], strict=True):
        assert again == {"jsonrpc": "2.0", **message}, name


def test_few_classes_are_made_until_the_server_answers() -> None:
    with client(program=COUNT) as server:
        server.initialize()
    made = int(server.log.split(b"classes made: ")[1])
    assert 0 < made < 60


COUNT = """
import atexit

def count():
    from lsprotocol import types
    from wit_lsp.server.lazy_types import is_made
    print("classes made:", sum(map(is_made, types.ALL_TYPES_MAP.values())))

atexit.register(count)
"""

TYPES = """
import attrs

@attrs.define
class Point:
    x: int
    next: "Optional[Point]" = None

from typing import Optional
ALL_TYPES_MAP = {"Point": Point, "Optional": Optional}
"""
HOOKS = "_resolved_forward_references = False"
CHANGED = {
    "options of define": (TYPES.replace("define", "define(frozen=True)"), HOOKS),
    "another way to define": (TYPES.replace("attrs.define", "attrs.frozen"), HOOKS),
    "an `__init__` of its own": (TYPES.replace("    x: int", "    def __init__(self, x): self.x = x"), HOOKS),
    "instances at import": (f"{TYPES}\nORIGIN = Point(0)", HOOKS),
    "no map of types": (TYPES.replace("ALL_TYPES_MAP", "TYPES"), HOOKS),
    "another way to resolve": (TYPES, "_resolved = False"),
    "resolved at import": (TYPES, HOOKS.replace("False", "True")),
    "no such module": (TYPES, None),
}


def package(folder: Path, types: str, hooks: str | None) -> None:
    (folder / "other_lsprotocol").mkdir()
    (folder / "other_lsprotocol" / "types.py").write_text(types)
    if hooks is not None:
        (folder / "other_lsprotocol" / "_hooks.py").write_text(hooks)


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder for a package `other_lsprotocol`, which takes the place of lsprotocol."""
    monkeypatch.setattr(lazy_types, "_PACKAGE", "other_lsprotocol")
    monkeypatch.setattr(lazy_types, "_TYPES", "other_lsprotocol.types")
    monkeypatch.setattr(lazy_types, "_names", {})
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("other_lsprotocol", "other_lsprotocol.types", "other_lsprotocol._hooks"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return tmp_path


def test_package_of_the_known_shape_is_imported_lazily(other: Path) -> None:
    package(other, TYPES, HOOKS)
    lazy_types.load()
    point = sys.modules["other_lsprotocol.types"].Point
    assert not lazy_types.is_made(point)
    assert point(1, point(2)) == point(1, next=point(2))
    assert lazy_types.is_made(point)


@pytest.mark.parametrize("change", CHANGED)
def test_package_of_another_shape_is_left_to_a_plain_import(change: str, other: Path) -> None:
    define = attrs.define
    package(other, *CHANGED[change])
    lazy_types.load()
    assert attrs.define is define
    assert not [name for name in sys.modules if name.startswith("other_lsprotocol")]
