"""Applies fixes to a workspace until none is left. Reads and writes no file."""

from __future__ import annotations

import math
import os
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import accumulate

from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.engine.judge import Failure
from wit_lsp.engine.overlay import Overlay
from wit_lsp.fixes.change import WorkspaceChange
from wit_lsp.fixes.readable import MissingTarget
from wit_lsp.fixes.reading import Reading
from wit_lsp.ir.document import Document
from wit_lsp.problem import Fix
from wit_lsp.semantics import queries as q
from wit_lsp.semantics.workspace import Packages
from wit_lsp.syntax.problem import MAX_PROBLEMS_PER_SEGMENT
from wit_lsp.text import Edit, EditSet, encode
from wit_lsp.tuples import NamedTuple

MAX_PASSES = 30
"""More than any chain of fixes needs: a bound, so that two fixes that fight end."""

MAX_TRIALS = 20
"""Versions of a file that are tried to find out which of its fixes leave more errors."""


class Applied(NamedTuple):
    """The workspace after its fixes.

    `documents` has the files that were looked at or changed, by their present paths; `moves` the present path of each
    file that moved by the one before; `created` and `deleted` paths. `counts` has the fixes of each file by code.
    """

    documents: dict[str, Document]
    moves: dict[str, str]
    created: set[str]
    deleted: set[str]
    counts: dict[str, Counter[str]]
    failures: list[Failure]


Wanted = Callable[[Diagnostic, Fix], bool]


Progress = Callable[[list[str]], Iterable[str]]
"""Gives the paths that it is given: as each is asked for, those before it are done."""


Failed = Callable[[str], None]
"""Called with the path of a file on which something raised, while that is handled."""


def _raise(path: str) -> None:
    raise


def apply_fixes(
    documents: Iterable[Document],
    engine: Engine,
    wanted: Wanted,
    *,
    may_change: Callable[[str], bool] = lambda path: True,
    progress: Progress = iter,
    failed: Failed = _raise,
) -> Applied:
    """Apply the preferred fix of each diagnostic of some files where it is `wanted`, again until none is left.

    In one pass no two fixes overlap: what would waits for the next, where it is computed again. Equal edits of two
    fixes, such as one `use` that both need, count once. A fix is applied once at a place until errors are fewer, so
    nothing loops. One of an error is taken back where more errors are reported after it: a text that is broken
    everywhere is not understood.

    A fix is left out as a whole if one of the files that it changes is none that it `may_change`. A file on which
    something raises is left as it is then, if `failed` does not raise it again.
    """
    return _Run(documents, engine, wanted, may_change, failed).run(progress)


class _Spot(NamedTuple):
    """Where a fix was applied: what it reported, and the first byte of that."""

    code: str
    message: str
    offset: int


class _ErrorFix(NamedTuple):
    """What is to fix an error of this code."""

    code: str
    edits: list[Edit]


