"""What the server knows: the open documents, the client and its settings. Handlers run one after the other."""

from __future__ import annotations

import gc
import logging
import os
from asyncio import get_running_loop
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcContentModified
from pygls.lsp.server import LanguageServer

from wit_lsp import __version__
from wit_lsp.config import Settings
from wit_lsp.features import Client, Feature, Outdated, View, all_features
from wit_lsp.server import publish, settings
from wit_lsp.server.documents import Document, key_of
from wit_lsp.server.processes import is_alive
from wit_lsp.server.protocol import Protocol
from wit_lsp.text import Encoding

if TYPE_CHECKING:
    from wit_lsp.engine.diagnostics import Failure

_LOG = logging.getLogger(__name__)

# Seconds for which diagnostics wait for the client's settings: those of other settings would only flash up.
_PATIENCE = 1.0


class WitServer(LanguageServer):
    """One client's server."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("wit-lsp", __version__, protocol_cls=Protocol)
        self.client = Client(lsp.ClientCapabilities())
        self.documents: dict[str, Document] = {}
        self.settings = Settings()
        self._initial: dict[str, object] = {}
        self._configured: dict[str, object] = {}
        self._settings_changed = True
        self._asked: Future[Any] | None = None
        self._unpublished: dict[str, None] = {}  # in their order
        self._folders: set[str] = set()  # where something may have appeared
        self._told: set[str] = set()
        self._failures: set[Failure] = set()
        self._engine_is_loaded = False
        self._watched: int | None = None
        # pygls writes attributes on its handlers, which methods do not take.
        self.feature(lsp.INITIALIZE)(lambda params: self._initialize(params))
        self.feature(lsp.INITIALIZED)(lambda params: self._initialized(params))
        self.feature(lsp.TEXT_DOCUMENT_DID_SAVE)(lambda params: self._did_save(params))
        self.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)(lambda params: self._did_change_configuration(params))

    def report_server_error(self, error: Exception, source: object) -> None:
        """Into the log. pygls would open a window for each."""
        _LOG.error("%s", error, exc_info=error)

    # What the client says

    def _initialize(self, params: lsp.InitializeParams) -> None:
        """Called by pygls before it says what the server can."""
        encoding: Any = self.workspace.position_encoding
        self.client = Client(params.capabilities, _encoding(encoding))
        self._initial = settings.section(params.initialization_options)
        if params.process_id is not None and is_alive(params.process_id):
            self._watched = params.process_id  # one in another container is not to be seen from here
        for feature in all_features():
            usable, options = feature.options_for(self.client)
            if usable:
                self.feature(feature.method, options)(self._handler(feature))

    def _initialized(self, params: lsp.InitializedParams) -> None:
        if self.client.get("workspace.did_change_configuration.dynamic_registration"):
            method = lsp.WORKSPACE_DID_CHANGE_CONFIGURATION
            options = lsp.DidChangeConfigurationRegistrationOptions(settings.SECTION)
            registration = lsp.Registration("settings", method, options)
            self.client_register_capability(lsp.RegistrationParams([registration]))
        self._ask_for_settings()

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

    def did_close(self, uri: str) -> None:
        document = self.documents.pop(key_of(uri), None)
        if document is not None:
            self._unpublished.pop(document.key, None)
            self.protocol.send_encoded(publish.none(document.uri))

    def _did_save(self, params: lsp.DidSaveTextDocumentParams) -> None:
        document = self.documents.get(key_of(params.text_document.uri))
        if document is not None:
            self._folders.add(os.path.dirname(document.key))

    def _look_around(self) -> None:
        """A file that was made is one more beside the open ones of its folder."""
        folders, self._folders = self._folders, set()
        for key, document in self.documents.items():
            if os.path.dirname(key) in folders and document.refresh_siblings(self.settings):
                self._unpublished[key] = None

    # Settings

    def _did_change_configuration(self, params: lsp.DidChangeConfigurationParams) -> None:
        """Some send what is set now, some send nothing and expect to be asked."""
        if not params.settings and self.client.get("workspace.configuration"):
            self._ask_for_settings()
        else:
            self._configure(settings.section(params.settings))

    def _ask_for_settings(self) -> None:
        if not self.client.get("workspace.configuration"):
            return
        items = [lsp.ConfigurationItem(section=settings.SECTION)]
        asked = self._asked = self.workspace_configuration(lsp.ConfigurationParams(items))
        asked.add_done_callback(self._answered)
        get_running_loop().call_later(_PATIENCE, self._stop_waiting, asked)

    def _answered(self, answer: Future[Any]) -> None:
        if answer is not self._asked:
            return  # asked again in the meantime
        self._asked = None
        if answer.cancelled() or answer.exception() is not None:
            _LOG.info("the client does not tell its settings: %s", answer)
        else:
            self._configure(settings.section(next(iter(answer.result() or ()), None)))

    def _stop_waiting(self, asked: Future[Any]) -> None:
        """Publish without the answer; it counts when it comes."""
        if not asked.done():
            self.idle(waits=False)

    def _configure(self, values: dict[str, object]) -> None:
        if values != self._configured:
            self._configured = values
            self._settings_changed = True

    def _settle(self) -> None:
        """Make settings of what the client said; what is wrong with it is told once."""
        self._settings_changed = False
        chosen, problems = settings.settings(self._initial, self._configured)
        for problem in problems:
            if problem not in self._told:
                self._told.add(problem)
                _LOG.warning("settings: %s", problem)
                self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, f"wit-lsp: {problem}"))
        if chosen != self.settings:
            self.settings = chosen
            self._unpublished.update(dict.fromkeys(self.documents))

    # What the server does

    def idle(self, *, waits: bool = True) -> None:
        """What is to be done when no message waits."""
        if not self.protocol.is_running:
            return
        if not self._engine_is_loaded:
            self._engine_is_loaded = True
            _load_engine()
        if waits and self._asked is not None:
            return
        if self._settings_changed:
            self._settle()
        if self._folders:
            self._look_around()
        while self._unpublished:
            key = next(iter(self._unpublished))
            del self._unpublished[key]
            document = self.documents[key]
            try:
                view = self._view(document)
                self.protocol.send_encoded(publish.diagnostics(view, self._failures, self.protocol.encode))
            except Exception:
                _LOG.exception("cannot tell what is wrong with %s (version %s)", document.key, document.version)

    def client_is_gone(self) -> bool:
        """Whether the process that the client said it is has ended."""
        return self._watched is not None and not is_alive(self._watched)

    def _view(self, document: Document) -> View:
        return View(document.file, document.model(self.settings), document.uri, document.version, self.client)

    def _handler(self, feature: Feature[Any, Any]) -> Callable[[Any], object]:
        def handle(params: Any) -> object:
            uri = feature.document(params)
            document = self.documents.get(key_of(uri)) if isinstance(uri, str) else None
            if document is None:
                return feature.otherwise(params)
            try:
                return feature.answer(self._view(document), params)
            except Outdated as error:
                raise JsonRpcContentModified(str(error)) from None
            except Exception:
                _LOG.exception("`%s` failed on %s with %s", feature.method, document.key, params)
                return feature.otherwise(params)

        return handle


def _encoding(kind: lsp.PositionEncodingKind | str) -> Encoding:
    encodings: dict[str, Encoding] = {"utf-8": "utf-8", "utf-32": "utf-32"}
    return encodings.get(str(getattr(kind, "value", kind)), "utf-16")


def _load_engine() -> None:
    """The parser and the rules, which nothing needs until a document is there; and what is there now stays for good."""
    from wit_lsp import rules, workspace
    from wit_lsp.engine import diagnostics

    rules.all_rules()
    assert workspace and diagnostics, "imported for later"
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
