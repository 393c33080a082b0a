"""The lint rules. Each module of a subpackage is one rule; its docstring is the rule's page and its tests.

Knows nothing of the disk, LSP or the command line.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any, Generic, TypeVar, overload

from wit_lsp.config import Profile
from wit_lsp.modules import module_names
from wit_lsp.problem import Problem, Severity
from wit_lsp.semantics.api import Semantics

Subject = TypeVar("Subject")
Options = TypeVar("Options")


class Rule(Generic[Subject]):
    """`profile` is the narrowest profile that includes the rule; all wider profiles include it too."""

    __slots__ = ("category", "check", "docs", "name", "on", "options", "profile", "severity")

    def __init__(
        self,
        check: Callable[..., Iterable[Problem]],
        severity: Severity,
        on: type[Subject],
        profile: Profile,
        options: Any,
    ) -> None:
        module = sys.modules[check.__module__]
        self.name = check.__name__.replace("_", "-")
        self.category = module.__name__.split(".")[-2]
        self.docs = module.__doc__ or ""
        self.check = check
        self.severity = severity
        self.on = on
        self.profile = profile
        self.options = options

    @property
    def summary(self) -> str:
        """The first line of the rule's page, a sentence."""
        return self.docs.strip().partition("\n")[0]


Check = Callable[[Subject, Semantics], Iterable[Problem]]
CheckWithOptions = Callable[[Subject, Semantics, Options], Iterable[Problem]]


@overload
def rule(
    severity: Severity, *, on: type[Subject], profile: Profile = "agent"
) -> Callable[[Check[Subject]], Rule[Subject]]: ...
@overload
def rule(
    severity: Severity, *, on: type[Subject], options: type[Options], profile: Profile = "agent"
) -> Callable[[CheckWithOptions[Subject, Options]], Rule[Subject]]: ...
def rule(severity: Severity, *, on: Any, options: Any = None, profile: Profile = "agent") -> Any:
    """Turn a function into a rule. The engine calls it with each subject of the type `on`.

    If `on` is an item of a segment (`Func`, `TypeDef`, `Package`, `Use`, `Reference`…), a problem has a span relative
    to the segment. If it is `InterfaceFacts`, `WorldFacts` or `BodyNames`, which may span several segments, a problem
    has an anchor made from `sem.here`. The function's name is the rule's name, the folder is its category, and the
    module's docstring is its page. `options` is a named tuple with default values; users set them under
    `[rules.<name>]`, with `-` for `_`.
    """
    return lambda check: Rule(check, severity, on, profile, options)


@cache
def all_rules() -> tuple[Rule[Any], ...]:
    """All rules, sorted by name. There is no list to maintain: every module is imported."""
    modules = (import_module(f"{__name__}.{name}") for name in module_names(__path__))
    found = {value for module in modules for value in vars(module).values() if isinstance(value, Rule)}
    return tuple(sorted(found, key=lambda rule: rule.name))
