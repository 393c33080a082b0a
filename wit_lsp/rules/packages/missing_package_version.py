r"""A package should declare its version.

Without a version, releases cannot be told apart, references cannot be pinned, and gates such as `@since` are rejected.

```wit
package example:shop;
     // ^^^^^^^^^^^^ `example:shop` has no version

interface orders {
  count: func() -> u32;
}
```

```wit fixed
package example:shop@0.1.0;

interface orders {
  count: func() -> u32;
}
```

A nested package needs a version too. The fix also updates the references to it in the same file:

```wit
package example:shop@1.0.0;

package example:stock {
     // ^^^^^^^^^^^^^ `example:stock` has no version
  interface shelves {
    type shelf = u32;
  }
}

interface orders {
  use example:stock/shelves.{shelf};
  place: func() -> shelf;
}
```

```wit fixed
package example:shop@1.0.0;

package example:stock@0.1.0 {
  interface shelves {
    type shelf = u32;
  }
}

interface orders {
  use example:stock/shelves@0.1.0.{shelf};
  place: func() -> shelf;
}
```

The package `root:component`, which tools use in the WIT that they print, needs no version:

```wit
package root:component;

world root {
}
```

## Fix

The fix is unsafe, because the version is part of the package's identity. If the folder has other `.wit` files, their
headers would have to change too; in that case the fix of a header is available in editors only, not in `wit-lsp fix`.
"""

from collections.abc import Iterator
from itertools import count

from wit_lsp.fixes.editor import Editor, Target
from wit_lsp.ir.items import Package, PackageId
from wit_lsp.problem import Applicability, Fix, Problem, Severity
from wit_lsp.rules import rule
from wit_lsp.semantics.api import Semantics


@rule(Severity.WARNING, on=Package)
def missing_package_version(package: Package, sem: Semantics) -> Iterator[Problem]:
    if package.id.version or str(package.id) == "root:component":
        return
    first = sem.layout.first_header if not package.nested and sem.layout.is_one_package else None
    if first is not None and first[1].version and first[1].unversioned == package.id:
        return  # the header is not that of the other files, which is an error
    version = _first_free_version(package.id, sem)
    applicability = Applicability.UNSAFE if package.nested or sem.is_alone else Applicability.MANUAL
    fix = Fix(f"Give `{package.id}` the version {version}", applicability, _add_version, (package.id, version))
    yield Problem(package.id_span, f"`{package.id}` has no version", (fix,))


def _first_free_version(package: PackageId, sem: Semantics) -> str:
    """0.1.0, or the first later one that the file does not declare yet."""
    versions = (f"0.1.{patch}" for patch in count())
    return next(version for version in versions if package._replace(version=version) not in sem.facts.declared)


def _add_version(edit: Editor, package: Target, id: PackageId, version: str) -> None:
    """Adds the version to the package and to each reference to it."""
    edit.insert_after(package, "id", f"@{version}")
    for reference, path in edit.references(package):
        if path.package == id:
            edit.insert_after(reference, "path", f"@{version}")
