"""Every request is answered, once, with the code that LSP has for it; the process ends as LSP says."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.server.raw import WATCHDOG, Message, at, client, framed, notification

URI = "file:///nowhere/a.wit"
SYMBOLS = {"textDocument": {"uri": URI}}
ACTION = {"title": "Insert `;`", "kind": "quickfix", "data": {"uri": URI, "version": 1, "code": "missing-separator"}}


def code(answer: Message) -> int:
    found: int = answer["error"]["code"]
    return found


def test_before_initialize_nothing_is_served() -> None:
    with client() as server:
        assert code(server.request("textDocument/documentSymbol", SYMBOLS)) == -32002
        assert code(server.request("no/such", None)) == -32002
        assert code(server.request("shutdown")) == -32002
        server.open(URI, "package a:b;")
        server.initialize()
        assert server.request("textDocument/documentSymbol", SYMBOLS)["result"] is None, "the file is not open"


def test_second_initialize_is_refused() -> None:
    with client() as server:
        server.initialize()
        assert code(server.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})) == -32600


def test_initialize_that_does_not_fit_can_be_tried_again() -> None:
    with client() as server:
        assert code(server.request("initialize", {"capabilities": 3})) == -32602
        assert server.initialize()["textDocumentSync"]["change"] == 2


def test_unknown_method_is_answered_and_as_a_notification_passed_over() -> None:
    with client() as server:
        server.initialize()
        for method in ("no/such", "$/such"):
            for params in ({}, None, [1], {"textDocument": 3}):
                server.notify(method, params)
                assert code(server.request(method, params)) == -32601
            server.send({"jsonrpc": "2.0", "method": method})
            server.send({"jsonrpc": "2.0", "id": method, "method": method})
            assert code(server.answer(method)) == -32601
        assert not [message for message in server.seen if message.get("id") is None], "a notification has no answer"


def test_params_that_do_not_fit_are_answered() -> None:
    with client() as server:
        server.initialize(rich())
        assert code(server.request("textDocument/documentSymbol", {"textDocument": 1})) == -32602
        assert code(server.request("textDocument/codeAction", SYMBOLS)) == -32602
        server.send({"jsonrpc": "2.0", "id": "text", "method": "textDocument/documentSymbol"})
        assert code(server.answer("text")) == -32602
        server.notify("textDocument/didChange", {"textDocument": None})
        server.notify("textDocument/didChange", {"textDocument": {"uri": URI, "version": 2}, "contentChanges": []})
        assert "result" in server.request("textDocument/documentSymbol", SYMBOLS)


@pytest.mark.parametrize(
    ("method", "more", "result"),
    [
        ("textDocument/documentSymbol", {}, None),
        ("textDocument/foldingRange", {}, None),
        ("textDocument/definition", {"position": at(0, 0)["start"]}, None),
        (
            "textDocument/references",
            {"position": at(0, 0)["start"], "context": {"includeDeclaration": True}},
            None,
        ),
        ("textDocument/documentHighlight", {"position": at(0, 0)["start"]}, None),
        ("textDocument/hover", {"position": at(0, 0)["start"]}, None),
        ("textDocument/codeAction", {"range": at(0, 0), "context": {"diagnostics": []}}, None),
        ("codeAction/resolve", ACTION, ACTION),
    ],
)
@pytest.mark.parametrize("was_open", [False, True])
def test_file_that_is_not_open_has_nothing(method: str, more: Message, result: object, was_open: bool) -> None:
    with client() as server:
        server.initialize(rich())
        if was_open:
            server.open(URI, "package a:b;")
            server.notify("textDocument/didClose", SYMBOLS)
        params = more if "title" in more else {**SYMBOLS, **more}
        assert server.request(method, params)["result"] == result


def test_what_is_no_message_is_answered_and_the_next_one_served() -> None:
    with client() as server:
        server.send_bytes(b"Content-Length: 3\r\n\r\n{]}")
        assert code(server.answer(None)) == -32700
        server.send_bytes(framed([1, 2]))
        assert code(server.answer(None)) == -32600
        server.send_bytes(framed({"id": 1, "method": "initialize"}))
        assert code(server.answer(1)) == -32600
        server.send({"jsonrpc": "2.0", "id": None, "method": "initialize", "params": {}})
        assert code(server.answer(None)) == -32600
        server.send_bytes(b"Content-Length: 100000\r\n\r\n" + b"[" * 100_000)
        assert code(server.answer(None)) == -32700
        server.send({"jsonrpc": "2.0", "id": "stray", "result": None})
        server.send_bytes(b"X-Unknown: 1\r\n\r\n")
        server.initialize()


def test_stream_in_which_no_message_can_be_found_is_the_end() -> None:
    for stream in (
        b"Content-Length: %b\r\n\r\n{}" % (b"9" * 4301),
        b"Content-Length: 99999999999\r\n\r\n",
        b"x" * 70_000,
    ):
        with client() as server:
            server.initialize()
            server.send_bytes(framed({"jsonrpc": "2.0", "id": "last", "method": "shutdown", "params": None}) + stream)
            assert "error" not in server.answer("last")
            assert server.end() == 0
        assert b"the client cannot be understood any more" in server.log


def test_header_names_count_in_any_case() -> None:
    with client() as server:
        body = framed({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}})
        head, _, rest = body.partition(b"\r\n\r\n")
        length = head.partition(b" ")[2]
        server.send_bytes(b"content-type: application/vscode-jsonrpc; charset=utf-8\r\nCONTENT-LENGTH:" + length)
        server.send_bytes(b"\r\n\r\n" + rest)
        assert "result" in server.answer(1)


def test_messages_that_come_in_one_packet_are_answered_in_their_order() -> None:
    with client() as server:
        server.initialize()
        asked = [{"jsonrpc": "2.0", "id": id, "method": "textDocument/documentSymbol"} for id in ("a", 7, "b")]
        server.send(*({**each, "params": SYMBOLS} for each in asked))
        server.answer("b")
        assert [message.get("id") for message in server.seen[-3:]] == ["a", 7, "b"]


@pytest.mark.parametrize("at", [9, 30, -9])
def test_half_a_message_waits_for_its_rest(at: int) -> None:
    """Cut within the head, and within the body."""
    message = framed({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}})
    with client(program=LOG_READS) as server:
        server.send_bytes(message[:at])
        server.logged(b"read %d bytes" % len(message[:at]))
        server.send_bytes(message[at:])
        assert "result" in server.answer(1)


LOG_READS = """
import sys
from wit_lsp.server.reader import Frames
feed = Frames.feed
def logging_feed(self, data):
    print(f"read {len(data)} bytes", file=sys.stderr, flush=True)
    return feed(self, data)
