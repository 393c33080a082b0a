"""Imports and exports of a world: the same interface cannot come in, or go out, twice under its own name.

After Component Model, WIT.md, "Worlds", and wasm-tools 1.263.
"""

from __future__ import annotations

from collections.abc import Iterator

from wit_lsp.checks import LanguageError, check
from wit_lsp.fixes.editor import Editor
from wit_lsp.ir.facts import ExternFacts, WorldFacts, key, numbered, path_text
from wit_lsp.problem import Anchor, Applicability, Fix, Problem, Related
from wit_lsp.semantics.api import Semantics


@check(WorldFacts)
def imports(world: WorldFacts, sem: Semantics) -> Iterator[LanguageError]:
    first: dict[object, Anchor] = {}
    for child, item in zip(numbered(map(key, world.items)), world.items, strict=True):
        if not isinstance(item, ExternFacts) or item.name is not None or item.interface is None:
            continue
        target = item.package, item.interface
        if item.package is None:
            target = sem.names(sem.place_here).target(item.interface)
        at = sem.here.child(child).part("path")
        before = first.setdefault((item.direction, target), at)
        if before is not at:
            path, verb = path_text(item.package, item.interface), f"{item.direction}ed"
            fixes = (
                Fix(f"Remove this {item.direction}", Applicability.SAFE, Editor.remove_item, on=at),
                Fix("Give it a label", Applicability.MANUAL, Editor.add_label, on=at),
            )
            related = (Related(before, f"it is {verb} here"),)
            yield LanguageError("duplicate-import", Problem(at, f"`{path}` is {verb} twice", fixes, related))
