"""The cost of the database at scale: `python -m tests.bench engine`.

The facts are synthetic: 10,000 files with five interfaces each. An interface has four types, and uses three names of
other interfaces; every 97th one uses names of a hub. A check resolves the names that an interface uses.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

from tests.bench import Rows
from tests.bench._processes import resident
from wit_lsp.db import Database

FILES = 10_000
INTERFACES = 5 * FILES
HUB = 7
ORDINARY = 12_345
REPEATS = 20
OWN = ("", "")


class Facts(NamedTuple):
    types: tuple[str, ...]
    uses: tuple[tuple[int, str], ...]  # interface, name


def facts(db: Database, interface: int) -> Facts:
    return Facts((), ())


def exports(db: Database, interface: int) -> dict[str, int]:
    """The interface that defines each name that others may use: this interface or another one."""
    types, uses = db.get(facts, interface)
    return {name: source for source, name in uses} | dict.fromkeys(types, interface)


def problems(db: Database, interface: int) -> tuple[str, ...]:
    return tuple(name for source, name in db.get(facts, interface).uses if not _resolves(db, source, name))


def _resolves(db: Database, interface: int, name: str) -> bool:
    seen = set()
    while interface not in seen:
        seen.add(interface)
        source = db.entry(exports, interface, key=name)
        if source is None or source == interface:
            return source is not None
        interface = source
    return False


def build() -> Database:
    db, choose = Database(), random.Random(1).randrange
    for interface in range(INTERFACES):
        uses = tuple((HUB if interface % 97 == 0 else choose(INTERFACES), f"type-{choose(4)}") for _ in range(3))
        db.set(facts, interface, Facts(tuple(f"type-{number}" for number in range(4)), uses))
        db.watch(problems, interface)
    settle(db)
    return db


def settle(db: Database) -> None:
    while db.pending:
        db.get(*next(iter(db.pending)))


def edit(db: Database, interface: int, change: Callable[[Facts], Facts]) -> tuple[float, float, int, int]:
    """Seconds to mark and to settle, and the checks that were marked and that ran. Undoes the edit."""
    old = db.get(facts, interface)
    new = change(old)
    db.runs.clear()
    start = time.perf_counter()
    db.set(facts, interface, new)
    marked, pending = time.perf_counter(), len(db.pending)
    settle(db)
    settled, ran = time.perf_counter(), db.runs[problems]
    db.set(facts, interface, old)
    settle(db)
    return marked - start, settled - marked, pending, ran


def comment(old: Facts) -> Facts:
    return Facts(tuple(old.types), tuple(tuple(use) for use in old.uses))  # type: ignore[misc]


def add(old: Facts) -> Facts:
    return old._replace(types=(*old.types, "type-4"))


def remove(old: Facts) -> Facts:
    return old._replace(types=old.types[1:])


def rows() -> Rows:
    gc.collect()
    before, start = resident(), time.process_time()
    db = build()
    cpu = time.process_time() - start
    gc.collect()
    yield f"{FILES:,} files, {INTERFACES:,} interfaces: {len(db):,} cells", f"{cpu:.1f} s CPU", ""
    yield "memory, facts included", f"{resident() - before:.0f} MiB", "≤ 150 MiB"
    changes: list[tuple[str, int, Callable[[Facts], Facts], str]] = [
        ("a comment in the hub (equal facts)", HUB, comment, "0 checks"),
        ("a type added to an ordinary interface", ORDINARY, add, "≤ 0.1 ms"),
        ("a type removed from an ordinary interface", ORDINARY, remove, "≤ 0.1 ms"),
        ("a type added to the hub", HUB, add, "≤ 5 ms"),
        ("a type removed from the hub", HUB, remove, "≤ 20 ms"),
    ]
    for what, interface, change, target in changes:
        marks, settles, pending, ran = zip(*(edit(db, interface, change) for _ in range(REPEATS)), strict=True)
        times = f"{median(marks) * 1000:.3f} + {median(settles) * 1000:.3f} ms"
        yield f"{what}: {pending[0]} marked, {ran[0]} run", times, target
