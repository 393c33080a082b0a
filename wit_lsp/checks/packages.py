"""Packages that a path names and that are not there, or need no name.

After Component Model, WIT.md, "Package declaration", and wasm-tools 1.263: a path has to give the version of a package
exactly, and a package that names itself depends on itself.
"""

from __future__ import annotations

from wit_lsp.checks import LanguageError
from wit_lsp.checks.names import near, renaming
from wit_lsp.fixes.copies import copying, folder_of
from wit_lsp.fixes.editor import Editor
from wit_lsp.fixes.versions import pinning
from wit_lsp.ir.items import Item, PackageId, Path, TopUse
from wit_lsp.problem import Applicability, Fix, Problem, listed
from wit_lsp.semantics.api import Semantics
from wit_lsp.semantics.packages import Home, Place
from wit_lsp.text import Span

MAX_OFFERED = 5
"""Versions of a package that a message and fixes name."""


def self_qualified(item: Item, path: Path, place: Place, sem: Semantics) -> LanguageError:
    """A path that names the package in which it stands."""
    name = path.name
    fixes: tuple[Fix, ...] = ()
    if isinstance(item, TopUse):
        if item.local == name:
            fixes = (Fix("Remove this `use`", Applicability.SAFE, Editor.remove_item),)
    elif sem.names(place).target(name) == (None, name):
        fixes = renaming(name, path.span, Applicability.SAFE)
    message = f"`{path}` names its own package; here `{name}` is enough"
    return LanguageError("self-qualified", Problem(path.span, message, fixes))


def missing_package(item: Item, path: Path, place: Place, sem: Semantics) -> LanguageError:
    """A path that names a package which is not there."""
    package = path.package
    assert package is not None
    own = sem.id_of(place)
    if own is not None and own.unversioned == package.unversioned:
        local = sem.resolve(path._replace(package=None), place)
        if local.kind in ("interface", "world"):
            return self_qualified(item, path, place, sem)
    if (home := sem.elsewhere(package) or sem.around(package)) is not None:
        message = f"no package `{package}` in `deps`: {sem.shown(home)} has it"
        problem = Problem(path.package_span, message, copying(package, home, sem))
        return LanguageError("misplaced-dependency", problem)
    places = [list(sem.packages(place)), list(sem.packages_elsewhere())]
    for known in places:
        if same := [(id, home) for id, home in known if id.unversioned == package.unversioned]:
            return _other_version(path, package, same, sem)
    released = sem.released(package)
    if released and package.version not in released:
        track = (package.version or "").rpartition(".")[0]
        newest = next((each for each in reversed(released) if each.rpartition(".")[0] == track), released[-1])
        message = f"no package `{package}`: its newest release is {newest}"
        return _missing(path.version_span, message, (pinning(path, newest, Applicability.MANUAL),))
    for known in places:
        like = near(str(package.unversioned), {str(id.unversioned) for id, _ in known})
        if like is not None:
            of_name = [(id, home) for id, home in known if str(id.unversioned) == like]
            found, home = next((each for each in of_name if each[0].version == package.version), of_name[0])
            written = str(Path(found, path.name, path.span))
            message = f"no package `{package}`; {sem.shown(home)} has `{found}`"
            return _missing(path.package_span, message, renaming(written, path.span))
    if sem.is_standalone:
        message = f"no package `{package}`: a file that stands alone does not see those of its folder or in `deps`"
    else:
        message = f"no package `{package}`: put its files into `{folder_of(package)}`"
    return _missing(path.package_span, message)


def _other_version(path: Path, package: PackageId, same: list[tuple[PackageId, Home]], sem: Semantics) -> LanguageError:
    """There are other versions of the package."""
    offered = same[:MAX_OFFERED]
    there = listed((f"{sem.shown(home)} has `{id}`" for id, home in offered), "and")
    if package.version is None:
        applicability = Applicability.SAFE if len(same) == 1 else Applicability.MANUAL
        fixes = tuple(pinning(path, id.version, applicability) for id, _ in offered)
        return _missing(path.span, f"`{path}` needs a version: {there}", fixes)
    fixes = tuple(pinning(path, id.version, Applicability.MANUAL) for id, _ in offered)
    return _missing(path.version_span, f"no package `{package}`: {there}", fixes)


def _missing(at: Span, message: str, fixes: tuple[Fix, ...] = ()) -> LanguageError:
    return LanguageError("missing-package", Problem(at, message, fixes))
