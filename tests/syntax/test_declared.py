"""Declarations, paths and attributes as other languages or a hurried author write them: one mistake is one error."""

from __future__ import annotations

import pytest

from tests.syntax.mended import check_mend

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
}


@pytest.mark.parametrize(("marked", "fixed"), CASES.values(), ids=CASES.keys())
def test_mistake_is_told_and_mended(marked: str, fixed: str | None) -> None:
    check_mend(marked, fixed)
