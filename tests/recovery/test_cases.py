"""Broken texts, one case after the other: the files in `cases` say what is reported of each, and what fixes make of it.

A case is a heading, which is a sentence about behaviour, a `wit` block with the errors marked as `code: message`, and

- a `wit fixed` block with the text after all safe fixes at once; there is none where these change nothing;
- a `diff fixes` block with every fix that is offered, in the order of the errors, as `code: title (applicability)`.
  One that is not safe is followed by what it alone does to the text.

A mark `related: …` is another place that an error mentions. A character that cannot be seen, and a blank at the end of
a line, is written as `<U+200B>`; the marks count all these characters.

For a new case, write its heading and its `wit` block without marks. `pytest tests/recovery --update` writes the rest,
and all that has changed in the others.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import fixture
from tests.fixture import Fixture, Mark
from tests.sources import Texts
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.fixes.change import WorkspaceChange
from wit_lsp.problem import Applicability, Fix, Severity
from wit_lsp.text import Edit, apply

FOLDER = Path(__file__).parent / "cases"


def read(path: Path) -> list[str]:
    """The cases of a file, each from its heading to its last block, without the blank lines between them."""
    _, *cases = re.split(r"^(?=## )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [case.rstrip("\n") for case in cases]


CASES = [
    pytest.param(path, case, id=f"{path.stem}: {case.partition(chr(10))[0].removeprefix('## ')}")
    for path in sorted(FOLDER.glob("*.md"))
    for case in read(path)
]


@pytest.mark.parametrize(("path", "written"), CASES)
def test_case(path: Path, written: str, update: bool) -> None:
    found = judged(written)
    if update:
        path.write_text(path.read_text(encoding="utf-8").replace(written, found, 1), encoding="utf-8")
    else:
        assert found == written


def judged(case: str) -> str:
    """The case with the marks and blocks that the product gives. Its heading, and what is written below it, is kept."""
    head, fence, rest = case.partition("```wit\n")
    assert fence, "a case has a `wit` block"
    [(path, shown)] = fixture.parse(rest.partition("\n```")[0] + "\n").files.items()
    text = fixture.conceal(shown)
    errors = [each for each in Fixture({path: text}).diagnostics() if each.severity is Severity.ERROR]
    edits = [edit for each in errors for fix in each.fixes if is_safe(fix) for edit in edits_of(text, each, fix)]
    blocks = [("wit", marked(path, text, errors))]
    if (after := applied(text, edits)) != text:
        blocks.append(("wit fixed", visible(after)))
    if offered := "".join(offers(text, errors)):
        blocks.append(("diff fixes", offered))
    return head + "\n\n".join(f"```{name}\n{block}```" for name, block in blocks)


def marked(path: str, text: str, errors: list[Diagnostic]) -> str:
    marks = [Mark(path, each.span, f"{each.code}: {each.message}") for each in errors]
    marks += [Mark(place.path, place.span, f"related: {place.message}") for each in errors for place in each.related]
    return fixture.render_revealed(Fixture({path: text}), marks)


def offers(text: str, errors: list[Diagnostic]) -> Iterator[str]:
    for each in errors:
        for fix in each.fixes:
            yield f"{each.code}: {fix.title} ({fix.applicability.value})\n"
            if not is_safe(fix):
                before, after = (visible(one).split("\n") for one in (text, applied(text, edits_of(text, each, fix))))
                lines = list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]
                yield from (f"{line}\n" for line in lines if not line.startswith("@@"))


def is_safe(fix: Fix) -> bool:
    return fix.applicability is Applicability.SAFE


def edits_of(text: str, error: Diagnostic, fix: Fix) -> list[Edit]:
    """What the fix of an error changes: of that file alone."""
    change = error.change(fix, Engine(Texts({error.path: text.encode()})))
    assert change == WorkspaceChange({error.path: change.edits[error.path]})
    return change.edits[error.path]


def applied(text: str, edits: list[Edit]) -> str:
    return apply(text.encode(), edits).decode()


def visible(text: str) -> str:
    return "".join(fixture.reveal(text))
