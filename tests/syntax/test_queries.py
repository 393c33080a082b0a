"""The queries that editors and features read: they fit the grammar and leave nothing out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tree_sitter import Node, Parser, Query, QueryCursor

from wit_lsp.syntax import LANGUAGE

QUERIES = Path(__file__).parents[2] / "tree-sitter-wit" / "queries"

# Every construct, each over several lines where it may be.
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
    """All of a tree, in no order."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(node.children)


def folds(root: Node) -> Iterator[tuple[int, int]]:
    """First and last row, from 0, of what folds: a match is one fold, from its first capture to its last."""
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
def test_query_fits_the_grammar(path: Path) -> None:
    assert Query(LANGUAGE, path.read_text(encoding="utf-8")).capture_count > 0


def test_every_name_has_one_class() -> None:
    classes: dict[Node, list[str]] = {node: [] for node in nodes(ROOT) if node.type == "name"}
    for capture, captured in cursor("highlights").captures(ROOT).items():
        for node in captured:
            if node.type == "name":
                classes[node].append(capture)
    wrong = {(node.start_point.row + 1, node.text): found for node, found in classes.items() if len(found) != 1}
    assert not wrong


def test_every_token_has_a_colour() -> None:
    coloured = {node.id for captured in cursor("highlights").captures(ROOT).values() for node in captured}
    # A primitive type is coloured as a whole, around its word.
    words = (node for node in nodes(ROOT) if not node.children and node.id not in coloured)
    plain = [node.text for node in words if node.parent is None or node.parent.id not in coloured]
    assert not plain


def test_whatever_spans_lines_folds() -> None:
    lines = [line.strip() for line in SAMPLE.decode().splitlines()]
    assert "".join(f"{lines[first]} ... {lines[last]}\n" for first, last in sorted(set(folds(ROOT)))) == FOLDS
