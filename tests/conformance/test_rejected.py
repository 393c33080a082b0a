"""If the reference toolchain reports a syntax error, so do we, on the same line or a better one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conformance import corpora
from wit_lsp.engine.diagnostics import Reporter
from wit_lsp.ir.document import Document
from wit_lsp.problem import Severity
from wit_lsp.syntax.lexer import wit_lexer
from wit_lsp.text import LineIndex

# The reference's messages for syntax errors. Errors about names and types need name resolution.
SYNTAX = re.compile(
    r"expected .*found|expected an identifier|nesting too deep|too deeply|invalid token|unexpected|unterminated"
    r"|is not allowed on \w+ declarations"
)

# Files in which our error is on another line, and why that is better.
BETTER = {
    "multi-file-missing-delimiter/observe.wit": "at the head of the interface that stays open, not at the file's end",
}


class Rejection(NamedTuple):
    """A file, and the row of the error of the reference."""

    file: Path
    row: int

    @property
    def name(self) -> str:
        return self.file.relative_to(corpora.REFERENCE / "parse-fail").as_posix()


@pytest.fixture(autouse=True)
def _corpora() -> None:
    corpora.needed()


def rejections() -> Iterator[Rejection]:
    for result in sorted((corpora.REFERENCE / "parse-fail").glob("*.result")):
        text = result.read_text(encoding="utf-8")
        place = re.search(r"\S*?parse-fail/(\S+):(\d+):\d+", text)
        if place and SYNTAX.search(text):
            file = corpora.REFERENCE / "parse-fail" / place[1]
            if file.is_file():
                yield Rejection(file, int(place[2]) - 1)


def test_syntax_errors_are_on_the_line_of_the_reference(capsys: pytest.CaptureFixture[str]) -> None:
    found = list(rejections())
    silent, elsewhere = [], []
    for rejection in found:
        document = Document(rejection.name, rejection.file.read_bytes())
        errors = [each for each in Reporter().report(document) if each.severity is Severity.ERROR]
        rows = {document.position(each.span.start, "utf-8")[0] for each in errors}
        if not errors:
            silent.append(rejection.name)
        elif rows.isdisjoint({rejection.row, _row_before(rejection)}):
            elsewhere.append(f"{rejection.name}: {sorted(row + 1 for row in rows)}, not {rejection.row + 1}")
    with capsys.disabled():
        on_line = len(found) - len(silent) - len(elsewhere)
        print(f"\n{len(found) - len(silent)} of {len(found)} rejections of syntax are errors, {on_line} on the line")
        for line in elsewhere:
            print(f"  elsewhere: {line}")
    assert silent == []
    assert on_line >= 0.95 * len(found) or {line.partition(":")[0] for line in elsewhere} <= BETTER.keys()


def _row_before(rejection: Rejection) -> int:
    """The row of the last token before the line of the error of the reference."""
    text = rejection.file.read_bytes()
    rows = [token.row for token in wit_lexer().tokens(text, LineIndex(text)) if token.row < rejection.row]
    return max(rows, default=0)
