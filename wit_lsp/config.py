"""The settings that count for a file. Knows neither where they come from nor which rules exist."""

from __future__ import annotations

from typing import Literal, get_args

from wit_lsp.problem import Severity
from wit_lsp.tuples import NamedTuple

Profile = Literal["core", "agent", "strict"]
Target = Literal["wasi-0.2", "wasi-0.3"]

PROFILES: tuple[Profile, ...] = get_args(Profile)
"""From the narrowest to the widest: each includes the rules of those before it."""

TARGETS: tuple[Target, ...] = get_args(Target)

AllFeatures = Literal["all"]
Features = frozenset[str] | AllFeatures
"""The features that are on."""

ALL_FEATURES: AllFeatures = "all"


class Change(NamedTuple):
    """The rules and categories that are added to those selected so far, and those that are then removed."""

    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Settings(NamedTuple):
    """What the user wants for one file.

    `select` contains names of rules and categories, and replaces the rules of the profile, unless it is None; `changes`
    follow, one after the other. `severities` are those of rules and categories, `options` those of rules: the name of
    the rule, the name of the option, and the value; later ones win. Nothing is reported of a file that is `excluded`.
    One that `is_one_file_package` is a package of its own, whatever lies beside it.
    """

    profile: Profile = "agent"
    target: Target = "wasi-0.2"
    select: tuple[str, ...] | None = None
    changes: tuple[Change, ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()
    options: tuple[tuple[str, str, object], ...] = ()
    excluded: bool = False
    is_one_file_package: bool = False
    features: Features = frozenset()
