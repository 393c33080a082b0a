"""Settings come in three ways, and all count."""

from __future__ import annotations

import pytest

from tests.server.raw import Client, Message, client

URI = "file:///nowhere/a.wit"
TEXT = "package a:b;\nworld w { import wasi:io/streams; }\n"
BOTH = ["missing-package-version", "unpinned-reference"]
PATIENT = "import wit_lsp.server.session as session; session.SETTINGS_PATIENCE = 1e6"
IMPATIENT = "import wit_lsp.server.session as session; session.SETTINGS_PATIENCE = 0"
ASKS: Message = {"workspace": {"configuration": True}}


def answer_configuration(server: Client, *values: object) -> Message:
    """Wait until the server asks, and say these values; the question."""
    question = server.wait(lambda message: message.get("method") == "workspace/configuration")
    server.send({"jsonrpc": "2.0", "id": question["id"], "result": list(values)})
    return question


@pytest.mark.parametrize("options", [{"select": ["unpinned-reference"]}, {"wit-lsp": {"ignore": [BOTH[0]]}}])
def test_options_at_the_start(options: Message) -> None:
    with client() as server:
        server.initialize(initializationOptions=options)
        server.open(URI, TEXT)
        assert server.codes(URI) == BOTH[1:]


def test_server_asks_who_can_be_asked() -> None:
    with client(program=PATIENT) as server:
        server.initialize(ASKS)
        server.open(URI, TEXT)
        question = answer_configuration(server, {"ignore": ["packages"], "profile": None})
        assert question["params"] == {"items": [{"section": "wit-lsp"}]}
        assert server.codes(URI) == []
        assert [message.get("method") for message in server.seen].count("textDocument/publishDiagnostics") == 1
        server.notify("workspace/didChangeConfiguration", {"settings": None})
        answer_configuration(server, None)
        assert server.codes(URI) == BOTH


def test_diagnostics_do_not_wait_for_ever() -> None:
    with client(program=IMPATIENT) as server:
        server.initialize(ASKS)
        server.open(URI, TEXT)
        assert server.codes(URI) == BOTH


@pytest.mark.parametrize(
    "answer",
    [{"result": None}, {"result": []}, {"result": 3}, {"error": {"code": -32601, "message": "no"}}, {"error": 3}],
)
def test_client_that_does_not_answer_well_gets_what_is_usual(answer: Message) -> None:
    with client(program=PATIENT) as server:
        server.initialize(ASKS)
        question = server.wait(lambda message: message.get("method") == "workspace/configuration")
        server.send({"jsonrpc": "2.0", "id": question["id"], **answer})
        server.open(URI, TEXT)
        assert server.codes(URI) == BOTH


@pytest.mark.parametrize("wrap", [True, False])
def test_change_of_configuration(wrap: bool) -> None:
    with client() as server:
        server.initialize(initializationOptions={"ignore": [BOTH[0]]})
        server.open(URI, TEXT)
        assert server.codes(URI) == BOTH[1:]
        values = {"ignore": [BOTH[1]]}
        server.notify("workspace/didChangeConfiguration", {"settings": {"wit-lsp": values} if wrap else values})
        assert server.codes(URI) == BOTH[:1]


def test_server_registers_for_changes_where_that_is_wanted() -> None:
    with client() as server:
        server.initialize({"workspace": {"didChangeConfiguration": {"dynamicRegistration": True}}})
        question = server.wait(lambda message: message.get("method") == "client/registerCapability")
        server.send({"jsonrpc": "2.0", "id": question["id"], "result": None})
        [registration] = question["params"]["registrations"]
        assert registration["method"] == "workspace/didChangeConfiguration"


def test_wrong_values_are_shown_once_and_the_rest_counts() -> None:
    wrong = {"profile": "agnet", "target": 3, "select": "all", "ignore": [BOTH[0], 1, "unpined-reference"]}
    with client() as server:
        server.initialize(initializationOptions=wrong)
        server.open(URI, TEXT)
        assert server.codes(URI) == BOTH[1:]
        server.notify("workspace/didChangeConfiguration", {"settings": {**wrong, "ignore": ["unpined-reference"]}})
        assert server.codes(URI) == BOTH
    shown = [each["params"]["message"] for each in server.seen if each.get("method") == "window/showMessage"]
    assert shown == [
        "wit-lsp: `profile` must be `core`, `agent` or `strict`, not `agnet`; did you mean `agent`?; "
        "`target` must be `wasi-0.2` or `wasi-0.3`, not an integer; "
        "`select` must be an array of rules and categories, not a string; "
        "an element of `ignore` must be a rule or category, not an integer; "
        "no rule or category is called `unpined-reference`; did you mean `unpinned-reference`?"
    ]
    assert server.log.count(b"WARNING wit_lsp.server.session: settings: ") == 5
