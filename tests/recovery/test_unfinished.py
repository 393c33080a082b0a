"""What is still being typed, and what may be meant in more than one way."""

from __future__ import annotations

import pytest

from tests.recovery.repaired import check_mend

# Each text, its problems marked, and what it is after the safe fixes; None where they leave it as it is.
CASES: dict[str, tuple[str, str | None]] = {
    "a head that is being typed before an item with an attribute": (
        """\
package a:b;

@since(version = 1.0.0)
interface bil
          // | expected-token: expected `{` after the name
@since(version = 1.0.0)
interface stock {
  type shelf = u32;
}
""",
        None,
    ),
    "a head that is being typed": (
        """\
package a:b;

world w
    // | expected-token: expected `{` after the name
/// Docs.
interface stock {
  type shelf = u32;

  record l
       // | expected-token: expected `{` after the name
}
""",
        None,
    ),
    "attributes of nothing": (
        """\
package a:b;
interface i {
  @since(version = 1.0.0)
                      // | expected-interface-item: expected a function, a type or a `use`
}
world w {
  @since(version = 1.0.0)
                      // | expected-world-item: expected an import, an export, a type, a `use` or an `include`
}
interface j {
  resource r {
    @since(version = 1.0.0)
                        // | expected-member: expected a method, a static function or a constructor
  }
}
@since(version = 1.0.0)
                    // | expected-top-item: expected an interface, a world or a `use`
""",
        None,
    ),
    "what ends with its line": (
        """\
package a:b;
interface i {
  f: func() ->
           // | expected-type: expected a type after `->`
  g: func();
  use types.
         // | expected-token: expected `{` after `.`

  type x = u8;
}
world w {
  import a: func
             // | expected-token: expected `(` after `func`
  import b: interface
                  // | expected-token: expected `{` after `interface`
  import wasi:
           // | expected-name: expected a name after `:`
  import wasi:io/
              // | expected-name: expected a name after `/`
  import wasi:io/a@
                // | expected-token: expected a version after `@`
  export x;
}
""",
        None,
    ),
    "nothing is closed for a bracket that is not there": (
        """\
package a:b;

    seconds: u64,
 // | expected-top-item: expected an interface, a world or a `use`
    nanoseconds: u32,
                  // | unclosed-block: expected `)` after `,`
  }
//^ expected-top-item: `}` closes nothing
  f: func();
}
""",
        None,
    ),
    "a list of names is closed by its own brace": (
        """\
package a:b;
interface i {
  use t.{a, b};

    success,
 // | expected-interface-item: expected a function, a type or a `use`
    failed(string),
  }
}
""",
        None,
    ),
    "a line that stands twice": (
        """\
package a:b;
interface i {
  record a {
//^^^^^^^^ unclosed-block: `record a` has no `}`
  record a {
    x: u8,
  }
  f: func(
       // | unclosed-block: expected `)` after `(`
  f: func(
    a: u8,
  );
}
""",
        None,
    ),
    "what may be meant otherwise": (
        """\
package a:b;
interface i {
  use j.{k l};
       // | missing-separator: expected `,` after the name
  use m.{
    a
  // | missing-separator: expected `,` after the name
    b,
  };
  f: func() thing;
        // | expected-token: expected `->` after the parameters
  g: func() u8;
        // | expected-token: expected `->` after the parameters
}
""",
        """\
package a:b;
interface i {
  use j.{k l};
  use m.{
    a,
    b,
  };
  f: func() thing;
  g: func() -> u8;
}
""",
    ),
    "what nothing explains leaves the rest alone": (
        """\
package a:b;
interface j {
  a: func();
  void clear const void;
    // ^^^^^ expected-token: expected `:`, not `clear`
  resource r {
    @since(version = 1.0.0)
                        // | expected-member: expected a method, a static function or a constructor
  }
  @since(version = 1.0.0) 5
                       // ^ expected-name: `5` has no place here
}
""",
        None,
    ),
    "nothing is safe on a line of which something stays unread": (
        """\
package a:b;
interface i {
  f: fn(a: Vec<u8>, b c d) -> u32;
  // ^^ expected-token: expected `func`, not `fn`
        // ^^^ expected-type: `Vec` is no type of WIT
                  // | expected-token: expected `:` after the name
  g: fn(a: Vec<u8>);
  // ^^ expected-token: expected `func`, not `fn`
        // ^^^ expected-type: `Vec` is no type of WIT
  h: func() => “u8”;
         // ^^ expected-token: expected `->`, not `=>`
           // | expected-type: expected a type after `->`
            // ^ unexpected-char: U+201C (left double quotation mark) has no place in WIT
               // ^ unexpected-char: U+201D (right double quotation mark) has no place in WIT
}
""",
        """\
package a:b;
interface i {
  f: fn(a: Vec<u8>, b c d) -> u32;
  g: func(a: list<u8>);
  h: func() => “u8”;
}
""",
    ),
    "a keyword that begins a name": (
        """\
interface i {
  variant stream
       // ^^^^^^ keyword-as-name: `stream` is a keyword
}
world w {
  import variant
      // ^^^^^^^ keyword-as-name: `variant` is a keyword
  export x;
}
""",
        None,
    ),
    "a block that may not be meant to be empty": (
        """\
interface i {
^^^^^^^^^^^ unclosed-block: `interface i` has no `}`
interface j {
^^^^^^^^^^^ unclosed-block: `interface j` has no `}`
  f: func();
""",
        """\
interface i {
interface j {
  f: func();
}
""",
    ),
    "a block that stays open before the next": (
        """\
world w {
^^^^^^^ unclosed-block: `world w` has no `}`
  export f: func();

interface j {
  f: func();
}
""",
        """\
world w {
  export f: func();
}

interface j {
  f: func();
}
""",
    ),
    "a parameter that is still being typed": (
        """\
package a:b;
interface i {
  f: func(a: u32, status
              // | unclosed-block: expected `)` after `,`

  type x = list<u8>;
}
""",
        None,
    ),
    "a type that is still being typed before others": (
        """\
package a:b;
interface i {
  f: func(
    a: u32,
    b: option<list<tuple<stri
                          // | missing-separator: expected `,` after the type
    c: option<list<tuple<string, string>>>,
  // ^ missing-separator: expected `,` after the type, not `:`
                                        // | unclosed-block: expected `>` after `,`
  );
}
""",
        None,
    ),
}


@pytest.mark.parametrize(("marked", "fixed"), CASES.values(), ids=CASES.keys())
def test_mistake_is_told_and_mended(marked: str, fixed: str | None) -> None:
    check_mend(marked, fixed)
