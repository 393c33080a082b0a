"""All that is wrong with a file: its faults of syntax and the problems that rules find."""

from __future__ import annotations

import traceback
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from wit_lsp.fixes import Changes
from wit_lsp.ir.files import LARGEST, File, LocatedSegment, Model, SegmentItems, reference
from wit_lsp.ir.items import Item, Package, Reference, walk
from wit_lsp.problem import Severity
from wit_lsp.recovery.characters import misplaced_bom
from wit_lsp.rules import Fix, Problem
from wit_lsp.rules.selection import by_type
from wit_lsp.syntax.problem import Code, SyntaxProblem
from wit_lsp.text import Edit, Span

MOST = 1000
"""Diagnostics of one file that are told."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing to tell the author. `span` counts in the file; `fixes` has the preferred one first.

    `related` are other places of the file and what they have to do with it.
    `is_rule` tells a rule's name from the code of a fault of the language, which nobody can turn off.
    """

    place: LocatedSegment
    span: Span
    code: str
    severity: Severity
    message: str
    is_rule: bool
    fixes: tuple[Fix, ...] = ()
    related: tuple[tuple[Span, str], ...] = ()

    @property
    def mend(self) -> Fix | None:
        """The fix that is applied where all are: the preferred one that need not be chosen by a person."""
        return next((fix for fix in self.fixes if not fix.alone), None)

    def edits(self, fix: Fix) -> Changes:
        """What `fix`, one of `fixes`, changes."""
        return fix.edits(self.place)


class Failure(NamedTuple):
    """A rule that raised on an item: a bug of ours."""

    rule: str
    path: str
    trace: str


class Report(NamedTuple):
    """What there is to say of a file, in the order of the text."""

    diagnostics: list[Diagnostic]
    failures: list[Failure]


def report(file: File, model: Model | None) -> Report:
    """`model` is None for a file that is only read, as those of dependencies are: no rule runs on it."""
    found: list[Diagnostic] = []
    failures: list[Failure] = []
    for place in file.places:
        part = place.part
        found += (_mistake(place, problem) for problem in part.segment.problems)
        if model is None:
            continue
        checked = _checked(part, model)
        for name, severity, problem in checked.problems:
            if name not in file.facts.suppressed:
                found.append(
                    Diagnostic(
                        place, place.absolute(problem.span), name, severity, problem.message, True, problem.fixes
                    )
                )
        failures += (Failure(name, file.path, trace) for name, trace in checked.failures)
    found += _of_file(file)
    found.sort(key=lambda diagnostic: (diagnostic.span, diagnostic.code))
    return Report(found, failures)


def limited(found: list[Diagnostic]) -> list[Diagnostic]:
    """What is told of a file: the first of what `report` found, and then how many more there are."""
    if len(found) <= MOST:
        return found
    first = found[MOST]
    code: Code = "too-many-problems"
    message = f"{len(found) - MOST:,} more problems follow in this file"
    return [*found[:MOST], Diagnostic(first.place, first.span, code, Severity.INFORMATION, message, is_rule=False)]


def _of_file(file: File) -> Iterator[Diagnostic]:
    """What segments, which are read one by one, cannot know."""
    yield from _headers(file)
    for place in file.places:
        if place.start and place.part.segment.text.startswith(BOM_UTF8):
            yield _mistake(place, misplaced_bom())
    if file.is_too_large:
        code: Code = "too-large"
        message = f"the file has more than {LARGEST // 1_000_000} MB: only its syntax is checked"
        yield Diagnostic(next(file.places), Span(0, 0), code, Severity.INFORMATION, message, is_rule=False)


def _headers(file: File) -> Iterator[Diagnostic]:
    """A header is the first item of its file."""
    first: Item | None = None
    code: Code
    for place in file.places:
        for item in place.part.items:
            if first is not None and isinstance(item, Package) and not item.nested:
                span = place.absolute(item.id_span)
                if isinstance(first, Package) and not first.nested:
                    code, message = "expected-token", "a file has one header; a package inside it has a body in `{` `}`"
                else:
                    code, message = "package-header-first", "the header stands after another item"
                yield Diagnostic(place, span, code, Severity.ERROR, message, False)
            first = first or item


def _mistake(place: LocatedSegment, problem: SyntaxProblem) -> Diagnostic:
    def edits(place: LocatedSegment) -> Changes:
        return {place.file.path: [Edit(edit.span.shifted(place.start), edit.text) for edit in problem.edits]}

    span = problem.span.shifted(place.start)
    fixes = (Fix(problem.title, edits, safe=problem.safe, alone=not problem.safe),) if problem.title else ()
    secondary = problem.secondary
    related = ((secondary.shifted(place.start), "it is missed here"),) if secondary is not None else ()
    return Diagnostic(place, span, problem.code, Severity.ERROR, problem.message, False, fixes, related)


class _Checked(NamedTuple):
    model: Model
    problems: list[tuple[str, Severity, Problem]]
    failures: list[tuple[str, str]]


def _checked(part: SegmentItems, model: Model) -> _Checked:
    """What the rules find in a part: kept with it, for as long as the model gives the same answers."""
    kept = part.memo.get(_checked)
    if isinstance(kept, _Checked) and (kept.model is model or kept.model == model):
        return kept
    checked = _Checked(model, [], [])
    scopes = [(each.scope, each.rules) for each in part.segment.suppressions if each.scope is not None]
    rules = by_type(model.settings)
    for item in _judged(part, model):
        for rule in rules.get(type(item), ()):
            try:
                problems = list(rule.check(item, model))
            except Exception:
                checked.failures.append((rule.name, traceback.format_exc()))
                continue
            checked.problems.extend(
                (rule.name, rule.severity, problem)
                for problem in problems
                if not any(rule.name in names and _begins_in(problem.span, scope) for scope, names in scopes)
            )
    part.memo[_checked] = checked
    return checked


def _judged(part: SegmentItems, model: Model) -> Iterator[Item | Reference]:
    """What rules look at: all items that parse, and their references, without the packages of others."""
    for top in part.items:
        if isinstance(top, Package) and top.nested and not model.is_own(top.id):
            continue
        for item in walk([top]):
            if item.broken:
                continue
            yield item
            if (path := reference(item)) is not None:
                yield Reference(path, item)


def _begins_in(span: Span, scope: Span) -> bool:
    return scope.start <= span.start < scope.end
