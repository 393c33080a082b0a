r"""Documentation should be where the toolchain keeps it.

The comments before an item document it, and only those before its first attribute. The toolchain drops all others, so
that they reach neither bindings nor generated documentation.

```wit
interface files {
  @since(version = 1.0.0)
  /// Opens a file.
//^^^^^^^^^^^^^^^^^ the toolchain drops this documentation: it follows an attribute
  open: func(path: string);
}
```

```wit fixed
interface files {
  /// Opens a file.
  @since(version = 1.0.0)
  open: func(path: string);
}
```

Documentation of a parameter, or after the last member of a block, is lost as well. These are hints:

```wit
interface files {
  copy: func(
    /// Must exist.
 // ^^^^^^^^^^^^^^^ the toolchain drops this documentation: parameters have none
    source: string,
    target: string,
  );
  enum kind {
    file,
    folder,
    /// Links are not followed.
 // ^^^^^^^^^^^^^^^^^^^^^^^^^^^ the toolchain drops this documentation: nothing follows it
  }
}
```

Documentation is kept on packages, interfaces, worlds, imports and exports, types and their members, and functions.
Plain comments are not reported:

```wit
interface files {
  /// What a path leads to.
  enum kind {
    /// Bytes.
    file,
    /// Other paths.
    folder,
    // Links are not followed.
  }
  /// Copies what is at `source`, which must exist.
  @since(version = 1.0.0)
  copy: func(source: string, target: string);
}
```

## Fix

The fix moves documentation above the attributes of its item. It is safe. For the others there is no fix: only the
author knows what else the documentation could be part of.
"""

from collections.abc import Iterator

from wit_lsp.fixes.editor import Editor
from wit_lsp.ir.comments import LostDocs
from wit_lsp.problem import Applicability, Fix, Problem, Severity
from wit_lsp.rules import rule
from wit_lsp.semantics.api import Semantics
from wit_lsp.text import Span

_WHY = {
    "attributes": "it follows an attribute",
    "parameter": "parameters have none",
    "end": "nothing follows it",
}


@rule(Severity.WARNING, on=LostDocs, profile="core")
def lost_docs(docs: LostDocs, sem: Semantics) -> Iterator[Problem]:
    at = Span(docs.spans[0].start, docs.spans[-1].end)
    message = f"the toolchain drops this documentation: {_WHY[docs.place]}"
    if docs.place == "attributes":
        yield Problem(
            at, message, (Fix("Move it above the attributes", Applicability.SAFE, Editor.move_before, (docs.spans,)),)
        )
    else:
        yield Problem(at, message, severity=Severity.HINT)
