"""Packages: where those lie that a file can name, and what stands in them.

After Component Model, WIT.md, "Package declaration", and wasm-tools 1.263: the files of a folder are one package, and
each folder and each file in its `deps` is another one. A nested package is a package like any other. Knows no disk.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from wit_lsp.db import Database
from wit_lsp.ir import facts as f
from wit_lsp.ir.anchors import key
from wit_lsp.ir.document import LocatedItem
from wit_lsp.ir.facts import BodyFacts, Facts, InterfaceFacts
from wit_lsp.ir.items import Block, Func, Interface, Package, PackageId, World
from wit_lsp.ir.outline import children, complete_facts, top_level
from wit_lsp.problem import Anchor
from wit_lsp.semantics import manifests as m
from wit_lsp.semantics import queries as q
from wit_lsp.semantics.types import Brought, Declared, TypeHead, head_of, types_in
from wit_lsp.tuples import NamedTuple

ANY = PackageId("", "", None)
"""The package that stands for those of what cannot be read: it may be any."""


class Place(NamedTuple):
    """Where a name is looked up: a file, or the block of a nested package in it, by its key."""

    file: str
    nested: str = ""

    def keys(self, name: str) -> tuple[str, ...]:
        """Those that lead to an interface or world of this name, as an anchor has them."""
        return (self.nested, name) if self.nested else (name,)


def place_at(anchor: Anchor) -> Place:
    """Where the names are looked up that stand at an anchor."""
    first = anchor.path[0] if anchor.path else ""
    return Place(anchor.file, first if first.startswith(f.body_key("package", "")) else "")


class Home(NamedTuple):
    """Where a package is declared: in a file, or in the block of the key `nested` in it, or in all files of a folder
    that have its header or none.
    """

    file: str
    nested: str = ""
    header: PackageId | None = None
    is_folder: bool = False


class PackageItem(NamedTuple):
    """An interface or a world of a package: its kind, and the place that declares it; none of one that is `unknown`."""

    kind: str
    place: Place | None


UNKNOWN = PackageItem("unknown", None)

MAX_FOLDERS_AROUND = 100
"""Folders near a root that are searched for a package that is missing: the root may lie among thousands of others."""

Homes = dict[PackageId, tuple[Home, ...]]
"""Where packages are declared. More than one home of a package is an error, and the first counts."""


# Which packages there are


def root_of(db: Database, folder: str) -> str:
    """The folder whose `deps` the files of a folder see: it lies there itself, or it is that folder."""
    for deps in (folder, os.path.dirname(folder)):
        if os.path.basename(deps) == "deps" and db.get(q.is_dependency, deps):
            return os.path.dirname(deps)
    return folder


def dependencies_of(db: Database, root: str) -> tuple[q.Dependency, ...]:
    """What lies in the `deps` of a folder."""
    return db.get(q.dependencies_in, os.path.join(root, "deps"))


def is_named(db: Database, folder: str) -> bool:
    """Whether the files of a folder must be of one package: it has `deps`, is one of them, or a manifest names it.

    Set for what is named on a command line. In other folders, files with different headers are packages of their own:
    many repositories keep test cases so.
    """
    above = os.path.dirname(folder)
    if os.path.basename(above) == "deps" and db.get(q.is_dependency, above):
        return True
    return bool(dependencies_of(db, folder)) or m.names_folder(db, folder)


def files_with_others(db: Database, folder: str) -> tuple[str, ...]:
    """The `.wit` files directly in a folder that may be of one package: all but those that are packages of one file."""
    alone = db.get(q.one_file_packages_in, folder)
    return tuple(path for path in db.get(q.files_in, folder) if path not in alone)


def files_by_header(db: Database, folder: str) -> dict[PackageId | None, tuple[str, ...]]:
    """Those files, by their headers."""
    found: dict[PackageId | None, list[str]] = {}
    for path in db.get(files_with_others, folder):
        found.setdefault(db.get(q.file_facts, path).header, []).append(path)
    return {header: tuple(files) for header, files in found.items()}


def files_of_package(db: Database, folder: str, header: PackageId | None) -> tuple[str, ...]:
    """The files in a folder of the package that one with this header is in. Those without one are of any package."""
    if header is None:
        return db.get(files_with_others, folder)
    files = [db.entry(files_by_header, folder, key=each) or () for each in (header, None)]
    return tuple(sorted(files[0] + files[1])) if all(files) else files[0] + files[1]


def lacks_header(db: Database, file: str) -> bool:
    """Whether a file has no header, nor a text that may be one. One that cannot be read may have it."""
    facts = db.get(q.file_facts, file)
    return facts.is_read and facts.header is None and not facts.may_have_header


def is_without_header(db: Database, folder: str) -> bool:
    """Whether all files in a folder lack one."""
    return all(db.get(lacks_header, path) for path in db.get(q.files_in, folder))


def package_of(db: Database, file: str) -> PackageId | None:
    """The package that a file is in: by its header, or by those of the files beside it, if they agree."""
    own = db.get(q.file_facts, file).header
    if own is not None or db.get(q.is_alone, file):
        return own
    headers = [header for header in db.get(files_by_header, os.path.dirname(file)) if header is not None]
    return headers[0] if len(headers) == 1 else None


def homes_in_file(db: Database, file: str) -> Homes:
    """The packages that are nested in a file."""
    return _collected(_nested_in(db, (file,)))


def homes_beside(db: Database, file: str) -> Homes:
    """The packages that are nested in the files of the package that a file is in; `ANY` where one cannot be read."""
    return db.get(_nested_in_package, os.path.dirname(file), db.get(package_of, file))


def _nested_in_package(db: Database, folder: str, header: PackageId | None) -> Homes:
    return _collected(_nested_in(db, db.get(files_of_package, folder, header)))


def homes_in_folder(db: Database, folder: str) -> Homes:
    """The packages of the files in a folder, and those nested in them."""
    by_header = db.get(files_by_header, folder)
    headers = [header for header in by_header if header is not None]
    own = [(header, Home(folder, header=header, is_folder=True)) for header in headers]
    if not headers and by_header:
        own.append((ANY, Home(folder, is_folder=True)))
    own += (_of_file(db, path) for path in sorted(db.get(q.one_file_packages_in, folder)))
    return _collected([*own, *_nested_in(db, db.get(q.files_in, folder))])


def homes_in_deps(db: Database, root: str) -> Homes:
    """The packages in the `deps` of a folder; `ANY` where one of them is encoded, or cannot be read or named."""
    return _collected(each for dependency in dependencies_of(db, root) for each in _homes_at(db, dependency))


def versions_in(db: Database, homes: Callable[[Database, str], Homes], where: str) -> dict[PackageId, tuple[str, ...]]:
    """The versions of the packages that a query finds in a place, by their ids without versions."""
    found: dict[PackageId, tuple[str, ...]] = {}
    for id in db.get(homes, where):
        if id.version is not None:
            found[id.unversioned] = (*found.get(id.unversioned, ()), id.version)
    return found


def homes_by_manifest(db: Database, root: str) -> Homes:
    """As `homes_in_deps`, the packages that lie where manifests say so for the package in a folder."""
    found: list[tuple[PackageId, Home]] = []
    for name, path in m.dependencies_of(db, root):
        for each in db.get(q.dependencies_in, os.path.dirname(path)):
            if each.path == path:
                homes = _homes_at(db, each)
                found += ((id, home) for id, home in homes if name is None or id == ANY or id.unversioned == name)
    return _collected(found)


def homes_around(db: Database, root: str) -> Homes:
    """The packages that lie near a root: in the folders in it and beside it, in the one above, and in the `deps` there.

    Nothing looks for them there, so they may have been meant to lie in its `deps`.
    """
    above = os.path.dirname(root)
    entries = (*db.get(q.dependencies_in, root), *db.get(q.dependencies_in, above))
    folders = [path for path, kind in entries if kind == "folder" and _is_plain(os.path.basename(path))]
    found = [db.get(homes_in_deps, above), db.get(homes_in_folder, above)]
    found += (db.get(homes_in_folder, each) for each in folders[:MAX_FOLDERS_AROUND])
    return _collected((id, home) for homes in found for id, some in homes.items() for home in some if id != ANY)


def _is_plain(folder: str) -> bool:
    """Whether a folder of this name is neither hidden nor one of dependencies."""
    return folder != "deps" and not folder.startswith(".")


def _homes_at(db: Database, dependency: q.Dependency) -> Iterator[tuple[PackageId, Home]]:
    path, kind = dependency
    if kind == "folder":
        yield from ((id, home) for id, homes in db.get(homes_in_folder, path).items() for home in homes)
    elif kind == "text":
        yield _of_file(db, path)
        yield from _nested_in(db, (path,))
    else:
        yield ANY, Home(path)


def _of_file(db: Database, path: str) -> tuple[PackageId, Home]:
    """The package that a file is, without those nested in it; `ANY` where it has no header."""
    return db.get(q.file_facts, path).header or ANY, Home(path)


def _nested_in(db: Database, files: Iterable[str]) -> Iterator[tuple[PackageId, Home]]:
    for path in files:
        facts = db.get(q.file_facts, path)
        if not facts.is_read:
            yield ANY, Home(path)
        for id in sorted(facts.declared, key=str):
            yield id, Home(path, f.body_key("package", str(id)))


def _collected(found: Iterable[tuple[PackageId, Home]]) -> Homes:
    homes: dict[PackageId, list[Home]] = {}
    for id, home in found:
        homes.setdefault(id, []).append(home)
    return {id: tuple(each) for id, each in homes.items()}


def files_with_deps(db: Database, root: str) -> tuple[str, ...]:
    """The files in a folder and in its `deps`: those that see each other's packages."""
    found = [*db.get(q.files_in, root)]
    for path, kind in dependencies_of(db, root):
        if kind == "folder":
            found += db.get(q.files_in, path)
        elif kind == "text":
            found.append(path)
    return tuple(found)


