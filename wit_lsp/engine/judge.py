"""Runs the rules on their subjects. What they find are values, kept in cells until something they read changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from wit_lsp.checks import LocatedProblem
from wit_lsp.checks import by_subject as checks_by_subject
from wit_lsp.config import Settings
from wit_lsp.db import Database, Failed
from wit_lsp.ir.anchors import numbered
from wit_lsp.ir.comments import LostDocs, lost_docs
from wit_lsp.ir.document import LocatedItem
from wit_lsp.ir.facts import InterfaceFacts, ItemFacts, WorldFacts, item_facts
from wit_lsp.ir.group import BodyKeys
from wit_lsp.ir.items import Extern, Interface, Item, Package, Reference, World, reference, walk
from wit_lsp.ir.names import BodyNames, names_by_body, naming
from wit_lsp.ir.outline import children, top_level
from wit_lsp.ir.segment import Segment
from wit_lsp.problem import Anchor, Problem, Severity
from wit_lsp.rules.selection import by_subject
from wit_lsp.semantics import queries as q
from wit_lsp.semantics.api import SegmentSemantics, Semantics
from wit_lsp.semantics.bodies import names_of_body
from wit_lsp.syntax.suppressions import covering
from wit_lsp.text import Span, decode
from wit_lsp.tuples import NamedTuple


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
    """A rule or check that raised on a subject, or a query on a file: a bug of ours."""

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


class Finder(NamedTuple):
    """A check, or a rule with its options; `severity` is that of the rule. Both are called in the same way."""

    name: str
    function: Callable[..., Iterable[Any]]
    arguments: tuple[Any, ...] = ()
    severity: Severity | None = None


Finders = dict[type, tuple[Finder, ...]]
"""By the type of their subjects."""


@cache
def checks() -> Finders:
    return {on: tuple(Finder(find.__name__, find) for find in finds) for on, finds in checks_by_subject().items()}


def rules_with(db: Database, settings: Settings) -> Finders:
    """The rules that run on files with these settings."""
    return {
        on: tuple(Finder(rule.name, rule.check, arguments, rule.severity) for rule, arguments in selected)
        for on, selected in by_subject(settings).items()
    }


def finders_with(db: Database, settings: Settings) -> Finders:
    """The checks, and the rules that run on files with these settings."""
    rules = db.get(rules_with, settings)
    return {on: checks().get(on, ()) + rules.get(on, ()) for on in checks().keys() | rules.keys()}


def finders_of(db: Database, path: str) -> Finders:
    """The checks, and the rules that run on a file."""
    return db.get(finders_with, db.get(q.settings, path))


def segment_problems(db: Database, path: str, segment: Segment, bodies: BodyKeys) -> Judgement:
    """What checks and rules find on the items of a segment, with spans in its `readable`."""
    sem = SegmentSemantics(db, path, segment, bodies)
    is_dependency = db.get(q.is_dependency, os.path.dirname(path))
    has_rules = not is_dependency and _is_own(segment, sem)
    finders = db.get(finders_of, path) if has_rules else checks()
    found: list[Found] = []
    failures: list[Failure] = []
    foreign: list[Span] = []
    number = -1
    for top in segment.items:
        here = finders
        if isinstance(top, Package) and top.nested and not sem.is_own(top.id.namespace):
            foreign.append(top.span)
            here = checks()
        of_references = here.get(Reference, ())
        for item in walk([top]):
            number += 1
            if item.broken:
                continue
            run(here.get(type(item), ()), item, sem, number, found, failures)
            if of_references and (named := reference(item)) is not None:
                run(of_references, Reference(named, item), sem, number, found, failures)
    for number, problem in _located_problems(segment):
        run(checks().get(LocatedProblem, ()), problem, sem, number, found, failures)
    if of_docs := finders.get(LostDocs, ()):
        for docs in lost_docs(segment):
            run(of_docs, docs, sem, docs.item, found, failures)
    suppressed: frozenset[tuple[int, str]] = frozenset()
    if segment.suppressions:
        places = [
            (each.code if each.is_rule else "", each.problem.at.start if isinstance(each.problem.at, Span) else -1)
            for each in found
        ]
        by = list(zip(found, covering(segment.suppressions, places), strict=True))
        suppressed = frozenset((number, each.code) for each, numbers in by for number in numbers)
        suppressed |= _not_judged(segment, foreign if has_rules else None)
        found = [each for each, numbers in by if not numbers]
    return Judgement(tuple(found), tuple(failures), suppressed) if found or failures or suppressed else NOTHING


def _located_problems(segment: Segment) -> Iterator[tuple[int, LocatedProblem]]:
    """The problems of a segment that are in an item, each with the number of that."""
    if not segment.problems:
        return
    items = enumerate(walk(segment.items))
    following = next(items, None)
    around: list[tuple[int, Item]] = []
    for problem in segment.problems:  # in the order of the text
        at = Span(*map(segment.readable_at, problem.span))
        while following is not None and following[1].span.start <= at.start:
            while around and around[-1][1].span.end <= following[1].span.start:
                around.pop()
            around.append(following)
            following = next(items, None)
        found = next((each for each in reversed(around) if at.end <= each[1].span.end), None)
        if found is not None:
            text = decode(segment.text[slice(*problem.span)])
            yield found[0], LocatedProblem(problem, found[1], at, text)


class WholeBody(NamedTuple):
    """A file, a nested package, an interface or a world: its names, or where it is cut the key of its body.

    There are `facts` only of an interface or a world at which some check or rule looks as a whole.
    """

    names: BodyNames | None
    facts: ItemFacts | None = None
    cut: object = None


def bodies_in(db: Database, path: str) -> dict[tuple[str, ...], WholeBody]:
    """The bodies of a file, itself the first, by the keys that lead to each; without those that do not parse."""
    document = q.document_of(db, path)
    if document is None:
        return {}
    finders = db.get(finders_of, path)
    items = [*top_level(document)]
    found: dict[tuple[str, ...], WholeBody] = {}
    found[()] = WholeBody(BodyNames("file", "", tuple([naming(each.item) for each in items])))
    for keys, each in _bodies(numbered(items), ()):
        if each.body is not None:
            found[keys] = WholeBody(None, None, each.body.key)
            continue
        names = names_by_body(each.located.segment)[id(each.item)]
        found[keys] = WholeBody(names, item_facts(each.item) if _FACTS.get(names.kind) in finders else None)
    return found


def body_problems(db: Database, path: str, keys: tuple[str, ...]) -> Judgement:
    """What checks and rules find on a body as a whole, at anchors."""
    body = db.entry(bodies_in, path, key=keys)
    if body is None:
        return NOTHING
    finders = db.get(finders_of, path) if _is_own_body(db, path, keys) else checks()
    names, facts = body.names, body.facts
    if body.cut is not None:
        names = db.get(names_of_body, body.cut)
        facts = db.get(q.body_facts, body.cut) if names and _FACTS.get(names.kind) in finders else None
    here = Anchor(path, keys)
    sem = Semantics(db, path, here)
    found: list[Found] = []
    failures: list[Failure] = []
    for subject in (names, facts):
        run(finders.get(type(subject), ()), subject, sem, here, found, failures)
    return Judgement(tuple(found), tuple(failures)) if found or failures else NOTHING


def problems_of_bodies(db: Database, path: str) -> tuple[Judgement, ...]:
    """`body_problems` of all bodies of a file, but for those that are empty."""
    found = (db.get(body_problems, path, keys) for keys in db.get(bodies_in, path))
    return tuple(each for each in found if each != NOTHING)


def run(
    finders: Iterable[Finder],
    subject: object,
    sem: Semantics,
    number: int | Anchor | None,
    found: list[Found],
    failures: list[Failure],
) -> None:
    """Adds what checks and rules find on a subject to `found`, and those that raise to `failures`."""
    for name, function, arguments, severity in finders:
        try:
            here = [*function(subject, sem, *arguments)]
        except Failed as failed:  # not the finder, but a query that it needs: the same for all that need it
            (query, *of), error = failed.args
            failures.append(Failure(query.__name__, str(of[0]) if of else sem.file, f"{error}\n"))
            continue
        except Exception:
            from traceback import format_exc

            failures.append(Failure(name, sem.file, format_exc()))
            continue
        for each in here:
            if severity is None:
                found.append(Found(each.code, Severity.ERROR, each.problem, number, False))
            else:
                found.append(Found(name, each.severity or severity, each, number))


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
    if not keys:
        return True
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


_FACTS: dict[str, type] = {"interface": InterfaceFacts, "world": WorldFacts}
"""The facts of a whole body, by what it is."""


def _bodies(
    siblings: Iterable[tuple[str, LocatedItem]], around: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], LocatedItem]]:
    """The interfaces, worlds and nested packages among items and in these, but for what does not parse."""
    for name, each in siblings:
        here, item = (*around, name), each.item
        is_body = isinstance(item, (Interface, World)) or (isinstance(item, Package) and item.nested)
        if is_body and not item.broken:
            yield here, each
        if isinstance(item, Extern) or (isinstance(item, (Package, World)) and not item.broken):
            yield from _bodies(numbered(children(each)), here)
