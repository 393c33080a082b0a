"""Paths in the place of types: what they lead to, and the `use` that brings it in.

After Component Model, WIT.md, "Item: `use`": a type of another interface is brought in under a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from wit_lsp.checks import LanguageError, LocatedProblem, check
from wit_lsp.checks.names import MAX_HOMES, bringing_in, near, renaming
from wit_lsp.ir.items import NOWHERE, Item, PackageId, Path, body_of
from wit_lsp.problem import Anchor, Applicability, Fix, Problem, shown
from wit_lsp.semantics.api import Semantics
from wit_lsp.semantics.packages import Place
from wit_lsp.semantics.paths import Resolved
from wit_lsp.text import Span
from wit_lsp.tuples import NamedTuple
from wit_lsp.validation.names import escaped

_NAME = r"%?[\w-]+"
_WRITTEN = re.compile(
    rf"((?:crate|super|self|this)(?:\.|::))?(?:({_NAME}):(?!:)({_NAME})[/.])?({_NAME}(?:(?:/|\.|::){_NAME})*)(?:@(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)(?:[/.]({_NAME}))?)?"
)
_MARK = re.compile(r"/|\.|::")


class TypePath(NamedTuple):
    """`interface.type` with the package that it names, if any. Without an interface, that is not said.

    `within` is a word before the interface that may be the name of its package.
    """

    package: PackageId | None
    interface: str
    type: str
    within: str = ""


@check(LocatedProblem)
def path_types(located: LocatedProblem, sem: Semantics) -> Iterator[LanguageError]:
    problem, item, at, text = located
    path = read(text) if problem.code in ("path-as-type", "foreign-type") else None
    body = body_of(item)
    if path is None or body is None or body.broken:
        return
    may_fix = _may_stand_alone(path, item, sem)
    if may_fix is not None:
        message = f"`{shown(text)}` is a path; the name of a type that is declared here stands alone"
        yield LanguageError(problem.code, Problem(at, message, renaming(escaped(path.type), at, may_fix)))
        return
    more, fixes = _found(path, item, sem, at)
    message = problem.message + (f"; {more}" if more else "")
    if problem.code == "foreign-type":  # `core.t`: it is of a library of another language, if no interface has it
        fixes = [fix for fix in fixes if fix.applicability is not Applicability.MANUAL]
        more, message = "", f"`{shown(text)}` is a path; `use` brings in its type"
    if more or fixes:
        yield LanguageError(problem.code, Problem(at, message, tuple(fixes)))


def read(text: str) -> TypePath | None:
    """`i.t`, `i/t`, `i::t`, or the same after `a:b/` or `a::b::`, with a version anywhere; `a:b/t` has no interface.

    As in protobuf, the name of a package alone may stand before `i.t`, and as in Rust `crate`, `super` or `self`, of
    which nothing is kept; `self.t` has no interface either.
    """
    found = _WRITTEN.fullmatch("".join(text.split()))
    if found is None:
        return None
    own, namespace, package, inside, version, last = found.groups()
    names = [each.removeprefix("%") for each in (*_MARK.split(inside), *filter(None, [last]))]
    if namespace is None and len(names) == 4:
        namespace, package, *names = names
    if namespace is None:
        if own and len(names) == 1:
            return TypePath(None, "", *names)
        is_whole = len(names) == 2 or (len(names) == 3 and ":" not in inside)
        return TypePath(None, *names[-2:], *names[:-2]) if is_whole else None
    id = PackageId(namespace.removeprefix("%"), package.removeprefix("%"), version)
    return TypePath(id, *["", *names][-2:]) if len(names) <= 2 else None


def _may_stand_alone(path: TypePath, item: Item, sem: Semantics) -> Applicability | None:
    """Who may leave out all but the type's name of a path that leads to where it stands; None of other paths."""
    place, here = sem.place(item), sem.body_anchor(item)
    if not path.interface:
        return Applicability.SAFE if path.package is None and path.type in sem.types_around(item) else None
    known = (target for target in _targets(path, sem, place) if target.kind == "interface")
    first = next((target for target in known if path.type in sem.types_of(target)), None)
    if first is None or first.package is not None or first.place is None:
        return None
    return _surely(path, sem, place) if Anchor(first.place.file, first.keys) == here else None


