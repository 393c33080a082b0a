"""Rules for tests: they depend on other files, and their fixes do everything that a fix can do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

from tests.rules.cases import only
from wit_lsp.fixes.editor import Editor, Target
from wit_lsp.ir.facts import BodyFacts, InterfaceFacts
from wit_lsp.ir.items import NOWHERE, Func, Path
from wit_lsp.problem import Anchor, Applicability, Fix, Problem, Related, Severity
from wit_lsp.rules import Rule, all_rules, rule
from wit_lsp.semantics.api import Semantics
from wit_lsp.semantics.packages import Place

PARAMETER = "unit: string"


def interface_named(name: str, sem: Semantics) -> tuple[Anchor, BodyFacts] | None:
    """An interface of the package."""
    target = sem.resolve(Path(None, name, NOWHERE), Place(sem.file))
    found = sem.interface(target)
    return None if found is None or target.place is None else (Anchor(target.place.file, target.keys), found)


@rule(Severity.WARNING, on=InterfaceFacts)
def unmatched_interface(interface: InterfaceFacts, sem: Semantics) -> Iterator[Problem]:
    """The functions of `units` must take a unit if there is an interface `shapes`; a third file has the reason.

    The fix edits the file of `units`, creates `notes/readme.wit` and moves `old.wit` to `new.wit`.
    """
    other = interface_named("units", sem) if interface.name == "shapes" else None
    if other is None:
        return
    anchor, units = other
    for func in units.functions:
        if not any(name == "unit" for name, _ in func.signature.params):
            reason = interface_named("reasons", sem)
            related = (Related(reason[0], "the reason"),) if reason is not None else ()
            fixes = (
                Fix("Tidy up", Applicability.UNSAFE, _tidy, (anchor.child(func.name),)),
                Fix("Only look", Applicability.MANUAL, _add_unit, (anchor.child(func.name),)),
            )
            yield Problem(sem.here, f"`{func.name}` of `units` takes no unit", fixes, related)
            return


def _add_unit(edit: Editor, interface: Target, func: Anchor) -> None:
    edit.append_parameter(func, PARAMETER)


def _tidy(edit: Editor, interface: Target, func: Anchor) -> None:
    folder = os.path.dirname(func.file)
    edit.append_parameter(func, PARAMETER)
    edit.create(os.path.join(folder, "notes", "readme.wit"), "package example:notes@1.0.0;\n")
    edit.move(os.path.join(folder, "old.wit"), os.path.join(folder, "new.wit"))


@rule(Severity.HINT, on=Func)
def shared_name(func: Func, sem: Semantics) -> Iterator[Problem]:
    """A function has the same name as one of `units`, in whichever file of the package that is."""
    found = interface_named("units", sem)
    if found is not None and any(each.name == func.name.text for each in found[1].functions):
        where = found[0].child(func.name.text)
        yield Problem(func.name.span, f"`units` has `{func.name.text}` too", (), (Related(where, "here"),))


@rule(Severity.HINT, on=Func)
def many_beside(func: Func, sem: Semantics) -> Iterator[Problem]:
    """The number of functions in a body: all segments of the body must agree on it."""
    count = sem.derive_from_owner(func, count_functions)
    owner = sem.owner(func)
    if count and owner is not None and func.name.text.startswith("n"):
        yield Problem(func.name.span, f"`{owner.kind} {owner.name}` has {count} functions")


def count_functions(body: BodyFacts) -> int:
    return len(body.functions)


@rule(Severity.HINT, on=InterfaceFacts)
def named_body(interface: InterfaceFacts, sem: Semantics) -> Iterator[Problem]:
    """Every interface of a name with `n-` first."""
    if interface.name.startswith("n-"):
        yield Problem(sem.here, f"`{interface.name}` is an interface")


@rule(Severity.ERROR, on=Func)
def rejected(func: Func, sem: Semantics) -> Iterator[Problem]:
    """Every function."""
    yield Problem(func.name.span, f"`{func.name.text}` is rejected")


RULES = (named_body, unmatched_interface, shared_name, many_beside)


def beside(*rules: Rule[Any]) -> AbstractContextManager[None]:
    """Adds rules to those of users."""
    return only(*sorted((*all_rules(), *rules), key=lambda each: each.name))
