"""JSON-RPC as pygls has it, with the answers that it owes and without its own copy of every text.

The only user of pygls. It hands each message to the session, and sends what the session wants sent.
"""

from __future__ import annotations

import json
import logging
from asyncio import get_running_loop
from collections.abc import Callable, Generator
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcContentModified, JsonRpcRequestCancelled
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter, lsp_method

from wit_lsp import __version__
from wit_lsp.db import Cancelled
from wit_lsp.features import Feature, Outdated
from wit_lsp.server.converter import adapt
from wit_lsp.server.reader import Inbox, Malformed, cancelled_id
from wit_lsp.server.scheduler import Scheduler
from wit_lsp.server.session import Session
from wit_lsp.text import Encoding

if TYPE_CHECKING:
    from cattrs import Converter
    from pygls.io_ import Writer

_LOG = logging.getLogger(__name__)

_Code = lsp.ErrorCodes
_CANCELLED = lsp.LSPErrorCodes.RequestCancelled


def connect(writer: Writer, inbox: Inbox, wake: Callable[[], None]) -> Transport:
    """The transport of a new session. `wake` is called after an event that is no message of the client's."""
    server = _Server("wit-lsp", __version__, protocol_cls=Transport, converter_factory=_converter)
    transport = server.protocol
    transport.set_writer(writer)
    transport.inbox, transport.wake = inbox, wake
    return transport


