r"""A function should stream bytes whose number it does not bound.

A `list<u8>` is copied whole into the caller's memory, however long it is, before the caller can look at it.

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

A parameter that bounds the length is enough, and so is a length in the type, or a name that promises a few bytes:

```wit
interface files {
  read: func(max-bytes: u64) -> list<u8>;
  magic: func() -> list<u8, 8>;
  get-hash: func(path: string) -> list<u8>;
}
```

Bytes in a list, a stream or a future are not counted: the caller takes them one by one.

```wit
interface files {
  lines: func() -> stream<list<u8>>;
}
```

## Fix

Unsafe: it changes the contract. The caller of an *export* that returns an `output-stream` can only write to it: where
it is to read, take the second offer, `input-stream`. With the target `wasi-0.3` the fix is `stream<u8>`.
The names whose last word promises a few bytes are the option `fixed-size` of `[rules.unbounded-bytes]`.
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

# What can hold a number: a list, text or a handle named `bytes` or `size` is data, not a bound.
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
    """Those of the type that is the given one in the result, in the order of the text."""
    if sem.settings.target == "wasi-0.3":
        return (Fix("Return a `stream<u8>`", Applicability.UNSAFE, _to_stream, (number,)),)
    io = PackageId("wasi", "io", None)
    if body_of(func) is None or (sem.header is not None and sem.header.unversioned == io):
        return ()  # what stands around it does not parse, or a package would name itself by its full path: an error
    io = next((io._replace(version=version) for version in sem.versions(io)), io)
    return tuple(
        Fix(f"Return an `{stream}`", Applicability.UNSAFE, _to_wasi_stream, (number, io, stream))
        for stream in ("output-stream", "input-stream")
    )


def _to_stream(edit: Editor, func: Target, number: int) -> None:
    edit.replace_keyword(func, number, "stream")


def _to_wasi_stream(edit: Editor, func: Target, number: int, io: PackageId, stream: str) -> None:
    edit.replace_type(func, number, edit.bring_in(func, io, "streams", stream))
