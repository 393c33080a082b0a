"""Faults below the syntax: characters, strings, versions, lengths and names."""

from __future__ import annotations

import pytest

from tests.recovery.repaired import check_mend

# Each text, its problems marked, and what it is after the safe fixes; None where they leave it as it is.
CASES: dict[str, tuple[str, str | None]] = {
    "control characters": (
        """\
interface i {
  a: \u000cfunc();
  // ^ control-char: U+000C is a control character
  // b\u0000c
   // ^ control-char: U+0000 is a control character
}
""",
        """\
interface i {
  a:  func();
  // bc
}
""",
    ),
    "characters that turn the direction of text": (
        """\
interface i {
  // \u202ea\u202c
  // ^ bidi-char: U+202E (right-to-left override) changes the direction in which text is shown
    // ^ bidi-char: U+202C (pop directional formatting) changes the direction in which text is shown
  a: func();
}
""",
        """\
interface i {
  // a
  a: func();
}
""",
    ),
    "characters that Unicode discourages": (
        """\
// ŉ
// ^ discouraged-char: U+0149 (latin small letter n preceded by apostrophe) is a character that Unicode discourages
interface i {
}
""",
        """\
// ʼn
interface i {
}
""",
    ),
    "blanks of other kinds": (
        """\
interface i {
 \u00a0a: func();\u200b
 ^ unexpected-char: U+00A0 (no-break space) has no place in WIT
         // ^ unexpected-char: U+200B (zero width space) has no place in WIT
\u2003b: func();
^ unexpected-char: U+2003 (em space) has no place in WIT
}
""",
        """\
interface i {
  a: func();
 b: func();
}
""",
    ),
    "lookalikes": (
        """\
interface i {
  a–b: func(x: u8)→ u8；
// ^ unexpected-char: U+2013 (en dash) has no place in WIT
               // ^ unexpected-char: U+2192 (rightwards arrow) has no place in WIT
                   // ^ unexpected-char: U+FF1B (fullwidth semicolon) has no place in WIT
}
""",
        """\
interface i {
  a-b: func(x: u8)-> u8;
}
""",
    ),
    "a byte order mark in the middle": (
        """\
interface i {
  a: \ufefffunc();
  // ^ unexpected-char: U+FEFF (zero width no-break space) has no place in WIT
}
""",
        """\
interface i {
  a: func();
}
""",
    ),
    "a byte order mark before an item": (
        """\
interface i {
}
\ufeff
^ unexpected-char: U+FEFF (zero width no-break space) has no place in WIT
interface j {
}
""",
        """\
interface i {
}

interface j {
}
""",
    ),
    "escapes": (
        """\
interface i {
  @external-id("\\q\\x41\\4")
             // ^^ string-bad-escape: `\\q` is no escape
               // ^^^^ string-bad-escape: `\\x41` is no escape
                   // ^^ string-bad-hex: `\\4` has one hexadecimal digit; a byte has two
  a: func();
  @external-id("\\u0041\\u{41 \\u{}")
             // ^^^^^^ string-brace: `\\u` has no `{` `}` around its number
                   // ^^^^^^ string-brace: `\\u{41 ` has no `}`
                         // ^^^^ string-bad-hex: `\\u{}` holds no hexadecimal number
  b: func();
  @external-id("\\u{d800}\\u{110000}")
             // ^^^^^^^^ string-bad-scalar: `\\u{d800}` is no character of Unicode
                     // ^^^^^^^^^^ string-bad-scalar: `\\u{110000}` is no character of Unicode
  c: func();
  @external-id("\\u{1ffffffff}\\u{1_}")
             // ^^^^^^^^^^^^^ string-hex-overflow: `\\u{1ffffffff}` has more than 32 bits
                          // ^^^^^^ string-underscore: `\\u{1_}` ends with `_`
  d: func();
  @external-id("\\ff")
            // ^^^^^ string-not-utf8: the bytes of this string are not UTF-8
  e: func();
  @external-id("\\t\\n\\\\\\"\\41\\u{1f_600}")
  f: func();
}
""",
        """\
interface i {
  @external-id("\\q\\41\\4")
  a: func();
  @external-id("\\u{0041}\\u{41 \\u{}")
  b: func();
  @external-id("\\u{d800}\\u{110000}")
  c: func();
  @external-id("\\u{1ffffffff}\\u{1}")
  d: func();
  @external-id("\\ff")
  e: func();
  @external-id("\\t\\n\\\\\\"\\41\\u{1f_600}")
  f: func();
}
""",
    ),
    "strings that are not closed": (
        """\
interface i {
  @external-id("a)
            // ^^ string-unclosed: the string is not closed on its line
  a: func();
  @external-id("b
            // ^^ string-unclosed: the string is not closed on its line
  b: func();
}
""",
        None,
    ),
    "strings over two lines": (
        """\
interface i {
  @external-id("a
              // ^… 3:1 string-raw-control: a string has `\\n` for what stands here
b\tc")
 ^ string-raw-control: a string has `\\t` for what stands here
  a: func();
}
""",
        """\
interface i {
  @external-id("a\\nb\\tc")
  a: func();
}
""",
    ),
    "versions that are none of SemVer": (
        """\
package a:b@01.2.3;
         // ^^^^^^ bad-version: `01.2.3` is no version: a number has no leading zero
interface i {
  use c:d/e@1.0.0-01.{t};
         // ^^^^^^^^ bad-version: `1.0.0-01` is no version: a number of its pre-release has no leading zero
  use c:d/f@1.0.0-.1.{u};
         // ^^^^^^^^ bad-version: `1.0.0-.1` is no version: a part of its tail is empty
  use c:d/g@1.0.0-é.{v};
         // ^^^^^^^ bad-version: `1.0.0-é` is no version: a tail has ASCII letters, digits and `-`
  use c:d/h@18446744073709551616.0.0.{w};
         // ^^^^^^^^^^^^^^^^^^^^^^^^ bad-version: `18446744073709551616.0.0` is no version: a number has at most 64 bits
  use c:d/k@1.0.0-+1.{x};
         // ^^^^^^^^ bad-version: `1.0.0-+1` is no version: a part of its tail is empty
  use c:d/l@1.0.0-a.0b+01.{y};
  @since(version =
    1.00.0)
 // ^^^^^^ bad-version: `1.00.0` is no version: a number has no leading zero
  a: func();
}
""",
        """\
package a:b@1.2.3;
interface i {
  use c:d/e@1.0.0-01.{t};
  use c:d/f@1.0.0-.1.{u};
  use c:d/g@1.0.0-é.{v};
  use c:d/h@18446744073709551616.0.0.{w};
  use c:d/k@1.0.0-+1.{x};
  use c:d/l@1.0.0-a.0b+01.{y};
  @since(version =
    1.0.0)
  a: func();
}
""",
    ),
    "lengths": (
        """\
interface i {
  type a = list<u8, 4294967296>;
                 // ^^^^^^^^^^ list-length-range: a list's length has at most 32 bits
  type b = list<u8, 4294967295>;
  type c = list<u8, /* all */ 99999999999999999999999999999>;
                           // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ list-length-range: a list's length has at most 32 bits
}
""",
        None,
    ),
    "names": (
        """\
package My:app;
     // ^^ identifier-case: `My` is no name of WIT: a word is all lower or all upper case
interface Shop-2 {
       // ^^^^^^ identifier-case: `Shop-2` is no name of WIT: a word is all lower or all upper case
  add_item: func(itemId: u8);
//^^^^^^^^ identifier-case: `add_item` is no name of WIT: words are joined by `-`, not by `_`
              // ^^^^^^ identifier-case: `itemId` is no name of WIT: a word is all lower or all upper case
  record cart- { two--words: u8, ä: u8 }
      // ^^^^^ identifier-case: `cart-` is no name of WIT: a word of it is empty
              // ^^^^^^^^^^ identifier-case: `two--words` is no name of WIT: a word of it is empty
                              // ^ identifier-case: `ä` is no name of WIT: a name has ASCII letters, digits and `-`
  use i.{a as B_c, D_e};
           // ^^^ identifier-case: `B_c` is no name of WIT: words are joined by `-`, not by `_`
                // ^^^ identifier-case: `D_e` is no name of WIT: words are joined by `-`, not by `_`
  %type: func();
  is-3D: func(to-URL: u8);
}
""",
        None,
    ),
    "names that only mention": (
        """\
interface i {
  a: func(b: Not_Here);
          // ^^^^^^^^ identifier-case: `Not_Here` is no name of WIT: words are joined by `-`, not by `_`
}
""",
        None,
    ),
    "merge conflicts": (
        """\
package a:b;
interface i {
<<<<<<< HEAD
^^^^^^^^^^^^ unexpected-char: a merge conflict is not resolved
  f: func(a: u32) -> u32;
  g: func();
=======
  f: func(a: u64)
    -> u64;
>>>>>>> feature/wide
  record r {
<<<<<<< HEAD
^^^^^^^^^^^^ unexpected-char: a merge conflict is not resolved
    a: u8,
||||||| base
=======
    a: u16,
    b: u8,
>>>>>>> feature/wide
  }
}
<<<<<<< HEAD
^^^^^^^^^^^^ unexpected-char: a merge left this line
interface j { }
=======
^^^^^^^ unexpected-char: a merge left this line
interface k { }
>>>>>>> feature/wide
^^^^^^^^^^^^^^^^^^^^ unexpected-char: a merge left this line
""",
        None,
    ),
    "lines of marks in a comment": (
        """\
package a:b;
interface i {
/*
=======
*/
  f: func()
        // | missing-separator: expected `;` after the function
}
""",
        """\
package a:b;
interface i {
/*
=======
*/
  f: func();
}
""",
    ),
    "comments that hide a line": (
        """\
interface i {
  #type b = u8;
//^ unexpected-char: a comment begins with `//`
  f: func(); #f of it
          // ^ unexpected-char: a comment begins with `//`
}
""",
        """\
interface i {
  //type b = u8;
  f: func(); //f of it
}
""",
    ),
    "dashes for an arrow": (
        """\
interface i {
  f: func() — u32;
         // ^ unexpected-char: U+2014 (em dash) is no `->`
  g: func() –> u32;
         // ^ unexpected-char: U+2013 (en dash) has no place in WIT
  h: func() – u32;
         // ^ unexpected-char: U+2013 (en dash) is no `->`
}
""",
        """\
interface i {
  f: func() -> u32;
  g: func() -> u32;
  h: func() -> u32;
}
""",
    ),
}


@pytest.mark.parametrize(("marked", "fixed"), CASES.values(), ids=CASES.keys())
def test_mistake_is_told_and_mended(marked: str, fixed: str | None) -> None:
    check_mend(marked, fixed)
