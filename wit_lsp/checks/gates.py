"""`@since`, `@unstable` and `@deprecated`: which of them an item may have at once, and what their versions need.

After Component Model, WIT.md, "Feature gates", and wasm-tools 1.263.
"""

from __future__ import annotations

from collections.abc import Iterator

from wit_lsp.checks import LanguageError, check
from wit_lsp.fixes.editor import Editor, Target
from wit_lsp.ir.items import Extern, Func, Include, Interface, Item, Resource, TypeDef, Use, World
from wit_lsp.problem import Applicability, Fix, Problem
from wit_lsp.semantics.api import Semantics
from wit_lsp.syntax.problem import Code


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
        package = sem.package(item)
        if package is not None and package.version is None:
            _, span = spans["since"]
            message = f"`@since` needs a package with a version: `{package}` has none"
            yield LanguageError("since-no-version", Problem(span, message))


def _removal(name: str, number: int, applicability: Applicability) -> Fix:
    return Fix(f"Remove `@{name}`", applicability, _remove, (number,))


def _remove(edit: Editor, item: Target, number: int) -> None:
    edit.remove_attribute(item, number)
