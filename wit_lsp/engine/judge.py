"""Runs the rules on their subjects. What they find are values, kept in cells until something they read changes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from wit_lsp.checks import Find
from wit_lsp.checks import by_subject as checks_by_subject
from wit_lsp.db import Database
from wit_lsp.ir import facts as f
from wit_lsp.ir.comments import LostDocs, lost_docs
from wit_lsp.ir.facts import BodyFacts, InterfaceFacts, ItemFacts, WorldFacts
from wit_lsp.ir.group import BodyKeys
from wit_lsp.ir.items import Package, Reference, reference, walk
from wit_lsp.ir.segment import Segment
from wit_lsp.problem import Anchor, Problem, Severity
from wit_lsp.rules.selection import Selected, by_subject
from wit_lsp.semantics import queries as q
from wit_lsp.semantics.api import SegmentSemantics, Semantics
from wit_lsp.syntax.suppressions import covering
from wit_lsp.text import Span


class Found(NamedTuple):
    """A problem, and its code: the name of the rule that found it, or that of an error of the language.

    `subject` is the number of an item of the segment, or an anchor; None for the segment itself.
    """

    code: str
    severity: Severity
    problem: Problem
    subject: int | Anchor | None
    is_rule: bool = True


class Failure(NamedTuple):
    """A rule or check that raised on a subject: a bug of ours."""

    rule: str
    path: str
    trace: str


class Judgement(NamedTuple):
    """`suppressed`: the rules that would have reported something else in the segment, each with the number of the
    suppression of the segment that prevents it.
    """

    found: tuple[Found, ...] = ()
    failures: tuple[Failure, ...] = ()
    suppressed: frozenset[tuple[int, str]] = frozenset()


NOTHING = Judgement()


def rules_of(db: Database, path: str) -> dict[type, tuple[Selected, ...]]:
    """The rules that run on a file, by the type of their subjects."""
    return by_subject(db.get(q.settings, path))


def segment_problems(db: Database, path: str, segment: Segment, bodies: BodyKeys) -> Judgement:
    """What checks and rules find on the items of a segment, with spans in its `readable`."""
    sem = SegmentSemantics(db, path, segment, bodies)
    is_dependency = db.get(q.is_dependency, os.path.dirname(path))
    rules = db.get(rules_of, path) if not is_dependency and _is_own(segment, sem) else {}
    checks = checks_by_subject()
    found: list[Found] = []
    failures: list[Failure] = []
    foreign: list[Span] = []
    of_references = rules.get(Reference, ())
    number = -1
    for top in segment.items:
        is_foreign = isinstance(top, Package) and top.nested and not sem.is_own(top.id.namespace)
        if is_foreign:
            foreign.append(top.span)
        for item in walk([top]):
            number += 1
            if item.broken:
                continue
            if of_any := checks.get(type(item)):
                _check(of_any, item, sem, number, found, failures)
            if is_foreign:
                continue
            if of_item := rules.get(type(item)):
                run_rules(of_item, item, sem, number, found, failures)
            if of_references and (named := reference(item)) is not None:
                run_rules(of_references, Reference(named, item), sem, number, found, failures)
    if of_docs := rules.get(LostDocs, ()):
        for docs in lost_docs(segment):
            run_rules(of_docs, docs, sem, docs.item, found, failures)
    suppressed: frozenset[tuple[int, str]] = frozenset()
    if segment.suppressions:
        places = [
            (each.code if each.is_rule else "", each.problem.at.start if isinstance(each.problem.at, Span) else -1)
            for each in found
        ]
        by = list(zip(found, covering(segment.suppressions, places), strict=True))
        suppressed = frozenset((number, each.code) for each, numbers in by for number in numbers)
        suppressed |= _not_judged(segment, foreign if rules else None)
        found = [each for each, numbers in by if not numbers]
    return Judgement(tuple(found), tuple(failures), suppressed) if found or failures or suppressed else NOTHING


def bodies_in(db: Database, path: str) -> tuple[tuple[str, ...], ...]:
    """The keys that lead to each interface and world of a file that checks or rules look at as a whole."""
    return tuple(_bodies(db.get(q.file_items, path), (), tuple(db.get(body_subjects, path))))


def body_subjects(db: Database, path: str) -> set[type[BodyFacts]]:
    """The kinds of bodies of a file that checks or rules look at as a whole."""
    wanted = checks_by_subject().keys() | db.get(rules_of, path).keys()
    return {kind for kind in (InterfaceFacts, WorldFacts) if kind in wanted}


def body_at(db: Database, path: str, keys: tuple[str, ...]) -> BodyFacts | None:
    inside: Iterable[ItemFacts] = db.get(q.file_items, path)
    found: ItemFacts | None = None
    for name in keys:
        items = list(inside)
        numbers = f.numbered(map(f.key, items))
        found = next((each for each, number in zip(items, numbers, strict=True) if number == name), None)
        inside = found.items if isinstance(found, BodyFacts) else ()
        if isinstance(found, f.ExternFacts) and found.item is not None:
            inside = (found.item,)
    return found if isinstance(found, BodyFacts) else None


def body_problems(db: Database, path: str, keys: tuple[str, ...]) -> Judgement:
    """What checks and rules find on an interface or a world as a whole, at anchors."""
    facts = db.get(body_at, path, keys)
    here = Anchor(path, keys)
    sem = Semantics(db, path, here)
    found: list[Found] = []
    failures: list[Failure] = []
    if facts is not None:
        _check(checks_by_subject().get(type(facts), ()), facts, sem, here, found, failures)
        if _is_own_body(db, path, keys):
            run_rules(db.get(rules_of, path).get(type(facts), ()), facts, sem, here, found, failures)
    return Judgement(tuple(found), tuple(failures))


def _check(
    checks: tuple[Find[Any], ...],
    subject: object,
    sem: Semantics,
    number: int | Anchor | None,
    found: list[Found],
    failures: list[Failure],
) -> None:
    for find in checks:
        try:
            errors = [*find(subject, sem)]
        except Exception:
            failures.append(_failure(find.__name__, sem))
            continue
        if errors:
            found += (Found(code, Severity.ERROR, problem, number, False) for code, problem in errors)


def _failure(name: str, sem: Semantics) -> Failure:
    from traceback import format_exc

    return Failure(name, sem.file, format_exc())


def run_rules(
    rules: tuple[Selected, ...],
    subject: object,
    sem: Semantics,
    number: int | Anchor | None,
    found: list[Found],
    failures: list[Failure],
) -> None:
    for rule, arguments in rules:
        try:
            problems = [*rule.check(subject, sem, *arguments)]
        except Exception:
            failures.append(_failure(rule.name, sem))
            continue
        if problems:
            found += (Found(rule.name, each.severity or rule.severity, each, number) for each in problems)


def _is_own(segment: Segment, sem: Semantics) -> bool:
    """Whether a segment is none of a nested package of others."""
    if segment.context.blocks[:1] != ("package",):
        return True
    outermost = segment.around[0] if segment.around else None
    first = next((item for item in outermost.items), None) if outermost is not None else None
    head = sem.owner(first) if first is not None else None
    return head is None or sem.is_own(head.name.partition(":")[0])


def _is_own_body(db: Database, path: str, keys: tuple[str, ...]) -> bool:
    """Whether a body is none of a dependency, nor of a nested package of others."""
    if db.get(q.is_dependency, os.path.dirname(path)):
        return False
    word, _, id = keys[0].partition(" ")
    return word != "package" or not id or Semantics(db, path).is_own(id.partition(":")[0])


def _not_judged(segment: Segment, within: list[Span] | None) -> frozenset[tuple[int, str]]:
    """The suppressions of a segment, or of parts of it, on which no rule runs: nobody can say what they suppress."""
    return frozenset(
        (number, name.text)
        for number, each in enumerate(segment.suppressions)
        if within is None or any(part.touches(each.comment) for part in within)
        for name in each.names
    )


def _bodies(items: Iterable[ItemFacts], around: tuple[str, ...], wanted: tuple[type, ...]) -> Iterator[tuple[str, ...]]:
    """The interfaces and worlds of some kinds among items and in these, but for what does not parse."""
    inside = list(items)
    for name, item in zip(f.numbered(map(f.key, inside)), inside, strict=True):
        here = (*around, name)
        if isinstance(item, f.ExternFacts) and isinstance(item.item, f.InterfaceFacts):
            here, item = (*here, f.key(item.item)), item.item
        if not isinstance(item, BodyFacts) or item.is_broken:
            continue
        if isinstance(item, wanted):
            yield here
        if not isinstance(item, f.ResourceFacts):
            yield from _bodies(item.items, here, wanted)
