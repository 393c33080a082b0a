"""One client's session: its documents, its settings, and what is published. It knows neither pygls nor time.

The transport calls it for each message, one after the other; while no message waits, `idle` works in the background.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import count
from typing import TYPE_CHECKING, Any

from lsprotocol import types as lsp

from wit_lsp.features import Client, Feature, Outdated, SettingsView, View, WorkspaceView, all_features
from wit_lsp.features.diagnostics import Encoder
from wit_lsp.server import memory, publish, settings
from wit_lsp.server.configuration import ClientSettings, folders_of, is_configuration
from wit_lsp.server.documents import Document, key_of
from wit_lsp.server.outgoing import Outgoing
from wit_lsp.server.processes import is_alive
from wit_lsp.server.progress import Progress
from wit_lsp.server.scheduler import CLOSED, FIRST, OPEN, SCAN, Scheduler, Work
from wit_lsp.text import Encoding
from wit_lsp.uri import to_path

if TYPE_CHECKING:
    from wit_lsp.engine.engine import Engine
    from wit_lsp.engine.files import FileReport
    from wit_lsp.engine.judge import Failure
    from wit_lsp.ir.document import Document as Text
    from wit_lsp.server.closed import ClosedFiles
    from wit_lsp.server.files import Files
    from wit_lsp.server.workspace import Workspace

_LOG = logging.getLogger(__name__)

SETTINGS_PATIENCE = 1.0
"""Seconds for which diagnostics wait for the client's settings: those of other settings would only flash up."""

MAX_SHOWN_PROBLEMS = 5
"""Problems of the settings that are shown in the editor; all are in the log."""


