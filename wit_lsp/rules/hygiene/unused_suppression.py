r"""A comment should suppress only rules that would report something.

A leftover suppression would hide the next problem at this place.

```wit
interface jobs {
  // wit-lsp: ignore[missing-deadline] the host stops it
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no `missing-deadline` to suppress here
  run: func(deadline-ns: u64) -> result;
  // wit-lsp: ignore[missing-deadline, unbounded-bytes]
                                    // ^^^^^^^^^^^^^^^ there is no `unbounded-bytes` to suppress here
  read-all: func() -> result<u32>;
}
```

```wit fixed
interface jobs {
  run: func(deadline-ns: u64) -> result;
  // wit-lsp: ignore[missing-deadline]
  read-all: func() -> result<u32>;
}
```

A suppression that is needed is not reported. A rule that does not run on the file, because of the profile or the
settings, is not counted:

```wit
//- wit-lsp.toml
ignore = ["missing-deadline"]
//- jobs.wit
package example:docs@1.0.0;

interface jobs {
  run: func() -> u32; // wit-lsp: ignore[missing-deadline]
  all: func(deadline-ns: u64) -> list<u8>; // wit-lsp: ignore[unbounded-bytes]
}
```

Nor is anything reported while the item that the comment is about has a syntax error.

## Fix

The fix removes the rule from the list, or the whole comment, if all of its rules are unused. If the comment has other
text before `wit-lsp:`, only the words from there on are removed. The fix is safe.
"""

from collections.abc import Iterator

from wit_lsp.fixes.comments import remove, remove_from_list
from wit_lsp.problem import Applicability, Fix, Problem, Severity
from wit_lsp.rules import rule
from wit_lsp.rules.suppression import SuppressionUse
from wit_lsp.semantics.api import Semantics


@rule(Severity.WARNING, on=SuppressionUse, profile="core")
def unused_suppression(use: SuppressionUse, sem: Semantics) -> Iterator[Problem]:
    comment, names = use.suppression.comment, use.suppression.names
    if use.unused and len(use.unused) == len(names):
        what = " or ".join(f"`{name.text}`" for name in names)
        fix = Fix("Remove the suppression", Applicability.SAFE, remove, (use.suppression.removable,))
        yield Problem(comment, f"there is no {what} to suppress here", (fix,))
        return
    for name in use.unused:
        fix = Fix(f"Remove `{name.text}`", Applicability.SAFE, remove_from_list, (name.span,))
        yield Problem(name.span, f"there is no `{name.text}` to suppress here", (fix,))