class _Run:
    """The state between two passes. The engine is one of its own, over the files of the one that was given."""

    def __init__(
        self,
        documents: Iterable[Document],
        engine: Engine,
        wanted: Wanted,
        may_change: Callable[[str], bool],
        failed: Failed,
    ) -> None:
        self.overlay = Overlay(engine)
        self.engine = engine.over(self.overlay)
        self.wanted = wanted
        self.may_change = may_change
        self.applied = Applied({}, {}, set(), set(), {}, [])
        self.done: dict[str, set[_Spot]] = {}
        self.failed = failed
        self.given_up: set[str] = set()
        self.packages = Packages(self.engine.db.get(q.workspace_packages))
        self.folders: set[str] = set()  # in which other packages may lie than before the pass
        for document in documents:
            with self._guarded(document.path):
                self.engine.take(document)
                self.applied.documents[document.path] = document

    def run(self, progress: Progress) -> Applied:
        for _ in range(MAX_PASSES):
            accepted = _Accepted(self.engine)
            errors: dict[str, list[_ErrorFix]] = {}
            for path in progress(list(self.applied.documents)):
                if path not in self.given_up and not self.engine.is_dependency(path):
                    with self._guarded(path):
                        self._accept(path, accepted, errors)
            if not accepted.edits and not accepted.operations:
                break
            for path, edits in accepted.edits.items():
                with self._guarded(path):
                    self._edit(path, edits, errors.get(path, []))
            for operation in accepted.operations:
                self._operate(operation)
            self._find_packages()
        return self.applied

    @contextmanager
    def _guarded(self, path: str) -> Iterator[None]:
        """Look no more at a file on which something raises in this block."""
        try:
            yield
        except Exception:
            self.given_up.add(path)
            self.failed(path)

    def _accept(self, path: str, accepted: _Accepted, errors: dict[str, list[_ErrorFix]]) -> None:
        """Take those fixes of a file that go together with what was taken."""
        found, reading = self.engine.diagnostics(path), Reading(self.engine)
        known = self.applied.failures
        known += (failure for failure in self.engine.failures(path) if failure not in known)
        done = self.done.setdefault(path, set())
        for diagnostic in found:
            spot = _Spot(diagnostic.code, diagnostic.message, diagnostic.span.start)
            fix = diagnostic.preferred
            if fix is None or spot in done or not self.wanted(diagnostic, fix):
                continue
            try:
                change = diagnostic.change(fix, reading)
            except MissingTarget:
                continue
            if all(map(self.may_change, sorted(change.paths))) and accepted.add(change):
                done.add(spot)
                self.applied.counts.setdefault(path, Counter())[diagnostic.code] += 1
                if not diagnostic.is_rule:
                    errors.setdefault(path, []).append(_ErrorFix(diagnostic.code, change.edits[path]))

    def _edit(self, path: str, edits: list[Edit], of_errors: list[_ErrorFix]) -> None:
        old = self.engine.document(path)
        assert old is not None, "fixes edit files that are there"
        new = old.edited(edits)
        if _errors(new) > _errors(old):
            edits = _without_harm(old, edits, of_errors, self.applied.counts.get(path, Counter()))
            new = old.edited(edits)
        self.engine.take(new)
        self.applied.documents[path] = new
        if new.facts.header != old.facts.header:
            self.folders.add(os.path.dirname(path))
        move = _moves(edits)
        done = (spot._replace(offset=move(spot.offset)) for spot in self.done.get(path, ()))
        self.done[path] = set() if _errors(new) < _errors(old) else set(done)

    def _find_packages(self) -> None:
        """Have references find packages by the headers that they have now."""
        db = self.engine.db
        is_other = False
        for folder in self.folders:
            files = () if db.get(q.is_dependency, folder) else self.engine.siblings(folder)
            headers = [db.get(q.file_facts, path).header for path in files if not db.get(q.settings, path).excluded]
            is_other |= self.packages.put(folder, headers)
        self.folders.clear()
        if is_other:
            self.engine.packages_changed(self.packages.found())

    def _operate(self, change: WorkspaceChange) -> None:
        self.folders.update(map(os.path.dirname, change.paths))
        for path, text in change.creates:
            self.applied.created.add(path)
            self.overlay.removed.discard(path)
            self.applied.documents[path] = self.engine.open(path, encode(text))
        for path, to in change.moves:
            document = self.engine.document(path)
            assert document is not None, "only files that are there move"
            self._remove(path)
            self.applied.documents[to] = self.engine.open(to, document.text)
            first = next((old for old, now in self.applied.moves.items() if now == path), path)
            self.applied.moves[first] = to
            self.done[to] = self.done.pop(path, set())
            self.applied.counts[to] = self.applied.counts.pop(path, Counter())
        for path in change.deletes:
            self._remove(path)
            self.applied.deleted.add(path)

    def _remove(self, path: str) -> None:
        self.overlay.removed.add(path)
        self.applied.documents.pop(path, None)
        if path in self.engine.open_paths:
            self.engine.close(path)
        else:
            self.engine.changed_on_disk(path)


