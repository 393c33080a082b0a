"""Attributes, paths and versions that are written otherwise, and what stands in the wrong place."""

from __future__ import annotations

import pytest

from tests.fixture import parse
from tests.recovery.repaired import check_mend
from wit_lsp.problem import Severity
from wit_lsp.recovery.productions.attributes import attributes

# Each text, its problems marked, and what it is after the safe fixes; None where they leave it as it is.
CASES: dict[str, tuple[str, str | None]] = {
    "attributes of other languages": (
        """\
interface i {
  #[since(version = 1.0.0)]
//^^ unexpected-char: an attribute begins with `@`
  a: func();
  @doc("of b")
// ^^^ attr-unknown: `doc` is no attribute; there are `since`, `deprecated`, `unstable` and `external-id`
  b: func();
  since(version = 1.0.0)
//| expected-token: expected `@` before `since`
  c: func();
  @sinceversion = 1.0.0)
     // | expected-token: expected `(` after `since`
  d: func();
  @since
//^^^^^^ expected-token: `@since` is written `@since(version = 1.0.0)`
  e: func();
  @external-id('f')
            // ^ unexpected-char: a string stands in `"`
              // ^ unexpected-char: a string stands in `"`
  f: func();
}
""",
        """\
interface i {
  @since(version = 1.0.0)
  a: func();
  @doc("of b")
  b: func();
  @since(version = 1.0.0)
  c: func();
  @since(version = 1.0.0)
  d: func();
  @since
  e: func();
  @external-id("f")
  f: func();
}
""",
    ),
    "attributes where none may stand": (
        """\
@since(version = 1.0.0)
^^^^^^^^^^^^^^^^^^^^^^^ attr-on-nested-package: `package` has no attributes here
package a:b { }
@since(version = 1.0.0)
^^^^^^^^^^^^^^^^^^^^^^^ expected-top-item: `use` has no attributes here
use a:b/c;
@external-id("x")
^^^^^^^^^^^^^^^^^ external-id-place: `@external-id` has no place before `interface`
interface i {
}
""",
        None,
    ),
    "paths of other languages": (
        """\
world w {
  import wasi::io::streams;
      // ^^^^^^^^^^^^^^^^^ expected-token: a path is written `wasi:io/streams`
  import wasi/io/poll;
      // ^^^^^^^^^^^^ expected-token: a path is written `wasi:io/poll`
  import "wasi:io/error";
      // ^^^^^^^^^^^^^^^ expected-name: a path has no quotes
  import wasi:clocks@0.2.0;
      // ^^^^^^^^^^^^^^^^^ package-as-interface: `wasi:clocks@0.2.0` is a package, not an interface of it
  export http: wasi:http@0.2.0;
            // ^^^^^^^^^^^^^^^ package-as-interface: `wasi:http@0.2.0` is a package, not an interface of it
  import wasi:io/streams.{input-stream};
//^^^^^^ expected-token: `import` takes a whole interface; `use` brings types of it in
  export interface shop { buy: func(); }
      // ^^^^^^^^^ expected-token: `interface` stands behind the name and its `:`
}
""",
        """\
world w {
  import wasi:io/streams;
  import wasi:io/poll;
  import wasi:io/error;
  import wasi:clocks@0.2.0;
  export http: wasi:http@0.2.0;
  import wasi:io/streams.{input-stream};
  export shop: interface { buy: func(); }
}
""",
    ),
    "uses that name nothing": (
        """\
interface i {
  use types.point;
         // ^^^^^ expected-token: the names of a `use` stand in `{` `}`
  use types.a, b as c;
         // ^^^^^^^^^ expected-token: the names of a `use` stand in `{` `}`
  use wasi:io/streams@0.2.0;
//^^^^^^^^^^^^^^^^^^^^^^^^^ expected-token: a `use` names the types that it brings in, in `{` `}`
  use types.*;
         // ^ expected-name: a `use` names the types that it brings in, in `{` `}`
  use types.{*};
          // ^ expected-name: a `use` names the types that it brings in, in `{` `}`
}
""",
        """\
interface i {
  use types.{point};
  use types.{a, b as c};
  use wasi:io/streams@0.2.0;
  use types.*;
  use types.{*};
}
""",
    ),
    "versions": (
        """\
package a:b@1.0;
         // ^^^ bad-version: `1.0` is no version, such as `1.0.0`
interface i {
  use c:d/e@v1.0.0.{t};
         // ^^^^^^ bad-version: `v1.0.0` is no version, such as `1.0.0`
  use c:d/f@^1.0.0.{u};
         // ^^^^^^ bad-version: `^1.0.0` is no version, such as `1.0.0`
  use c:d/g@latest.{v};
         // ^^^^^^ bad-version: `latest` is no version, such as `1.0.0`
  use c:d/h@1.0.0-use.{w};
               // ^^^ bad-version: `use` cannot be part of a version
  @since(version = "1.0.0")
                // ^^^^^^^ bad-version: a version has no quotes
  a: func();
  @since(version = 1)
                // ^ bad-version: `1` is no version, such as `1.0.0`
  b: func();
}
""",
        """\
package a:b@1.0;
interface i {
  use c:d/e@1.0.0.{t};
  use c:d/f@^1.0.0.{u};
  use c:d/g@latest.{v};
  use c:d/h@1.0.0-use.{w};
  @since(version = 1.0.0)
  a: func();
  @since(version = 1)
  b: func();
}
""",
    ),
    "a package without a namespace": (
        """\
package shop;
     // ^^^^ expected-token: `shop` has no namespace, such as `my:shop`
""",
        None,
    ),
    "what stands in another block": (
        """\
interface i {
  import a;
//^^^^^^ expected-interface-item: `import` stands in a world; in an interface write `use a.{…}`
  export b: func();
//^^^^^^ expected-interface-item: `export` stands in a world, not in an interface
  constructor();
//^^^^^^^^^^^ expected-interface-item: `constructor` stands in a resource, not in an interface
  interface c { }
//^^^^^^^^^ expected-interface-item: `interface` stands at top level, not in an interface
  resource r {
    enum d { x }
 // ^^^^ expected-member: `enum` stands in an interface or in a world, not in a resource
    e: func();
  }
}
world w {
  f: func();
//^ expected-world-item: a function in a world is an `import` or an `export`
  constructor();
//^^^^^^^^^^^ expected-world-item: `constructor` stands in a resource, not in a world
}
""",
        None,
    ),
    "what stands at top level": (
        """\
record a { x: u8 }
^^^^^^ expected-top-item: `record` stands in an interface or in a world, not at top level
type b = float32
^^^^ expected-top-item: `type` stands in an interface or in a world, not at top level
             // | missing-separator: expected `;` after the type
c: func();
^ expected-top-item: a function stands in an interface or in a resource, not at top level
func d();
^^^^ expected-top-item: a function stands in an interface or in a resource, not at top level
import e;
^^^^^^ expected-top-item: `import` stands in a world, not at top level
""",
        """\
record a { x: u8 }
type b = float32;
c: func();
func d();
import e;
""",
    ),
    "a path where a parameter has its type": (
        """\
interface i {
  a: func(x: streams/input-stream, y: a:io/b/c);
          // ^^^^^^^^^^^^^^^^^^^^ path-as-type: `streams/input-stream` is a path; a type has a plain name
                                   // ^^^^^^^^ path-as-type: `a:io/b/c` is a path; a type has a plain name
  record r { x: streams/input-stream }
             // ^^^^^^^^^^^^^^^^^^^^ path-as-type: `streams/input-stream` is a path; a type has a plain name
}
""",
        None,
    ),
    "a use of types at top level, and a package in a package": (
        """\
use a:b@1.0.0.{c};
^^^ expected-top-item: a `use` of types stands in an interface or in a world, not at top level
 // ^^^^^^^^^ package-as-interface: `a:b@1.0.0` is a package, not an interface of it
use {d} from e;
^^^ expected-top-item: a `use` of types stands in an interface or in a world, not at top level
 // ^^^^^^^^^^ old-syntax: `use { … } from` is old syntax
package a:b {
  package a:c {
//^^^^^^^^^^^ expected-top-item: a package stands at top level, not in a package
    interface i { }
  }
}
""",
        """\
use a:b@1.0.0.{c};
use e.{d};
package a:b {
  package a:c {
    interface i { }
  }
}
""",
    ),
    "old paths": (
        """\
interface i {
  use io.streams.{input-stream};
   // ^^^^^^^^^^ old-syntax: `io.streams` is old syntax; a path has a namespace, such as `wasi:io/streams`
  use io.streams.output-stream;
   // ^^^^^^^^^^ old-syntax: `io.streams` is old syntax; a path has a namespace, such as `wasi:io/streams`
}
world w {
  import a: b.c;
         // ^^^ old-syntax: `b.c` is old syntax; a path has a namespace, such as `wasi:b/c`
}
""",
        None,
    ),
    "keys of attributes": (
        """\
interface i {
  @since(since = 1.0.0)
      // ^^^^^ attr-key: `@since` has a `version`, not a `since`
  a: func();
  @unstable(version = 1.0.0)
         // ^^^^^^^ attr-key: `@unstable` has a `feature`, not a `version`
  b: func();
}
""",
        """\
interface i {
  @since(version = 1.0.0)
  a: func();
  @unstable(version = 1.0.0)
  b: func();
}
""",
    ),
    "attributes without their mark": (
        """\
world w {
  external-id("hi")
//| expected-token: expected `@` before `external-id`
  import x: func();
  since(version = 1.0.0)
//| expected-token: expected `@` before `since`
  export y: func();
}
interface i {
  external-id("i")
//| expected-token: expected `@` before `external-id`
  x: func();
  since( = 0.3.0)
//| expected-interface-item: expected a function, a type or a `use`
  y: func();
}
""",
        """\
world w {
  @external-id("hi")
  import x: func();
  @since(version = 1.0.0)
  export y: func();
}
interface i {
  @external-id("i")
  x: func();
  since( = 0.3.0)
  y: func();
}
""",
    ),
    "a word that begins as a type does": (
        """\
interface i {
  record r {
    %map: option<maps>,
    compat: option<bool>>,
                     // ^ expected-token: expected `,` or `}`, not `>`
    names: listu8>,
            // | expected-token: expected `<` after `list`
  }
}
""",
        None,
    ),
}


@pytest.mark.parametrize(("marked", "fixed"), CASES.values(), ids=CASES.keys())
def test_mistake_is_told_and_mended(marked: str, fixed: str | None) -> None:
    check_mend(marked, fixed)


def test_each_attribute_of_the_grammar_is_shown_whole() -> None:
    for word in attributes():
        case = parse(f"interface i {{\n  @{word}\n  f: func();\n}}\n")
        [error] = [each for each in case.diagnostics() if each.severity is Severity.ERROR]
        whole = error.message.removeprefix(f"`@{word}` is written `").removesuffix("`")
        right = parse(f"interface i {{\n  {whole}\n  f: func();\n}}\n")
        assert not [each for each in right.diagnostics() if each.severity is Severity.ERROR], whole