def files_by_package(db: Database) -> dict[PackageId, list[str]]:
    """The files of all roots of the workspace and of their `deps`, by the packages that they declare or name."""
    found: dict[PackageId, list[str]] = {}
    folders = {package.folder for packages in db.get(q.workspace_packages).values() for package in packages}
    for file in sorted({file for folder in folders for file in db.get(files_with_deps, folder)}):
        for id in _in_file(db, file):
            found.setdefault(id, []).append(file)
    return found


def files_naming(db: Database, package: PackageId, file: str, home: str) -> list[str]:
    """The files that declare or name a package, and may mean the one that is declared in `home`, as `file` does.

    `home` is a file or a folder. The files are ordered.
    """
    if db.get(q.is_standalone, file):
        return [file]
    roots = {db.get(root_of, folder) for folder in (os.path.dirname(file), os.path.dirname(home), home)}
    found = {each for root in roots for each in db.get(files_with_deps, root) if package in _in_file(db, each)}
    if not db.get(q.is_dependency, home):  # else it is a copy that others do not see
        everywhere = db.entry(files_by_package, key=package)
        found.update(everywhere or ())
    return sorted(found)


def _in_file(db: Database, file: str) -> frozenset[PackageId]:
    """The packages that a file declares or names."""
    facts = db.get(q.file_facts, file)
    header = () if facts.header is None else (facts.header,)
    return facts.declared.union(facts.mentioned, header)


