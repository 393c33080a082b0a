"""Queries that the tests of the database share, and what they check on it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from wit_lsp.db import Cancelled, Database, Failed


def number(db: Database, name: str) -> int:
    """An input: 0 until it is set."""
    return 0


def table(db: Database, name: str) -> dict[str, int]:
    """An input."""
    return {}


def parity(db: Database, name: str) -> int:
    return db.get(number, name) % 2


def sign(db: Database, name: str) -> str:
    return "odd" if db.get(parity, name) else "even"


def one_of(db: Database, condition: str) -> int:
    return db.get(number, "a" if db.get(parity, condition) else "b")


def inverse(db: Database, name: str) -> float:
    return 1 / db.get(number, name)


def twice(db: Database, name: str) -> float:
    return 2 * db.get(inverse, name)


def chain(db: Database, length: int) -> int:
    return db.get(chain, length - 1) + 1 if length else db.get(number, "a")


def of_a(db: Database, reader: Hashable) -> int | None:
    return db.entry(table, "t", key="a")


def of_any(db: Database, reader: Hashable) -> int:
    return sum(db.get(table, "t").values())


def ring(db: Database, step: int, size: int) -> int:
    """A cycle of `size` queries, unless the input is set."""
    return 1 if db.get(number, "broken") else db.get(ring, (step + 1) % size, size)


def cancel_at(db: Database, run: int) -> None:
    """Cancels the run with this number, counted from 0, and all later ones."""
    left = run

    def check() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Cancelled

    db.check_cancelled = check


def go_on(db: Database) -> None:
    db.check_cancelled = lambda: None


def outcome(db: Database, query: Callable[..., Any], *args: Hashable) -> object:
    try:
        return db.get(query, *args)
    except Failed as failed:
        return failed.args


def check_links(db: Database) -> None:
    """The database is idle, all links go both ways, and the readers of a marked cell are marked, or will be."""
    assert not db._path and not db._running and not db._unread
    assert all(cell.is_eager for cell in db._held)
    for key, cell in db._cells.items():
        assert cell.key == key
        assert all(cell in read.readers for read in cell.reads)
        assert all(read is db._cells[read.key] for read in cell.reads)
        assert all(cell in reader.reads and db._cells[reader.key] is reader for reader in cell.readers)
        assert not cell.state or cell in db._held or all(reader.state for reader in cell.readers)
        assert (key in db.pending) == (cell.keep and cell.state > 0)
