"""What leads back to itself, such as types that contain one another.

Nodes that all lead to one another are a circle. It is one error, however many ways there are in it, and that of the
first of its nodes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Hashable, Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

from wit_lsp.db import Database
from wit_lsp.ir.facts import TypeDefFacts, TypeFacts
from wit_lsp.semantics import queries as q
from wit_lsp.semantics.types import Declared

Node = TypeVar("Node", bound=Hashable)

Graph = Mapping[Node, Collection[Node]]
"""The nodes to which each node leads; these are nodes of the graph too."""

Ways = dict[Node, tuple[Node, ...]]
"""For each node in a circle the first one of that circle; for this one, the shortest way from it back to it.

The node at which a way ends is not repeated.
"""


def ways_of_body(db: Database, body: object) -> Ways[str]:
    """As `ways_of_types`, in a whole body that is cut."""
    return ways_of_types(db.get(q.types_of_body, body))


def ways_of_types(types: Mapping[str, Declared]) -> Ways[str]:
    """Those of the types of an interface or world that contain one another.

    As for the reference, a handle contains what it is of; a resource contains nothing.
    """
    declared = {name: facts for name, facts in types.items() if isinstance(facts, TypeDefFacts)}
    return ways({name: [each for each in _names_in(facts) if each in declared] for name, facts in declared.items()})


@lru_cache(10_000)
def _names_in(facts: TypeDefFacts) -> tuple[str, ...]:
    """The names in a declaration, each once, in the order of the text."""
    found: dict[str, None] = {}
    stack: list[TypeFacts | None] = [type for _, type in reversed(facts.members)] or [facts.type]
    while stack:
        type = stack.pop()
        if type is not None:
            stack += reversed(type.parts)
            if type.name:
                found[type.name] = None
    return tuple(found)


def ways(graph: Graph[Node]) -> Ways[Node]:
    """Those in a graph, whose order says which node is the first."""
    order = {node: number for number, node in enumerate(graph)}
    found: Ways[Node] = {}
    for circle in circles(graph):
        first = min(circle, key=order.__getitem__)
        found |= dict.fromkeys(circle, (first,))
        found[first] = _way_around(first, graph, set(circle))
    return found


def _way_around(first: Node, graph: Graph[Node], circle: Collection[Node]) -> tuple[Node, ...]:
    before: dict[Node, Node] = {}
    queue = deque([first])
    while True:
        node = queue.popleft()
        for other in graph[node]:
            if other == first:
                way = [node]
                while way[-1] != first:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            if other in circle and other not in before:
                before[other] = node
                queue.append(other)


def circles(graph: Graph[Node]) -> Iterator[list[Node]]:
    """All that there are; a node alone only where it leads to itself.

    After H. N. Gabow, "Path-based depth-first search for strong and biconnected components"; linear, and a loop.
    """
    numbers: dict[Node, int] = {}
    done: set[Node] = set()
    path: list[Node] = []  # nodes whose circle may still grow
    bounds: list[int] = []  # the numbers of those of them that may be the first of their circles to be seen
    steps: list[tuple[Node, Iterator[Node]]] = []

    def enter(node: Node) -> None:
        numbers[node] = len(numbers)
        path.append(node)
        bounds.append(numbers[node])
        steps.append((node, iter(graph[node])))

    for root in graph:
        if root not in numbers:
            enter(root)
        while steps:
            node, others = steps[-1]
            for other in others:
                if other not in numbers:
                    enter(other)
                    break
                while other not in done and bounds[-1] > numbers[other]:
                    bounds.pop()
            else:
                steps.pop()
                if bounds[-1] == numbers[node]:
                    bounds.pop()
                    circle = [path.pop()]
                    while circle[-1] != node:
                        circle.append(path.pop())
                    done.update(circle)
                    if len(circle) > 1 or node in graph[node]:
                        yield circle