# What stands in them


def source_of(home: Home) -> str:
    """The file or the folder that declares a package: one file that is alone in its folder is the package of that."""
    folder = os.path.dirname(home.file)
    return home.file if home.is_folder or home.nested or os.path.basename(folder) == "deps" else folder


def files_in_home(db: Database, home: Home) -> tuple[str, ...]:
    """The files in which a package is declared, in order."""
    return db.get(files_of_package, home.file, home.header) if home.is_folder else (home.file,)


def names_in(db: Database, file: str, nested: str) -> Facts:
    """The names at the top level of a file, or of a nested package of it: `interfaces`, `worlds`, `aliases`, `header`.

    Of a nested package nothing else is set.
    """
    if not nested:
        return db.get(q.file_facts, file)
    items: Sequence[f.ItemFacts | None] = ()
    if not db.get(q.is_open, file):
        package = db.get(body_named, file, (nested,))
        items = package.items if package is not None else ()
    elif (located := db.get(_open_bodies, file).get((nested,))) is not None:
        items = [f.item_facts(each.item) for each in children(located)]
    return Facts(
        header=db.get(q.file_facts, file).nested.get(nested),
        aliases=frozenset(
            (each.local, each.package, each.interface) for each in items if isinstance(each, f.TopUseFacts)
        ),
        interfaces=frozenset(each.name for each in items if isinstance(each, InterfaceFacts)),
        worlds=frozenset(each.name for each in items if isinstance(each, f.WorldFacts)),
    )


def mentioned_in(db: Database, file: str) -> dict[str, frozenset[PackageId]]:
    """The packages that paths name in a file outside of nested packages, and in each of these, by its key."""
    facts = db.get(q.file_facts, file)
    if not facts.declared:
        return {"": facts.mentioned}
    found: dict[str, set[PackageId]] = {"": set()}
    stack: list[tuple[str, f.ItemFacts]] = [("", each) for each in db.get(q.file_items, file)]
    while stack:
        nested, item = stack.pop()
        if isinstance(item, BodyFacts):
            nested = f.key(item) if isinstance(item, f.PackageFacts) else nested
            stack += [(nested, each) for each in item.items]
        elif isinstance(item, (f.UseFacts, f.IncludeFacts, f.TopUseFacts, f.ExternFacts)) and item.package is not None:
            found.setdefault(nested, set()).add(item.package)
        elif isinstance(item, f.ExternFacts) and item.item is not None:
            stack.append((nested, item.item))
    return {nested: frozenset(ids) for nested, ids in found.items()}


def mentioned_by(db: Database, home: Home) -> frozenset[PackageId]:
    """The packages that paths name in one."""
    files = files_in_home(db, home)
    found = (db.entry(mentioned_in, file, key=home.nested) for file in files)
    return frozenset().union(*filter(None, found))


