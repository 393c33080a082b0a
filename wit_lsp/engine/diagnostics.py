"""All that is wrong with a file, as values: errors of the language and the problems that rules found."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from wit_lsp.engine.judge import Found, Judgement
from wit_lsp.fixes.change import WorkspaceChange
from wit_lsp.fixes.editor import Documents, Editor
from wit_lsp.ir.anchors import span_of
from wit_lsp.ir.document import MAX_CHECKED_BYTES, Document, LocatedItem, LocatedSegment
from wit_lsp.ir.items import Item, Package, walk
from wit_lsp.problem import Anchor, Applicability, Fix, Related, Severity
from wit_lsp.syntax.problem import Code, SyntaxProblem
from wit_lsp.text import Edit, Span
from wit_lsp.validation.characters import misplaced_bom

MAX_DIAGNOSTICS_PER_FILE = 1000


Resolve = Callable[[Anchor], "tuple[str, Span] | None"]
"""Where an anchor stands now, in which file; None where its file or item is gone."""


class RelatedPlace(NamedTuple):
    """Another stretch, perhaps of another file, and what it has to do with a diagnostic."""

    path: str
    span: Span
    message: str


class Diagnostic(NamedTuple):
    """One thing to report to the author. `span` counts in the file; `fixes` has the preferred one first.

    `is_rule` tells a rule's name from the code of an error of the language, which nobody can turn off. `origin` is the
    first byte of the segment that it is in, and `subject` what `judge.Found` has.
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

    @property
    def preferred(self) -> Fix | None:
        """The fix that is applied where all are: the first one that need not be chosen by a person."""
        return next((fix for fix in self.fixes if fix.applicability is not Applicability.MANUAL), None)

    def change(self, fix: Fix, documents: Documents) -> WorkspaceChange:
        """What `fix`, one of `fixes`, changes. The text of the file must be the one of which this was reported.

        Raises MissingTarget where the fix is about something that is gone.
        """
        editor = Editor(documents)
        fix.make(editor, self._subject(documents), *fix.arguments)
        return editor.change()

    def _subject(self, documents: Documents) -> object:
        if isinstance(self.subject, Anchor):
            return self.subject
        document = documents.document(self.path)
        if self.subject is None or document is None:
            return Anchor(self.path)
        located = document.at(self.origin)
        return LocatedItem(located, next(islice(walk(located.segment.items), self.subject, None)))


def report(
    document: Document,
    judgements: Iterable[tuple[int, Judgement]] = (),
    of_bodies: Iterable[Judgement] = (),
    resolve: Resolve = lambda anchor: None,
) -> list[Diagnostic]:
    """What there is to report of a file, in the order of the text: the errors of the language, and what rules found.

    `judgements` are those of segments, by their numbers; `resolve` says where an anchor stands in its file.
    """
    suppressed = document.facts.suppressed
    found = list(_syntax(document))
    for number, judgement in judgements:
        located = LocatedSegment(document, number)
        found += (
            _of_segment(located, each, resolve)
            for each in judgement.found
            if each.code not in suppressed and not _is_suppressed_around(document, number, each.code)
        )
    for judgement in of_bodies:
        for each in judgement.found:
            diagnostic = _of_body(document, each, resolve)
            if diagnostic is not None and each.code not in suppressed:
                found.append(diagnostic)
    found += _of_file(document)
    found.sort(key=lambda diagnostic: (diagnostic.span, diagnostic.code))
    return found


def limited(found: list[Diagnostic]) -> list[Diagnostic]:
    """What is reported of a file: the first of what `report` found, and then how many more there are."""
    if len(found) <= MAX_DIAGNOSTICS_PER_FILE:
        return found
    first = found[MAX_DIAGNOSTICS_PER_FILE]
    code: Code = "too-many-problems"
    message = f"{len(found) - MAX_DIAGNOSTICS_PER_FILE:,} more problems follow in this file"
    more = Diagnostic(first.path, first.span, code, Severity.INFORMATION, message, is_rule=False)
    return [*found[:MAX_DIAGNOSTICS_PER_FILE], more]


def resolver(documents: Documents) -> Resolve:
    def resolve(at: Anchor) -> tuple[str, Span] | None:
        document = documents.document(at.file)
        span = span_of(document, at) if document is not None else None
        return None if span is None else (at.file, span)

    return resolve


