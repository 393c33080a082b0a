"""A query that fails or reads itself fails alone, and runs again once it can succeed."""

from __future__ import annotations

import pytest

from tests.db.queries import inverse, number, outcome, ring, twice
from wit_lsp.db import Database, Failed, Key, QueryCycle


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
