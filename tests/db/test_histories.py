"""Any history gives the values of a computation from scratch."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.db.queries import cancel_at, check_links, go_on, number, outcome
from wit_lsp.db import Cancelled, Database, Failed, Key, eager


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


class Queries:
    """Queries for all programs; a program reads only those before it. The first ones are eager."""

    def __init__(self, programs: list[list[Step]], eager_ones: int = 0) -> None:
        def node(db: Database, index: int) -> dict[int, int]:
            return self._run(db, index)

        @eager
        def eager_node(db: Database, index: int) -> dict[int, int]:
            return self._run(db, index)

        self._programs = programs
        self._by_index = [eager_node if index < eager_ones else node for index in range(len(programs))]

    def of(self, index: int) -> Callable[[Database, int], dict[int, int]]:
        return self._by_index[index]

    def _run(self, db: Database, index: int) -> dict[int, int]:
        result = index
        skip = False
        for kind, target, argument in self._programs[index]:
            if skip:
                skip = False
            elif kind == "input" or index == 0:
                result += db.get(number, INPUTS[target % len(INPUTS)])
            elif kind == "get":
                result += sum(db.get(self.of(target % index), target % index).values())
            elif kind == "entry":
                result += 2 * (db.entry(self.of(target % index), target % index, key=argument) or 0)
            elif kind == "if odd":
                skip = result % 2 == 0
            elif kind == "raise" and result % 4 == argument:
                raise ValueError(result)
            elif kind == "catch":
                try:
                    result += len(db.get(self.of(target % index), target % index))
                except Failed as failed:
                    result += len(failed.args[1])
            result %= 6
        return {0: result % 2, 1: result // 2} | ({2: 1} if result > 3 else {})


@settings(max_examples=300, deadline=None)
@given(PROGRAMS, ACTIONS, st.integers(2, 5), st.integers(0, 7))
def test_any_history_gives_the_values_of_a_computation_from_scratch(
    programs: list[list[Step]], actions: list[tuple[str, int, int]], max_depth: int, eager_ones: int
) -> None:
    node = Queries(programs, eager_ones).of
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
            assert outcome(db, node(index), index) == from_scratch(inputs, node(index), index)
        elif action == "cancel":
            cancel_at(db, argument)
            with suppress(Cancelled):
                assert outcome(db, node(index), index) == from_scratch(inputs, node(index), index)
            go_on(db)
        elif action == "watch":
            watched.add(index)
            db.watch(node(index), index)
        else:
            watched.discard(index)
            settled.pop(index, None)
            db.discard(node(index), index)
        assert {key[1] for key in db.pending} <= watched
        for index in watched:
            if (node(index), index) in db.pending:
                before = settled.get(index)
                assert before is None or any(versions[name] != version for name, version in before.items())
            else:
                scratch = Scratch(inputs)
                assert shown(db.peek(node(index), index)) == outcome(scratch, node(index), index)  # type: ignore[arg-type]
                settled[index] = {key[1]: versions[key[1]] for key in scratch.reads[node(index), index]}
        check_links(db)
    for index in range(len(programs)):
        assert outcome(db, node(index), index) == from_scratch(inputs, node(index), index)
    assert not db.pending
    for index in range(len(programs)):
        db.discard(node(index), index)
    for name in INPUTS:
        db.discard(number, name)
    assert len(db) == 0


@settings(max_examples=300, deadline=None)
@given(PROGRAMS, st.integers(2, 5))
def test_a_first_computation_of_any_shape_takes_a_linear_number_of_runs(
    programs: list[list[Step]], max_depth: int
) -> None:
    last = len(programs) - 1
    db = Database()
    db.max_depth = max_depth
    outcome(db, Queries(programs).of(last), last)
    cells = len(db)
    assert sum(db.runs.values()) <= 2 * cells + cells / (max_depth - 1)


def from_scratch(inputs: dict[Key, int], node: Callable[..., Any], index: int) -> object:
    return outcome(Scratch(inputs), node, index)  # type: ignore[arg-type]


def shown(value: object) -> object:
    return value.args if isinstance(value, Failed) else value
