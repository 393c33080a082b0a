"""A session without a transport: what it asks, publishes and waits for."""

from __future__ import annotations

import subprocess
import sys
from itertools import count
from typing import Any

import pytest
from lsprotocol import types as lsp

from tests.server.editor import Editor
from tests.server.raw import Message
from wit_lsp.engine import engine
from wit_lsp.features.definition import definition
from wit_lsp.features.workspace_symbol import workspace_symbol
from wit_lsp.ir.document import Document
from wit_lsp.server.session import SETTINGS_PATIENCE

URI = "file:///nowhere/a.wit"
OTHER = "file:///nowhere/b.wit"
TEXT = "package a:b;\nworld w { import wasi:io/streams; }\n"
BOTH = ["missing-package-version", "unpinned-reference"]
ASKS: Message = {"workspace": {"configuration": True}}


def test_each_document_is_published_once_for_all_that_changed() -> None:
    editor = Editor()
    editor.open(URI, TEXT)
    editor.open(OTHER, "package a:b@1.0.0;\n")
    editor.open(URI, "package a:b;", 2)
    assert editor.codes() == [BOTH[:1], []], "the document that was edited last comes first"
    assert editor.codes() == []
    editor.session.did_close(URI)
    assert [(each["uri"], each["diagnostics"]) for each in editor.published] == [(URI, [])]


def test_an_answer_sees_the_text_of_every_open_document_as_it_is_now() -> None:
    editor = Editor()
    editor.open(URI, "package a:b;\ninterface i { use j.{t}; }\n")
    editor.open(OTHER, "interface j { type t = u8; }\n")
    editor.codes()
    editor.open(OTHER, "// moved\ninterface j { type t = u8; }\n", 2)
    params = lsp.DefinitionParams(lsp.TextDocumentIdentifier(URI), lsp.Position(1, 21))
    places: Any = editor.session.answer(definition, params)
    assert [(each.uri, each.range.start.line) for each in places] == [(OTHER, 1)]
    symbols: Any = editor.session.answer(workspace_symbol, lsp.WorkspaceSymbolParams("t"))
    assert [(each.location.uri, each.location.range.start.line) for each in symbols] == [(OTHER, 1)]


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
    session = Editor().session
    for process in (gone.pid, None, -1, 0, 2**31, 2**32, 2**64):
        session.watch(process)
        assert not session.client_is_gone()


def test_client_that_ended_is_gone() -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    session = Editor().session
    session.watch(process.pid)
    assert not session.client_is_gone()
    process.communicate(b"\n")
    assert session.client_is_gone()


def uri(number: int) -> str:
    return f"file:///nowhere/{number}/a.wit"


def test_document_that_was_edited_last_comes_first() -> None:
    editor = Editor()
    for number in range(5):
        editor.open(uri(number), TEXT)
    assert editor.codes() == [BOTH] * 5
    for number in (1, 3):
        editor.change(uri(number), 2, "package a:b;")
    editor.session.did_change_configuration({"ignore": BOTH[:1]})
    editor.idle()
    assert [each["uri"] for each in editor.published] == [uri(number) for number in (3, 1, 4, 2, 0)]


def test_what_the_client_knows_is_not_sent_again() -> None:
    editor = Editor()
    editor.open(URI, TEXT)
    assert editor.codes() == [BOTH]
    editor.session.did_change_configuration({"ignore": ["shapes"]})
    assert editor.codes() == []
    editor.change(URI, 2, TEXT)
    assert editor.codes() == [BOTH], "another version"
    editor.open(URI, TEXT, 2)
    assert editor.codes() == [BOTH], "a client that opens a document knows nothing of it"


def test_nothing_is_published_while_a_message_waits() -> None:
    editor = Editor()
    editor.open(URI, TEXT)
    editor.waits = lambda: True
    assert editor.session.idle(), "some is left"
    assert not editor.published
    editor.waits = lambda: False
    assert editor.codes() == [BOTH]


@pytest.mark.parametrize("patience", [10, 11, 17])
def test_messages_that_arrive_at_any_moment_cost_little_of_what_is_done(patience: int) -> None:
    """Each ends what runs; but what is judged stays so."""
    text = "package a:b@1.0.0;\n" + "".join(f"interface i{n} {{ f: func(x: list<u8>); }}\n" for n in range(20))
    undisturbed, disturbed = Editor(), Editor()
    for editor in (undisturbed, disturbed):
        editor.open(URI, text)
    codes = undisturbed.codes()
    asked = count(1)
    disturbed.waits = lambda: next(asked) % patience == 0
    slices = 1
    while disturbed.session.idle():
        slices += 1
    assert [[each["code"] for each in params["diagnostics"]] for params in disturbed.published] == codes
    assert slices > 1
    assert undisturbed.runs() <= disturbed.runs() <= undisturbed.runs() + slices


def test_exception_in_one_document_costs_no_other_its_diagnostics(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def raising(path: str, text: bytes, *more: Any) -> Any:
        if b"broken" in text:
            raise RecursionError
        return Document(path, text, *more)

    monkeypatch.setattr(engine, "Document", raising)
    editor = Editor()
    editor.open(uri(1), TEXT)
    editor.open(uri(2), "// broken")
    editor.open(uri(3), TEXT)
    assert editor.codes() == [BOTH] * 2
    assert [record.getMessage() for record in caplog.records] == ["failed in the background on /nowhere/2/a.wit"]
    editor.change(uri(2), 2, TEXT)
    assert editor.codes() == [BOTH], "its next text is taken"


@pytest.mark.parametrize("number", [1, 5, 300])
def test_problems_of_settings_are_one_message(number: int) -> None:
    editor = Editor(initializationOptions={"ignore": [f"no-rule-{each}" for each in range(number)]})
    editor.idle()
    [message] = editor.messages
    assert message.count("no rule or category is called") == min(number, 5)
    assert message.endswith("; and 295 more, see the log") == (number == 300)
