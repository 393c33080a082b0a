"""The check of a marked text: what is wrong is told, and all safe fixes at once give what they should."""

from __future__ import annotations

from tests import fixture
from tests.fixture import Mark, parse
from wit_lsp.problem import Severity
from wit_lsp.text import apply


def check_mend(marked: str, fixed: str | None) -> None:
    """The errors of a text are those marked as `code: message`; `fixed` is None where no fix of theirs is safe."""
    case = parse(marked)
    file = case.file()
    errors = [each for each in case.diagnostics() if each.severity is Severity.ERROR]
    found = [Mark(file.path, each.span, f"{each.code}: {each.message}") for each in errors]
    assert fixture.render(case, found) == marked
    safe = [(each, fix) for each in errors for fix in each.fixes if fix.safe]
    edits = [edit for each, fix in safe for edit in each.edits(fix)[file.path]]
    assert apply(file.source.text, edits).decode() == (case.files["test.wit"] if fixed is None else fixed)
