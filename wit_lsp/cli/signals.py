"""Signals that ask the program to end, while something must not be left half done."""

from __future__ import annotations

import signal
from types import FrameType, TracebackType
from typing import Any

from wit_lsp.cli import Terminated

_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Deferred:
    """A block in which these signals wait. It looks at `received` where it can stop; at its end they take effect."""

    def __init__(self) -> None:
        self.received: int | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Deferred:
        for number in _ENDING:
            if signal.getsignal(number) != signal.SIG_IGN:  # as under `nohup`
                self._before[number] = signal.signal(number, self._receive)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self.received == signal.SIGINT:
            raise KeyboardInterrupt
        if self.received is not None:
            raise Terminated(self.received)

    def _receive(self, number: int, _: FrameType | None) -> None:
        self.received = number