def _without_harm(old: Document, edits: list[Edit], fixes: list[_ErrorFix], counts: Counter[str]) -> list[Edit]:
    """The edits without those of fixes after which there are more errors; `counts` does not count these any more."""
    kept = [edit for edit in edits if all(edit not in fix.edits for fix in fixes)]
    fewest = _errors(old.edited(kept))
    trials, halves = MAX_TRIALS, [fixes]
    while halves:
        half = halves.pop()
        wanted = [edit for fix in half for edit in fix.edits]
        trials -= 1
        errors = _errors(old.edited(kept + wanted)) if trials >= 0 else fewest + 1
        if errors <= fewest:
            kept, fewest = kept + wanted, errors
        elif len(half) > 1 and trials > 0:
            middle = len(half) // 2
            halves += [half[middle:], half[:middle]]
        else:
            counts.subtract(fix.code for fix in half)
    for code in [code for code, count in counts.items() if not count]:
        del counts[code]
    return kept


def _errors(document: Document) -> float:
    """How many syntax errors are reported; infinite where so many are that not all of them can be."""
    counts = [len(segment.problems) for segment in document.segments]
    return math.inf if max(counts, default=0) >= MAX_PROBLEMS_PER_SEGMENT else sum(counts)


def _moves(edits: list[Edit]) -> Callable[[int], int]:
    """Where the byte at an offset stands after `edits`."""
    ordered = sorted(set(edits), key=lambda edit: edit.span.end)
    ends = [edit.span.end for edit in ordered]
    gains = [len(encode(edit.text)) - (edit.span.end - edit.span.start) for edit in ordered]
    moved = [0, *accumulate(gains)]
    return lambda offset: offset + moved[bisect_right(ends, offset)]


class _Accepted:
    """The edits of one pass, by file, and the changes that create, move or delete files."""

    def __init__(self, engine: Engine) -> None:
        self.edits: dict[str, list[Edit]] = {}
        self.operations: list[WorkspaceChange] = []
        self._engine = engine
        self._files: set[str] = set()  # that are created, moved or deleted
        self._known: dict[str, set[Edit]] = {}
        self._starts: dict[str, set[int]] = {}
        self._taken: dict[str, EditSet] = {}

    def add(self, change: WorkspaceChange) -> bool:
        """Take all of a change, or nothing where it wants bytes, a gap or a path that is taken; whether it took it."""
        new = {
            path: [edit for edit in edits if edit not in self._known.get(path, ())]
            for path, edits in change.edits.items()
        }
        if any(path in self._files or self._engine.document(path) is None for path in new):
            return False
        files = [path for path, _ in change.creates] + [path for move in change.moves for path in move]
        files += change.deletes
        if len(set(files)) < len(files) or not self._files.isdisjoint(files) or not self._can_operate(change):
            return False
        for path, edits in new.items():
            starts = self._starts.setdefault(path, set())
            if any(edit.span.start in starts for edit in edits):
                return False
            if not self._taken.setdefault(path, EditSet()).take([edit.span for edit in edits]):
                return False
        for path, edits in new.items():
            self.edits.setdefault(path, []).extend(edits)
            self._known.setdefault(path, set()).update(edits)
            self._starts[path].update(edit.span.start for edit in edits)
        self._files.update(files)
        if change.has_file_operations:
            self.operations.append(change)
        return True

    def _can_operate(self, change: WorkspaceChange) -> bool:
        """Whether what moves or goes is there, and was not edited in this pass by others; and what comes is not."""
        document = self._engine.document
        gone = [*(path for path, _ in change.moves), *change.deletes]
        come = [*(path for path, _ in change.creates), *(path for _, path in change.moves)]
        own = change.edits.keys()
        return all(document(path) is not None and (path in own or path not in self.edits) for path in gone) and all(
            document(path) is None for path in come
        )
