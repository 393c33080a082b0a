r"""A function that can take a long time should take a time limit.

Without one, the caller can only wait or kill the whole component. A function can take a long time if it is `async`, if
it returns a `result`, or if it takes or returns a stream or a `list<u8>`.

```wit
interface jobs {
  run: func(job: string) -> result<u32, string>;
//^^^ `run` takes no time limit: its caller may wait forever
  upload: func(
//^^^^^^ `upload` takes no time limit: its caller may wait forever
    body: list<u8>, // what to store
  );
}
```

```wit fixed
interface jobs {
  run: func(job: string, deadline-ns: u64) -> result<u32, string>;
  upload: func(
    body: list<u8>, // what to store
    deadline-ns: u64,
  );
}
```

A parameter is a time limit if its name is or ends in `deadline`, `timeout` or `budget`, with or without a unit, or if
its type is the `request-options` of `wasi:http`:

```wit
interface jobs {
  use wasi:http/types@0.2.12.{request-options};
  run: func(job: string, timeout-ms: u32) -> result<u32, string>;
  send: func(url: string, options: option<request-options>) -> result<u32, string>;
}
```

A field of a record that is a parameter limits the time as well:

```wit
interface jobs {
  record run-options { priority: u8, deadline-ns: option<u64> }
  run: func(job: string, options: run-options) -> result<u32, string>;
}
```

These functions need no time limit:

- functions that return at once according to their name, such as `parse-job` or `hash`;
- functions without parameters and without a `result`, such as `get-stdout`;
- functions that return something to wait for, such as a `pollable`, and methods of a resource that has a `pollable`;
- getters and setters;
- functions that close or cancel something;
- functions without parameters that a world exports as `run`, `main`, `start` or `init`: the host that calls them can
  stop the component;
- methods of a resource that was created with a time limit;
- methods such as `append` and `delete`, unless their resource is named like a store, and all methods of a resource
  that is named like a `builder` or like `headers`.

```wit
interface jobs {
  use wasi:io/poll@0.2.12.{pollable};
  parse-job: func(text: string) -> result<u32, string>;
  start: func(job: string) -> result<pollable, string>;
  close-all: func() -> u32;
  log-file: func() -> list<u8>;
  resource job {
    constructor(name: string, deadline-ns: u64);
    run: func(input: list<u8>) -> result<u32, string>;
  }
  resource task {
    get-priority: func() -> result<u32, string>;
    cancel: func() -> result<_, string>;
    subscribe: func() -> pollable;
    accept: func() -> result<job, string>;
  }
  resource labels {
    append: func(name: string, value: list<u8>) -> result<_, string>;
  }
}
```

A method that is not `async` and carries neither a stream nor a `list<u8>` often works in memory alone. It is reported
as information, unless its resource is named like a store:

```wit
interface jobs {
  resource task {
    rename: func(name: string) -> result<_, string>;
 // ^^^^^^ `rename` takes no time limit: its caller may wait forever
  }
}
```

```wit fixed
interface jobs {
  resource task {
    rename: func(name: string, deadline-ns: u64) -> result<_, string>;
  }
}
```

## Fix

The fix is unsafe, because it changes the contract. The preferred fix adds the time limit that the other functions of
the file take. Where none takes one, it adds `deadline-ns: u64`, an instant of the monotonic clock. The second fix adds
`budget-ms: u32`, a duration that starts with the call.

```wit
interface jobs {
  start: func(job: string, timeout-ms: u32) -> result<u32, string>;
  stop: func(job: string) -> result<u32, string>;
//^^^^ `stop` takes no time limit: its caller may wait forever
}
```

```wit fixed
interface jobs {
  start: func(job: string, timeout-ms: u32) -> result<u32, string>;
  stop: func(job: string, timeout-ms: u32) -> result<u32, string>;
}
```

## Options

Under `[rules.missing-deadline]`:

- `scope`: with `"all"`, every function needs a time limit.
- `instant`: the names of functions that return at once; `*` stands for any characters.
- `in-memory`: the first words of methods that only touch what their resource has in memory.
- `local`: the last words in the names of resources that hold everything in memory.
- `remote`: words in the names of resources whose content is elsewhere. `in-memory` does not apply to them, and all
  their methods are warnings.

An array replaces the default, which is in [Configuration](../configuration.md#options-of-rules):

```toml
[rules.missing-deadline]
scope = "long"
instant = ["parse*", "to-*", "peek"]
```
"""

