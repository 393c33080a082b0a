"""The cells of the semantic layer: what is set from outside, and what follows from it.

Keys are paths, the keys of bodies and segments; values are facts, without a position. Knows no rule.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, Protocol, TypeAlias, TypeVar

from wit_lsp.config import Features, Settings, Target
from wit_lsp.db import Database, eager
from wit_lsp.ir import facts as f
from wit_lsp.ir.document import Document
from wit_lsp.ir.facts import BodyFacts, Facts, ItemFacts
from wit_lsp.ir.items import Block, Func, Item, Package, PackageId
from wit_lsp.ir.outline import complete_facts, top_level
from wit_lsp.ir.segment import Segment
from wit_lsp.semantics.types import Brought, Declared, TypeHead, creating, head_of, types_in
from wit_lsp.tuples import NamedTuple

Answer = TypeVar("Answer")


class Sources(Protocol):
    """The texts of files: those of open documents, else those on the disk."""

    def document(self, path: str) -> Document | None:
        """The present text of a file; None where it is not there or cannot be read."""

    def text(self, path: str) -> bytes | None:
        """The text of a file that is not WIT; None where it is not there or cannot be read."""

    def folders_above(self, folder: str) -> tuple[str, ...]:
        """A folder and those above it that belong to it, from the inside."""

    def siblings(self, folder: str) -> tuple[str, ...]:
        """The `.wit` files directly in a folder, ordered."""

    def dependencies(self, deps: str) -> tuple[Dependency, ...]:
        """What lies in a folder, as the reference toolchain reads one named `deps`; ordered."""

    def packages(self) -> WorkspacePackages:
        """The packages of the workspace, as far as they are known without `workspace_packages` being set."""


class Dependency(NamedTuple):
    """What lies in a folder, such as `deps`: a folder or a file.

    It is `unread` if nobody can say which packages are in it: a file is encoded, or a folder cannot be read.
    """

    path: str
    kind: Literal["folder", "text", "unread"]


class WorkspacePackage(NamedTuple):
    """A package that files of the workspace say they are of, in a folder that is the root of a package."""

    id: PackageId
    folder: str


WorkspacePackages: TypeAlias = "dict[PackageId, tuple[WorkspacePackage, ...]]"
"""By their ids without versions; those of one id ordered by folder."""


class BodySource(NamedTuple):
    """The segments of a body that is cut: the first has its head, the last its `}`; see `ir.group.Body`.

    `inner` has the heads and keys of the bodies that are cut inside it.
    """

    level: int
    head: Block
    segments: tuple[Segment, ...]
    inner: tuple[tuple[Block, object], ...]


class Head(NamedTuple):
    """The kind of a block, such as `resource`, and its name; that of a package is its id."""

    kind: str
    name: str


# Set from outside


def sources(db: Database) -> Sources:
    """Where texts come from: set once."""
    raise LookupError("no sources are set")


def is_embedded(db: Database) -> bool:
    """Whether packages count that the reference toolchain does not find: those known here, those of other roots, and
    those that a manifest names.
    """
    return True


def releases(db: Database) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The released versions of packages, by namespace and name, oldest first."""
    return {}


def workspace_packages(db: Database) -> WorkspacePackages:
    """The packages of the workspace, dependencies not included. Who asks for one entry depends on that one alone."""
    return db.get(sources).packages()


def settings_of(db: Database) -> Callable[[str], Settings]:
    """What gives the settings of the file at a path; another one where these may be others."""
    return lambda path: Settings()


def facts_version(db: Database, path: str) -> object:
    """Another value where the facts of a file may be others: the disk's, or those of an open document.

    Of a file that is not WIT, where its text may be another.
    """
    return None


def files_in(db: Database, folder: str) -> tuple[str, ...]:
    """The `.wit` files directly in a folder, ordered."""
    return db.get(sources).siblings(folder)


def dependencies_in(db: Database, deps: str) -> tuple[Dependency, ...]:
    """What lies in a folder, as the reference toolchain reads one named `deps`."""
    return db.get(sources).dependencies(deps)


def is_standalone(db: Database, path: str) -> bool:
    """Whether a file is a package of its own without dependencies, whatever lies beside it."""
    return False


