"""Headers: which package the files of a folder are.

After Component Model, WIT.md, "Package declaration", and wasm-tools 1.263: one file of a package has a header at least.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from wit_lsp.checks import LanguageError, check
from wit_lsp.fixes.editor import Editor
from wit_lsp.ir.names import BodyNames
from wit_lsp.problem import Applicability, Fix, Problem
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


def _name_for(file: str) -> str:
    """What the package of a file may be called: like its folder, or the one above `wit`; else like the file."""
    folder, name = os.path.split(file)
    if os.path.basename(folder) == "wit":
        folder = os.path.dirname(folder)
    above = os.path.basename(folder)
    names = ("" if above == "deps" else above, os.path.splitext(name)[0], "unnamed")
    return escaped(next(filter(None, map(kebab, names))))
