"""The lint rules. Each module of a sub-package is one rule: its docstring is the rule's page, and its tests.

Knows nothing of where files lie, of LSP or of the command line.
"""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Generic, NamedTuple, TypeVar

from wit_lsp.config import Profile
from wit_lsp.fixes import Changes
from wit_lsp.ir.files import LocatedSegment, Model
from wit_lsp.problem import Severity
from wit_lsp.text import Span

On = TypeVar("On")


class Fix(NamedTuple):
    """A way to end a problem. Its edits are made when asked for, of the file as it is then.

    `safe`: the text was rejected, or it stays accepted and no package, type, import or export changes.
    `alone`: to be chosen by a person for this one place, and left out where all fixes are applied at once.
    """

    title: str
    edits: Callable[[LocatedSegment], Changes]
    safe: bool = False
    alone: bool = False


class Problem(NamedTuple):
    """What a rule found: where in the part, the fact, and ways to end it, the preferred first."""

    span: Span
    message: str
    fixes: tuple[Fix, ...] = ()


Check = Callable[[On, Model], Iterable[Problem]]


@dataclass(frozen=True, eq=False)
class Rule(Generic[On]):
    """`profile` is the narrowest profile that has the rule; each wider one has it too."""

    name: str
    category: str
    severity: Severity
    profile: Profile
    on: type[On]
    docs: str
    check: Check[On]

    @property
    def summary(self) -> str:
        """The first sentence of its page."""
        return self.docs.strip().partition("\n")[0]


def rule(severity: Severity, *, on: type[On], profile: Profile = "agent") -> Callable[[Check[On]], Rule[On]]:
    """Make a rule of a function that the engine calls with each `on` of a file.

    The rule's name is the function's, its category the folder, its page the module's docstring.
    """

    def make(check: Check[On]) -> Rule[On]:
        name = check.__name__.replace("_", "-")
        category = check.__module__.split(".")[-2]
        docs = sys.modules[check.__module__].__doc__ or ""
        return Rule(name, category, severity, profile, on, docs, check)

    return make


@cache
def all_rules() -> tuple[Rule[Any], ...]:
    """Every rule, by name. No list is kept: the modules are the list."""
    modules = (import_module(info.name) for info in pkgutil.walk_packages(__path__, f"{__name__}."))
    found = {value for module in modules for value in vars(module).values() if isinstance(value, Rule)}
    return tuple(sorted(found, key=lambda rule: rule.name))
