"""Finds the cheapest change that lets a reader go on where a token does not fit. Knows no syntax of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from typing import Literal, NamedTuple

from wit_lsp.recovery.statements import Layout
from wit_lsp.syntax.recogniser import ParserState, Recogniser

# States looked at in one search: fewer miss repairs that people see, more find hardly any.
_STATES = 60
_ENDS = {">", ")", ";", "}"}
_OPENS = {"{": 1, "}": -1}
_DEAREST = 9.0
_AHEAD = 60  # tokens that a repair has to explain at most
_FAR = 12  # tokens that a state may run past the goal
_WORTH = 3  # tokens that a repair which does not reach the goal must gain

Kind = Literal["insert", "delete", "replace", "escape"]


class Change(NamedTuple):
    """One change before or to a token, given by its number: `terminal` is put in, or takes its place. `at` is where."""

    kind: Kind
    token: int
    terminal: str
    at: ParserState


class Found(NamedTuple):
    """Changes, what they cost, and whether they explain this and the next statement."""

    changes: tuple[Change, ...]
    cost: float
    complete: bool


class _State(NamedTuple):
    """Where the search is: what it paid, the reader behind its last change and all that fits after it."""

    cost: float
    at: ParserState
    position: int
    changes: tuple[Change, ...]
    before: tuple[ParserState, int] | None
    done: bool


class RepairSearch:
    """Searches over one grammar. What it remembers speeds it up and changes no result."""

    def __init__(self, recogniser: Recogniser, reserved: set[str], contextual: set[str], samples: set[str]) -> None:
        self.recogniser = recogniser
        self.reserved = reserved
        self._contextual = contextual
        self._samples = samples
        self._insertions: dict[ParserState, list[tuple[float, str, ParserState]]] = {}

    def search(self, layout: Layout, trail: list[ParserState], fail: int, floor: int, *, braces: bool) -> Found | None:
        """Changes from the token `fail`, which does not fit, or from one token before it.

        `trail` has where the reader is before each token up to `fail`. Nothing before `floor` is changed, and no brace
        unless `braces`. A token first on its line and no deeper than the statement ends that statement. None where
        nothing gains enough.
        """
        return _Search(self, layout, trail, fail, floor, braces).run()

    def insertions(self, at: ParserState) -> list[tuple[float, str, ParserState]]:
        """Cost, terminal and where it leads, one for each different future, the cheapest first."""
        known = self._insertions.get(at)
        if known is None:
            best: dict[object, tuple[float, int, str, ParserState]] = {}
            for terminal in at.edges:
                behind = self.recogniser.step(at, (terminal,))
                if behind is None:
                    continue
                entry = (self._price(terminal), self.recogniser.rank[terminal], terminal, behind)
                future = future_of(behind)
                if future not in best or entry[:2] < best[future][:2]:
                    best[future] = entry
            known = [(cost, terminal, behind) for cost, _, terminal, behind in sorted(best.values(), key=_by_price)]
            if len(self._insertions) > 50_000:
                self._insertions.clear()
            self._insertions[at] = known
        return known

    def _price(self, terminal: str) -> float:
        if terminal == "name":
            return 1.3
        if terminal in self._samples:
            return 1.6
        if terminal in self._contextual:
            return 2.3
        if terminal in self.reserved:
            return 2.4 if terminal == "async" else 2.0
        return 1.0


def overrun(trail: list[ParserState], starts: Iterable[int], fail: int) -> int:
    """The first of `starts` up to `fail` at which the statement before should have ended and did not; else `fail`."""
    return min((start for start in starts if start <= fail and not trail[start].starts_item), default=fail)


def future_of(at: ParserState) -> object:
    """What two configurations share that no text can tell apart: `u8` and a name leave the same behind a type."""
    return frozenset(at.edges.items()), at.accepts


def _open_braces(changes: tuple[Change, ...]) -> list[int]:
    """Before which tokens a `{` is put in that is not closed again."""
    opened = [change.token for change in changes if change.terminal == "{"]
    return opened[: len(opened) - sum(change.terminal == "}" for change in changes)]


def _by_price(entry: tuple[float, int, str, ParserState]) -> tuple[float, int]:
    return entry[:2]


class _Search:
    """One search, best first."""

    def __init__(
        self, by: RepairSearch, layout: Layout, trail: list[ParserState], fail: int, floor: int, braces: bool
    ) -> None:
        self.by = by
        self.step = by.recogniser.step
        self.tokens = layout.tokens
        self.braces = braces
        statement = fail
        while statement > floor and not trail[statement].starts_item:
            statement -= 1
        self.statement_starts = layout.starts(statement, fail + _AHEAD + _FAR, trail[statement])
        begin = max(statement, floor)
        fail = overrun(trail, (start for start in self.statement_starts if start > begin), fail)
        self.begin = begin
        self.goal = self._goal(fail)
        before = (trail[fail - 1], fail - 1) if fail - 1 >= begin else None
        self.heap: list[tuple[float, bool, int, int, _State]] = []
        self.seen: dict[object, float] = {}
        self.ticks = 0
        self._queue(_State(0.0, trail[fail], fail, (), before, False), 0.0)
        self.first = fail
        if begin < fail - 1:  # what begins the statement may be missing
            for price, terminal, behind in by.insertions(trail[begin]):
                if terminal not in ("{", "}"):
                    self._put(price + 0.3, behind, begin, (Change("insert", begin, terminal, trail[begin]),))

    def run(self) -> Found | None:
        best: _State | None = None
        for _ in range(_STATES):
            if not self.heap:
                break
            state = heappop(self.heap)[-1]
            pairs_up = not sum(map(self._braces, state.changes))
            if state.done and pairs_up:
                return Found(state.changes, state.cost, True)
            if pairs_up and (best is None or state.position > best.position):
                best = state
            for cost, change, behind, index in self._moves(state):
                if cost <= _DEAREST:
                    self._put(cost, behind, index, (*state.changes, change))
        if best is not None and best.changes and best.position >= self.first + _WORTH:
            return Found(best.changes, best.cost, False)
        return None

    def _braces(self, change: Change) -> int:
        """How many more braces a change opens than it closes; all that the text has pair up."""
        gone = "" if change.kind == "insert" else self.tokens[change.token].text
        return _OPENS.get(change.terminal, 0) - _OPENS.get(gone, 0)

    def _goal(self, fail: int) -> int:
        """Past the statement that fails and the one after it."""
        goal, ended = fail, 0
        while goal < min(len(self.tokens), fail + _AHEAD):
            goal += 1
            if goal in self.statement_starts:
                ended += 1
                if ended == 2:
                    return goal + 1
        return goal

    def _moves(self, state: _State) -> Iterator[tuple[float, Change, ParserState, int]]:
        """Every change at the token that does not fit, and, for a little more, at the one before it."""
        opened = _open_braces(state.changes)
        yield from self._changes(state.at, state.position, state.cost, opened)
        if state.before is not None:
            yield from self._changes(*state.before, state.cost + 0.15, opened)

    def _changes(
        self, at: ParserState, index: int, cost: float, opened: list[int]
    ) -> Iterator[tuple[float, Change, ParserState, int]]:
        """Those at one token. Braces were put in before those `opened`; all others pair up, so none of them is closed.

        One that holds nothing is cheaper than one that takes what its author gave to another.
        """
        token = self.tokens[index] if index < len(self.tokens) else None
        held = token is not None and index in self.statement_starts and not at.starts_item and index > self.begin
        insertions = [
            each
            for each in self.by.insertions(at)
            if each[1] not in ("{", "}") or (self.braces and (each[1] == "{" or opened))
        ]
        if held or (token is not None and token.text == "}"):  # what is open here has to end
            insertions = [each for each in insertions if each[1] in _ENDS] or insertions
        for price, terminal, behind in insertions:
            extra = 0.5 if terminal == "{" or (terminal == "}" and opened[-1] < index) else 0.0
            yield cost + price + extra, Change("insert", index, terminal, at), behind, index
        if token is None or held or token.made:
            return
        is_brace = token.text in ("{", "}")
        if is_brace and not self.braces:
            return
        meant = 2.5 if at.expects(token.text) else 0.0  # it fits: what is wrong comes after it
        if token.text in self.by.reserved and at.expects("name"):
            behind_name = self.step(at, ("name",))
            assert behind_name is not None
            yield cost + 1.0 + meant, Change("escape", index, "name", at), behind_name, index + 1
        yield cost + (2.5 if is_brace else 1.5) + meant, Change("delete", index, "", at), at, index + 1
        is_word = token.text[0].isalpha()
        for price, terminal, behind in insertions:
            if terminal not in ("{", "}") and terminal[0].isalpha() == is_word:
                yield cost + 1.6 + (price - 1) / 2 + meant, Change("replace", index, terminal, at), behind, index + 1

    def _put(self, cost: float, at: ParserState, index: int, changes: tuple[Change, ...]) -> None:
        """Let the reader go on behind a change as far as it can, and queue where it comes to."""
        before: tuple[ParserState, int] | None = None
        while index < len(self.tokens) and index < self.goal + _FAR:
            if index in self.statement_starts and not at.starts_item:
                break
            behind = self.step(at, self.tokens[index].terminals)
            if behind is None:
                break
            before = (at, index)
            at, index = behind, index + 1
        done = index >= self.goal and (index < len(self.tokens) or at.accepts)
        last = changes[-1]
        key = (future_of(at), index, last.kind == "delete" and last.token == index - 1)
        if not done and self.seen.get(key, _DEAREST + 1) <= cost:
            return
        self.seen[key] = cost
        self._queue(_State(cost, at, index, changes, before, done), 0.0 if done else 0.01 * max(0, self.goal - index))

    def _queue(self, state: _State, distance: float) -> None:
        self.ticks += 1
        heappush(self.heap, (state.cost + distance, not state.done, -state.position, self.ticks, state))
