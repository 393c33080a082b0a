"""What there is to report of a whole file: put together, and judged at once where the file is not open.

Of a file that is not open nothing is kept but that report.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from wit_lsp.db import Database, Key
from wit_lsp.engine.diagnostics import Diagnostic, Report, Reporter, resolver
from wit_lsp.engine.judge import (
    Failure,
    Found,
    Judgement,
    bodies_in,
    body_problems,
    finders_of,
    rules_with,
    segment_problems,
)
from wit_lsp.engine.suppressing import of_suppressions
from wit_lsp.fixes.reading import Documents
from wit_lsp.ir.document import Document
from wit_lsp.ir.group import BodyKeys
from wit_lsp.ir.items import Block
from wit_lsp.ir.segment import Segment
from wit_lsp.rules.selection import severities
from wit_lsp.semantics import queries as q
from wit_lsp.semantics.api import Semantics
from wit_lsp.tuples import NamedTuple

Cell = tuple[Segment, BodyKeys]


class FileReport(NamedTuple):
    """What there is to report of a file that is not open, without fixes, and the rules that failed."""

    diagnostics: tuple[Diagnostic, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def places(self) -> set[str]:
        """The other files in which it has places."""
        return {place.path for each in self.diagnostics for place in each.related if place.path != each.path}


NO_REPORT = FileReport()


def assembled(
    db: Database,
    document: Document,
    reporter: Reporter,
    judgements: Mapping[Cell, Judgement],
    of_bodies: Iterable[Judgement],
) -> tuple[Report, list[Failure]]:
    """What there is to report, and the rules on suppressions that raised."""
    path = document.path
    settings = db.get(q.settings, path)
    if settings.excluded:
        return Report(document, []), []
    placed = list(reporter.of_bodies(document, of_bodies))
    found: dict[int, list[Found]] = {}
    failures: list[Failure] = []
    if not (document.is_too_large or db.get(q.is_dependency, os.path.dirname(path))):
        rules = db.get(rules_with, settings)
        found, failures = of_suppressions(document, judgements, placed, rules, Semantics(db, path))
    return reporter.report(document, judgements, placed, found, severities(settings)), failures


def judged(db: Database, document: Document, documents: Documents) -> tuple[Report, list[Failure]]:
    """What there is to report of a document of whose segments nothing is kept, and the finders that raised.

    `documents` are those in which related places stand.
    """
    path = document.path
    judgements: dict[Cell, Judgement] = {}
    of_bodies: list[Judgement] = []
    if not document.is_too_large:
        for cell in cells_of(document):
            db.check_cancelled()
            judgements[cell] = segment_problems(db, path, *cell)
        of_bodies += (body_problems(db, path, keys) for keys in db.get(bodies_in, path))
    report, failures = assembled(db, document, Reporter(resolver(documents)), judgements, of_bodies)
    return report, [*(failure for each in (*judgements.values(), *of_bodies) for failure in each.failures), *failures]


def cells_of(document: Document) -> list[Cell]:
    """A segment and the bodies around it, for each segment: by these its judgement is kept."""
    return list(zip(document.segments, document.body_keys, strict=True))


def bodies_of(document: Document) -> dict[object, q.BodySource]:
    """The bodies that are cut, by their keys."""
    found: dict[object, q.BodySource] = {}
    for group in document.groups:
        inner: dict[object, list[tuple[Block, object]]] = {}
        for body in group.bodies:
            if body.parent is not None:
                inner.setdefault(body.parent.key, []).append((body.item, body.key))
        for body in group.bodies:
            segments = tuple(group.segments[body.first : body.last + 1])
            found[body.key] = q.BodySource(body.level, body.item, segments, tuple(inner.get(body.key, ())))
    return found


def places_elsewhere(db: Database, path: str) -> object:
    """Another value where places in other files may have moved to which the report of a file points. Set."""
    return None


def file_report(db: Database, path: str) -> FileReport:
    """That of a file that is not open."""
    if db.get(q.settings, path).excluded:
        return NO_REPORT
    db.get(q.facts_version, path)
    sources = db.get(q.sources)
    document = sources.document(path)
    if document is None:
        return NO_REPORT
    here = _OneFile(db, document)
    report, failures = judged(here, document, here)
    diagnostics = tuple(each._replace(fixes=(), subject=None) for each in report.limited())
    if not diagnostics and not failures:
        return NO_REPORT
    found = FileReport(diagnostics, tuple(failures))
    if found.places:
        db.get(places_elsewhere, path)
    return found


class _OneFile(Database):
    """The database, as it answers what is asked to judge a file that is not open.

    What is asked of the file's own bodies is answered from its document, and forgotten with that. All else is read from
    the database itself, which so knows what the report depends on.
    """

    def __init__(self, db: Database, document: Document) -> None:
        super().__init__()
        self.check_cancelled = db.check_cancelled
        self._db = db
        self._document = document
        self._bodies = bodies_of(document)
        self._answers: dict[Key, Any] = {(q.body_source, key): body for key, body in self._bodies.items()}
        self._answers[q.sources,] = self

    def get(self, query: Any, *args: Any) -> Any:  # type: ignore[override]
        if not self._is_own(query, args):
            return self._db.get(query, *args)
        key = (query, *args)
        if key not in self._answers:
            self._answers[key] = query(self, *args)
        return self._answers[key]

    def entry(self, query: Any, *args: Any, key: Any) -> Any:  # type: ignore[override]
        if not self._is_own(query, args):
            return self._db.entry(query, *args, key=key)
        return self.get(query, *args).get(key)

    def _is_own(self, query: Any, args: tuple[Any, ...]) -> bool:
        """Whether a query is asked of a body that is cut, or of the file: then nobody else asks it."""
        if query in _OF_DOCUMENT:
            return args[:1] in ((), (self._document.path,))
        return bool(self._bodies) and any(type(each) is object and each in self._bodies for each in args)

    # The sources

    def document(self, path: str) -> Document | None:
        """The one whose bodies are known, where it is that; else what there is."""
        return self._document if path == self._document.path else self._db.get(q.sources).document(path)

    def text(self, path: str) -> bytes | None:
        return self._db.get(q.sources).text(path)

    def folders_above(self, folder: str) -> tuple[str, ...]:
        return self._db.get(q.sources).folders_above(folder)

    def siblings(self, folder: str) -> tuple[str, ...]:
        return self._db.get(q.sources).siblings(folder)

    def dependencies(self, deps: str) -> tuple[q.Dependency, ...]:
        return self._db.get(q.sources).dependencies(deps)

    def packages(self) -> q.WorkspacePackages:
        return self._db.get(q.sources).packages()


_OF_DOCUMENT = {q.sources, q.is_alone, bodies_in, finders_of}
