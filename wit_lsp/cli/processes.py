"""Spreads work over processes by `fork`, which copies what was imported and read. Knows nothing of WIT."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
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
    if len(batches) > 1:
        import signal

        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # who started us may ignore it: then no exit code can be had
    children: list[_Child[Result]] = []
    results: list[Callable[[], Result | Lost]] = [partial(work, batch) for batch in batches]
    try:
        for index, batch in enumerate(batches[1:], 1):
            try:
                child = _Child(partial(work, batch))
            except OSError:  # the system gives no more processes: this one does what is left
                break
            children.append(child)
            results[index] = child.result
        return [result() for result in results]
    finally:
        for child in children:
            child.end()


class _Child(Generic[Result]):
    """A process that computes one thing and writes it to a pipe."""

    def __init__(self, work: Callable[[], Result]) -> None:
        """Raises OSError where the system gives no process."""
        self._pipe, pipe = os.pipe()
        self._code: int | None = None
        try:
            self._pid = os.fork()
        except OSError:
            os.close(self._pipe)
            raise
        else:
            if self._pid == 0:
                os.close(self._pipe)
                _compute(work, pipe)
        finally:
            os.close(pipe)

    def result(self) -> Result | Lost:
        import pickle

        with open(self._pipe, "rb", closefd=False) as stream:
            data = stream.read()
        code = self._wait()
        if code != 0:
            return Lost(f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}")
        result: Result = pickle.loads(data)
        return result

    def end(self) -> None:
        """Kill it where it still runs."""
        os.close(self._pipe)
        if self._code is None:
            os.kill(self._pid, 9)
            self._wait()

    def _wait(self) -> int:
        """Its exit code, or the number of the signal that killed it, negative."""
        if self._code is None:
            _, status = os.waitpid(self._pid, 0)
            self._code = os.waitstatus_to_exitcode(status)
        return self._code


def _compute(work: Callable[[], object], pipe: int) -> None:
    """What a child does, to its end: nothing of the parent's stack may go on in it."""
    code = 1
    try:
        import pickle

        with open(pipe, "wb") as stream:
            pickle.dump(work(), stream, pickle.HIGHEST_PROTOCOL)
        code = 0
    except (KeyboardInterrupt, BrokenPipeError):
        pass  # the parent is interrupted too, or gone
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)