Frames.feed = logging_feed
"""


@pytest.mark.parametrize("at", [9, 30, -9])
def test_half_a_message_and_no_more_is_the_end(at: int) -> None:
    with client() as server:
        server.initialize()
        server.send_bytes(framed({"jsonrpc": "2.0", "id": 2, "method": "shutdown", "params": None})[:at])
        server.close_stdin()
        assert server.end() == 1
        assert len(server.seen) == 1 and server.messages.get(timeout=WATCHDOG) is None, "nothing was answered"


def test_message_may_come_byte_by_byte() -> None:
    with client() as server:
        for byte in framed({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}):
            server.send_bytes(bytes([byte]))
        assert "result" in server.answer(1)


def test_after_shutdown_only_exit_counts() -> None:
    with client() as server:
        server.initialize()
        assert server.request("shutdown") == {"jsonrpc": "2.0", "id": 2, "result": None}
        assert code(server.request("textDocument/documentSymbol", SYMBOLS)) == -32600
        assert code(server.request("shutdown")) == -32600
        server.open(URI, "package a:b;")
        server.notify("exit", None)
        assert server.end() == 0
        assert not any("method" in message for message in server.seen)


def test_question_that_is_not_answered_before_shutdown_is_dropped() -> None:
    with client() as server:
        server.initialize({"workspace": {"configuration": True}})
        server.wait(lambda message: message.get("method") == "workspace/configuration")
        server.request("shutdown")
        server.notify("exit", None)
        assert server.end() == 0


def test_exit_without_shutdown_is_a_failure() -> None:
    with client() as server:
        server.initialize()
        server.notify("exit", None)
        assert server.end() == 1


@pytest.mark.parametrize("shuts_down", [True, False])
def test_ends_when_the_client_hangs_up(shuts_down: bool) -> None:
    with client() as server:
        server.initialize()
        if shuts_down:
            server.request("shutdown")
        server.close_stdin()
        assert server.end() == (0 if shuts_down else 1)


def test_ends_when_nobody_reads_any_more() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    server = subprocess.Popen([sys.executable, "-m", "wit_lsp"], stdin=subprocess.PIPE, stdout=writer)
    os.close(writer)
    assert server.stdin is not None
    server.stdin.write(framed({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}))
    server.stdin.flush()
    assert server.wait(WATCHDOG) == 1
    server.stdin.close()


def test_ends_when_the_process_of_the_client_is_gone() -> None:
    with client(program="import wit_lsp.server.loop as loop; loop._TICK = 0.01") as server:
        editor = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        server.initialize(processId=editor.pid)
        editor.communicate(b"\n")
        assert server.end() == 1


@pytest.mark.parametrize("process", [-1, 0, 2**31, 2**32, 2**64])
def test_process_that_cannot_be_seen_is_not_missed(process: int) -> None:
    with client(program="import wit_lsp.server.loop as loop; loop._TICK = 0.001") as server:
        server.initialize(processId=process)
        server.open(URI, "package a:b;")
        assert server.codes(URI) == ["missing-package-version"]


def test_request_that_is_cancelled_while_it_waits_is_not_run() -> None:
    with client() as server:
        server.initialize()
        server.open(URI, "package a:b;")
        server.published(URI)
        request = {"jsonrpc": "2.0", "id": "x", "method": "textDocument/documentSymbol", "params": SYMBOLS}
        server.send(request, notification("$/cancelRequest", {"id": "x"}), {**request, "id": "y"})
        assert code(server.answer("x")) == -32800
        assert server.answer("y")["result"]
        server.send(request)
        assert server.answer("x")["result"], "the cancellation counted for the request before it"


def test_request_that_is_cancelled_while_it_runs_is_answered_once() -> None:
    with client(program=ENDLESS) as server:
        server.initialize()
        server.open(URI, "package a:b;")
        server.published(URI)
        request = {"jsonrpc": "2.0", "id": "x", "method": "textDocument/documentSymbol", "params": SYMBOLS}
        server.send(request)
        server.logged(b"it runs")
        server.send(notification("$/cancelRequest", {"id": "x"}), {**request, "id": "y"})
        assert code(server.answer("x")) == -32800
        assert server.answer("y")["result"]
        server.send(request)
        assert server.answer("x")["result"], "the cancellation counted for the request before it"
        assert [message["id"] for message in server.seen if "id" in message][-3:] == ["x", "y", "x"]


# The first answer asks for ever whether somebody still waits for it.
ENDLESS = """
import sys
from dataclasses import replace
import wit_lsp.features.document_symbol as module
feature = module.document_symbol
def endless(view, params):
    print("it runs", file=sys.stderr, flush=True)
    while True:
        view.engine.db.check_cancelled()
