"""A client of bytes: says exactly what a test wants said, and sees exactly what comes back."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from lsprotocol import converters
from lsprotocol import types as lsp

Message = dict[str, Any]

WATCHDOG = 300.0
"""Seconds after which a test that hangs is ended. No test takes this long, and none depends on it."""

_CONVERTER = converters.get_converter()


class Client:
    """A server's process and the messages it sent. Every message must be one that LSP knows."""

    def __init__(self, command: list[str]) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)
        self.messages: queue.Queue[Message | None] = queue.Queue()
        self.seen: list[Message] = []
        self.log = b""
        self._log_grew = threading.Condition()
        self._ids = iter(range(1, 1_000_000))
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._read, self._read_log)]
        for thread in self._threads:
            thread.start()

    def _read(self) -> None:
        stream = _stream(self.process.stdout)
        while head := stream.readline():
            length = 0
            while head.strip():
                name, _, value = head.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                head = stream.readline()
            self.messages.put(json.loads(stream.read(length)))
        self.messages.put(None)

    def _read_log(self) -> None:
        for line in _stream(self.process.stderr):
            with self._log_grew:
                self.log += line
                self._log_grew.notify_all()

    def logged(self, text: bytes) -> None:
        """Wait until the log has it."""
        with self._log_grew:
            assert self._log_grew.wait_for(lambda: text in self.log, WATCHDOG), self.log.decode()

    def send_bytes(self, data: bytes) -> None:
        stream = _stream(self.process.stdin)
        stream.write(data)
        stream.flush()

    def send(self, *messages: Message) -> None:
        """All in one write."""
        self.send_bytes(b"".join(framed(message) for message in messages))

    def notify(self, method: str, params: object) -> None:
        self.send(notification(method, params))

    def request(self, method: str, params: object = None, **more: object) -> Message:
        """The answer to a request: the whole message."""
        id = next(self._ids)
        self.send({"jsonrpc": "2.0", "id": id, "method": method, "params": params, **more})
        return self.answer(id)

    def answer(self, id: int | str | None) -> Message:
        return self.wait(lambda message: "method" not in message and message["id"] == id)

    def wait(self, wanted: Callable[[Message], bool]) -> Message:
        """The next message that is wanted. Those before it are kept in `seen`."""
        while True:
            message = self.messages.get(timeout=WATCHDOG)
            if message is None:
                self._threads[1].join(WATCHDOG)
                raise AssertionError(f"the server ended: {self.log.decode()}")
            _fits_lsp(message)
            self.seen.append(message)
            if wanted(message):
                return message

    def initialize(self, capabilities: Message | None = None, **more: object) -> Message:
        """The server's capabilities."""
        params = {"processId": None, "rootUri": None, "capabilities": capabilities or {}, **more}
        answer: Message = self.request("initialize", params)["result"]
        self.notify("initialized", {})
        capabilities_: Message = answer["capabilities"]
        return capabilities_

    def open(self, uri: str, text: str, version: int = 1) -> None:
        item = {"uri": uri, "languageId": "wit", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri: str, version: int, *changes: Message) -> None:
        self.send(change(uri, version, *changes))

    def published(self, uri: str, version: int | None = None) -> list[Message]:
        """The diagnostics that the server sends next for a document, or for this version of it."""
        message = self.wait(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == uri
                and (version is None or message["params"].get("version") == version)
            )
        )
        diagnostics: list[Message] = message["params"]["diagnostics"]
        return diagnostics

    def codes(self, uri: str, version: int | None = None) -> list[str]:
        return [each["code"] for each in self.published(uri, version)]

    def end(self) -> int:
        """The exit code, once the server has ended by itself."""
        return self.process.wait(WATCHDOG)

    def close_stdin(self) -> None:
        _stream(self.process.stdin).close()


def framed(message: object) -> bytes:
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def notification(method: str, params: object) -> Message:
    return {"jsonrpc": "2.0", "method": method, "params": params}


def change(uri: str, version: int, *changes: Message) -> Message:
    params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)}
    return notification("textDocument/didChange", params)


def at(line: int, column: int, end_line: int | None = None, end_column: int | None = None) -> Message:
    """A range; empty where no end is given."""
    start = {"line": line, "character": column}
    return {"start": start, "end": start if end_line is None else {"line": end_line, "character": end_column}}


@contextmanager
def client(*, program: str = "", faults: bool = False) -> Iterator[Client]:
    """A server that has just started. It must end without a fault in its log, unless `faults` are what is tested.

    `program` is run in its process before it serves.
    """
    serve = f"{program}\nfrom wit_lsp.server import serve\nraise SystemExit(serve(None, 'warning'))"
    started = Client([sys.executable, *(["-c", serve] if program else ["-m", "wit_lsp"])])
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.close_stdin()
            try:
                started.process.wait(WATCHDOG)
            except subprocess.TimeoutExpired:
                started.process.kill()
        for thread in started._threads:
            thread.join(WATCHDOG)
    assert faults or b"Traceback" not in started.log, started.log.decode()


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def _fits_lsp(message: Message) -> None:
    """Fails where a notification or request of the server is not what LSP has under its name."""
    if "method" in message:
        _CONVERTER.structure(message, lsp.METHOD_TO_TYPES[message["method"]][0])
