"""All that is wrong with a file, as values: errors of the language and the problems that rules found."""

from __future__ import annotations

from bisect import bisect_right
from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType

from wit_lsp.engine.judge import NOTHING, Found, Judgement
from wit_lsp.engine.suppressing import OfBody, hidden, suppressed_by
from wit_lsp.fixes import misplaced
from wit_lsp.fixes.change import WorkspaceChange
from wit_lsp.fixes.editor import Editor
from wit_lsp.fixes.reading import Documents, Reading, Workspace
from wit_lsp.ir.anchors import span_of
from wit_lsp.ir.document import MAX_CHECKED_BYTES, Document, LocatedItem, LocatedSegment
from wit_lsp.ir.group import BodyKeys
from wit_lsp.ir.items import Item, Package, walk
from wit_lsp.ir.segment import Segment
from wit_lsp.problem import Anchor, Applicability, Fix, Location, Related, Severity
from wit_lsp.syntax.problem import Code, SyntaxProblem
from wit_lsp.text import Edit, Span, encode
from wit_lsp.tuples import NamedTuple
from wit_lsp.validation.characters import misplaced_bom
from wit_lsp.validation.formats import other_format

MAX_DIAGNOSTICS_PER_FILE = 1000

MAX_TRIED_CUTS = 8
"""Safe fixes of a file that may change how it is cut and are tried, to see what they leave."""


Resolve = Callable[[Anchor], "tuple[str, Span] | None"]
"""Where an anchor stands now, in which file; None where its file or item is gone."""


class RelatedPlace(NamedTuple):
    """Another stretch, perhaps of another file, and what it has to do with a diagnostic.

    Without a path it is relative, as the span of the diagnostic is.
    """

    path: str
    span: Span
    message: str

    def shifted(self, path: str, by: int) -> RelatedPlace:
        """With its place in the file at `path`, where it is relative."""
        return self if self.path else RelatedPlace(path, self.span.shifted(by), self.message)


class Diagnostic(NamedTuple):
    """One thing to report to the author. `span` counts in the file; `fixes` has the preferred one first.

    `is_rule` tells a rule's name from the code of an error of the language, which nobody can turn off. `origin` is the
    first byte of the segment that it is in, `subject` what `judge.Found` has, `once` and `setting` what `Problem` has.
    """

    path: str
    span: Span
    code: str
    severity: Severity
    message: str
    is_rule: bool
    fixes: tuple[Fix, ...] = ()
    related: tuple[RelatedPlace, ...] = ()
    origin: int = 0
    subject: int | Anchor | None = None
    once: str = ""
    setting: tuple[str, str] | None = None

    @property
    def preferred(self) -> Fix | None:
        """The fix that is applied where all are: the first one that need not be chosen by a person."""
        return next((fix for fix in self.fixes if fix.applicability is not Applicability.MANUAL), None)

    @property
    def suggested(self) -> Fix | None:
        """The fix to show where there is room for one: the preferred one, else the first."""
        return self.preferred or next(iter(self.fixes), None)

    def change(self, fix: Fix, workspace: Workspace | Reading) -> WorkspaceChange:
        """What `fix`, one of `fixes`, changes. The text of the file must be the one of which this was reported.

        For many fixes `workspace` is a `Reading`, so that what they have in common is read once. Raises MissingTarget
        where the fix is about something that is gone.
        """
        reading = workspace if isinstance(workspace, Reading) else Reading(workspace)
        editor = Editor(reading)
        fix.make(editor, fix.on or self._subject(reading), *fix.arguments)
        return editor.change()

    def _subject(self, reading: Reading) -> object:
        if isinstance(self.subject, Anchor):
            return self.subject
        document = reading.document(self.path) if self.subject is not None else None
        if self.subject is None or document is None:
            return Location(self.path, Span(self.origin, self.origin))
        located = document.at(self.origin)
        return LocatedItem(located, reading.items(located.segment)[self.subject])


class Part(NamedTuple):
    """What there is to report of the stretch of a file that begins at `start`, in order; spans count from there.

    As long as nothing of it changes, `found` is the same object.
    """

    start: int
    found: tuple[Diagnostic, ...]

    def placed(self) -> Iterator[Diagnostic]:
        """With spans in the file."""
        start = self.start
        for each in self.found:
            placed = each._replace(span=each.span.shifted(start), origin=start)
            if each.related:
                placed = placed._replace(related=tuple(place.shifted(each.path, start) for place in each.related))
            yield placed


