"""A `use` that names no types, such as `use types;` or `import types;` in an interface: which ones are meant.

After Component Model, WIT.md, "Item: `use`".
"""

from __future__ import annotations

from collections.abc import Iterator

from wit_lsp.checks import LanguageError, LocatedProblem, check
from wit_lsp.fixes.editor import Editor
from wit_lsp.ir.facts import BodyFacts, ExternFacts, FuncFacts, TypeDefFacts, TypeFacts, UseFacts
from wit_lsp.ir.items import PackageId, Use
from wit_lsp.problem import Applicability, Fix, Problem
from wit_lsp.semantics.api import Semantics
from wit_lsp.validation.names import escaped, kebab


@check(LocatedProblem)
def whole_uses(located: LocatedProblem, sem: Semantics) -> Iterator[LanguageError]:
    """With the types that stand around it, which its interface declares."""
    problem, use, at, _ = located
    if not isinstance(use, Use) or any(each.name.text for each in use.names) or problem.title:
        return
    declared = sem.types_of(sem.resolve(use.path, sem.place(use)))
    known = sem.types_around(use)
    missing = [name for name in sem.derive_from_owner(use, _mentioned) or () if name in declared and name not in known]
    if missing:
        written = f"use {use.path}.{{{', '.join(escaped(kebab(name) or name) for name in missing)}}};"
        fix = Fix(f"Write `{written}`", Applicability.UNSAFE, Editor.replace, (use.span, written))
        wrong = problem.message.partition("; ")[0]
        yield LanguageError(problem.code, Problem(at, f"{wrong}; write `{written}`", (fix,)))


def used_whole(body: BodyFacts) -> frozenset[tuple[PackageId | None, str]]:
    """The interfaces of which a `use` names no types: what they declare is reported there."""
    uses = (item for item in body.items if isinstance(item, UseFacts))
    return frozenset((use.package, use.interface) for use in uses if use.names and not any(map(any, use.names)))


def _mentioned(body: BodyFacts) -> tuple[str, ...]:
    """The names of types in a body, in its order."""
    return tuple(dict.fromkeys(_names_in_items(body)))


def _names_in_items(body: BodyFacts) -> Iterator[str]:
    for item in body.items:
        inner = item.item if isinstance(item, ExternFacts) else item
        if isinstance(inner, BodyFacts):
            yield from _names_in_items(inner)
        elif isinstance(inner, FuncFacts):
            for type in (*(type for _, type in inner.signature.params), inner.signature.result):
                yield from _names(type)
        elif isinstance(inner, TypeDefFacts):
            for type in (inner.type, *(type for _, type in inner.members)):
                yield from _names(type)


def _names(type: TypeFacts | None) -> Iterator[str]:
    if type is not None:
        if type.name:
            yield type.name
        for part in type.parts:
            yield from _names(part)
