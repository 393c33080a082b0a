"""Applies fixes to texts until nothing is left to apply. Writes no file."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from wit_lsp.engine.diagnostics import Diagnostic, Failure, report
from wit_lsp.fixes import Changes
from wit_lsp.ir.files import File, Model
from wit_lsp.ir.source import Source
from wit_lsp.rules import Fix
from wit_lsp.syntax.problem import MOST
from wit_lsp.text import Edit, EditSet, apply, encode

PASSES = 30
"""More than any chain of fixes needs: a bound, so that two fixes that fight end."""


@dataclass
class Applied:
    """Files after their fixes, by path; `applied` counts the fixes of each file by code."""

    files: dict[str, File]
    applied: dict[str, Counter[str]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)


def apply_fixes(
    files: Iterable[File], model: Callable[[File], Model | None], wanted: Callable[[Diagnostic, Fix], bool]
) -> Applied:
    """Apply the preferred fix of each diagnostic where it is `wanted`, again and again until none is left.

    In one pass no two fixes overlap: what would waits for the next, where it is computed anew. Equal edits of two
    fixes, such as one `use` that both need, count once. A fix is applied once at a place, so nothing loops. One of an
    error is taken back where more errors are told after it: of a text that is broken everywhere not all is understood.
    """
    applied_fixes = Applied({file.path: file for file in files})
    done: dict[str, set[_Spot]] = {path: set() for path in applied_fixes.files}
    for _ in range(PASSES):
        accepted = _Accepted()
        of_errors: dict[str, list[_Mend]] = {}
        for path, file in applied_fixes.files.items():
            if (judged := model(file)) is None:
                continue  # a dependency is its authors' to mend
            found = report(file, judged)
            applied_fixes.failures += (failure for failure in found.failures if failure not in applied_fixes.failures)
            for diagnostic in found.diagnostics:
                spot = _Spot(diagnostic.code, diagnostic.message, diagnostic.span.start)
                fix = diagnostic.mend
                if fix is None or spot in done[path] or not wanted(diagnostic, fix):
                    continue
                changes = diagnostic.edits(fix)
                if accepted.add(changes):
                    done[path].add(spot)
                    applied_fixes.applied.setdefault(path, Counter())[diagnostic.code] += 1
                    if not diagnostic.is_rule:
                        of_errors.setdefault(path, []).append(_Mend(diagnostic.code, changes[path]))
        if not accepted.edits:
            break
        for path, edits in accepted.edits.items():
            old = applied_fixes.files[path]
            applied_fixes.files[path] = _edited(old, edits)
            if _errors(applied_fixes.files[path]) > _errors(old):
                edits = _without_harm(old, edits, of_errors.get(path, []), applied_fixes.applied[path])
                applied_fixes.files[path] = _edited(old, edits)
            move = _moves(edits)
            done[path] = {spot._replace(offset=move(spot.offset)) for spot in done[path]}
    return applied_fixes


class _Mend(NamedTuple):
    """What is to mend an error of this code."""

    code: str
    edits: list[Edit]


def _without_harm(old: File, edits: list[Edit], mends: list[_Mend], applied: Counter[str]) -> list[Edit]:
    """The edits without those of mends after which there are more errors; `applied` does not count these any more."""
    kept = [edit for edit in edits if all(edit not in mend.edits for mend in mends)]
    fewest = _errors(_edited(old, kept))
    trials, halves = _TRIALS, [mends]
    while halves:
        half = halves.pop()
        wanted = [edit for mend in half for edit in mend.edits]
        trials -= 1
        errors = _errors(_edited(old, kept + wanted)) if trials >= 0 else fewest + 1
        if errors <= fewest:
            kept, fewest = kept + wanted, errors
        elif len(half) > 1 and trials > 0:
            middle = len(half) // 2
            halves += [half[middle:], half[:middle]]
        else:
            applied.subtract(mend.code for mend in half)
    for code in [code for code, count in applied.items() if not count]:
        del applied[code]
    return kept


_TRIALS = 20


def _edited(old: File, edits: list[Edit]) -> File:
    return File(old.path, Source(apply(old.source.text, edits), old.source), old)


def _errors(file: File) -> float:
    """How many errors of syntax are told; infinite where so many are that not all of them can be."""
    counts = [len(segment.problems) for segment in file.source.segments]
    return math.inf if max(counts, default=0) >= MOST else sum(counts)


class _Spot(NamedTuple):
    """Where a fix was applied: what it reported, and the first byte of that."""

    code: str
    message: str
    offset: int


def _moves(edits: list[Edit]) -> Callable[[int], int]:
    """Where the byte at an offset stands after `edits`."""
    ordered = sorted(set(edits), key=lambda edit: edit.span.end)
    ends = [edit.span.end for edit in ordered]
    gains = [len(encode(edit.text)) - (edit.span.end - edit.span.start) for edit in ordered]
    moved = [0, *accumulate(gains)]
    return lambda offset: offset + moved[bisect_right(ends, offset)]


class _Accepted:
    """The edits of one pass, by file."""

    def __init__(self) -> None:
        self.edits: dict[str, list[Edit]] = {}
        self._known: dict[str, set[Edit]] = {}
        self._starts: dict[str, set[int]] = {}
        self._taken: dict[str, EditSet] = {}

    def add(self, changes: Changes) -> bool:
        """Take all edits of a fix, or none where one wants bytes or a gap that is taken; whether it took them."""
        new = {
            path: [edit for edit in edits if edit not in self._known.get(path, ())] for path, edits in changes.items()
        }
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
        return True
