"""References in real packages are exact: what is found is what changes its meaning when each place is changed alone."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.conformance import corpora
from tests.sources import Texts
from wit_lsp.engine.engine import Engine
from wit_lsp.engine.references import meaning, references
from wit_lsp.ir.document import Document
from wit_lsp.ir.occurrences import LocatedOccurrence, occurrences
from wit_lsp.semantics.symbols import Symbol
from wit_lsp.workspace import Folders
from wit_lsp.workspace.reading import read
from wit_lsp.workspace.roots import roots

NAMES = int(os.environ.get("WIT_LSP_REFERENCES", "25"))
"""How many names are looked for."""

FRESH = "entirely-fresh"

Place = tuple[str, int]
"""A file, and the first byte of a word in it."""


@pytest.fixture(autouse=True)
def _corpora() -> None:
    corpora.needed()


class Loaded(Texts):
    """Files whose documents are kept."""

    def __init__(self, documents: dict[str, Document]) -> None:
        super().__init__({path: document.text for path, document in documents.items()})
        self.documents = documents

    def document(self, path: str) -> Document | None:
        return self.documents.get(path)


class Named(NamedTuple):
    """A name in a package, and its word."""

    root: str
    documents: dict[str, Document]
    at: LocatedOccurrence
    place: Place
    word: str


def test_each_reference_changes_its_meaning_and_nothing_else_does(capsys: pytest.CaptureFixture[str]) -> None:
    kinds: Counter[str] = Counter()
    changed = 0
    for name in names(random.Random(11)):
        engine = engine_of(name.documents)
        before = meanings(engine, name)
        wanted = before[name.place]
        found = {place_of(each) for each in references(engine, wanted, name.at)}
        same = {place for place, means in before.items() if means == wanted}
        expected = set()
        for place in places(name):
            after = moved(meanings(engine_of(with_word(name, [place])), name), place, name.word)
            others = before.get(place)
            if others is not None and others != wanted and others.kind in ("item", "package"):
                continue  # a path to what is meant
            if any(after.get(each) != wanted for each in same):
                expected.add(place)
                is_declared = declares(name, place)
                assert is_declared or place not in after, f"{name.root}: {wanted} at {place} still means {after[place]}"
            changed += 1
        assert found == expected, (name.root, wanted)
        kinds[wanted.kind] += 1
    with capsys.disabled():
        print(f"\n{sum(kinds.values())} names, {changed} places changed alone: {dict(kinds)}")
    assert len(kinds) >= 4


def test_all_references_changed_at_once_mean_the_same_again() -> None:
    for name in names(random.Random(12)):
        engine = engine_of(name.documents)
        before = meanings(engine, name)
        found = [place_of(each) for each in references(engine, before[name.place], name.at)]
        if before[name.place].kind == "package" and any(
            name.documents[path].facts.header is None for path in name.documents
        ):
            continue
        renamed = with_word(name, found)
        after = meanings(engine_of(renamed), name._replace(documents=renamed), every=True)
        unchanged = meanings(engine, name, every=True)
        assert sorted(Counter(unchanged.values()).values()) == sorted(Counter(after.values()).values()), name.root


def names(chance: random.Random) -> Iterator[Named]:
    """Names that mean something in accepted packages, most of them with files beside them."""
    packages = [root.path for root in corpora.roots() if root.accepted and root.path.is_dir()]
    for _ in range(NAMES):
        while True:
            root = str(chance.choice(packages))
            [found] = roots([root], Folders(), standalone=True)
            documents = {path: Document(path, read(path).text) for path in found.files}
            engine = engine_of(documents)
            document = documents[chance.choice(found.files)]
            named = [each for each in located(document) if meaning(engine, each) is not None]
            if named:
                break
        each = chance.choice(named)
        yield Named(root, documents, each, place_of(each), each.occurrence.word)


def engine_of(documents: dict[str, Document]) -> Engine:
    return Engine(Loaded(documents))


def located(document: Document) -> Iterator[LocatedOccurrence]:
    return (LocatedOccurrence(segment, each) for segment in document for each in occurrences(segment.segment))


def meanings(engine: Engine, name: Named, *, every: bool = False) -> dict[Place, Symbol]:
    """What each place with the word means, or with any word."""
    return {
        place_of(each): means
        for path in name.documents
        if (document := engine.document(path)) is not None
        for each in located(document)
        if (every or each.occurrence.word in (name.word, FRESH)) and (means := meaning(engine, each)) is not None
    }


def place_of(at: LocatedOccurrence) -> Place:
    document, word = at.located.document, at.occurrence.word.encode()
    start, end = at.span
    colon = document.text.find(b":", start, end) if at.occurrence.kind == "package" else start
    return document.path, document.text.index(word, colon, end)


def places(name: Named) -> Iterator[Place]:
    """Every place with the word in the text of a file, comments included, but for namespaces."""
    pattern = re.compile(rb"(?<![\w-])%s(?![\w-])" % re.escape(name.word.encode()))
    for path, document in name.documents.items():
        packages = [each for each in located(document) if each.occurrence.kind == "package"]
        namespaces = {each.span.start for each in packages}
        starts = (found.start() for found in pattern.finditer(document.text))
        yield from ((path, start) for start in starts if start not in namespaces)


def with_word(name: Named, at: list[Place]) -> dict[str, Document]:
    """The documents with another word in these places."""
    changed = dict(name.documents)
    for path, start in sorted(set(at), reverse=True):
        text = changed[path].text
        end = start + len(name.word.encode())
        changed[path] = Document(path, text[:start] + FRESH.encode() + text[end:])
    return changed


def moved(found: dict[Place, Symbol], changed: Place, word: str) -> dict[Place, Symbol]:
    """Meanings by the places of the text before a change."""
    by = len(FRESH) - len(word.encode())
    path, start = changed
    return {(file, at - by if file == path and at > start else at): means for (file, at), means in found.items()}


def declares(name: Named, place: Place) -> bool:
    roles = {place_of(each): each.occurrence.role for each in located(name.documents[place[0]])}
    return roles.get(place) in ("declaration", "alias")
