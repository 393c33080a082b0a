"""Decides which rules run, with which options, and on which subjects."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from wit_lsp.config import PROFILES, Settings
from wit_lsp.rules import Rule, all_rules


@lru_cache(maxsize=64)
def selected(settings: Settings) -> tuple[Rule[Any], ...]:
    """The rules of the profile, or those in `select` if it is set, without those in `ignore`."""
    chosen = settings.select
    widest = PROFILES.index(settings.profile)
    return tuple(
        rule
        for rule in all_rules()
        if (
            PROFILES.index(rule.profile) <= widest
            if chosen is None
            else not {rule.name, rule.category}.isdisjoint(chosen)
        )
        and {rule.name, rule.category}.isdisjoint(settings.ignore)
    )


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


def unknown_names(names: Iterable[str]) -> list[tuple[str, str | None]]:
    """The names that are neither a rule nor a category, each with the closest known name, if any."""
    from difflib import get_close_matches  # only needed for an unknown name

    known = sorted({name for rule in all_rules() for name in (rule.name, rule.category)})
    return [(name, next(iter(get_close_matches(name, known, 1)), None)) for name in names if name not in known]
