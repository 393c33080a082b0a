"""SyntaxProblems as people make them: what each is told as, where, and what the safe quick-fix makes of the text."""

from __future__ import annotations

import pytest

from tests.fixture import parse
from tests.recovery.repaired import check_mend
from wit_lsp.problem import Severity

# Each text, its problems marked, and what it is after the safe fixes; None where they leave it as it is.
CASES: dict[str, tuple[str, str | None]] = {
    "semicolons": (
        """\
package a:b
        // | missing-separator: expected `;` after the package's name

interface i {
  f: func(a: u8)
             // | missing-separator: expected `;` after the function
  g: func() -> u8
              // | missing-separator: expected `;` after the function
  type t = u8
          // | missing-separator: expected `;` after the type
  use j.{x}
        // | missing-separator: expected `;` after `}`
}

world w {
  import i
       // | missing-separator: expected `;` after the path
}
""",
        """\
package a:b;

interface i {
  f: func(a: u8);
  g: func() -> u8;
  type t = u8;
  use j.{x};
}

world w {
  import i;
}
""",
    ),
    "commas": (
        """\
interface i {
  record r {
    a: u8
      // | missing-separator: expected `,` after the field
    b: u8,
  }
  enum e {
    one
    // | missing-separator: expected `,` after the case
    two,
  }
  f: func(a: u8 b: u8);
            // | missing-separator: expected `,` after the parameter
}
""",
        """\
interface i {
  record r {
    a: u8,
    b: u8,
  }
  enum e {
    one,
    two,
  }
  f: func(a: u8, b: u8);
}
""",
    ),
    "doubled": (
        """\
interface i {
  f: func(a: u8,, b: u8);;
             // ^ doubled-separator: `,` has no place here
                      // ^ doubled-separator: `;` has no place here
}
""",
        """\
interface i {
  f: func(a: u8, b: u8);
}
""",
    ),
    "a block that stays open": (
        """\
interface i {
  record r {
//^^^^^^^^ unclosed-block: `record r` has no `}`
    a: u8,
  f: func();
}
""",
        """\
interface i {
  record r {
    a: u8,
  }
  f: func();
}
""",
    ),
    "a file that ends too soon": (
        """\
interface shapes {
^^^^^^^^^^^^^^^^ unclosed-block: `interface shapes` has no `}`
  area: func() -> u32;
""",
        """\
interface shapes {
  area: func() -> u32;
}
""",
    ),
    "an interface that stays open before the next": (
        """\
interface one {
^^^^^^^^^^^^^ unclosed-block: `interface one` has no `}`
  f: func();

interface two {
  g: func();
}
""",
        """\
interface one {
  f: func();
}

interface two {
  g: func();
}
""",
    ),
    "a brace too many": (
        """\
interface i {
  f: func();
  }
//^ expected-top-item: `}` closes nothing
}
""",
        None,
    ),
    "a block without its brace": (
        """\
interface i
        // | expected-token: `interface i` has no `{`
  f: func();
}
""",
        """\
interface i {
  f: func();
}
""",
    ),
    "parentheses": (
        """\
interface i {
  f: func(a: u8 -> u8;
            // | unclosed-block: expected `)` after the parameter
  g: func(a: u8;
            // | unclosed-block: expected `)` after the parameter
}
""",
        """\
interface i {
  f: func(a: u8) -> u8;
  g: func(a: u8);
}
""",
    ),
    "keywords as names": (
        """\
interface i {
  record r {
    type: u8,
 // ^^^^ keyword-as-name: `type` is a keyword
    a: u8,
    map: string,
 // ^^^ keyword-as-name: `map` is a keyword
  }
  f: func(from: u8, stream: u8);
       // ^^^^ keyword-as-name: `from` is a keyword
                 // ^^^^^^ keyword-as-name: `stream` is a keyword
}
""",
        """\
interface i {
  record r {
    %type: u8,
    a: u8,
    %map: string,
  }
  f: func(%from: u8, %stream: u8);
}
""",
    ),
    "what is not there yet": (
        """\
interface i {
  f: func(a: );
         // | expected-type: expected a type after `:`
  type t = ;
       // | expected-type: expected a type after `=`
  g: func() -> ;
           // | expected-type: expected a type after `->`
}
""",
        None,
    ),
    "marks": (
        """\
interface i {
  type t u8;
     // | expected-token: expected `=` after the name
  f func();
// | expected-token: expected `:` after the name
}
""",
        """\
interface i {
  type t = u8;
  f func();
}
""",
    ),
    "words misspelt": (
        """\
inteface i {
^^^^^^^^ expected-top-item: expected an interface, a world or a `use`, not `inteface`
  f: func();
}

world w {
  export run: fun();
           // ^^^ expected-token: expected `func`, not `fun`
}
""",
        """\
inteface i {
  f: func();
}

world w {
  export run: func();
}
""",
    ),
    "attributes": (
        """\
interface i {
  @sinc(version = 1.0.0)
// ^^^^ attr-unknown: `sinc` is no attribute; there are `since`, `deprecated`, `unstable` and `external-id`
  f: func();
  @since(versio = 1.0.0)
      // ^^^^^^ attr-key: `@since` has a `version`, not a `versio`
  g: func();
}
""",
        """\
interface i {
  @sinc(version = 1.0.0)
  f: func();
  @since(version = 1.0.0)
  g: func();
}
""",
    ),
    "handles": (
        """\
interface i {
  resource r;
  f: func(a: borrow r) -> own r;
          // ^^^^^^ bare-handle: `borrow` has no `<` `>` around its resource
                       // ^^^ bare-handle: `own` has no `<` `>` around its resource
}
""",
        """\
interface i {
  resource r;
  f: func(a: borrow<r>) -> r;
}
""",
    ),
    "old forms": (
        """\
default world w {
^^^^^^^ old-syntax: `default` is old syntax
  include v with { a as b };
                        // ^ old-syntax: no `;` follows `with { … }`
  import x: pkg.y;
         // ^^^^ old-syntax: `pkg.` is old syntax
}

interface i {
  use self.j.{t};
   // ^^^^^ old-syntax: `self.` is old syntax
  use {a, b} from wasi:io/streams;
   // ^^^^^^^^^^^^^^^^^^^^^^^^^^^ old-syntax: `use { … } from` is old syntax
  f: func() -> (a: u8);
            // ^^^^^^^ old-syntax: a named result is old syntax
  g: func() -> ();
         // ^^^^^ old-syntax: `-> ()` is old syntax
  h: func(a: float32) -> expected<u8, float64>;
          // ^^^^^^^ old-syntax: `float32` is old syntax
                      // ^^^^^^^^ old-syntax: `expected` is old syntax
                                   // ^^^^^^^ old-syntax: `float64` is old syntax
}
""",
        """\
world w {
  include v with { a as b }
  import x: y;
}

interface i {
  use j.{t};
  use wasi:io/streams.{a, b};
  f: func() -> u8;
  g: func();
  h: func(a: f32) -> result<u8, f64>;
}
""",
    ),
    "words in the wrong place": (
        """\
world w {
  import wasi:clocks@0.2.0/monotonic-clock;
                 // ^^^^^^ misplaced-version: the version ends the path
}

interface i {
  resource r {
    static make: func() -> r;
 // ^^^^^^ misplaced-static: `static` stands before `func`
  }
}
""",
        """\
world w {
  import wasi:clocks/monotonic-clock@0.2.0;
}

interface i {
  resource r {
    make: static func() -> r;
  }
}
""",
    ),
    "a comment that stays open": (
        """\
interface i {
  f: func(); /* to be said
          // ^^ unclosed-comment: the comment is never closed
  g: func()
        // | missing-separator: expected `;` after the function
}
""",
        """\
interface i {
  f: func(); /* to be said
  g: func();
}
""",
    ),
    "headers": (
        """\
interface i {
}

package a:b;
     // ^^^ package-header-first: the header stands after another item
""",
        None,
    ),
    "a second header": (
        """\
package a:b;

package c:d;
     // ^^^ expected-token: a file has one header; a package inside it has a body in `{` `}`
""",
        None,
    ),
    "braces of a file that is not indented": (
        """\
package a:b;

interface i { }
           // ^ expected-top-item: `}` closes nothing
use a:c/d@0.2.6.{e};
type t = u64;
f: func(a: t, b: e);
}

interface j {
@since(version = 1.0.0) }
                     // ^ expected-top-item: `}` closes nothing
record r {
x: u8,
}
g: func();
}

interface k
        // | expected-token: `interface k` has no `{`
use a:c/d@0.2.6.{e};
record r
     // | expected-token: `record r` has no `{`
x: u8,
}
f: func(a: r);
}
""",
        """\
package a:b;

interface i { }
use a:c/d@0.2.6.{e};
type t = u64;
f: func(a: t, b: e);
}

interface j {
@since(version = 1.0.0) }
record r {
x: u8,
}
g: func();
}

interface k {
use a:c/d@0.2.6.{e};
record r {
x: u8,
}
f: func(a: r);
}
""",
    ),
    "a word of another language that is a name": (
        """\
package a:b;
interface i {
  message {
//| expected-interface-item: expected a function, a type or a `use`
    constructor(a: u32);
    f: func();
  }
}
""",
        None,
    ),
    "names that are types elsewhere": (
        """\
interface i {
  record float32 { bits: u32 }
  f: func(a: float32);
}
""",
        None,
    ),
}


@pytest.mark.parametrize(("marked", "fixed"), CASES.values(), ids=CASES.keys())
def test_mistake_is_told_and_mended(marked: str, fixed: str | None) -> None:
    check_mend(marked, fixed)


def test_block_that_stays_open_says_where_it_was_missed() -> None:
    case = parse("interface i {\n  record r {\n    a: u8,\n  f: func();\n}\n")
    [error] = [each for each in case.diagnostics() if each.severity is Severity.ERROR]
    [(span, message)] = error.related
    assert message == "it is missed here"
    assert case.file().source.position(span.start, "utf-8") == (2, 10)
