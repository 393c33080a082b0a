"""Where files lie: the packages of a folder, and those in its `deps`.

After Component Model, WIT.md, "Package declaration", and wasm-tools 1.263: all files of a folder are of one package,
each folder in `deps` is one too and each file there, and no two packages have the same name and version.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from wit_lsp.checks import LanguageError, check
from wit_lsp.fixes.copies import folder_of
from wit_lsp.fixes.editor import Editor, Target
from wit_lsp.fixes.versions import set_version
from wit_lsp.ir.facts import HEADER, numbered
from wit_lsp.ir.items import PackageId
from wit_lsp.ir.names import BodyNames
from wit_lsp.problem import Anchor, Applicability, Fix, Problem, Related
from wit_lsp.semantics.api import Semantics
from wit_lsp.semantics.packages import Home


@check(BodyNames)
def headers_of_a_folder(file: BodyNames, sem: Semantics) -> Iterator[LanguageError]:
    """A header that is not that of the files beside it."""
    if file.kind != "file" or (header := sem.header) is None or not sem.layout.is_one_package:
        return
    first = sem.layout.first_header
    if first is None or first[1] == header:
        return
    path, other = first
    at = sem.here.child(HEADER)
    title = f"Move the file to `{folder_of(header)}`"
    fix = Fix(title, Applicability.MANUAL, _move, (sem.layout.root, header, sem.file))
    if header.unversioned == other.unversioned:
        applicability = Applicability.SAFE if header.version is None else Applicability.MANUAL
        fix = Fix(f"Write `{other}`", applicability, set_version, (other.version,), at)
    message = f"`{os.path.basename(path)}` is of `{other}`: the files of a folder are of one package"
    related = (Related(Anchor(path, (HEADER,)), "the other header"),)
    yield LanguageError("mixed-packages", Problem(at, message, (fix,), related))


@check(BodyNames)
def folders_of_deps(file: BodyNames, sem: Semantics) -> Iterator[LanguageError]:
    """What stands in the way of a whole root is reported in its first file."""
    if file.kind != "file" or sem.is_standalone or not sem.layout.is_first_file:
        return
    at = sem.here if sem.header is None else sem.here.child(HEADER)
    if not sem.layout.files_of_root:
        name = os.path.basename(sem.layout.root)
        message = f"`{name}` has no `.wit` file beside `deps`: the toolchain finds no package in it"
        yield LanguageError("empty-dependency", Problem(at, message))
    for folder in sem.layout.empty_dependencies:
        message = f"`deps/{os.path.basename(folder)}` has no `.wit` file, so the toolchain rejects the whole package"
        yield LanguageError("empty-dependency", Problem(at, message))


@check(BodyNames)
def packages_of_one_name(file: BodyNames, sem: Semantics) -> Iterator[LanguageError]:
    """A package that is declared before: in the files of the root, or in what comes first in `deps`."""
    if file.kind != "file":
        return
    layout = sem.layout
    if (header := sem.header) is not None and (own := layout.own_home) is not None:
        first = layout.first_home(header)
        if first is not None and first != own:
            yield _twice(header, sem.here.child(HEADER), first, own, sem)
    nested = layout.nested()
    keys = [each.key for each in file.items if each.key in nested]
    for number, (key, each) in enumerate(zip(keys, numbered(keys), strict=True)):
        id, own = nested[key], Home(sem.file, key)
        first = own if key in keys[:number] else layout.first_home(id)
        if first is not None and (first != own or key in keys[:number]):
            yield _twice(id, sem.here.child(each), first, own, sem)


def _twice(id: PackageId, at: Anchor, first: Home, own: Home, sem: Semantics) -> LanguageError:
    declared = sem.layout.file_of(first, id)
    related = (Related(Anchor(declared, (first.nested or HEADER,)), f"`{id}` is declared here"),)
    if declared == sem.file:
        message = f"the package `{id}` is declared before in this file"
        return LanguageError("dup-package", Problem(at, message, (), related))
    message = f"the package `{id}` is declared in {sem.shown(first)} too"
    if not (_is_file_in_deps(first) and _is_file_in_deps(own)):
        return LanguageError("dup-package", Problem(at, message, (), related))
    title = f"Move both files to `{folder_of(id)}`"
    fix = Fix(title, Applicability.MANUAL, _gather, (sem.layout.root, id, (first.file, own.file)))
    message = f"`{id}` is in {sem.shown(first)} too: the files of one package need a folder"
    return LanguageError("scattered-package", Problem(at, message, (fix,), related))


def _is_file_in_deps(home: Home) -> bool:
    return not (home.nested or home.is_folder) and os.path.basename(os.path.dirname(home.file)) == "deps"


def _move(edit: Editor, subject: Target, root: str, id: PackageId, file: str) -> None:
    edit.move(file, os.path.join(root, folder_of(id), os.path.basename(file)))


def _gather(edit: Editor, subject: Target, root: str, id: PackageId, files: tuple[str, ...]) -> None:
    for each in files:
        _move(edit, subject, root, id, each)
