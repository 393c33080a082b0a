"""Packages where an interface or a world is expected: which of theirs may be meant.

After Component Model, WIT.md, "Package declaration": a package has no main interface.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from wit_lsp.checks import LanguageError, LocatedProblem, check
from wit_lsp.checks.names import MAX_HOMES, renaming
from wit_lsp.fixes.free import written
from wit_lsp.ir.items import NOWHERE, Include, Item, PackageId, Path, TopUse, Use
from wit_lsp.problem import Problem
from wit_lsp.semantics.api import Semantics
from wit_lsp.semantics.packages import Home

_WRITTEN = re.compile(r"%?([\w-]+):%?([\w-]+)(?:@([\w.+-]+))?")


@check(LocatedProblem)
def package_paths(located: LocatedProblem, sem: Semantics) -> Iterator[LanguageError]:
    problem, item, at, text = located
    found = _WRITTEN.fullmatch("".join(text.split())) if problem.code == "package-as-interface" else None
    if found is not None:
        paths = islice(paths_into(PackageId(*found.groups()), item, sem), MAX_HOMES)
        fixes = tuple(fix for path in paths for fix in renaming(path, at))
        yield LanguageError("package-as-interface", Problem(at, problem.message, fixes))


def paths_into(package: PackageId, item: Item, sem: Semantics) -> Iterator[str]:
    """The interfaces of a package, or its worlds for an `include`, as an item may name them.

    By their names; those that have all types which a `use` takes come first. Without a version, any of the package will
    do.
    """
    wanted = "world" if isinstance(item, Include) else "interface"
    place = sem.place(item)
    names = {used.name.text for used in item.names} if isinstance(item, Use) else set()
    paths: list[tuple[bool, str]] = []
    for id, home in _homes(package, item, sem):
        if isinstance(item, TopUse) and id == sem.id_of(place):
            continue  # it would have the name of what it names
        for name, kind in sem.known_items(home):
            if kind == wanted:
                is_own = id == sem.id_of(place)
                if is_own and sem.body_anchor(item).path[-1:] == (name,):
                    continue  # it stands there
                path = Path(None if is_own else id, name, NOWHERE)
                has_all = bool(names) and names <= sem.types_of(sem.resolve(path, place))
                paths.append((not has_all, written(path.package, name)))
    yield from (path for _, path in sorted(paths))


def _homes(package: PackageId, item: Item, sem: Semantics) -> Iterator[tuple[PackageId, Home]]:
    place = sem.place(item)
    own = sem.id_of(place)
    if own is not None and package in (own, own.unversioned) and (home := sem.home(None, place)) is not None:
        yield own, home
        return
    seen = [(id, home) for id, home in sem.packages(place) if id.unversioned == package.unversioned]
    exact = [(id, home) for id, home in seen if id == package]
    yield from exact or seen or sem.versions_elsewhere(package)
