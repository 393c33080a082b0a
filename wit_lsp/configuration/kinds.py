"""The kinds of values that a setting can have: each reads a value, describes itself, and has a JSON schema.

A value that does not fit is a mistake, not an exception: the rest of the settings still counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol, get_args, get_origin

from wit_lsp.problem import listed, nearest
from wit_lsp.tuples import NamedTuple

if TYPE_CHECKING:
    from wit_lsp.syntax.toml import Path

MAX_STARS = 4
"""Stars between two slashes of a pattern: with each more, matching a long name takes many times as long."""

Code = Literal["bad-setting", "unknown-rule"]


class Mistake(NamedTuple):
    """What is wrong with the settings at `path`: with the key there, or with its value.

    `nearest` is what was probably meant instead.
    """

    path: Path
    of_key: bool
    code: Code
    message: str
    nearest: str | None = None

    @property
    def text(self) -> str:
        """The message, with what was probably meant."""
        return self.message + (f"; did you mean `{self.nearest}`?" if self.nearest else "")


Report = Callable[[Mistake], object]

NOTHING = object()
"""What is read of a value that does not fit."""


class Kind(Protocol):
    def read(self, value: object, at: Path, report: Report) -> Any:
        """The value as the product wants it, immutable; `NOTHING` where it does not fit, which is reported."""

    def schema(self) -> dict[str, Any]:
        """The JSON schema of its values."""

    @property
    def words(self) -> str:
        """What its values are, as in "must be …"."""


class Plain(NamedTuple):
    """A string, a number or a boolean."""

    type: type
    words: str
    name: str

    def read(self, value: object, at: Path, report: Report) -> object:
        if type(value) is self.type:
            return value
        return wrong_type(self, value, at, report)

    def schema(self) -> dict[str, Any]:
        return {"type": self.name}


TEXT = Plain(str, "a string", "string")
NUMBER = Plain(int, "an integer", "integer")
FLAG = Plain(bool, "`true` or `false`", "boolean")


class OneOf(NamedTuple):
    """One of a few strings; `make` turns it into what the product wants. `others` says what to do for other values."""

    values: tuple[str, ...]
    make: Callable[[str], Any] = str
    others: str = ""

    @property
    def words(self) -> str:
        return quoted(self.values)

    def read(self, value: object, at: Path, report: Report) -> Any:
        if isinstance(value, str) and value in self.values:
            return self.make(value)
        if not isinstance(value, str):
            return wrong_type(self, value, at, report)
        message = f"{place(at)} must be {self.words}, not `{value}`"
        closest = nearest(value, self.values)
        if closest is None and self.others:
            message += f"; {self.others}"
        report(Mistake(at, False, "bad-setting", message, closest))
        return NOTHING

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.values)}


class ListOf(NamedTuple):
    """An array. Of one with wrong elements the others count."""

    element: Kind
    words: str
    is_unique: bool = True

    def read(self, value: object, at: Path, report: Report) -> Any:
        if not isinstance(value, (list, tuple)):
            return wrong_type(self, value, at, report)
        found = (self.element.read(each, (*at, number), report) for number, each in enumerate(value))
        return tuple(each for each in found if each is not NOTHING)

    def schema(self) -> dict[str, Any]:
        unique = {"uniqueItems": True} if self.is_unique else {}
        return {"type": "array", "items": self.element.schema()} | unique


class TableOf(NamedTuple):
    """A table whose keys are of a kind too. It is read as pairs."""

    key: Kind
    value: Kind
    words: str

    def read(self, value: object, at: Path, report: Report) -> Any:
        if not isinstance(value, Mapping):
            return wrong_type(self, value, at, report)
        found = []
        for name, inner in value.items():
            key = self.key.read(name, (*at, name), lambda each: unless_taken(value, report)(each._replace(of_key=True)))
            each = self.value.read(inner, (*at, name), report)
            if key is not NOTHING and each is not NOTHING:
                found.append((key, each))
        return tuple(found)

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "propertyNames": self.key.schema(),
            "additionalProperties": self.value.schema(),
        }


class Pattern:
    """A pattern of paths, as in `.gitignore`."""

    words = "a pattern"

    def read(self, value: object, at: Path, report: Report) -> object:
        if not isinstance(value, str):
            return wrong_type(self, value, at, report)
        if any(part.count("*") > MAX_STARS for part in value.split("/")):
            report(Mistake(at, False, "bad-setting", f"`{value}` has more than {MAX_STARS} `*` between two `/`"))
            return NOTHING
        from pathspec import GitIgnoreSpec

        try:
            GitIgnoreSpec.from_lines([value])
        except ValueError:
            report(Mistake(at, False, "bad-setting", f"`{value}` is not a pattern"))
            return NOTHING
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}


def kind_of(annotation: object) -> Kind:
    """The kind of the values of a type that the option of a rule has."""
    if get_origin(annotation) is Literal:
        return OneOf(get_args(annotation))
    if get_origin(annotation) is tuple:
        return ListOf(kind_of(get_args(annotation)[0]), "an array of strings")
    return {str: TEXT, int: NUMBER, bool: FLAG}[annotation]  # type: ignore[index]


def unless_taken(table: Mapping[str, object], report: Report) -> Report:
    """Reports mistakes; those of keys of `table` without a name that the table has as another key."""
    return lambda mistake: report(
        mistake._replace(nearest=None) if mistake.of_key and mistake.nearest in table else mistake
    )


def wrong_type(kind: Kind, value: object, at: Path, report: Report) -> object:
    report(Mistake(at, False, "bad-setting", f"{place(at)} must be {kind.words}, not {_type(value)}"))
    return NOTHING


def place(at: Path) -> str:
    """A setting as a person writes it: `rules.missing-deadline.scope`; an element by the setting that it is in."""
    keys = [key for key in at if isinstance(key, str)]
    where = f"`{'.'.join(keys)}`"
    return where if len(keys) == len(at) else f"an element of {where}"


def quoted(names: Iterable[str]) -> str:
    """Names in a list, each in backticks."""
    return listed(f"`{name}`" for name in names)


def _type(value: object) -> str:
    names = {str: "a string", bool: "a boolean", int: "an integer", float: "a float", list: "an array", dict: "a table"}
    return "null" if value is None else names.get(type(value), "a date or time")