class Report:
    """What there is to report of a file, in the order of the text."""

    def __init__(self, document: Document, parts: list[Part]) -> None:
        self.document = document
        self.parts = parts

    @property
    def has_anchors(self) -> bool:
        """Whether a place in it depends on what else is in the file, or on other files."""
        return any(
            isinstance(each.subject, Anchor) or any(place.path for place in each.related)
            for part in self.parts
            for each in part.found
            if each.related or each.subject is not None
        )

    def __len__(self) -> int:
        return sum(len(part.found) for part in self.parts)

    def __iter__(self) -> Iterator[Diagnostic]:
        return (each for part in self.parts for each in part.placed())

    def touching(self, span: Span) -> Iterator[Diagnostic]:
        """Those that share a byte or an end with a stretch of the file."""
        number = bisect_right(self.parts, span.end, key=lambda part: part.start)
        # A diagnostic reaches beyond its segment only where its whole part does.
        for part in self.parts[:number]:
            if part.start + max((each.span.end for each in part.found), default=0) >= span.start:
                yield from (each for each in part.placed() if each.span.touches(span))

    def limited(self) -> Report:
        """What is reported of a file: the first of all, and then how many more there are."""
        total = len(self)
        if total <= MAX_DIAGNOSTICS_PER_FILE:
            return self
        parts: list[Part] = []
        left = MAX_DIAGNOSTICS_PER_FILE
        for part in self.parts:
            if len(part.found) > left:
                first = next(islice(part.placed(), left, None))
                parts.append(Part(part.start, part.found[:left]))
                code: Code = "too-many-problems"
                message = f"{total - MAX_DIAGNOSTICS_PER_FILE:,} more problems follow in this file"
                more = Diagnostic(first.path, Span(0, 0), code, Severity.INFORMATION, message, is_rule=False)
                size = first.span.end - first.span.start
                parts.append(Part(first.span.start, (more._replace(span=Span(0, size)),)))
                break
            parts.append(part)
            left -= len(part.found)
        return Report(self.document, parts)


class _Kept(NamedTuple):
    """What was found in a segment, and on what that depends besides it."""

    judgement: Judgement
    hidden: frozenset[str]
    harmful: frozenset[SyntaxProblem]
    found: tuple[Diagnostic, ...]


