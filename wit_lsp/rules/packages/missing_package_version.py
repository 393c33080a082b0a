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

Each reference to the package has to name the version too, in other packages as well. The fix updates them all, and
the headers of the other files:

```wit
//- shop/orders.wit
package example:shop;
     // ^^^^^^^^^^^^ `example:shop` has no version

interface orders {
  count: func() -> u32;
}
//- shop/carts.wit
package example:shop;
     // ^^^^^^^^^^^^ `example:shop` has no version

interface carts {
}
//- office/wit/office.wit
package example:office@1.0.0;

world office {
  import example:shop/orders;
}
```

```wit fixed
//- shop/orders.wit
package example:shop@0.1.0;

interface orders {
  count: func() -> u32;
}
//- shop/carts.wit
package example:shop@0.1.0;

interface carts {
}
//- office/wit/office.wit
package example:office@1.0.0;

world office {
  import example:shop/orders@0.1.0;
}
```

A nested package needs a version too:

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

The fix is unsafe, because the version is part of the package's identity. It is safe if the files of a folder must be of
one package, and the headers of others name the version already.
"""

from collections.abc import Iterator
from itertools import count

from wit_lsp.fixes.versions import set_version
from wit_lsp.ir.items import Package, PackageId
from wit_lsp.problem import Applicability, Fix, Problem, Severity
from wit_lsp.rules import rule
from wit_lsp.semantics.api import Semantics


@rule(Severity.WARNING, on=Package)
def missing_package_version(package: Package, sem: Semantics) -> Iterator[Problem]:
    if package.id.version or str(package.id) == "root:component":
        return
    is_one_package = not package.nested and sem.layout.is_one_package
    first = sem.layout.first_header if is_one_package else None
    if first is not None and first[1].version and first[1].unversioned == package.id:
        return  # the header is not that of the other files, which is an error
    versions = [] if package.nested else sem.versions_beside(package.id)
    applicability = Applicability.MANUAL if len(versions) > 1 else Applicability.UNSAFE
    if is_one_package and len(versions) == 1:
        applicability = Applicability.SAFE  # to the toolchain, the headers have to agree
    fixes = tuple(
        Fix(f"Give `{package.id}` the version {version}", applicability, set_version, (version,))
        for version in versions or [_first_free_version(package.id, sem)]
    )
    yield Problem(package.id_span, f"`{package.id}` has no version", fixes)


def _first_free_version(package: PackageId, sem: Semantics) -> str:
    """0.1.0, or the first later one at which there is no such package yet: each reference leads where it led before."""
    taken = sem.versions_known(package)
    return next(version for patch in count() if (version := f"0.1.{patch}") not in taken)
