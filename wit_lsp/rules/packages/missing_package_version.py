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
from functools import partial
from itertools import count

from wit_lsp.fixes import Changes
from wit_lsp.fixes.edits import insert
from wit_lsp.ir.files import LocatedSegment, Model
from wit_lsp.ir.items import Package, PackageId
from wit_lsp.problem import Severity
from wit_lsp.rules import Fix, Problem, rule


@rule(Severity.WARNING, on=Package)
def missing_package_version(package: Package, model: Model) -> Iterator[Problem]:
    if package.id.version or str(package.id) == "root:component":
        return
    version = _first_free_version(package.id, model)
    fix = Fix(
        f"Give `{package.id}` the version {version}",
        partial(_pin, package, version),
        alone=not (package.nested or model.alone),
    )
    yield Problem(package.id_span, f"`{package.id}` has no version", (fix,))


def _first_free_version(package: PackageId, model: Model) -> str:
    """0.1.0, or the next one where the file declares that one too."""
    versions = (f"0.1.{patch}" for patch in count())
    return next(version for version in versions if package._replace(version=version) not in model.facts.declared)


def _pin(package: Package, version: str, place: LocatedSegment) -> Changes:
    """The version behind the package's name, and in each reference to it."""
    edits = place.edits([insert(package.id_span.end, f"@{version}")])
    for other, path in place.file.references():
        if path.package == package.id:
            edits += other.edits([insert(path.span.end, f"@{version}")])
    return {place.file.path: edits}
