"""Imports and exports of a world: the same interface cannot come in, or go out, twice under its own name.

After Component Model, WIT.md, "Worlds", and wasm-tools 1.263.
"""

from __future__ import annotations

from collections.abc import Iterator

from wit_lsp.checks import LanguageError, check
from wit_lsp.fixes.editor import Editor, Target
from wit_lsp.ir.facts import ExternFacts, WorldFacts, key, numbered, path_text
from wit_lsp.problem import Applicability, Fix, Problem
from wit_lsp.semantics.api import Semantics


@check(WorldFacts)
def imports(world: WorldFacts, sem: Semantics) -> Iterator[LanguageError]:
    seen = set()
    for child, item in zip(numbered(map(key, world.items)), world.items, strict=True):
        if not isinstance(item, ExternFacts) or item.name is not None or item.interface is None:
            continue
        target = item.package, item.interface
        if item.package is None:
            target = sem.facts.target(item.interface)
        if (item.direction, target) in seen:
            path = path_text(item.package, item.interface)
            fix = Fix(f"Remove this {item.direction}", Applicability.SAFE, _remove)
            at = sem.here.child(child).part("path")
            problem = Problem(at, f"`{path}` is {item.direction}ed twice", (fix._replace(arguments=(at,)),))
            yield LanguageError("duplicate-import", problem)
        seen.add((item.direction, target))


def _remove(edit: Editor, world: Target, item: Target) -> None:
    edit.remove_item(item)
