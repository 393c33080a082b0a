"""The cost of `wit-lsp check`, compared with the reference toolchain, bare Python, or itself on half the work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench import Rows
from tests.bench._processes import ENVIRONMENT, WIT_LSP, interleaved, usage
from tests.bench._texts import function, lay, package

CORPORA = os.environ.get("WIT_LSP_CORPORA")
REFERENCE = shutil.which("wasm-tools")

# Prints the CPU time of the busiest process, in ms, to stderr. Needs at most two processes.
BUSIEST = """
import gc, resource, sys
gc.disable()
from wit_lsp import cli
cli.run(sys.argv[1:])
both = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(max(used.ru_utime + used.ru_stime for used in both) * 1000, file=sys.stderr)
"""


def rows() -> Rows:
    if REFERENCE is None:
        yield "no `wasm-tools` on PATH", "nothing beside it", ""
    with tempfile.TemporaryDirectory() as folder:
        yield from _start(Path(folder, "start"))
        if CORPORA is None:
            yield "no WIT_LSP_CORPORA", "no real package", ""
        else:
            yield from _real(Path(CORPORA, "public", "real"))
        yield from _large(Path(folder, "large"))
        yield from _many(Path(folder, "many"))


def _start(folder: Path) -> Rows:
    """Start-up, and a small check as a whole."""
    lay(folder, [package(100)])
    commands = [[sys.executable, "-c", "pass"], [*WIT_LSP, "--version"], _check(folder)]
    bare, *ours = interleaved([partial(_cpu, command) for command in commands], 20)
    for what, cpu in zip(("--version", "100 lines"), ours, strict=True):
        yield f"{what}, beside bare Python", f"{cpu:.0f} ms = {cpu / bare:.1f} × {bare:.0f}", ""


def _real(folder: Path) -> Rows:
    yield _beside_reference("WASI http with its deps", folder / "wasi" / "proposals" / "http" / "wit", 20, "≤ 14 ×, 10")
    size = sum(path.stat().st_size for path in folder.rglob("*.wit")) / 1e6
    (cpu,) = interleaved([partial(_cpu, _check(folder))], 3)
    yield f"all {size:.1f} MB of real packages", f"{cpu / 1000 / size:.2f} s a MB", "≤ 0.45, 0.3"


def _large(folder: Path) -> Rows:
    """One large file, and a hundred files that two processes can share."""
    one, hundred = folder / "one", folder / "hundred"
    lay(one, [package(100_000)])
    lay(hundred, [package(1_000, first=10 * n) for n in range(100)])
    yield _beside_reference("100,000 lines in one file", one, 3, "≤ 5 ×, 4")
    yield "… resident", f"{usage(_check(one)).memory:.0f} MiB", "≤ 100 MiB, 80"
    yield _beside_reference("100,000 lines in a hundred files", hundred, 3, "≤ 5 ×, 4")
    yield "… resident", f"{usage(_check(hundred), partial(_use, 1)).memory:.0f} MiB", "≤ 100 MiB, 80"
    if len(_cpus()) > 1:
        yield _beside_reference("… the busier of two processes", hundred, 3, "≤ 3 ×, 2.2", _busiest)


def _many(folder: Path) -> Rows:
    for count in (2_000, 4_000):
        lay(folder / str(count), [function(n) for n in range(count)])
    half, whole = interleaved([partial(_cpu, _check(folder / str(count))) for count in (2_000, 4_000)], 3)
    yield "a folder of 4,000 files, beside 2,000", f"{whole:.0f} ms = {whole / half:.2f} × {half:.0f}", "≤ 2.2 ×"


def _beside_reference(
    what: str, folder: Path, runs: int, target: str, ours: Callable[[list[str]], float] | None = None
) -> tuple[str, str, str]:
    measures = [partial(ours or _cpu, _check(folder))]
    if REFERENCE is not None:
        measures.append(partial(_cpu, [REFERENCE, "component", "wit", str(folder)]))
    cpu, *theirs = interleaved(measures, runs)
    return what, f"{cpu:.0f} ms" + "".join(f" = {cpu / each:.1f} × {each:.0f}" for each in theirs), target


def _check(folder: Path) -> list[str]:
    return [*WIT_LSP, "check", str(folder)]


def _cpu(command: list[str]) -> float:
    """The CPU time of a command on a single processor, which starts no other process."""
    return usage(command, partial(_use, 1)).cpu


def _busiest(command: list[str]) -> float:
    command = [sys.executable, "-c", BUSIEST, *command[len(WIT_LSP) :]]
    run = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENVIRONMENT, preexec_fn=partial(_use, 2)
    )
    return float(run.stderr.split()[-1])


def _cpus() -> set[int]:
    return os.sched_getaffinity(0) if sys.platform == "linux" else set()


def _use(count: int) -> None:
    if sys.platform == "linux":
        os.sched_setaffinity(0, sorted(_cpus())[:count])
