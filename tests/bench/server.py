"""The cost of the server.

Times are CPU times, which depend little on other work of the machine, or elapsed times if the system does not report
CPU times. The start-up time is compared with that of an empty pygls server, in turns. The time of a keystroke includes
all work of the server until it is idle again. A broken text lacks one `;` or `,` after the place of the keystrokes, an
unclosed one has a block without its `}` there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from queue import SimpleQueue
from statistics import median
from string import ascii_lowercase
from tempfile import TemporaryDirectory
from threading import Thread
from typing import NamedTuple

from tests.bench import Rows
from tests.bench._processes import resident
from tests.bench._texts import function, lay, package, single

STARTS = 15
KEYS = 40
PAUSE = 0.03  # seconds after a key, so that the server can become idle
DOCUMENTS = 100
FILES = 1_000
WORKSPACE_FILES = 50_000
REAL_FILES = 10_000
EDITORS = Path(__file__).parents[1] / "e2e" / "clients"
OURS = [sys.executable, "-m", "wit_lsp"]
URI = "file:///bench/bench.wit"
REAL = Path("public", "real")
INTERFACE = REAL / "wasmcp" / "spec" / "2025-11-25" / "wit" / "mcp.wit"
RESOURCE = REAL / "wasi" / "proposals" / "sockets" / "wit" / "types.wit"

BARE = """
from pygls.lsp.server import LanguageServer
server = LanguageServer("bare", "1")
server.feature("textDocument/didOpen")(lambda params: None)
server.start_io()
"""

# Prints the length of each period, since the last change of settings, in which no message was read.
BLOCKS = """
import atexit, sys, time
from wit_lsp.server import lazy_types, serve
lazy_types.load()
import wit_lsp.server.loop as loop
from wit_lsp.server.session import Session

blocks = []

def measured(function):
    def run(*arguments):
        started = time.thread_time()
        try:
            return function(*arguments)
        finally:
            blocks.append(time.thread_time() - started)
    return run

def change(session, values):
    blocks.clear()
    configure(session, values)

loop.Transport.receive = measured(loop.Transport.receive)
loop._work = measured(loop._work)
configure, Session.did_change_configuration = Session.did_change_configuration, change
atexit.register(lambda: print(*(f"{each * 1000:.2f}" for each in blocks), file=sys.stderr))
raise SystemExit(serve(None, "error"))
"""


# Prints how long the main thread worked while each message waited, in ms of its CPU time.
DELAYS = """
import atexit, sys, threading, time
from collections import deque
from wit_lsp.server import lazy_types, serve
lazy_types.load()
import wit_lsp.server.loop as loop
from wit_lsp.server.session import Session

clock = time.pthread_getcpuclockid(threading.main_thread().ident)
arrivals, delays = deque(), []

class Waiting(deque):
    def append(self, message):
        arrivals.append(time.clock_gettime(clock))
        super().append(message)

    def popleft(self):
        delays.append(time.clock_gettime(clock) - arrivals.popleft())
        return super().popleft()

class Inbox(loop.Inbox):
    def __init__(self):
        super().__init__()
        self.waiting = Waiting()

def opened(session, event, change=Session.did_change_folders):
    delays.clear()
    change(session, event)

loop.Inbox = Inbox
Session.did_change_folders = opened
atexit.register(lambda: print(*(f"{each * 1000:.2f}" for each in delays), file=sys.stderr))
raise SystemExit(serve(None, "error"))
"""


class Server:
    """A running server whose client sends the messages of VS Code."""

    def __init__(self, command: list[str]) -> None:
        # Without compiled files, each start would compile all modules again.
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)
        self._messages: SimpleQueue[dict[str, object]] = SimpleQueue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, method: str, params: object, **more: object) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self) -> dict[str, object]:
        """The next message. All are read as they come: a server whose messages nobody reads stops."""
        return self._messages.get(timeout=60)

    def _read(self) -> None:
        out = self.process.stdout
        assert out is not None
        while head := out.readline():
            length = 0
            while line := head.strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
                head = out.readline()
            self._messages.put(json.loads(out.read(length)))

    def published(self, uri: str, version: int) -> dict[str, object]:
        while True:
            params = self.receive().get("params")
            if isinstance(params, dict) and (params.get("uri"), params.get("version")) == (uri, version):
                return params

    def initialize(self) -> None:
        params = json.loads((EDITORS / "vscode.json").read_text(encoding="utf-8"))
        workspace = {**params["capabilities"]["workspace"], "configuration": False}
        params.update(processId=os.getpid(), capabilities={**params["capabilities"], "workspace": workspace})
        self.send("initialize", params, id=0)
        self.receive()

    def open(self, uri: str, text: str) -> dict[str, object]:
        item = {"uri": uri, "languageId": "wit", "version": 0, "text": text}
        self.send("textDocument/didOpen", {"textDocument": item})
        return self.published(uri, 0)

    def open_folder(self, folder: str) -> None:
        event = {"added": [{"uri": Path(folder).as_uri(), "name": "bench"}], "removed": []}
        self.send("workspace/didChangeWorkspaceFolders", {"event": event})

    def spent(self) -> float:
        """The CPU time of all its threads, in ms."""
        try:
            files = list(Path(f"/proc/{self.process.pid}/task").glob("*/schedstat"))
            return sum(int(file.read_text().split()[0]) for file in files) / 1e6
        except (OSError, ValueError):
            return time.perf_counter() * 1000

    def end(self) -> str:
        """End the server, and return its log."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.stdin = None
        self._reader.join()
        assert self.process.stderr is not None
        with self.process:
            return self.process.stderr.read().decode()


