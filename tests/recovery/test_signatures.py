"""Functions whose parameters or results other languages write otherwise: what is told, and what the safe fixes give."""

from __future__ import annotations

import pytest

from tests.recovery.repaired import check_mend

# Each text, its problems marked, and what it is after the safe fixes; None where they leave it as it is.
CASES: dict[str, tuple[str, str | None]] = {
    "functions of Go": (
        """\
interface i {
  put(id string, val []byte) error;
  // | expected-token: expected `:` and `func` before the parameters
   // ^^^^^^^^^ expected-token: a parameter is written `id: string`
              // ^^^^^^^^^^ expected-token: a parameter is written `val: list<u8>`
                         // | expected-token: expected `->` after the parameters
  func add(a u32, b u32) (u32, error);
//^^^^ expected-token: `func` stands behind the name and its `:`
        // ^^^^^ expected-token: a parameter is written `a: u32`
               // ^^^^^ expected-token: a parameter is written `b: u32`
                     // | expected-token: expected `->` after the parameters
  func sub(a, b u32) u32;
//^^^^ expected-token: `func` stands behind the name and its `:`
        // ^ expected-token: a parameter is written `a: u32`
           // ^^^^^ expected-token: a parameter is written `b: u32`
                 // | expected-token: expected `->` after the parameters
  func mul(a map[string]u32, b foo) foo;
//^^^^ expected-token: `func` stands behind the name and its `:`
        // ^^^^^^^^^^^^^^^^ expected-token: a parameter is written `a: map<string, u32>`
                          // ^^^^^ expected-token: a parameter is written `b: foo`
                                // | expected-token: expected `->` after the parameters
  a: func(x []u8) (u8, string);
       // ^^^^^^ expected-token: a parameter is written `x: list<u8>`
              // | expected-token: expected `->` after the parameters
}
""",
        """\
interface i {
  put: func(id: string, val []byte) error;
  add: func(a: u32, b: u32) (u32, error);
  sub: func(a, b: u32) -> u32;
  mul: func(a: map<string, u32>, b foo) foo;
  a: func(x: list<u8>) -> tuple<u8, string>;
}
""",
    ),
    "parameters whose type comes first": (
        """\
interface i {
  a: func(u8[] x, list<u8> y) -> u8;
       // ^^^^^^ expected-token: a parameter is written `x: list<u8>`
               // ^^^^^^^^^^ expected-token: a parameter is written `y: list<u8>`
  b: func(list<u8>, string x);
       // ^^^^^^^^ expected-name: a parameter has a name, such as `name: list<u8>`
                 // ^^^^^^^^ expected-token: a parameter is written `x: string`
  c: func(x y, X y);
       // ^^^ expected-token: a parameter is written `x: y`
            // ^^^ expected-token: a parameter is written `y: x`
}
""",
        """\
interface i {
  a: func(x: list<u8>, y: list<u8>) -> u8;
  b: func(list<u8>, x: string);
  c: func(x y, X y);
}
""",
    ),
    "functions of C": (
        """\
interface i {
  void a(void);
//^^^^^^^^^^^^ expected-token: a function is written `a: func()`
  u32 b(u32 x, list<u8> y);
//^^^^^^^^^^^^^^^^^^^^^^^^ expected-token: a function is written `b: func(…) -> u32`
  Foo GetIt(Bar, const string& x);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected-token: a function is written `get-it: func(…) -> foo`
  uint32_t d(uint8_t x);
//^^^^^^^^^^^^^^^^^^^^^ expected-token: a function is written `d: func(…) -> u32`
  public string name();
//^^^^^^ expected-token: `public` has no place in WIT
      // ^^^^^^^^^^^^^ expected-token: a function is written `name: func() -> string`
  resource r {
    list<u8> read(u32 n);
 // ^^^^^^^^^^^^^^^^^^^^ expected-token: a function is written `read: func(…) -> list<u8>`
    static void stop();
 // ^^^^^^^^^^^^^^^^^^ expected-token: a function is written `stop: static func()`
  }
}
""",
        """\
interface i {
  a: func();
  b: func(x: u32, y: list<u8>) -> u32;
  Foo GetIt(Bar, const string& x);
  uint32_t d(uint8_t x);
  name: func() -> string;
  resource r {
    read: func(n: u32) -> list<u8>;
    stop: static func();
  }
}
""",
    ),
    "functions of protobuf": (
        """\
interface i {
  rpc GetIt(GetReq) returns (GetRes);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected-token: a function is written `get-it: func(…) -> get-res`
  rpc watch(req) returns (stream event) {}
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected-token: a function is written `watch: func(…) -> stream<event>`
}
""",
        None,
    ),
    "results of TypeScript": (
        """\
interface i {
  async function a(x: u32): Promise<u32>;
//^^^^^ expected-token: `async` stands before `func`
                       // ^ expected-token: expected `->` after the parameters, not `:`
                         // ^^^^^^^ expected-type: an `async` function has its result without `Promise`
  async function b(x: u32): Promise<void>;
//^^^^^ expected-token: `async` stands before `func`
                       // ^^^^^^^^^^^^^^^ expected-token: a function without a result ends behind its parameters
  function c(x: u32): void;
//^^^^^^^^ expected-token: `func` stands behind the name and its `:`
                 // ^^^^^^ expected-token: a function without a result ends behind its parameters
  d: async func() -> Promise<u32>;
                  // ^^^^^^^ expected-type: an `async` function has its result without `Promise`
  e: func() -> Promise<u32>;
            // ^^^^^^^ expected-type: `Promise` is no type of WIT
}
""",
        """\
interface i {
  a: async func(x: u32) -> u32;
  b: async func(x: u32);
  c: func(x: u32);
  d: async func() -> u32;
  e: func() -> future<u32>;
}
""",
    ),
    "functions of any type": (
        """\
interface i {
  fn a<T>(x: T) -> T;
//^^ expected-token: `func` stands behind the name and its `:`
   // ^^^ expected-token: only types of WIT itself have `<` `>`
  b: func<T>(x: T) -> T;
      // ^^^ expected-token: only types of WIT itself have `<` `>`
  c<T, U>(x: T) -> U;
// | expected-token: expected `:` and `func` before the parameters
// ^^^^^^ expected-token: only types of WIT itself have `<` `>`
  resource r {
    static fn a<T>(&self, x: T) -> T;
 // ^^^^^^ misplaced-static: `static` stands before `func`
            // ^^^ expected-token: only types of WIT itself have `<` `>`
                // ^^^^^ expected-token: `self` is no parameter: a method has its resource without it
    constructor<T>(x: T);
            // ^^^ expected-token: only types of WIT itself have `<` `>`
    b: func();
  }
}
""",
        """\
interface i {
  a: func<T>(x: T) -> T;
  b: func<T>(x: T) -> T;
  c: func<T, U>(x: T) -> U;
  resource r {
    a: static func<T>(x: T) -> T;
    constructor<T>(x: T);
    b: func();
  }
}
""",
    ),
    "what is said behind a function": (
        """\
interface i {
  a: func() -> u32 throws error;
                // ^^^^^^^^^^^^ expected-token: a function that may fail is written with `-> result<u32, error>`
  b: func() throws;
         // ^^^^^^ expected-token: a function that may fail is written with `-> result`
  c: func() throws e;
         // ^^^^^^^^ expected-token: a function that may fail is written with `-> result<_, e>`
  d: func() raises (e);
         // ^^^^^^^^^^ expected-token: a function that may fail is written with `-> result<_, e>`
  e: func() const;
         // ^^^^^ expected-token: `const` has no place in WIT
  f: func() -> u8 override;
               // ^^^^^^^^ expected-token: `override` has no place in WIT
  func g() throws;
//^^^^ expected-token: `func` stands behind the name and its `:`
        // ^^^^^^ expected-token: a function that may fail is written with `-> result`
}
""",
        """\
interface i {
  a: func() -> u32 throws error;
  b: func() throws;
  c: func() throws e;
  d: func() raises (e);
  e: func() const;
  f: func() -> u8 override;
  g: func() throws;
}
""",
    ),
    "words before a field or a parameter": (
        """\
interface i {
  record r {
    readonly a: u32, let b: string,
 // ^^^^^^^^ expected-token: `readonly` has no place in WIT
                  // ^^^ expected-token: `let` has no place in WIT
    optional c: string,
 // ^^^^^^^^ expected-token: what is `optional` is written `c: option<string>`
    required d: string,
 // ^^^^^^^^ expected-token: `required` has no place in WIT
    mut
 // ^^^ expected-name: expected a name or `}`, not `mut`
    e: u8,
  }
  a: func(mut x: u32, in y: u8);
       // ^^^ expected-token: `mut` has no place in WIT
                   // ^^ expected-token: `in` has no place in WIT
}
""",
        """\
interface i {
  record r {
    a: u32, b: string,
    optional c: string,
    required d: string,
    mut
    e: u8,
  }
  a: func(x: u32, in y: u8);
}
""",
    ),
    "constructors and destructors of other languages": (
        """\
interface i {
  resource r {
    new: constructor(x: u8);
 // ^^^^ expected-token: a constructor has no name
    ~r();
 // ^^^^^ expected-member: a resource has no destructor; it ends when its handle is dropped
    a: func();
  }
  resource s {
    destructor();
 // ^^^^^^^^^^^^^ expected-member: a resource has no destructor; it ends when its handle is dropped
    drop: func();
  }
}
""",
        """\
interface i {
  resource r {
    constructor(x: u8);
    ~r();
    a: func();
  }
  resource s {
    destructor();
    drop: func();
  }
}
""",
    ),
}


@pytest.mark.parametrize(("marked", "fixed"), CASES.values(), ids=CASES.keys())
def test_mistake_is_told_and_mended(marked: str, fixed: str | None) -> None:
    check_mend(marked, fixed)
