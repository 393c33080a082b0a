"""Measures the CPU time of whole processes, which does not depend on other work of the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple

# Starts as the installed script does. Without compiled files, each start would compile all modules again.
WIT_LSP = [sys.executable, "-c", "import sys; from wit_lsp.__main__ import main; sys.exit(main())"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Usage(NamedTuple):
    """CPU time in ms, child processes included, and peak memory in MiB."""

    cpu: float
    memory: float


def usage(command: list[str], prepare: Callable[[], object] | None = None) -> Usage:
    """The usage of a command; its output is discarded. `prepare` runs in its process first."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT, preexec_fn=prepare
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Usage((used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / scale)


def resident(process: int | str = "self") -> float:
    """Resident memory of a process in MiB; 0 if unknown."""
    try:
        with open(f"/proc/{process}/status") as status:
            found = next(line for line in status if line.startswith("VmRSS"))
    except OSError:
        return 0.0
    return int(found.split()[1]) / 1024


def interleaved(measures: Sequence[Callable[[], float]], runs: int) -> list[float]:
    """The median of each, measured in turns so that other work affects all alike. The first turn is a warm-up."""
    turns = [[measure() for measure in measures] for _ in range(runs + 1)]
    return [median(values) for values in zip(*turns[1:], strict=True)]
