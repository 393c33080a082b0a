"""One client's session: its documents, its settings, and what is published. It knows neither pygls nor time.

The transport calls it for each message, one after the other, and once no message waits.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from lsprotocol import types as lsp

from wit_lsp.config import Settings
from wit_lsp.features import Client, Feature, Outdated, View, all_features
from wit_lsp.features.diagnostics import Encoder
from wit_lsp.server import publish, settings
from wit_lsp.server.documents import Document, key_of
from wit_lsp.server.processes import is_alive
from wit_lsp.text import Encoding

if TYPE_CHECKING:
    from wit_lsp.engine.engine import Engine
    from wit_lsp.engine.judge import Failure

_LOG = logging.getLogger(__name__)

SETTINGS_PATIENCE = 1.0
"""Seconds for which diagnostics wait for the client's settings: those of other settings would only flash up."""


class Outgoing(Protocol):
    """What the session can do to its client and its process."""

    def notify(self, method: str, params: Any) -> None: ...

    def ask(self, method: str, params: object, answered: Callable[[Any], None]) -> None:
        """Send a request. `answered` gets the result, or the exception for which there is none."""

    def send_encoded(self, message: str) -> None:
        """Send a whole message that is JSON already, ASCII only."""

    def encode(self, value: object) -> str:
        """A value of LSP's as JSON."""

    def call_later(self, seconds: float, action: Callable[[], None]) -> None:
        """Call `action` after that time, between two messages; then `idle` is called too."""


