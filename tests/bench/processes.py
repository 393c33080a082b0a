"""Whole processes, measured by the CPU time they take: it says the same on a machine that is busy with other things."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple

# As the script does that an installation makes; without compiled files each start would compile all modules again.
WIT_LSP = [sys.executable, "-c", "import sys; from wit_lsp.__main__ import main; sys.exit(main())"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Usage(NamedTuple):
    """CPU time in ms, that of processes that it started included; the most memory that it had, in MiB."""

    cpu: float
    memory: float


def usage(command: list[str], prepare: Callable[[], object] | None = None) -> Usage:
    """What a command takes; what it prints goes nowhere. `prepare` runs in its process before it."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT, preexec_fn=prepare
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Usage((used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / scale)


def interleaved(measures: Sequence[Callable[[], float]], runs: int) -> list[float]:
    """The median of each, taken in turns, so that what disturbs one disturbs the others. The first turn warms up."""
    turns = [[measure() for measure in measures] for _ in range(runs + 1)]
    return [median(values) for values in zip(*turns[1:], strict=True)]