def is_open(db: Database, path: str) -> bool:
    """Whether a file is open, or is what is checked: then its document is there, and is read again by the segment."""
    return False


def body_source(db: Database, body: object) -> BodySource | None:
    """That of a body of an open document, by its key."""
    return None


# Settings of one file


def settings(db: Database, path: str) -> Settings:
    return db.get(settings_of)(path)


def target(db: Database, path: str) -> Target:
    """Who asks runs again only where the target is another one."""
    return db.get(settings, path).target


def features(db: Database, path: str) -> Features:
    """As `target`, the features that are on."""
    return db.get(settings, path).features


# Facts of one file


def document_of(db: Database, path: str) -> Document | None:
    """For queries of facts: who asks runs again where these may be others, not where something only moved.

    None where the file is not there, cannot be read or is too large.
    """
    db.get(facts_version, path)
    document = db.get(sources).document(path)
    return None if document is None or document.is_too_large else document


def items_of(document: Document) -> tuple[ItemFacts, ...]:
    """What a document declares at top level, whole."""
    return tuple(facts for item in top_level(document) if (facts := complete_facts(item)) is not None)


class Reading(NamedTuple):
    """What others ask of a file that is not open, found in one go: more files are asked than documents are kept.

    `items` are what it declares at top level, whole; `doubtful_names` those of types that what does not parse may
    declare or bring in.
    """

    facts: Facts
    items: tuple[ItemFacts, ...] = ()
    doubtful_names: frozenset[str] = frozenset()


def file_reading(db: Database, path: str) -> Reading:
    """All that is kept of a file that is not open. Others may set it that have read the file."""
    document = document_of(db, path)
    return (
        Reading(f.UNREAD) if document is None else Reading(document.facts, items_of(document), document.doubtful_names)
    )


def file_facts(db: Database, path: str) -> Facts:
    """The facts of a file. Set for open documents."""
    return db.get(file_reading, path).facts


def file_items(db: Database, path: str) -> tuple[ItemFacts, ...]:
    """What a file declares at top level, whole."""
    if not db.get(is_open, path):
        return db.get(file_reading, path).items
    document = document_of(db, path)
    return () if document is None else items_of(document)


def doubtful_names(db: Database, path: str) -> frozenset[str]:
    """The names of types that what does not parse of a file may declare or bring in."""
    if not db.get(is_open, path):
        return db.get(file_reading, path).doubtful_names
    document = document_of(db, path)
    return frozenset() if document is None else document.doubtful_names


class Mentions(NamedTuple):
    """The names by which a file may mean what others declare: of interfaces and worlds in its paths, of types that it
    takes from them, and of what an `include` renames.
    """

    items: frozenset[str]
    types: frozenset[str]


def mentions_in(db: Database, path: str) -> Mentions:
    """Those of a file that is not open: who looks for a name reads the files alone that may mention it."""
    items: set[str] = set()
    types: set[str] = set()
    stack: list[ItemFacts] = [*db.get(file_items, path)]
    while stack:
        item = stack.pop()
        if isinstance(item, BodyFacts):
            stack += item.items
        elif isinstance(item, f.UseFacts):
            items.add(item.interface)
            types.update(name for name, _ in item.names)
        elif isinstance(item, f.IncludeFacts):
            items.add(item.world)
            types.update(name for name, _ in item.renames)
        elif isinstance(item, f.TopUseFacts):
            items.add(item.interface)
        elif isinstance(item, f.ExternFacts):
            if item.interface is not None:
                items.add(item.interface)
            if item.item is not None:
                stack.append(item.item)
    return Mentions(frozenset(items), frozenset(types))


def first_in_file(db: Database, derive: Callable[[Segment], Answer], nothing: Answer, path: str) -> Answer:
    """What a function finds in the first segment of a file in which it finds something."""
    document = document_of(db, path)
    found = (segment.kept(derive) for segment in document.segments) if document is not None else iter(())
    return next((each for each in found if each != nothing), nothing)


# What follows


@eager
def body_facts(db: Database, body: object) -> BodyFacts | None:
    """The facts of a whole body, of which a segment holds a part."""
    source = db.get(body_source, body)
    if source is None:
        return None
    facts = _facts_in(source, _items_in(source), lambda key: db.get(body_facts, key))
    return f.body_facts(source.head, filter(None, facts))


