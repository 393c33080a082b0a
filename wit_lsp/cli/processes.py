"""Spreads work over processes by `fork`, which copies what was imported and read. Knows nothing of WIT."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Generic, TypeVar

from wit_lsp.tuples import NamedTuple

Batch = TypeVar("Batch")
Result = TypeVar("Result")
Told = TypeVar("Told")


class Lost(NamedTuple):
    """What stands in place of the result of a process that did not give one, and why: the end of a sentence."""

    reason: str


def available() -> int:
    """How many processes can run at the same time; 1 where the system's libraries do not survive a fork."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def spread(
    work: Callable[[Batch], Result],
    batches: list[Batch],
    tell: Callable[[Batch], Told] | None = None,
    hear: Callable[[Told], object] = bool,
) -> list[Result | Lost]:
    """`work` of each batch, in their order. The first is done in this process, each other in one of its own.

    Before a process does its work, it hears what is told of the batches of all others. What `work` and `tell` return
    must survive `pickle`. Where they raise in this process, or are interrupted, the others end.
    """
    if len(batches) > 1:
        import signal

        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # who started us may ignore it: then no exit code can be had
    children: list[_Child[Result]] = []
    own = batches[:1]
    results: list[Callable[[], Result | Lost]] = [partial(work, batch) for batch in batches]
    try:
        for index, batch in enumerate(batches[1:], 1):
            try:
                child = _Child(partial(work, batch), tell and partial(tell, batch), hear)
            except OSError:  # the system gives no more processes: this one does what is left
                own += batches[index:]
                break
            children.append(child)
            results[index] = child.result
        if tell is not None and children:
            _exchange([tell(batch) for batch in own], children, hear)
        return [result() for result in results]
    finally:
        for child in children:
            child.end()


def _exchange(here: list[Told], children: list[_Child[Any]], hear: Callable[[Told], object]) -> None:
    told = [child.told() for child in children]
    for number, child in enumerate(children):
        child.say([*here, *(value for of, values in enumerate(told) if of != number for value in values)])
    for values in told:
        for value in values:
            hear(value)


class _Child(Generic[Result]):
    """A process that computes one thing and writes it to a pipe; before, what is told of it, for what it hears."""

    def __init__(
        self, work: Callable[[], Result], tell: Callable[[], Any] | None, hear: Callable[[Any], object]
    ) -> None:
        """Raises OSError where the system gives no process."""
        self._code: int | None = None
        pipes: list[int] = []
        try:
            pipes += os.pipe()
            pipes += os.pipe()
            self._pid = os.fork()
        except OSError:
            for pipe in pipes:
                os.close(pipe)
            raise
        from_child, to_parent, from_parent, to_child = pipes
        if self._pid == 0:
            os.close(from_child)
            os.close(to_child)
            _compute(work, tell, hear, from_parent, to_parent)
        os.close(to_parent)
        os.close(from_parent)
        self._input, self._output = os.fdopen(to_child, "wb"), os.fdopen(from_child, "rb")

    def told(self) -> list[Any]:
        """What it tells; nothing where it ended before."""
        import pickle

        try:
            return [pickle.load(self._output)]
        except (EOFError, pickle.UnpicklingError):
            return []

    def say(self, values: list[Any]) -> None:
        """What it has waited for."""
        import pickle

        with suppress(BrokenPipeError):
            pickle.dump(values, self._input, pickle.HIGHEST_PROTOCOL)
            self._input.flush()

    def result(self) -> Result | Lost:
        import pickle

        data = self._output.read()
        code = self._wait()
        if code != 0:
            return Lost(f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}")
        result: Result = pickle.loads(data)
        return result

    def end(self) -> None:
        """Kill it where it still runs."""
        self._output.close()
        with suppress(BrokenPipeError):
            self._input.close()
        if self._code is None:
            os.kill(self._pid, 9)
            self._wait()

    def _wait(self) -> int:
        """Its exit code, or the number of the signal that killed it, negative."""
        if self._code is None:
            _, status = os.waitpid(self._pid, 0)
            self._code = os.waitstatus_to_exitcode(status)
        return self._code


def _compute(
    work: Callable[[], object],
    tell: Callable[[], object] | None,
    hear: Callable[[Any], object],
    from_parent: int,
    to_parent: int,
) -> None:
    """What a child does, to its end: nothing of the parent's stack may go on in it."""
    code = 1
    try:
        import pickle

        with open(to_parent, "wb") as output, open(from_parent, "rb") as input:
            if tell is not None:
                pickle.dump(tell(), output, pickle.HIGHEST_PROTOCOL)
                output.flush()
                for told in pickle.load(input):
                    hear(told)
            pickle.dump(work(), output, pickle.HIGHEST_PROTOCOL)
        code = 0
    except (KeyboardInterrupt, BrokenPipeError, EOFError):
        pass  # the parent is interrupted too, or gone
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)
