"""The engine: open documents, what is known of all files, and what there is to report of each.

It computes in small steps, one cell each, so that whoever drives it can stop between any two. Knows no editor's
protocol and no disk: texts come from its `sources`, or are handed in for open documents.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from wit_lsp.config import Settings
from wit_lsp.db import Database
from wit_lsp.engine.diagnostics import Report, Reporter, resolver
from wit_lsp.engine.files import (
    Cell,
    FileReport,
    assembled,
    bodies_of,
    cells_of,
    file_report,
    judged,
    places_elsewhere,
)
from wit_lsp.engine.judge import (
    NOTHING,
    Failure,
    Judgement,
    bodies_in,
    problems_of_bodies,
    segment_problems,
)
from wit_lsp.ir.document import Document
from wit_lsp.ir.facts import item_facts
from wit_lsp.ir.occurrences import LocatedOccurrence
from wit_lsp.semantics import packages as p
from wit_lsp.semantics import queries as q
from wit_lsp.text import Change
from wit_lsp.wasi.releases import RELEASES

SettingsOf = Callable[[str], Settings]
"""Gives the settings of the file at a path: always the same."""

DEFAULT = Settings()

MAX_RECENT = 50
"""Documents that are not open and are kept: where a name is declared and mentioned is asked again and again."""


class _Open:
    """An open document, the cells of its segments, and those of their judgements that are not empty.

    `gone` are cells that it had before: they are dropped only when those in their place are computed, for these read
    much the same. `settings` and `of_bodies`, the judgements of bodies as a whole, are those that counted for what was
    reported; `failures` are those of rules on bodies and on suppressions.
    """

    __slots__ = (
        *("cells", "count", "document", "failures", "found", "gone", "of_bodies"),
        *("reported", "reporter", "settings"),
    )

    def __init__(self, document: Document, reporter: Reporter) -> None:
        self.document = document
        self.reporter = reporter
        self.cells: list[Cell] = []
        self.count: Counter[Cell] = Counter()
        self.found: dict[Cell, Judgement] = {}
        self.gone: list[Cell] = []
        self.settings: Settings | None = None
        self.failures: list[Failure] = []
        self.of_bodies: tuple[Judgement, ...] = ()
        self.reported: Report | None = None


class Engine:
    """Answers for any file; for open documents it keeps what it knows of each segment."""

    def __init__(self, sources: q.Sources, settings: Settings | SettingsOf = DEFAULT) -> None:
        """`settings` are those of all files, or give those of each."""
        self._sources = sources
        self._alone: set[str] = set()
        self._named: set[str] = set()
        self._open: dict[str, _Open] = {}
        self._recent: dict[str, tuple[object, Document]] = {}  # the last one last
        self.watched: set[str] = set()
        """Files that are judged even while they are not open."""
        self._unwatched: dict[str, None] = {}
        self._pointing: dict[str, set[str]] = {}  # by the path of a file, those whose reports point to places in it
        self._checked: Document | None = None  # what `check` looks at
        self.db = Database()
        sources_of_all: q.Sources = self
        self.db.set(q.sources, sources_of_all)
        self.db.set(q.releases, RELEASES)
        self.configure((lambda path: settings) if isinstance(settings, Settings) else settings)

    # What the world says

    def configure(self, settings_of: SettingsOf) -> None:
        """Take the settings of files from another function; only what depends on one that changed is out of date."""
        self.db.set(q.settings_of, settings_of)

    def open(self, path: str, text: bytes, change: Change | None = None) -> Document:
        """Take a text for that of a file, as long as it is open; `change` is where the one before was another."""
        old = self._open.get(path)
        document = Document(path, text, old.document if old is not None else None, change)
        self.take(document)
        return document

    def take(self, document: Document) -> None:
        """Take a document for the present one of its file, as long as it is open."""
        path = document.path
        if path in self._open:
            self._update(self._open[path], document, is_new=False)
            return
        self._open[path] = _Open(document, Reporter(resolver(self)))
        self.db.discard(file_report, path)
        self.db.watch(problems_of_bodies, path)
        self.db.set(q.is_open, path, True)
        self.folder_changed(os.path.dirname(path))
        self._update(self._open[path], document, is_new=True)

    def close(self, path: str) -> None:
        """The file is again what the disk says."""
        closed = self._open.pop(path)
        if path in self.watched:
            self.db.watch(file_report, path)
        closed.gone += closed.count
        closed.count.clear()
        self._drop_gone(closed)
        self.db.discard(problems_of_bodies, path)
        for body in bodies_of(closed.document):
            self.db.discard(q.body_source, body)
        self.db.discard(q.file_facts, path)
        self.db.discard(q.is_open, path)
        self.changed_on_disk(path)

    def changed_on_disk(self, path: str) -> None:
        """A file that is not open was made, changed or removed."""
        if path not in self._open:
            self.db.set(q.facts_version, path, object())
            self._places_moved(path)
        self.folder_changed(os.path.dirname(path))

    def folder_changed(self, folder: str) -> None:
        """A file may have been made in a folder, or removed, or a folder in it or in the one above."""
        self.db.set(q.files_in, folder, self.siblings(folder))
        for each in (folder, os.path.dirname(folder)):
            if self.has_looked_into(each):
                self.db.set(q.dependencies_in, each, self.dependencies(each))
        self._outdate()

    def has_looked_into(self, folder: str) -> bool:
        """Whether anything depends on which folders lie in a folder."""
        return self.db.peek(q.dependencies_in, folder) is not None

    def packages_changed(self, packages: q.WorkspacePackages) -> None:
        """Other packages lie in the workspace than before, or elsewhere. The mapping must not change any more."""
        self.db.set(q.workspace_packages, packages)

    def find_in_deps_alone(self) -> None:
        """Packages are where the reference toolchain finds them, and nowhere else."""
        self.db.set(q.is_embedded, False)

    def name_folder(self, folder: str) -> None:
        """The files of a folder are one package, even if it has no `deps`."""
        self._named.add(folder)
        self.db.set(p.is_named, folder, True)

    def watch(self, path: str) -> None:
        """Have a file judged while it is not open too."""
        self.watched.add(path)
        if path not in self._open:
            self.db.watch(file_report, path)

    def unwatch(self, path: str) -> None:
        """Undo `watch`."""
        self.watched.discard(path)
        self._unwatched[path] = None
        self.db.discard(file_report, path)
        self.db.discard(places_elsewhere, path)

    def take_unwatched(self) -> list[str]:
        """The files that were unwatched since this was asked last."""
        found = [path for path in self._unwatched if path not in self.watched]
        self._unwatched.clear()
        return found

    def stands_alone(self, path: str) -> None:
        """A file is a package of its own, whatever lies beside it."""
        self._alone.add(path)
        self.db.set(q.is_standalone, path, True)

    def over(self, sources: q.Sources) -> Engine:
        """Another engine that works as this one does, on other texts."""
        other = Engine(sources, self.db.get(q.settings_of))
        for path in self._alone:
            other.stands_alone(path)
        for folder in self._named:
            other.name_folder(folder)
        other.db.set(q.is_embedded, self.db.get(q.is_embedded))
        other.packages_changed(self.db.get(q.workspace_packages))
        other.db.check_cancelled = self.db.check_cancelled
        return other

    def stale_paths(self) -> list[str]:
        """The open documents of which there may be something else to report than before."""
        found = []
        for path, each in self._open.items():
            is_other = each.reported is None or each.settings != self._settings(path)
            if is_other or (not each.document.is_too_large and self._is_pending(path, each)):
                found.append(path)
        return found

    def stale_files(self) -> list[str]:
        """Those that are watched and not open of which there may be something else to report than before."""
        return [key[1] for key in self.db.pending if key[0] is file_report]

    # What there is

    def document(self, path: str) -> Document | None:
        """The present text of any file; None where it is not there or cannot be read."""
        found = self._open.get(path)
        if found is not None:
            return found.document
        checked = self._checked
        return checked if checked is not None and checked.path == path else self._sources.document(path)

    def read(self, path: str) -> Document | None:
        """As `document`. Those that were read last are kept until it is said that they changed."""
        if path in self._open:
            return self._open[path].document
        version = self.db.get(q.facts_version, path)
        kept, document = self._recent.pop(path, (None, None))
        if document is None or kept is not version:
            document = self.document(path)
        if document is not None:
            self._recent[path] = version, document
            if len(self._recent) > MAX_RECENT:
                del self._recent[next(iter(self._recent))]
        return document

    def forget_read(self) -> None:
        """Keep none of the documents that were read last."""
        self._recent.clear()

    def text(self, path: str) -> bytes | None:
        """That of a file that is not WIT, as the sources have it."""
        return self._sources.text(path)

    def folders_above(self, folder: str) -> tuple[str, ...]:
        """Those that the sources know."""
        return self._sources.folders_above(folder)

    def siblings(self, folder: str) -> tuple[str, ...]:
        """The `.wit` files in a folder, the open ones that are not on the disk yet included."""
        listed = set(self._sources.siblings(folder))
        if self._checked is not None and os.path.dirname(self._checked.path) == folder:
            listed.add(self._checked.path)
        listed.update(path for path in self._open if path.endswith(".wit") and os.path.dirname(path) == folder)
        return tuple(sorted(listed))

    def dependencies(self, deps: str) -> tuple[q.Dependency, ...]:
        """What lies in a folder, as in one named `deps`, with the open files that are not on the disk yet."""
        found = {each.path: each for each in self._sources.dependencies(deps)}
        for path in self._open:
            folder = os.path.dirname(path)
            if folder == deps:
                found.setdefault(path, q.Dependency(path, "text"))
            elif os.path.dirname(folder) == deps:
                found.setdefault(folder, q.Dependency(folder, "folder"))
        return tuple(found[path] for path in sorted(found))

    def packages(self) -> q.WorkspacePackages:
        """Those that the sources know."""
        return self._sources.packages()

    def is_dependency(self, path: str) -> bool:
        """Whether a file lies in the `deps` of a package: it is its authors' to fix."""
        return self.db.get(q.is_dependency, os.path.dirname(path))

    def renamed_with(self, at: LocatedOccurrence) -> list[LocatedOccurrence]:
        """The places in all files that must be called the same as one; none where a dependency has some of them."""
        from wit_lsp.engine.references import renamed_with  # most runs rename nothing

        found = list(renamed_with(self, at))
        paths = {each.located.document.path for each in found}
        return [] if any(map(self.is_dependency, paths)) else found

    @property
    def open_paths(self) -> list[str]:
        return list(self._open)

    def diagnostics(self, path: str) -> Report:
        """What there is to report of a file. Raises Cancelled where the database does."""
        found = self._open.get(path)
        if found is None:
            document = self._sources.document(path) or Document(path, b"")
            return self.check(document)
        for _ in self.steps(path):
            pass
        settings = self._settings(path)
        of_bodies = self.db.get(problems_of_bodies, path) if not found.document.is_too_large else ()
        if found.reported is None or found.settings != settings or found.of_bodies is not of_bodies:
            judgements = found.found if not found.document.is_too_large else {}
            found.reported, found.failures = assembled(self.db, found.document, found.reporter, judgements, of_bodies)
            found.failures += (failure for each in of_bodies for failure in each.failures)
            found.settings, found.of_bodies = settings, of_bodies
        return found.reported

    def file_report(self, path: str) -> FileReport:
        """What there is to report of a file that is watched and not open: the same object as long as it is the same.

        Raises Cancelled where the database does.
        """
        report = self.db.get(file_report, path)
        for other in report.places:
            self._pointing.setdefault(other, set()).add(path)
        return report

    def learn(self, path: str) -> None:
        """Work out the facts of a file that is not open, while its document is at hand.

        They are all that is asked of most files when something is looked for by its name.
        """
        self.db.get(q.file_reading, path)

    def failures(self, path: str) -> list[Failure]:
        """The rules that raised on an open document."""
        found = self._open[path]
        return [*(failure for each in found.found.values() for failure in each.failures), *found.failures]

    def check(self, document: Document, failures: Callable[[Failure], object] = lambda _: None) -> Report:
        """As `diagnostics`, of a document that is looked at once: nothing is kept of its segments."""
        with nullcontext() if document.is_too_large else self._taken_for_its_file(document):
            report, raised = judged(self.db, document, self)
        for failure in raised:
            failures(failure)
        return report

    @contextmanager
    def _taken_for_its_file(self, document: Document) -> Iterator[None]:
        """Meanwhile the database has the facts of a document that is not open, instead of the disk's."""
        path, db = document.path, self.db
        if path in self._open:
            yield
            return
        bodies = bodies_of(document)
        is_known = self._sources.document(path) is document or (
            db.peek(q.file_facts, path) is not None
            and db.get(q.file_facts, path) == document.facts
            and db.get(q.file_items, path) == q.items_of(document)
            and db.get(q.doubtful_names, path) == document.doubtful_names
        )
        folder = os.path.dirname(path)
        siblings = self._sources.siblings(folder)
        place = bisect_left(siblings, path)  # they are sorted, and may be thousands
        is_listed = siblings[place : place + 1] == (path,)
        self._checked = document
        if not is_known:
            db.set(q.facts_version, path, object())
            db.set(q.file_facts, path, document.facts)
        if not is_listed:
            self.folder_changed(folder)
        if bodies:  # else its facts say as much, and others depend on whether it is open
            db.set(q.is_open, path, True)
        for body, source in bodies.items():
            db.set(q.body_source, body, source)  # type: ignore[arg-type]
        try:
            yield
        finally:
            self._checked = None
            db.discard(bodies_in, path)
            if bodies:
                db.discard(q.is_open, path)
            if not is_known:
                db.discard(q.file_facts, path)
                db.set(q.facts_version, path, object())
            if not is_listed:
                self.folder_changed(folder)
            for body in bodies:
                db.discard(q.body_source, body)

    @contextmanager
    def cut_bodies(self, document: Document) -> Iterator[None]:
        """Meanwhile the database has the bodies of a document that are cut, though it is not open."""
        bodies = {} if document.path in self._open else bodies_of(document)
        for body, source in bodies.items():
            self.db.set(q.body_source, body, source)  # type: ignore[arg-type]
        try:
            yield
        finally:
            for body in bodies:
                self.db.discard(q.body_source, body)

    def steps(self, path: str) -> Iterator[None]:
        """Judge what is out of date in an open document, a segment a step."""
        found = self._open[path]
        if found.document.is_too_large:
            return
        pending, db = self.db.pending, self.db
        for cell in self._perhaps_pending(path, found):
            if (segment_problems, path, *cell) in pending and cell in found.count:
                judgement = db.get(segment_problems, path, *cell)
                if judgement is not NOTHING:
                    found.found[cell] = judgement
                    found.reported = None
                elif found.found.pop(cell, None) is not None:
                    found.reported = None
                yield
        self._drop_gone(found)

    def _perhaps_pending(self, path: str, open: _Open) -> list[Cell]:
        """The cells of an open document, or those of it that are out of date, whichever takes less time."""
        pending = self.db.pending
        if len(open.count) < len(pending):
            return list(open.count)
        return [key[2:] for key in list(pending) if key[:2] == (segment_problems, path)]

    def _is_pending(self, path: str, open: _Open) -> bool:
        pending = self.db.pending
        return (problems_of_bodies, path) in pending or any(
            (segment_problems, path, *cell) in pending for cell in self._perhaps_pending(path, open)
        )

    def _settings(self, path: str) -> Settings:
        return self.db.get(q.settings, path)

    def _drop_gone(self, open: _Open) -> None:
        for cell in open.gone:
            if cell not in open.count:
                self.db.discard(segment_problems, open.document.path, *cell)
        open.gone.clear()

    def _update(self, open: _Open, document: Document, *, is_new: bool) -> None:
        """Hand a new version of an open document to the database."""
        old, db, path = open.document, self.db, document.path
        cells = cells_of(document)
        front, back = _same_ends(open.cells, cells)
        gone = open.cells[front : len(open.cells) - back]
        new = cells[front : len(cells) - back]
        open.document, open.cells, open.reported = document, cells, None
        db.set(q.file_facts, path, document.facts)
        if is_new or [_facts(each) for each in gone] != [_facts(each) for each in new]:
            db.set(q.facts_version, path, object())
            bodies = bodies_of(document)
            for body in {} if is_new else bodies_of(old):
                if body not in bodies:
                    db.discard(q.body_source, body)
            for body, source in bodies.items():
                db.set(q.body_source, body, source)  # type: ignore[arg-type]
        for cell in new:
            open.count[cell] += 1
            if open.count[cell] == 1:
                db.watch(segment_problems, path, *cell)
        for cell in gone:
            open.count[cell] -= 1
            if not open.count[cell]:
                del open.count[cell]
                open.found.pop(cell, None)
                open.gone.append(cell)
        self._places_moved(path)
        self._outdate()

    def _places_moved(self, path: str) -> None:
        """Files that are not open whose reports point into this one are judged again."""
        for each in self.watched.intersection(self._pointing.pop(path, ())):
            self.db.set(places_elsewhere, each, object())

    def _outdate(self) -> None:
        """Where anchors stand may have changed, in any file."""
        for each in self._open.values():
            if each.reported is not None and each.reported.has_anchors:
                each.reported = None


def _same_ends(old: list[Cell], new: list[Cell]) -> tuple[int, int]:
    """How many cells are the same at the start and, of the others, at the end."""
    limit = min(len(old), len(new))
    front = 0
    while front < limit and old[front] == new[front]:
        front += 1
    back = 0
    while back < limit - front and old[-1 - back] == new[-1 - back]:
        back += 1
    return front, back


def _facts(cell: Cell) -> list[object]:
    segment, bodies = cell
    return [bodies, segment.doubtful_names, *(item_facts(item) for item in segment.items)]
