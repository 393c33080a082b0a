"""What leads back to itself: types that contain one another, interfaces that use and worlds that include one another.

Nodes that all lead to one another are a circle. It is one error, however many ways there are in it, and that of the
first of its nodes.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection, Hashable, Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

from wit_lsp.db import Database, eager
from wit_lsp.ir.anchors import key
from wit_lsp.ir.document import LocatedItem
from wit_lsp.ir.facts import (
    IncludeFacts,
    InterfaceFacts,
    PackageFacts,
    TypeDefFacts,
    TypeFacts,
    UseFacts,
    WorldFacts,
    body_key,
)
from wit_lsp.ir.items import Extern, Include, Interface, PackageId, Use, World, walk
from wit_lsp.ir.outline import parent
from wit_lsp.ir.segment import Segment
from wit_lsp.semantics import queries as q
from wit_lsp.semantics.packages import (
    ANY,
    Home,
    Place,
    files_in_home,
    homes_in_deps,
    homes_in_file,
    homes_in_folder,
    mentioned_by,
    names_in,
)
from wit_lsp.semantics.types import Declared
from wit_lsp.tuples import NamedTuple

Node = TypeVar("Node", bound=Hashable)

Graph = Mapping[Node, Collection[Node]]
"""The nodes to which each node leads; these are nodes of the graph too."""

Ways = dict[Node, tuple[Node, ...]]
"""For each node in a circle the first one of that circle; for this one, the shortest way from it back to it.

The node at which a way ends is not repeated.
"""


@eager
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


def ways_of_root(db: Database, root: str, own: tuple[PackageId, Home] | None) -> Ways[PackageId]:
    """Those of the packages of a root that name one another; of those that the files in its folder are, `own` alone.

    Without it all that are in the folder are meant. A package that names itself is another error.
    """
    found = dict((own,)) if own is not None else {}
    for homes in (db.get(homes_in_folder, root), db.get(homes_in_deps, root)):
        for id, (home, *_) in homes.items():
            is_other = not home.nested and root == (home.file if home.is_folder else os.path.dirname(home.file))
            if id != ANY and not (is_other and own is not None):
                found.setdefault(id, home)
    return _ways_of_packages(db, found)


def ways_of_file(db: Database, file: str) -> Ways[PackageId]:
    """As `ways_of_root`, of a file that stands alone."""
    header = db.get(q.file_facts, file).header
    found = {} if header is None else {header: Home(file)}
    for id, (home, *_) in db.get(homes_in_file, file).items():
        found.setdefault(id, home)
    return _ways_of_packages(db, found)


def _ways_of_packages(db: Database, found: dict[PackageId, Home]) -> Ways[PackageId]:
    return ways(
        {
            id: [each for each in sorted(mentioned_by(db, home), key=str) if each in found and each != id]
            for id, home in found.items()
        }
    )


class Link(NamedTuple):
    """An interface that has a `use`, or a world that has an `include`, by that word and its name."""

    word: str
    name: str


def ways_of_package(db: Database, home: Home) -> Ways[Link]:
    """Those of the interfaces of a package that use, and of its worlds that include one another."""
    graph = _links_of(db, home)
    return ways({link: [each for each in others if each in graph] for link, others in graph.items()})


def leads_to(db: Database, home: Home, first: Link, last: Link) -> bool:
    """Whether an interface of a package uses another one, or a world includes it, be it through others."""
    graph, seen = _links_of(db, home), {first}
    todo = [first]
    for link in todo:  # grows in the loop
        new = [each for each in graph.get(link, ()) if each not in seen]
        seen.update(new)
        todo += new
    return last in seen


def _links_of(db: Database, home: Home) -> Mapping[Link, Collection[Link]]:
    """What has none may be missing."""
    graph: dict[Link, dict[Link, str]] = {}
    for file in files_in_home(db, home):
        for link, others in db.get(links_in, Place(file, home.nested)).items():
            graph.setdefault(link, others)
    return graph


def links_in(db: Database, place: Place) -> dict[Link, dict[Link, str]]:
    """What each interface of a place uses and each of its worlds includes, with the name by which it first does so.

    Only what is of the same package: that packages need one another is another error.
    """
    written = db.entry(_written_in, place.file, key=place.nested)
    if written is None:
        return {}
    names = db.get(names_in, *place)
    found: dict[Link, dict[Link, str]] = {}
    for link, paths in written.items():
        others = found[link] = {}
        for path in paths:
            package, name = names.target(path)
            if package is None:
                others.setdefault(link._replace(name=name), path)
    return found


def _written_in(db: Database, file: str) -> dict[str, dict[Link, tuple[str, ...]]]:
    """The paths by a name alone in the interfaces and worlds of a file, in the order of the text.

    By the key of the nested package, empty for the file itself, and then by what has the paths.
    """
    found: dict[str, dict[Link, tuple[str, ...]]] = {}
    for nested, link, path in _of_open(db, file) if db.get(q.is_open, file) else _of_closed(db, file):
        inside = found.setdefault(nested, {})
        inside[link] = (*inside.get(link, ()), path)
    return found


def _of_closed(db: Database, file: str) -> Iterator[tuple[str, Link, str]]:
    stack = [("", each) for each in reversed(db.get(q.file_items, file))]
    while stack:
        nested, facts = stack.pop()
        if isinstance(facts, PackageFacts):
            stack += [(body_key(facts.kind, facts.name), each) for each in reversed(facts.items)]
        elif isinstance(facts, InterfaceFacts):
            uses = (each for each in facts.items if isinstance(each, UseFacts) and each.package is None)
            yield from ((nested, Link("use", facts.name), each.interface) for each in uses)
        elif isinstance(facts, WorldFacts):
            includes = (each for each in facts.items if isinstance(each, IncludeFacts) and each.package is None)
            yield from ((nested, Link("include", facts.name), each.world) for each in includes)


def _of_open(db: Database, file: str) -> Iterator[tuple[str, Link, str]]:
    document = q.document_of(db, file)
    for located in document or ():
        for item in located.segment.kept(_links):
            body = parent(LocatedItem(located, item))
            if body is not None and isinstance(body.item, (Interface, World)):
                package = parent(body)
                nested = key(package.item) if package is not None else ""
                yield nested, Link(word_of(item), body.item.name.text), item.path.name


def word_of(item: Use | Include) -> str:
    return "use" if isinstance(item, Use) else "include"


def _links(segment: Segment) -> tuple[Use | Include, ...]:
    """The `use`s in interfaces and the `include`s in worlds, by a name alone."""
    items = (item for item in walk(segment.items) if isinstance(item, (Use, Include)) and not item.broken)
    return tuple(item for item in items if item.path.package is None and is_link(item))


def is_link(item: Use | Include) -> bool:
    """Whether it may lead from an interface to another one, or from a world to another one."""
    owner = item.owner
    return isinstance(item, Include) or (isinstance(owner, Interface) and not isinstance(owner.owner, Extern))


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