def _surely(path: TypePath, sem: Semantics, place: Place) -> Applicability:
    """Who may follow a path: where a word before its interface is not the package's, it may mean another one."""
    own = sem.id_of(place)
    is_own = not path.within or (own is not None and path.within in (own.namespace, own.name))
    return Applicability.SAFE if is_own else Applicability.UNSAFE


def _found(path: TypePath, item: Item, sem: Semantics, at: Span) -> tuple[str, list[Fix]]:
    """What more is to say about a path than that it is one, and what to do."""
    place, name = sem.place(item), path.type
    targets = list(_targets(path, sem, place))
    known = [target for target in targets if target.kind == "interface"]
    having = [target for target in known if name in sem.types_of(target)]
    if not having:
        if not known and (unread := [target for target in targets if target.kind == "unknown" and target.package]):
            return "", [_bringing_in(target, name, at, Applicability.UNSAFE) for target in unread]
        return _not_found(path, known, item, sem, at)
    first = having[0]
    if first.package is None and first.place is not None:
        here = sem.body_anchor(item)
        if sem.names(place).target(first.name) != (None, first.name):
            return f"here `{first.name}` is another interface", []
        if len(here.path) == len(first.keys) and sem.uses(place, first.name, here.path[-1]):
            return f"`{first.name}` uses this interface itself", []
    is_off = sem.is_off(sem.feature_of(first, name))
    best = Applicability.MANUAL if is_off else _surely(path, sem, place) if len(having) == 1 else Applicability.UNSAFE
    others = (_bringing_in(target, name, at, Applicability.MANUAL) for target in having[1:])
    return "", [_bringing_in(first, name, at, best), *others]


def _bringing_in(target: Resolved, name: str, at: Span, may_fix: Applicability) -> Fix:
    return bringing_in((target.package, target.name), name, at, may_fix)


def _targets(path: TypePath, sem: Semantics, place: Place) -> Iterator[Resolved]:
    """Where a path leads; without a version, with those that its package may have, the likeliest first."""
    if not path.interface:
        return
    target = sem.resolve(Path(path.package, path.interface, NOWHERE), place)
    package = path.package
    if package is None or package.version or not (target.is_missing or target.kind == "unknown"):
        yield target
        return
    around = (id for id in (sem.id_of(place), sem.header) if id is not None and id.unversioned == package)
    ids = [*islice(around, 1)] or [package._replace(version=version) for version in sem.versions(package)]
    for id in ids:
        yield sem.resolve(Path(id, path.interface, NOWHERE), place)


def _not_found(path: TypePath, known: list[Resolved], item: Item, sem: Semantics, at: Span) -> tuple[str, list[Fix]]:
    """Of a path that leads to no type: the type that is most like it, else the interfaces that have one of its name."""
    name = path.type
    for target in known:
        if target.place is not None and sem.may_declare(target.place.file, name):
            return "", []
        like = near(name, sem.types_of(target))
        if like is not None:
            fix = _bringing_in(target, like, at, Applicability.MANUAL)
            more = f"`{target.name}` has no type `{name}`; it has `{like}`"
            return more, [fix._replace(title=f"Bring in `{like}` from `{target.name}`")]
    more = f"`{known[0].name}` has no type `{name}`" if known else ""
    if path.package is None and name in sem.types_around(item):
        return more, [*renaming(escaped(name), at)]
    homes = sem.interfaces_with(name, sem.place(item))
    if path.package is not None:
        package = path.package.unversioned
        homes = (home for home in homes if home[0] is not None and home[0].unversioned == package)
    return more, [bringing_in(home, name, at) for home in islice(homes, MAX_HOMES)]
