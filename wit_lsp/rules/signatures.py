"""What rules ask about signatures. Names are not resolved: a type is what is written.

Many functions share a signature, a name or a type, so the answers are cached.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from wit_lsp.ir.facts import FuncFacts, SignatureFacts, TypeFacts, signature_facts
from wit_lsp.ir.items import Signature, Type

AnyType = TypeVar("AnyType", Type, TypeFacts)

DEADLINES = ("deadline", "timeout", "budget")
UNITS = ("ns", "us", "ms", "s")
STREAMS = ("input-stream", "output-stream")
REQUEST_OPTIONS = "request-options"

_KEPT = 65536


def words(name: str) -> list[str]:
    return name.lower().split("-")


@lru_cache(_KEPT)
def is_time_limit(name: str) -> bool:
    """Whether a name, without a unit, is or ends in `deadline`, `timeout` or `budget`, but not in another budget."""
    parts = words(name)
    if len(parts) > 1 and parts[-1] in UNITS:
        parts.pop()
    return parts[-1] in DEADLINES and (parts[-1] != "budget" or len(parts) == 1 or parts[-2] == "time")


@lru_cache(_KEPT)
def has_time_limit(signature: Signature) -> bool:
    return limits_time(signature_facts(signature))


def limits_time(signature: SignatureFacts) -> bool:
    """Like `has_time_limit`, for a function of another segment."""
    return any(is_time_limit(name) or _takes_options(type) for name, type in signature.params)


def _takes_options(type: TypeFacts) -> bool:
    return type.name == REQUEST_OPTIONS or any(part is not None and _takes_options(part) for part in type.parts)


@lru_cache(_KEPT)
def can_take_long(signature: Signature) -> bool:
    """Whether a function is `async`, returns a `result`, or takes or returns a stream or a `list<u8>`."""
    result = signature.result
    if signature.is_async or (result is not None and result.kind == "result"):
        return True
    given = [param.type for param in signature.params] + ([result] if result is not None else [])
    return any(is_stream(part) or is_bytes(part) for type in given for part in carried(type))


def carried(type: AnyType) -> list[AnyType]:
    """The types of the values in a successful result: looks into `option`, `tuple` and the ok side of `result`."""
    if type.kind == "result":
        parts = type.parts[:1]
    elif type.kind in ("option", "tuple"):
        parts = type.parts
    else:
        return [type]
    return [each for part in parts if part is not None for each in carried(part)]


def is_bytes(type: Type | TypeFacts) -> bool:
    """Whether a type is `list<u8>` without a length."""
    element = type.parts[0] if type.kind == "list" and type.length is None and type.parts else None
    return element is not None and element.kind == "u8"


def is_stream(type: Type | TypeFacts) -> bool:
    """Whether a type is `stream<…>`, or has the name of a WASI stream."""
    return type.kind == "stream" or type.name in STREAMS


def is_pending(type: Type) -> bool:
    """Whether a type is something to wait for: the caller can wait for it and for a clock at once."""
    name = type.name
    return type.kind == "future" or name == "pollable" or name.startswith("future-") or name.endswith("-future")


def is_scalar(type: Type) -> bool:
    return not type.parts and type.kind not in ("name", "own", "borrow", "stream", "future", "result")


def makes(func: FuncFacts, resource: str) -> bool:
    """Whether a function creates a `resource`: its constructor, or a static function that returns one."""
    result = func.signature.result
    if func.signature.form == "constructor":
        return True
    return func.is_static and result is not None and any(part.name == resource for part in carried(result))