def _items_in(source: BodySource) -> Iterator[Item]:
    yield from source.head.items
    for segment in source.segments[1:]:
        yield from segment.inside(source.level)


def _facts_in(
    source: BodySource, items: Iterable[Item], of_cut: Callable[[object], BodyFacts | None]
) -> Iterator[ItemFacts | None]:
    """Those of items of a body; `of_cut` gives those of a body that is cut inside it, by its key."""
    inner = {id(head): key for head, key in source.inner}
    for item in items:
        key = inner.get(id(item)) if inner else None
        yield f.item_facts(item) if key is None else of_cut(key)


@eager
def body_head(db: Database, body: object) -> Head | None:
    """What kind of body it is, and its name."""
    source = db.get(body_source, body)
    return None if source is None else Head(*f.head_of(source.head))


@eager
def package_of_body(db: Database, body: object) -> PackageId | None:
    """The package whose body it is; None where it is that of another block."""
    source = db.get(body_source, body)
    return source.head.id if source is not None and isinstance(source.head, Package) else None


@eager
def derived(db: Database, derive: Callable[[BodyFacts], Answer], body: object) -> Answer | None:
    """What a function makes of the facts of a body: who asks for it runs again only where the answer is another one."""
    facts = db.get(body_facts, body)
    return derive(facts) if facts is not None else None


def is_alone(db: Database, path: str) -> bool:
    """Whether a file is a package of its own: a package of one file, or no other `.wit` file lies beside it."""
    folder = os.path.dirname(path)
    if db.get(is_standalone, path) or path in db.get(one_file_packages_in, folder):
        return True
    own = os.path.normcase(path)
    return all(os.path.normcase(other) == own for other in db.get(files_in, folder))


def one_file_packages_in(db: Database, folder: str) -> frozenset[str]:
    """The `.wit` files directly in a folder each of which is a package of its own, whatever lies beside it.

    All of those in `deps`, and where there are several those for which the settings say so.
    """
    files = db.get(files_in, folder)
    if os.path.basename(folder) == "deps" and db.get(is_dependency, folder):
        return frozenset(files)
    return frozenset(path for path in files if len(files) > 1 and db.get(settings, path).is_one_file_package)


def is_dependency(db: Database, folder: str) -> bool:
    """Whether a folder is, or lies under, the `deps` of a package: beside `.wit` files, or in one named `wit`."""
    above, name = os.path.split(folder)
    if not name:
        return False
    if name == "deps" and (os.path.basename(above) == "wit" or db.get(files_in, above)):
        return True
    return db.get(is_dependency, above)


@eager
def types_of_body(db: Database, body: object) -> dict[str, Declared]:
    """The types that a whole body declares or brings in, by their names."""
    return types_in(declarations_of_types(db, body))


@eager
def type_heads_of_body(db: Database, body: object) -> dict[str, TypeHead | Brought]:
    """`types_of_body` without members: who asks for one does not depend on these."""
    return {name: head_of(each) for name, each in db.get(types_of_body, body).items()}


def declarations_of_types(db: Database, body: object) -> Iterator[ItemFacts | None]:
    """The facts of what may declare types in a whole body, or bring some in; resources as `creating` leaves them."""
    source = db.get(body_source, body)
    if source is not None:
        yield from _facts_in(source, _types_declared_in(source), lambda key: db.get(derived, creating, key))


@eager
def type_names_of_body(db: Database, body: object) -> dict[str, bool]:
    """The names of `types_of_body`, each with True: who asks for one does not depend on what the type is."""
    return dict.fromkeys(db.get(types_of_body, body), True)


def _types_declared_in(source: BodySource) -> Iterator[Item]:
    """The items of a body that may declare types, or bring some in."""
    yield from without_functions(source.head.items)
    for segment in source.segments[1:]:
        if source.level in segment.kept(_levels_of_types):
            yield from without_functions(segment.inside(source.level))


def _levels_of_types(segment: Segment) -> frozenset[int]:
    """The blocks of its context in which a segment has other items than functions."""
    levels = range(len(segment.context.blocks))
    return frozenset(level for level in levels if any(without_functions(segment.inside(level))))


def without_functions(items: Iterable[Item]) -> Iterator[Item]:
    return (item for item in items if not isinstance(item, Func))
