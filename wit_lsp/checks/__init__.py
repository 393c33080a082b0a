"""Errors of the language that items show: the reference rejects them, though the text parses.

A module for each family. A check is a generator over one subject, as a rule is; unlike a rule it has no settings, and
it runs on dependencies too. What the text of a segment shows without its items is found in `validation`; of what that
needs other names for, such as a fix, a check says more: see `LocatedProblem`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from wit_lsp.ir.items import Item
from wit_lsp.modules import module_names
from wit_lsp.problem import Problem
from wit_lsp.semantics.api import Semantics
from wit_lsp.syntax.problem import Code, SyntaxProblem
from wit_lsp.text import Span
from wit_lsp.tuples import NamedTuple

Subject = TypeVar("Subject")


class LanguageError(NamedTuple):
    code: Code
    problem: Problem


class LocatedProblem(NamedTuple):
    """A syntax problem, the innermost item that it is in, which may be `broken`, its place there, and what its author
    wrote at that place.

    An error of the same code at that place, which a check finds, is reported instead of the problem.
    """

    problem: SyntaxProblem
    item: Item
    at: Span
    text: str


Find = Callable[[Subject, Semantics], Iterable[LanguageError]]


class Check(NamedTuple):
    on: tuple[type, ...]
    find: Find[Any]


def check(*on: type[Subject]) -> Callable[[Find[Any]], Check]:
    """Turn a function into a check, which is called with each subject of these types; see `rules.rule`."""
    return lambda find: Check(on, find)


@cache
def by_subject() -> dict[type, tuple[Find[Any], ...]]:
    """All checks by the type of their subjects. There is no list to maintain: every module is imported."""
    found: dict[type, tuple[Find[Any], ...]] = {}
    for name in sorted(module_names(__path__)):
        for value in vars(import_module(f"{__name__}.{name}")).values():
            for on in value.on if isinstance(value, Check) else ():
                found[on] = (*found.get(on, ()), value.find)
    return found
