"""Which rules run, and on what."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from wit_lsp.config import PROFILES, Settings
from wit_lsp.rules import Rule, all_rules


@lru_cache(maxsize=64)
def selected(settings: Settings) -> tuple[Rule[Any], ...]:
    """The rules that `settings` choose: the profile's, or those of `select`, without those of `ignore`."""
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


@lru_cache(maxsize=64)
def by_subject(settings: Settings) -> dict[type, tuple[Rule[Any], ...]]:
    """The chosen rules, by what they run on."""
    rules = selected(settings)
    return {on: tuple(rule for rule in rules if rule.on is on) for on in {rule.on for rule in rules}}


def unknown_names(names: Iterable[str]) -> list[tuple[str, str | None]]:
    """Those that name no rule and no category, each with the nearest one that does."""
    from difflib import get_close_matches

    known = sorted({name for rule in all_rules() for name in (rule.name, rule.category)})
    return [(name, next(iter(get_close_matches(name, known, 1)), None)) for name in names if name not in known]