def _of_segment(located: LocatedSegment, found: Found, resolve: Resolve) -> Diagnostic:
    code, severity, problem, subject = found
    document = located.document
    at = problem.at
    span = located.absolute(at) if isinstance(at, Span) else _span_in(document, at, resolve)
    related = tuple(_related(problem.related, resolve)) if problem.related else ()
    return Diagnostic(
        document.path, span, code, severity, problem.message, True, problem.fixes, related, located.start, subject
    )


def _of_body(document: Document, found: Found, resolve: Resolve) -> Diagnostic | None:
    code, severity, problem, subject = found
    assert isinstance(problem.at, Anchor), "what is more than one segment has no spans"
    span = _span_in(document, problem.at, resolve)
    located = document.at(span.start)
    at = located.segment.readable_at(span.start - located.start)
    scopes = (each for each in located.segment.suppressions if each.scope is not None and code in each.rules)
    if any(each.scope is not None and each.scope.start <= at < each.scope.end for each in scopes):
        return None
    if _is_suppressed_around(document, located.number, code):
        return None
    related = tuple(_related(problem.related, resolve))
    return Diagnostic(document.path, span, code, severity, problem.message, True, problem.fixes, related, 0, subject)


def _span_in(document: Document, at: Anchor, resolve: Resolve) -> Span:
    """Where an anchor stands in the file that is reported; its start where it is not there."""
    found = resolve(at)
    return found[1] if found is not None and found[0] == document.path else Span(0, 0)


def _related(places: Iterable[Related], resolve: Resolve) -> Iterator[RelatedPlace]:
    for at, message in places:
        if (found := resolve(at)) is not None:
            yield RelatedPlace(*found, message)


def _is_suppressed_around(document: Document, number: int, code: str) -> bool:
    around = document.around[number]
    return bool(around) and code in around[-1].suppressed


def _syntax(document: Document) -> Iterator[Diagnostic]:
    for start, segment in zip(document.starts, document.segments, strict=True):
        for problem in segment.problems:
            yield _of_language(document, start, problem)


def _of_language(document: Document, start: int, problem: SyntaxProblem) -> Diagnostic:
    applicability = Applicability.SAFE if problem.safe else Applicability.MANUAL
    fixes = (Fix(problem.title, applicability, _edit_syntax, (start, problem.edits)),) if problem.title else ()
    secondary = problem.secondary
    related: tuple[RelatedPlace, ...] = ()
    if secondary is not None:
        related = (RelatedPlace(document.path, secondary.shifted(start), "it is missed here"),)
    span = problem.span.shifted(start)
    return Diagnostic(document.path, span, problem.code, Severity.ERROR, problem.message, False, fixes, related, start)


def _edit_syntax(editor: Editor, file: Anchor, start: int, edits: tuple[Edit, ...]) -> None:
    """The edits of a syntax problem, which count from the first byte of its segment."""
    editor.edit(file.file, [Edit(edit.span.shifted(start), edit.text) for edit in edits])


def _of_file(document: Document) -> Iterator[Diagnostic]:
    """What segments, which are read one by one, cannot know."""
    if document.is_too_large:
        code: Code = "too-large"
        message = f"the file has more than {MAX_CHECKED_BYTES // 1_000_000} MB: only its syntax is checked"
        yield Diagnostic(document.path, Span(0, 0), code, Severity.INFORMATION, message, is_rule=False)
    else:
        yield from _headers(document)
    if document.text.find(BOM_UTF8, 1) > 0:
        for start, segment in zip(document.starts, document.segments, strict=True):
            if start and segment.text.startswith(BOM_UTF8):
                yield _of_language(document, start, misplaced_bom())


def _headers(document: Document) -> Iterator[Diagnostic]:
    """A header is the first item of its file."""
    first: Item | None = None
    for located in document:
        segment = located.segment
        if first is not None and segment.facts.header is None:
            continue
        for item in segment.items:
            if first is not None and isinstance(item, Package) and not item.nested:
                code: Code
                if isinstance(first, Package) and not first.nested:
                    code, message = "expected-token", "a file has one header; a package inside it has a body in `{` `}`"
                else:
                    code, message = "package-header-first", "the header stands after another item"
                span = located.absolute(item.id_span)
                yield Diagnostic(document.path, span, code, Severity.ERROR, message, False)
            first = first or item
