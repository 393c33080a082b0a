"""Says on a terminal how far the work is, if it takes longer than a second. Never in a pipe or a log."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import TypeVar

Item = TypeVar("Item")

DELAY = 1.0
"""Seconds of work before anything is said."""

INTERVAL = 0.1
"""Seconds from one number to the next."""

_CLEAR = "\r\x1b[K"


class Progress:
    """How much is done of one kind of work, such as `checking`, in percent: where the work is shared, of this share."""

    def __init__(self, work: str, total: int) -> None:
        self._work = work
        self._total = total
        self._next = monotonic() + DELAY
        self._is_shown = False
        self._is_wanted = sys.stderr is not None and sys.stderr.isatty()

    def over(self, items: Sequence[Item]) -> Iterator[Item]:
        """The items, of which each is done when the next one is asked for."""
        try:
            for done, item in enumerate(items):
                if self._is_wanted and monotonic() >= self._next:
                    self._show(done)
                yield item
        finally:
            if self._is_shown:
                print(_CLEAR, end="", file=sys.stderr, flush=True)

    def _show(self, done: int) -> None:
        self._is_shown = True
        self._next = monotonic() + INTERVAL
        print(f"{_CLEAR}wit-lsp: {self._work} {done * 100 // self._total} %", end="", file=sys.stderr, flush=True)