from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Literal

from wit_lsp.fixes.editor import Editor
from wit_lsp.ir.facts import BodyFacts, SignatureFacts
from wit_lsp.ir.items import Extern, Func, Resource, Signature, walk
from wit_lsp.ir.segment import Segment
from wit_lsp.problem import Applicability, Fix, Problem, Severity
from wit_lsp.rules import rule, tables
from wit_lsp.rules.signatures import (
    INTEGERS,
    can_take_long,
    carried,
    carries_data,
    carries_stream,
    has_time_limit,
    is_bytes,
    is_pending,
    is_scalar,
    is_stream,
    is_time_limit,
    limits_time,
    makes,
    may_take_long,
    words,
)
from wit_lsp.semantics.api import Semantics
from wit_lsp.semantics.types import Leaf, Scope, nowhere
from wit_lsp.tuples import NamedTuple

LIMITS = ("deadline-ns: u64", "budget-ms: u32")


class Options(NamedTuple):
    scope: Literal["long", "all"] = "long"
    instant: tuple[str, ...] = tables.INSTANT
    in_memory: tuple[str, ...] = tables.IN_MEMORY
    local: tuple[str, ...] = tables.LOCAL
    remote: tuple[str, ...] = tables.REMOTE


@rule(Severity.WARNING, on=Func, options=Options)
def missing_deadline(func: Func, sem: Semantics, options: Options) -> Iterator[Problem]:
    signature = func.signature
    is_long = options.scope == "all" or may_take_long(signature)
    if signature.form != "func" or not is_long or _takes_limit(signature):
        return
    scope = sem.scope(func)
    if options.scope != "all":
        if not can_take_long(signature, scope) or _ends_or_answers_at_once(func, scope, options.instant):
            return
        if isinstance(func.owner, Resource) and _waits_elsewhere(func, sem, scope, options):
            return
    if has_time_limit(signature, scope):
        return
    is_method = isinstance(func.owner, Resource) and not func.is_static
    is_light = is_method and not (
        signature.is_async or carries_data(signature, scope) or _is_remote(func, sem, options)
    )
    limits = dict.fromkeys((sem.first_in_file(_limit_in, "") or LIMITS[0], *LIMITS))
    fixes = tuple(
        Fix(f"Add the parameter `{each}`", Applicability.UNSAFE, Editor.append_parameter, (each,)) for each in limits
    )
    severity = Severity.INFORMATION if is_light else None
    message = f"`{func.name.text}` takes no time limit: its caller may wait forever"
    yield Problem(func.name.span, message, fixes, severity=severity)


@lru_cache(10_000)
def _takes_limit(signature: Signature) -> bool:
    """Whether a parameter is a time limit by its name."""
    return any(is_time_limit(param.name.text) for param in signature.params)


def _limit_in(segment: Segment) -> str:
    """The first time limit with a unit that a function of a segment takes, as a parameter; empty where none does."""
    for item in walk(segment.items):
        for param in item.signature.params if isinstance(item, Func) else ():
            name = param.name.text
            if param.type.kind in INTEGERS and is_time_limit(name) and words(name)[-1] in tables.UNITS:
                return f"{name}: {param.type.kind}"
    return ""


def _ends_or_answers_at_once(func: Func, scope: Scope, instant: tuple[str, ...]) -> bool:
    name, signature = func.name.text, func.signature
    params, result = signature.params, signature.result
    if not params and name in tables.ENTRIES and isinstance(func.owner, Extern) and func.owner.direction == "export":
        return True
    if _matches(name, tables.ENDING) or (params and _matches(name, tables.SLEEPING)):
        return True
    if _matches(name, instant) and not carries_stream(signature, scope):
        return True
    if any(part.name == "response-outparam" for param in params for part in param.type.inside):
        return True
    if result is not None and any(map(is_pending, carried(result, scope))):
        return True
    if not params and not signature.is_async and result is not None:
        return not any(part.kind == "result" for part in result.inside)
    return _computes(func, scope)