def starts() -> Rows:
    """The times until `initialize` is answered, measured in turns."""
    commands = {"bare": [sys.executable, "-c", BARE], "ours": OURS}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(STARTS + 1):
        for name, command in commands.items():
            server = Server(command)
            server.initialize()
            if turn:  # the first start may have to compile
                times[name].append(server.spent())
            server.process.kill()
            server.end()
    bare, ours = median(times["bare"]), median(times["ours"])
    yield f"start → initialize, bare pygls {bare:.0f} ms", f"{ours:.0f} ms = {ours / bare:.2f} ×", "≤ 0.5 ×"


def idle() -> Rows:
    server = Server(OURS)
    server.initialize()
    server.send("initialized", {})
    server.open("untitled:a", "")
    yield "resident, an empty document open", f"{resident(server.process.pid):.0f} MiB", "≤ 45 MiB"
    server.end()


class Typing(NamedTuple):
    """A text, the row that starts with the name in which keys are typed, and the targets in ms."""

    name: str
    text: str
    row: int
    clean: float
    broken: float


def typings() -> Iterator[Typing]:
    for lines, targets in ((1_000, (2, 3)), (10_000, (5, 6))):
        field = lines // 200 * 100 + 6  # the header has two rows, and four precede the first field of an interface
        yield Typing(f"{lines:,} lines, interfaces of 100", package(lines), field, *targets)
    for functions, targets in ((100, (2, 3)), (1_000, (3, 4)), (3_000, (6, 8))):
        yield Typing(f"one interface of {functions:,} functions", single(2 * functions), functions, *targets)


def real(name: str, file: Path) -> Rows:
    path = _in_corpora(file)
    if path is None:
        yield name, f"skipped: no {file} in $WIT_LSP_CORPORA", "≤ 2 / 5 ms"
        return
    yield from keys(_typing_in(name, path))


def _in_corpora(path: Path) -> Path | None:
    """Where a file or a folder of the corpora lies, if it does."""
    corpora = os.environ.get("WIT_LSP_CORPORA")
    found = None if corpora is None else Path(corpora, path)
    return found if found is not None and found.exists() else None