def items_in_package(db: Database, home: Home) -> dict[str, PackageItem]:
    """The interfaces and worlds of a package, by their names; the first where one is declared twice.

    What a text that does not parse may declare is `unknown`, and so is the empty name where a file cannot be read.
    """
    found: dict[str, PackageItem] = {}
    doubtful: set[str] = set()
    for path in files_in_home(db, home):
        facts = db.get(names_in, path, home.nested)
        for name in facts.interfaces | facts.worlds:
            found.setdefault(name, PackageItem(facts.kind_of(name), Place(path, home.nested)))
        doubtful |= db.get(q.doubtful_names, path)
        if not facts.is_read:
            doubtful.add("")
    return dict.fromkeys(doubtful, UNKNOWN) | found


def body_named(db: Database, file: str, keys: tuple[str, ...]) -> BodyFacts | None:
    """The interface, world or nested package to which keys lead in a file; the first where it is declared twice."""
    return db.entry(bodies_by_keys, file, key=keys)


def bodies_by_keys(db: Database, file: str) -> dict[tuple[str, ...], BodyFacts]:
    """The interfaces, worlds and nested packages of a file: see `body_named`."""
    found: dict[tuple[str, ...], BodyFacts] = {}
    for item in db.get(q.file_items, file):
        if isinstance(item, BodyFacts):
            keys = (f.key(item),)
            if found.setdefault(keys, item) is item and isinstance(item, f.PackageFacts):
                for inner in item.items:
                    if isinstance(inner, BodyFacts):
                        found.setdefault((*keys, f.key(inner)), inner)
    return found


def types_at(db: Database, file: str, keys: tuple[str, ...]) -> dict[str, Declared]:
    """The types that an interface or world declares or brings in, by its keys.

    Of open files the facts of its functions are not needed.
    """
    if not db.get(q.is_open, file):
        facts = db.get(body_named, file, keys)
        return {} if facts is None else types_in(facts.items)
    found = db.get(_open_bodies, file).get(keys)
    if found is None or not isinstance(found.item, (Interface, World)):
        return {}
    return types_in(complete_facts(inner) for inner in children(found) if not isinstance(inner.item, Func))


def type_heads_at(db: Database, file: str, keys: tuple[str, ...]) -> dict[str, TypeHead | Brought]:
    """`types_at` without members: who asks for one does not depend on these."""
    return {name: head_of(each) for name, each in db.get(types_at, file, keys).items()}


def _open_bodies(db: Database, file: str) -> dict[tuple[str, ...], LocatedItem]:
    """The interfaces, worlds and nested packages of an open file, by their keys; the first of those that have the same.

    Of other files only facts are kept.
    """
    found: dict[tuple[str, ...], LocatedItem] = {}
    document = q.document_of(db, file)
    for each in top_level(document) if document is not None else ():
        if isinstance(each.item, Block):
            keys = (key(each.item),)
            if found.setdefault(keys, each) is each and isinstance(each.item, Package):
                for inner in children(each):
                    if isinstance(inner.item, Block):
                        found.setdefault((*keys, key(inner.item)), inner)
    return found


def type_names_at(db: Database, file: str, keys: tuple[str, ...]) -> frozenset[str]:
    """The names of `types_at`."""
    return frozenset(db.get(types_at, file, keys))


def interfaces_with(db: Database, home: Home, type: str) -> tuple[str, ...]:
    """The interfaces of a package that declare a type of this name, in the order of its files."""

    def declares(interface: BodyFacts) -> bool:
        kinds = (f.TypeDefFacts, f.ResourceFacts)
        return any(isinstance(each, kinds) and each.name == type for each in interface.items)

    return _interfaces_where(db, home, declares)


def interfaces_failing_with(db: Database, home: Home, type: str) -> tuple[str, ...]:
    """The interfaces of a package with a function that may fail with a type of this name."""
    return _interfaces_where(db, home, lambda each: any(map(partial(_fails_with, type), _functions_in(each))))


def _interfaces_where(db: Database, home: Home, is_wanted: Callable[[BodyFacts], bool]) -> tuple[str, ...]:
    """The names of interfaces of a package, each once, in the order of its files."""
    found: dict[str, None] = {}
    for path in files_in_home(db, home):
        items = db.get(q.file_items, path)
        if home.nested:
            package = db.get(body_named, path, (home.nested,))
            items = package.items if package is not None else ()
        found |= dict.fromkeys(item.name for item in items if isinstance(item, InterfaceFacts) and is_wanted(item))
    return tuple(found)


def _functions_in(interface: BodyFacts) -> Iterator[f.FuncFacts]:
    yield from interface.functions
    for item in interface.items:
        if isinstance(item, f.ResourceFacts):
            yield from item.functions


def _fails_with(type: str, func: f.FuncFacts) -> bool:
    stack = [func.signature.result]
    while stack:
        here = stack.pop()
        if here is not None:
            if here.kind == "result" and here.parts[1] is not None and here.parts[1].name == type:
                return True
            stack += here.parts
    return False