class Session:
    """What the server knows of one client."""

    def __init__(self, outgoing: Outgoing, scheduler: Scheduler) -> None:
        self.client = Client(lsp.ClientCapabilities())
        self.documents: dict[str, Document] = {}
        self.settings = ClientSettings()
        self._outgoing = outgoing
        self._scheduler = scheduler
        self._client_process: int | None = None
        self._reported: set[str] = set()  # what is wrong with settings
        self._question = 0  # the number of the last `workspace/configuration`
        self._waits_for_settings = False
        self._edits = count()
        self._last_edits: dict[str, int] = {}  # by the keys of documents
        self._published: dict[str, publish.Publication] = {}  # but for files that are not open
        self._encoders: dict[str, Encoder] = {}
        self._failures: set[Failure] = set()
        self._engine_is_loaded = False
        self._touched: dict[str, None] = {}  # files that were made, changed or removed
        self._wants_to_look = False
        self._do_first(self._apply_settings)

    # Lifetime

    def initialize(self, params: lsp.InitializeParams, encoding: Encoding) -> list[tuple[Feature[Any, Any], object]]:
        """The features that this client can use, each with its options."""
        self.client = Client(params.capabilities, encoding)
        self.settings.initial = settings.section(params.initialization_options)
        self.settings.set_folders(folders_of(params))
        features = [(feature, *feature.options_for(self.client)) for feature in all_features()]
        return [(feature, options) for feature, usable, options in features if usable]

    def initialized(self) -> None:
        if registrations := list(self._registrations()):
            params = lsp.RegistrationParams(registrations)
            self._outgoing.ask(lsp.CLIENT_REGISTER_CAPABILITY, params, lambda answer: None)
        self._ask_for_settings()
        self._look_later()

    def _registrations(self) -> Iterator[lsp.Registration]:
        if self.client.get("workspace.did_change_configuration.dynamic_registration"):
            of_settings = lsp.DidChangeConfigurationRegistrationOptions(settings.SECTION)
            yield lsp.Registration("settings", lsp.WORKSPACE_DID_CHANGE_CONFIGURATION, of_settings)
        if self.client.get("workspace.did_change_watched_files.dynamic_registration"):
            watchers = [lsp.FileSystemWatcher(f"**/{name}") for name in ("*.wit", "*.toml", "*.lock")]
            of_files = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
            yield lsp.Registration("files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, of_files)

    def watch(self, process: int | None) -> None:
        """Take a process for the client's, unless it cannot be seen from here, as one in another container."""
        self._client_process = process if process is not None and is_alive(process) else None

    def client_is_gone(self) -> bool:
        """Whether its process has ended."""
        return self._client_process is not None and not is_alive(self._client_process)

    # Documents

    def did_open(self, item: lsp.TextDocumentItem) -> None:
        key = key_of(item.uri)
        documents = self.settings.documents if is_configuration(item.uri) else self.documents
        if key in documents:
            self._published.pop(key, None)
            documents[key].reopen(item.uri, item.version, item.text)
        else:
            documents[key] = Document(item.uri, item.version, item.text)
        self._look_at_disk()
        self._do_last(self._publish_settings)
        if documents is self.documents:
            self._edited(key)

    def did_change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        key = key_of(params.text_document.uri)
        document = self.documents.get(key) or self.settings.documents.get(key)
        if document is None:
            _LOG.warning("a change of %s, which is not open", params.text_document.uri)
            return
        document.change(params.text_document.version, params.content_changes, self.client.encoding)
        if key in self.documents:
            self._edited(key)
        else:
            self._do_last(self._look_at_settings)

    def did_save(self) -> None:
        self._look_at_disk()

    def did_change_watched_files(self, events: Sequence[lsp.FileEvent]) -> None:
        paths = [path for event in events if (path := to_path(event.uri)) is not None]
        self._touched |= dict.fromkeys(path for path in paths if path.endswith((".wit", ".toml", ".lock")))
        if self._touched and self._look_at_touched not in self._scheduler:
            self._do_last(self._look_at_touched)
        if any(map(is_configuration, paths)):
            self._do_last(self._look_at_settings)

    def did_change_folders(self, event: lsp.WorkspaceFoldersChangeEvent) -> None:
        self.settings.change_folders(event.added, event.removed)
        self._ask_for_settings()
        self._look_later()
        self._do_first(self._apply_settings)
        self._do_first(self._settings_are_other)

    def did_close(self, uri: str) -> None:
        if self.settings.documents.pop(key_of(uri), None) is not None:
            self._do_last(self._look_at_settings)
            return
        document = self.documents.pop(key_of(uri), None)
        if document is None:
            return
        key = document.key
        self._scheduler.drop(key)
        del self._last_edits[key]
        self._published.pop(key, None)
        self._encoders.pop(key, None)
        if key in self.engine.open_paths:
            self.engine.close(key)
        self._workspace.closed(key)
        self._closed.closed(key, document.uri)
        self._do_last(self._schedule_stale)

    def _edited(self, key: str) -> None:
        self._last_edits[key] = next(self._edits)
        self._schedule(key)

    def _schedule(self, key: str) -> None:
        """Have the diagnostics of a document published: the one that was edited last comes first."""
        self._scheduler.put(key, (OPEN, -self._last_edits[key]), partial(self._publish, key))

    def _schedule_all(self) -> None:
        for key in self.documents:
            self._schedule(key)

    # Settings

    def did_change_configuration(self, values: object) -> None:
        """Some clients send what is set now, some send nothing and expect to be asked."""
        if not values and self.client.get("workspace.configuration"):
            self._ask_for_settings()
        else:
            self._configure([values])

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
                self._configure(values or [None])

        def is_due() -> None:
            """Publish without the answer; it counts when it comes."""
            if question == self._question:
                self._waits_for_settings = False

        self._waits_for_settings = True
        params = lsp.ConfigurationParams(self.settings.items())
        self._outgoing.ask(lsp.WORKSPACE_CONFIGURATION, params, answered)
        self._outgoing.call_later(SETTINGS_PATIENCE, is_due)

    def _configure(self, answers: Sequence[object]) -> None:
        if self.settings.configure(answers):
            self._do_first(self._apply_settings)

    def _apply_settings(self) -> None:
        """Make settings of what the client said. What is wrong with it is reported once, all in one message."""
        is_other, problems = self.settings.apply()
        new = [problem for problem in problems if problem not in self._reported]
        self._reported.update(new)
        for problem in new:
            _LOG.warning("settings: %s", problem)
        if new:
            more = f"; and {len(new) - MAX_SHOWN_PROBLEMS} more, see the log" if len(new) > MAX_SHOWN_PROBLEMS else ""
            text = f"wit-lsp: {'; '.join(new[:MAX_SHOWN_PROBLEMS])}{more}"
            self._outgoing.notify(lsp.WINDOW_SHOW_MESSAGE, lsp.ShowMessageParams(lsp.MessageType.Warning, text))
        if is_other:
            self._settings_are_other()

    def _look_at_settings(self) -> Iterator[None]:
        if (yield from self.settings.refresh()):
            self._settings_are_other()
        elif self.settings.documents:
            self._publish_settings()

    def _settings_are_other(self) -> None:
        """Have only those documents judged again whose settings are other ones."""
        self.engine.configure(partial(ClientSettings.settings, self.settings))
        self._schedule_all()
        self._do_last(self._schedule_stale)
        self._do_last(self._publish_settings)
        self._look_later()  # for what is excluded now

    def _views_of_settings(self) -> list[SettingsView]:
        return [SettingsView(*each, self.client) for each in self.settings.shown()]

    def _publish_settings(self) -> None:
        """What is wrong with files of settings, open or not."""
        for error in self.settings.files.failed:
            if str(error) not in self._reported:
                self._reported.add(str(error))
                _LOG.warning("settings: %s", error)
        views = self._views_of_settings()
        shown = {view.file.path: publish.of_settings(view, self._outgoing.encode) for view in views}
        for path, old in [*self._published.items()]:
            if path not in shown and is_configuration(old.uri):
                del self._published[path]
                if old.diagnostics:
                    self._outgoing.send_encoded(publish.none(old.uri).message())
        for path, publication in shown.items():
            before = self._published.get(path, publish.none(publication.uri))
            if publication != before and (publication.diagnostics or before.diagnostics):
                self._outgoing.send_encoded(publication.message())
            self._published[path] = publication

    # Answers

    def answer(self, feature: Feature[Any, Any], params: Any) -> object:
        """The answer to a request. Raises Outdated."""
        uri = feature.document(params)
        key = key_of(uri) if isinstance(uri, str) else None
        document = self.documents.get(key) if key is not None else None
        try:
            for each in self.documents.values():
                self._hand_over(each)  # an answer may be about any of them
            if feature.of_workspace is not None:
                return feature.of_workspace(WorkspaceView(self.engine, self.client, self._uris()), params)
            if document is not None:
                return feature.answer(self._view(document), params)
            if feature.of_settings is not None and key in self.settings.documents:
                for _ in self._look_at_settings():
                    pass
                return next(feature.of_settings(view, params) for view in self._views_of_settings() if view.uri == uri)
            return feature.otherwise(params)
        except Outdated:
            raise
        except Exception:
            _LOG.exception("`%s` failed on %s with %s", feature.method, key, params)
            return feature.otherwise(params)

    # The background

    def idle(self) -> bool:
        """Do some of what there is to do while no message waits; whether more is left."""
        if not self._engine_is_loaded:
            self._engine_is_loaded = True
            _load_engine()
        if self._waits_for_settings:
            return False
        return self._scheduler.run()

    def _do_first(self, work: Work) -> None:
        self._scheduler.put(work, (FIRST, 0), work)

    def _do_last(self, work: Work) -> None:
        """After the open documents."""
        self._scheduler.put(work, (OPEN, 1), work)

    def _look_at_disk(self) -> None:
        """Look at what may be other than the client said: at once beside the open documents, then everywhere."""
        self._do_first(self._look_beside_documents)
        self._do_last(self._look_at_settings)
        self._look_later()

    def _look_beside_documents(self) -> None:
        for key, document in self.documents.items():
            self._closed.opened(key, document.uri)
        self._workspace.look_at_folders({os.path.dirname(key) for key, each in self.documents.items() if each.is_file})
        self._do_last(self._schedule_stale)

    def _look_at_touched(self) -> Iterator[None]:
        while self._touched:
            touched, self._touched = self._touched, {}
            yield from self._workspace.look_at(touched)
        self._do_last(self._schedule_stale)

    def _look_later(self) -> None:
        """Look at everything, after what there is to do for open documents. What looks already goes on first."""
        self._wants_to_look = True
        if self._look not in self._scheduler:
            self._scheduler.put(self._look, (SCAN, 0), self._look)

    def _look(self) -> Iterator[None]:
        """Only the first look at a folder is shown as progress: all others take less time."""
        progress = None
        try:
            while self._wants_to_look:
                self._wants_to_look = False
                if self._workspace.folders != self.settings.folders:
                    self._workspace.folders = self.settings.folders
                    progress = progress or Progress(self.client, self._outgoing, "Looking for WIT packages")
                yield from self._in_portions(self._workspace.look())
        finally:
            if progress is not None:
                progress.end()
        self._do_last(self._schedule_stale)
        self._do_last(self._publish_settings)

    def rest(self) -> None:
        """The client has been quiet for a while. Some do not say what happens on the disk."""
        if not self.client.get("workspace.did_change_watched_files.dynamic_registration"):
            self._look_later()

    def _schedule_stale(self) -> None:
        """A change of one file may be one of what there is to report of others."""
        for path in self.engine.stale_paths():
            if path in self.documents and path not in self._scheduler:
                self._schedule(path)
        self._scheduler.put(self._publish_closed, (CLOSED, 0), self._publish_closed)

    def _publish_closed(self) -> Iterator[None]:
        yield from self._in_portions(self._closed.publish())
        self._files.clear()

    def _in_portions(self, steps: Iterator[None]) -> Iterator[None]:
        """Do what learns of files that are not open. What is known of them is to stay, but not their documents."""
        for _ in steps:
            yield
            if memory.is_portion_full():
                self._files.clear()
                self.engine.forget_read()
                memory.freeze()
                yield

    def _publish(self, key: str) -> Iterator[None]:
        """Work out the diagnostics of a document, and send them where the client does not have them."""
        document = self.documents[key]
        view = self._view(document)
        yield
        yield from self.engine.steps(key)
        encoder = self._encoders.setdefault(key, Encoder(self._outgoing.encode))
        found = publish.diagnostics(view, self._failures, encoder)
        if found != self._published.get(key):
            self._published[key] = found
            self._outgoing.send_encoded(found.message())

    def _view(self, document: Document) -> View:
        self._hand_over(document)
        present = self.engine.document(document.key)
        assert present is not None, "the document is open"
        return self._view_of(present, document.uri, document.version)

    def _view_of(self, document: Text, uri: str, version: int | None) -> View:
        versions = {key: each.version for key, each in (*self.documents.items(), *self.settings.documents.items())}
        return View(document, self.engine, uri, version, self.client, self._uris(), self.settings.files, versions)

    def _hand_over(self, document: Document) -> None:
        """Let the engine have the text of a document as it is now."""
        if not document.is_changed:
            return
        self._do_last(self._schedule_stale)
        document.hand_over(partial(self.engine.open, document.key))
        if not document.is_file:
            self.engine.stands_alone(document.key)
        elif (present := self.engine.document(document.key)) is not None:
            self._workspace.opened(document.key, present.facts.header)

    def _uris(self) -> dict[str, str]:
        """Those of all open files, by path."""
        return {key: each.uri for key, each in (*self.documents.items(), *self.settings.documents.items())}

    def _publication_of(self, path: str, report: FileReport) -> publish.Publication:
        """That of a file that is not open."""
        uri = publish.uri_of(path)
        publish.log(report.failures, self._failures)
        document = self.engine.document(path) if report.diagnostics else None
        if document is None:
            return publish.none(uri)
        return publish.of_file(self._view_of(document, uri, None), report, self._outgoing.encode)

    @cached_property
    def engine(self) -> Engine:
        from wit_lsp.engine.engine import Engine

        engine = Engine(self._files, self.settings.settings)
        engine.db.check_cancelled = self._scheduler.check
        return engine

    @cached_property
    def _files(self) -> Files:
        from wit_lsp.server.files import Files

        return Files(self._scheduler.check)

    @cached_property
    def _workspace(self) -> Workspace:
        from wit_lsp.server.workspace import Workspace

        return Workspace(self.engine, self._files, self.settings.settings)

    @cached_property
    def _closed(self) -> ClosedFiles:
        from wit_lsp.server.closed import ClosedFiles

        def send(publication: publish.Publication) -> None:
            self._outgoing.send_encoded(publication.message())

        return ClosedFiles(self.engine, self.documents, self._publication_of, send)


def _load_engine() -> None:
    """The parser and the rules, which nothing needs before a document is open. What is there then stays for good."""
    from wit_lsp import rules, workspace
    from wit_lsp.engine import engine

    rules.all_rules()
    assert workspace and engine, "imported for later"
    memory.take_over()
