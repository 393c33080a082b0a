"""Costs are linear, and what is not read any more is forgotten."""

from __future__ import annotations

import pytest

from tests.db.queries import cancel_at, chain, go_on, number, one_of, parity, sign
from wit_lsp.db import Cancelled, Database


class TestSize:
    """Costs are linear. The tests count runs and never measure time."""

    @pytest.mark.parametrize("size", [10_000, 100_000])
    def test_a_chain_is_computed_verified_and_computed_again(self, size: int) -> None:
        def link(db: Database, length: int) -> int:
            return db.get(link, length - 1) + 1 if length else db.get(parity, "a")

        db = Database()
        assert db.get(link, size) == size
        assert db.runs[link] <= 2 * (size + 1)
        db.runs.clear()
        db.set(number, "a", 2)
        assert db.get(link, size) == size
        assert db.runs == {parity: 1}
        db.runs.clear()
        db.set(number, "a", 3)
        assert db.get(link, size) == size + 1
        assert db.runs == {parity: 1, link: size + 1}

    def test_a_chain_is_computed_by_a_query_in_a_deep_stack(self) -> None:
        def below(db: Database, frames: int) -> int:
            return below(db, frames - 1) if frames else db.get(chain, 10_000)

        assert Database().get(below, 200) == 10_000

    def test_a_chain_is_computed_although_it_is_interrupted(self) -> None:
        db = Database()
        for run in range(0, 400, 50):
            cancel_at(db, run)
            with pytest.raises(Cancelled):
                db.get(chain, 1_000)
        go_on(db)
        assert db.get(chain, 1_000) == 1_000

    def test_many_cells_at_the_end_of_a_deep_stack(self) -> None:
        """The query that reads them is not started again for each of them."""

        def leaf(db: Database, index: int) -> int:
            return index

        def spine(db: Database, depth: int) -> int:
            return db.get(spine, depth - 1) if depth else sum(db.get(leaf, index) for index in range(1_000))

        db = Database()
        for depth in (47, 48, 49, 50, 51):
            db.get(spine, depth)
            assert db.runs[leaf] == 1_000
            assert db.runs[spine] <= 2 * (depth + 1)
            db = Database()

    def test_deep_chains_below_one_cell(self) -> None:
        def link(db: Database, index: int, length: int) -> int:
            return db.get(link, index, length - 1) if length else index

        def hub(db: Database) -> int:
            return sum(db.get(link, index, 120) for index in range(100))

        db = Database()
        assert db.get(hub) == 4950
        cells = len(db)
        assert sum(db.runs.values()) <= 2 * cells + cells / 49

    def test_a_hub_runs_once_and_its_readers_not_at_all(self) -> None:
        def reader(db: Database, index: int) -> int:
            return db.get(parity, "hub")

        db = Database()
        for index in range(500):
            db.watch(reader, index)
            db.get(reader, index)
        db.runs.clear()
        db.set(number, "hub", 2)
        assert len(db.pending) == 500
        while db.pending:
            db.get(*next(iter(db.pending)))
        assert db.runs == {parity: 1}


class TestMemory:
    def test_what_is_removed_is_as_if_it_had_never_been_set(self) -> None:
        db = Database()
        db.set(number, "a", 1)
        assert db.get(sign, "a") == "odd"
        db.discard(number, "a")
        assert db.get(sign, "a") == "even"
        assert db.get(number, "a") == 0

    def test_what_is_removed_but_equals_the_default_runs_no_reader(self) -> None:
        db = Database()
        db.set(number, "a", 0)
        db.get(parity, "a")
        db.runs.clear()
        db.discard(number, "a")
        db.get(parity, "a")
        assert db.runs == {number: 1}

    def test_discarding_the_last_reader_drops_all_that_only_it_read(self) -> None:
        db = Database()
        db.watch(sign, "a")
        db.watch(sign, "b")
        db.get(sign, "a")
        db.get(sign, "b")
        db.discard(sign, "a")
        assert len(db) == 3
        db.discard(sign, "b")
        assert len(db) == 0

    def test_discarding_what_was_never_set_changes_nothing(self) -> None:
        db = Database()
        db.watch(sign, "a")
        db.get(sign, "a")
        db.discard(number, "a")
        assert not db.pending

    def test_discarding_what_was_watched_marks_no_reader(self) -> None:
        def constant(db: Database) -> int:
            return 1

        def reader(db: Database) -> int:
            return db.get(constant)

        db = Database()
        db.watch(constant)
        db.watch(reader)
        db.get(reader)
        db.discard(constant)
        assert not db.pending

    def test_an_input_may_be_watched(self) -> None:
        db = Database()
        db.set(number, "a", 1)
        db.watch(number, "a")
        assert not db.pending
        assert db.get(sign, "a") == "odd"
        db.discard(number, "a")
        assert db.get(sign, "a") == "even"

    def test_an_input_stays_until_it_is_discarded(self) -> None:
        db = Database()
        db.set(number, "a", 1)
        db.get(sign, "a")
        db.discard(sign, "a")
        assert db.get(number, "a") == 1
        db.discard(number, "a")
        assert len(db) == 0

    def test_what_others_read_stays(self) -> None:
        db = Database()
        db.get(sign, "a")
        db.discard(parity, "a")
        db.discard(number, "a")
        db.runs.clear()
        assert db.get(sign, "a") == "even"
        assert not db.runs[sign]
        assert len(db) == 3

    def test_files_that_come_and_go_leave_nothing(self) -> None:
        db = Database()
        for value in range(100):
            for name in "abc":
                db.set(number, name, value)
                db.watch(sign, name)
            db.watch(one_of, "c")
            for key in list(db.pending):
                db.get(*key)
            for name in "abc":
                db.discard(sign, name)
                db.discard(number, name)
            db.discard(one_of, "c")
        assert len(db) == 0

    def test_an_input_is_edited_20_000_times(self) -> None:
        """Each edit reads a name for the first time, and no longer reads the last one."""

        def named(db: Database) -> str:
            return db.get(sign, str(db.get(number, "edited")))

        db = Database()
        db.watch(named)
        for value in range(20_000):
            db.set(number, "edited", value)
            db.get(named)
            assert len(db) == 5

    def test_a_cell_that_moves_to_another_reader_of_the_same_update_is_kept(self) -> None:
        def first(db: Database) -> int:
            return 0 if db.get(number, "switch") else db.get(parity, "a")

        def second(db: Database) -> int:
            return db.get(parity, "a") if db.get(number, "switch") else 0

        def both(db: Database) -> int:
            return db.get(first) + db.get(second)

        db = Database()
        db.get(both)
        db.runs.clear()
        db.set(number, "switch", 1)
        db.get(both)
        assert not db.runs[parity]
        db.set(number, "a", 1)
        assert db.get(both) == 1
