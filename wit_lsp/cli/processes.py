"""Spreads work over processes by `fork`, which copies what was imported and read. Knows nothing of WIT."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

Batch = TypeVar("Batch")
Result = TypeVar("Result")


class Lost(NamedTuple):
    """What stands in place of the result of a process that did not give one, and why: the end of a sentence."""

    reason: str


def available() -> int:
    """How many processes can run at the same time; 1 where the system's libraries do not survive a fork."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def spread(work: Callable[[Batch], Result], batches: list[Batch]) -> list[Result | Lost]:
    """`work` of each batch, in their order. The first is done in this process, each other in one of its own.

    What `work` returns must survive `pickle`. Where it raises in this process, or is interrupted, the others end.
    """
    children: list[_Child[Result]] = []
    try:
        children.extend(_Child(lambda batch=batch: work(batch)) for batch in batches[1:])  # type: ignore[misc]
        return [work(batches[0]), *(child.result() for child in children)]
    finally:
        for child in children:
            child.end()


class _Child(Generic[Result]):
    """A process that computes one thing and writes it to a pipe."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._pipe, pipe = os.pipe()
        self._status: int | None = None
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._pipe)
            _compute(work, pipe)
        os.close(pipe)

    def result(self) -> Result | Lost:
        import pickle

        with open(self._pipe, "rb", closefd=False) as stream:
            data = stream.read()
        code = os.waitstatus_to_exitcode(self._wait())
        if code != 0:
            return Lost(f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}")
        result: Result = pickle.loads(data)
        return result

    def end(self) -> None:
        """Kill it where it still runs."""
        os.close(self._pipe)
        if self._status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, 9)
            self._wait()

    def _wait(self) -> int:
        if self._status is None:
            _, self._status = os.waitpid(self._pid, 0)
        return self._status


def _compute(work: Callable[[], object], pipe: int) -> None:
    """What a child does, to its end: nothing of the parent's stack may go on in it."""
    code = 1
    try:
        import pickle

        with open(pipe, "wb") as stream:
            pickle.dump(work(), stream, pickle.HIGHEST_PROTOCOL)
        code = 0
    except (KeyboardInterrupt, BrokenPipeError):  # the parent is interrupted too, or gone
        pass
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)
