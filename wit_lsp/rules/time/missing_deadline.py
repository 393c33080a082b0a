r"""A function that can take a long time should take a time limit.

Without one, the caller can only wait or kill the whole component. A function can take a long time if it is `async`, if
it returns a `result`, or if it takes or returns a stream or a `list<u8>`.

```wit
interface jobs {
  run: func(job: string) -> result<u32, string>;
//^^^ `run` takes no time limit
  upload: func(
//^^^^^^ `upload` takes no time limit
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

These functions need no time limit:

- functions that return at once according to their name, such as `parse-job`;
- functions that return something to wait for, such as a `pollable`;
- getters and setters;
- functions that close or cancel something;
- methods of a resource that was created with a time limit.

```wit
interface jobs {
  use wasi:io/poll@0.2.12.{pollable};
  parse-job: func(text: string) -> result<u32, string>;
  start: func(job: string) -> result<pollable, string>;
  close-all: func() -> u32;
  resource job {
    constructor(name: string, deadline-ns: u64);
    run: func(input: list<u8>) -> result<u32, string>;
  }
  resource task {
    get-priority: func() -> result<u32, string>;
    cancel: func() -> result<_, string>;
  }
}
```

## Fix

The fix is unsafe, because it changes the contract. The preferred fix adds `deadline-ns: u64`, an instant of the
monotonic clock. The second fix adds `budget-ms: u32`, a duration that starts with the call.

## Options

Under `[rules.missing-deadline]`:

- `scope`: with `"all"`, every function needs a time limit.
- `instant`: patterns for the names of functions that return at once.
"""

from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Literal, NamedTuple

from wit_lsp.fixes.editor import Editor, Target
from wit_lsp.ir.facts import BodyFacts
from wit_lsp.ir.items import Func, Resource, Type
from wit_lsp.problem import Applicability, Fix, Problem, Severity
from wit_lsp.rules import rule
from wit_lsp.rules.signatures import (
    can_take_long,
    carried,
    has_time_limit,
    is_pending,
    is_scalar,
    is_stream,
    limits_time,
    makes,
)
from wit_lsp.semantics.api import Semantics

ENDING = "subscribe cancel* close drop* finish*"
LIMITS = ("deadline-ns: u64", "budget-ms: u32")


class Options(NamedTuple):
    scope: Literal["long", "all"] = "long"
    instant: str = "parse* format* encode* decode* validate* compare* to-* from-* is-* has-*"


@rule(Severity.WARNING, on=Func, options=Options)
def missing_deadline(func: Func, sem: Semantics, options: Options) -> Iterator[Problem]:
    signature = func.signature
    if signature.form != "func" or has_time_limit(signature):
        return
    if options.scope != "all":
        if not can_take_long(signature) or _ends_or_answers_at_once(func, options.instant):
            return
        if isinstance(func.owner, Resource) and (_is_property(func, sem) or _resource_has_limit(func, sem)):
            return
    fixes = tuple(Fix(f"Add the parameter `{each}`", Applicability.UNSAFE, _add, (each,)) for each in LIMITS)
    yield Problem(func.name.span, f"`{func.name.text}` takes no time limit", fixes)


def _add(edit: Editor, func: Target, limit: str) -> None:
    edit.append_parameter(func, limit)


def _ends_or_answers_at_once(func: Func, instant: str) -> bool:
    name, signature = func.name.text, func.signature
    types = [param.type for param in signature.params]
    result = signature.result
    return (
        _matches(name, ENDING)
        or (_matches(name, instant) and not any(is_stream(part) for type in types for part in type.inside))
        or any(part.name == "response-outparam" for type in types for part in type.inside)
        or (result is not None and any(is_pending(part) for part in carried(result)))
        or (result is not None and not types and not signature.is_async and _is_plain(result))
    )


@lru_cache(65536)
def _matches(name: str, patterns: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns.split())


def _is_plain(result: Type) -> bool:
    """Whether a value is complete when it is returned: it contains no `result`, stream or future."""
    return not any(part.kind in ("result", "future") or is_stream(part) for part in result.inside)


def _is_property(func: Func, sem: Semantics) -> bool:
    """Whether a method gets a scalar (`get-x`, `is-x`, `has-x`), or sets one (`set-x` beside `x` or `get-x`)."""
    first, _, rest = func.name.text.partition("-")
    if not rest:
        return False
    params, result = func.signature.params, func.signature.result
    if first in ("get", "is", "has") and not params and result is not None:
        return all(is_scalar(part) for part in carried(result))
    if first != "set" or len(params) != 1:
        return False
    return bool(sem.derive_from_owner(func, _reads(rest)))


@lru_cache(65536)
def _reads(name: str) -> Callable[[BodyFacts], bool]:
    """Whether a resource has a function without parameters that gets a property: one question for each name."""

    def reads(resource: BodyFacts) -> bool:
        names = (name, f"get-{name}")
        return any(each.name in names for each in resource.functions if not each.signature.params)

    return reads


def _resource_has_limit(func: Func, sem: Semantics) -> bool:
    return not func.is_static and bool(sem.derive_from_owner(func, _is_made_with_limit))


def _is_made_with_limit(resource: BodyFacts) -> bool:
    return any(limits_time(each.signature) for each in resource.functions if makes(each, resource.name))
