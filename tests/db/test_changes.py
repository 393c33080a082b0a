"""Which queries run again after a change, and when a run is cancelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.db.queries import cancel_at, chain, go_on, number, of_a, of_any, one_of, outcome, parity, sign, table
from wit_lsp.db import Cancelled, Database


class TestChanges:
    def test_an_input_has_the_value_of_its_query_until_it_is_set(self) -> None:
        db = Database()
        assert db.get(number, "a") == 0
        db.set(number, "a", 3)
        assert db.get(number, "a") == 3
        assert db.runs[number] == 1

    def test_a_value_is_computed_once(self) -> None:
        db = Database()
        assert [db.get(sign, "a"), db.get(sign, "a")] == ["even", "even"]
        assert db.runs == {sign: 1, parity: 1, number: 1}

    def test_an_equal_value_changes_nothing(self) -> None:
        db = Database()
        old = ("a", 1)
        db.set(table, "t", {"a": 1})
        db.watch(of_any, 0)
        db.get(of_any, 0)
        before = db.get(table, "t")
        db.set(table, "t", dict([old]))
        assert not db.pending
        assert db.get(table, "t") is before

    def test_a_value_of_another_type_is_a_change_even_if_it_is_equal(self) -> None:
        def shown(db: Database) -> str:
            return repr(db.get(number, "a"))

        db = Database()
        values: list[int] = [1, True]
        for value in values:
            db.set(number, "a", value)
            assert db.get(shown) == repr(value)

    def test_only_what_reads_a_changed_value_runs(self) -> None:
        db = Database()
        db.get(sign, "a")
        db.get(sign, "b")
        db.runs.clear()
        db.set(number, "a", 1)
        assert db.get(sign, "a") == "odd"
        assert db.get(sign, "b") == "even"
        assert db.runs == {parity: 1, sign: 1}

    def test_an_equal_result_spares_the_readers(self) -> None:
        db = Database()
        db.get(sign, "a")
        db.runs.clear()
        db.set(number, "a", 2)
        assert db.get(sign, "a") == "even"
        assert db.runs == {parity: 1}

    def test_nothing_runs_before_it_is_asked_for(self) -> None:
        db = Database()
        db.get(sign, "a")
        db.runs.clear()
        for value in range(1, 100):
            db.set(number, "a", value)
        assert not db.runs
        assert db.get(sign, "a") == "odd"
        assert db.runs == {parity: 1, sign: 1}

    def test_a_branch_not_taken_is_no_dependency(self) -> None:
        db = Database()
        db.set(number, "b", 7)
        assert db.get(one_of, "c") == 7
        db.runs.clear()
        db.set(number, "a", 5)
        assert db.get(one_of, "c") == 7
        assert not db.runs
        db.set(number, "c", 1)
        assert db.get(one_of, "c") == 5
        db.runs.clear()
        db.set(number, "b", 8)
        assert db.get(one_of, "c") == 5
        assert not db.runs

    def test_a_query_does_not_run_where_its_reader_no_longer_asks(self) -> None:
        """Reads are verified in order: the length before the item."""

        def items(db: Database) -> tuple[str, ...]:
            return ()

        def count(db: Database) -> int:
            return len(db.get(items))

        def item(db: Database, index: int) -> str:
            return db.get(items)[index]

        def joined(db: Database) -> str:
            return "".join(db.get(item, index) for index in range(db.get(count)))

        db = Database()
        db.strict = True
        lists: list[tuple[str, ...]] = [("a", "b"), ("c",)]
        for value in lists:
            db.set(items, value)
            assert db.get(joined) == "".join(value)

    def test_a_query_must_not_set_an_input(self) -> None:
        def meddling(db: Database) -> None:
            db.set(number, "a", 1)

        db = Database()
        db.strict = True
        with pytest.raises(RuntimeError, match="a query changes number"):
            db.get(meddling)
        assert db.get(number, "a") == 0

    def test_a_peek_computes_nothing(self) -> None:
        db = Database()
        assert db.peek(sign, "a") is None
        db.get(sign, "a")
        db.set(number, "a", 1)
        db.runs.clear()
        assert db.peek(sign, "a") == "even"
        assert not db.runs


class TestEntries:
    """After a change to a mapping with many readers, only the readers of the changed entries run."""

    @staticmethod
    def runs_after(db: Database, changed: dict[str, int]) -> dict[Callable[..., Any], int]:
        db.set(table, "t", changed)
        for reader in range(5):
            assert db.get(of_a, reader) == changed.get("a")
            assert db.get(of_any, reader) == sum(changed.values())
        runs, db.runs = db.runs, type(db.runs)()
        return runs

    def test_an_entry_that_stays_runs_nothing(self) -> None:
        db = Database()
        assert self.runs_after(db, {"a": 1}) == {of_a: 5, of_any: 5}
        assert self.runs_after(db, {"a": 1, "b": 1}) == {of_any: 5}
        assert self.runs_after(db, {"b": 2, "a": 1}) == {of_any: 5}

    def test_an_entry_that_changes_comes_or_goes_runs_its_readers(self) -> None:
        db = Database()
        self.runs_after(db, {"b": 1})
        assert self.runs_after(db, {"b": 1, "a": 1}) == {of_a: 5, of_any: 5}
        assert self.runs_after(db, {"b": 1, "a": 2}) == {of_a: 5, of_any: 5}
        assert self.runs_after(db, {"b": 1}) == {of_a: 5, of_any: 5}

    def test_readers_of_other_entries_of_an_input_are_not_even_pending(self) -> None:
        db = Database()
        for reader in range(500):
            db.watch(of_a, reader)
            db.get(of_a, reader)
        db.set(table, "t", {"b": 1})
        assert not db.pending

    def test_who_reads_the_whole_too_depends_on_the_whole(self) -> None:
        def whole_last(db: Database) -> int:
            return (db.entry(table, "t", key="a") or 0) + len(db.get(table, "t"))

        def whole_first(db: Database) -> int:
            return len(db.get(table, "t")) + (db.entry(table, "t", key="a") or 0)

        db = Database()
        assert (db.get(whole_last), db.get(whole_first)) == (0, 0)
        db.set(table, "t", {"b": 5})
        assert (db.get(whole_last), db.get(whole_first)) == (1, 1)

    def test_who_reads_two_entries_depends_on_both(self) -> None:
        def of_both(db: Database) -> tuple[int | None, int | None]:
            return db.entry(table, "t", key="a"), db.entry(table, "t", key="b")

        db = Database()
        assert db.get(of_both) == (None, None)
        for changed in ({"a": 1}, {"a": 1, "b": 2}, {"a": 3, "b": 2}):
            db.set(table, "t", changed)
            assert db.get(of_both) == (changed.get("a"), changed.get("b"))

    def test_an_entry_of_what_failed_fails(self) -> None:
        def broken(db: Database) -> dict[str, int]:
            return {"a": 1 // db.get(number, "a")}

        def reader(db: Database) -> int | None:
            return db.entry(broken, key="a")

        db = Database()
        assert outcome(db, reader) == ((broken,), "ZeroDivisionError('integer division or modulo by zero')")
        db.set(number, "a", 1)
        assert outcome(db, reader) == 1


class TestQueue:
    def test_what_is_watched_is_pending_until_it_is_settled(self) -> None:
        db = Database()
        for name in "abc":
            db.watch(sign, name)
        assert list(db.pending) == [(sign, "a"), (sign, "b"), (sign, "c")]
        db.get(sign, "b")
        assert list(db.pending) == [(sign, "a"), (sign, "c")]

    def test_a_change_queues_its_watched_readers_in_the_order_of_marking(self) -> None:
        db = Database()
        for name in "abc":
            db.watch(sign, name)
            db.get(sign, name)
        db.set(number, "c", 1)
        db.set(number, "a", 1)
        db.set(number, "c", 2)
        assert list(db.pending) == [(sign, "c"), (sign, "a")]

    def test_the_queue_is_live_and_each_key_is_what_get_takes(self) -> None:
        db = Database()
        pending = db.pending
        for name in "abc":
            db.watch(sign, name)
        while pending:
            db.get(*next(iter(pending)))
        assert db.runs[sign] == 3
        db.set(number, "b", 1)
        assert (sign, "b") in pending

    def test_what_is_verified_leaves_the_queue_without_a_run(self) -> None:
        db = Database()
        db.watch(sign, "a")
        db.get(sign, "a")
        db.runs.clear()
        db.set(number, "a", 2)
        assert list(db.pending) == [(sign, "a")]
        db.get(sign, "a")
        assert not db.pending
        assert not db.runs[sign]

    def test_what_is_settled_for_another_leaves_the_queue(self) -> None:
        db = Database()
        db.watch(parity, "a")
        db.get(sign, "a")
        assert not db.pending

    def test_what_is_not_watched_is_never_pending(self) -> None:
        db = Database()
        db.get(sign, "a")
        db.set(number, "a", 1)
        assert not db.pending

    def test_what_is_discarded_is_pending_no_longer(self) -> None:
        db = Database()
        db.watch(sign, "a")
        db.discard(sign, "a")
        assert not db.pending
        db.get(sign, "a")
        db.set(number, "a", 1)
        assert not db.pending

    def test_what_is_watched_after_a_change_is_pending(self) -> None:
        db = Database()
        db.get(sign, "a")
        db.watch(sign, "a")
        assert not db.pending
        db.set(number, "a", 1)
        db.watch(sign, "b")
        assert list(db.pending) == [(sign, "a"), (sign, "b")]


class TestCancellation:
    def test_finished_cells_stay_and_the_others_are_still_pending(self) -> None:
        db = Database()
        db.watch(sign, "a")
        cancel_at(db, 2)  # `sign` and `parity` begin, `number` does not
        with pytest.raises(Cancelled):
            db.get(sign, "a")
        assert list(db.pending) == [(sign, "a")]
        go_on(db)
        db.get(number, "a")
        db.runs.clear()
        assert db.get(sign, "a") == "even"
        assert db.runs == {sign: 1, parity: 1}

    def test_at_every_run_of_a_first_computation_and_of_an_update(self) -> None:
        for run in range(5):
            db = Database()
            db.watch(chain, 3)
            for value in (1, 2):
                db.set(number, "a", value)
                cancel_at(db, run)
                if run < 4:
                    with pytest.raises(Cancelled):
                        db.get(chain, 3)
                    assert list(db.pending) == [(chain, 3)]
                go_on(db)
                assert db.get(chain, 3) == value + 3
                assert not db.pending

    def test_nothing_is_left_of_a_first_computation(self) -> None:
        db = Database()
        cancel_at(db, 2)
        with pytest.raises(Cancelled):
            db.get(sign, "a")
        assert len(db) == 0

    def test_values_that_are_clean_are_read_without_asking(self) -> None:
        db = Database()
        db.get(sign, "a")
        cancel_at(db, 0)
        assert db.get(sign, "a") == "even"

    def test_a_query_cannot_go_on_with_what_a_cancelled_one_owes_it(self) -> None:
        def deaf(db: Database) -> str:
            try:
                return db.get(sign, "a")
            except BaseException:
                return "none"

        db = Database()
        cancel_at(db, 1)
        with pytest.raises(RuntimeError, match=r"deaf\(\) caught an exception"):
            db.get(deaf)
        go_on(db)
        assert db.get(deaf) == "even"
