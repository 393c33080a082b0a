"""Work in the background: in which order, how much at a time, and what ends it. The clock is what work says it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from wit_lsp.db import Cancelled, Database
from wit_lsp.server.scheduler import CLOSED, FIRST, OPEN, SCAN, SLICE, Scheduler


class Machine:
    """A scheduler, its clock, and what was done."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waiting: list[str] = []
        """Messages that wait."""
        self.done: list[str] = []
        self.scheduler = Scheduler(lambda: self.waiting, lambda: self.now)

    def work(self, name: str, steps: int, seconds: float = 0.0) -> Callable[[], Iterator[None]]:
        """Work of so many steps, each of which takes so long. What is done stays done."""
        left = list(range(steps))

        def work() -> Iterator[None]:
            while left:
                self.scheduler.check()
                self.now += seconds
                self.done.append(f"{name}{left.pop(0)}")
                yield

        return work

    def slices(self) -> list[list[str]]:
        """What is done in each slice, to the end."""
        found = []
        while True:
            self.done.clear()
            is_left = self.scheduler.run()
            found.append(self.done.copy())
            if not is_left:
                return found


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_what_is_most_urgent_comes_first(machine: Machine) -> None:
    ranks = {"closed": (CLOSED, 0), "scan": (SCAN, 0), "old": (OPEN, -1), "edited": (OPEN, -2), "first": (FIRST, 0)}
    for name, rank in ranks.items():
        machine.scheduler.put(name, rank, machine.work(name, 2))
    names = ("first", "edited", "old", "scan", "closed")
    assert machine.slices() == [[f"{name}{step}" for name in names for step in (0, 1)]]


def test_work_of_one_rank_is_done_in_its_order(machine: Machine) -> None:
    for name in "bca":
        machine.scheduler.put(name, (OPEN, 0), machine.work(name, 1))
    assert machine.slices() == [["b0", "c0", "a0"]]


def test_slice_ends_with_its_budget_but_has_one_step_at_least(machine: Machine) -> None:
    machine.scheduler.put("a", (OPEN, 0), machine.work("a", 4, SLICE * 0.6))
    machine.scheduler.put("b", (OPEN, 1), machine.work("b", 2, SLICE * 3))
    assert machine.slices() == [["a0", "a1"], ["a2", "a3"], ["b0"], ["b1"], []]


def test_more_urgent_work_comes_between_the_steps(machine: Machine) -> None:
    machine.scheduler.put("slow", (OPEN, 0), machine.work("slow", 3, SLICE))
    assert machine.scheduler.run()
    machine.scheduler.put("edited", (OPEN, -1), machine.work("edited", 1))
    assert machine.slices() == [["edited0", "slow1"], ["slow2"], []]


def test_nothing_runs_while_a_message_waits(machine: Machine) -> None:
    machine.scheduler.put("a", (OPEN, 0), machine.work("a", 1))
    machine.waiting.append("key")
    assert machine.scheduler.run(), "some is left"
    assert machine.done == []
    machine.waiting.clear()
    assert machine.slices() == [["a0"]]


def test_message_that_arrives_ends_the_slice_after_the_step(machine: Machine) -> None:
    def work() -> Iterator[None]:
        for name in "xy":
            machine.done.append(name)
            machine.waiting.append("key")
            yield

    machine.scheduler.put("a", (OPEN, 0), work)
    assert machine.scheduler.run()
    assert machine.done == ["x"]
    machine.waiting.clear()
    assert machine.scheduler.run()
    assert machine.done == ["x", "y"], "it goes on, and does not begin anew"


def test_message_that_arrives_cancels_a_step_which_goes_on_later(machine: Machine) -> None:
    """From what it had reached."""
    db = Database()
    db.check_cancelled = machine.scheduler.check
    arrivals = [2, 5]

    def part(db: Database, number: int) -> int:
        machine.done.append(f"part{number}")
        if number in arrivals:
            arrivals.remove(number)
            machine.waiting.append("key")
        return number

    def whole(db: Database) -> int:
        return sum(db.get(part, number) for number in range(8))

    def work() -> None:
        machine.done.append(f"={db.get(whole)}")

    machine.scheduler.put("a", (OPEN, 0), work)
    found = []
    while machine.scheduler.run():
        found.append(machine.done.copy())
        machine.done.clear()
        machine.waiting.clear()
    assert found == [["part0", "part1", "part2"], ["part3", "part4", "part5"]]
    assert machine.done == ["part6", "part7", "=28"]


def test_work_is_replaced_under_its_key(machine: Machine) -> None:
    machine.scheduler.put("a", (OPEN, 0), machine.work("old", 2, SLICE))
    assert machine.scheduler.run()
    machine.scheduler.put("a", (OPEN, 5), machine.work("new", 1))
    machine.scheduler.put("b", (OPEN, 1), machine.work("b", 1))
    assert "a" in machine.scheduler
    assert machine.slices() == [["b0", "new0"]]
    assert "a" not in machine.scheduler


def test_dropped_work_is_not_done(machine: Machine) -> None:
    for name in "ab":
        machine.scheduler.put(name, (OPEN, 0), machine.work(name, 1))
    machine.scheduler.drop("a")
    machine.scheduler.drop("never there")
    assert machine.slices() == [["b0"]]


def test_work_may_put_itself_again(machine: Machine) -> None:
    def again() -> None:
        machine.done.append("again")
        if len(machine.done) < 3:
            machine.scheduler.put("a", (OPEN, 0), again)

    machine.scheduler.put("a", (OPEN, 0), again)
    assert machine.slices() == [["again"] * 3]


@pytest.mark.parametrize("error", [ValueError, RecursionError, MemoryError])
def test_work_that_raises_costs_no_other_its_turn(
    machine: Machine, error: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Iterator[None]:
        yield
        raise error

    machine.scheduler.put("broken", (OPEN, 0), broken)
    machine.scheduler.put("b", (OPEN, 1), machine.work("b", 1))
    assert machine.slices() == [["b0"]]
    assert [record.getMessage() for record in caplog.records] == ["failed in the background on broken"]


def test_check_asks_whether_what_runs_is_wanted(machine: Machine) -> None:
    cancelled: set[str] = set()
    machine.waiting.append("key")
    machine.scheduler.check()
    with machine.scheduler.until(lambda: "x" in cancelled):
        machine.scheduler.check()
        cancelled.add("x")
        with pytest.raises(Cancelled):
            machine.scheduler.check()
        with machine.scheduler.until(lambda: False):
            machine.scheduler.check()
        with pytest.raises(Cancelled):
            machine.scheduler.check()
    machine.scheduler.check()
