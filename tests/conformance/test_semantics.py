"""Errors beyond syntax: accepted packages have none, and what the reference rejects is an error on the same line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest

from tests.conformance import corpora
from tests.ir.observed import EVERYWHERE, NEVER, Cutting, cutting
from wit_lsp.config import Settings
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.problem import Severity
from wit_lsp.text import LineIndex
from wit_lsp.workspace import Disk, Folders
from wit_lsp.workspace.reading import read
from wit_lsp.workspace.roots import roots

KINDS = {
    # In one package
    "no header": "missing-package missing-main-declaration-initial-nested",
    "headers that differ": "conflicting-package",
    "a package nested in a nested one": "very-nested-packages",
    "items of one name": "world-interface-clash use-shadow1",
    "items that are not there": """bad-include1 bad-pkg1 implements-nonexistent unknown-interface unresolved-interface2
        unresolved-use9""",
    "items that depend on themselves": "bad-include2 include-cycle use-cycle4",
    "items of another kind": "unresolved-interface1 unresolved-use8 use-and-include-world",
    "used names that are not there": "unresolved-use2 unresolved-use3 unresolved-use7",
    "names that clash in a body": """duplicate-type use-conflict duplicate-functions use-conflict3 bad-resource7
        bad-resource8 case-insensitive-duplicates accessor-canonical-case accessor-canonical-resource
        accessor-canonical-world accessor-getter-conflicts-func accessor-resource-conflicts-method
        resource-method-named-after-resource async-bad-world async-bad-world2 async-bad-world3
        implements-duplicate-label world-same-fields2 world-same-fields3""",
    "interfaces imported or exported twice": "import-twice export-twice",
    "members and parameters of one name": """duplicate-record-fields duplicate-flags duplicate-enum-cases
        duplicate-function-params""",
    "types that are not there": """alias-no-type undefined-typed bad-resource2 bad-resource11 bad-resource12
        bad-function2 invalid-type-reference2""",
    "types that depend on themselves": "cycle3 cycle4 cycle5",
    "types without members, or with too many": "empty-variant1 empty-enum empty-tuple too-many-flags",
    "keys of maps": "map-invalid-key",
    "handles of what is no resource": "bad-resource4 bad-resource13 bad-resource14",
    "results of constructors": "bad-resource6 bad-resource17",
    "getters and setters": """accessor-getter-params accessor-getter-no-result accessor-setter-two-params
        accessor-setter-bad-result accessor-canonical-pair accessor-resource-static-mismatch
        accessor-world-setter-no-getter accessor-world-setter-static-mismatch""",
    "repeated attributes": "external-id-twice",
    # In several
    "packages that are declared twice": "multi-package-deps-share-nest nested-packages-colliding-names",
    "packages that depend on themselves": "pkg-cycle pkg-cycle2 multiple-package-inline-cycle",
    "packages that are not there": "bad-pkg6 unresolved-interface4",
    "items and types that are not in a package": "bad-pkg2 bad-pkg3 use-world bad-pkg4",
    "handles of what is no resource elsewhere": "bad-resource15",
    "references to what is gated": "bad-gate1 bad-gate2 bad-gate4 bad-gate5",
    "versions of the future": "bad-since-on-include bad-since-on-interface bad-since-on-type",
    "borrows in results": "return-borrow1 return-borrow3 return-borrow4 return-borrow5 return-borrow7 return-borrow8",
}
"""The reference's fixtures that are wrong beyond syntax, by what is wrong. What an `include` brings is left out."""

ELSEWHERE = {
    "at the path, not at the name of the item to which it leads": "bad-include2 include-cycle use-cycle4",
    "at the `use` of a world, not at the `include` that it misleads": "use-and-include-world",
    "at the `@since`, not at the name of the item": "bad-since-on-include bad-since-on-interface bad-since-on-type",
}
"""Those of which the error is on another line of the file, by where that is."""


@pytest.fixture(autouse=True)
def _corpora() -> None:
    corpora.needed()


@pytest.mark.parametrize("how", [NEVER, EVERYWHERE], ids=["whole", "cut"])
def test_accepted_packages_have_no_error(how: Cutting, capsys: pytest.CaptureFixture[str]) -> None:
    with cutting(how):
        checked = [(file, found) for files, settings in _packages() for file, found in _errors_of(files, settings)]
    wrong = [(file, each.code, each.message) for file, found in checked for each in found]
    with capsys.disabled():
        print(f"\n{len(checked) - len({file for file, *_ in wrong})} of {len(checked)} accepted files have no error")
    assert wrong == []


def test_rejected_packages_have_an_error_where_the_reference_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    silent = set()
    lines = []
    for kind, names in KINDS.items():
        fixtures = names.split()
        missed = {name for name in fixtures if not _is_reported(name)}
        silent |= missed
        lines.append(f"  {len(fixtures) - len(missed)} of {len(fixtures)} {kind}")
    count = sum(len(names.split()) for names in KINDS.values())
    with capsys.disabled():
        print(
            f"\n{count - len(silent)} of {count} rejections are errors on the line of the reference", *lines, sep="\n"
        )
    assert silent == set()


def _is_reported(name: str) -> bool:
    """Whether a fixture has an error on a line that the reference names; anywhere, where that names none."""
    folder = corpora.REFERENCE / "parse-fail"
    verdict = (folder / f"{name}.wit.result").read_text(encoding="utf-8")
    path = folder / f"{name}.wit"
    files = [str(path)] if path.exists() else _files_of(str(folder / name))
    checked = _errors_of(files, corpora.OF_REFERENCE)
    found = [(os.path.relpath(file, folder), each, file) for file, errors in checked for each in errors]
    ours = {f"{path}:{LineIndex(read(file).text).row(each.span.start) + 1}" for path, each, file in found}
    theirs = set(re.findall(r"parse-fail/(\S+?:\d+):\d+", verdict))
    is_elsewhere = any(name in names.split() for names in ELSEWHERE.values())
    return bool(ours & theirs if theirs and not is_elsewhere else ours)


def _packages() -> Iterator[tuple[list[str], Settings]]:
    """The files of each accepted package with its dependencies, which may be of one file, and the settings for it."""
    for root in corpora.roots():
        if root.accepted:
            yield [str(root.path)] if root.path.is_file() else _files_of(str(root.path)), root.settings
    for path in sorted(corpora.REFERENCE.iterdir()):
        if path.suffix == ".wit":
            yield [str(path)], corpora.OF_REFERENCE
        elif path.is_dir() and path.name != "parse-fail":
            yield _files_of(str(path)), corpora.OF_REFERENCE


def _files_of(folder: str) -> list[str]:
    return [file for root in roots([folder], Folders(), standalone=True) for file in root.files]


def _errors_of(files: list[str], settings: Settings) -> Iterator[tuple[str, list[Diagnostic]]]:
    engine = Engine(Disk(Folders()), settings)
    if len(files) == 1:
        engine.stands_alone(files[0])
    else:
        engine.name_folder(os.path.dirname(files[0]))
    for file in files:
        engine.open(file, read(file).text)
    for file in files:
        yield file, [each for each in engine.diagnostics(file) if each.severity is Severity.ERROR]
