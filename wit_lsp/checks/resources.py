"""Functions of a resource: what a constructor may return.

After Component Model, WIT.md, "Item: `resource`", and wasm-tools 1.263: a constructor that returns a `result` says so
itself or through one alias, and neither the result nor the resource in it may come by a further one.
"""

from __future__ import annotations

from collections.abc import Iterator

from wit_lsp.checks import LanguageError, check
from wit_lsp.checks.names import renaming
from wit_lsp.fixes.editor import Editor
from wit_lsp.ir.facts import BodyFacts, TypeDefFacts, TypeFacts, type_facts
from wit_lsp.ir.items import Func, Resource, Type
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
    at = result.span.shifted(func.start)
    if result.kind in ("name", "own") and result.name == resource.name:
        shown = f"own<{result.name}>" if result.kind == "own" else result.name
        fix = Fix(f"Remove `-> {shown}`", Applicability.SAFE, Editor.remove_result)
        yield LanguageError("ctor-result", Problem(at, "a constructor returns its resource implicitly", (fix,)))
        return
    meant: TypeFacts | None = type_facts(result)
    message = f"a constructor can only return a `result<{resource.name}, …>`"
    if result.kind == "name":
        if result.name not in sem.types_around(func) or sem.may_declare(sem.file, result.name):
            return  # `checks.names` reports it
        meant = _aliases_around(func, sem).get(result.name)
        message = f"{message}, or a type that is declared as one beside the resource"
    if meant is None or meant.kind != "result":
        yield LanguageError("ctor-result", Problem(at, message))
    elif (problem := _wrong_ok(result, meant.parts[0], func, sem, resource.name)) is not None:
        yield LanguageError("ctor-ok", problem)


def _wrong_ok(result: Type, ok: TypeFacts | None, func: Func, sem: Semantics, resource: str) -> Problem | None:
    """What is wrong with the first type in a result, `ok`, which may stand in an alias; None where it is right."""
    if ok is not None and _names(ok, resource):
        return None
    written = result.parts[0] if result.parts else None
    at = (written or result).span.shifted(func.start)
    if ok is None or not _is_alias(ok, resource, _aliases_around(func, sem)):
        return Problem(at, f"the first type in the `result` of a constructor must be the resource, `{resource}`")
    fixes = renaming(resource, at, Applicability.SAFE) if written is not None else ()
    return Problem(at, f"`{ok.name}` is an alias of `{resource}`, which a constructor must name itself", fixes)


def _names(type: TypeFacts, resource: str) -> bool:
    """Whether a type is the resource itself, or a handle that owns it."""
    return type.kind in ("name", "own") and type.name == resource


def _is_alias(type: TypeFacts | None, resource: str, aliases: dict[str, TypeFacts]) -> bool:
    entered: set[str] = set()
    while type is not None and type.kind in ("name", "own") and type.name not in entered:
        entered.add(type.name)
        type = aliases.get(type.name)
        if type is not None and _names(type, resource):
            return True
    return False


def _aliases_around(func: Func, sem: Semantics) -> dict[str, TypeFacts]:
    """The types that aliases beside the resource of a function stand for, by their names."""
    assert isinstance(func.owner, Resource)
    return sem.derive_from_owner(func.owner, _aliases) or {}


def _aliases(body: BodyFacts) -> dict[str, TypeFacts]:
    types = (item for item in body.items if isinstance(item, TypeDefFacts))
    return {each.name: each.type for each in types if each.type is not None}
