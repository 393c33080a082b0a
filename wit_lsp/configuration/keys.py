"""The table of all settings. What is read, the JSON schema and the page of the documentation come from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, get_type_hints

from wit_lsp.config import ALL_FEATURES, PROFILES, TARGETS, Features, Profile, Target
from wit_lsp.configuration.kinds import (
    NOTHING,
    Kind,
    ListOf,
    Mistake,
    OneOf,
    Pattern,
    Report,
    TableOf,
    kind_of,
    place,
    quoted,
    unless_taken,
    wrong_type,
)
from wit_lsp.problem import Severity, nearest
from wit_lsp.rules import Rule, all_rules
from wit_lsp.rules.selection import known_names, unknown
from wit_lsp.tuples import NamedTuple

if TYPE_CHECKING:
    from wit_lsp.syntax.toml import Path


class Layer(NamedTuple):
    """What one source sets, such as a `wit-lsp.toml`; None or empty where it sets nothing.

    Patterns are relative to `folder`.
    """

    profile: Profile | None = None
    target: Target | None = None
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    exclude: tuple[str, ...] = ()
    rules: tuple[tuple[str, str, object], ...] = ()
    features: Features | None = None
    one_file_packages: tuple[str, ...] = ()
    folder: str = ""


class RuleName:
    """The name of a rule or of a category."""

    words = "a rule or category"

    def read(self, value: object, at: Path, report: Report) -> object:
        if not isinstance(value, str):
            return wrong_type(self, value, at, report)
        wrong = unknown(value)
        if wrong is None:
            return value
        report(Mistake(at, False, "unknown-rule", *wrong))
        return NOTHING

    def schema(self) -> dict[str, Any]:
        return {"enum": known_names()}


class FeatureName:
    """The name of a feature, without the `%` that one like a keyword has in WIT."""

    words = "the name of a feature"
    pattern = re.compile("^(?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(?:-(?:[a-z0-9]+|[A-Z0-9]+))*$")

    def read(self, value: object, at: Path, report: Report) -> object:
        if not isinstance(value, str):
            return wrong_type(self, value, at, report)
        if self.pattern.fullmatch(value):
            return value
        report(Mistake(at, False, "bad-setting", f"`{value}` is not the name of a feature"))
        return NOTHING

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": self.pattern.pattern}


class FeatureNames:
    """Features, or all."""

    words = f'an array of names of features, or "{ALL_FEATURES}"'

    def read(self, value: object, at: Path, report: Report) -> object:
        if value == ALL_FEATURES:
            return value
        found = ListOf(FeatureName(), self.words).read(value, at, report)
        return found if found is NOTHING else frozenset(found)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [ListOf(FeatureName(), self.words).schema(), {"const": ALL_FEATURES}]}


class Options:
    """The options of all rules, each in a table named after its rule."""

    words = "a table with a table for each rule"

    def read(self, value: object, at: Path, report: Report) -> object:
        if not isinstance(value, Mapping):
            return wrong_type(self, value, at, report)
        report = unless_taken(value, report)
        return tuple(each for name, inner in value.items() for each in self._of_rule(name, inner, (*at, name), report))

    def _of_rule(self, name: str, value: object, at: Path, report: Report) -> Iterator[tuple[str, str, object]]:
        rule = next((rule for rule in all_rules() if rule.name == name), None)
        if rule is None:
            wrong = unknown(name, categories=False)
            assert wrong is not None, "it names no rule"
            report(Mistake(at, True, "unknown-rule", *wrong))
        elif not isinstance(value, Mapping):
            report(Mistake(at, False, "bad-setting", f"{place(at)} must be a table of options"))
        else:
            kinds = options_of(rule)
            for key, inner in value.items():
                if key not in kinds:
                    message = f"`{name}` has no option `{key}`" if kinds else f"`{name}` has no options"
                    report(Mistake((*at, key), True, "bad-setting", message, nearest(key, kinds.keys() - value.keys())))
                elif (read := kinds[key].read(inner, (*at, key), report)) is not NOTHING:
                    yield name, key, read

    def schema(self) -> dict[str, Any]:
        properties = {rule.name: _table(options_of(rule)) for rule in all_rules() if rule.options is not None}
        return {"type": "object", "properties": properties, "additionalProperties": False}


def options_of(rule: Rule[Any]) -> dict[str, Kind]:
    """The options of a rule, by the names that users write."""
    hints = get_type_hints(rule.options) if rule.options is not None else {}
    return {name.replace("_", "-"): kind_of(annotation) for name, annotation in hints.items()}


class Key(NamedTuple):
    """A setting. Its documentation is Markdown; `example` is TOML."""

    name: str
    kind: Kind
    docs: str
    example: str
    default: object = None

    @property
    def field(self) -> str:
        return self.name.replace("-", "_")


_NAMES = ListOf(RuleName(), "an array of rules and categories")
_PATTERNS = ListOf(Pattern(), "an array of patterns")
_SEVERITIES = tuple(each.value for each in Severity)
_SEVERITY = OneOf(_SEVERITIES, Severity, "to turn a rule off, use `ignore`")

KEYS = (
    Key("profile", OneOf(PROFILES), "Which set of rules runs.", 'profile = "strict"', "agent"),
    Key(
        "target",
        OneOf(TARGETS),
        "The WASI series that fixes write for, and whose newest release a reference is pinned to.",
        'target = "wasi-0.3"',
        "wasi-0.2",
    ),
    Key(
        "features",
        FeatureNames(),
        "The features that are on. An item that is `@unstable` with another feature is left out, and what stays cannot "
        "refer to it. The default is none.",
        'features = ["streaming"]',
    ),
    Key("select", _NAMES, "Rules and categories that run instead of those of the profile.", 'select = ["time"]'),
    Key(
        "extend-select",
        _NAMES,
        "Rules and categories that run in addition to those of `profile` or `select`.",
        'extend-select = ["missing-deadline"]',
    ),
    Key(
        "ignore",
        _NAMES,
        "Rules and categories that do not run, even if something else selects them.",
        'ignore = ["unbounded-bytes"]',
    ),
    Key(
        "exclude",
        _PATTERNS,
        "Files that match these patterns are not reported on, not even their errors. Other files still see them.",
        'exclude = ["generated/"]',
    ),
    Key(
        "one-file-packages",
        _PATTERNS,
        "Files that match these patterns are packages of their own, one a file, even if a file beside them has the "
        "same header or the folder is named on the command line. This is for folders of test cases. Otherwise the "
        "files of a folder that have the same header are one package.",
        'one-file-packages = ["tests/codegen/"]',
    ),
    Key(
        "per-file-ignores",
        TableOf(Pattern(), _NAMES, "a table from patterns to arrays of rules and categories"),
        "Patterns of files, and the rules and categories that do not run on these files.",
        '[per-file-ignores]\n"tests/**" = ["time"]',
    ),
    Key(
        "severity",
        TableOf(RuleName(), _SEVERITY, f"a table from rules or categories to {quoted(_SEVERITIES)}"),
        "The severities of rules and categories: a rule's setting overrides that of its category. What the reference "
        "toolchain rejects stays an error.",
        '[severity]\nmissing-deadline = "error"',
    ),
    Key(
        "rules",
        Options(),
        "The options of rules, one table for each rule. The page of a rule lists its options.",
        '[rules.missing-deadline]\nscope = "all"',
    ),
)


def read(values: Mapping[str, object], report: Report, *, folder: str = "", strict: bool = True) -> Layer:
    """What a source sets. What does not fit is reported, and left out.

    Not `strict` is for editors: they keep settings of their own next to ours, and say None for what is not set.
    """
    known = {key.name: key for key in KEYS}
    found: dict[str, Any] = {"folder": folder}
    for name, value in values.items():
        if name in known:
            if value is None and not strict:
                continue
            each = known[name].kind.read(value, (name,), report)
            if each is not NOTHING:
                found[known[name].field] = each
        elif strict:
            free = known.keys() - values.keys()
            report(Mistake((name,), True, "bad-setting", f"there is no setting `{name}`", nearest(name, free)))
    return Layer(**found)


def schema() -> dict[str, Any]:
    """The JSON schema of `wit-lsp.toml`."""
    table = _table({key.name: key.kind for key in KEYS})
    for key in KEYS:
        table["properties"][key.name]["description"] = key.docs
        if key.default is not None:
            table["properties"][key.name]["default"] = key.default
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "wit-lsp.toml"} | table


def _table(kinds: Mapping[str, Kind]) -> dict[str, Any]:
    properties = {name: kind.schema() for name, kind in kinds.items()}
    return {"type": "object", "properties": properties, "additionalProperties": False}
