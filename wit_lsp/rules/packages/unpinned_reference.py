r"""A reference to another package should name the version it was written against.

The version is part of a package's identity: `wasi:io/streams` does not refer to the package `wasi:io@0.2.12`.

```wit
world tool {
  import wasi:io/streams;
      // ^^^^^^^^^^^^^^^ `wasi:io/streams` names no version
}
```

```wit fixed
world tool {
  import wasi:io/streams@0.2.12;
}
```

The fix uses the version at which this package refers to the same package elsewhere. If there is no such reference, it
uses the version that lies in `deps` or elsewhere in the workspace, or that in the nearest `wkg.lock` or
`Cargo-component.lock`. For a WASI package, the version of the other WASI packages comes before these, and the newest
release after them:

```wit
world tool {
  import wasi:clocks/monotonic-clock@0.2.3;
  import wasi:io/streams;
      // ^^^^^^^^^^^^^^^ `wasi:io/streams` names no version
  import example:store/keys@2.1.0;
  export example:store/values;
      // ^^^^^^^^^^^^^^^^^^^^ `example:store/values` names no version
}
```

```wit fixed
world tool {
  import wasi:clocks/monotonic-clock@0.2.3;
  import wasi:io/streams@0.2.3;
  import example:store/keys@2.1.0;
  export example:store/values@2.1.0;
}
```

A reference is not reported if no version of its package is known, or if the package has no version:

```wit
package example:bare {
      // (its own header is reported)
  interface keys {}
}

world tool {
  import example:unknown/keys;
  import example:bare/keys;
}
```

## Fix

The fix is unsafe, because another version may be intended.
"""

from collections.abc import Iterator

from wit_lsp.fixes.versions import pinning
from wit_lsp.ir.items import Reference
from wit_lsp.problem import Applicability, Problem, Severity
from wit_lsp.rules import rule
from wit_lsp.semantics.api import Semantics


@rule(Severity.WARNING, on=Reference)
def unpinned_reference(reference: Reference, sem: Semantics) -> Iterator[Problem]:
    path = reference.path
    if path.package is None or path.package.version:
        return
    target = sem.resolve(path, sem.place(reference.item))
    if target.is_missing or target.home is not None:
        return  # the first is an error, and of the others the package has no version
    versions = sem.versions(path.package)
    if versions:
        fixes = tuple(pinning(path, version, Applicability.UNSAFE) for version in versions)
        yield Problem(path.span, f"`{path}` names no version", fixes)