class Reporter:
    """Puts together what there is to report of the versions of one file; what stayed is kept as it was."""

    def __init__(self, resolve: Resolve = lambda anchor: None) -> None:
        self._resolve = resolve
        self._severities: Mapping[str, Severity] = MappingProxyType({})
        self._kept: dict[tuple[Segment, BodyKeys], _Kept] = {}
        self._unclear: set[int] = set()  # the numbers of the segments that are not understood

    def of_bodies(self, document: Document, judgements: Iterable[Judgement]) -> Iterator[OfBody]:
        """What rules found on bodies as a whole, with its places."""
        broken: dict[int, list[Span]] = {}  # what does not parse of each segment
        for found in (each for judgement in judgements for each in judgement.found):
            assert isinstance(found.problem.at, Anchor), "what is more than one segment has no spans"
            span = _span_in(document, found.problem.at)
            located = document.at(span.start)
            at = located.segment.readable_at(span.start - located.start)
            if located.number not in broken:
                broken[located.number] = [each.span for each in walk(located.segment.items) if each.broken]
            if not any(start <= at < end for start, end in broken[located.number]):
                yield OfBody(found, span, located.number, at)

    def report(
        self,
        document: Document,
        judgements: Mapping[tuple[Segment, BodyKeys], Judgement] = MappingProxyType({}),
        of_bodies: Iterable[OfBody] = (),
        of_suppressions: Mapping[int, list[Found]] = MappingProxyType({}),
        severities: Mapping[str, Severity] = MappingProxyType({}),
    ) -> Report:
        """The errors of the language, and what rules found: on segments with their bodies, and on bodies as a whole.

        `of_suppressions` is what they found on suppressions, by the number of the segment; `severities` are those that
        the user gave to rules.
        """
        if severities is not self._severities:
            self._kept, self._severities = {}, severities
        kept, self._kept = self._kept, {}
        if (other := other_format(document.text)) is not None:
            return Report(document, [Part(0, (_of_language(document.path, other),))])
        cells = list(zip(document.segments, document.body_keys, strict=True))
        self._unclear = {
            number for number, cell in enumerate(cells) if not _is_clear(cell[0], judgements.get(cell, NOTHING))
        }
        others = self._others(document, of_bodies, of_suppressions)
        all_harmful = _harmful(document)
        parts: list[Part] = []
        seen: set[tuple[str, str]] = set()
        for number, cell in enumerate(cells):
            if cell not in judgements and not cell[0].problems and number not in others:
                continue
            judgement = judgements.get(cell, NOTHING)
            hidden_here = hidden(document, number)
            harmful = all_harmful.get(number, frozenset())
            before = kept.get(cell)
            if before is not None and before.judgement is judgement and before[1:3] == (hidden_here, harmful):
                self._kept[cell] = before
                found = before.found
            else:
                shown = [each for each in judgement.found if not each.is_rule or each.code not in hidden_here]
                found = tuple(sorted(self._of_segment(document, number, shown, harmful), key=_order))
                is_own = not any(map(_may_be_known, cell[0].problems))
                if is_own and not any(place.path for each in found for place in each.related):  # else others have a say
                    self._kept[cell] = _Kept(judgement, hidden_here, harmful, found)
            if number in others:
                found = tuple(sorted((*found, *others[number]), key=_order))
            if found := tuple(_first_of_each(found, seen)):
                parts.append(Part(document.starts[number], found))
        return Report(document, parts)

    def _others(
        self, document: Document, of_bodies: Iterable[OfBody], of_suppressions: Mapping[int, list[Found]]
    ) -> dict[int, list[Diagnostic]]:
        """What is reported of more than one segment, by the segment in which it begins."""
        found = list(_of_file(document))
        found += (
            self._diagnostic(document, each.number, each.span, each.found)
            for each in of_bodies
            if not each.found.is_rule
            or not any(True for _ in suppressed_by(document, each.number, each.found.code, each.offset))
        )
        others: dict[int, list[Diagnostic]] = {}
        for diagnostic in found:
            number = document.at(diagnostic.span.start).number
            span = diagnostic.span.shifted(-document.starts[number])
            others.setdefault(number, []).append(diagnostic._replace(span=span))
        for number, found_there in of_suppressions.items():
            located = LocatedSegment(document, number)
            others.setdefault(number, []).extend(self._in_segment(located, each) for each in found_there)
        return others

    def _of_segment(
        self, document: Document, number: int, shown: Iterable[Found], harmful: Collection[SyntaxProblem]
    ) -> Iterator[Diagnostic]:
        """What is reported of a segment, with spans that count from its first byte."""
        located = LocatedSegment(document, number)
        segment = located.segment
        found = [self._in_segment(located, each) for each in shown]
        instead = {(each.span, each.code): each for each in found if not each.is_rule}
        for problem in segment.problems:
            more = instead.get((problem.span, problem.code))
            if not (_may_be_known(problem) and _is_known(document, number, problem)):
                yield more or _of_language(document.path, problem.for_author() if problem in harmful else problem)
        places = {(problem.span, problem.code) for problem in segment.problems}
        yield from (each for each in found if each.is_rule or (each.span, each.code) not in places)

    def _in_segment(self, located: LocatedSegment, found: Found) -> Diagnostic:
        document, segment, at = located.document, located.segment, found.problem.at
        span = segment.original(at) if isinstance(at, Span) else _span_in(document, at).shifted(-located.start)
        return self._diagnostic(document, located.number, span, found)

    def _diagnostic(self, document: Document, number: int, span: Span, found: Found) -> Diagnostic:
        """No fix is safe where a segment is not understood: what its items are is a guess."""
        code, severity, problem, subject, is_rule = found
        fixes = problem.fixes
        if fixes and number in self._unclear and (is_rule or not _is_read(document.segments[number], subject)):
            kept = {Applicability.UNSAFE} if is_rule else set[Applicability]()
            manual = Applicability.MANUAL
            fixes = tuple(fix if fix.applicability in kept else fix._replace(applicability=manual) for fix in fixes)
        if severity is not Severity.ERROR:  # which the reference rejects
            severity = self._severities.get(code, severity)
        related = tuple(_related(problem.related, self._resolve)) if problem.related else ()
        more = 0, subject, problem.once, problem.setting
        return Diagnostic(document.path, span, code, severity, problem.message, is_rule, fixes, related, *more)


