"""Code actions that apply the safe fixes of a whole file, all or some of them, as `wit-lsp fix` does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from wit_lsp.features import View
from wit_lsp.text import Edit, Span, decode
from wit_lsp.tuples import NamedTuple

if TYPE_CHECKING:
    from wit_lsp.engine.diagnostics import Diagnostic
    from wit_lsp.problem import Fix


class Whole(NamedTuple):
    """A code action that applies all `wanted` fixes of a file."""

    kind: str
    title: str
    wanted: Callable[[Diagnostic, Fix], bool]

    def count(self, view: View) -> int:
        """The number of diagnostics with a wanted fix. `edits` may apply more fixes, made possible by these."""
        return sum(1 for each in view.diagnostics if self.fixes(each))

    def fixes(self, diagnostic: Diagnostic) -> bool:
        fix = diagnostic.preferred
        return fix is not None and self.wanted(diagnostic, fix)

    def edits(self, view: View) -> list[Edit]:
        """The edits to the text in which no wanted fix is left, but for those that change other files too."""
        from wit_lsp.engine.apply_fixes import apply_fixes

        document = view.document
        applied = apply_fixes([document], view.engine, self.wanted, may_change=lambda path: path == document.path)
        return list(changed_lines(document.text, applied.documents[document.path].text))


FIX_ALL = f"{lsp.CodeActionKind.SourceFixAll.value}.wit-lsp"
EVERYTHING = Whole(FIX_ALL, "Apply all safe fixes", lambda _, fix: _is_safe(fix))
PARTS = (
    Whole(f"{FIX_ALL}.syntax", "Repair the syntax of this file", lambda each, fix: _is_safe(fix) and not each.is_rule),
    Whole(
        f"{FIX_ALL}.old-syntax",
        "Modernise the syntax of this file",
        lambda each, fix: _is_safe(fix) and each.code == "old-syntax",
    ),
)


def _is_safe(fix: Fix) -> bool:
    return fix.applicability.value == "safe"


def changed_lines(old: bytes, new: bytes) -> Iterator[Edit]:
    """Edits of whole lines that turn `old` into `new`. Unchanged lines are not touched, so that cursors there stay."""
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    offsets = list(accumulate(map(len, old_lines), initial=0))
    for kind, low, high, new_low, new_high in SequenceMatcher(None, old_lines, new_lines).get_opcodes():
        if kind != "equal":
            yield Edit(Span(offsets[low], offsets[high]), decode(b"".join(new_lines[new_low:new_high])))
