"""All fixes of a file that are right without doubt, as one change: what `wit-lsp fix` writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

from wit_lsp.features import View
from wit_lsp.text import Edit, Span, decode

if TYPE_CHECKING:
    from wit_lsp.model.files import File, Model
    from wit_lsp.rules import Fix
    from wit_lsp.rules.diagnostics import Diagnostic


def is_safe(diagnostic: Diagnostic, fix: Fix) -> bool:
    return fix.safe


def has_fix(view: View, wanted: Callable[[Diagnostic, Fix], bool] = is_safe) -> bool:
    """Whether `mended` has something to do, as far as can be told without doing it."""
    from wit_lsp.rules.diagnostics import report

    for diagnostic in report(view.file, view.model).diagnostics:
        if (fix := diagnostic.mend) is not None and wanted(diagnostic, fix):
            return True
    return False


def mended(view: View, wanted: Callable[[Diagnostic, Fix], bool] = is_safe) -> list[Edit]:
    """The edits that lead to the file as it is when no fix that is `wanted` is left."""
    from wit_lsp.rules.mending import mend

    def model(file: File) -> Model | None:
        return None if view.model is None else replace(view.model, facts=file.facts)

    new = mend([view.file], model, wanted).files[view.file.path]
    return list(_between(view.file.source.text, new.source.text))


def _between(old: bytes, new: bytes) -> Iterator[Edit]:
    """Edits of whole lines that make `new` of `old`: what a client keeps at other lines, such as a cursor, stays."""
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    offsets = list(accumulate(map(len, old_lines), initial=0))
    for kind, low, high, new_low, new_high in SequenceMatcher(None, old_lines, new_lines).get_opcodes():
        if kind != "equal":
            yield Edit(Span(offsets[low], offsets[high]), decode(b"".join(new_lines[new_low:new_high])))
