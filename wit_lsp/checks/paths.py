"""Paths: the packages, interfaces and worlds that they name, and what a `use` takes from them.

After Component Model, WIT.md, "Package declaration" and "Item: `use`", and wasm-tools 1.263: a name alone is that of an
interface or a world of the package, or one that a `use` at top level of the same file gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from wit_lsp.checks import LanguageError, check
from wit_lsp.checks.names import MAX_HOMES, near, renaming, will_be_called
from wit_lsp.checks.package_paths import paths_into
from wit_lsp.checks.packages import missing_package, self_qualified
from wit_lsp.ir.facts import gates_of
from wit_lsp.ir.items import Extern, Include, Item, PackageId, Path, TopUse, Use, path_of
from wit_lsp.problem import Problem
from wit_lsp.semantics.api import Semantics
from wit_lsp.semantics.gates import feature_of
from wit_lsp.semantics.packages import Place
from wit_lsp.semantics.paths import Resolved
from wit_lsp.text import Span
from wit_lsp.validation.names import is_name


@check(Use, Include, Extern, TopUse)
def paths(item: Item, sem: Semantics) -> Iterator[LanguageError]:
    path = path_of(item)
    if path is None or not is_name(path.name):
        return
    place = sem.place(item)
    target = sem.resolve(path, place)
    if target.home is None:
        if target.is_missing and path.package is not None:  # else the `use` at top level is wrong
            yield missing_package(item, path, place, sem)
        return
    if path.package is not None and target.package is None:
        yield self_qualified(item, path, place, sem)
        return
    is_bound = path.package is None and sem.names(place).binds(path.name)
    if is_bound and target.package is not None and (target.kind == "" or target.kind == "world"):
        return  # the `use` at top level is wrong
    if target.package is not None and sem.is_off(feature_of(gates_of(item))):
        return  # what is left out may name what another package does not have
    wanted = "world" if isinstance(item, Include) else "interface"
    if not target.kind and (isinstance(item, TopUse) or not is_bound):  # else the `use` at top level is wrong
        of_package = _of_package(item, path, sem)
        yield from _undefined(path, wanted, target, place, sem) if of_package is None else (of_package,)
    elif target.kind in ("interface", "world") and target.kind != wanted:
        if not isinstance(item, TopUse) or target.package is not None:
            message = f"`{path}` is {'an' if target.kind == 'interface' else 'a'} {target.kind}; {_TAKES[type(item)]}"
            yield LanguageError("undefined-name", Problem(path.name_span, message))
    elif target.kind == "interface" and isinstance(item, Use):
        yield from _used_types(item, target, sem)


_TAKES = {
    Use: "a `use` takes types of an interface",
    TopUse: "a `use` at top level names an interface of another package",
    Include: "an `include` takes a world",
    Extern: "a world imports and exports interfaces, and includes worlds",
}


def _of_package(item: Item, path: Path, sem: Semantics) -> LanguageError | None:
    """Of `import wasi:io;`, which is a label and an interface, if that is a package."""
    if not isinstance(item, Extern) or item.name is None or path.package is not None:
        return None
    package = PackageId(item.name.text, path.name, None)
    at = Span(item.name.span.start, path.span.end)
    fixes = tuple(fix for each in islice(paths_into(package, item, sem), MAX_HOMES) for fix in renaming(each, at))
    if not fixes:
        return None
    message = f"`{package}` is a package; expected one of its interfaces"
    return LanguageError("package-as-interface", Problem(at, message, fixes))


def _undefined(path: Path, wanted: str, target: Resolved, place: Place, sem: Semantics) -> Iterator[LanguageError]:
    """Nothing if what is meant is called otherwise and gets that name."""
    assert target.home is not None
    known = {name for name, kind in sem.known_items(target.home) if kind == wanted}
    if path.package is None:
        known |= {local for local, _, _ in sem.names(place).aliases}
    if will_be_called(path.name, known):
        return
    like = near(path.name, known - {path.name})
    package = "this package" if target.package is None else f"`{target.package}`"
    message = f"{package} has no {wanted} `{target.name}`" + (f"; it has `{like}`" if like else "")
    yield LanguageError("undefined-name", Problem(path.name_span, message, renaming(like, path.name_span)))


def _used_types(use: Use, target: Resolved, sem: Semantics) -> Iterator[LanguageError]:
    types = sem.types_of(target)
    assert target.place is not None
    for each in use.names:
        name, at = each.name
        if not name or not is_name(name) or name in types or sem.may_declare(target.place.file, name):
            continue
        found = sem.interface(target)
        if found is None:
            continue
        if any(func.name == name for func in found.functions):
            message = f"`{name}` is a function of `{use.path.name}`; a `use` takes types"
            yield LanguageError("undefined-name", Problem(at, message))
            continue
        like = near(name, types)
        message = f"`{use.path.name}` has no type `{name}`" + (f"; it has `{like}`" if like else "")
        yield LanguageError("undefined-name", Problem(at, message, renaming(like, at)))
