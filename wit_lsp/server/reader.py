"""Takes JSON-RPC messages off a file descriptor as they come, ahead of whoever handles them.

What waits can so be looked at: changes of a text are put together, and a request that was cancelled is not run.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections import deque
from collections.abc import Callable, Iterator
from threading import Thread

from wit_lsp.tuples import NamedTuple

_LOG = logging.getLogger(__name__)

MAX_MESSAGE_BYTES = 1 << 30
MAX_HEAD_BYTES = 1 << 16


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
        except Exception as error:
            _LOG.error("the client cannot be understood any more: %s", error)
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


class Unframed(Exception):
    """Where a message ends in the stream cannot be known."""


class Frames:
    """Cuts a stream of bytes into message bodies. The names of headers count in any case."""

    _LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d+)[ \t]*\r?$", re.I | re.M)

    def __init__(self) -> None:
        self._rest = bytearray()
        self._searched = 0  # bytes of the rest that have no end of a head
        self._length: int | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bodies that are complete now. A head without a length is skipped. Raises Unframed."""
        self._rest += data
        while True:
            if self._length is None:
                end = self._rest.find(b"\r\n\r\n", self._searched)
                self._searched = max(len(self._rest) - 3, 0) if end < 0 else 0
                if end > MAX_HEAD_BYTES or self._searched > MAX_HEAD_BYTES:
                    raise Unframed(f"a message has more than {MAX_HEAD_BYTES:,} bytes of headers")
                if end < 0:
                    break
                self._length = self._length_in(bytes(self._rest[:end]))
                del self._rest[: end + 4]
            elif len(self._rest) >= self._length:
                body = bytes(self._rest[: self._length])
                del self._rest[: self._length]
                self._length = None
                yield body
            else:
                break

    def _length_in(self, head: bytes) -> int | None:
        found = self._LENGTH.search(head)
        if found is None:
            return None
        digits = found[1].lstrip(b"0") or b"0"
        if len(digits) > len(str(MAX_MESSAGE_BYTES)) or int(digits) > MAX_MESSAGE_BYTES:
            raise Unframed(f"a message has more than {MAX_MESSAGE_BYTES:,} bytes")
        return int(digits)
