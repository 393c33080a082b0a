"""Finds the cheapest change that lets a reader go on where a token does not fit. Knows no syntax of its own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from heapq import heappop, heappush
from itertools import count

from wit_lsp.recovery.changes import Change
from wit_lsp.recovery.statements import Layout
from wit_lsp.syntax.lexer import wit_lexer
from wit_lsp.syntax.problem import PLACEHOLDERS
from wit_lsp.syntax.recogniser import ParserState, wit_recogniser
from wit_lsp.tuples import NamedTuple

# States looked at in one search: fewer miss repairs that people see, more find hardly any.
_STATES = 60
_ENDS = {">", ")", ";", "}"}
_OPENS = {"{": 1, "}": -1}
_DEAREST = 9.0
_AHEAD = 60  # tokens that a repair has to explain at most
_FAR = 12  # tokens that a state may run past the goal
_WORTH = 3  # tokens that a repair which does not reach the goal must gain

# What it costs to put a terminal in that is no ordinary mark (1) or word (2, or 2.3 where it may be a name too).
_PRICES = {**dict.fromkeys(PLACEHOLDERS, 1.6), "name": 1.3, "async": 2.4, "_": 1.0}
_KEPT = 50_000


class Found(NamedTuple):
    """Where a search came to: what it paid for which changes, the reader after them and all that fits after them.

    `before` is where it was one token before. `done`: this and the next statement are explained. `ended`: the token
    before which a statement ended that is right so far and not whole, if that is what is wrong.
    """

    cost: float
    at: ParserState
    position: int
    changes: tuple[Change, ...]
    before: tuple[ParserState, int] | None
    done: bool
    ended: int | None = None


def cheapest(layout: Layout, trail: list[ParserState], fail: int, floor: int, *, braces: bool) -> Found | None:
    """Changes from the token `fail`, which does not fit, or from one token before it.

    `trail` has where the reader is before each token up to `fail`. Nothing before `floor` is changed, and no brace
    unless `braces`. A token first on its line and no deeper than the statement ends that statement. None where
    nothing gains enough.
    """
    return _Search(layout, trail, fail, floor, braces).run()


def forget() -> None:
    """Give the memory of all that was learnt from texts back. What a repair gave before must not be used any more."""
    for learnt in (wit_recogniser, _insertions, _future):
        learnt.cache_clear()


def overrun(trail: list[ParserState], starts: Iterable[int], fail: int) -> int:
    """The first of `starts` up to `fail` at which the statement before should have ended and did not; else `fail`."""
    return min((start for start in starts if start <= fail and not trail[start].starts_item), default=fail)


class _Search:
    """One search, best first."""

    def __init__(self, layout: Layout, trail: list[ParserState], fail: int, floor: int, braces: bool) -> None:
        self.step = wit_recogniser().step
        self.keywords = wit_lexer().reserved - {"_"}  # `%_` is not a name
        self.tokens = layout.tokens
        self.braces = braces
        statement = fail
        while statement > floor and not trail[statement].starts_item:
            statement -= 1
        self.statement_starts = layout.starts(statement, fail + _AHEAD + _FAR, trail[statement])
        self.begin = begin = max(statement, floor)
        self.first = fail = overrun(trail, (start for start in self.statement_starts if start > begin), fail)
        self.goal = min(len(self.tokens), fail + _AHEAD)
        following = sorted(start for start in self.statement_starts if fail < start <= self.goal)
        if len(following) > 1:  # past the statement that fails and the one after it
            self.goal = following[1] + 1
        before = (trail[fail - 1], fail - 1) if fail - 1 >= begin else None
        start = Found(0.0, trail[fail], fail, (), before, False)
        self.ticks = count()
        self.heap = [(0.0, True, -fail, next(self.ticks), start)]
        self.seen: dict[object, float] = {}
        if begin < fail - 1:  # what begins the statement may be missing
            for price, terminal, behind in _insertions(trail[begin]):
                if terminal not in _OPENS:
                    self._put((), price + 0.3, Change("insert", begin, terminal, trail[begin]), behind)

    def run(self) -> Found | None:
        best: Found | None = None
        for _ in range(_STATES):
            if not self.heap:
                break
            state = heappop(self.heap)[-1]
            pairs_up = not self.braces or sum(map(self._braces, state.changes)) == 0
            if state.done and pairs_up:
                return self._told(state)
            if pairs_up and (best is None or state.position > best.position):
                best = state
            self._change(state.changes, state.cost, state.at, state.position)
            if state.before is not None:  # for a little more, at the token before the one that does not fit
                self._change(state.changes, state.cost + 0.15, *state.before)
        return self._told(best) if best and best.changes and best.position >= self.first + _WORTH else None

    def _told(self, state: Found) -> Found:
        """Its changes in the first statement that it changes: the rest is found again, as if it stood alone.

        With the end of that statement, where what is before it would change.
        """
        token = self.tokens[self.first] if self.first < len(self.tokens) else None
        is_end = token is None or token.text in ("}", ")", ",") or self.first in self.statement_starts
        is_own = self.begin < self.first and not any(each.made for each in self.tokens[self.begin : self.first])
        last, ended = len(self.tokens), None
        if is_end and is_own and any(change.token < self.first for change in state.changes):
            last = ended = self.first
        elif state.changes and not any(map(self._braces, state.changes)):
            last = min((each for each in self.statement_starts if each > state.changes[0].token), default=last)
        changes = tuple(change for change in state.changes if change.token <= last)
        return state._replace(changes=changes, ended=ended)

    def _braces(self, change: Change) -> int:
        """How many more braces a change opens than it closes; all that the text has pair up."""
        gone = "" if change.kind == "insert" else self.tokens[change.token].text
        return _OPENS.get(change.terminal, 0) - _OPENS.get(gone, 0)

    def _change(self, changes: tuple[Change, ...], cost: float, at: ParserState, index: int) -> None:
        """Try every further change at a token.

        All braces but those that were put in pair up, so none of them is closed. A `}` that holds nothing is cheaper
        than one that takes what its author gave to another.
        """
        token = self.tokens[index] if index < len(self.tokens) else None
        held = token is not None and index in self.statement_starts and not at.starts_item
        opened = [change.token for change in changes if change.terminal == "{"]
        opened = opened[: len(opened) - sum(change.terminal == "}" for change in changes)]
        insertions = [
            each for each in _insertions(at) if each[1] not in _OPENS or (self.braces and (each[1] == "{" or opened))
        ]
        if held or (token is not None and token.text == "}"):  # what is open here has to end
            insertions = [each for each in insertions if each[1] in _ENDS] or insertions
        for price, terminal, behind in insertions:
            extra = 0.5 if terminal == "{" or (terminal == "}" and opened[-1] < index) else 0.0
            self._put(changes, cost + price + extra, Change("insert", index, terminal, at), behind)
        is_brace = token is not None and token.text in _OPENS
        if token is None or held or token.made or (is_brace and not self.braces):
            return
        cost += 2.5 if at.expects(token.text) else 0.0  # it fits: what is wrong comes after it
        if token.text in self.keywords and (behind_name := self.step(at, ("name",))) is not None:
            self._put(changes, cost + 1.0, Change("escape", index, "name", at), behind_name)
        self._put(changes, cost + (2.5 if is_brace else 1.5), Change("delete", index, "", at), at)
        is_word = token.text[0].isalpha() or token.text == "%"  # a name that is being typed
        for price, terminal, behind in insertions:
            if terminal not in _OPENS and terminal[0].isalpha() == is_word:
                self._put(changes, cost + 1.6 + (price - 1) / 2, Change("replace", index, terminal, at), behind)

    def _put(self, changes: tuple[Change, ...], cost: float, change: Change, at: ParserState) -> None:
        """Let the reader, who is `at` a place after a change, go on as far as it can, and queue where it comes to."""
        if cost > _DEAREST:
            return
        index = first = change.token + (change.kind != "insert")
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
        key = (_future(at), index, change.kind == "delete" and index == first)
        if not done and self.seen.get(key, _DEAREST + 1) <= cost:
            return
        self.seen[key] = cost
        state = Found(cost, at, index, (*changes, change), before, done)
        distance = 0.0 if done else 0.01 * max(0, self.goal - index)
        heappush(self.heap, (cost + distance, not done, -index, next(self.ticks), state))


@lru_cache(_KEPT)
def _insertions(at: ParserState) -> list[tuple[float, str, ParserState]]:
    """Cost, terminal and where it leads, one for each different future, the cheapest first."""
    found: dict[object, tuple[float, str, ParserState]] = {}
    for terminal in sorted(at.edges, key=_price):
        if (behind := wit_recogniser().step(at, (terminal,))) is not None:
            found.setdefault(_future(behind), (_price(terminal), terminal, behind))
    return list(found.values())


def _price(terminal: str) -> float:
    lexer = wit_lexer()
    usual = 2.3 if terminal in lexer.contextual else 2.0 if terminal in lexer.reserved else 1.0
    return _PRICES.get(terminal, usual)


@lru_cache(_KEPT)
def _future(at: ParserState) -> object:
    """What two configurations share that no text can tell apart: `u8` and a name leave the same after a type."""
    return frozenset(at.edges.items()), at.accepts
