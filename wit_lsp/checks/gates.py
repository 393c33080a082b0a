"""`@since`, `@unstable` and `@deprecated`: which of them an item may have at once, and what their versions need.

After Component Model, WIT.md, "Feature gates", and wasm-tools 1.263.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from wit_lsp.checks import LanguageError, check
from wit_lsp.checks.features import is_left_out
from wit_lsp.checks.names import renaming
from wit_lsp.fixes.editor import Editor
from wit_lsp.ir.items import Extern, Func, Include, Interface, Item, Resource, TypeDef, Use, World
from wit_lsp.problem import Applicability, Fix, Problem
from wit_lsp.semantics.api import Semantics
from wit_lsp.syntax.problem import Code
from wit_lsp.text import Span


@check(Interface, World, Use, Include, Extern, TypeDef, Resource, Func)
def gates(item: Item, sem: Semantics) -> Iterator[LanguageError]:
    if not item.attributes or isinstance(item.owner, Extern):
        return
    values: dict[str, str] = {}
    spans = {}
    for number, (name, value, span) in enumerate(item.attributes):
        if name in values:
            is_same = values[name] == value
            removal = Applicability.SAFE if is_same else Applicability.MANUAL
            code: Code = "external-id-repeated" if name == "external-id" else "gate-repeated"
            problem = Problem(span, f"`@{name}` is repeated", (_removal(name, number, removal),))
            yield LanguageError(code, problem)
        else:
            values[name], spans[name] = value, (number, span)
    if "since" in values and "unstable" in values:
        number, span = spans["since"]
        message = "`@since` and `@unstable` exclude each other"
        yield LanguageError("gate-both", Problem(span, message, (_removal("since", number, Applicability.MANUAL),)))
    if "deprecated" in values and values.keys().isdisjoint(("since", "unstable")):
        _, span = spans["deprecated"]
        message = "`@deprecated` needs `@since` or `@unstable` beside it"
        yield LanguageError("gate-deprecated-alone", Problem(span, message))
    if "since" in values:
        _, span = spans["since"]
        yield from _since(item, sem, values["since"], span)


def _since(item: Item, sem: Semantics, since: str, at: Span) -> Iterator[LanguageError]:
    """What is wrong with the version of a `@since`, which the reference does not look at if the item is left out."""
    package = sem.package(item)
    if package is None or not _is_asked(item, sem):
        return
    if package.version is None:
        message = f"`@since` needs a package with a version: `{package}` has none"
        yield LanguageError("since-no-version", Problem(at, message))
    elif _is_after(since, package.version):
        message = f"`@since` says `{since}`, but the package is at version `{package.version}`"
        written = f"@since(version = {package.version})"
        yield LanguageError("since-future", Problem(at, message, renaming(written, at)))


def _is_asked(item: Item, sem: Semantics) -> bool:
    """Whether the reference looks at the version: not at that of what is left out, nor of a `use` of nothing."""
    if isinstance(item, Use):
        return bool(item.names)
    if isinstance(item, (Func, Include)) or (isinstance(item, Extern) and not isinstance(item.item, Interface)):
        return not is_left_out(item, sem)
    return True


@lru_cache(10_000)
def _is_after(one: str, other: str) -> bool:
    """In the order of SemVer, in which the reference ranks build metadata too. False if one is no version."""
    if (numbers := _NUMBERS.fullmatch(one)) and (others := _NUMBERS.fullmatch(other)):
        return [*map(int, numbers.groups())] > [*map(int, others.groups())]
    from semver import Version  # takes 25 ms to import, and most versions are three numbers

    try:
        first, second = Version.parse(one), Version.parse(other)
        order = first.compare(second)
    except ValueError:
        return False
    return order > 0 or (order == 0 and _rank(first.build) > _rank(second.build))


_NUMBERS = re.compile(r"([0-9]{1,20})[.]([0-9]{1,20})[.]([0-9]{1,20})")


def _rank(build: str | None) -> list[tuple[bool, int, str, int]]:
    """Orders build metadata: part by part, numbers first, of equal ones that with fewer zeros before it."""
    parts = [(part.isdecimal(), part.lstrip("0"), part) for part in (build.split(".") if build else ())]
    return [
        (False, len(value), value, len(part)) if is_number else (True, 0, part, 0) for is_number, value, part in parts
    ]


def _removal(name: str, number: int, applicability: Applicability) -> Fix:
    return Fix(f"Remove `@{name}`", applicability, Editor.remove_attribute, (number,))
