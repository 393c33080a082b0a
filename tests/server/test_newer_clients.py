"""A client may be newer than lsprotocol: what is not known of what it says is passed over, in whatever message."""

from __future__ import annotations

import enum
from typing import Any, get_args

import attrs
import pytest
from lsprotocol import converters
from lsprotocol import types as lsp

from tests.server.raw import Message, at, client

URI = "file:///nowhere/a.wit"

converters.get_converter()  # resolves the names in the types of fields


def unknown(cls: type[enum.Enum]) -> object:
    return 99 if issubclass(cls, int) else "new"


def newer(kind: Any, within: frozenset[Any] = frozenset()) -> Any:
    """JSON for a type with a value that is not known in each enumeration; None where there is none to hold."""
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return unknown(kind)
    if isinstance(kind, type) and attrs.has(kind) and kind not in within:
        values = {field.name: newer(field.type, within | {kind}) for field in attrs.fields(kind)}
        return {camel(name): value for name, value in values.items() if value is not None} or None
    found = next((value for each in get_args(kind) if (value := newer(each, within)) is not None), None)
    is_sequence = getattr(kind, "__origin__", None) is not None and "Sequence" in str(kind.__origin__)
    return [found] if is_sequence and found is not None else found


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.title, rest))


def test_unknown_members_of_enumerations_in_what_a_client_can_do() -> None:
    params = newer(lsp.InitializeParams)
    assert params["trace"] == "new"
    assert params["capabilities"]["textDocument"]["documentSymbol"]["symbolKind"]["valueSet"] == [99]
    with client() as server:
        capabilities = server.initialize(**params)
        assert capabilities["positionEncoding"] == "utf-16"
        assert capabilities["foldingRangeProvider"]
        server.notify("$/setTrace", {"value": "new"})
        server.open(URI, "package a:b;")
        assert server.codes(URI) == ["missing-package-version"]


def test_unknown_members_of_enumerations_in_requests_come_back_as_they_are() -> None:
    literals = {"codeActionKind": {"valueSet": ["quickfix"]}}
    support = {"codeActionLiteralSupport": literals, "dataSupport": True, "resolveSupport": {"properties": ["edit"]}}
    foreign = {"range": at(0, 0), "message": "of another program", "severity": 9, "tags": [1, 99]}
    with client() as server:
        server.initialize({"textDocument": {"codeAction": support}})
        server.open(URI, "package a:b;")
        [own] = server.published(URI)
        context = {"diagnostics": [foreign, own], "only": ["quickfix", "new.kind"], "triggerKind": 99}
        params = {"textDocument": {"uri": URI}, "range": own["range"], "context": context}
        action = server.request("textDocument/codeAction", params)["result"][0]
        resolved = server.request("codeAction/resolve", {**action, "diagnostics": [foreign], "tags": [99]})["result"]
        assert resolved["edit"]
        assert (resolved["diagnostics"], resolved["tags"]) == ([foreign], [99])


@pytest.mark.parametrize("severity", ["error", 1.5, [1]])
def test_member_of_another_type_does_not_fit(severity: object) -> None:
    with client() as server:
        server.initialize({"textDocument": {"codeAction": {"codeActionLiteralSupport": {}}}})
        diagnostic = {"range": at(0, 0), "message": "m", "severity": severity}
        params = {"textDocument": {"uri": URI}, "range": at(0, 0), "context": {"diagnostics": [diagnostic]}}
        assert server.request("textDocument/codeAction", params)["error"]["code"] == -32602


@pytest.mark.parametrize(
    "capabilities",
    [
        {"general": 5},
        {"general": {"positionEncodings": 5}},
        {"general": {"positionEncodings": [["utf-8"]]}},
        {"textDocument": {"codeAction": {"codeActionLiteralSupport": {}, "resolveSupport": {"properties": 5}}}},
    ],
)
def test_client_that_talks_nonsense_can_try_again(capabilities: Message) -> None:
    params = {"processId": None, "rootUri": None, "capabilities": capabilities}
    with client(faults=True) as server:
        assert server.request("initialize", params)["error"]["code"] in (-32602, -32603)
        assert server.initialize()["foldingRangeProvider"]


@pytest.mark.parametrize("capabilities", [{"workspace": 5}, {"textDocument": [], "new": {"x": [1]}}, {"window": None}])
def test_what_is_not_understood_is_not_there(capabilities: Message) -> None:
    with client() as server:
        assert server.initialize(capabilities)["foldingRangeProvider"]
        server.open(URI, "package a:b;")
        assert server.codes(URI) == ["missing-package-version"]