def _typing_in(name: str, path: Path) -> Typing:
    """In the middle of a real file."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    middle = len(lines) // 2
    row = next(row for row in range(middle, len(lines)) if re.match(r" +[a-z][\w-]*: ", lines[row]))
    return Typing(f"{name}, {len(lines):,} lines", text, row, 2, 5)


def keys(typing: Typing) -> Rows:
    for kind, text, target in (
        ("clean", typing.text, f"≤ {typing.clean} ms"),
        ("broken", _broken(typing), f"≤ {typing.broken} ms"),
        ("unclosed", _unclosed(typing), ""),
    ):
        server = Server(OURS)
        server.initialize()
        server.send("initialized", {})
        server.open("untitled:before", package(100))  # late imports
        before = _settled(server)
        found = server.open(URI, text)["diagnostics"]
        opened = _settled(server) - before
        times = list(_typed(server, typing))
        assert isinstance(found, list)
        name = f"{typing.name}, {kind}, {len(found)} diagnostics"
        yield f"{name}: open", f"{opened:.1f} ms", ""
        yield f"{name}: first key", f"{times[0]:.2f} ms", "≤ 20 ms"
        yield f"{name}: key", f"{median(times[1:]):.2f} ms, most {max(times[1:]):.2f}", target
        server.end()


def _broken(typing: Typing) -> str:
    """The text without the first `;` or `,` below the row that stands between two members."""
    found = re.compile(r"^ *[a-z][^/\n]*([;,])\n(?:\s|//.*\n)*[a-z@]", re.M)
    lines = typing.text.splitlines(keepends=True)
    mark = found.search(typing.text, len("".join(lines[: typing.row + 1])))
    assert mark is not None
    return typing.text[: mark.start(1)] + typing.text[mark.end(1) :]


def _unclosed(typing: Typing) -> str:
    """The text with a block that is being typed before the next member after the row."""
    found = re.compile(r"[;}]\n(?:\s*\n|\s*//.*\n)*([ \t]+)(?=[a-z@])")
    lines = typing.text.splitlines(keepends=True)
    place = found.search(typing.text, len("".join(lines[: typing.row + 1])))
    assert place is not None
    at = place.start(1)
    return f"{typing.text[:at]}{place[1]}record unclosed {{\n{typing.text[at:]}"


def _typed(server: Server, typing: Typing, uri: str = URI) -> Iterator[float]:
    before = server.spent()
    for version, change in enumerate(islice(_letters(typing), KEYS), 1):
        document = {"uri": uri, "version": version}
        server.send("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
        server.published(uri, version)
        after = _settled(server)
        yield after - before
        before = after


def _settled(server: Server, pause: float = PAUSE) -> float:
    """The CPU time of the server, once it is idle."""
    time.sleep(pause)
    return server.spent()


def _is_busy(server: Server) -> bool:
    before = server.spent()
    return _settled(server, 0.2) - before > 1


def _wait_until_idle(server: Server) -> None:
    """Longer than other work of the machine may keep the server from its own."""
    quiet = 0
    while quiet < 5:
        quiet = 0 if _is_busy(server) else quiet + 1


def _letters(typing: Typing) -> Iterator[dict[str, object]]:
    """An endless sequence of keys: inserts a letter after the first name of the row, then deletes the one before it.

    No version has the same bytes as a recent one, whose results the server would still have.
    """
    name = re.match(r" *[\w-]+", typing.text.splitlines()[typing.row])
    assert name is not None, "the row must begin with a name"
    last, end = ({"line": typing.row, "character": column} for column in (name.end() - 1, name.end()))
    for letter in cycle(ascii_lowercase):
        yield {"range": {"start": end, "end": end}, "text": letter}
        yield {"range": {"start": last, "end": end}, "text": ""}


def answers() -> Rows:
    """What it costs to say what a name means, at names all over a text."""
    server = Server(OURS)
    server.initialize()
    server.send("initialized", {})
    text = package(10_000)
    server.open(URI, text)
    _settled(server)
    places = list(_places(text))
    for method in ("hover", "definition", "documentHighlight"):
        times = sorted(_asked(server, f"textDocument/{method}", URI, place) for place in places)
        yield f"10,000 lines: {method}, {_spread(times)}", f"p95 {times[len(times) * 95 // 100]:.1f} ms", "≤ 5 ms"
    server.end()
    with TemporaryDirectory() as folder:
        lay(Path(folder, "wit"), (_in_workspace(number) for number in range(FILES)))
        first = Path(folder, "wit", "0.wit")
        server = Server(OURS)
        server.initialize()
        server.send("initialized", {})
        text = first.read_text(encoding="utf-8")
        server.open(first.as_uri(), text)
        server.open_folder(folder)
        _wait_until_idle(server)
        places = [place for place in _places(text) if place["line"] < 60]
        params = {"context": {"includeDeclaration": True}}
        method, name = "textDocument/references", f"{FILES:,} files of 100 lines: references"
        yield f"{name}: first", f"{_asked(server, method, first.as_uri(), places[0], **params):.0f} ms", ""
        times = sorted(_asked(server, method, first.as_uri(), place, **params) for place in places)
        yield f"{name}, {_spread(times)}", f"p95 {times[len(times) * 95 // 100]:.1f} ms", "≤ 50 ms"
        server.end()


def among_real_files() -> Rows:
    """What a key costs in a real package, alone and among copies of all real packages."""
    name = f"a key in a workspace of {REAL_FILES:,} real files"
    package, others = _in_corpora(RESOURCE.parent), _in_corpora(REAL)
    if package is None or others is None:
        yield name, f"skipped: no {RESOURCE} in $WIT_LSP_CORPORA", "≤ 1.2 ×"
        return
    with TemporaryDirectory() as folder:
        few, many = Path(folder, "few"), Path(folder, "many")
        for each in (few, many):
            shutil.copytree(package, each / "wit")
        copies = -(-REAL_FILES // len(list(others.rglob("*.wit"))))
        for number in range(copies):
            shutil.copytree(others, many / str(number))
        servers: list[tuple[Server, str, Typing]] = []
        for each in (few, many):
            file = each / "wit" / RESOURCE.name
            server, typing = Server(OURS), _typing_in("", file)
            server.initialize()
            server.send("initialized", {})
            server.open(file.as_uri(), typing.text)
            server.open_folder(str(each))
            _wait_until_idle(server)
            servers.append((server, file.as_uri(), typing))
        measured = [sorted(_typed(server, typing, uri)) for server, uri, typing in servers]
        alone, among = (median(times) for times in measured)
        files = len(list(few.rglob("*.wit")))
        memory = resident(servers[1][0].process.pid)
        yield f"{name}, most {measured[1][-1]:.2f} ms", f"{among:.2f} ms = {among / alone:.2f} × of {files}", "≤ 1.2 ×"
        yield "… resident", f"{memory:.0f} MiB", ""
        for server, _, _ in servers:
            server.end()


def _in_workspace(number: int) -> str:
    """A file of 100 lines, of which every 50th takes types of the first."""
    text = package(100, number)
    if number % 50 == 0 and number:
        text = text.replace("  enum color", "  use interface-0.{record-0 as base, record-2 as other};\n  enum color", 1)
    return text


def _places(text: str) -> Iterator[dict[str, int]]:
    """Names that are declared or mentioned, at most 200 of them."""
    names = [
        {"line": row, "character": found.start(1)}
        for row, line in enumerate(text.splitlines())
        if (found := re.search(r"(?:record |interface |enum |variant |list<|^ +)([a-z][\w]*-[\w-]+)\b", line))
    ]
    return islice(names, 0, None, max(len(names) // 200, 1))


def _asked(server: Server, method: str, uri: str, place: dict[str, int], **more: object) -> float:
    """The CPU time of the server until its answer is there, in ms."""
    before = server.spent()
    server.send(method, {"textDocument": {"uri": uri}, "position": place, **more}, id=1)
    while (answer := server.receive()).get("id") != 1 or "method" in answer:
        pass
    assert answer.get("result"), (method, place)
    return server.spent() - before


def _spread(times: list[float]) -> str:
    return f"{len(times)} names, median {median(times):.1f}, most {times[-1]:.1f}"


def many_documents() -> Rows:
    """The longest time that a key would have to wait after a change of settings."""
    server = Server([sys.executable, "-c", BLOCKS])
    server.initialize()
    server.send("initialized", {})
    uris = [f"file:///bench/{number}/a.wit" for number in range(DOCUMENTS)]
    for number, uri in enumerate(uris):
        server.open(uri, package(1_000).replace("bench:large", f"bench:large-{number}"))
    before = _settled(server)
    server.send("workspace/didChangeConfiguration", {"settings": {"ignore": ["missing-deadline"]}})
    params = [server.receive()["params"] for _ in uris]
    spent = _settled(server) - before
    blocks = [float(each) for each in server.end().split()]
    first = params[0]
    assert isinstance(first, dict) and first["uri"] == uris[-1], "the document that was edited last must come first"
    name = f"{DOCUMENTS} documents of 1,000 lines, a setting changes"
    yield f"{name}: all of it", f"{spent:.0f} ms", ""
    yield f"{name}: longest block", f"{max(blocks):.1f} ms", "≤ 20 ms"


def large_workspace() -> Rows:
    """How long keys wait while packages are looked for and files that are not open are judged."""
    with TemporaryDirectory() as folder:
        for number in range(WORKSPACE_FILES // 10):
            texts = [function(each).replace("bench:large", f"bench:large-{number}") for each in range(10)]
            lay(Path(folder, str(number // 100), str(number)), texts)
        server = Server([sys.executable, "-c", DELAYS])
        server.initialize()
        server.send("initialized", {})
        typing = Typing("", package(1_000), 506, 0, 0)
        server.open(URI, typing.text)
        before = _settled(server)
        server.open_folder(folder)
        keys = 0
        while _is_busy(server):
            for change in islice(_letters(typing), KEYS):
                keys += 1
                document = {"uri": URI, "version": keys}
                server.send("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
                server.published(URI, keys)
                time.sleep(0.01)
        after = server.spent()
        memory = resident(server.process.pid)
        delays = [float(each) for each in server.end().split()]
    name = f"a workspace of {WORKSPACE_FILES:,} files is opened"
    yield f"{name}, {keys:,} keys: all of it", f"{after - before:.0f} ms", ""
    yield f"{name}: longest delay of a key", f"{max(delays):.1f} ms", "≤ 20 ms"
    yield "… resident", f"{memory:.0f} MiB", ""


def rows() -> Rows:
    yield from starts()
    yield from idle()
    for typing in typings():
        yield from keys(typing)
    yield from real("the largest real interface", INTERFACE)
    yield from real("a real interface of resources", RESOURCE)
    yield from answers()
    yield from among_real_files()
    yield from many_documents()
    yield from large_workspace()
