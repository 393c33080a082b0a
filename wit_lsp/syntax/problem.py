"""What a syntax problem is: one that a segment's own text has, whatever stands elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from wit_lsp.problem import Applicability
from wit_lsp.text import Edit, Span
from wit_lsp.tuples import NamedTuple

# What errors of the language are called, for ever. Each has a page in docs/errors.
Code = Literal[
    "attr-key",
    "attr-on-nested-package",
    "attr-unknown",
    "bad-setting",
    "bad-version",
    "bare-handle",
    "bidi-char",
    "control-char",
    "ctor-ok",
    "ctor-result",
    "discouraged-char",
    "doubled-separator",
    "dup-item",
    "dup-member",
    "dup-name",
    "dup-package",
    "dup-param",
    "duplicate-import",
    "empty-dependency",
    "empty-enum",
    "empty-flags",
    "empty-record",
    "empty-tuple",
    "empty-variant",
    "expected-interface-item",
    "expected-list-length",
    "expected-member",
    "expected-name",
    "expected-token",
    "expected-top-item",
    "expected-type",
    "expected-world-item",
    "external-id-place",
    "external-id-repeated",
    "foreign-type",
    "gate-both",
    "gate-deprecated-alone",
    "gate-repeated",
    "gated-off",
    "getter-params",
    "getter-result",
    "header-docs-twice",
    "identifier-case",
    "item-cycle",
    "keyword-as-name",
    "list-length-range",
    "map-key",
    "misplaced-dependency",
    "misplaced-static",
    "misplaced-type",
    "misplaced-use",
    "misplaced-version",
    "missing-package",
    "missing-package-header",
    "missing-separator",
    "mixed-packages",
    "not-resource",
    "not-utf8",
    "not-wit",
    "old-syntax",
    "package-as-interface",
    "package-cycle",
    "package-header-first",
    "path-as-type",
    "result-borrow",
    "scattered-package",
    "self-qualified",
    "setter-alone",
    "setter-arity",
    "setter-result",
    "since-future",
    "since-no-version",
    "string-bad-escape",
    "string-bad-hex",
    "string-bad-scalar",
    "string-brace",
    "string-hex-overflow",
    "string-not-utf8",
    "string-raw-control",
    "string-unclosed",
    "string-underscore",
    "too-large",
    "too-many-flags",
    "too-many-problems",
    "type-cycle",
    "type-depth",
    "unclosed-block",
    "unclosed-comment",
    "undefined-name",
    "unexpected-char",
]

# What a repair puts in for a token that has no text of its own, by the grammar's name for it.
PLACEHOLDERS = {"name": "%missing", "integer": "1", "semver": "0.0.0", "string_literal": '""'}


MAX_PROBLEMS_PER_SEGMENT = 100
"""Problems of one kind in one segment: nobody reads more of them, and the time that a hostile text takes must end."""


class SyntaxProblem(NamedTuple):
    """One syntax error: where a person would fix it, the code that the catalogue of errors has for it, the fact.

    `secondary` is where the parser noticed that something is missing, if that is another place. `edits` make the text
    parse; `title` is that of the quick fix that applies them, empty where they insert what only the author knows. A
    SAFE one gives what was meant without doubt. `alternatives` are other titles and edits, for the author to choose.

    `about` is a name of which other segments of the file may have something to say. Of one that `is_mention`, its
    declaration may be there; then it is no problem here. What repairs one place repairs all that are about the name.
    """

    span: Span
    code: Code
    message: str
    secondary: Span | None = None
    title: str = ""
    edits: tuple[Edit, ...] = ()
    applicability: Applicability = Applicability.MANUAL
    about: str = ""
    is_mention: bool = False
    alternatives: tuple[tuple[str, tuple[Edit, ...]], ...] = ()

    def repaired(self, title: str, *edits: Edit) -> SyntaxProblem:
        """The problem with a fix that gives what was meant without doubt."""
        return self._replace(title=title, edits=edits, applicability=Applicability.SAFE)

    def for_author(self) -> SyntaxProblem:
        """The problem, whose fix is for a person to choose."""
        return self._replace(applicability=Applicability.MANUAL)

    def mapped(self, place: Callable[[Span], Span]) -> SyntaxProblem:
        """The problem in another text; `place` gives each of its places there."""

        def moved(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
            return tuple(Edit(place(edit.span), edit.text) for edit in edits)

        secondary = self.secondary and place(self.secondary)
        alternatives = tuple((title, moved(edits)) for title, edits in self.alternatives)
        edits = moved(self.edits)
        return self._replace(span=place(self.span), secondary=secondary, edits=edits, alternatives=alternatives)
