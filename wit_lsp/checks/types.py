"""What a type may be made of: a handle is of a resource, and the keys of a map are values that can be compared.

After Component Model, WIT.md, "Types" and "Handles", and wasm-tools 1.263, which takes no alias for the key of a map.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from wit_lsp.checks import LanguageError, check
from wit_lsp.checks.names import renaming
from wit_lsp.fixes.editor import Editor, Target
from wit_lsp.ir.facts import TypeFacts
from wit_lsp.ir.items import Func, Item, Signature, Type, TypeDef, body_of, types_of
from wit_lsp.problem import Applicability, Fix, Problem
from wit_lsp.semantics.api import Semantics
from wit_lsp.semantics.types import Leaf, meaning
from wit_lsp.text import Span

KEYS = ("bool", "s8", "s16", "s32", "s64", "u8", "u16", "u32", "u64", "char", "string")
"""The types that the keys of a map may have."""

_HANDLES = ("own", "borrow")


@check(Func)
def types_of_functions(func: Func, sem: Semantics) -> Iterator[LanguageError]:
    for type in _looked_at_in(func.signature):
        yield from _CHECKS[type.kind](type, func.start, func, sem)


@check(TypeDef)
def types_of_types(typedef: TypeDef, sem: Semantics) -> Iterator[LanguageError]:
    for use in types_of(typedef):
        for type in use.type.inside:
            if type.kind in _CHECKS:
                yield from _CHECKS[type.kind](type, use.start, typedef, sem)


@lru_cache(10_000)
def _looked_at_in(signature: Signature) -> tuple[Type, ...]:
    return tuple(each for type in signature.types for each in type.inside if each.kind in _CHECKS)


def _handle(handle: Type, start: int, item: Item, sem: Semantics) -> Iterator[LanguageError]:
    """Nothing where nobody knows what the name means: `checks.names` reports that, or it is of another package."""
    if not handle.name_span.end:
        return
    meant = _meaning(handle.name, item, sem)
    other = what_is_no_resource(meant)
    if meant is None or other is None or sem.may_declare(sem.file, handle.name) or _is_around(item, handle.name, sem):
        return
    if meant.package is not None and _is_left_out(handle.name, item, sem):
        return  # the reference has not looked at it before
    message = f"`{handle.name}` is {other}; a handle is of a resource"
    is_same = meant.type.kind not in _HANDLES or meant.type.kind == handle.kind
    fix = taking_off(handle, start, Applicability.SAFE if is_same else Applicability.MANUAL)
    yield LanguageError("not-resource", Problem(handle.name_span.shifted(start), message, (fix,)))


def _is_left_out(type: str, item: Item, sem: Semantics) -> bool:
    """Whether a type of the interface or world in which an item stands is behind a feature that is off."""
    body = body_of(item)
    return body is not None and sem.is_off(sem.features_of_types(body).get(type))


def _is_around(item: Item, name: str, sem: Semantics) -> bool:
    """Whether the type of a name contains the one that an item declares, which `checks.cycles` reports."""
    way = sem.way_around(item, item.name.text) if isinstance(item, TypeDef) else ()
    return bool(way) and way[:1] == sem.way_around(item, name)[:1]


def _meaning(name: str, item: Item, sem: Semantics) -> Leaf | None:
    return sem.once(item, (_meaning, name), lambda: meaning(name, sem.scope(item)))


def taking_off(handle: Type, start: int, may_fix: Applicability) -> Fix:
    """The fix that leaves only the name of a handle whose text starts at a byte of the segment."""
    return Fix(
        f"Write `{handle.name}`", may_fix, _take_off, (handle.span.shifted(start), handle.name_span.shifted(start))
    )


def what_is_no_resource(meant: Leaf | None) -> str | None:
    """What a name means, with an article; None where that is a resource, and where nobody knows."""
    if meant is None:
        return None
    if meant.named is None:
        return _shown(meant.type, meant.name)
    head = meant.named.head
    return None if head is None or head.kind == "resource" else _a(head.kind)


def _a(kind: str) -> str:
    return "a flags type" if kind == "flags" else f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _map(map: Type, start: int, item: Item, sem: Semantics) -> Iterator[LanguageError]:
    key = map.parts[0] if map.parts else None
    if key is None or key.kind in KEYS:
        return
    at = key.span.shifted(start)
    fixes: tuple[Fix, ...] = ()
    if key.kind != "name":
        message = f"{_shown(key, key.name)} cannot be the key of a `map`; {_RIGHT}"
    elif key.name not in sem.types_around(item) or sem.may_declare(sem.file, key.name):
        return  # `checks.names` reports it
    elif (meant := _meaning(key.name, item, sem)) is not None and meant.named is None and meant.type.kind in KEYS:
        plain = meant.type.kind
        message = f"the key of a `map` cannot be an alias; `{key.name}` is `{plain}`"
        fixes = renaming(plain, at, Applicability.SAFE)
    else:
        message = f"`{key.name}` cannot be the key of a `map`; {_RIGHT}"
    yield LanguageError("map-key", Problem(at, message, fixes))


_RIGHT = "keys are integers, `bool`, `char` and `string`"


def _shown(type: Type | TypeFacts, resource: str) -> str:
    """A type that is no name, or a handle of a resource."""
    if type.kind in _HANDLES:
        return f"`{type.kind}<{resource}>`"
    return _a(type.kind) if type.parts else f"`{type.kind}`"


_CHECKS = {"own": _handle, "borrow": _handle, "map": _map}


def _take_off(edit: Editor, item: Target, handle: Span, name: Span) -> None:
    edit.replace(item, Span(handle.start, name.start), "")
    edit.replace(item, Span(name.end, handle.end), "")