class Transport(LanguageServerProtocol):
    """Calls the session for each message, or answers why not."""

    inbox: Inbox
    wake: Callable[[], None]

    def __init__(self, server: LanguageServer, converter: Any) -> None:
        super().__init__(server, converter)
        self.scheduler = Scheduler(lambda: self.inbox.waiting)
        self.session = Session(self, self.scheduler)

    @property
    def is_running(self) -> bool:
        """Whether `initialize` was answered and `shutdown` not yet."""
        return hasattr(self, "server_capabilities") and not self._shutdown

    @property
    def is_shut_down(self) -> bool:
        return self._shutdown

    def receive(self, message: object) -> None:
        """Handle one message."""
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            reason = message.reason if isinstance(message, Malformed) else "no JSON-RPC 2.0 message"
            _LOG.warning("not understood: %s", reason)
            id = message.get("id") if isinstance(message, dict) else None
            if not isinstance(message, dict) or "method" in message:
                code = _Code.ParseError if isinstance(message, Malformed) else _Code.InvalidRequest
                self._refuse(id, code, reason)
            return
        if not isinstance(message.get("method"), str):
            self._response(message)
        elif "id" in message:
            self._request(message)
        else:
            self._notification(message)

    def _request(self, message: dict[str, Any]) -> None:
        id, method, cancelled = message["id"], message["method"], self.inbox.cancelled
        if not isinstance(id, (int, str)):
            self._refuse(None, _Code.InvalidRequest, "the id of a request is a number or a string")
        elif id in cancelled:
            self._refuse(id, _CANCELLED, "cancelled")
        elif self._shutdown:
            self._refuse(id, _Code.InvalidRequest, "the server is shutting down")
        elif not self.is_running and method != lsp.INITIALIZE:
            self._refuse(id, _Code.ServerNotInitialized, "`initialize` comes first")
        elif self.is_running and method == lsp.INITIALIZE:
            self._refuse(id, _Code.InvalidRequest, "`initialize` comes once")
        elif not self._has(method):
            self._refuse(id, _Code.MethodNotFound, f"`{method}` is not served")
        else:
            if method == lsp.INITIALIZE:
                self.session.watch(_take_process(message.get("params")))
            with self.scheduler.until(lambda: id in cancelled):
                reason = self._hand_over(message)
            if reason:
                self._refuse(id, _Code.InvalidParams, f"the params of `{method}` do not fit: {reason}")

    def _notification(self, message: dict[str, Any]) -> None:
        if (id := cancelled_id(message)) is not None:
            self.inbox.cancelled.discard(id)
            if id in self._request_futures:  # one that runs now, between two awaits
                self._handle_cancel_notification(id)
        elif self.is_running and self._has(message["method"]):
            message.setdefault("params", {})  # `initialized` comes without from some clients
            if reason := self._hand_over(message):
                _LOG.warning("the params of `%s` do not fit: %s", message["method"], reason)
        else:
            _LOG.debug("ignored: `%s`", message["method"])

    def _response(self, message: dict[str, Any]) -> None:
        """A client's answer; one that does not fit is none."""
        if (reason := self._hand_over(message)) and isinstance(id := message.get("id"), (int, str)):
            _LOG.warning("the client's answer does not fit: %s", reason)
            if (future := self._request_futures.pop(id, None)) is not None:
                future.set_exception(ValueError(reason))

    def _has(self, method: str) -> bool:
        return method in self.fm.builtin_features or method in self.fm.features

    def _hand_over(self, message: dict[str, Any]) -> str | None:
        """Let pygls find and call the handler; or why that cannot be."""
        try:
            structured = self.structure_message(message)
        except Exception as error:
            return _reason(error)
        self.handle_message(structured)
        return None

    def _refuse(self, id: int | str | None, code: int, reason: str) -> None:
        self._send_data({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": reason}})

    # What the session can do

    def ask(self, method: str, params: object, answered: Callable[[Any], None]) -> None:
        def done(future: Future[Any]) -> None:
            if not future.cancelled():  # as those are that are not answered before `shutdown`
                answered(future.exception() or future.result())

        self.send_request(method, params).add_done_callback(done)

    def send_encoded(self, message: str) -> None:
        _LOG.debug("sending %s", message)
        assert self.writer is not None
        self.writer.write(f"Content-Length: {len(message)}\r\n\r\n{message}".encode("ascii"))

    def encode(self, value: object) -> str:
        return json.dumps(self._converter.unstructure(value))

    def call_later(self, seconds: float, action: Callable[[], None]) -> None:
        def due() -> None:
            action()
            self.wake()

        get_running_loop().call_later(seconds, due)

    # What the client says

    @lsp_method(lsp.INITIALIZE)
    def lsp_initialize(self, params: lsp.InitializeParams) -> Generator[Any, Any, lsp.InitializeResult]:
        result = yield from super().lsp_initialize(params)
        # pygls advertises these unasked; of the workspace only its folders are of interest here.
        result.capabilities.execute_command_provider = None
        result.capabilities.workspace = None
        if self.session.client.get("workspace.workspace_folders"):
            folders = lsp.WorkspaceFoldersServerCapabilities(supported=True, change_notifications=True)
            result.capabilities.workspace = lsp.WorkspaceOptions(workspace_folders=folders)
        return result

    @lsp_method(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def lsp_workspace__did_change_workspace_folders(self, params: lsp.DidChangeWorkspaceFoldersParams) -> None:
        self.session.did_change_folders(params.event)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: lsp.DidOpenTextDocumentParams) -> None:
        self.session.did_open(params.text_document)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        self.session.did_change(params)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> None:
        self.session.did_close(params.text_document.uri)


class _Server(LanguageServer):
    """What pygls wants beside the protocol."""

    protocol: Transport

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        session = self.protocol.session
        # pygls writes attributes on its handlers, which methods do not take.
        self.feature(lsp.INITIALIZE)(lambda params: self._initialize(params))
        self.feature(lsp.INITIALIZED)(lambda params: session.initialized())
        self.feature(lsp.TEXT_DOCUMENT_DID_SAVE)(lambda params: session.did_save())
        self.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)(
            lambda params: session.did_change_watched_files(params.changes)
        )
        self.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)(
            lambda params: session.did_change_configuration(params.settings)
        )

    def report_server_error(self, error: Exception, source: object) -> None:
        """Into the log. pygls would open a window for each."""
        if not isinstance(error, (JsonRpcContentModified, JsonRpcRequestCancelled)):  # these are no faults
            _LOG.error("%s", error, exc_info=error)

    def _initialize(self, params: lsp.InitializeParams) -> None:
        """Called by pygls before it says what the server can."""
        encoding = _encoding(self.workspace.position_encoding)
        for feature, options in self.protocol.session.initialize(params, encoding):
            self.feature(feature.method, options)(self._handler(feature))

    def _handler(self, feature: Feature[Any, Any]) -> Callable[[Any], object]:
        def handle(params: Any) -> object:
            try:
                return self.protocol.session.answer(feature, params)
            except Outdated as error:
                raise JsonRpcContentModified(str(error)) from None
            except Cancelled:
                raise JsonRpcRequestCancelled("cancelled") from None

        return handle


def _take_process(params: object) -> int | None:
    """The client's process, which is taken out: LSP's integers are too small for those of some systems."""
    if isinstance(params, dict) and type(params.get("processId")) is int:
        process: int = params["processId"]
        params["processId"] = None
        return process
    return None


def _converter() -> Converter:
    converter: Converter = default_converter()  # type: ignore[no-untyped-call]
    return adapt(converter)


def _encoding(kind: object) -> Encoding:
    encodings: dict[str, Encoding] = {"utf-8": "utf-8", "utf-32": "utf-32"}
    return encodings.get(str(getattr(kind, "value", kind)), "utf-16")


def _reason(error: BaseException) -> str:
    """The innermost cause: a converter wraps an error once for each level of a message."""
    while True:
        inner = getattr(error, "exceptions", None) or ([error.__cause__] if error.__cause__ else None)
        if not inner:
            return f"{type(error).__name__}: {error}"
        error = inner[0]
