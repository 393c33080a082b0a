"""Declarations and attributes as other languages or a hurried author write them: one problem is one error."""

from __future__ import annotations

import re

import pytest

from tests.recovery.repaired import check_mend
from wit_lsp.engine.diagnostics import report
from wit_lsp.ir.files import File
from wit_lsp.ir.source import Source
from wit_lsp.problem import Severity

# Each text, its problems marked, and what it is after the safe fixes; None where they leave it as it is.
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
        errors = [each for each in report(file, None).diagnostics if each.severity is Severity.ERROR]
        rows = [file.source.position(each.span.start, "utf-8")[0] for each in errors]
        assert rows in ([], [row]), (attribute[:length], [(each.code, each.message) for each in errors])
