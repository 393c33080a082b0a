"""What the members of a type and the parameters of a function must be: some, not too many, and told apart.

After the rules of uniqueness in Component Model, WIT.md, "Identifiers", and wasm-tools 1.263.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from wit_lsp.checks import LanguageError, check
from wit_lsp.ir.items import Func, Name, Resource, Signature, Type, TypeDef, types_of, uniqueness_key
from wit_lsp.problem import Problem
from wit_lsp.semantics.api import Semantics
from wit_lsp.syntax.problem import Code
from wit_lsp.validation.names import is_name

MAX_FLAGS = 32
"""The labels of one flags type."""

# What each kind of type has, and the code for one that has none.
NEEDS: dict[str, tuple[str, Code]] = {
    "record": ("field", "empty-record"),
    "variant": ("case", "empty-variant"),
    "enum": ("case", "empty-enum"),
    "flags": ("flag", "empty-flags"),
}


@check(TypeDef)
def members(type: TypeDef, sem: Semantics) -> Iterator[LanguageError]:
    for each in types_of(type):
        empty = filter(_is_empty_tuple, each.type.inside)
        yield from (LanguageError("empty-tuple", _needs_a_type(inside, each.start)) for inside in empty)
    if type.kind == "type":
        return
    what, code = NEEDS[type.kind]
    if not type.members:
        yield LanguageError(code, Problem(type.name.span, f"`{type.name.text}` needs at least one {what}"))
    if type.kind == "flags" and len(type.members) > MAX_FLAGS:
        message = f"`{type.name.text}` has {len(type.members)} flags; there can be {MAX_FLAGS}"
        yield LanguageError("too-many-flags", Problem(type.members[MAX_FLAGS].name.span, message))
    for name, before in _clashes(member.name for member in type.members):
        yield LanguageError("dup-member", Problem(name.span, clash_message(what, name.text, before)))


@check(Func)
def parameters(func: Func, sem: Semantics) -> Iterator[LanguageError]:
    signature = func.signature
    is_method = isinstance(func.owner, Resource) and not func.is_static and signature.form != "constructor"
    for name, before in _clashing_params(signature, is_method):
        at = name.span.shifted(func.start)
        if before == _SELF:
            message = f"`{name.text}` is taken: the resource of a method is its parameter `self`"
        else:
            message = clash_message("parameter", name.text, before)
        yield LanguageError("dup-param", Problem(at, message))

    for type in _empty_tuples(signature):
        yield LanguageError("empty-tuple", _needs_a_type(type, func.start))


_SELF = ""


@lru_cache(10_000)
def _clashing_params(signature: Signature, is_method: bool) -> tuple[tuple[Name, str], ...]:
    """The parameters whose names are taken, each with the one that has it; `_SELF` where a method's resource has."""
    return tuple(_clashes((param.name for param in signature.params), {"self": _SELF} if is_method else {}))


@lru_cache(10_000)
def _empty_tuples(signature: Signature) -> tuple[Type, ...]:
    return tuple(each for type in signature.types for each in type.inside if _is_empty_tuple(each))


def _is_empty_tuple(type: Type) -> bool:
    return type.kind == "tuple" and not type.parts


def _needs_a_type(type: Type, start: int) -> Problem:
    return Problem(type.span.shifted(start), "a `tuple` needs at least one type")


def _clashes(names: Iterable[Name], taken: dict[str, str] | None = None) -> Iterator[tuple[Name, str]]:
    """Of two that are not the same, both have to be names: `checks.spelling` says which other one a wrong one means."""
    known = dict(taken or {})
    for name in names:
        key, is_right = uniqueness_key(name.text), is_name(name.text)
        before = known.get(key)
        if before is not None and (before == name.text or (is_right and (before == _SELF or is_name(before)))):
            yield name, before
        elif name.text and (before is None or is_right):
            known[key] = name.text


def clash_message(what: str, name: str, before: str) -> str:
    """The message about a name that is taken, by something that is called `what`."""
    if name == before:
        return f"the {what} `{name}` is declared twice"
    return f"`{name}` clashes with the {what} `{before}`: case and hyphens do not count"