def _first_of_each(found: tuple[Diagnostic, ...], seen: set[tuple[str, str]]) -> Iterable[Diagnostic]:
    """Those of a segment without what is reported `once` in a file and was `seen` before it."""
    if not any(each.once for each in found):
        return found  # the same object
    kept: list[Diagnostic] = []
    for each in found:
        key = each.code, each.once
        if not each.once or key not in seen:
            kept.append(each)
            seen.add(key)
    return kept


def _order(diagnostic: Diagnostic) -> tuple[Span, str]:
    return diagnostic.span, diagnostic.code


def resolver(documents: Documents) -> Resolve:
    def resolve(at: Anchor) -> tuple[str, Span] | None:
        document = documents.document(at.file)
        span = span_of(document, at) if document is not None else None
        return None if span is None else (at.file, span)

    return resolve


def _is_clear(segment: Segment, judgement: Judgement) -> bool:
    """Whether a segment parses, or what it lacks is safe to fix, by itself or as a check says that knows more."""
    if not segment.problems or not segment.has_error:
        return True
    clear = {
        (segment.original(each.problem.at), each.code)
        for each in judgement.found
        if isinstance(each.problem.at, Span)
        and any(fix.applicability is Applicability.SAFE for fix in each.problem.fixes)
    }
    return all(each.applicability is Applicability.SAFE or (each.span, each.code) in clear for each in segment.problems)


def _is_read(segment: Segment, subject: int | Anchor | None) -> bool:
    """Whether an item of a segment, by its number, was not repaired, nor the head of what it stands in."""
    item = next(islice(walk(segment.items), subject, None), None) if isinstance(subject, int) else None
    around: Item | None = item
    while around is not None and not around.broken:
        around = around.owner
    return item is not None and around is None


def _may_be_known(problem: SyntaxProblem) -> bool:
    return problem.is_mention or problem.code == "identifier-case"


def _is_known(document: Document, number: int, problem: SyntaxProblem) -> bool:
    """Whether another segment declares the name of a problem, or reports it in its place."""
    others = (segment for other, segment in enumerate(document.segments) if other != number)
    if problem.code in ("foreign-type", "undefined-name"):  # the file may declare it anywhere
        return any(problem.about in segment.declared_types for segment in others)
    may_be_defined = problem.is_mention or problem.about in document.segments[number].used_names
    if (
        problem.code == "identifier-case"
        and may_be_defined
        and any(problem.about in segment.defined_names for segment in others)
    ):
        return True
    if not problem.is_mention:
        return False
    first, group = document.group_of(number)
    for other, segment in enumerate(group.segments, first):
        if other == number:
            continue
        if problem.about in segment.declared_names:
            return True
        same = [each for each in segment.problems if each.code == problem.code and each.about == problem.about]
        # A wrong name is reported where it is declared, else once; old syntax at each place.
        if same and problem.code == "identifier-case" and (other < number or not same[0].is_mention):
            return True
    return False


def _harmful(document: Document) -> dict[int, frozenset[SyntaxProblem]]:
    """By segment, the problems whose safe fix leaves more errors: the file is cut differently, or has a second header.

    One that is alone is not tried, nor are many, nor what pairs up the braces of a body that is cut as if they did.
    """
    broken = [(number, segment) for number, segment in enumerate(document.segments) if segment.problems]
    found: dict[int, frozenset[SyntaxProblem]] = {}
    for number, segment in broken:
        if segment.facts.header is not None and any(each.items for each in document.segments[:number]):
            found[number] = frozenset(segment.problems)
    errors = sum(len(segment.problems) for _, segment in broken)
    if errors < 2:
        return found
    moving = [(number, each) for number, segment in broken for each in segment.problems if _may_cut(each, segment)]
    for number, problem in moving if len(moving) <= MAX_TRIED_CUTS else ():
        if document.group_of(number)[1].has_one_unpaired:
            continue
        start = document.starts[number]
        after = document.edited([Edit(edit.span.shifted(start), edit.text) for edit in problem.edits])
        if sum(len(segment.problems) for segment in after.segments) > errors:
            found[number] = found.get(number, frozenset()) | {problem}
    return found


