r"""A comment that is meant to suppress rules should have an effect.

A comment with `wit-lsp:` in it suppresses rules only if `ignore`, `ignore-next-item` or `ignore-file` follows, and then
a list of rules in brackets. In any other form it is just a comment.

```wit
interface jobs {
  run: func() -> u32; // wit-lsp: ignore
                               // ^^^^^^ `ignore` needs a list of rules: `ignore[rule-a, rule-b]`
  stop: func() -> u32; // wit-lsp: ignored[missing-deadline]
                                // ^^^^^^^ expected `ignore`, `ignore-next-item` or `ignore-file`, not `ignored`
}
```

This comment is complete:

```wit
interface jobs {
  run: func() -> result; // wit-lsp: ignore[missing-deadline] the host stops it
}
```

`ignore-file` counts only between the header and the first item. Above the header, the reference toolchain would take it
for documentation of the package:

```wit
interface jobs {
  // wit-lsp: ignore-file[missing-deadline]
           // ^^^^^^^^^^^ `ignore-file` has no effect here: it must be between the header and the first item
  run: func() -> u32;
}
```
"""

from collections.abc import Iterator

from wit_lsp.problem import Problem, Severity
from wit_lsp.rules import rule
from wit_lsp.rules.suppression import SuppressionUse
from wit_lsp.semantics.api import Semantics
from wit_lsp.syntax.suppressions import KINDS
from wit_lsp.text import Span


@rule(Severity.WARNING, on=SuppressionUse, profile="core")
def bad_suppression(use: SuppressionUse, sem: Semantics) -> Iterator[Problem]:
    comment, kind, names, *_ = use.suppression
    at = kind.span if kind.text else comment
    if kind.text not in KINDS:
        expected = f"expected `{KINDS[0]}`, `{KINDS[1]}` or `{KINDS[2]}`"
        yield Problem(at, f"{expected}, not `{kind.text}`" if kind.text else f"{expected} after `wit-lsp:`")
    elif not names:
        yield Problem(at, f"`{kind.text}` needs a list of rules: `{kind.text}[rule-a, rule-b]`")
    elif use.is_misplaced:
        where = "it must be between the header and the first item"
        yield Problem(Span(*at), f"`{kind.text}` has no effect here: {where}")
