"""Where something is declared and named: in which files, and where in them.

A file is read only if it may mention the name, and of it only the items that have it are looked at.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from wit_lsp.db import Database
from wit_lsp.ir.anchors import find_first, key
from wit_lsp.ir.document import Document, LocatedItem, LocatedSegment
from wit_lsp.ir.items import (
    Block,
    Extern,
    Func,
    Include,
    Interface,
    Item,
    Package,
    PackageId,
    Resource,
    TypeDef,
    Use,
    World,
    path_of,
    walk,
)
from wit_lsp.ir.occurrences import LocatedOccurrence, declared_by, occurrences_of
from wit_lsp.ir.outline import children, parent, top_level
from wit_lsp.ir.segment import Segment
from wit_lsp.semantics import manifests
from wit_lsp.semantics import queries as q
from wit_lsp.semantics.api import SegmentSemantics
from wit_lsp.semantics.packages import files_naming, files_with_deps, root_of
from wit_lsp.semantics.symbols import Symbol, symbol
from wit_lsp.text import encode

NAMED_ONCE = frozenset({"function", "member", "parameter"})
"""What nothing else in WIT can mention."""


class Known(Protocol):
    """What an engine knows."""

    @property
    def db(self) -> Database: ...

    @property
    def open_paths(self) -> list[str]: ...

    def read(self, path: str) -> Document | None: ...

    def cut_bodies(self, document: Document) -> AbstractContextManager[None]: ...


def meaning(engine: Known, at: LocatedOccurrence, *, through: bool = False) -> Symbol | None:
    """What an occurrence means; see `symbols.symbol`."""
    with engine.cut_bodies(at.located.document):
        return symbol(_view(engine, at.located), at.occurrence, through=through)


def references(engine: Known, of: Symbol, at: LocatedOccurrence) -> Iterator[LocatedOccurrence]:
    """All occurrences of what one of them means, by file and place."""
    if of.kind in NAMED_ONCE:
        yield at
        return
    for path in _related(engine, of, at):
        if (document := engine.read(path)) is not None:
            yield from _in_document(engine, of, document)


def references_here(engine: Known, of: Symbol, at: LocatedOccurrence) -> Iterator[LocatedOccurrence]:
    """Those in the same file, in the order of the text."""
    if of.kind in NAMED_ONCE:
        yield at
    else:
        yield from _in_document(engine, of, at.located.document)


def renamed_with(engine: Known, at: LocatedOccurrence) -> Iterator[LocatedOccurrence]:
    """All occurrences that must be called the same as one of them.

    These are its `references`, for an accessor also the other one of the pair, and for a name that means nothing what
    is called so in the same interface or world.
    """
    word, kind, around = at.occurrence.word, at.occurrence.kind, parent(at.item)
    of = meaning(engine, at)
    if of is None:
        body = _body(at)
        for located in at.located.document:
            found = (LocatedOccurrence(located, each) for each in occurrences_of(located.segment, word))
            yield from (each for each in found if each.occurrence.kind == kind and _body(each) == body)
    elif kind == "function" and around is not None:
        same = (each for each in children(around) if isinstance(each.item, Func))
        yield from filter(None, (declared_by(each, word) for each in same))
    else:
        yield from references(engine, of, at)


def _body(at: LocatedOccurrence) -> tuple[int, int] | None:
    """Something that only the interface or world has in which an occurrence stands; None at top level."""
    around: LocatedItem | None = at.item
    while around is not None and not isinstance(around.item, (Interface, World)):
        around = parent(around)
    return None if around is None else (around.located.number, id(around.item))


def declarations(engine: Known, of: Symbol, at: LocatedOccurrence) -> Iterator[LocatedOccurrence]:
    """Where something is declared that an occurrence means, by file and place.

    More than one place for a package, for what a world imports and exports, and for what is declared twice.
    """
    if of.kind in NAMED_ONCE:
        yield at
        return
    for path in _related(engine, of, at) if of.kind == "package" else [of.around.file]:
        document = engine.read(path)
        for item in _declaring(document, of) if document is not None else ():
            if (declared := declared_by(item, of.word)) is not None:
                yield declared


def _declaring(document: Document, of: Symbol) -> Iterator[LocatedItem]:
    """The items of a file that declare something."""
    around = of.around.path
    if of.kind == "package":
        inside = top_level(document)
        yield from (each for each in inside if isinstance(each.item, Package) and (str(each.item.id),) == around)
        return
    body = find_first(document, around) if around else None
    if around and body is None:
        return
    for each in children(body) if body is not None else top_level(document):
        item = each.item
        if of.kind == "item":
            is_meant = isinstance(item, Block) and not isinstance(item, Package) and key(item) == of.word
        elif of.kind == "type":
            is_meant = isinstance(item, (TypeDef, Resource)) and item.name.text == of.word
        else:
            is_meant = isinstance(item, Extern) and item.name is not None and item.name.text == of.word
        if is_meant:
            yield each


def _related(engine: Known, of: Symbol, at: LocatedOccurrence) -> list[str]:
    """The files that see the home of what an occurrence means, and may mention it; ordered."""
    db, path = engine.db, at.located.document.path
    if db.get(q.is_standalone, path):
        return [path]
    home = of.around.file  # of a package it may be a folder
    if of.kind == "package":
        return files_naming(db, _package(at.occurrence.item), path, home)
    roots = {db.get(root_of, each) for each in (os.path.dirname(path), os.path.dirname(home), home)}
    is_copy = db.get(q.is_dependency, home)  # others do not see it, unless a manifest names it
    for folder in {package.folder for packages in db.get(q.workspace_packages).values() for package in packages}:
        if not is_copy or any(
            path in (home, os.path.dirname(home)) for _, path in manifests.dependencies_of(db, folder)
        ):
            roots.add(folder)
    found = {file for root in roots for file in db.get(files_with_deps, root)}
    return sorted(file for file in found if _may_mention(engine, file, of))


def _package(item: Item) -> PackageId:
    """The package that an item declares or names."""
    if isinstance(item, Package):
        return item.id
    path = path_of(item)
    assert path is not None and path.package is not None, "only packages and paths name packages"
    return path.package


def known_files(engine: Known) -> list[str]:
    """The files of all roots that are known, with their `deps`: those of the workspace, and of open files; ordered."""
    db = engine.db
    alone = {path for path in engine.open_paths if db.get(q.is_standalone, path)}
    roots = {db.get(root_of, os.path.dirname(path)) for path in engine.open_paths if path not in alone}
    roots.update(package.folder for packages in db.get(q.workspace_packages).values() for package in packages)
    return sorted(alone.union(*(db.get(files_with_deps, root) for root in roots)))


def _may_mention(engine: Known, path: str, of: Symbol) -> bool:
    """Whether a file may name something, as far as its facts say; those of open ones are not worth it."""
    db = engine.db
    if path == of.around.file or db.get(q.is_open, path):
        return True
    mentions = db.get(q.mentions_in, path)
    return of.word in (mentions.items if of.kind == "item" else mentions.types)


def _in_document(engine: Known, of: Symbol, document: Document) -> Iterator[LocatedOccurrence]:
    raw = encode(of.word)
    if raw not in document.text or document.is_too_large:
        return
    kinds = {of.kind, "plain"} if of.kind == "type" else {of.kind}  # an `include` may rename a type
    with engine.cut_bodies(document):
        for located in document:
            if raw not in located.segment.text or not _may_mean(located, of):
                continue
            sem = _view(engine, located)
            for each in occurrences_of(located.segment, of.word):
                if each.kind in kinds:
                    at = LocatedOccurrence(located, each)
                    if _means(sem, at) == of:
                        yield at


def _means(sem: SegmentSemantics, at: LocatedOccurrence) -> Symbol | None:
    item = at.occurrence.item
    if at.occurrence.kind == "type" and at.occurrence.role == "mention" and not isinstance(item, Use):
        return sem.once(item, at.occurrence.word, lambda: symbol(sem, at.occurrence))  # in a body, a name is one type
    return symbol(sem, at.occurrence)


def _may_mean(located: LocatedSegment, of: Symbol) -> bool:
    """Whether a segment may name a type: one with whole bodies either declares it or takes it from elsewhere."""
    segment = located.segment
    if of.kind != "type" or segment.context.blocks or located.bodies_after:
        return True
    return of.word in segment.kept(_taken) or (
        located.document.path == of.around.file
        and any(isinstance(item, Block) and key(item) == of.around.path[0] for item in segment.items)
    )


def _taken(segment: Segment) -> frozenset[str]:
    """The names that each `use` takes from an interface, and each `include` renames."""
    items = walk(segment.items)
    names = (
        item.names if isinstance(item, Use) else item.renames for item in items if isinstance(item, (Use, Include))
    )
    return frozenset(each.name.text for some in names for each in some)


def _view(engine: Known, located: LocatedSegment) -> SegmentSemantics:
    document, number = located
    return SegmentSemantics(engine.db, document.path, located.segment, document.body_keys[number])
