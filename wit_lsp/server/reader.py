"""Takes JSON-RPC messages off a file descriptor as they come, ahead of whoever handles them.

What waits can so be looked at: changes of a text are put together, and a request that was cancelled is not run.
"""

from __future__ import annotations

import json
import os
import re
from collections import deque
from collections.abc import Callable
from threading import Thread
from typing import NamedTuple


class Malformed(NamedTuple):
    """A message that is no JSON."""

    reason: str


class Inbox:
    """The messages that wait, in their order. `cancelled` holds the ids of the `$/cancelRequest`s among them."""

    def __init__(self) -> None:
        self.waiting: deque[object] = deque()
        self.cancelled: set[int | str] = set()
        self.closed = False

    def read(self, fd: int, wake: Callable[[], None]) -> None:
        """Start to fill it from `fd`, in a thread; `wake` is called in that thread after each arrival, and at the end.

        Not through `sys.stdin`: a daemon thread inside it aborts the process when that ends.
        """
        Thread(target=self._run, args=(fd, wake), name="reader", daemon=True).start()

    def _run(self, fd: int, wake: Callable[[], None]) -> None:
        frames = Frames()
        try:
            while data := os.read(fd, 1 << 20):
                for body in frames.feed(data):
                    self._put(body)
                wake()
        except OSError:
            pass  # the same as the end
        self.closed = True
        wake()

    def _put(self, body: bytes) -> None:
        try:
            message = json.loads(body)
        except (ValueError, RecursionError) as error:
            message = Malformed(str(error))
        if (id := cancelled_id(message)) is not None:
            self.cancelled.add(id)
        self.waiting.append(message)


def cancelled_id(message: object) -> int | str | None:
    """The id of the request that `message` takes back; None where it is another message."""
    match message:
        case {"method": "$/cancelRequest", "params": {"id": int() | str() as id}}:
            return id
    return None


class Frames:
    """Cuts a stream of bytes into message bodies. The names of headers count in any case."""

    _LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d+)[ \t]*\r?$", re.I | re.M)

    def __init__(self) -> None:
        self._rest = bytearray()
        self._length: int | None = None

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies that are complete now. A head without a length is skipped."""
        self._rest += data
        bodies = []
        while True:
            if self._length is None:
                end = self._rest.find(b"\r\n\r\n")
                if end < 0:
                    break
                length = self._LENGTH.search(self._rest, 0, end + 1)
                self._length = int(length[1]) if length else None
                del self._rest[: end + 4]
            elif len(self._rest) >= self._length:
                bodies.append(bytes(self._rest[: self._length]))
                del self._rest[: self._length]
                self._length = None
            else:
                break
        return bodies
