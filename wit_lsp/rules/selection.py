"""Decides which rules run, with which options, and on which subjects."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, get_args

from wit_lsp.config import PROFILES, Settings
from wit_lsp.problem import Severity, nearest
from wit_lsp.rules import Rule, all_rules
from wit_lsp.syntax.problem import Code
from wit_lsp.tuples import NamedTuple


@lru_cache(maxsize=64)
def selected(settings: Settings) -> tuple[Rule[Any], ...]:
    """The rules of the profile, or those in `select` if it is set, after all changes; sorted by name."""
    widest = PROFILES.index(settings.profile)
    chosen = {
        rule
        for rule in all_rules()
        if (PROFILES.index(rule.profile) <= widest if settings.select is None else _is_named(rule, settings.select))
    }
    for change in settings.changes:
        chosen.update(rule for rule in all_rules() if _is_named(rule, change.extend_select))
        chosen.difference_update([rule for rule in chosen if _is_named(rule, change.ignore)])
    return tuple(sorted(chosen, key=lambda rule: rule.name))


def _is_named(rule: Rule[Any], names: tuple[str, ...]) -> bool:
    return rule.name in names or rule.category in names


class Selected(NamedTuple):
    """A rule, and the arguments of its check after the subject and `Semantics`: its options, if it has any."""

    rule: Rule[Any]
    arguments: tuple[Any, ...]


@lru_cache(maxsize=64)
def by_subject(settings: Settings) -> dict[type, tuple[Selected, ...]]:
    """The selected rules with their options, by the type of their subjects."""
    found: dict[type, list[Selected]] = {}
    for rule in selected(settings):
        arguments = () if rule.options is None else (_options(rule, settings),)
        found.setdefault(rule.on, []).append(Selected(rule, arguments))
    return {on: tuple(rules) for on, rules in found.items()}


def _options(rule: Rule[Any], settings: Settings) -> object:
    """The options of a rule: its defaults, overridden by the settings."""
    values = {key.replace("-", "_"): value for owner, key, value in settings.options if owner == rule.name}
    return rule.options(**{key: value for key, value in values.items() if key in rule.options._fields})


@lru_cache(maxsize=64)
def severities(settings: Settings) -> dict[str, Severity]:
    """The severities that the settings give to rules, by name; what is set for a rule goes before its category."""
    set_for = dict(settings.severities)
    found = ((rule.name, set_for.get(rule.name) or set_for.get(rule.category)) for rule in all_rules())
    return {name: severity for name, severity in found if severity is not None}


def known_names() -> list[str]:
    """The names of all rules and categories, sorted."""
    return sorted({name for rule in all_rules() for name in (rule.name, rule.category)})


class Unknown(NamedTuple):
    """Why a name is not one of a rule or category, and the closest known name, if any."""

    message: str
    nearest: str | None

    @property
    def text(self) -> str:
        """The message with that name."""
        return self.message + (f"; did you mean `{self.nearest}`?" if self.nearest else "")


def unknown(name: str, *, categories: bool = True) -> Unknown | None:
    """What is wrong with a name that should be one of a rule, or with `categories` of a category; None if it is."""
    rules = {rule.name for rule in all_rules()}
    known = set(known_names()) if categories else rules
    if name in known:
        return None
    if name in get_args(Code):
        return Unknown(f"`{name}` is a language error, which can be neither turned off nor changed", None)
    if name in PROFILES:
        return Unknown(f"`{name}` is a profile: set it with `profile`", None)
    if in_category := [rule.name for rule in all_rules() if rule.category == name]:
        return Unknown(f"`{name}` is a category of rules: name the rules, such as `{in_category[0]}`", None)
    what = "rule or category" if categories else "rule"
    return Unknown(f"no {what} is called `{name}`", nearest(name, known))
