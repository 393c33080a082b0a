r"""Each file of a package should begin with the header of the package.

One file of a folder is enough for the toolchain, but a file without a header does not say which package it is of, and
is rejected as soon as it is checked alone or lies in another folder.

```wit
//- orders.wit
package example:shop@1.0.0;

interface orders {}
//- stock.wit
// What is in store.
| this file has no package header; those beside it are of `example:shop@1.0.0`

interface stock {}
```

```wit fixed
//- orders.wit
package example:shop@1.0.0;

interface orders {}
//- stock.wit
package example:shop@1.0.0;

// What is in store.

interface stock {}
```

A nested package is no header, but may follow one:

```wit
package example:shop@1.0.0;

package example:stock@1.0.0 {
  interface shelves {}
}
```

If no file of the package has a header, the toolchain rejects the package. Then this is an error, which is reported in
the first file, and which can be neither turned off nor suppressed.

## Fix

The fix adds the header of the files beside this one, above the comments: those before a header document the package.
If the headers of these files differ, editors offer them, and `wit-lsp fix` adds none. If there is no header at all,
`wit-lsp fix --unsafe-fixes` adds one with the namespace `local` and the name of the folder, or of the one above a
folder that is named `wit`.
"""

from collections.abc import Iterator

from wit_lsp.fixes.editor import Editor
from wit_lsp.ir.names import BodyNames
from wit_lsp.problem import Applicability, Fix, Problem, Severity, listed
from wit_lsp.rules import rule
from wit_lsp.semantics.api import Semantics

MAX_OFFERED = 5
"""Headers that a message and fixes name."""


@rule(Severity.WARNING, on=BodyNames)
def missing_package_header(file: BodyNames, sem: Semantics) -> Iterator[Problem]:
    if file.kind != "file":
        return
    headers = [str(each) for each in sem.layout.headers_for_this_file]
    if headers:
        applicability = Applicability.SAFE if len(headers) == 1 else Applicability.MANUAL
        fixes = (
            Fix(f"Add `package {each};`", applicability, Editor.add_header, (each,)) for each in headers[:MAX_OFFERED]
        )
        known = [f"`{each}`" for each in headers[:MAX_OFFERED]]
        known += ["others"] if len(headers) > MAX_OFFERED else []
        message = f"this file has no package header; those beside it are of {listed(known, 'and')}"
        yield Problem(sem.here, message, tuple(fixes))
