"""How long `wit-lsp check` takes beside the reference toolchain, whole processes, in one run."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.bench.texts import package


class Case(NamedTuple):
    """What is compared. `limit` is the greatest ratio of medians that we accept, None where there is no peer."""

    name: str
    ours: list[str]
    reference: list[str] | None
    runs: int
    limit: str


def run() -> None:
    reference = shutil.which("wasm-tools")
    if reference is None:
        print("no wasm-tools on PATH: only our own times")
    with tempfile.TemporaryDirectory() as folder:
        print(f"\n{'whole process, ms':<34}{'wit-lsp':>20}{'wasm-tools':>20}{'ratio':>8}  target")
        for case in _cases(Path(folder), reference):
            ours, theirs = _interleaved(case)
            ratio = f"{statistics.median(ours) / statistics.median(theirs):.1f}" if theirs else ""
            print(f"{case.name:<34}{_shown(ours):>20}{_shown(theirs):>20}{ratio:>8}  {case.limit}")


def _cases(folder: Path, reference: str | None) -> Iterator[Case]:
    program = [sys.executable, "-m", "wit_lsp"]

    def case(name: str, path: Path, runs: int, limit: str) -> Case:
        peer = [reference, "component", "wit", str(path)] if reference else None
        return Case(name, [*program, "check", "--standalone", str(path)], peer, runs, limit)

    yield Case("--version", [*program, "--version"], None, 20, "≤ 60 ms")
    for lines, runs in ((100, 20), (1_000, 20), (10_000, 10), (100_000, 5)):
        path = folder / f"{lines}.wit"
        path.write_text(package(lines))
        yield case(f"{lines:,} lines", path, runs, "≤ 8" if lines == 100_000 else "")
    if corpora := os.environ.get("WIT_LSP_CORPORA"):
        http = Path(corpora, "public", "real", "wasi", "proposals", "http", "wit")
        yield case("WASI http with its deps", http, 20, "≤ 20, ≤ 120 ms")


def _interleaved(case: Case) -> tuple[list[float], list[float]]:
    """Times of both, in ms, taken in turn so that what disturbs one disturbs the other."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(case.runs + 1):
        ours.append(_time(case.ours))
        if case.reference:
            theirs.append(_time(case.reference))
    return ours[1:], theirs[1:]  # the first of each warms the caches


def _time(command: list[str]) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    return (time.perf_counter() - start) * 1000


def _shown(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} ({min(times):.0f}-{max(times):.0f})" if times else ""