def _computes(func: Func, scope: Scope) -> bool:
    """Whether a function is arithmetic or hashes what it is given."""
    name, signature = func.name.text, func.signature
    if words(name)[0] in tables.HASHES:
        return not signature.is_async and not carries_stream(signature, scope)
    types = signature.types
    return name in tables.ARITHMETIC and all(is_scalar(leaf) for type in types for leaf in carried(type, scope))


@lru_cache(10_000)
def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _waits_elsewhere(func: Func, sem: Semantics, scope: Scope, options: Options) -> bool:
    """Whether a function of a resource has no time to limit, or something else of the resource limits it."""
    signature = func.signature
    if func.is_static:  # one that makes the resource, and cannot fail, is a constructor
        return not signature.is_async and bool(sem.derive_from_owner(func, _makes_surely(func.name.text)))
    if not signature.is_async and (_is_property(func, sem, scope, options) or _hands_out_stream(func, scope)):
        return True
    if _is_in_memory(func, sem, scope, options):
        return True
    if not func.name.text.startswith("blocking-") and sem.derive_from_owner(func, _has_pollable):
        return True
    return bool(sem.derive_from_owner(func, _is_made_with_limit))


def _is_property(func: Func, sem: Semantics, scope: Scope, options: Options) -> bool:
    """Whether a method gets one value (`get-x`, `is-x`, `has-x`), or sets one (`set-x` beside `x` or `get-x`).

    It may take numbers and handles, as in `get-item: func(index: u32)`, and give more, unless its resource is remote.
    """
    first, _, rest = func.name.text.partition("-")
    if not rest:
        return False
    params, result = func.signature.params, func.signature.result
    if first in ("get", "is", "has") and result is not None:
        if not _is_remote(func, sem, options):
            is_index = all(_is_index(leaf) for param in params for leaf in carried(param.type, scope))
            return is_index and not any(is_bytes(leaf.type) or is_stream(leaf) for leaf in carried(result, scope))
        return not params and all(map(is_scalar, carried(result, scope)))
    if first != "set" or len(params) != 1:
        return False
    return bool(sem.derive_from_owner(func, _reads(rest)))


@lru_cache(10_000)
def _reads(name: str) -> Callable[[BodyFacts], bool]:
    """Whether a resource has a function without parameters that gets a property: one question for each name."""

    def reads(resource: BodyFacts) -> bool:
        names = (name, f"get-{name}")
        return any(each.name in names for each in resource.functions if not each.signature.params)

    return reads


@lru_cache(65536)
def _makes_surely(name: str) -> Callable[[BodyFacts], bool]:
    """Whether the function of a name always gives the resource."""

    def makes_surely(resource: BodyFacts) -> bool:
        results = (each.signature.result for each in resource.functions if each.name == name)
        return any(type is not None and type.name == resource.name for type in results)

    return makes_surely


def _is_in_memory(func: Func, sem: Semantics, scope: Scope, options: Options) -> bool:
    signature = func.signature
    resource = sem.owner(func)
    if signature.is_async or resource is None:
        return False
    is_local = words(resource.name)[-1] in options.local
    is_in_memory = words(func.name.text)[0] in options.in_memory and not _is_remote(func, sem, options)
    return (is_local or is_in_memory) and not carries_stream(signature, scope)


def _is_remote(func: Func, sem: Semantics, options: Options) -> bool:
    resource = sem.owner(func)
    return resource is not None and not set(words(resource.name)).isdisjoint(options.remote)


def _is_index(leaf: Leaf) -> bool:
    return leaf.type.kind in (*INTEGERS, "own", "borrow")


def _hands_out_stream(func: Func, scope: Scope) -> bool:
    """Whether a method gives the caller a stream of its resource, on which the caller waits."""
    params, result = func.signature.params, func.signature.result
    given = list(carried(result, scope)) if result is not None and not params else []
    return bool(given) and all(map(is_stream, given))


def _has_pollable(resource: BodyFacts) -> bool:
    """Whether the caller can wait for a resource, with a clock beside it."""
    return any(_gives_pollable(each.signature) for each in resource.functions if not each.is_static)


@lru_cache(10_000)
def _gives_pollable(signature: SignatureFacts) -> bool:
    result = signature.result
    return result is not None and any(leaf.name == "pollable" for leaf in carried(result, nowhere))


def _is_made_with_limit(resource: BodyFacts) -> bool:
    return any(limits_time(each.signature) for each in resource.functions if makes(each, resource.name))
