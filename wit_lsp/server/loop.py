"""The life of the server: one message after the other, and what is to be done when none waits."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
from contextlib import suppress

from wit_lsp.server.reader import Inbox
from wit_lsp.server.transport import Transport, connect

_LOG = logging.getLogger(__name__)

# Seconds between two looks at whether the client's process lives, and at whether there is rubbish to collect.
_TICK = 2.0


def run(fd_in: int, fd_out: int) -> int:
    """Serve the client at two file descriptors until it goes; the exit code."""
    return asyncio.run(_run(fd_in, Writer(fd_out)))


async def _run(fd_in: int, writer: Writer) -> int:
    loop = asyncio.get_running_loop()
    arrived = asyncio.Event()
    inbox = Inbox()
    transport = connect(writer, inbox, arrived.set)
    session = transport.session
    gone = False
    was_busy = is_busy = False  # whether anything was done before the last tick, and since
    was_told = False  # whether a message came since the session could rest

    def wake() -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is interested
            loop.call_soon_threadsafe(arrived.set)

    def tick() -> None:
        nonlocal was_busy, is_busy, was_told, gone
        if was_busy and not is_busy:
            gc.collect()
            if was_told:
                was_told = False
                session.rest()
                arrived.set()
        was_busy, is_busy = is_busy, False
        gone = session.client_is_gone()
        if gone:
            arrived.set()
        loop.call_later(_TICK, tick)

    inbox.read(fd_in, wake)
    loop.call_later(_TICK, tick)
    while not (gone or writer.broken):
        closed = inbox.closed  # asked first: what came before the end is still handled
        if inbox.waiting:
            message = inbox.waiting.popleft()
            if isinstance(message, dict) and message.get("method") == "exit":
                break
            was_told = is_busy = True
            try:
                transport.receive(message)
            except Exception:
                _LOG.exception("failed on %s", message)
            await asyncio.sleep(0)
            continue
        if closed:
            break
        arrived.clear()
        await asyncio.sleep(0)  # gives the reader's thread the time to hand over what is there
        if inbox.waiting:
            continue
        if _work(transport):
            is_busy = True
        else:
            await arrived.wait()
    return 0 if transport.is_shut_down else 1


def _work(transport: Transport) -> bool:
    """A slice of what there is to do in the background; whether there is more, or a message came meanwhile."""
    try:
        return (transport.is_running and transport.session.idle()) or bool(transport.inbox.waiting)
    except Exception:
        _LOG.exception("failed in the background")
        return False


class Writer:
    """Writes whole messages. Never raises: where nobody reads any more, the server ends by itself."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self.broken = False

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest and not self.broken:
                rest = rest[os.write(self._fd, rest) :]
        except OSError:
            self.broken = True

    def close(self) -> None:
        """pygls asks for it."""
