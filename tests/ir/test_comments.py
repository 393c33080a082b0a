"""Which item each comment documents, as in the reference toolchain (wasm-tools 1.263, `component wit --json`)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest

from tests import fixture
from tests.fixture import Mark
from wit_lsp.ir import group
from wit_lsp.ir.anchors import key
from wit_lsp.ir.comments import Comment, comments, documentation
from wit_lsp.ir.document import Document
from wit_lsp.ir.items import TypeDef, walk
from wit_lsp.syntax import members
from wit_lsp.text import Span


@pytest.fixture(params=["whole", "cut"], autouse=True)
def segments_of_three_members(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Runs each test twice. The second time, each member of a body is a segment of its own, and so are head and end."""
    if request.param == "whole":
        return 1
    monkeypatch.setattr(group, "MAX_WHOLE_EDITED_BYTES", 0)
    monkeypatch.setattr(group, "MAX_WHOLE_BYTES", 0)
    monkeypatch.setattr(members, "BYTES_PER_SEGMENT", 1)
    return 5


def test_bodies_are_cut(segments_of_three_members: int) -> None:
    document = Document("test.wit", b"interface i {\n  a: func();\n  b: func();\n  c: func();\n}\n")
    assert len(document.segments) == segments_of_three_members


def check(text: str) -> None:
    """Each comment is marked with its kind and with the key of the item that it documents, if any."""
    case = fixture.parse(text)
    found = [Mark(fixture.DEFAULT, span, label) for span, label in said(case.document())]
    assert fixture.render(case, found) == text


def said(document: Document) -> Iterator[tuple[Span, str]]:
    documented = {each.span: key(of.item) for of in document.items() for each in documentation(of)}
    for located in document:
        for comment in comments(located.segment):
            span = located.absolute(comment.span)
            subject = documented.pop(span, "dropped")
            if comment.member is not None:
                assert comment.item is not None and subject == "dropped"
                item = next(islice(walk(located.segment.items), comment.item, None))
                assert isinstance(item, TypeDef)
                subject = f"{item.name.text}.{item.members[comment.member].name.text}"
            yield span, f"{comment.kind}: {subject}"
    assert not documented


def test_run_before_an_item() -> None:
    """A run of any kinds of comments, across empty lines."""
    check("""\
// A licence.
^^^^^^^^^^^^^ line: package

//// A ruler.
^^^^^^^^^^^^^ line: package
package a:b;

/// What it is.
^^^^^^^^^^^^^^^ doc: i
/** And more. */ /* And a note. */
^^^^^^^^^^^^^^^^ doc: i
              // ^^^^^^^^^^^^^^^^^ block: i
@since(version = 1.0.0)
interface i {
  /// What it does.
//^^^^^^^^^^^^^^^^^ doc: f
  f: func();
}
""")


def test_header_comment_documents_the_interface_that_follows() -> None:
    check("""\
// A licence.
^^^^^^^^^^^^^ line: i
interface i {}
""")


def test_comment_at_the_end_of_a_line_documents_what_follows() -> None:
    check("""\
interface i { // of i
           // ^^^^^^^ line: a
  a: func(); // of a
          // ^^^^^^^ line: b
  b: func();
  resource r { // of r
            // ^^^^^^^ line: c
    c: func(); // of c
            // ^^^^^^^ line: d
    d: func(); /* of
            // ^^^^^… 7:11 block: dropped
      d */
  } // after r
 // ^^^^^^^^^^ line: t
  type t = u8;
} // after i
//^^^^^^^^^^ line: w

world w {}
""")


def test_comment_before_a_closing_bracket_is_dropped() -> None:
    check("""\
interface i {
  a: func();
  /// What comes last.
//^^^^^^^^^^^^^^^^^^^^ doc: dropped
}

/// The end.
^^^^^^^^^^^^ doc: dropped
""")


def test_comment_after_an_attribute_is_dropped() -> None:
    check("""\
interface i {
  /// Before.
//^^^^^^^^^^^ doc: f
  @since(version = 1.0.0) // between
                       // ^^^^^^^^^^ line: dropped
  @deprecated(version = 1.1.0)
  /// After.
//^^^^^^^^^^ doc: dropped
  f: /* within */ func(
  // ^^^^^^^^^^^^ block: dropped
    /// What is given.
 // ^^^^^^^^^^^^^^^^^^ doc: dropped
    a: u8,
  ) -> u8 /* at the end */;
       // ^^^^^^^^^^^^^^^^ block: dropped
}
""")


def test_names_of_a_use_have_no_documentation() -> None:
    check("""\
/// A use.
^^^^^^^^^^ doc: dropped
use a:b/c;

interface i {
  /// A use.
//^^^^^^^^^^ doc: dropped
  use j.{
    /// A name.
 // ^^^^^^^^^^^ doc: dropped
    t
  }; // after
  // ^^^^^^^^ line: u
  type u = t;
}

world w {
  /// An include.
//^^^^^^^^^^^^^^^ doc: dropped
  include v with {
    /// A name.
 // ^^^^^^^^^^^ doc: dropped
    a as b
  }
}
""")


