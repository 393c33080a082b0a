"""What may come next: a recogniser that reads tree-sitter's own grammar.json, so that the syntax stands once.

Each rule of the grammar is a small network of states. A `ParserState` is where a reader can be: a set of states, each
with the calls that it has to return to. Its expected set is exact, and going on from it costs nothing to keep.
Knows no syntax of its own; the grammar must have no left recursion, as ours.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any

from wit_lsp.syntax.language import grammar_json
from wit_lsp.tuples import NamedTuple

# Rules of the grammar that are there only to recognise what is wrong.
WRONG_FORMS = ("bare_handle", "path_type")

# Calls within calls. A type costs two a level, and the reference stops at 100 levels.
_DEEPEST = 250

MAX_KEPT_BYTES = 8_000_000
"""What is remembered before all is forgotten, with what others keep of it: more saves no time that can be measured.

It is asked before a text is repaired; what one text adds comes on top.
"""

# What a configuration takes with all that is kept of it, and each item of it and after its terminals: both measured.
_BYTES_EACH, _BYTES_AN_ITEM = 1_900, 60

_Item = tuple[int, int]
"""A state, and the stack of states to return to."""

_END: _Item = (0, 0)
"""After the whole text. An edge to this state returns from a call."""


class Edge(NamedTuple):
    """To `target` over a terminal, through a rule, or for nothing."""

    target: int
    terminal: str | None = None
    rule: str | None = None


class Before(NamedTuple):
    """What a state stands after: a symbol of the grammar, in which rule and, where it has one, in which field.

    `quoted`: the symbol is what is written there, not a rule's name.
    """

    rule: str
    symbol: str | None
    field: str | None
    quoted: bool


class ParserState:
    """Where a reader can be. `edges` has each terminal that may come, and the items after it.

    `accepts`: the text may end here. `starts_item`: one of what repeats, a statement or a member, may begin here;
    `is_whole`: and no other one is begun.
    The same set of items is the same object.
    """

    __slots__ = ("accepts", "edges", "is_whole", "kernel", "starts_item", "steps")

    def __init__(self, kernel: tuple[_Item, ...], recogniser: Recogniser) -> None:
        self.kernel = kernel
        self.steps: dict[tuple[str, ...], ParserState | None] = {}
        self.edges, self.accepts, self.starts_item = recogniser.close(kernel)
        self.is_whole = self.starts_item and (self.accepts or "}" in self.edges)

    def expects(self, terminal: str) -> bool:
        return terminal in self.edges


class Recogniser:
    """That of a grammar. `rank` has its terminals in the grammar's order; a named token has its rule's name."""

    def __init__(self, grammar: Mapping[str, Any], without: Container[str] = ()) -> None:
        """`without` are rules that are taken for never matched."""
        self._rules = {name: body for name, body in grammar["rules"].items() if name not in without}
        self._tokens = {token["name"] for token in grammar["externals"] if token["type"] == "SYMBOL"}
        self._contextual = {token["value"] for token in grammar["externals"] if token["type"] == "STRING"}
        self.edges: list[list[Edge]] = []
        self.before: list[Before] = []
        self.rank: dict[str, int] = {}
        self.items: set[str] = set()
        self.entry: dict[str, int] = {}
        final: dict[str, int] = {}
        self._state("")  # that of `_END`
        for name, body in self._rules.items():
            if not _is_token(body):
                self.entry[name], final[name] = self._state(name), self._state(name)
                self.edges[final[name]].append(Edge(0))
        for name in self.entry:
            self._build(self._rules[name], self.entry[name], final[name], name, None)
            self.items.update(rule for rule in _repeated(self._rules[name]) if rule in self.entry)
        self._stacks: list[_Item] = [_END]
        self._depths = [0]
        self._pushed: dict[_Item, int] = {}
        self._configurations: dict[tuple[_Item, ...], ParserState] = {}
        self._bytes = 0
        self.start = self.at(next(iter(self.entry)))

    @property
    def is_full(self) -> bool:
        """Whether so much is remembered that it is better made anew: hostile texts bring new places without end."""
        return self._bytes > MAX_KEPT_BYTES

    def at(self, rule: str) -> ParserState:
        """Where a text of this rule alone begins."""
        return self.configuration(((self.entry[rule], 0),))

    def step(self, at: ParserState, terminals: tuple[str, ...]) -> ParserState | None:
        """After a token that may be any of `terminals`; None where none of them may come."""
        if terminals in at.steps:
            return at.steps[terminals]
        found: set[_Item] = set()
        for terminal in terminals:
            found.update(at.edges.get(terminal, ()))
        result = self.configuration(tuple(sorted(found))) if found else None
        at.steps[terminals] = result
        return result

    def run(self, tokens: Iterable[tuple[str, ...]], start: ParserState) -> list[ParserState]:
        """Where a reader is before each token up to the first that does not fit; after the last if all do."""
        trail = [start]
        for terminals in tokens:
            behind = self.step(trail[-1], terminals)
            if behind is None:
                break
            trail.append(behind)
        return trail

    @cached_property
    def heads(self) -> dict[str, ParserState]:
        """Each keyword that may begin something, and where a reader of that something is before it."""
        found: dict[str, set[_Item]] = {}
        for rule, entry in self.entry.items():
            for terminal, items in self.at(rule).edges.items():
                is_own = any(self.before[state].rule == rule and self.before[state].quoted for state, _ in items)
                if is_own and terminal[0].isalpha() and terminal not in self._contextual:
                    found.setdefault(terminal, set()).add((entry, 0))
        return {terminal: self.configuration(tuple(sorted(items))) for terminal, items in found.items()}

    def close(self, kernel: tuple[_Item, ...]) -> tuple[dict[str, tuple[_Item, ...]], bool, bool]:
        """What the items of a kernel lead to over calls, returns and empty edges; see `ParserState`."""
        found: dict[str, set[_Item]] = {}
        starts_item = False
        stack, seen = list(kernel), set(kernel)
        while stack:
            for edge, item in self.leads(*stack.pop()):
                starts_item = starts_item or edge.rule in self.items
                if edge.terminal is not None:
                    found.setdefault(edge.terminal, set()).add(item)
                elif item not in seen:
                    seen.add(item)
                    stack.append(item)
        edges = {terminal: tuple(sorted(found[terminal])) for terminal in sorted(found, key=self.rank.__getitem__)}
        return edges, _END in seen, starts_item

    def leads(self, state: int, calls: int) -> Iterator[tuple[Edge, _Item]]:
        """The edges of an item, in the grammar's order, and the item that each leads to."""
        for edge in self.edges[state]:
            if edge.rule is None:
                yield edge, (edge.target, calls) if edge.target else self._stacks[calls]
            elif self._depths[calls] < _DEEPEST:
                yield edge, (self.entry[edge.rule], self.push(edge.target, calls))

    def configuration(self, kernel: tuple[_Item, ...]) -> ParserState:
        """The one of these items."""
        found = self._configurations.get(kernel)
        if found is None:
            found = self._configurations[kernel] = ParserState(kernel, self)
            items = len(kernel) + sum(map(len, found.edges.values()))
            self._bytes += _BYTES_EACH + _BYTES_AN_ITEM * items
        return found

    def push(self, state: int, calls: int) -> int:
        """The calls `calls`, and one more that returns to `state`."""
        known = self._pushed.get((state, calls))
        if known is None:
            known = self._pushed[state, calls] = len(self._stacks)
            self._stacks.append((state, calls))
            self._depths.append(self._depths[calls] + 1)
        return known

    def _state(self, rule: str, symbol: str | None = None, field: str | None = None, *, quoted: bool = False) -> int:
        self.edges.append([])
        self.before.append(Before(rule, symbol, field, quoted))
        return len(self.edges) - 1

    def _build(self, body: Mapping[str, Any], start: int, end: int, rule: str, field: str | None) -> None:
        """Lay the part `body` of a rule between two states."""
        match body["type"]:
            case "SEQ":
                for member in body["members"][:-1]:
                    middle = self._state(rule)
                    self._build(member, start, middle, rule, field)
                    start = middle
                self._build(body["members"][-1], start, end, rule, field)
            case "CHOICE":
                for member in body["members"]:
                    self._build(member, start, end, rule, field)
            case "REPEAT" | "REPEAT1" as kind:  # a loop, so that every member meets the same state
                before, behind = self._state(rule), self._state(rule)
                self.edges[start].append(Edge(before))
                self._build(body["content"], before, behind, rule, field)
                self.edges[behind] += [Edge(before), Edge(end)]
                if kind == "REPEAT":
                    self.edges[start].append(Edge(end))
            case "BLANK":
                self.edges[start].append(Edge(end))
            case "FIELD":
                self._build(body["content"], start, end, rule, body["name"])
            case "SYMBOL" if body["name"] not in self._rules and body["name"] not in self._tokens:
                pass
            case "SYMBOL":
                name = body["name"]
                behind = self._state(rule, name, field)
                self.edges[behind].append(Edge(end))
                is_call = name in self.entry
                self.edges[start].append(Edge(behind, rule=name) if is_call else self._over(behind, name))
            case "STRING":
                behind = self._state(rule, body["value"], field, quoted=True)
                self.edges[behind].append(Edge(end))
                self.edges[start].append(self._over(behind, body["value"]))
            case other:
                raise ValueError(f"`{other}` in the rule `{rule}`: a kind of grammar rule that this cannot read")

    def _over(self, target: int, terminal: str) -> Edge:
        self.rank.setdefault(terminal, len(self.rank))
        return Edge(target, terminal)


@cache
def wit_recogniser() -> Recogniser:
    """Those of what is right in WIT: made at the first segment that does not parse."""
    return Recogniser(wit_grammar(), WRONG_FORMS)


@cache
def wit_grammar() -> dict[str, Any]:
    """The grammar as tree-sitter wrote it down."""
    loaded: dict[str, Any] = json.loads(grammar_json())
    return loaded


def _is_token(body: Mapping[str, Any]) -> bool:
    return body["type"] in ("PATTERN", "TOKEN", "IMMEDIATE_TOKEN")


def _repeated(body: Mapping[str, Any], *, inside: bool = False) -> Iterator[str]:
    """The rules that a part of the grammar repeats, but for what stands between `<` and `>` or `(` and `)`."""
    kind = body["type"]
    if kind == "SYMBOL" and inside:
        yield body["name"]
    elif kind == "SEQ" and body["members"][0].get("value") in ("<", "("):
        return
    for part in body.get("members", [body["content"]] if "content" in body else []):
        yield from _repeated(part, inside=inside or kind in ("REPEAT", "REPEAT1"))
