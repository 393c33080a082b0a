"""A session without a transport: what it asks, publishes and waits for."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from lsprotocol import converters
from lsprotocol import types as lsp

from tests.server.raw import Message
from wit_lsp.server.session import SETTINGS_PATIENCE, Session

URI = "file:///nowhere/a.wit"
TEXT = "package a:b;\nworld w { import wasi:io/streams; }\n"
BOTH = ["missing-package-version", "unpinned-reference"]
ASKS: Message = {"workspace": {"configuration": True}}

_CONVERTER = converters.get_converter()


class Editor:
    """The other side of a session, which keeps what it gets: it answers and lets time pass when a test wants that."""

    def __init__(self, capabilities: Message | None = None, **more: Any) -> None:
        self.published: list[Message] = []
        self.messages: list[str] = []
        self.questions: list[tuple[str, Callable[[Any], None]]] = []
        self.timers: list[tuple[float, Callable[[], None]]] = []
        self.session = Session(self)
        params = {"processId": None, "rootUri": None, "capabilities": capabilities or {}, **more}
        self.session.initialize(_CONVERTER.structure(params, lsp.InitializeParams), "utf-16")
        self.session.initialized()

    def notify(self, method: str, params: Any) -> None:
        assert method == lsp.WINDOW_SHOW_MESSAGE
        self.messages.append(params.message)

    def ask(self, method: str, params: object, answered: Callable[[Any], None]) -> None:
        self.questions.append((method, answered))

    def send_encoded(self, message: str) -> None:
        self.published.append(json.loads(message)["params"])

    def encode(self, value: object) -> str:
        return json.dumps(_CONVERTER.unstructure(value))

    def call_later(self, seconds: float, action: Callable[[], None]) -> None:
        self.timers.append((seconds, action))

    def open(self, uri: str, text: str, version: int = 1) -> None:
        self.session.did_open(lsp.TextDocumentItem(uri, "wit", version, text))

    def codes(self) -> list[list[str]]:
        """What is published when no message waits, by document; it is taken."""
        self.session.idle()
        found, self.published = self.published, []
        return [[each["code"] for each in params["diagnostics"]] for params in found]


def test_each_document_is_published_once_for_all_that_changed() -> None:
    editor = Editor()
    editor.open(URI, TEXT)
    editor.open("file:///nowhere/b.wit", "")
    editor.open(URI, "package a:b;", 2)
    assert editor.codes() == [BOTH[:1], []]
    assert editor.codes() == []
    editor.session.did_close(URI)
    assert [(each["uri"], each["diagnostics"]) for each in editor.published] == [(URI, [])]


def test_diagnostics_wait_for_the_settings() -> None:
    editor = Editor(ASKS)
    editor.open(URI, TEXT)
    assert editor.codes() == []
    [(method, answered)] = editor.questions
    assert method == "workspace/configuration"
    answered([{"ignore": BOTH[:1]}])
    assert editor.codes() == [BOTH[1:]]


def test_diagnostics_do_not_wait_for_ever() -> None:
    editor = Editor(ASKS)
    editor.open(URI, TEXT)
    [(seconds, action)] = editor.timers
    assert seconds == SETTINGS_PATIENCE
    action()
    assert editor.codes() == [BOTH]
    editor.questions[0][1]([{"ignore": BOTH[:1]}])
    assert editor.codes() == [BOTH[1:]], "an answer counts when it comes"


def test_only_the_last_question_counts() -> None:
    editor = Editor(ASKS)
    editor.open(URI, TEXT)
    editor.session.did_change_configuration(None)
    [(_, first_is_due), _] = editor.timers
    [(_, first), (_, second)] = editor.questions
    first_is_due()
    first([{"ignore": BOTH}])
    assert editor.codes() == []
    second([{"ignore": BOTH[1:]}])
    assert editor.codes() == [BOTH[:1]]


def test_answers_without_settings() -> None:
    for answer in (None, [], [None], ["no"], ValueError("no such method")):
        editor = Editor(ASKS)
        editor.open(URI, TEXT)
        editor.questions[0][1](answer)
        assert editor.codes() == [BOTH]


def test_client_that_cannot_be_seen_from_here_is_not_missed() -> None:
    """As of an editor outside the container in which the server runs."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert not Editor(processId=gone.pid).session.client_is_gone()


def test_client_that_ended_is_gone() -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    session = Editor(processId=process.pid).session
    assert not session.client_is_gone()
    process.communicate(b"\n")
    assert session.client_is_gone()
