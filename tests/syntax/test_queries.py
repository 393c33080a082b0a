"""The queries of editors and features: they match the grammar and are complete."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tree_sitter import Node, Parser, Query, QueryCursor

from wit_lsp.syntax.language import LANGUAGE

QUERIES = Path(__file__).parents[2] / "tree-sitter-wit" / "queries"

# Every construct, on several lines if possible.
SAMPLE = b"""\
/// The tools of a garden,
/// and the shed.
package garden:tools@1.0.0;

use garden:seeds/tomato@0.3.1 as seed;

/* An interface
   with everything. */
@since(version = 1.0.0)
@unstable(feature = shed)
interface spade {
  use seed.{
    leaf, root as stem,
  };
  @deprecated(version = 2.0.0)
  type depth = u32;
  record widths { a: u8, b: u16, c: u64, d: s8, e: s16, f: s32, g: s64, h: f32, i: f64, j: bool, k: char }
  type pair = tuple<
    list<depth, 4>, map<string, error-context>,
  >;
  record hole {
    depth: depth, // in inches
    at: option<pair>,
  }
  variant soil {
    sand,
    clay(result<_, string>),
  }
  enum season {
    spring,
  }
  @external-id("parts")
  flags parts {
    blade,
  }
  resource worm;
  resource digger {
    constructor(
      of: own<worm>,
    ) -> result<digger, u8>;
    dig: async func(into: borrow<worm>) -> future<stream<u8>>;
    make: static func();
    reach: get() -> depth;
    reach: set(to: depth);
  }
  bury: func(
    what: leaf,
  ) -> hole;
  wrong: func(a: own worm, b: garden:pots/pot.clay@1.0.0/lid);
}

world shed {
  import light: func();
  export door: interface {
    open: func();
  }
  import lamp: spade;
  export garden:seeds/tomato@0.3.1;
  include garden:seeds/bed with {
    tide as flood,
  }
}

package garden:pots {
  interface pot {}
}
"""

FOLDS = """\
/// The tools of a garden, ... /// and the shed.
/* An interface ... with everything. */
interface spade { ... }
use seed.{ ... };
type pair = tuple< ... >;
record hole { ... }
variant soil { ... }
enum season { ... }
flags parts { ... }
resource digger { ... }
constructor( ... ) -> result<digger, u8>;
bury: func( ... ) -> hole;
world shed { ... }
export door: interface { ... }
include garden:seeds/bed with { ... }
package garden:pots { ... }
"""

ROOT = Parser(LANGUAGE).parse(SAMPLE).root_node


def cursor(query: str) -> QueryCursor:
    return QueryCursor(Query(LANGUAGE, (QUERIES / f"{query}.scm").read_text(encoding="utf-8")))


def nodes(root: Node) -> Iterator[Node]:
    """All nodes of a tree, in no particular order."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(node.children)


def folds(root: Node) -> Iterator[tuple[int, int]]:
    """First and last row, from 0, of each fold. A match is a fold, from its first capture to its last."""
    for _, match in cursor("folds").matches(root):
        first, last = match["fold"][0].start_point.row, match["fold"][-1].end_point.row
        if first < last:
            yield first, last


def test_sample_has_every_construct() -> None:
    kinds = {
        LANGUAGE.node_kind_for_id(kind)
        for kind in range(LANGUAGE.node_kind_count)
        if LANGUAGE.node_kind_is_visible(kind)
    }
    assert not ROOT.has_error
    assert kinds - {node.type for node in nodes(ROOT)} == {"unclosed_comment"}


@pytest.mark.parametrize("path", sorted(QUERIES.glob("*.scm")), ids=lambda path: path.stem)
def test_query_matches_the_grammar(path: Path) -> None:
    assert Query(LANGUAGE, path.read_text(encoding="utf-8")).capture_count > 0


def test_every_name_has_one_class() -> None:
    classes: dict[Node, list[str]] = {node: [] for node in nodes(ROOT) if node.type == "name"}
    for capture, captured in cursor("highlights").captures(ROOT).items():
        for node in captured:
            if node.type == "name":
                classes[node].append(capture)
    wrong = {(node.start_point.row + 1, node.text): found for node, found in classes.items() if len(found) != 1}
    assert not wrong


def test_every_token_is_highlighted() -> None:
    coloured = {node.id for captured in cursor("highlights").captures(ROOT).values() for node in captured}
    # A primitive type is highlighted as a node, which contains its keyword.
    words = (node for node in nodes(ROOT) if not node.children and node.id not in coloured)
    plain = [node.text for node in words if node.parent is None or node.parent.id not in coloured]
    assert not plain


def test_everything_on_several_lines_folds() -> None:
    lines = [line.strip() for line in SAMPLE.decode().splitlines()]
    assert "".join(f"{lines[first]} ... {lines[last]}\n" for first, last in sorted(set(folds(ROOT)))) == FOLDS


def test_every_reference_has_its_definition() -> None:
    """Each reference in SAMPLE has its definition there, in a scope around it."""
    found = cursor("locals").captures(ROOT)
    given: dict[bytes, set[Node]] = {}
    for capture, captured in found.items():
        if capture.startswith("local.definition"):
            for node in captured:
                given.setdefault(text(node), set()).add(scope(node, found["local.scope"]))
    lost = [
        (node.start_point.row + 1, text(node))
        for node in found["local.reference"]
        if not any(inside(node, each) for each in given.get(text(node), ()))
    ]
    assert not lost
    kinds = {capture.rpartition(".")[2] for capture in found if capture.startswith("local.definition")}
    assert kinds == {"enum", "function", "import", "namespace", "parameter", "type"}
    assert {text(node) for node in found["local.definition.parameter"]} == {b"of", b"into", b"to", b"what", b"a", b"b"}


