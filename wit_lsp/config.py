"""The settings and their meaning. Does not access the disk, and does not know which rules exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, cast, get_args

Profile = Literal["core", "agent", "strict"]
Target = Literal["wasi-0.2", "wasi-0.3"]

PROFILES: tuple[Profile, ...] = get_args(Profile)
TARGETS: tuple[Target, ...] = get_args(Target)


class Settings(NamedTuple):
    """The user's settings. `select` and `ignore` contain names of rules and categories.

    `select` replaces the rules of the profile, unless it is None; `ignore` then removes rules. `options` are the
    options of rules: the name of the rule, the name of the option, and the value.
    """

    profile: Profile = "agent"
    target: Target = "wasi-0.2"
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    all_features: bool = False
    options: tuple[tuple[str, str, object], ...] = ()


def from_mapping(values: Mapping[str, object]) -> tuple[Settings, list[str]]:
    """The settings that an editor sent, and a message for each invalid value, for which the default is used.

    None means that a setting is not set. Unknown keys are ignored: editors keep their own settings next to ours.
    """
    problems: list[str] = []

    def choice(key: str, known: tuple[str, ...], default: str) -> str:
        value = values.get(key)
        if value is None or value in known:
            return default if value is None else str(value)
        problems.append(f"`{key}` is {value!r}; it can be {', '.join(known)}")
        return default

    def names(key: str) -> tuple[str, ...] | None:
        value = values.get(key)
        if value is None:
            return None
        if not isinstance(value, (list, tuple)):
            problems.append(f"`{key}` is {value!r}; it takes a list of names")
            return None
        wrong = [each for each in value if not isinstance(each, str)]
        problems.extend(f"`{key}` has {each!r}, which is no name" for each in wrong)
        return tuple(each for each in value if isinstance(each, str))

    default = Settings()
    settings = Settings(
        profile=cast(Profile, choice("profile", PROFILES, default.profile)),
        target=cast(Target, choice("target", TARGETS, default.target)),
        select=names("select"),
        ignore=names("ignore") or (),
    )
    return settings, problems
