"""What rules ask about signatures. Aliases are followed, and records are looked into, within the package.

Many functions share a signature, a name or a type, so answers that no declaration has a say in are cached.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from wit_lsp.ir.facts import BodyFacts, FuncFacts, SignatureFacts, TypeDefFacts, TypeFacts, signature_facts
from wit_lsp.ir.items import Signature, Type
from wit_lsp.rules.tables import TIME_LIMITS, UNITS
from wit_lsp.semantics.types import Leaf, Named, Scope, leaves, nowhere
from wit_lsp.validation.names import kebab

STREAMS = ("input-stream", "output-stream")
REQUEST_OPTIONS = "request-options"

INTEGERS = frozenset(("u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64"))

_CARRIED = frozenset(("option", "tuple", "result"))
_OPTION = frozenset(("option",))
_KEPT = 10_000


def words(name: str) -> list[str]:
    """The words of a name in lower case, also where it is written as another language writes it."""
    if not name.islower() or "_" in name:
        name = kebab(name) or name.lower()
    return name.split("-")


@lru_cache(_KEPT)
def is_time_limit(name: str) -> bool:
    """Whether a name, without a unit, is or ends in `deadline`, `timeout` or `budget`, but not in another budget."""
    parts = words(name)
    if len(parts) > 1 and parts[-1] in UNITS:
        parts.pop()
    return parts[-1] in TIME_LIMITS and (parts[-1] != "budget" or len(parts) == 1 or parts[-2] == "time")


def limits_time(signature: SignatureFacts, scope: Scope = nowhere) -> bool:
    """Whether a parameter, or a field of a record that is one, limits the time that a function may take."""
    return any(is_time_limit(name) or _has_limit(type, scope) for name, type in signature.params)


def _has_limit(type: TypeFacts, scope: Scope) -> bool:
    for leaf in leaves(type, scope, _OPTION):
        if leaf.name == REQUEST_OPTIONS or _is_limited_request(leaf):
            return True
        if leaf.named is not None and leaf.named.head is not None and leaf.named.head.kind == "record":
            return leaf.named.ask(_has_limit_field)
    return False


def _has_limit_field(record: Named) -> bool:
    declared = record.declared
    return isinstance(declared, TypeDefFacts) and any(is_time_limit(name) for name, _ in declared.members)


def _is_limited_request(leaf: Leaf) -> bool:
    """Whether a type is the `request` of WASI 0.3, which has its `request-options` in it."""
    if leaf.name != "request" or leaf.named is None:
        return False
    package = leaf.named.package
    if package is not None:
        is_http = (package.namespace, package.name) == ("wasi", "http")
        return is_http and (package.version or "").startswith("0.3.")
    return leaf.named.head is not None and leaf.named.ask(_is_made_with_limit)


def _is_made_with_limit(type: Named) -> bool:
    declared = type.declared
    return isinstance(declared, BodyFacts) and any(
        limits_time(func.signature) for func in declared.functions if makes(func, declared.name)
    )


def carried(type: Type | TypeFacts, scope: Scope) -> Iterator[Leaf]:
    """The types of the values in a successful result: looks into aliases, `option`, `tuple` and the ok side."""
    return leaves(type, scope, _CARRIED)


@lru_cache(_KEPT)
def may_take_long(signature: Signature) -> bool:
    """Whether a function can take a long time, as far as can be said without what the names of types mean."""
    return _has_names(signature) or can_take_long(signature, nowhere)


def can_take_long(signature: Signature, scope: Scope) -> bool:
    """Whether a function is `async`, returns a `result`, or takes or returns a stream or a `list<u8>`."""
    result = signature.result
    if signature.is_async or (result is not None and result.kind == "result"):
        return True
    return carries_data(signature, scope) or (result is not None and returns_result(result, scope))


def returns_result(type: Type, scope: Scope) -> bool:
    """Whether a type is a `result`, or an alias of one."""
    if type.kind != "name":
        return type.kind == "result"
    return any(leaf.type.kind == "result" for leaf in leaves(type, scope, frozenset()))


def carries_data(signature: Signature, scope: Scope) -> bool:
    """Whether a function takes or returns a stream or a `list<u8>`."""
    return _carries(signature, scope) if _has_names(signature) else _carries_by_itself(signature)


def carries_stream(signature: Signature, scope: Scope) -> bool:
    return any(is_stream(leaf) for type in signature.types for leaf in carried(type, scope))


def _carries(signature: Signature, scope: Scope) -> bool:
    return any(is_stream(leaf) or is_bytes(leaf.type) for type in signature.types for leaf in carried(type, scope))


@lru_cache(_KEPT)
def _carries_by_itself(signature: Signature) -> bool:
    return _carries(signature, nowhere)


@lru_cache(_KEPT)
def _has_names(signature: Signature) -> bool:
    return any(part.kind == "name" for type in signature.types for part in type.inside)


def is_bytes(type: Type | TypeFacts) -> bool:
    """Whether a type is `list<u8>` without a length."""
    element = type.parts[0] if type.kind == "list" and type.length is None and type.parts else None
    return element is not None and element.kind == "u8"


def is_stream(leaf: Leaf) -> bool:
    """Whether a type is `stream<…>`, or a WASI stream by its name."""
    return leaf.type.kind == "stream" or leaf.name in STREAMS


def is_pending(leaf: Leaf) -> bool:
    """Whether a type is something to wait for: the caller can wait for it and for a clock at once."""
    name = leaf.name
    return leaf.type.kind == "future" or name == "pollable" or name.startswith("future-") or name.endswith("-future")


def is_scalar(leaf: Leaf) -> bool:
    return not leaf.type.parts and leaf.type.kind not in ("name", "own", "borrow", "stream", "future", "result")


def makes(func: FuncFacts, resource: str) -> bool:
    """Whether a function creates a `resource`: its constructor, or a static function that returns one."""
    result = func.signature.result
    if func.signature.form == "constructor":
        return True
    return func.is_static and result is not None and any(each.name == resource for each in carried(result, nowhere))


def has_time_limit(signature: Signature, scope: Scope) -> bool:
    return limits_time(signature_facts(signature), scope)