def scope(node: Node, scopes: list[Node]) -> Node:
    """The innermost scope around a node."""
    return min((each for each in scopes if inside(node, each)), key=lambda each: each.end_byte - each.start_byte)


def inside(node: Node, outer: Node) -> bool:
    return outer.start_byte <= node.start_byte and node.end_byte <= outer.end_byte


def text(node: Node) -> bytes:
    assert node.text is not None
    return node.text


def test_lines_are_indented_as_in_the_sample() -> None:
    """Every line of SAMPLE is indented as it is there, also with attributes above an item."""
    more = b"""\
interface more {
  @unstable(feature = shed)
  @deprecated(version = 2.0.0)
  record r {
    a: result<
      u8,
      list<u8>,
    >,
  }
  @since(version = 1.0.0)
  @unstable(feature = shed)
  use a:b/c.{
    d,
  };
  @since(version = 1.0.0) @unstable(feature = shed)
  resource s {
    @since(version = 1.0.0)
    @unstable(feature = shed)
    m: func(
      a: u8,
    ) -> tuple<
      u8,
    >;
  }
}
"""
    for sample in (SAMPLE, more):
        lines = sample.decode().splitlines()
        root = Parser(LANGUAGE).parse(sample).root_node
        found = cursor("indents").captures(root)
        for row, line in enumerate(lines):
            column = len(line) - len(line.lstrip())
            node = root.descendant_for_point_range((row, column), (row, column))
            assert node is not None
            if line and node not in found.get("indent.auto", ()):
                assert 2 * depth(node, row, found) == column, line


def depth(node: Node | None, row: int, found: dict[str, list[Node]]) -> int:
    """The indentation of a row as in nvim-treesitter: of several nodes that begin in one row, only one counts."""
    result, counted = 0, set()
    while node is not None:
        begins = node.start_point.row
        if begins not in counted:
            if node in found["indent.branch"] and begins == row:
                result -= 1
                counted.add(begins)
            elif node in found["indent.begin"] and begins != row and begins != node.end_point.row:
                result += 1
                counted.add(begins)
        node = node.parent
    return result


def test_languages_of_comments() -> None:
    sample = b"// TODO\n/// *a*\n/// b\n/* FIXME */\n/** `c` */\ninterface a {}\n"
    query = Query(LANGUAGE, (QUERIES / "injections.scm").read_text(encoding="utf-8"))
    root = Parser(LANGUAGE).parse(sample).root_node
    found = [
        (query.pattern_settings(pattern)["injection.language"], text(node))
        for pattern, match in QueryCursor(query).matches(root)
        for node in match["injection.content"]
    ]
    assert sorted(found, key=lambda each: sample.index(each[1])) == [
        ("comment", b"// TODO"),
        ("markdown", b"/// *a*"),
        ("markdown", b"/// b"),
        ("comment", b"/* FIXME */"),
        ("markdown", b"/** `c` */"),
    ]


TAGS = """\
module garden:tools@1.0.0
interface spade
type depth
type widths
type pair
type hole
type soil
constant sand
constant clay
type season
constant spring
type parts
constant blade
class worm
class digger
method dig
method make
method reach
method reach
function bury
function wrong
module shed
function light
interface door
function open
module garden:pots
interface pot
"""


def test_tags_are_definitions() -> None:
    found = [
        (match["name"][0].start_byte, f"{capture.rpartition('.')[2]} {text(match['name'][0]).decode()}\n")
        for _, match in cursor("tags").matches(ROOT)
        for capture in match
        if capture.startswith("definition.")
    ]
    assert "".join(line for _, line in sorted(found)) == TAGS
    references = {text(node) for node in cursor("tags").captures(ROOT)["name"]}
    assert {b"worm", b"leaf", b"tomato", b"spade"} <= references


TEXT_OBJECTS = """\
attribute.outer  @since(version = 1.0.0)
class.inner      a: u8, b: u16,
class.inner      r1, r2
class.inner      record r { a: u8, b: u16, } enum e { r1, r2 } f: func(a: u8, b: u16); @since(version = 1.0.0) h: get();
class.outer      enum e { r1, r2 }
class.outer      interface i {}
class.outer      record r { a: u8, b: u16, }
comment.outer    // 1 // 2
function.inner   a: u8, b: u16
function.outer   @since(version = 1.0.0) h: get();
function.outer   f: func(a: u8, b: u16);
parameter.inner  a: u8
parameter.inner  b: u16
parameter.inner  r1
parameter.inner  r2
parameter.outer  a: u8,
parameter.outer  b: u16
parameter.outer  b: u16,
parameter.outer  r1,
parameter.outer  r2
"""


def test_text_objects() -> None:
    sample = b"""\
// 1
// 2
interface i {
  record r { a: u8, b: u16, }
  enum e { r1, r2 }
  f: func(a: u8, b: u16);
  @since(version = 1.0.0)
  h: get();
}
"""
    root = Parser(LANGUAGE).parse(sample).root_node
    body = f" {' '.join(sample.partition(b'{')[2].rpartition(b'}')[0].decode().split())} "
    found = set()
    for _, match in cursor("textobjects").matches(root):
        for capture, captured in match.items():
            covered = " ".join(sample[captured[0].start_byte : captured[-1].end_byte].decode().split())
            found.add(f"{capture:16} {covered}\n".replace(body, ""))
    assert "".join(sorted(found)) == TEXT_OBJECTS
