r"""A function should return a stream instead of an unbounded `list<u8>`.

A `list<u8>` of any length is copied into the caller's memory as a whole, before the caller can look at it.

```wit
interface files {
  export-all: func(deadline-ns: u64) -> result<list<u8>, string>;
                                            // ^^^^^^^^ nothing bounds this `list<u8>`
}
```

```wit fixed
interface files {
  use wasi:io/streams@0.2.12.{output-stream};

  export-all: func(deadline-ns: u64) -> result<output-stream, string>;
}
```

The caller of a function that reads wants an `input-stream`:

```wit
interface files {
  load: func(path: string, deadline-ns: u64) -> result<list<u8>, string>;
                                                    // ^^^^^^^^ nothing bounds this `list<u8>`
}
```

```wit fixed
interface files {
  use wasi:io/streams@0.2.12.{input-stream};

  load: func(path: string, deadline-ns: u64) -> result<input-stream, string>;
}
```

A `list<u8>` in an alias, a record or a variant is found as well. A record or variant has no fix, because other
functions may share it:

```wit
interface files {
  record entry { name: string, content: list<u8> }
  find: func(name: string) -> option<entry>;
                                  // ^^^^^ no parameter such as `max-bytes` bounds `content` of `entry`
}
```

A function is not reported if a parameter bounds the length, if the type has a length, or if a name implies a few bytes:

```wit
interface files {
  record range { start: u64, length: u64 }
  type digest = list<u8>;
  read: func(amount: u32) -> list<u8>;
  slice: func(of: range) -> list<u8>;
  magic: func() -> list<u8, 8>;
  get-hash: func(path: string) -> list<u8>;
  summary: func(path: string) -> digest;
}
```

A `list<u8>` in a list, a stream or a future is not reported: the caller receives such lists one by one.

```wit
interface files {
  lines: func() -> stream<list<u8>>;
}
```

## Fix

The fix is unsafe, because it changes the contract. The caller of an *export* that returns an `output-stream` can only
write to it; if the caller has to read, choose `input-stream`. Both are offered. `input-stream` is first where the name
of the function begins with a reading word or a parameter is a `list<u8>`. For the target `wasi-0.3`, and in a file that
uses `stream<…>`, `future<…>` or `async`, the fix is `stream<u8>`.

## Options

Under `[rules.unbounded-bytes]`:

- `fixed-size`: what has a name that ends in one of these words is taken for something of a few bytes; so is what a
  resource of such a name gives.
- `reading`: the first words of functions whose caller reads what they return.

An array replaces the default, which is in [Configuration](../configuration.md#options-of-rules):

```toml
[rules.unbounded-bytes]
fixed-size = ["hash", "nonce", "thumbnail"]
```
"""

from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import TypeVar

from wit_lsp.fixes.editor import Editor, Target
from wit_lsp.ir.facts import TypeDefFacts, TypeFacts, type_facts
from wit_lsp.ir.items import Func, PackageId, Resource, Type, body_of
from wit_lsp.problem import Applicability, Fix, Problem, Severity
from wit_lsp.rules import rule, tables
from wit_lsp.rules.signatures import INTEGERS, is_bytes, words
from wit_lsp.semantics.api import Semantics
from wit_lsp.semantics.types import Leaf, Named, Scope, leaves
from wit_lsp.syntax.foreign_types import PLAIN
from wit_lsp.tuples import NamedTuple

# Kinds of types that hold no number: a list, string or handle named `bytes` or `size` is data, not a bound.
_NO_NUMBER = {"list", "map", "string", "char", "bool", "stream", "future", "own", "borrow", "result", "tuple"}
_ALIASES: frozenset[str] = frozenset()
_OPTION = frozenset(("option",))

AnyType = TypeVar("AnyType", Type, TypeFacts)


class Options(NamedTuple):
    fixed_size: tuple[str, ...] = tables.FIXED_SIZE
    reading: tuple[str, ...] = tables.READING


@rule(Severity.WARNING, on=Func, options=Options)
def unbounded_bytes(func: Func, sem: Semantics, options: Options) -> Iterator[Problem]:
    result = func.signature.result
    if result is None or not _candidates(result) or _ends_in(func.name.text, options.fixed_size):
        return
    resource = sem.owner(func) if isinstance(func.owner, Resource) else None
    if resource is not None and _ends_in(resource.name, options.fixed_size):
        return
    scope = sem.scope(func)
    found = sem.once(func, result, lambda: _found(result, scope, options.fixed_size))
    if not found or _is_bounded(func, scope):
        return
    for type, what in found:
        fixes = () if what.member else _fixes(func, result.inside.index(type), sem, options)
        yield Problem(type.span.shifted(func.start), _message(type, what), fixes)


class _Bytes(NamedTuple):
    """Bytes of no fixed size: a type itself, or a member of a type that it is or holds."""

    type: str = ""
    member: str = ""


def _message(type: Type, what: _Bytes) -> str:
    if what.member:
        held = f", which `{type.name}` holds" if what.type != type.name else ""
        return f"no parameter such as `max-bytes` bounds `{what.member}` of `{what.type}`{held}"
    return f"nothing bounds `{type.name}`, which is a `list<u8>`" if type.name else "nothing bounds this `list<u8>`"


def _found(result: Type, scope: Scope, fixed_size: tuple[str, ...]) -> list[tuple[Type, _Bytes]]:
    """The unbounded parts of a result, with what is unbounded in each."""
    found = ((type, _unbounded(type, scope, fixed_size)) for type in _candidates(result))
    return [(type, what) for type, what in found if what is not None]


