"""Paths, imports and exports as other languages or a hurried author write them."""

from __future__ import annotations

import pytest

from tests.recovery.repaired import check_mend

# Each text, its problems marked, and what it is after the safe fixes; None where they leave it as it is.
CASES: dict[str, tuple[str, str | None]] = {
    "paths at the end of the text": (
        """\
world w {
  import x: b.
          // ^ missing-separator: expected `;` after the path, not `.`
""",
        None,
    ),
    "a path behind a function that is being typed": (
        """\
interface i {
  now: func(a:
           // | expected-type: expected a type after `:`
  use wasi:cli/imports@0.2.0.{a};
}
world w {
  import now: func(a:
                  // | expected-type: expected a type after `:`
  include wasi:cli/imports@0.2.0;
}
""",
        None,
    ),
    "imports in an interface": (
        """\
interface i {
  import wasi:io/streams@0.2.0;
//^^^^^^ expected-interface-item: `import` stands in a world; in an interface write `use wasi:io/streams@0.2.0.{…}`
  import types;
//^^^^^^ expected-interface-item: `import` stands in a world; in an interface write `use types.{…}`
  import wasi:io/poll.{pollable};
//^^^^^^ expected-interface-item: `import` stands in a world, not in an interface
  import log: wasi:io/error;
//^^^^^^ expected-interface-item: `import` stands in a world, not in an interface
  export wasi:io/streams;
//^^^^^^ expected-interface-item: `export` stands in a world, not in an interface
  a: func();
}
""",
        None,
    ),
    "an export of an interface at top level": (
        """\
export interface i { f: func(); }
^^^^^^ expected-top-item: `export` stands in a world, not before `interface`
""",
        """\
interface i { f: func(); }
""",
    ),
    "words that are nearly right in a world": (
        """\
world w {
  exports f: func();
//^^^^^^^ expected-world-item: expected `export`, not `exports`
  imports wasi:io/streams;
//^^^^^^^ expected-world-item: expected `import`, not `imports`
  includes wasi:io/imports;
//^^^^^^^^ expected-world-item: expected `include`, not `includes`
  uses types.{a};
//^^^^ expected-world-item: expected `use`, not `uses`
  exporting g: func();
//^^^^^^^^^ expected-world-item: expected `export`, not `exporting`
}
""",
        """\
world w {
  export f: func();
  import wasi:io/streams;
  include wasi:io/imports;
  use types.{a};
  export g: func();
}
""",
    ),
    "imports of other languages": (
        """\
world w {
  import wasi:io/{streams, poll};
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected-token: an import names one interface
  export i, wasi:io/error@0.2.0;
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected-token: an export names one interface
  import wasi:io/streams as s;
                      // ^^^^ expected-token: an import has no other name
  import { foo, bar } from "./foo.wit";
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected-token: an import names an interface, not a file
  import * as a from "b";
//^^^^^^^^^^^^^^^^^^^^^^ expected-token: an import names an interface, not a file
}
""",
        None,
    ),
    "dots in paths": (
        """\
world w {
  import wasi:io.streams@0.2.0;
      // ^^^^^^^^^^^^^^^ expected-token: a path is written `wasi:io/streams`
  use wasi:io.poll.{pollable};
   // ^^^^^^^^^^^^ expected-token: a path is written `wasi:io/poll`
  export self.cart;
      // ^^^^^ old-syntax: `self.` is old syntax
}
interface i {
  f: func(a: types.foo, b: list<types::foo>) -> types.bar;
          // ^^^^^^^^^ path-as-type: `types.foo` is a path; a type has a plain name
                             // ^^^^^^^^^^ path-as-type: `types::foo` is a path; a type has a plain name
                                             // ^^^^^^^^^ path-as-type: `types.bar` is a path; a type has a plain name
  type t = wasi::io::foo;
        // ^^^^^^^^^^^^^ path-as-type: `wasi::io::foo` is a path; a type has a plain name
}
""",
        """\
world w {
  import wasi:io/streams@0.2.0;
  use wasi:io/poll.{pollable};
  export cart;
}
interface i {
  f: func(a: types.foo, b: list<types::foo>) -> types.bar;
  type t = wasi::io::foo;
}
""",
    ),
    "dots in the name of a package": (
        """\
package com.example.foo@1.0.0;
     // ^^^^^^^^^^^^^^^ expected-token: a package has one namespace and one name, such as `com:example-foo`
""",
        None,
    ),
    "a path without its import": (
        """\
world w {
  wasi:io/poll@0.2.0;
//| expected-world-item: expected an import, an export, a type, a `use` or an `include`
  import clock;
}
""",
        None,
    ),
}


@pytest.mark.parametrize(("marked", "fixed"), CASES.values(), ids=CASES.keys())
def test_mistake_is_told_and_mended(marked: str, fixed: str | None) -> None:
    check_mend(marked, fixed)
