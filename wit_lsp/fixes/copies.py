"""Where the files of a package belong in `deps`, and fixes that copy them there from elsewhere in the workspace."""

from __future__ import annotations

import os
from collections.abc import Iterator

from wit_lsp.fixes.editor import Editor, Target
from wit_lsp.ir.items import PackageId
from wit_lsp.problem import Applicability, Fix
from wit_lsp.semantics import packages as p
from wit_lsp.semantics.packages import Home, Place
from wit_lsp.semantics.paths import Paths


def folder_of(package: PackageId) -> str:
    """Where the files of a package belong, from the folder of a package that depends on it."""
    return f"deps/{package.namespace}-{package.name}"


def copying(package: PackageId, home: Home, sem: Paths) -> tuple[Fix, ...]:
    """The fix that copies a package into the `deps` of the root, with what it depends on and the root does not see.

    None where the package is nested in another one, or where the folders that it would have are there.
    """
    root = sem.layout.root
    taken = {os.path.basename(each.path) for each in p.dependencies_of(sem.db, root)}
    files: list[tuple[str, str]] = []
    folders: list[str] = []
    for id, there in _needed(package, home, sem):
        names = (folder_of(id), f"{folder_of(id)}-{id.version}" if id.version else folder_of(id))
        free = next((each for each in names if os.path.basename(each) not in taken), None)
        if free is None or there.nested:
            return ()
        taken.add(os.path.basename(free))
        folders.append(free)
        to = os.path.join(root, *free.split("/"))
        files += ((path, os.path.join(to, os.path.basename(path))) for path in p.files_in_home(sem.db, there))
    more = len(folders) - 1
    others = f", with {more} package{'s' if more > 1 else ''} that it needs" if more else ""
    return (Fix(f"Copy it to `{folders[0]}`{others}", Applicability.MANUAL, _copy, (tuple(files),)),)


def _needed(package: PackageId, home: Home, sem: Paths) -> Iterator[tuple[PackageId, Home]]:
    """A package, and those that it depends on and the root does not see, with their homes."""
    known = {package, sem.id_of(Place(sem.file))}
    stack = [(package, home)]
    while stack:
        id, home = stack.pop()
        yield id, home
        files = p.files_in_home(sem.db, home)
        view = Paths(sem.db, files[0])
        for each in sorted(p.mentioned_by(sem.db, home) - known, key=str):
            known.add(each)
            there = None if sem.sees(each) else view.home(each, Place(view.file)) or view.elsewhere(each)
            if there is not None and there.file not in files:  # else it is nested in one of them
                stack.append((each, there))


def _copy(edit: Editor, subject: Target, files: tuple[tuple[str, str], ...]) -> None:
    for path, to in files:
        edit.copy(path, to)