@lru_cache(10_000)
def _candidates(result: Type) -> tuple[Type, ...]:
    """The parts of a result that are a `list<u8>`, or names of what may be or hold one."""
    return tuple(part for part in _parts(result) if part.kind == "name" or is_bytes(part))


def _parts(type: AnyType) -> Iterator[AnyType]:
    """The types in a type as written: looks into `option`, `tuple` and the ok side of a `result`."""
    stack: list[AnyType | None] = [type]
    while stack:
        here = stack.pop()
        if here is not None and here.kind in ("option", "tuple", "result"):
            stack += reversed(here.parts[:1] if here.kind == "result" else here.parts)
        elif here is not None:
            yield here


def _unbounded(type: Type, scope: Scope, fixed_size: tuple[str, ...]) -> _Bytes | None:
    """What is unbounded in a candidate, if anything."""
    if type.kind == "name" and _ends_in(type.name, fixed_size):
        return None
    if type.kind != "name" or all(is_bytes(leaf.type) for leaf in leaves(type, scope, _ALIASES)):
        return _Bytes()
    named = scope(type.name)
    return None if named.head is None else named.ask(_bytes_in, fixed_size)


def _bytes_in(type: Named, fixed_size: tuple[str, ...]) -> _Bytes | None:
    """The first member of a record or variant, or of those in it, that is bytes of no fixed size."""
    stack = [(type, _Bytes())]
    entered: set[tuple[str, Hashable]] = set()
    while stack:
        named, holder = stack.pop()
        if named.head is None or (named.name, named.home) in entered:
            continue
        entered.add((named.name, named.home))
        declared = named.declared
        if isinstance(declared, TypeDefFacts):
            member, names = _content(declared, fixed_size)
            if member is not None:
                return _Bytes(named.name, member) if member else holder
            for inner, each in reversed(names):
                stack.append((named.scope(each), _Bytes(named.name, inner) if inner else holder))
    return None


@lru_cache(10_000)
def _content(type: TypeDefFacts, fixed_size: tuple[str, ...]) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """The first member that is bytes of no fixed size, and those whose types may hold some, with their names.

    An alias has one member, without a name.
    """
    members = [("", type.type), *type.members]
    inside = [(name, each) for name, each in members if each is not None and not _ends_in(name, fixed_size)]
    parts = [(name, part) for name, each in inside for part in _parts(each)]
    names = [(name, part.name) for name, part in parts if part.kind == "name" and not _ends_in(part.name, fixed_size)]
    of_bytes = (name for name, part in parts if is_bytes(part))
    return next(of_bytes, None), tuple(names)


@lru_cache(10_000)
def _ends_in(name: str, endings: tuple[str, ...]) -> bool:
    return words(name)[-1] in endings


def _is_bounded(func: Func, scope: Scope) -> bool:
    reads_amount = words(func.name.text)[0] in tables.AMOUNT_READERS
    for param in func.signature.params:
        type = type_facts(param.type)
        if _is_bound(param.name.text, type, scope):
            return True
        for leaf in leaves(type, scope, _OPTION):
            head = leaf.named.head if leaf.named is not None else None
            if leaf.named is not None and head is not None and head.kind == "record" and leaf.named.ask(_has_bound):
                return True
            is_amount = words(param.name.text)[-1] not in tables.NOT_AMOUNTS
            if reads_amount and is_amount and _is_integer(leaf):
                return True
    return False


def _has_bound(record: Named) -> bool:
    """Whether a field says how much there can be."""
    declared = record.declared
    members = declared.members if isinstance(declared, TypeDefFacts) else ()
    return any(type is not None and _is_bound(name, type, record.scope) for name, type in members)


def _is_integer(leaf: Leaf) -> bool:
    """Whether a number is meant, be it called as in another language."""
    meant = PLAIN.get(leaf.name)
    return not INTEGERS.isdisjoint((leaf.type.kind, *(meant.types if meant else ())))


def _is_bound(name: str, type: TypeFacts, scope: Scope) -> bool:
    if tables.BOUNDS.isdisjoint(words(name)):
        return False
    kinds = [leaf.type.kind for leaf in leaves(type, scope, _OPTION)]
    return not any(kind in _NO_NUMBER for kind in kinds)


def _fixes(func: Func, number: int, sem: Semantics, options: Options) -> tuple[Fix, ...]:
    """The fixes of one type in the result: the one at index `number` of `result.inside`."""
    if sem.target == "wasi-0.3" or sem.facts.is_async:
        return (Fix("Return a `stream<u8>`", Applicability.UNSAFE, _to_stream, (number,)),)
    io = PackageId("wasi", "io", None)
    body = body_of(func)
    if body is None or body.broken:
        return ()  # there may be no place for a `use`
    if sem.header is not None and sem.header.unversioned == io:
        return ()  # `wasi:io` would refer to itself by its full path, which is an error
    io = next((io._replace(version=version) for version in sem.versions(io)), io)
    is_transform = any(is_bytes(param.type) for param in func.signature.params)
    is_reading = is_transform or words(func.name.text)[0] in options.reading
    return tuple(
        Fix(f"Return an `{stream}`", Applicability.UNSAFE, _to_wasi_stream, (number, io, stream))
        for stream in sorted(("output-stream", "input-stream"), reverse=not is_reading)
    )


def _to_stream(edit: Editor, func: Target, number: int) -> None:
    edit.replace_type(func, number, "stream<u8>")


def _to_wasi_stream(edit: Editor, func: Target, number: int, io: PackageId, stream: str) -> None:
    edit.replace_type(func, number, edit.bring_in(func, io, "streams", stream, at_any_version=True))
