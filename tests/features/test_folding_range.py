"""The folds of a file."""

from __future__ import annotations

from lsprotocol import types as lsp

from tests import fixture
from tests.features.view import DOCUMENT, client, view
from tests.fixture import Mark
from wit_lsp.features.folding_range import folding_range

LINES = client(textDocument={"foldingRange": {"lineFoldingOnly": True}})


def check(text: str) -> None:
    """The folds are the marked ranges; their labels are the kinds."""
    case = fixture.parse(text)
    seen = view(case, client())
    marks = []
    for fold in folding_range.answer(seen, lsp.FoldingRangeParams(DOCUMENT)):
        assert fold.start_character is not None and fold.end_character is not None
        start = lsp.Position(fold.start_line, fold.start_character)
        end = lsp.Position(fold.end_line, fold.end_character)
        kind = str(getattr(fold.kind, "value", fold.kind or "fold"))
        marks.append(Mark(fixture.DEFAULT, seen.span(lsp.Range(start, end)), kind))
    assert fixture.render(case, marks) == text


def lines(text: str) -> str:
    """First and last line of each fold, from 1, for a client that folds lines only."""
    found = folding_range.answer(view(fixture.parse(text), LINES), lsp.FoldingRangeParams(DOCUMENT))
    assert all(fold.start_character is None for fold in found)
    return " ".join(f"{fold.start_line + 1}-{fold.end_line + 1}" for fold in found)


def test_between_brackets() -> None:
    check("""\
package a:b;

interface shapes {
               // ^… 9:1 fold
  record point {
             // ^… 7:3 fold
    x: u32,
    y: u32,
  }
  area: func(of: point) -> u32;
}
""")


def test_names_of_a_use_are_imports() -> None:
    check("""\
interface shapes {
               // ^… 6:1 fold
  use geometry.{
             // ^… 5:3 imports
    point,
    size,
  };
}
""")


def test_comments() -> None:
    check("""\
/// One line, and
^^^^^^^^^^^^^^^^^… 2:13 comment
/// another.
interface a {} // and
// this one does not belong
^^^^^^^^^^^^^^^^^^^^^^^^^^^… 5:18 comment
// to the former.

// One line alone does not fold.

/* These
^^^^^^^^… 10:10 comment
   do. */
""")


def test_of_two_folds_at_one_place_the_longer_one_wins_then_brackets() -> None:
    check("""\
package a:b {/* two
          // ^^^^^^… 3:1 fold
lines */
}
interface a {/* two
          // ^^^^^^… 5:9 fold
lines */}
""")
    assert lines("interface a { record b {\n  c: u8\n}\n}\n") == "1-3"


def test_closing_bracket_stays_visible_if_lines_fold() -> None:
    assert lines("interface a {\n  f: func(\n    x: u8,\n  );\n}\n") == "1-4 2-3"


def test_line_with_text_before_the_closing_bracket_is_folded() -> None:
    assert lines("interface a {\n  f: func(\n    x: u8 );\n}\n") == "1-3 2-3"


def test_comment_folds_to_its_last_line() -> None:
    assert lines("/* a\n*/\n// b\n// c\ninterface a {}\n") == "1-2 3-4"


def test_empty_lines_and_single_lines_do_not_fold() -> None:
    assert lines("interface a {\n}\ninterface b { f: func(); }\n\n\n") == ""


def test_folds_in_later_segments_count_in_the_file() -> None:
    assert lines("package a:b;\n\ninterface a {\n  f: func();\n}\n\nworld w {\n  export a;\n}\n") == "3-4 7-8"