def _may_cut(problem: SyntaxProblem, segment: Segment) -> bool:
    """Whether a safe fix may change how the file is cut.

    It changes braces, line ends or a `;` outside of braces, or an end of its segment.
    """
    if problem.applicability is not Applicability.SAFE or not problem.title:
        return False
    pieces = [piece for span, new in problem.edits for piece in (segment.text[slice(*span)], encode(new))]
    if any(mark in piece for piece in pieces for mark in (b"{", b"}", b"\n", b"\r")):
        return True
    spans = [edit.span for edit in problem.edits]
    if not segment.context.blocks and any(b";" in piece for piece in pieces):
        befores = (segment.text[: span.start] for span in spans)
        if any(before.count(b"{") == before.count(b"}") for before in befores):
            return True
    return any(not segment.text[: span.start].strip() or not segment.text[span.end :].strip() for span in spans)


def _span_in(document: Document, at: Anchor) -> Span:
    """Where an anchor stands in the file that is reported; its start where it is not there."""
    span = span_of(document, at) if at.file == document.path else None
    return span or Span(0, 0)


def _related(places: Iterable[Related], resolve: Resolve) -> Iterator[RelatedPlace]:
    for at, message in places:
        if (found := resolve(at)) is not None:
            yield RelatedPlace(*found, message)


def _of_language(path: str, problem: SyntaxProblem) -> Diagnostic:
    """With spans in the segment, as its problems have them."""
    fixes: tuple[Fix, ...] = misplaced.fixes_of(problem)
    if problem.title:
        choices = [(problem.title, problem.applicability, problem.edits)]
        choices += ((title, Applicability.MANUAL, edits) for title, edits in problem.alternatives)
        fixes = tuple(Fix(title, applicability, _edit_syntax, (edits,)) for title, applicability, edits in choices)
    related: tuple[RelatedPlace, ...] = ()
    if problem.secondary is not None:
        related = (RelatedPlace("", problem.secondary, "expected here"),)
    return Diagnostic(path, problem.span, problem.code, Severity.ERROR, problem.message, False, fixes, related)


def _edit_syntax(editor: Editor, segment: Location, edits: tuple[Edit, ...]) -> None:
    """The edits of a syntax problem, which count from the first byte of its segment."""
    path, (start, _) = segment
    editor.edit(path, [Edit(edit.span.shifted(start), edit.text) for edit in edits])


def _of_file(document: Document) -> Iterator[Diagnostic]:
    """What segments, which are read one by one, cannot know, with spans in the file."""
    if document.is_too_large:
        code: Code = "too-large"
        message = f"the file has more than {MAX_CHECKED_BYTES // 1_000_000} MB: only its syntax is checked"
        yield Diagnostic(document.path, Span(0, 0), code, Severity.INFORMATION, message, is_rule=False)
    else:
        yield from _headers(document)
    if document.text.find(BOM_UTF8, 1) > 0:
        for start, segment in zip(document.starts, document.segments, strict=True):
            if start and segment.text.startswith(BOM_UTF8):
                found = _of_language(document.path, misplaced_bom())
                yield found._replace(span=found.span.shifted(start))


def _headers(document: Document) -> Iterator[Diagnostic]:
    """A header is the first item of its file."""
    first: Item | None = None
    for number, segment in enumerate(document.segments):
        if first is not None and segment.facts.header is None:
            continue
        for item in segment.items:
            if first is not None and isinstance(item, Package) and not item.nested and not segment.has_error:
                code: Code
                if isinstance(first, Package) and not first.nested:
                    code, message = "expected-token", "a file has one header; a package inside it has a body in `{` `}`"
                else:
                    code, message = "package-header-first", "the package header must come first"
                span = LocatedSegment(document, number).absolute(item.id_span)
                yield Diagnostic(document.path, span, code, Severity.ERROR, message, False)
            first = first or item
