"""Functions of a resource: what a constructor may return.

After Component Model, WIT.md, "Item: `resource`", and wasm-tools 1.263. Types are not resolved: an alias may be right.
"""

from __future__ import annotations

from collections.abc import Iterator

from wit_lsp.checks import LanguageError, check
from wit_lsp.fixes.editor import Editor, Target
from wit_lsp.ir.items import Func, Resource
from wit_lsp.problem import Applicability, Fix, Problem
from wit_lsp.semantics.api import Semantics


@check(Func)
def constructors(func: Func, sem: Semantics) -> Iterator[LanguageError]:
    if isinstance(func.owner, Resource) and func.signature.form == "constructor":
        yield from _constructor(func, sem)


def _constructor(func: Func, sem: Semantics) -> Iterator[LanguageError]:
    result = func.signature.result
    resource = sem.owner(func)
    if result is None or resource is None or not resource.name:
        return
    if result.kind == "result":
        ok = result.parts[0]
        if ok is None or ok.kind not in ("name", "own") or ok.name != resource.name:
            message = f"the first type in the `result` of a constructor must be the resource, `{resource.name}`"
            yield LanguageError("ctor-ok", Problem((ok or result).span.shifted(func.start), message))
    elif result.kind in ("name", "own") and result.name == resource.name:
        at = result.span.shifted(func.start)
        shown = f"own<{result.name}>" if result.kind == "own" else result.name
        fix = Fix(f"Remove `-> {shown}`", Applicability.SAFE, _remove_result)
        yield LanguageError("ctor-result", Problem(at, "a constructor returns its resource implicitly", (fix,)))
    elif result.kind != "name":
        message = f"a constructor can only return a `result<{resource.name}, …>`"
        yield LanguageError("ctor-result", Problem(result.span.shifted(func.start), message))


def _remove_result(edit: Editor, func: Target) -> None:
    edit.remove_result(func)
