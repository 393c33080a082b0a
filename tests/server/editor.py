"""The other side of a session, without a transport between them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lsprotocol import converters
from lsprotocol import types as lsp

from tests.server.raw import Message
from wit_lsp.engine.judge import segment_problems
from wit_lsp.server.scheduler import Scheduler
from wit_lsp.server.session import Session
from wit_lsp.uri import to_path

_CONVERTER = converters.get_converter()


class Editor:
    """It keeps what it gets, and answers and lets time pass when a test wants that."""

    def __init__(self, capabilities: Message | None = None, **more: Any) -> None:
        self.published: list[Message] = []
        self.messages: list[str] = []
        self.progress: list[Any] = []
        self.questions: list[tuple[str, Callable[[Any], None]]] = []
        self.timers: list[tuple[float, Callable[[], None]]] = []
        self.waits: Callable[[], bool] = lambda: False
        """Whether a message waits."""
        self.session = Session(self, Scheduler(lambda: self.waits()))
        params = {"processId": None, "rootUri": None, "capabilities": capabilities or {}, **more}
        self.session.initialize(_CONVERTER.structure(params, lsp.InitializeParams), "utf-16")
        self.session.initialized()

    def notify(self, method: str, params: Any) -> None:
        if method == lsp.PROGRESS:
            self.progress.append(params.value)
        else:
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

    def touch(self, *paths: Path) -> None:
        """Say that something happened to files."""
        events = [lsp.FileEvent(path.as_uri(), lsp.FileChangeType.Changed) for path in paths]
        self.session.did_change_watched_files(events)

    def folders(self, *, added: Sequence[Path] = (), removed: Sequence[Path] = ()) -> None:
        """Change the folders of the workspace."""
        changed = [[lsp.WorkspaceFolder(path.as_uri(), path.name) for path in paths] for paths in (added, removed)]
        self.session.did_change_folders(lsp.WorkspaceFoldersChangeEvent(*changed))

    def open(self, uri: str, text: str, version: int = 1) -> None:
        self.session.did_open(lsp.TextDocumentItem(uri, "wit", version, text))

    def change(self, uri: str, version: int, text: str) -> None:
        identifier = lsp.VersionedTextDocumentIdentifier(version, uri)
        changes = [lsp.TextDocumentContentChangeWholeDocument(text)]
        self.session.did_change(lsp.DidChangeTextDocumentParams(identifier, changes))

    def idle(self) -> None:
        """Let it do all that it does while no message waits."""
        while self.session.idle():
            pass

    def runs(self) -> int:
        """How many judgements of segments were made."""
        return self.session.engine.db.runs[segment_problems]

    def shown(self, folder: Path) -> dict[str, list[str]]:
        """What is published while no message waits, by the path of the file in a folder; it is taken."""
        self.idle()
        found, self.published = self.published, []
        return {
            os.path.relpath(to_path(each["uri"]) or "", folder): [one["code"] for one in each["diagnostics"]]
            for each in found
        }

    def codes(self) -> list[list[str]]:
        """What is published while no message waits, by document; it is taken."""
        self.idle()
        found, self.published = self.published, []
        return [[each["code"] for each in params["diagnostics"]] for params in found]
