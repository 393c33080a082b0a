"""What settings mean. Reads no disk, and knows no rule: which names exist is for `rules` to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, cast, get_args

Profile = Literal["core", "agent", "strict"]
Target = Literal["wasi-0.2", "wasi-0.3"]

PROFILES: tuple[Profile, ...] = get_args(Profile)
TARGETS: tuple[Target, ...] = get_args(Target)


class Settings(NamedTuple):
    """What a user chose. `select` and `ignore` hold names of rules and of categories.

    `select` replaces what the profile gives, None leaves it; `ignore` takes away from either. `options` are
    those of single rules: the rule's name, the option's name, its value.
    """

    profile: Profile = "agent"
    target: Target = "wasi-0.2"
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    all_features: bool = False
    options: tuple[tuple[str, str, object], ...] = ()

    def option(self, rule: str, name: str, default: str) -> str:
        """The value of an option, or `default` where it is not set."""
        return next((str(value) for owner, key, value in self.options if (owner, key) == (rule, name)), default)


def from_mapping(values: Mapping[str, object]) -> tuple[Settings, list[str]]:
    """The settings in what an editor sent, and what is wrong with it, in words; the rest still counts.

    None is a value that is not set. Keys that are no settings are let be: editors keep their own beside ours.
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
