"""What is shown of the declaration of a name."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp

from tests import fixture
from tests.features.view import DOCUMENT, at_cursor, client
from tests.ir.observed import FINE, NEVER, cutting
from wit_lsp.features.hover import hover

MARKDOWN = client(textDocument={"hover": {"contentFormat": ["markdown", "plaintext"]}})


def shown(text: str, capabilities: object = MARKDOWN) -> str | None:
    case = fixture.parse(text)
    seen, at = at_cursor(case, capabilities)  # type: ignore[arg-type]
    found = hover.answer(seen, lsp.HoverParams(DOCUMENT, at))
    if found is None:
        return None
    assert isinstance(found.contents, lsp.MarkupContent)
    return found.contents.value


def check(text: str, expected: str) -> None:
    """The hover at the cursor, whether bodies are cut or not."""
    for how in (NEVER, FINE[1]):
        with cutting(how):
            assert shown(text) == expected.strip("\n")


def test_function_with_what_it_stands_in() -> None:
    check(
        """\
package a:b@1.2.0;
interface i {
  resource r {
    /// Opens it.
    ///
    /// - at once
    /// wit-lsp: ignore[missing-deadline]
    @since(version = 1.0.0)
    @deprecated(version = 1.1.0)
    op$0en: func(
      path: string,
    ) -> r;
  }
}
""",
        """
```wit
// a:b/i@1.2.0 > r
open: func(
  path: string,
) -> r;
```

Opens it.

- at once

Since 1.0.0 · Deprecated since 1.1.0
""",
    )


def test_interface_of_an_import_with_a_line_for_each_item() -> None:
    check(
        """\
//- a.wit
package a:b;
world w { import c:d/prob$0e; }
//- deps/c.wit
package c:d;
/**
 * Reads the probe.
 *   As it is.
 */
@unstable(feature = probes)
interface probe {
  use other.{
    t, // one
    u,
  };
  /// Docs.
  @since(version = 1.0.0)
  record point { x: u32 }
  type p = point;
  resource r { f: func(); }
  resource s;
  read: func(/* where */ at: point)
    -> u32;
}
interface other { type t = u8; type u = u8; }
""",
        """
```wit
// c:d
interface probe {
  use other.{ t, u, };
  record point { … }
  type p = point;
  resource r { … }
  resource s;
  read: func( at: point) -> u32;
}
```

Reads the probe.
  As it is.

Unstable: feature `probes`
""",
    )


def test_record_whole_with_its_docs() -> None:
    check(
        """\
package a:b;
interface i {
  f: func(a: po$0int);
  /// In the plane.
  record point {
    /// To the right.
    x: u32,
    y: u32,
  }
}
""",
        """
```wit
// a:b/i
record point {
  /// To the right.
  x: u32,
  y: u32,
}
```

In the plane.
""",
    )


def test_long_types_and_blocks_are_cut() -> None:
    cases = "".join(f"    c{number},\n" for number in range(30))
    functions = "".join(f"  f{number}: func();\n" for number in range(30))
    text = shown(f"package a:b;\ninterface i {{\n  enum l$0ong {{\n{cases}  }}\n}}\n")
    assert text is not None
    assert text.splitlines()[-4:] == ["  c19,", "  …", "}", "```"]
    text = shown(f"package a:b;\ninterface lo$0ng {{\n{functions}}}\n")
    assert text is not None
    assert text.splitlines()[-4:] == ["  f19: func();", "  …", "}", "```"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "package a:b;\ninterface i {\n  flags f {\n    /// To look.\n    re$0ad,\n  }\n}\n",
            "// a:b/i > f\nread\n\nTo look.",
        ),
        ("package a:b;\ninterface i {\n  variant v { o$0ld(list<u8>), b }\n}\n", "// a:b/i > v\nold(list<u8>)"),
        ("package a:b;\ninterface i {\n  f: func(a: u8, of$0: list<u8>);\n}\n", "// a:b/i > f\nof: list<u8>"),
        ("/// Of all.\npackage a:b@1.0.0;\nworld w { import $0a:b/i@1.0.0; }\n", "package a:b@1.0.0;\n\nOf all."),
        ("world $0w {}\n", "world w {}"),
        (
            "package a:b;\nworld w {\n  /// Logs.\n  import lo$0g: func(text: string);\n}\n",
            "// a:b/w\nimport log: func(text: string);\n\nLogs.",
        ),
        (
            "package a:b;\nworld w {\n  export lo$0g: interface {\n    f: func();\n  }\n}\n",
            "// a:b/w\nexport log: interface {\n  f: func();\n}",
        ),
        (
            "package a:b;\npackage c:d {\n  interface i { resource r; }\n  interface j { use i.{r as $0q}; }\n}\n",
            "// c:d/i\nresource r;",
        ),
        ("package a:b;\ninterface i { f: func(a: u$032) -> missing; }\n", None),
        ("package a:b;\ninterface i { f: func(a: u32) -> mis$0sing; }\n", None),
    ],
)
def test_in_plain_text(text: str, expected: str | None) -> None:
    assert shown(text, client()) == expected
