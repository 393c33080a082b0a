"""Applies fixes to texts until nothing is left to apply. Writes no file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from wit_lsp.model.files import File, Model
from wit_lsp.rules import Changes, Fix
from wit_lsp.rules.diagnostics import Diagnostic, Failure, report
from wit_lsp.syntax.source import Source
from wit_lsp.text import Edit, Span, apply, encode

PASSES = 30
"""More than any chain of fixes needs: a bound, so that two fixes that fight end."""


@dataclass
class Mended:
    """Files after their fixes, by path; `applied` counts the fixes of each file by code."""

    files: dict[str, File]
    applied: dict[str, Counter[str]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)


def mend(
    files: Iterable[File], model: Callable[[File], Model | None], wanted: Callable[[Diagnostic, Fix], bool]
) -> Mended:
    """Apply the preferred fix of each diagnostic where it is `wanted`, again and again until none is left.

    In one pass no two fixes overlap: what would waits for the next, where it is computed anew. Equal edits of two
    fixes, such as one `use` that both need, count once. A fix is applied once at a place, so nothing loops. One of an
    error is taken back where more errors are told after it: of a text that is broken everywhere not all is understood.
    """
    mended = Mended({file.path: file for file in files})
    done: dict[str, set[_Spot]] = {path: set() for path in mended.files}
    for _ in range(PASSES):
        accepted = _Accepted()
        of_errors: dict[str, list[_Mend]] = {}
        for path, file in mended.files.items():
            if (judged := model(file)) is None:
                continue  # a dependency is its authors' to mend
            found = report(file, judged)
            mended.failures += (failure for failure in found.failures if failure not in mended.failures)
            for diagnostic in found.diagnostics:
                spot = _Spot(diagnostic.code, diagnostic.message, diagnostic.span.start)
                fix = diagnostic.mend
                if fix is None or spot in done[path] or not wanted(diagnostic, fix):
                    continue
                changes = diagnostic.edits(fix)
                if accepted.add(changes):
                    done[path].add(spot)
                    mended.applied.setdefault(path, Counter())[diagnostic.code] += 1
                    if not diagnostic.is_rule:
                        of_errors.setdefault(path, []).append(_Mend(diagnostic.code, changes[path]))
        if not accepted.edits:
            break
        for path, edits in accepted.edits.items():
            old = mended.files[path]
            mended.files[path] = _edited(old, edits)
            if _errors(mended.files[path]) > _errors(old):
                edits = _without_harm(old, edits, of_errors.get(path, []), mended.applied[path])
                mended.files[path] = _edited(old, edits)
            done[path] = {spot._replace(offset=_moved(spot.offset, edits)) for spot in done[path]}
    return mended


class _Mend(NamedTuple):
    """What is to mend an error of this code."""

    code: str
    edits: list[Edit]


def _without_harm(old: File, edits: list[Edit], mends: list[_Mend], applied: Counter[str]) -> list[Edit]:
    """The edits without those of mends after which there are more errors; `applied` does not count these any more."""
    kept = [edit for edit in edits if all(edit not in mend.edits for mend in mends)]
    fewest = _errors(_edited(old, kept))
    for number, mend in enumerate(mends):
        errors = _errors(_edited(old, kept + mend.edits)) if number < _TRIALS else fewest + 1
        if errors > fewest:
            applied.subtract([mend.code])
        else:
            kept, fewest = kept + mend.edits, errors
    for code in [code for code, count in applied.items() if not count]:
        del applied[code]
    return kept


_TRIALS = 200


def _edited(old: File, edits: list[Edit]) -> File:
    return File(old.path, Source(apply(old.source.text, edits), old.source), old)


def _errors(file: File) -> int:
    return sum(len(piece.mistakes) for piece in file.source.pieces)


class _Spot(NamedTuple):
    """Where a fix was applied: what it reported, and the first byte of that."""

    code: str
    message: str
    offset: int


def _moved(offset: int, edits: list[Edit]) -> int:
    """Where the byte at `offset` stands after `edits`."""
    return offset + sum(
        len(encode(edit.text)) - (edit.span.end - edit.span.start) for edit in edits if edit.span.end <= offset
    )


class _Accepted:
    """The edits of one pass, by file."""

    def __init__(self) -> None:
        self.edits: dict[str, list[Edit]] = {}

    def add(self, changes: Changes) -> bool:
        """Take all edits of a fix, or none where one gets in the way of a taken one; whether it took them."""
        new = {
            path: [edit for edit in edits if edit not in self.edits.get(path, ())] for path, edits in changes.items()
        }
        for path, edits in new.items():
            taken = self.edits.get(path, ())
            if any(_collide(edit.span, other.span) for edit in edits for other in taken):
                return False
        for path, edits in new.items():
            self.edits.setdefault(path, []).extend(edits)
        return True


def _collide(one: Span, other: Span) -> bool:
    """Whether two different edits want the same bytes or the same gap."""
    return (one.start < other.end and other.start < one.end) or one.start == other.start
