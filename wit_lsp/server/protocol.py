"""JSON-RPC as pygls has it, with the answers that it owes, and without its own copy of every text."""

from __future__ import annotations

import json
import logging
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from lsprotocol import types as lsp
from pygls.protocol import LanguageServerProtocol, lsp_method

from wit_lsp.server.reader import Malformed, cancelled_id

if TYPE_CHECKING:
    from wit_lsp.server.language_server import WitServer

_LOG = logging.getLogger(__name__)

_Code = lsp.ErrorCodes
_CANCELLED = lsp.LSPErrorCodes.RequestCancelled


class Protocol(LanguageServerProtocol):
    """Hands each message to its handler, or answers why not."""

    _server: WitServer

    @property
    def is_running(self) -> bool:
        """Whether `initialize` was answered and `shutdown` not yet."""
        return hasattr(self, "server_capabilities") and not self._shutdown

    @property
    def is_shut_down(self) -> bool:
        return self._shutdown

    def receive(self, message: object, cancelled: set[int | str]) -> None:
        """Handle one message. `cancelled` holds the ids of requests that a waiting message takes back."""
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            reason = message.reason if isinstance(message, Malformed) else "no JSON-RPC 2.0 message"
            _LOG.warning("not understood: %s", reason)
            id = message.get("id") if isinstance(message, dict) else None
            if not isinstance(message, dict) or "method" in message:
                code = _Code.ParseError if isinstance(message, Malformed) else _Code.InvalidRequest
                self._refuse(id, code, reason)
            return
        if not isinstance(message.get("method"), str):
            self._hand_over(message)  # a client's answer
        elif "id" in message:
            self._request(message, cancelled)
        else:
            self._notification(message, cancelled)

    def _request(self, message: dict[str, Any], cancelled: set[int | str]) -> None:
        id, method = message["id"], message["method"]
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
        elif reason := self._hand_over(message):
            self._refuse(id, _Code.InvalidParams, f"the params of `{method}` do not fit: {reason}")

    def _notification(self, message: dict[str, Any], cancelled: set[int | str]) -> None:
        if (id := cancelled_id(message)) is not None:
            cancelled.discard(id)
            if id in self._request_futures:  # one that runs now, between two awaits
                self._handle_cancel_notification(id)
        elif self.is_running and self._has(message["method"]):
            message.setdefault("params", {})  # `initialized` comes without from some clients
            if reason := self._hand_over(message):
                _LOG.warning("the params of `%s` do not fit: %s", message["method"], reason)
        else:
            _LOG.debug("ignored: `%s`", message["method"])

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
        self._send_data(lsp.ResponseErrorMessage(id, lsp.ResponseError(code, reason)))

    def encode(self, value: object) -> str:
        """A value of LSP's as JSON."""
        return json.dumps(self._converter.unstructure(value))

    def send_encoded(self, message: str) -> None:
        """A whole message that is JSON already, ASCII only."""
        _LOG.debug("sending %s", message)
        assert self.writer is not None
        self.writer.write(f"Content-Length: {len(message)}\r\n\r\n{message}".encode("ascii"))

    @lsp_method(lsp.INITIALIZE)
    def lsp_initialize(self, params: lsp.InitializeParams) -> Generator[Any, Any, lsp.InitializeResult]:
        result = yield from super().lsp_initialize(params)
        # pygls advertises both unasked, and there is nothing behind them.
        result.capabilities.execute_command_provider = None
        result.capabilities.workspace = None
        return result

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: lsp.DidOpenTextDocumentParams) -> None:
        self._server.did_open(params.text_document)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        self._server.did_change(params)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> None:
        self._server.did_close(params.text_document.uri)


def _reason(error: BaseException) -> str:
    """The innermost cause: a converter wraps an error once for each level of a message."""
    while True:
        inner = getattr(error, "exceptions", None) or ([error.__cause__] if error.__cause__ else None)
        if not inner:
            return f"{type(error).__name__}: {error}"
        error = inner[0]
