"""Types as other languages write them."""

from __future__ import annotations

import pytest

from tests.recovery.repaired import check_mend

# Each text, its problems marked, and what it is after the safe fixes; None where they leave it as it is.
CASES: dict[str, tuple[str, str | None]] = {
    "results of other languages": (
        """\
interface i {
  a: func() -> (u8, string);
            // ^ expected-type: several types are a `tuple<…>`
  b: func() -> (u8);
            // ^ expected-type: a type has no `(` `)` around it
  c: func() -> result<_>;
                  // ^^^ expected-token: a result of nothing is `result` alone
  d: func() -> result<u8, _>;
                     // ^^^ expected-token: a result without an error ends before `,`
  e: func() -> result<(), string>;
                   // ^^ expected-type: `()` is written `_` in a result
}
""",
        """\
interface i {
  a: func() -> tuple<u8, string>;
  b: func() -> u8;
  c: func() -> result;
  d: func() -> result<u8>;
  e: func() -> result<_, string>;
}
""",
    ),
    "types of other languages": (
        """\
interface i {
  a: func(x: Option<u8>, y: Vec<string>);
          // ^^^^^^ expected-type: `Option` is no type of WIT
                         // ^^^ expected-type: `Vec` is no type of WIT
  b: func(x: [u8], y: u8[], z: [u8; 4]);
          // ^^^^ unexpected-char: a list is written `list<…>`
                     // ^^ unexpected-char: a list is written `list<…>`
                            // ^^^^^^^ unexpected-char: a list is written `list<…>`
  c: func(x: u8?, y?: u8);
          // ^^^ unexpected-char: `u8?` is `option<u8>` in WIT
                // ^ unexpected-char: a name takes no `?`: its type is an `option<…>`
  d: func(x: list u8, y: list(u8), z: tuple[u8, u8]);
          // ^^^^ expected-token: `list` has no `<` `>` around its type
                      // ^^^^ expected-token: `list` has no `<` `>` around its type
                                   // ^^^^^ expected-token: `tuple` has no `<` `>` around its type
  type pair = (u8, string);
           // ^ expected-type: several types are a `tuple<…>`
}
""",
        """\
interface i {
  a: func(x: option<u8>, y: list<string>);
  b: func(x: list<u8>, y: list<u8>, z: list<u8, 4>);
  c: func(x: option<u8>, y: option<u8>);
  d: func(x: list<u8>, y: list<u8>, z: tuple<u8, u8>);
  type pair = tuple<u8, string>;
}
""",
    ),
    "lists and maps of other languages": (
        """\
interface i {
  type a = []string;
        // ^^ unexpected-char: a list is written `list<…>`
  type b = [4]u8;
        // ^^^ unexpected-char: a list is written `list<…>`
  type c = list<u8>[];
                // ^^ unexpected-char: a list is written `list<…>`
  type d = [u32, string];
        // ^^^^^^^^^^^^^ unexpected-char: several types are a `tuple<…>`
  type e = map[string]u32;
        // ^^^^^^^^^^^^^^ expected-token: a map is written `map<string, u32>`
  type f = map[string, u32];
        // ^^^ expected-token: `map` has no `<` `>` around its type
  type g = [Vec<u8>?];
        // ^^^^^^^^^^ unexpected-char: a list is written `list<…>`
  type h = { [key: string]: []u8; };
        // ^^^^^^^^^^^^^^^^^^^^^^^^ expected-type: a map is written `map<string, list<u8>>`
  j: func(x: { [key: string]: u32 }, y: u8) -> [4]u8;
          // ^^^^^^^^^^^^^^^^^^^^^^ expected-type: a map is written `map<string, u32>`
                                            // ^^^ unexpected-char: a list is written `list<…>`
  k: func() -> [user!]!;
            // ^^^^^^^ unexpected-char: a list is written `list<…>`
}
""",
        """\
interface i {
  type a = list<string>;
  type b = list<u8, 4>;
  type c = list<list<u8>>;
  type d = tuple<u32, string>;
  type e = map<string, u32>;
  type f = map<string, u32>;
  type g = list<option<list<u8>>>;
  type h = map<string, list<u8>>;
  j: func(x: map<string, u32>, y: u8) -> list<u8, 4>;
  k: func() -> [user!]!;
}
""",
    ),
    "types that are one of several": (
        """\
interface i {
  a: func(x: u32 | null | undefined) -> list<u8> | null;
          // ^^^^^^^^^^^^^^^^^^^^^^ unexpected-char: `u32 | null | undefined` is `option<u32>` in WIT
                                     // ^^^^^^^^^^^^^^^ unexpected-char: `list<u8> | null` is `option<list<u8>>` in WIT
  b: func() -> u32 | error;
            // ^^^^^^^^^^^ unexpected-char: `u32 | error` is `result<u32, error>` in WIT
  c: func() -> u8 | u16 | string;
            // ^^^^^^^^^^^^^^^^^ unexpected-char: one of several types is a `variant`, which names its cases
  record r {
    a: null | string,
    // ^^^^^^^^^^^^^ unexpected-char: `null | string` is `option<string>` in WIT
    b: ?string,
    // ^^^^^^^ unexpected-char: `?string` is `option<string>` in WIT
  }
}
""",
        """\
interface i {
  a: func(x: option<u32>) -> option<list<u8>>;
  b: func() -> u32 | error;
  c: func() -> u8 | u16 | string;
  record r {
    a: option<string>,
    b: option<string>,
  }
}
""",
    ),
    "types without a name": (
        """\
interface i {
  a: func(x: { y: u32 }) -> { z: u32 };
          // ^ expected-type: only a type that has a name stands here
                         // ^ expected-type: only a type that has a name stands here
  record r { a: { x: u32, y: u8 }, b: u8 }
             // ^ expected-type: only a type that has a name stands here
  type t = (a: u32) => u32;
        // ^^^^^^^^^^^^^^^ expected-type: a function is no type
  type u = () -> u32;
        // ^^^^^^^^^ expected-type: a function is no type
  b: func(then: (x: u8) => void, y: u8);
             // ^^^^^^^^^^^^^^^ expected-type: a function is no type
}
""",
        None,
    ),
    "types of Python and C++": (
        """\
interface i {
  a: func(x: Optional[string], y: dict[string, u8]) -> List[u8];
          // ^^^^^^^^ expected-type: `Optional` is no type of WIT
                               // ^^^^ expected-type: `dict` is no type of WIT
                                                    // ^^^^ expected-type: `List` is no type of WIT
  b: func(x: vector<u8>, y: slice<u8>);
          // ^^^^^^ expected-type: `vector` is no type of WIT
                         // ^^^^^ expected-type: `slice` is no type of WIT
}
""",
        """\
interface i {
  a: func(x: option<string>, y: map<string, u8>) -> list<u8>;
  b: func(x: list<u8>, y: list<u8>);
}
""",
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
