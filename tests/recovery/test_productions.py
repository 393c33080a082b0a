"""Functions, types and comments as other languages have them: what each is told as, and what its safe fix gives."""

from __future__ import annotations

import pytest

from tests.recovery.repaired import check_mend

# Each text, its problems marked, and what it is after the safe fixes; None where they leave it as it is.
CASES: dict[str, tuple[str, str | None]] = {
    "functions of other languages": (
        """\
interface i {
  func a(x: u8);
//^^^^ expected-token: `func` stands behind the name and its `:`
  fn b(x: u8) -> u8;
//^^ expected-token: `func` stands behind the name and its `:`
  c: fun(x: u8);
  // ^^^ expected-token: expected `func`, not `fun`
  d(x: u8) -> u8;
// | expected-token: expected `:` and `func` before the parameters
  e: (x: u8) -> u8;
 // | expected-token: expected `func` after `:`
  f: func(x: u8): u8;
             // ^ expected-token: expected `->` after the parameters, not `:`
  g: func(x: u8) => u8;
              // ^^ expected-token: expected `->`, not `=>`
  async h: func();
//^^^^^ expected-token: `async` stands before `func`
  async k();
//^^^^^ expected-token: `async` stands before `func`
  pub l: func();
//^^^ expected-token: `pub` has no place in WIT
}
""",
        """\
interface i {
  a: func(x: u8);
  b: func(x: u8) -> u8;
  c: func(x: u8);
  d: func(x: u8) -> u8;
  e: (x: u8) -> u8;
  f: func(x: u8) -> u8;
  g: func(x: u8) -> u8;
  h: async func();
  k: async func();
  l: func();
}
""",
    ),
    "a function has no body, no default and no type": (
        """\
interface i {
  a: func() { }
         // ^ expected-token: a function has no body; it ends with `;`
  b: func() -> u8 { return 1; }
               // ^ expected-token: a function has no body; it ends with `;`
  c: func(x: u8 = 1);
             // ^^^ expected-token: a parameter has no default
  d: func(then: func(x: u8) -> u8);
             // ^^^^ expected-type: a function is no type
}
""",
        """\
interface i {
  a: func();
  b: func() -> u8 { return 1; }
  c: func(x: u8 = 1);
  d: func(then: func(x: u8) -> u8);
}
""",
    ),
    "methods and constructors of other languages": (
        """\
interface i {
  resource r {
    constructor: func(x: u8);
            // ^^^^^^ expected-token: a constructor has no name: its parameters follow at once
    new: func(&self, x: u8);
           // ^^^^^ expected-token: `self` is no parameter: a method has its resource without it
    get: func(self) -> u8;
           // ^^^^ expected-token: `self` is no parameter: a method has its resource without it
    fn put(&mut self, x: u8);
 // ^^ expected-token: `func` stands behind the name and its `:`
        // ^^^^^^^^^ expected-token: `self` is no parameter: a method has its resource without it
    static load: func();
 // ^^^^^^ misplaced-static: `static` stands before `func`
    static async save: func();
 // ^^^^^^ misplaced-static: `static` stands before `func`
  }
  resource s {
    constructor new();
             // ^^^ expected-token: a constructor has no name: its parameters follow at once
  }
  static stop: func();
//^^^^^^ misplaced-static: `static` stands in a resource; no other function is a method
}
""",
        """\
interface i {
  resource r {
    constructor(x: u8);
    new: func(x: u8);
    get: func() -> u8;
    put: func(x: u8);
    load: static func();
    save: static async func();
  }
  resource s {
    constructor();
  }
  stop: func();
}
""",
    ),
    "declarations of other languages": (
        """\
interface i {
  struct a { x: u8 }
//^^^^^^ expected-interface-item: `struct` is called `record` in WIT
  type b = record { x: u8 };
//^^^^ expected-type: expected `record`, not `type`
  type c = { x: u8 };
//^^^^ expected-type: expected `record`, not `type`
  type d = enum { x, y };
//^^^^ expected-type: expected `enum`, not `type`
  record e { x: u8; y: u8 }
               // ^ missing-separator: `,` separates what is in `record`, not `;`
  record f { x: u8 = 1, y: u8 }
                // ^^^ expected-token: a field has no default
  enum g { x = 1, y = 2 }
          // ^^^ expected-token: a case has no value
                 // ^^^ expected-token: a case has no value
  enum h { x(u8), y }
         // ^^^^ expected-token: a case of an `enum` has no type; one of a `variant` has
  flags k { x: u8 }
          // ^^^^ expected-token: a flag has no type
  variant l { x: u8, y(u8, u8), z { a: u8 } }
            // ^ expected-token: the type of a case stands in `(` `)`
                   // ^^^^^^^^ expected-type: a case has one type; several are a `tuple<…>`
                               // ^ expected-token: the type of a case has a name; its fields are those of a `record`
  m: func(x: record { y: u8 });
          // ^^^^^^ expected-type: only a type that has a name stands here
}
""",
        """\
interface i {
  record a { x: u8 }
  record b { x: u8 }
  record c { x: u8 }
  enum d { x, y }
  record e { x: u8, y: u8 }
  record f { x: u8 = 1, y: u8 }
  enum g { x = 1, y = 2 }
  enum h { x(u8), y }
  flags k { x: u8 }
  variant l { x(u8), y(tuple<u8, u8>), z { a: u8 } }
  m: func(x: record { y: u8 });
}
""",
    ),
    "comments of other languages": (
        """\
interface i {
  # one
//^ unexpected-char: a comment begins with `//`
  a: func(); # two
          // ^ unexpected-char: a comment begins with `//`
  ;; three
//^^ unexpected-char: a comment begins with `//`
  -- four
//^^ unexpected-char: a comment begins with `//`
  /* five */ */ // six
          // ^^ unexpected-char: `*/` closes nothing
}
""",
        """\
interface i {
  // one
  a: func(); // two
  ;; three
  -- four
  /* five */  // six
}
""",
    ),
    "old results and unions": (
        """\
interface i {
  a: func() -> (x: u8, y: string);
            // ^^^^^^^^^^^^^^^^^^ old-syntax: named results are old syntax; a function has one result
  b: func() -> expected<unit, string>;
            // ^^^^^^^^ old-syntax: `expected` is old syntax
  union e { u8, string, list<u8> }
//^^^^^ old-syntax: `union` is old syntax; a `variant` names its cases
  use * from types;
//^^^^^ old-syntax: `use *` is old syntax; a `use` names the types that it brings in
}
""",
        """\
interface i {
  a: func() -> (x: u8, y: string);
  b: func() -> result<_, string>;
  union e { u8, string, list<u8> }
  use * from types;
}
""",
    ),
    "brackets that are lost in a word": (
        """\
interface i {
  type a = listu8>;
            // | expected-token: expected `<` after `list`
  b: func(x: optionstring>) -> u8;
                // | expected-token: expected `<` after `option`
}
""",
        None,
    ),
    "a comment is not taken away without asking": (
        """\
interface i {
  resource r {
    constructor: /* why */ func();
            // ^^^^^^^^^^^^^^^^ expected-token: a constructor has no name: its parameters follow at once
  }
  a: func() { /* later */ }
         // ^ expected-token: a function has no body; it ends with `;`
}
""",
        None,
    ),
    "a unit that nothing declares": (
        """\
interface i {
  a: func() -> unit;
            // ^^^^ old-syntax: `unit` is old syntax
  b: func() -> result<unit, string>;
                   // ^^^^ old-syntax: `unit` is old syntax
  c: func() -> list<unit>;
}
interface j {
  enum unit { one }
  a: func() -> unit;
}
""",
        """\
interface i {
  a: func();
  b: func() -> result<_, string>;
  c: func() -> list<unit>;
}
interface j {
  enum unit { one }
  a: func() -> unit;
}
""",
    ),
    "parameters without a name": (
        """\
interface i {
  a: func(u8, string);
       // ^^ expected-name: a parameter has a name, such as `name: u8`
           // ^^^^^^ expected-name: a parameter has a name, such as `name: string`
  b: func(u8 x, y: u8);
       // ^^^^ expected-token: a parameter is written `x: u8`
}
""",
        """\
interface i {
  a: func(u8, string);
  b: func(x: u8, y: u8);
}
""",
    ),
    "what an interface has none of": (
        """\
interface i {
  name: string;
//^^^^ expected-interface-item: `name` is no function; fields stand in a `record`
  size: list<u8>;
//^^^^ expected-interface-item: `size` is no function; fields stand in a `record`
  const pi: f64 = 3.14;
     // ^^ expected-interface-item: `pi` is no function; fields stand in a `record`
}
interface j<t> {
        // ^^^ expected-token: only types of WIT itself have `<` `>`
}
interface k extends i {
         // ^^^^^^^^^ expected-token: WIT has no inheritance; a `use` takes types of another interface
}
""",
        None,
    ),
    "words of other languages at top level": (
        """\
pub trait t {
^^^ expected-token: `pub` has no place in WIT
 // ^^^^^ expected-interface-item: `trait` is called `interface` in WIT
  pub fn f(&self);
//^^^ expected-token: `pub` has no place in WIT
   // ^^ expected-token: `func` stands behind the name and its `:`
        // ^^^^^ expected-token: `self` is no parameter: a function of an interface belongs to nothing
}
message m { a: u8 }
^^^^^^^ expected-top-item: `message` is called `record` in WIT, and stands in an interface, not at top level
service s {
^^^^^^^ expected-interface-item: `service` is called `interface` in WIT
  type r struct { a: u8 }
//^^^^ expected-type: expected `record`, not `type`
}
""",
        """\
interface t {
  f: func(&self);
}
message m { a: u8 }
interface s {
  record r { a: u8 }
}
""",
    ),
    "a comma too many in a case": (
        """\
interface i {
  variant v { a(u8,), b }
               // ^ doubled-separator: `,` has no place here
}
""",
        """\
interface i {
  variant v { a(u8), b }
}
""",
    ),
    "a modifier modifies what stands on its line": (
        """\
interface i {
  resource r {
    const
 // ^^^^^ expected-member: expected a method, a static function or a constructor, not `const`
    a: static func() -> u32;
  }
  final
//^^^^^ expected-interface-item: expected a function, a type or a `use`, not `final`
  b: func();
}
""",
        None,
    ),
    "words before the name of a function": (
        """\
interface i {
  async fn a(x: u32) -> u32;
//^^^^^ expected-token: `async` stands before `func`
  pub async fn b(x: u32) -> u32;
//^^^ expected-token: `pub` has no place in WIT
   // ^^^^^ expected-token: `async` stands before `func`
  static fn c(x: u32) -> u32;
//^^^^^^ misplaced-static: `static` stands in a resource; no other function is a method
  resource r {
    static fn a(x: u32) -> r;
 // ^^^^^^ misplaced-static: `static` stands before `func`
    async fn b(&self);
 // ^^^^^ expected-token: `async` stands before `func`
            // ^^^^^ expected-token: `self` is no parameter: a method has its resource without it
    static async c();
 // ^^^^^^ misplaced-static: `static` stands before `func`
  }
  async
//^^^^^ expected-interface-item: expected a function, a type or a `use`, not `async`
  d: func();
}
async fn e();
^^^^^ expected-top-item: a function stands in an interface or in a resource, not at top level
""",
        """\
interface i {
  a: async func(x: u32) -> u32;
  b: async func(x: u32) -> u32;
  c: func(x: u32) -> u32;
  resource r {
    a: static func(x: u32) -> r;
    b: async func();
    c: static async func();
  }
  async
  d: func();
}
async fn e();
""",
    ),
    "what interfaces and worlds build on": (
        """\
interface i: {
        // ^ expected-token: expected `{`, not `:`
}
interface j extends i {
         // ^^^^^^^^^ expected-token: WIT has no inheritance; a `use` takes types of another interface
}
world v extends w {
     // ^^^^^^^^^ expected-token: a world takes in another one by `include w;`
}
world w: a:b/c@1.0.0 {
    // ^^^^^^^^^^^^^ expected-token: a world takes in another one by `include a:b/c@1.0.0;`
  extends v;
//^^^^^^^ expected-world-item: `extends` is called `include` in WIT
  implements i;
//^^^^^^^^^^ expected-world-item: `implements` is called `export` in WIT
}
""",
        """\
interface i {
}
interface j extends i {
}
world v extends w {
}
world w: a:b/c@1.0.0 {
  extends v;
  implements i;
}
""",
    ),
}


@pytest.mark.parametrize(("marked", "fixed"), CASES.values(), ids=CASES.keys())
def test_mistake_is_told_and_mended(marked: str, fixed: str | None) -> None:
    check_mend(marked, fixed)
