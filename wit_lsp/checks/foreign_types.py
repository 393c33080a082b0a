"""Types that are written as in another language: which one of the author's own is meant.

After Component Model, WIT.md, "Identifiers" and "Types".
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from wit_lsp.checks import LanguageError, LocatedProblem, check
from wit_lsp.checks.names import MAX_HOMES, bringing_in, near, no_type, renaming
from wit_lsp.ir.facts import path_text
from wit_lsp.ir.items import body_of
from wit_lsp.problem import Applicability, Problem
from wit_lsp.semantics.api import Semantics
from wit_lsp.validation.names import escaped, kebab


@check(LocatedProblem)
def foreign_types(located: LocatedProblem, sem: Semantics) -> Iterator[LanguageError]:
    """`OrderItem`, where `order-item` is declared: that goes before what other languages mean by such a name."""
    problem, item, at, text = located
    code = problem.code
    name = kebab(text) if code in ("foreign-type", "undefined-name") and problem.about == text else ""
    if not name or body_of(item) is None:
        return
    missing = no_type(item, text)
    if name in sem.types_around(item):
        fixes = renaming(escaped(name), at, Applicability.SAFE)
        yield LanguageError(code, Problem(at, f"{missing}; it has `{name}`", fixes))
    elif problem.edits:
        return
    elif homes := list(islice(sem.interfaces_with(name, sem.place(item)), MAX_HOMES)):
        message = f"{missing}; `use {path_text(*homes[0])}.{{{name}}};` brings `{name}` in"
        yield LanguageError(code, Problem(at, message, tuple(bringing_in(home, name, at) for home in homes)))
    elif (like := near(name, sem.types_around(item))) is not None:
        yield LanguageError(code, Problem(at, f"{missing}; it has `{like}`", renaming(like, at)))
    elif code == "undefined-name":  # no other language has it either
        yield LanguageError(code, Problem(at, f"{missing}; in WIT it would be called `{name}`"))
