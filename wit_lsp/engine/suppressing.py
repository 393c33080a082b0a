"""What the rules on suppressions find in a file, once it is known what all other rules found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from wit_lsp.engine.judge import NOTHING, Failure, Finders, Found, Judgement, run
from wit_lsp.ir.document import Document
from wit_lsp.ir.group import BodyKeys
from wit_lsp.ir.segment import Segment
from wit_lsp.rules.suppression import SuppressionUse
from wit_lsp.semantics.api import Semantics
from wit_lsp.syntax.suppressions import KINDS, Name, Suppression
from wit_lsp.text import Span
from wit_lsp.tuples import NamedTuple


class OfBody(NamedTuple):
    """What a rule found on a whole body, and where that is: in the file, and in the `readable` of a segment."""

    found: Found
    span: Span
    number: int
    offset: int


def hidden(document: Document, number: int) -> frozenset[str]:
    """The rules that report nothing in a segment: in the whole file, or in a body around it."""
    around = document.around[number]
    return document.facts.suppressed | around[-1].suppressed if around else document.facts.suppressed


def suppressed_by(document: Document, number: int, code: str, offset: int) -> Iterator[int | None]:
    """What keeps a rule from reporting something that begins at `offset` in the `readable` of a segment.

    The numbers of suppressions of this segment, and None for one that is outside of it.
    """
    if code in hidden(document, number):
        yield None
    suppressions = document.segments[number].suppressions
    yield from (index for index, each in enumerate(suppressions) if each.covers(code, offset))


def of_suppressions(
    document: Document,
    judgements: Mapping[tuple[Segment, BodyKeys], Judgement],
    of_bodies: Iterable[OfBody],
    rules: Finders,
    sem: Semantics,
) -> tuple[dict[int, list[Found]], list[Failure]]:
    """By the number of the segment; and the rules that raised."""
    numbers = [number for number, segment in enumerate(document.segments) if segment.suppressions]
    on_suppressions = rules.get(SuppressionUse, ())
    found: dict[int, list[Found]] = {}
    failures: list[Failure] = []
    if not numbers or not on_suppressions:
        return found, failures
    ran = {each.name for on, selected in rules.items() if on is not SuppressionUse for each in selected}
    file = _File(document, judgements, of_bodies)
    for number in numbers:
        of_segment: list[Found] = []
        for use in file.uses(number, ran):
            run(on_suppressions, use, sem, None, of_segment, failures)
        if kept := list(_unsuppressed(document, number, of_segment)):
            found[number] = kept
    return found, failures


class _File:
    """What was suppressed in a file, worked out for the segments about which somebody asks."""

    def __init__(
        self,
        document: Document,
        judgements: Mapping[tuple[Segment, BodyKeys], Judgement],
        of_bodies: Iterable[OfBody],
    ) -> None:
        self._document = document
        self._judgements = judgements
        self._of_bodies = [each for each in of_bodies if each.found.is_rule]
        self._first_item = document.first_item
        self._stretches: dict[range, tuple[bool, set[str]]] = {}

    def uses(self, number: int, ran: set[str]) -> Iterator[SuppressionUse]:
        """The suppressions of a segment; `ran` are the rules that ran on the file."""
        needed = self._inside(number)
        for index, suppression in enumerate(self._document.segments[number].suppressions):
            is_file = suppression.kind.text == KINDS[2]
            is_misplaced = is_file and (not suppression.rules or number > self._first_item)
            unused: tuple[Name, ...] = ()
            if suppression.kind.text in KINDS and not is_misplaced:
                is_broken, used = self._outside(self._reach(number, suppression))
                if not is_broken:
                    used = used | needed[index]
                    unused = tuple(each for each in suppression.names if each.text in ran and each.text not in used)
            yield SuppressionUse(suppression, is_misplaced, unused)

    def _inside(self, number: int) -> Mapping[int, set[str]]:
        """The rules that the suppressions of a segment suppress in it, by the numbers of these."""
        document = self._document
        needed: dict[int, set[str]] = defaultdict(set)
        for index, rule in self._judgement(number).suppressed:
            needed[index].add(rule)
        for each in self._of_bodies:
            if each.number == number:
                for by in suppressed_by(document, number, each.found.code, each.offset):
                    if by is not None:
                        needed[by].add(each.found.code)
        return needed

    def _outside(self, stretch: range) -> tuple[bool, set[str]]:
        """Whether some of these segments do not parse, and the rules that are suppressed in them from outside."""
        if stretch not in self._stretches:
            document = self._document
            is_broken = any(document.segments[number].has_error for number in stretch)
            found = ((number, each.code) for number in stretch for each in self._judgement(number).found)
            of_bodies = ((each.number, each.found.code) for each in self._of_bodies if each.number in stretch)
            codes = {code for number, code in (*found, *of_bodies) if code in hidden(document, number)}
            self._stretches[stretch] = is_broken, codes
        return self._stretches[stretch]

    def _judgement(self, number: int) -> Judgement:
        document = self._document
        return self._judgements.get((document.segments[number], document.body_keys[number]), NOTHING)

    def _reach(self, number: int, suppression: Suppression) -> range:
        """The numbers of the segments in which a suppression counts."""
        document = self._document
        if suppression.kind.text == KINDS[2]:
            return range(len(document.segments))
        last = number
        if suppression.scope is not None and suppression.scope.end > document.segments[number].own.end:
            first, group = document.group_of(number)
            last = max(first + body.last for body in group.bodies if first + body.first == number)
        return range(number, last + 1)


def _unsuppressed(document: Document, number: int, found: Iterable[Found]) -> Iterator[Found]:
    """What no suppression, of the segment or from outside, keeps from being reported."""
    by_code: dict[str, list[Found]] = defaultdict(list)
    for each in found:
        by_code[each.code].append(each)
    hidden_here, suppressions = hidden(document, number), document.segments[number].suppressions
    for code, those in by_code.items():
        scopes = [each for each in suppressions if code in each.rules]
        for each in those if code not in hidden_here else ():
            at = each.problem.at
            assert isinstance(at, Span), "a suppression is in a segment"
            if not any(scope.covers(code, at.start) for scope in scopes):
                yield each
