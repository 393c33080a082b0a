"""Background work, in slices: the most urgent first, a step at a time, and none while a message of the client waits.

Knows no messages, no documents and no threads. All that is computed asks `check` now and then whether it is still
wanted, background work and answers alike.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from itertools import count
from typing import TypeAlias

from wit_lsp.db import Cancelled

_LOG = logging.getLogger(__name__)

SLICE = 0.008
"""Seconds after which no further step of a slice begins."""

FIRST, OPEN, SCAN, CLOSED = range(4)
"""How urgent work is: what other work depends on, for open documents, to look at the disk, for files not open."""

Rank: TypeAlias = "tuple[int, int]"
"""How urgent work is, and its place among work that is as urgent: lower ones first."""

Work: TypeAlias = "Callable[[], Iterator[object] | None]"
"""Gives the steps of some work, or does it in one. After it was cancelled it is called again, and goes on from what it
had reached."""


class Scheduler:
    """The work that is left. `waits` says whether a message of the client waits."""

    def __init__(self, waits: Callable[[], object], clock: Callable[[], float] = time.monotonic) -> None:
        self._waits = waits
        self._clock = clock
        self._entries: dict[Hashable, _Entry] = {}
        self._queue: list[tuple[Rank, int, Hashable]] = []  # a heap, with entries that were replaced or dropped
        self._numbers = count()
        self._is_unwanted: Callable[[], object] = lambda: False

    def put(self, key: Hashable, rank: Rank, work: Work) -> None:
        """Have work done once nothing more urgent is left. It replaces what is left under this key."""
        number = next(self._numbers)
        self._entries[key] = _Entry(number, work)
        heappush(self._queue, (rank, number, key))

    def __contains__(self, key: Hashable) -> bool:
        """Whether work is left under a key."""
        return key in self._entries

    def drop(self, key: Hashable) -> None:
        self._entries.pop(key, None)

    def run(self) -> bool:
        """Do a slice of work; whether some is left. Work that raises is logged and dropped."""
        end = self._clock() + SLICE
        with self.until(self._waits):
            while not self._waits() and (key := self._first()) is not None:
                entry = self._entries[key]
                try:
                    is_done = entry.step()
                except Cancelled:
                    entry.steps = None
                    break
                except Exception:
                    _LOG.exception("failed in the background on %s", key)
                    is_done = True
                if is_done and self._entries.get(key) is entry:
                    del self._entries[key]
                if self._clock() >= end:
                    break
        return bool(self._entries)

    @contextmanager
    def until(self, is_unwanted: Callable[[], object]) -> Iterator[None]:
        """Let `check` end what is computed within as soon as it is unwanted."""
        before, self._is_unwanted = self._is_unwanted, is_unwanted
        try:
            yield
        finally:
            self._is_unwanted = before

    def check(self) -> None:
        """Raise Cancelled where nobody waits any more for what is computed now."""
        if self._is_unwanted():
            raise Cancelled

    def _first(self) -> Hashable | None:
        """The key of the most urgent work."""
        while self._queue:
            _, number, key = self._queue[0]
            entry = self._entries.get(key)
            if entry is not None and entry.number == number:
                return key
            heappop(self._queue)
        return None


class _Entry:
    __slots__ = ("number", "steps", "work")

    def __init__(self, number: int, work: Work) -> None:
        self.number = number
        self.work = work
        self.steps: Iterator[object] | None = None  # those that are left, once there was one

    def step(self) -> bool:
        """Whether that was the last one."""
        if self.steps is None:
            self.steps = self.work()
        return self.steps is None or next(self.steps, _DONE) is _DONE


_DONE = object()
