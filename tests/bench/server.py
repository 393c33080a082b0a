"""How fast the server is, beside its targets: `python -m tests.bench server`. Quiet machines give better figures.

Starts are measured against a server of pygls alone, interleaved. Keys go through a whole round trip: an edit is sent,
its diagnostics come back. In a broken text one `;` is missing, in the interface that the keys are typed in.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from statistics import median, quantiles
from string import ascii_lowercase
from typing import NamedTuple

from tests.bench.texts import broken, package, single

STARTS = 15
KEYS = 100
PAUSE = 0.06

BARE = """
from pygls.lsp.server import LanguageServer
server = LanguageServer("bare", "1")
server.feature("textDocument/didOpen")(lambda params: None)
server.start_io()
"""

CAPABILITIES = {
    "workspace": {"workspaceEdit": {"documentChanges": True}, "didChangeWatchedFiles": {"dynamicRegistration": True}},
    "textDocument": {
        "synchronization": {"didSave": True, "dynamicRegistration": True},
        "publishDiagnostics": {
            "relatedInformation": True,
            "versionSupport": True,
            "codeDescriptionSupport": True,
            "tagSupport": {"valueSet": [1, 2]},
        },
        "codeAction": {
            "isPreferredSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix"]}},
        },
        "documentSymbol": {
            "hierarchicalDocumentSymbolSupport": True,
            "symbolKind": {"valueSet": list(range(1, 27))},
        },
        "foldingRange": {"lineFoldingOnly": True},
    },
    "general": {"positionEncodings": ["utf-16"]},
}


class Server:
    """One that runs, and the time that its answers take."""

    def __init__(self, command: list[str]) -> None:
        # Without compiled files each start would compile all modules again.
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        self.arrived = 0.0
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)

    def send(self, method: str, params: object, **more: object) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self) -> dict[str, object]:
        out = self.process.stdout
        assert out is not None
        length = 0
        while line := out.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        body = out.read(length)
        self.arrived = time.perf_counter()  # what the client does with it is not the server's time
        message: dict[str, object] = json.loads(body)
        return message

    def published(self, version: int) -> dict[str, object]:
        while True:
            message = self.receive()
            params = message.get("params")
            if isinstance(params, dict) and params.get("version") == version:
                return params

    def initialize(self) -> None:
        params = {"processId": os.getpid(), "rootUri": None, "capabilities": CAPABILITIES}
        self.send("initialize", params, id=0)
        self.receive()

    def memory(self) -> float:
        """Resident memory in MiB; 0 where the system does not say."""
        try:
            with open(f"/proc/{self.process.pid}/status") as status:
                found = next(line for line in status if line.startswith("VmRSS"))
        except OSError:
            return 0.0
        return int(found.split()[1]) / 1024

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()


def starts() -> Iterator[tuple[str, str, str]]:
    """Until `initialize` is answered, in turns."""
    commands = {"bare": [sys.executable, "-c", BARE], "ours": [sys.executable, "-m", "wit_lsp"]}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(STARTS + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            server = Server(command)
            server.initialize()
            if turn:  # the first one may have to compile
                times[name].append((time.perf_counter() - started) * 1000)
            server.end()
    bare, ours = median(times["bare"]), median(times["ours"])
    yield f"start → initialize, bare pygls {bare:.0f} ms", f"{ours:.0f} ms = {ours / bare:.2f} ×", "≤ 1.10 ×"


class Typing(NamedTuple):
    """A text, the row that begins with the name in which keys are typed, and how many are, an even number."""

    name: str
    text: str
    row: int
    keys: int = KEYS
    target: str = ""

    def broken(self) -> Typing:
        return Typing(f"{self.name}, broken", broken(self.text, self.row), self.row, self.keys)


def typings() -> Iterator[Typing]:
    for lines, target in ((1_000, "≤ 5 ms, p95 ≤ 10"), (10_000, "≤ 12 ms, p95 ≤ 25")):
        field = lines // 200 * 100 + 6  # two rows are the header's, four stand before the first field of an interface
        yield (clean := Typing(f"{lines:,} lines", package(lines), field, target=target))
        yield clean.broken()
    yield (clean := Typing("10,000 lines, one interface", single(10_000), 5_000, 20))
    yield clean.broken()


def keys(typing: Typing) -> Iterator[tuple[str, str, str]]:
    """From a key to its diagnostics: as someone types, and as fast as it goes."""
    server = Server([sys.executable, "-m", "wit_lsp"])
    server.initialize()
    server.send("initialized", {})
    uri = "file:///bench/bench.wit"
    item = {"uri": uri, "languageId": "wit", "version": 0, "text": typing.text}
    started = time.perf_counter()
    server.send("textDocument/didOpen", {"textDocument": item})
    found = server.published(0)["diagnostics"]
    assert isinstance(found, list)
    name = f"{typing.name}, {len(found)} diagnostics"
    yield f"{name}: open", f"{(time.perf_counter() - started) * 1000:.1f} ms", ""
    version = 0
    for pause in (PAUSE, 0.0):
        times = []
        for change in islice(_letters(typing), typing.keys):
            version += 1
            time.sleep(pause)
            document = {"uri": uri, "version": version}
            started = time.perf_counter()
            server.send("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
            server.published(version)
            times.append((server.arrived - started) * 1000)
        kind = f"a key each {pause * 1000:.0f} ms" if pause else "back to back"
        yield f"{name}: {kind}", f"{median(times):.2f} ms, p95 {quantiles(times, n=20)[-1]:.2f}", typing.target
    yield f"{name}: resident", f"{server.memory():.0f} MiB", ""
    server.end()


def _letters(typing: Typing) -> Iterator[dict[str, object]]:
    """The keys, for ever: a letter behind the first name of the row, then the one before it is taken away.

    So no version has the bytes of one shortly before, of which the server would still know all.
    """
    name = re.match(r" *[\w-]+", typing.text.splitlines()[typing.row])
    assert name is not None, "the row begins with a name"
    last, end = ({"line": typing.row, "character": column} for column in (name.end() - 1, name.end()))
    for letter in cycle(ascii_lowercase):
        yield {"range": {"start": end, "end": end}, "text": letter}
        yield {"range": {"start": last, "end": end}, "text": ""}


def idle() -> Iterator[tuple[str, str, str]]:
    server = Server([sys.executable, "-m", "wit_lsp"])
    server.initialize()
    server.send("initialized", {})
    time.sleep(0.5)
    yield "resident, nothing open", f"{server.memory():.0f} MiB", "≤ 80 MiB"
    server.end()


def rows() -> Iterator[tuple[str, str, str]]:
    yield from starts()
    yield from idle()
    for typing in typings():
        yield from keys(typing)