class Session:
    """What the server knows of one client. `client` and `features` are there once `initialize` was called."""

    def __init__(self, outgoing: Outgoing) -> None:
        self.client = Client(lsp.ClientCapabilities())
        self.documents: dict[str, Document] = {}
        self.settings = Settings()
        self._outgoing = outgoing
        self._client_process: int | None = None
        self._initial: dict[str, object] = {}
        self._configured: dict[str, object] = {}
        self._settings_changed = True
        self._reported: set[str] = set()  # what is wrong with settings
        self._question = 0  # the number of the last `workspace/configuration`
        self._waits_for_settings = False
        self._unpublished: dict[str, None] = {}  # keys of documents, in the order in which they are published
        self._encoders: dict[str, Encoder] = {}
        self._folders: set[str] = set()  # where a file may have appeared
        self._failures: set[Failure] = set()
        self._engine_is_loaded = False

    # Lifetime

    def initialize(self, params: lsp.InitializeParams, encoding: Encoding) -> list[tuple[Feature[Any, Any], object]]:
        """The features that this client can use, each with its options."""
        self.client = Client(params.capabilities, encoding)
        self._initial = settings.section(params.initialization_options)
        if params.process_id is not None and is_alive(params.process_id):
            self._client_process = params.process_id  # one in another container cannot be seen from here
        features = [(feature, *feature.options_for(self.client)) for feature in all_features()]
        return [(feature, options) for feature, usable, options in features if usable]

    def initialized(self) -> None:
        if self.client.get("workspace.did_change_configuration.dynamic_registration"):
            method = lsp.WORKSPACE_DID_CHANGE_CONFIGURATION
            options = lsp.DidChangeConfigurationRegistrationOptions(settings.SECTION)
            registration = lsp.Registration("settings", method, options)
            self._outgoing.ask(
                lsp.CLIENT_REGISTER_CAPABILITY, lsp.RegistrationParams([registration]), lambda answer: None
            )
        self._ask_for_settings()

    def client_is_gone(self) -> bool:
        """Whether the process that the client said it is has ended."""
        return self._client_process is not None and not is_alive(self._client_process)

    # Documents

    def did_open(self, item: lsp.TextDocumentItem) -> None:
        key = key_of(item.uri)
        if key in self.documents:
            self.documents[key].reopen(item.uri, item.version, item.text)
        else:
            self.documents[key] = Document(item.uri, item.version, item.text)
        self._unpublished[key] = None
        self._folders.add(os.path.dirname(key))

    def did_change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        document = self.documents.get(key_of(params.text_document.uri))
        if document is None:
            _LOG.warning("a change of %s, which is not open", params.text_document.uri)
            return
        document.change(params.text_document.version, list(params.content_changes), self.client.encoding)
        self._unpublished[document.key] = None

    def did_save(self, uri: str) -> None:
        document = self.documents.get(key_of(uri))
        if document is not None:
            self._folders.add(os.path.dirname(document.key))

    def did_close(self, uri: str) -> None:
        document = self.documents.pop(key_of(uri), None)
        if document is not None:
            self._unpublished.pop(document.key, None)
            self._encoders.pop(document.key, None)
            if document.key in self._engine.open_paths:
                self._engine.close(document.key)
            self._outgoing.send_encoded(publish.none(document.uri))

    def _refresh_siblings(self) -> None:
        """A file that was made is one more beside the open ones of its folder."""
        folders, self._folders = self._folders, set()
        for folder in folders:
            self._engine.folder_changed(folder)
        self._unpublished.update(dict.fromkeys(path for path in self._engine.stale_paths() if path in self.documents))

    # Settings

    def did_change_configuration(self, values: object) -> None:
        """Some clients send what is set now, some send nothing and expect to be asked."""
        if not values and self.client.get("workspace.configuration"):
            self._ask_for_settings()
        else:
            self._configure(settings.section(values))

    def _ask_for_settings(self) -> None:
        if not self.client.get("workspace.configuration"):
            return
        self._question += 1
        question = self._question

        def answered(answer: object) -> None:
            if question != self._question:
                return  # asked again in the meantime
            self._waits_for_settings = False
            if isinstance(answer, BaseException):
                _LOG.info("the client does not send its settings: %s", answer)
            else:
                values = answer if isinstance(answer, (list, tuple)) else [answer]
                self._configure(settings.section(values[0] if values else None))

        def is_due() -> None:
            """Publish without the answer; it counts when it comes."""
            if question == self._question:
                self._waits_for_settings = False

        self._waits_for_settings = True
        items = [lsp.ConfigurationItem(section=settings.SECTION)]
        self._outgoing.ask(lsp.WORKSPACE_CONFIGURATION, lsp.ConfigurationParams(items), answered)
        self._outgoing.call_later(SETTINGS_PATIENCE, is_due)

    def _configure(self, values: dict[str, object]) -> None:
        if values != self._configured:
            self._configured = values
            self._settings_changed = True

    def _apply_settings(self) -> None:
        """Make settings of what the client said; each thing that is wrong with it is reported once."""
        self._settings_changed = False
        chosen, problems = settings.settings(self._initial, self._configured)
        for problem in problems:
            if problem not in self._reported:
                self._reported.add(problem)
                _LOG.warning("settings: %s", problem)
                message = lsp.ShowMessageParams(lsp.MessageType.Warning, f"wit-lsp: {problem}")
                self._outgoing.notify(lsp.WINDOW_SHOW_MESSAGE, message)
        if chosen != self.settings:
            self.settings = chosen
            self._engine.configure(chosen)
            self._unpublished.update(dict.fromkeys(self.documents))

    # Answers

    def answer(self, feature: Feature[Any, Any], params: Any) -> object:
        """The answer to a request. Raises Outdated."""
        uri = feature.document(params)
        document = self.documents.get(key_of(uri)) if isinstance(uri, str) else None
        if document is None:
            return feature.otherwise(params)
        try:
            return feature.answer(self._view(document), params)
        except Outdated:
            raise
        except Exception:
            _LOG.exception("`%s` failed on %s with %s", feature.method, document.key, params)
            return feature.otherwise(params)

    def idle(self) -> None:
        """Do what there is to do when no message waits."""
        if not self._engine_is_loaded:
            self._engine_is_loaded = True
            _load_engine()
        if self._waits_for_settings:
            return
        if self._settings_changed:
            self._apply_settings()
        if self._folders:
            self._refresh_siblings()
        while self._unpublished:
            key = next(iter(self._unpublished))
            del self._unpublished[key]
            document = self.documents[key]
            encoder = self._encoders.setdefault(key, Encoder(self._outgoing.encode))
            try:
                diagnostics = publish.diagnostics(self._view(document), self._failures, encoder)
                self._outgoing.send_encoded(diagnostics)
            except Exception:
                _LOG.exception("cannot publish the diagnostics of %s (version %s)", document.key, document.version)

    def _view(self, document: Document) -> View:
        engine = self._engine
        if document.is_changed:
            engine.open(document.key, *document.hand_over())
            if not document.is_file:
                engine.stands_alone(document.key)
        uris = {key: each.uri for key, each in self.documents.items()}
        present = engine.document(document.key)
        assert present is not None, "the document is open"
        return View(present, engine, document.uri, document.version, self.client, uris)

    @cached_property
    def _engine(self) -> Engine:
        from wit_lsp.engine.engine import Engine
        from wit_lsp.workspace import Disk

        return Engine(Disk(), self.settings)


def _load_engine() -> None:
    """The parser and the rules, which nothing needs before a document is open. What is there then stays for good."""
    from wit_lsp import rules, workspace
    from wit_lsp.engine import engine

    rules.all_rules()
    assert workspace and engine, "imported for later"
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
