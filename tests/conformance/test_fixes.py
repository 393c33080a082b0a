"""Fixes in real packages: what is written wrong is what it was again, and means the same."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conformance import corpora
from tests.conformance.test_references import engine_of, located
from wit_lsp.engine.apply_fixes import apply_fixes
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.references import meaning, renamed_with
from wit_lsp.fixes.free import written
from wit_lsp.ir.document import Document, LocatedItem
from wit_lsp.ir.items import Interface, Use, World
from wit_lsp.ir.occurrences import LocatedOccurrence
from wit_lsp.ir.outline import parent
from wit_lsp.problem import Applicability, Fix
from wit_lsp.semantics.symbols import Symbol
from wit_lsp.text import Edit, Span
from wit_lsp.validation.names import escaped, is_name, kebab
from wit_lsp.workspace import Folders
from wit_lsp.workspace.reading import read
from wit_lsp.workspace.roots import roots

PLACES = int(os.environ.get("WIT_LSP_FIXES", "40"))
"""How many places are written wrong for each test."""

PATHS = ("path-as-type", "foreign-type")
"""A path may look as one of a library of another language."""

Documents = dict[str, Document]


@pytest.fixture(autouse=True)
def _corpora() -> None:
    corpora.needed()


def test_a_name_that_is_not_written_as_in_wit_is_renamed_in_all_files() -> None:
    for documents, at in places(random.Random(21), is_spelt_otherwise):
        engine = engine_of(documents)
        wrong = spelt_otherwise(at.occurrence.word)
        spans = {(each.located.document.path, each.span) for each in renamed_with(engine, at)}
        broken = edited(documents, ((path, Edit(span, wrong)) for path, span in spans))
        assert fixed(broken, "identifier-case") == texts(documents), (at.located.document.path, wrong)


def test_a_type_that_is_brought_in_means_the_same_where_a_path_stood() -> None:
    for documents, at in places(random.Random(22), is_brought_in):
        path, use = at.located.document.path, at.occurrence.item
        assert isinstance(use, Use)
        before = types_in(documents, path)
        edits = list(with_paths(at, use))
        broken = edited(documents, ((path, edit) for edit in edits))
        after = {each: Document(each, text) for each, text in fixed(broken, *PATHS).items()}
        assert types_in(after, path) == before, (path, at.occurrence.word)
        assert not codes(after, path).intersection(PATHS)


def is_spelt_otherwise(at: LocatedOccurrence) -> bool:
    """Whether a name can be written as in other languages, so that it is clear what it is in WIT."""
    word = at.occurrence.word
    wrong = spelt_otherwise(word)
    return at.occurrence.kind != "package" and not is_name(wrong) and kebab(wrong) == word


def spelt_otherwise(word: str) -> str:
    first, *others = word.split("-")
    return "_".join((first, *others)) if len(word) % 2 else "".join((first, *(each.capitalize() for each in others)))


def is_brought_in(at: LocatedOccurrence) -> bool:
    """Whether a `use` brings a type in under its own name, and nothing else of it has that."""
    item = at.occurrence.item
    return isinstance(item, Use) and at.occurrence.role == "import" and len(item.names) == 1 and bool(mentions(at))


def mentions(at: LocatedOccurrence) -> list[LocatedOccurrence]:
    """Where a type that a `use` brings in is mentioned in the same body."""
    body = around(at)
    document, word = at.located.document, at.occurrence.word
    return [
        each
        for each in located(document)
        if each.occurrence.word == word
        and (each.occurrence.kind, each.occurrence.role) == ("type", "mention")
        and not isinstance(each.occurrence.item, Use)
        and around(each) == body
    ]


def around(at: LocatedOccurrence) -> Span | None:
    """The innermost interface or world, by its place."""
    item: LocatedItem | None = parent(at.item)
    while item is not None and not isinstance(item.item, (Interface, World)):
        item = parent(item)
    return item.span if item is not None else None


def with_paths(at: LocatedOccurrence, use: Use) -> Iterator[Edit]:
    """Takes a `use` out, and writes a path where its type is mentioned."""
    yield Edit(at.item.span, "")
    path = f"{written(use.path.package, use.path.name)}.{escaped(at.occurrence.word)}"
    yield from (Edit(each.span, path) for each in mentions(at))


def places(
    chance: random.Random, is_wanted: Callable[[LocatedOccurrence], bool], tries: int = 4_000
) -> Iterator[tuple[Documents, LocatedOccurrence]]:
    """Names of accepted packages that mean something which no dependency declares or mentions."""
    packages = [root.path for root in corpora.roots() if root.accepted and root.path.is_dir()]
    found = 0
    for _ in range(tries):
        root: Path = chance.choice(packages)
        [files] = roots([str(root)], Folders(), standalone=True)
        documents = {path: Document(path, read(path).text) for path in files.files}
        own = [path for path in documents if os.path.dirname(path) == str(root)]
        if not own:
            continue
        engine = engine_of(documents)
        names = [each for each in located(documents[chance.choice(own)]) if is_wanted(each)]
        if names and engine.renamed_with(at := chance.choice(names)):
            yield documents, at
            found += 1
            if found == PLACES:
                return
    pytest.fail(f"only {found} places were found")


def edited(documents: Documents, edits: Iterator[tuple[str, Edit]]) -> Documents:
    changed: dict[str, list[Edit]] = {}
    for path, edit in edits:
        changed.setdefault(path, []).append(edit)
    return documents | {path: documents[path].edited(each) for path, each in changed.items()}


def fixed(documents: Documents, *codes: str) -> dict[str, bytes]:
    """The texts after all safe fixes of these errors."""

    def is_wanted(diagnostic: Diagnostic, fix: Fix) -> bool:
        return diagnostic.code in codes and fix.applicability is Applicability.SAFE

    applied = apply_fixes(documents.values(), engine_of(documents), is_wanted)
    assert not applied.failures, applied.failures[0].trace
    return texts(applied.documents)


def texts(documents: Documents) -> dict[str, bytes]:
    return {path: document.text for path, document in documents.items()}


def types_in(documents: Documents, path: str) -> list[Symbol | None]:
    """What each mention of a type in a file means, whatever it is called there, in the order of the text."""
    engine = engine_of(documents)
    return [
        meaning(engine, each, through=True)
        for each in located(documents[path])
        if each.occurrence.kind == "type" and not isinstance(each.occurrence.item, Use)
    ]


def codes(documents: Documents, path: str) -> set[str]:
    return {each.code for each in engine_of(documents).diagnostics(path)}
