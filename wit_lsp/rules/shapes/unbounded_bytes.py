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

A function is not reported if a parameter bounds the length, if the type has a length, or if the name implies a few
bytes:

```wit
interface files {
  read: func(max-bytes: u64) -> list<u8>;
  magic: func() -> list<u8, 8>;
  get-hash: func(path: string) -> list<u8>;
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
write to it; if the caller has to read, choose the second fix, `input-stream`. For the target `wasi-0.3`, the fix is
`stream<u8>`.

## Options

Under `[rules.unbounded-bytes]`:

- `fixed-size`: a function whose name ends in one of these words returns only a few bytes.
"""

from collections.abc import Iterator
from typing import NamedTuple

from wit_lsp.fixes.editor import Editor, Target
from wit_lsp.ir.items import Func, PackageId, Signature, body_of
from wit_lsp.problem import Applicability, Fix, Problem, Severity
from wit_lsp.rules import rule
from wit_lsp.rules.signatures import carried, is_bytes, words
from wit_lsp.semantics.api import Semantics

BOUNDS = {"len", "length", "max", "limit", "size", "count", "bytes"}

# Kinds of types that hold no number: a list, string or handle named `bytes` or `size` is data, not a bound.
_NO_NUMBER = {"list", "map", "string", "char", "bool", "stream", "future", "own", "borrow", "result", "tuple"}


class Options(NamedTuple):
    fixed_size: str = "hash digest checksum hmac mac sign signature nonce salt seed key keypair uuid fingerprint"


@rule(Severity.WARNING, on=Func, options=Options)
def unbounded_bytes(func: Func, sem: Semantics, options: Options) -> Iterator[Problem]:
    result = func.signature.result
    if result is None or not any(is_bytes(part) for part in result.inside) or _is_bounded(func.signature):
        return
    if words(func.name.text)[-1] in options.fixed_size.split():
        return
    for type in carried(result):
        if is_bytes(type):
            number = result.inside.index(type)
            yield Problem(type.span.shifted(func.start), "nothing bounds this `list<u8>`", _fixes(func, number, sem))


def _is_bounded(signature: Signature) -> bool:
    return any(
        not BOUNDS.isdisjoint(words(param.name.text)) and not any(part.kind in _NO_NUMBER for part in param.type.inside)
        for param in signature.params
    )


def _fixes(func: Func, number: int, sem: Semantics) -> tuple[Fix, ...]:
    """The fixes of one type in the result: the one at index `number` of `result.inside`."""
    if sem.settings.target == "wasi-0.3":
        return (Fix("Return a `stream<u8>`", Applicability.UNSAFE, _to_stream, (number,)),)
    io = PackageId("wasi", "io", None)
    if body_of(func) is None or (sem.header is not None and sem.header.unversioned == io):
        return ()  # the body does not parse, or `wasi:io` would refer to itself by its full path, which is an error
    io = next((io._replace(version=version) for version in sem.versions(io)), io)
    return tuple(
        Fix(f"Return an `{stream}`", Applicability.UNSAFE, _to_wasi_stream, (number, io, stream))
        for stream in ("output-stream", "input-stream")
    )


def _to_stream(edit: Editor, func: Target, number: int) -> None:
    edit.replace_keyword(func, number, "stream")


def _to_wasi_stream(edit: Editor, func: Target, number: int, io: PackageId, stream: str) -> None:
    edit.replace_type(func, number, edit.bring_in(func, io, "streams", stream))
