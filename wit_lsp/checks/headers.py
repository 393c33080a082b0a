"""Headers: which package the files of a folder are.

After Component Model, WIT.md, "Package declaration", and wasm-tools 1.263: one file of a package has a header at least,
and in one at most there are comments before it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from wit_lsp.checks import LanguageError, check
from wit_lsp.fixes.editor import Editor
from wit_lsp.ir.facts import HEADER
from wit_lsp.ir.names import BodyNames
from wit_lsp.problem import Applicability, Fix, Problem, Related
from wit_lsp.semantics.api import Semantics
from wit_lsp.validation.names import escaped, kebab


@check(BodyNames)
def missing_header(file: BodyNames, sem: Semantics) -> Iterator[LanguageError]:
    """Reported once, in the first file of the package."""
    if file.kind != "file" or not sem.layout.is_first_without_header:
        return
    id = f"local:{_name_for(sem.file)}@0.1.0"
    fix = Fix(f"Add `package {id};`", Applicability.UNSAFE, Editor.add_header, (id,))
    which = "this file" if sem.is_alone else "one file of this package"
    message = f"{which} must begin with a package header, such as `package {id};`"
    yield LanguageError("missing-package-header", Problem(sem.here, message, (fix,)))


@check(BodyNames)
def comments_before_headers(file: BodyNames, sem: Semantics) -> Iterator[LanguageError]:
    """They document the package, as all comments do for the reference, and only one of its files may."""
    if file.kind != "file" or (first := sem.layout.documented_before) is None:
        return
    at = sem.here.child(HEADER).part("comments")
    fix = Fix("Move them below the header", Applicability.MANUAL, Editor.move_comments_below, on=at)
    message = f"`{os.path.basename(first)}` has comments before the header too: only one file can document the package"
    related = (Related(at._replace(file=first), "the other comments"),)
    yield LanguageError("header-docs-twice", Problem(at, message, (fix,), related))


def _name_for(file: str) -> str:
    """What the package of a file may be called: like its folder, or the one above `wit`; else like the file."""
    folder, name = os.path.split(file)
    if os.path.basename(folder) == "wit":
        folder = os.path.dirname(folder)
    above = os.path.basename(folder)
    names = ("" if above == "deps" else above, os.path.splitext(name)[0], "unnamed")
    return escaped(next(filter(None, map(kebab, names))))