def first_endless(view, params, turns=[endless]):
    return (turns.pop() if turns else feature.answer)(view, params)
module.document_symbol = replace(feature, answer=first_endless)
"""


def test_cancelling_what_is_answered_or_unknown_is_nothing() -> None:
    with client() as server:
        server.initialize()
        for id in (1, 99, "text", None, [3]):
            server.notify("$/cancelRequest", {"id": id})
        assert "error" not in server.request("textDocument/documentSymbol", SYMBOLS)


def test_nothing_is_advertised_that_is_not_there() -> None:
    with client() as server:
        capabilities = server.initialize(rich())
    assert capabilities == {
        "positionEncoding": "utf-16",
        "textDocumentSync": {"openClose": True, "change": 2, "save": True},
        "codeActionProvider": {
            "codeActionKinds": [
                "quickfix",
                "source.fixAll.wit-lsp",
                "source.fixAll.wit-lsp.syntax",
                "source.fixAll.wit-lsp.old-syntax",
            ],
            "resolveProvider": True,
        },
        "definitionProvider": True,
        "documentHighlightProvider": True,
        "documentSymbolProvider": True,
        "foldingRangeProvider": True,
        "hoverProvider": True,
        "referencesProvider": True,
        "workspaceSymbolProvider": {"resolveProvider": False},
        "workspace": {"workspaceFolders": {"supported": True, "changeNotifications": True}},
    }


def test_client_that_takes_only_commands_gets_no_code_actions() -> None:
    with client() as server:
        assert "codeActionProvider" not in server.initialize()
        server.open(URI, "package a:b;")
        params = {**SYMBOLS, "range": at(0, 0, 1, 0), "context": {"diagnostics": []}}
        assert code(server.request("textDocument/codeAction", params)) == -32601


@pytest.mark.parametrize(
    ("offers", "chosen"),
    [
        (["utf-8", "utf-16"], "utf-8"),
        (["utf-32", "utf-8"], "utf-32"),
        (["utf-7", "utf-16"], "utf-16"),
        (["utf-7"], "utf-16"),
    ],
)
def test_first_encoding_that_is_known_counts(offers: list[str], chosen: str) -> None:
    with client() as server:
        assert server.initialize({"general": {"positionEncodings": offers}})["positionEncoding"] == chosen


def test_feature_that_fails_is_logged_with_its_input_and_the_rest_goes_on() -> None:
    with client(program="import wit_lsp.features.document_symbol as d; d._symbols = None", faults=True) as server:
        server.initialize()
        server.open(URI, "package a:b;")
        assert server.request("textDocument/documentSymbol", SYMBOLS)["result"] is None
        assert server.request("textDocument/foldingRange", SYMBOLS)["result"] == []
    assert b"`textDocument/documentSymbol` failed on /nowhere/a.wit" in server.log
    assert not any(message.get("method") == "window/showMessage" for message in server.seen)


def test_rule_that_fails_is_logged_once_and_the_others_go_on() -> None:
    with client(program=BROKEN_RULE, faults=True) as server:
        server.initialize()
        server.open(URI, "package a:b;\nworld w { import wasi:io/streams; }", 0)
        for version in range(1, 4):
            assert server.codes(URI, version - 1) == ["missing-package-version"]
            server.change(URI, version, {"range": at(0, 0), "text": "\n"})
        server.published(URI, 3)
    assert server.log.count(b"the rule `unpinned-reference` failed on /nowhere/a.wit") == 1
    assert not any(message.get("method") == "window/showMessage" for message in server.seen)


BROKEN_RULE = """
from wit_lsp.rules import all_rules
rule = next(rule for rule in all_rules() if rule.name == "unpinned-reference")
rule.check = lambda *arguments: 1 / 0
"""


def test_a_print_does_not_come_between_the_messages() -> None:
    """What a library prints goes to the log."""
    with client(program=LOUD) as server:
        server.initialize()
        server.open(URI, "package a:b;")
        assert server.codes(URI) == ["missing-package-version"]
    assert b"hello" in server.log and b"there" in server.log


LOUD = """
import os
import wit_lsp.server.publish as publish
quiet = publish.diagnostics
def loud(*arguments):
    print("hello", flush=True)
    os.write(1, b"there")
    return quiet(*arguments)
publish.diagnostics = loud
"""


def rich() -> Message:
    return {
        "textDocument": {
            "codeAction": {
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
                "dataSupport": True,
                "resolveSupport": {"properties": ["edit"]},
            }
        },
        "workspace": {"workspaceFolders": True, "executeCommand": {}, "fileOperations": {"willRename": True}},
        "notebookDocument": {"synchronization": {}},
    }
