"""Declarations, paths and attributes as other languages or a hurried author write them: one mistake is one error."""

from __future__ import annotations

import re

import pytest

from tests.syntax.mended import check_mend
from wit_lsp.model.files import File
from wit_lsp.rules import Level
from wit_lsp.rules.diagnostics import report
from wit_lsp.syntax.source import Source

# Each text, its mistakes marked, and what it is after the safe fixes; None where they leave it as it is.
CASES: dict[str, tuple[str, str | None]] = {
    "functions in types": (
        """\
interface i {
  variant a { x, read: func(len: u64) -> u8, y }
              // ^^^^ expected-token: a function stands in an interface or in a resource, not in a variant
  record b { x: u8, f: func(a: u8, b: u8) -> list<u8>; y: u8 }
                 // ^ expected-token: a function stands in an interface or in a resource, not in a record
  enum c {
    x,
    code: func() -> u8;
 // ^^^^ expected-token: a function stands in an interface or in a resource, not in an enum
    y,
  }
  flags d { x, f: async func(), y }
            // ^ expected-token: a function stands in an interface or in a resource, not in flags
}
""",
        None,
    ),
    "cases whose type is being typed": (
        """\
interface i {
  variant a {
    x,
    y:
  // ^ missing-separator: expected `,` after the case, not `:`
    z,
  }
}
interface j {
  enum b {
    x =
   // ^ missing-separator: expected `,` after the case, not `=`
    y,
  }
}
""",
        None,
    ),
    "cases with named types": (
        """\
interface i {
  variant shape {
    circle(radius: f32),
       // ^^^^^^^^^^^^^ expected-type: the type of a case has no name
    rect(w: f32, h: list<f32>),
     // ^^^^^^^^^^^^^^^^^^^^^^ expected-type: a case has one type: `tuple<f32, list<f32>>`
    point(x: s32, s32),
      // ^^^^^^^^^^^^^ expected-type: a case has one type: `tuple<s32, s32>`
  }
}
""",
        None,
    ),
    "paths at the end of the text": (
        """\
world w {
  import x: b.
          // ^ missing-separator: expected `;` after the path, not `.`
""",
        None,
    ),
    "attributes without their key or its value": (
        """\
interface i {
  @deprecated
//^^^^^^^^^^^ expected-token: `@deprecated` is written `@deprecated(version = 1.0.0)`
  a: func();
  @unstable
//^^^^^^^^^ expected-token: `@unstable` is written `@unstable(feature = name)`
  type b = u8;
  @since("1.0.0")
      // ^^^^^^^ attr-key: `@since` is written `@since(version = 1.0.0)`
  c: func();
  @since(1.0.0)
      // ^^^^^ attr-key: `@since` is written `@since(version = 1.0.0)`
  d: func();
  @unstable("foo")
         // ^^^^^ attr-key: `@unstable` is written `@unstable(feature = foo)`
  e: func();
  @unstable(foo)
         // ^^^ attr-key: `@unstable` is written `@unstable(feature = foo)`
  f: func();
  @unstable(feature = "foo")
                   // ^^^^^ expected-name: a feature has no quotes
  g: func();
  @deprecated("use f")
           // ^^^^^^^ attr-key: `@deprecated` is written `@deprecated(version = 1.0.0)`
  h: func();
  @since()
//^^^^^^^^ expected-token: `@since` is written `@since(version = 1.0.0)`
  record k { x: u8 }
  #[deprecated]
//^^ unexpected-char: an attribute begins with `@`
  l: func();
  @
//^ attr-unknown: `@` begins `since`, `deprecated`, `unstable` or `external-id`
  enum m { x }
}
""",
        """\
interface i {
  @deprecated
  a: func();
  @unstable
  type b = u8;
  @since(version = 1.0.0)
  c: func();
  @since(version = 1.0.0)
  d: func();
  @unstable(feature = foo)
  e: func();
  @unstable(feature = foo)
  f: func();
  @unstable(feature = foo)
  g: func();
  @deprecated("use f")
  h: func();
  @since()
  record k { x: u8 }
  #[deprecated]
  l: func();
  @
  enum m { x }
}
""",
    ),
    "attributes in items": (
        """\
interface i {
  record a {
    @since(version = 1.0.0)
 // ^^^^^^^^^^^^^^^^^^^^^^^ expected-token: an attribute stands before an item, not before a field
    x: u8,
    y: string @optional,
           // ^^^^^^^^^ expected-token: an attribute stands before an item, not before a field
  }
  enum b { @since(version = 1.0.0) x, y }
        // ^^^^^^^^^^^^^^^^^^^^^^^ expected-token: an attribute stands before an item, not before a case
  f: func(@optional x: u8);
       // ^^^^^^^^^ expected-token: an attribute stands before an item, not before a parameter
}
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
    "fields with the type first": (
        """\
interface i {
  record person {
    string id = 1;
 // ^^^^^^^^^^^^^ expected-token: a field is written `id: string`
    repeated string tags = 2;
 // ^^^^^^^^^^^^^^^^^^^^^^^^ expected-token: a field is written `tags: list<string>`
    optional u32 age = 3;
 // ^^^^^^^^^^^^^^^^^^^^ expected-token: a field is written `age: option<u32>`
    int32 size = 4;
 // ^^^^^^^^^^^^^^ expected-token: a field is written `size: int32`
    repeated point path = 5;
 // ^^^^^^^^^^^^^^^^^^^^^^^ expected-token: a field is written `path: list<point>`
  }
  record point { u32 x; list<u8> y }
              // ^^^^^ expected-token: a field is written `x: u32`
                     // ^^^^^^^^^^ expected-token: a field is written `y: list<u8>`
}
""",
        """\
interface i {
  record person {
    id: string,
    tags: list<string>,
    age: option<u32>,
    int32 size = 4;
    repeated point path = 5;
  }
  record point { x: u32, y: list<u8> }
}
""",
    ),
    "flags and cases with values": (
        """\
interface i {
  flags f { read = 1 << 0, write = 1 << 1 }
              // ^^^^^^^^ expected-token: a flag has no value
                              // ^^^^^^^^ expected-token: a flag has no value
  enum e {
    a = 0x1,
   // ^^^^^ expected-token: a case has no value
    b = "b"
   // ^^^^^ expected-token: a case has no value
  }
}
""",
        None,
    ),
    "types behind their name": (
        """\
interface i {
  a: record { x: u32 }
  // ^^^^^^ expected-token: `record` stands before the name
  b: variant { x, y(u8) };
  // ^^^^^^^ expected-token: `variant` stands before the name
  c: resource { f: func(); }
  // ^^^^^^^^ expected-token: `resource` stands before the name
  type d = resource { f: func(); };
//^^^^ expected-type: expected `resource`, not `type`
  type e = resource;
//^^^^ expected-type: expected `resource`, not `type`
  type f = union { u8, string }
        // ^^^^^ old-syntax: `union` is old syntax; a `variant` names its cases
}
""",
        """\
interface i {
  record a { x: u32 }
  variant b { x, y(u8) }
  resource c { f: func(); }
  resource d { f: func(); }
  resource e;
  type f = union { u8, string }
}
""",
    ),
    "alternatives of other languages": (
        """\
interface i {
  variant a = x | y(list<u32>);
//^^^^^^^^^ expected-token: `variant a` has its cases in `{` `}`
  enum b = x, y;
//^^^^^^ expected-token: `enum b` has its cases in `{` `}`
  type c = "red" | "green";
//^^^^^^ expected-token: `enum c` has its cases in `{` `}`
  type d = u8 | string;
           // ^ expected-type: a type is one type; a `variant` has cases, an `enum` has names
}
""",
        None,
    ),
    "fields and cases without braces": (
        """\
interface i {
  record a (x: u32);
//^^^^^^^^ expected-token: `record a` has its fields in `{` `}`
  record b = (x: u32, y: list<u8>);
//^^^^^^^^ expected-token: `record b` has its fields in `{` `}`
  record c = { x: u32 };
        // ^ expected-token: expected `{`, not `=`
  enum d: { x, y }
     // ^ expected-token: expected `{`, not `:`
  record e:
//^^^^^^^^ expected-token: `record e` has its fields in `{` `}`
    x: u32
    y: list<string>
  flags f(x, y)
//^^^^^^^ expected-token: `flags f` has its flags in `{` `}`
  g: func();
}
""",
        """\
interface i {
  record a { x: u32 }
  record b { x: u32, y: list<u8> }
  record c { x: u32 }
  enum d { x, y }
  record e:
    x: u32
    y: list<string>
  flags f(x, y)
  g: func();
}
""",
    ),
    "fields of resources": (
        """\
interface i {
  resource r {
    private x: u32, y: list<u8>
         // ^ expected-member: a resource has no fields; a method is written `x: func() -> u32`
                 // ^ expected-member: a resource has no fields; a method is written `y: func() -> list<u8>`
  }
  resource s {
    name: string;
 // ^^^^ expected-member: a resource has no fields; a method is written `name: func() -> string`
    f: func();
  }
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
    "types that lack their types": (
        """\
interface i {
  a: func(x: list, y: list<option>) -> tuple;
          // ^^^^ expected-type: `list` needs the type of its items: `list<u8>`
                        // ^^^^^^ expected-type: `option` needs the type of its value: `option<u8>`
                                    // ^^^^^ expected-type: `tuple` needs its types: `tuple<u8, string>`
  type b = own;
        // ^^^ expected-type: `own` needs its resource: `own<file>`
  variant c { x(map) }
             // ^^^ expected-type: `map` needs the types of its keys and values: `map<string, u8>`
  d: func(x: list<>, y: borrow<>, z: stream<>) -> result<>;
          // ^^^^^^ expected-type: `list` needs the type of its items: `list<u8>`
                     // ^^^^^^^^ expected-type: `borrow` needs its resource: `borrow<file>`
                                        // ^^ expected-type: a stream of nothing is `stream` alone
                                                     // ^^ expected-type: a result of nothing is `result` alone
  e: func(x: list of u8);
          // ^^^^^^^ expected-token: `list` has no `<` `>` around its type
}
""",
        """\
interface i {
  a: func(x: list, y: list<option>) -> tuple;
  type b = own;
  variant c { x(map) }
  d: func(x: list<>, y: borrow<>, z: stream) -> result;
  e: func(x: list of u8);
}
""",
    ),
    "names and types in quotes": (
        """\
interface "i" {
       // ^^^ expected-name: a name has no quotes
  enum e { "a", "b-c" }
        // ^^^ expected-name: a name has no quotes
             // ^^^^^ expected-name: a name has no quotes
  record r { "name": string, "use": u8 }
          // ^^^^^^ expected-name: a name has no quotes
                          // ^^^^^ expected-name: a name has no quotes
  f: func(x: "u8", "y": u8) -> list<"e">;
          // ^^^^ expected-type: a type has no quotes
                // ^^^ expected-name: a name has no quotes
                                 // ^^^ expected-type: a type has no quotes
  "k": func();
//^^^ expected-name: a name has no quotes
}
world "w" { }
   // ^^^ expected-name: a name has no quotes
""",
        """\
interface i {
  enum e { a, b-c }
  record r { name: string, %use: u8 }
  f: func(x: u8, y: u8) -> list<e>;
  k: func();
}
world w { }
""",
    ),
    "keywords as names of functions": (
        """\
interface i {
  type: func();
//^^^^ keyword-as-name: `type` is a keyword
  use: func(a: u8) -> u8;
//^^^ keyword-as-name: `use` is a keyword
  resource: func();
//^^^^^^^^ keyword-as-name: `resource` is a keyword
  record: async func();
//^^^^^^ keyword-as-name: `record` is a keyword
}
""",
        """\
interface i {
  %type: func();
  %use: func(a: u8) -> u8;
  %resource: func();
  %record: async func();
}
""",
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
    "types of other languages in fields and results": (
        """\
interface i {
  items: string[];
//^^^^^ expected-interface-item: `items` is no function; fields stand in a `record`
  names: Vec<string>;
//^^^^^ expected-interface-item: `names` is no function; fields stand in a `record`
  type u = union { u32, string };
        // ^^^^^ old-syntax: `union` is old syntax; a `variant` names its cases
  f: func() -> Result<(), string>;
            // ^^^^^^ expected-type: `Result` is no type of WIT
                   // ^^ expected-type: `()` is written `_` in a result
}
""",
        """\
interface i {
  items: string[];
  names: Vec<string>;
  type u = union { u32, string };
  f: func() -> result<_, string>;
}
""",
    ),
}


@pytest.mark.parametrize(("marked", "fixed"), CASES.values(), ids=CASES.keys())
def test_mistake_is_told_and_mended(marked: str, fixed: str | None) -> None:
    check_mend(marked, fixed)


AROUND = """\
package example:shop@1.0.0;

TOP
interface stock {
  INTERFACE
  type shelf = u32;

  resource cart {
    RESOURCE
    add: func(id: u64);
  }
}

world shop {
  WORLD
  export stock;
}
"""
ATTRIBUTES = (
    "@since(version = 1.0.0)",
    "@unstable(feature = carts)",
    "@deprecated(version = 1.2.3-rc)",
    '@external-id("shop")',
)


@pytest.mark.parametrize("place", ["TOP", "INTERFACE", "RESOURCE", "WORLD"])
@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_an_attribute_that_is_typed_disturbs_nothing_else(attribute: str, place: str) -> None:
    row = AROUND[: AROUND.index(place)].count("\n")
    around = re.sub(rf"\b(?!{place}\b)[A-Z]+\b", "", AROUND)
    for length in range(1, len(attribute) + 1):
        file = File("x.wit", Source(around.replace(place, attribute[:length]).encode()))
        errors = [each for each in report(file, None).diagnostics if each.level is Level.ERROR]
        rows = [file.source.position(each.span.start, "utf-8")[0] for each in errors]
        assert rows in ([], [row]), (attribute[:length], [(each.code, each.message) for each in errors])
