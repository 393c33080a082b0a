"""Which queries run again after a change, and that all values are the same as when computed from scratch."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wit_lsp.db import Cancelled, Database, Failed, Key, QueryCycle


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


class TestFailures:
    def test_a_query_that_raises_fails_and_so_do_its_readers(self) -> None:
        db = Database()
        with pytest.raises(Failed, match=r"inverse\('a'\): ZeroDivisionError") as caught:
            db.get(twice, "a")
        assert caught.value.args[0] == (inverse, "a")
        assert isinstance(db.peek(twice, "a"), Failed)

    def test_it_runs_again_once_something_that_it_read_has_changed(self) -> None:
        db = Database()
        outcome(db, twice, "a")
        outcome(db, twice, "a")
        assert db.runs == {twice: 1, inverse: 1, number: 1}
        db.set(number, "a", 2)
        assert db.get(twice, "a") == 1

    def test_it_is_reported_once_for_each_error(self) -> None:
        db = Database()
        reported: list[tuple[Key, str]] = []
        db.on_failure = lambda key, exception: reported.append((key, repr(exception)))
        error = ((inverse, "a"), "ZeroDivisionError('division by zero')")
        for value, times in ((0, 1), (False, 1), (2, 1), (0, 2)):
            db.set(number, "a", value)
            outcome(db, twice, "a")
            assert reported == [error] * times

    def test_the_same_failure_spares_the_readers(self) -> None:
        db = Database()
        outcome(db, twice, "a")
        db.runs.clear()
        zero: int = False
        db.set(number, "a", zero)
        outcome(db, twice, "a")
        assert db.runs == {inverse: 1}

    def test_a_reader_may_do_without_it(self) -> None:
        def spared(db: Database) -> float:
            try:
                return db.get(inverse, "a")
            except Failed:
                return -1

        db = Database()
        assert db.get(spared) == -1
        db.set(number, "a", 2)
        assert db.get(spared) == 0.5

    def test_it_keeps_no_frames(self) -> None:
        db = Database()
        outcome(db, twice, "a")
        failed = db.peek(inverse, "a")
        assert isinstance(failed, Failed)
        assert failed.__traceback__ is None
        assert failed.__context__ is None

    def test_it_is_no_longer_pending(self) -> None:
        db = Database()
        db.watch(twice, "a")
        outcome(db, twice, "a")
        assert not db.pending

    def test_a_strict_database_lets_the_exception_out_and_keeps_nothing(self) -> None:
        db = Database()
        db.strict = True
        db.watch(twice, "a")
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                db.get(twice, "a")
            assert list(db.pending) == [(twice, "a")]
        db.set(number, "a", 2)
        assert db.get(twice, "a") == 1

    def test_a_comparison_that_raises_leaves_the_cell_to_be_computed(self) -> None:
        class Odd:
            comparable = False

            def __eq__(self, other: object) -> bool:
                if not self.comparable:
                    raise ValueError("not now")
                return False

            __hash__ = None  # type: ignore[assignment]

        def odd(db: Database) -> Odd:
            db.get(number, "a")
            return Odd()

        db = Database()
        db.watch(odd)
        db.get(odd)
        db.set(number, "a", 1)
        with pytest.raises(ValueError, match="not now"):
            db.get(odd)
        assert list(db.pending) == [(odd,)]
        Odd.comparable = True
        db.get(odd)
        assert not db.pending


class TestCycles:
    def test_a_cycle_of_queries_is_named(self) -> None:
        db = Database()
        with pytest.raises(QueryCycle, match=r"^ring\(0, 3\) -> ring\(1, 3\) -> ring\(2, 3\) -> ring\(0, 3\)$"):
            db.get(ring, 0, 3)

    def test_what_leads_to_it_is_left_out(self) -> None:
        def entrance(db: Database) -> int:
            return db.get(ring, 0, 1)

        with pytest.raises(QueryCycle, match=r"^ring\(0, 1\) -> ring\(0, 1\)$"):
            Database().get(entrance)

    @pytest.mark.parametrize("size", [49, 50, 51, 1_000])
    def test_it_is_found_at_any_length(self, size: int) -> None:
        db = Database()
        db.watch(ring, 0, size)
        with pytest.raises(QueryCycle) as caught:
            db.get(ring, 0, size)
        assert str(caught.value).count("->") == size
        assert list(db.pending) == [(ring, 0, size)]

    def test_once_it_is_broken_there_are_values(self) -> None:
        db = Database()
        for size in (3, 100):
            with pytest.raises(QueryCycle):
                db.get(ring, 0, size)
        db.set(number, "broken", 1)
        assert [db.get(ring, 0, size) for size in (3, 100)] == [1, 1]

    def test_one_that_comes_with_a_change_is_found_while_verifying(self) -> None:
        db = Database()
        db.set(number, "broken", 1)
        for step in (2, 1, 0):
            db.get(ring, step, 3)
        db.set(number, "broken", 0)
        with pytest.raises(QueryCycle):
            db.get(ring, 0, 3)
        db.set(number, "broken", 2)
        assert db.get(ring, 0, 3) == 1

    def test_a_query_cannot_go_on_after_it(self) -> None:
        def deaf(db: Database) -> int:
            try:
                return db.get(deaf)
            except Exception:
                return 0

        with pytest.raises(RuntimeError, match=r"deaf\(\) caught an exception"):
            Database().get(deaf)


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


class Step(NamedTuple):
    """A step of a generated query: how it changes the result so far."""

    kind: str
    target: int
    argument: int


class Scratch:
    """Computes like a database, but caches nothing."""

    def __init__(self, inputs: dict[Key, int]) -> None:
        self.inputs = inputs
        self.values: dict[Key, Any] = {}
        self.reads: dict[Key, set[Key]] = {}  # the inputs are defined below
        self.stack: list[Key] = []

    def get(self, query: Callable[..., Any], *args: Hashable) -> Any:
        key = (query, *args)
        if key not in self.values:
            self.reads[key] = {key} if query is number else set()
            self.stack.append(key)
            try:
                self.values[key] = self.inputs[key] if key in self.inputs else query(self, *args)
            except Failed as failed:
                self.values[key] = Failed(*failed.args)
            except Exception as exception:
                self.values[key] = Failed(key, repr(exception))
            self.stack.pop()
        if self.stack:
            self.reads[self.stack[-1]] |= self.reads[key]
        if isinstance(self.values[key], Failed):
            raise Failed(*self.values[key].args)
        return self.values[key]

    def entry(self, query: Callable[..., Any], *args: Hashable, key: Hashable) -> Any:
        return self.get(query, *args).get(key)


INPUTS = "abcd"
STEPS = st.builds(
    Step, st.sampled_from(["input", "get", "entry", "if odd", "raise", "catch"]), st.integers(0, 99), st.integers(0, 3)
)
PROGRAMS = st.lists(st.lists(STEPS, min_size=1, max_size=5), min_size=1, max_size=14)
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["set", "set", "set", "get", "get", "cancel", "discard input", "watch", "discard"]),
        st.integers(0, 99),
        st.integers(0, 4),
    ),
    max_size=30,
)


def queries(programs: list[list[Step]]) -> Callable[[Database, int], dict[int, int]]:
    """One query for all programs; a program reads only those before it."""

    def node(db: Database, index: int) -> dict[int, int]:
        result = index
        skip = False
        for kind, target, argument in programs[index]:
            if skip:
                skip = False
            elif kind == "input" or index == 0:
                result += db.get(number, INPUTS[target % len(INPUTS)])
            elif kind == "get":
                result += sum(db.get(node, target % index).values())
            elif kind == "entry":
                result += 2 * (db.entry(node, target % index, key=argument) or 0)
            elif kind == "if odd":
                skip = result % 2 == 0
            elif kind == "raise" and result % 4 == argument:
                raise ValueError(result)
            elif kind == "catch":
                try:
                    result += len(db.get(node, target % index))
                except Failed as failed:
                    result += len(failed.args[1])
            result %= 6
        return {0: result % 2, 1: result // 2} | ({2: 1} if result > 3 else {})

    return node


@settings(max_examples=300, deadline=None)
@given(PROGRAMS, ACTIONS, st.integers(2, 5))
def test_any_history_gives_the_values_of_a_computation_from_scratch(
    programs: list[list[Step]], actions: list[tuple[str, int, int]], max_depth: int
) -> None:
    node = queries(programs)
    db = Database()
    db.max_depth = max_depth
    inputs: dict[Key, int] = {}
    versions = dict.fromkeys(INPUTS, 0)
    watched: set[int] = set()
    settled: dict[int, dict[str, int]] = {}  # the versions of the inputs when each watched cell last left the queue
    for action, target, argument in actions:
        index, name = target % len(programs), INPUTS[target % len(INPUTS)]
        if action == "set":
            versions[name] += inputs.get((number, name)) != argument
            inputs[number, name] = argument
            db.set(number, name, argument)
        elif action == "discard input":
            versions[name] += inputs.pop((number, name), None) is not None
            db.discard(number, name)
        elif action == "get":
            assert outcome(db, node, index) == from_scratch(inputs, node, index)
        elif action == "cancel":
            cancel_at(db, argument)
            with suppress(Cancelled):
                assert outcome(db, node, index) == from_scratch(inputs, node, index)
            go_on(db)
        elif action == "watch":
            watched.add(index)
            db.watch(node, index)
        else:
            watched.discard(index)
            settled.pop(index, None)
            db.discard(node, index)
        assert {key[1] for key in db.pending} <= watched
        for index in watched:
            if (node, index) in db.pending:
                before = settled.get(index)
                assert before is None or any(versions[name] != version for name, version in before.items())
            else:
                scratch = Scratch(inputs)
                assert shown(db.peek(node, index)) == outcome(scratch, node, index)  # type: ignore[arg-type]
                settled[index] = {key[1]: versions[key[1]] for key in scratch.reads[node, index]}
        check_links(db)
    for index in range(len(programs)):
        assert outcome(db, node, index) == from_scratch(inputs, node, index)
    assert not db.pending
    for index in range(len(programs)):
        db.discard(node, index)
    for name in INPUTS:
        db.discard(number, name)
    assert len(db) == 0


@settings(max_examples=300, deadline=None)
@given(PROGRAMS, st.integers(2, 5))
def test_a_first_computation_of_any_shape_takes_a_linear_number_of_runs(
    programs: list[list[Step]], max_depth: int
) -> None:
    node = queries(programs)
    db = Database()
    db.max_depth = max_depth
    outcome(db, node, len(programs) - 1)
    cells = len(db)
    assert sum(db.runs.values()) <= 2 * cells + cells / (max_depth - 1)


def from_scratch(inputs: dict[Key, int], node: Callable[..., Any], index: int) -> object:
    return outcome(Scratch(inputs), node, index)  # type: ignore[arg-type]


def shown(value: object) -> object:
    return value.args if isinstance(value, Failed) else value


def check_links(db: Database) -> None:
    """The database is idle, all links go both ways, and the readers of a marked cell are marked."""
    assert not db._path and not db._running and not db._unread
    for key, cell in db._cells.items():
        assert cell.key == key
        assert all(cell in read.readers for read in cell.reads)
        assert all(read is db._cells[read.key] for read in cell.reads)
        assert all(cell in reader.reads and db._cells[reader.key] is reader for reader in cell.readers)
        assert not cell.state or all(reader.state for reader in cell.readers)
        assert (key in db.pending) == (cell.keep and cell.state > 0)
