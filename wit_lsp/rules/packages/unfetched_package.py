r"""A package that a path names should lie in `deps`.

The reference toolchain looks for packages in the folder `deps` beside the files of a package, and nowhere else. A
package that is only somewhere else in the workspace is understood here, but rejected there:

```wit
//- shop/wit/shop.wit
package example:shop@1.0.0;

world shop {
  import example:store/keys@1.0.0;
      // ^^^^^^^^^^^^^ `example:store@1.0.0` is not in `deps`: the toolchain does not find it in `../../store`
  export example:store/keys@1.0.0;
}
//- store/keys.wit
package example:store@1.0.0;

interface keys {}
```

In `deps` it is found:

```wit
//- shop.wit
package example:shop@1.0.0;

world shop {
  import example:store/keys@1.0.0;
}
//- deps/store/keys.wit
package example:store@1.0.0;

interface keys {}
```

It is also found, by the tool that builds the package, where a manifest says that it lies: in the dependencies of
`[package.metadata.component.target]` of a `Cargo.toml` whose target is this package, under `[overrides]` in the nearest
`wkg.toml`, or in a `deps.toml` beside the files of the package. The paths are relative to the manifest.

```wit
//- shop/Cargo.toml
[package.metadata.component.target.dependencies]
"example:store" = { path = "../store" }
//- shop/wit/shop.wit
package example:shop@1.0.0;

world shop {
  import example:store/keys@1.0.0;
}
//- store/keys.wit
package example:store@1.0.0;

interface keys {}
```

In each file the first mention of a package is reported. With `--no-embedded` each is an error, as it is for the
toolchain, which reads no manifest.

## Fix

In an editor that can create files, the package is copied to `deps`, and with it the packages that it needs and that are
not there. `wit-lsp fix` does not copy packages. Instead, its folder can be named in a manifest.
"""

from collections.abc import Iterator

from wit_lsp.fixes.copies import copying
from wit_lsp.ir.items import Reference
from wit_lsp.problem import Problem, Severity
from wit_lsp.rules import rule
from wit_lsp.semantics.api import Semantics


@rule(Severity.INFORMATION, on=Reference, profile="core")
def unfetched_package(reference: Reference, sem: Semantics) -> Iterator[Problem]:
    path = reference.path
    home = sem.unfetched(path.package, sem.place(reference.item)) if path.package is not None else None
    if path.package is not None and home is not None:
        message = f"`{path.package}` is not in `deps`: the toolchain does not find it in {sem.shown(home)}"
        yield Problem(path.package_span, message, copying(path.package, home, sem), once=str(path.package))
