"""Results that contain a `borrow`: it ends with the call, so only parameters can have one.

After Component Model, WIT.md, "Handles", and wasm-tools 1.263, which looks into the types of every package.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from wit_lsp.checks import LanguageError, check
from wit_lsp.checks.features import is_left_out
from wit_lsp.checks.types import taking_off, what_is_no_resource
from wit_lsp.ir.facts import TypeFacts
from wit_lsp.ir.items import Func, Signature, Type
from wit_lsp.problem import Applicability, Problem
from wit_lsp.semantics.api import Semantics
from wit_lsp.semantics.types import INTO_ALL, Named, Scope, TypeHead, leaves, meaning
from wit_lsp.tuples import NamedTuple


@check(Func)
def borrows(func: Func, sem: Semantics) -> Iterator[LanguageError]:
    """The first type in the result that is a `borrow` or contains one. The reference skips what is left out."""
    types = _looked_at_in(func.signature)
    known: dict[tuple[str, str], _Borrow | None] = sem.once(func, borrows, dict)
    for type in types:
        key = type.kind, type.name
        if key not in known:
            known[key] = _borrow_in(type, sem.scope(func))
        found = known[key]
        if found is not None and not (is_left_out(func, sem) or sem.may_declare(sem.file, type.name)):
            message = f"`{func.name.text}` returns a `borrow`{_where(type, found)}; a result can only own handles"
            fixes = (taking_off(type, func.start, Applicability.MANUAL),) if type.kind == "borrow" else ()
            yield LanguageError("result-borrow", Problem(type.span.shifted(func.start), message, fixes))
            return


@lru_cache(10_000)
def _looked_at_in(signature: Signature) -> tuple[Type, ...]:
    """The names and borrows in a result, but for the ok side of that of a constructor: it must be the resource."""
    result = signature.result
    if result is None:
        return ()
    is_checked = signature.form == "constructor" and result.kind == "result"
    parts = [result] if not is_checked else [part for part in result.parts[1:] if part is not None]
    inside = (each for part in parts for each in part.inside if each.kind in ("name", "borrow"))
    return tuple(each for each in inside if each.name_span.end)


class _Borrow(NamedTuple):
    """A `borrow` in a type, and the declared type in whose `member` it stands, if it is in one."""

    holder: TypeHead | None = None
    member: str = ""


def _borrow_in(type: Type, scope: Scope) -> _Borrow | None:
    """The first `borrow` that is in a type; of what is no resource it is wrong anyway."""
    if type.kind == "borrow":
        return None if what_is_no_resource(meaning(type.name, scope)) else _Borrow()
    named = scope(type.name)
    return None if named.head is None else named.ask(_borrow_in_named)


def _borrow_in_named(named: Named) -> _Borrow | None:
    for leaf in leaves(TypeFacts("name", name=named.name), lambda _: named, INTO_ALL):
        if leaf.type.kind == "borrow" and not what_is_no_resource(meaning(leaf.type.name, leaf.scope)):
            return _Borrow(leaf.holder, leaf.member)
    return None


def _where(type: Type, found: _Borrow) -> str:
    """In which type that is declared it is found; nothing where the result itself has it."""
    if found.holder is not None:
        member = "field" if found.holder.kind == "record" else "case"
        return f" in the {member} `{found.member}` of `{found.holder.name}`"
    return f" in `{type.name}`" if type.kind == "name" else ""
