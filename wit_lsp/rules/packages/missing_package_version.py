r"""A package should say its version.

Without one nobody can tell two releases apart, no reference can be pinned, and gates such as `@since` are refused.

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

A package written as a block needs one as well. What refers to it in the same file follows:

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

`root:component`, as tools name what they print, needs none:

```wit
package root:component;

world root {
}
```

## Fix

Unsafe: the version is part of the package's identity. Where the folder has other `.wit` files, whose headers would have
to follow, the fix of a header is offered in the editor and left out of `wit-lsp fix`.
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
    version = _first_free_version(package.id, sem)
    applicability = Applicability.UNSAFE if package.nested or sem.is_alone else Applicability.MANUAL
    fix = Fix(f"Give `{package.id}` the version {version}", applicability, _add_version, (package.id, version))
    yield Problem(package.id_span, f"`{package.id}` has no version", (fix,))


def _first_free_version(package: PackageId, sem: Semantics) -> str:
    """0.1.0, or the next one where the file declares that one too."""
    versions = (f"0.1.{patch}" for patch in count())
    return next(version for version in versions if package._replace(version=version) not in sem.facts.declared)


def _add_version(edit: Editor, package: Target, id: PackageId, version: str) -> None:
    """The version after the package's name, and in each reference to it."""
    edit.insert_after(package, "id", f"@{version}")
    for reference, path in edit.references(package):
        if path.package == id:
            edit.insert_after(reference, "path", f"@{version}")