def test_members_of_types() -> None:
    check("""\
interface i {
  record r {
    // x
 // ^^^^ line: r.x
    x /* lost */: u8 /* lost */,  // after x
   // ^^^^^^^^^^ block: dropped
                  // ^^^^^^^^^^ block: dropped
                               // ^^^^^^^^^^ line: r.y
    /// y
 // ^^^^^ doc: r.y
    y: u8, // after y
        // ^^^^^^^^^^ line: dropped
  }
  variant v {
    /// a
 // ^^^^^ doc: v.a
    a(
      /// Its type.
   // ^^^^^^^^^^^^^ doc: dropped
      u8
    ),
  }
  enum e { /** c */ c, /* d */ d }
        // ^^^^^^^^ doc: e.c
                    // ^^^^^^^ block: e.d
  flags f { g, /** h */ h }
            // ^^^^^^^^ doc: f.h
}
""")


def test_items_of_a_world() -> None:
    check("""\
world w {
  /// By its path.
//^^^^^^^^^^^^^^^^ doc: import a:b/c
  import a:b/c;
  /// By a label.
//^^^^^^^^^^^^^^^ doc: export l
  export l: a:b/c;
  /// A function.
//^^^^^^^^^^^^^^^ doc: import f
  import f: func();
  /// An interface.
//^^^^^^^^^^^^^^^^^ doc: import g
  import g: interface {
    /// In it.
 // ^^^^^^^^^^ doc: h
    h: func();
  }
}
""")


def test_nested_package() -> None:
    check("""\
/// The header.
^^^^^^^^^^^^^^^ doc: package
package a:b;

/// Another package.
^^^^^^^^^^^^^^^^^^^^ doc: package c:d
package c:d { // its first
           // ^^^^^^^^^^^^ line: i
  interface i {
    /// In it.
 // ^^^^^^^^^^ doc: f
    f: func();
  } // last
 // ^^^^^^^ line: dropped
}
""")


def test_comment_in_a_string_is_not_a_comment() -> None:
    check("""\
interface i {
  /* Comments /* nest. */ */
//^^^^^^^^^^^^^^^^^^^^^^^^^^ block: f
  @external-id("// none /* either")
  f: func(); // The last.
          // ^^^^^^^^^^^^ line: dropped
}
""")


def test_around_a_syntax_error() -> None:
    check("""\
interface i {
  /// Of f.
//^^^^^^^^^ doc: f
  f: func( /* a */ a u8);
        // ^^^^^^^ block: dropped
  /// Of g.
//^^^^^^^^^ doc: g
  g: func() // no semicolon
         // ^^^^^^^^^^^^^^^ line: h
  /// Of h.
//^^^^^^^^^ doc: h
  h: func();
}
""")


def test_item_is_documented_by_a_comment_of_its_own() -> None:
    """It must be a doc comment, and not at the end of the line before. The names of the items say what is expected."""
    document = Document(
        "test.wit",
        b"""\
/// What it is.
interface yes-first { /// no
  no-a: func();
  // a note
  no-b: func();
  /// What it is.
  // a note
  @since(version = 1.0.0)
  yes-c: func(); /** no */
  no-d: func(); /** no,
    it is not. */
  no-e: func(); /** What it is. */ yes-f: func();
  ////
  no-g: func();
  @since(version = 1.0.0)
  /// lost
  no-h: func();

  /// What it is.

  yes-i: func();
  no-j: func();
  /** What
    it is. */
  resource yes-r { /// no
    no-k: func();
    /// What it is.
    yes-l: func();
    /// lost
  }
  record no-s { /// What it is.
    x: u8 }
}
/// What it is.
world yes-w {}
interface no-m { /** What it is. */ yes-n: func(); }
interface no-o { resource /** lost */ no-p { no-q: func(); } }
""",
    )
    found = {getattr(of.item, "name").text: of.item.documented for of in document.items()}  # noqa: B009
    assert found == {name: name.startswith("yes") for name in found}
    assert len(found) == 21


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(
    ("comment", "text", "kind"),
    [
        ("// a", " a", "line"),
        ("//a  ", "a", "line"),
        ("//", "", "line"),
        ("//! a", "! a", "line"),
        ("/// a", " a", "doc"),
        ("///", "", "doc"),
        ("////", "", "line"),
        ("//// a", " a", "line"),
        ("/* a */", " a", "block"),
        ("/** a */", " a", "doc"),
        ("/**\n * a\n * b\n */", "\n * a\n * b", "doc"),
        ("/* a /* b */ */", " a /* b */", "block"),
        ("/**/", "", "block"),
        ("/***/", "", "block"),
        ("/*** a ***/", " a", "block"),
        ("/* é */", " é", "block"),
    ],
)
def test_text_and_kind(comment: str, text: str, kind: str, newline: str) -> None:
    source = f"interface i {{\n  {comment}\n  a: func();\n}}\n".replace("\n", newline)
    found: list[Comment] = []
    for located in Document("test.wit", source.encode()):
        found += comments(located.segment)
    assert [(each.text, each.kind) for each in found] == [(text.replace("\n", newline), kind)]


def test_comments_are_kept_with_their_segment() -> None:
    [segment] = Document("test.wit", b"/// a\nuse a:b/c;\n").segments
    assert comments(segment) is comments(segment)
