"""Names of types, as far as one file can tell: those of accepted files are found, unknown ones are errors."""

from __future__ import annotations

import pytest

from tests.conformance import corpora
from tests.ir.observed import EVERYWHERE, NEVER, Cutting, cutting
from tests.sources import Texts
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.problem import Severity

UNKNOWN_TYPES = (
    "alias-no-type",
    "undefined-typed",
    "bad-resource2",
    "bad-resource11",
    "bad-resource12",
    "invalid-type-reference2",
    "bad-function2",
)
"""The reference's fixtures with a name in a type or a signature that is not that of a type."""


@pytest.fixture(autouse=True)
def _corpora() -> None:
    corpora.needed()


@pytest.mark.parametrize("how", [NEVER, EVERYWHERE], ids=["whole", "cut"])
def test_accepted_files_have_no_error(how: Cutting, capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(corpora.accepted_files())
    with cutting(how):
        found = [(file, each.code) for file in files for each in _errors(file.read_bytes())]
    with capsys.disabled():
        print(f"\n{len(files) - len({file for file, _ in found})} of {len(files)} accepted files have no error")
    assert found == []


@pytest.mark.parametrize("name", UNKNOWN_TYPES)
def test_unknown_types_are_errors_where_the_reference_has_them(name: str) -> None:
    text = (corpora.REFERENCE / "parse-fail" / f"{name}.wit").read_text(encoding="utf-8")
    verdict = (corpora.REFERENCE / "parse-fail" / f"{name}.wit.result").read_text(encoding="utf-8")
    [found] = [each for each in _errors(text.encode()) if each.code == "undefined-name"]
    line = text.encode()[: found.span.start].count(b"\n") + 1
    assert f"{name}.wit:{line}:" in verdict


def _errors(text: bytes) -> list[Diagnostic]:
    engine = Engine(Texts({}), standalone=True)
    engine.open("test.wit", text)
    return [each for each in engine.diagnostics("test.wit") if each.severity is Severity.ERROR]
