r"""A comment or a `wit-lsp.toml` should name rules that exist.

A misspelled name has no effect, and nobody notices.

```wit
interface jobs {
  // wit-lsp: ignore[missing-dedline]
                  // ^^^^^^^^^^^^^^^ no rule is called `missing-dedline`; did you mean `missing-deadline`?
  run: func() -> result;
}
```

```wit fixed
interface jobs {
  // wit-lsp: ignore[missing-deadline]
  run: func() -> result;
}
```

A comment suppresses rules, one by one. It cannot suppress a category of rules, nor errors of the language:

```wit
interface jobs {
  // wit-lsp: ignore[hygiene]
                  // ^^^^^^^ `hygiene` is a category of rules: name the rules, such as `bad-suppression`
  run: func() -> u32;
  // wit-lsp: ignore[bare-handle]
                  // ^^^^^^^^^^^ `bare-handle` is a language error, which can be neither turned off nor changed
  stop: func() -> u32;
}
```

This comment suppresses a rule:

```wit
interface jobs {
  run: func() -> result; // wit-lsp: ignore[missing-deadline] the host stops it
}
```

In `wit-lsp.toml`, lists also take categories. A name that is neither a rule nor a category is reported there:

```toml
ignore = ["missing-dedline"]
```

## Fix

If there is a similar name, the fix replaces the name with it. The fix is safe.
"""

from collections.abc import Iterator

from wit_lsp.fixes.comments import replace
from wit_lsp.problem import Applicability, Fix, Problem, Severity
from wit_lsp.rules import rule
from wit_lsp.rules.suppression import SuppressionUse
from wit_lsp.semantics.api import Semantics


@rule(Severity.WARNING, on=SuppressionUse, profile="core")
def unknown_rule(use: SuppressionUse, sem: Semantics) -> Iterator[Problem]:
    from wit_lsp.rules.selection import unknown

    for name in use.suppression.names:
        if (wrong := unknown(name.text, categories=False)) is not None:
            fixes: tuple[Fix, ...] = ()
            if wrong.nearest is not None:
                title = f"Replace `{name.text}` with `{wrong.nearest}`"
                fixes = (Fix(title, Applicability.SAFE, replace, (name.span, wrong.nearest)),)
            yield Problem(name.span, wrong.text, fixes)
