"""Names of types, interfaces and worlds: those of accepted packages are found, unknown ones are errors."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.conformance import corpora
from tests.ir.observed import EVERYWHERE, NEVER, Cutting, cutting
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.problem import Severity
from wit_lsp.text import LineIndex
from wit_lsp.workspace import Disk, Folders
from wit_lsp.workspace.reading import read
from wit_lsp.workspace.roots import roots

UNKNOWN_TYPES = (
    *("alias-no-type", "undefined-typed", "bad-resource2", "bad-resource11", "bad-resource12"),
    *("invalid-type-reference2", "bad-function2"),
)
"""The reference's fixtures with a name in a type or a signature that is not that of a type."""

UNKNOWN_ITEMS = (
    "bad-include1",
    "bad-pkg1",
    "unknown-interface",
    "unresolved-interface1",
    "unresolved-interface2",
    "unresolved-use2",
    "unresolved-use3",
    "unresolved-use7",
    "unresolved-use8",
    "unresolved-use9",
    "implements-nonexistent",
)
"""Those with a name that is not that of an interface or a world, or of a type that a `use` takes."""


@pytest.fixture(autouse=True)
def _corpora() -> None:
    corpora.needed()


@pytest.mark.parametrize("how", [NEVER, EVERYWHERE], ids=["whole", "cut"])
def test_accepted_packages_have_no_error(how: Cutting, capsys: pytest.CaptureFixture[str]) -> None:
    with cutting(how):
        checked = [(file, found) for files in _packages() for file, found in _errors_of(files)]
    wrong = [(file, each.code, each.message) for file, found in checked for each in found]
    with capsys.disabled():
        print(f"\n{len(checked) - len({file for file, *_ in wrong})} of {len(checked)} accepted files have no error")
    assert wrong == []


@pytest.mark.parametrize("name", [*UNKNOWN_TYPES, *UNKNOWN_ITEMS])
def test_unknown_names_are_errors_where_the_reference_has_them(name: str) -> None:
    folder = corpora.REFERENCE / "parse-fail"
    path = folder / f"{name}.wit" if (folder / f"{name}.wit").exists() else folder / name
    verdict = (folder / f"{name}.wit.result").read_text(encoding="utf-8")
    files = [str(path)] if path.is_file() else _files_of(str(path))
    places = [
        f"{os.path.relpath(file, folder)}:{LineIndex(read(file).text).row(each.span.start) + 1}:"
        for file, found in _errors_of(files)
        for each in found
        if each.code == "undefined-name"
    ]
    assert any(place in verdict for place in places)


def _packages() -> Iterator[list[str]]:
    """The files of each accepted package with its dependencies, which may be of one file."""
    for root in corpora.roots():
        if root.accepted:
            yield [str(root.path)] if root.path.is_file() else _files_of(str(root.path))
    for path in sorted(corpora.REFERENCE.iterdir()):
        if path.suffix == ".wit":
            yield [str(path)]
        elif path.is_dir() and path.name != "parse-fail":
            yield _files_of(str(path))


def _files_of(folder: str) -> list[str]:
    return [file for root in roots([folder], Folders(), standalone=True) for file in root.files]


def _errors_of(files: list[str]) -> Iterator[tuple[str, list[Diagnostic]]]:
    engine = Engine(Disk(Folders()))
    if len(files) == 1:
        engine.stands_alone(files[0])
    for file in files:
        engine.open(file, read(file).text)
    for file in files:
        yield file, [each for each in engine.diagnostics(file) if each.severity is Severity.ERROR]
