"""What means the same in a file as the name at the cursor."""

from __future__ import annotations

from lsprotocol import types as lsp

from tests import fixture
from tests.features.view import DOCUMENT, at_cursor, client, marked
from tests.ir.observed import FINE, NEVER, cutting
from wit_lsp.features.document_highlight import document_highlight


def check(text: str) -> None:
    """The marked ranges are highlighted; their labels are the kinds."""
    for how in (NEVER, FINE[1]):
        with cutting(how):
            case = fixture.parse(text)
            seen, at = at_cursor(case, client())
            found = document_highlight.answer(seen, lsp.DocumentHighlightParams(DOCUMENT, at)) or []
            places = [(seen.uri, each.range, each.kind.name.lower()) for each in found if each.kind is not None]
            assert fixture.render(case, marked(case, seen, places)) == text


def test_from_the_use_to_the_types() -> None:
    check("""\
interface shapes {
  use geometry.{po$0int};
             // ^^^^^ write
  area: func(of: point) -> u32;
              // ^^^^^ read
}
interface geometry {
  record point { point: u32 }
      // ^^^^^ write
}
""")


def test_another_file_is_left_out() -> None:
    check("""\
//- a.wit
package a:b;
interface i { use j.{t as u}; f: func() -> u$0; }
                       // ^ write
                                        // ^ read
//- b.wit
interface j { type t = u8; }
interface k { use i.{u}; }
""")


def test_nothing_beside_a_name() -> None:
    check("interface i { f: func() $0 -> u8; }\n")
    check("interface i { f: func() -> miss$0ing; g: func() -> missing; }\n")
