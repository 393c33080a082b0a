"""Where the name at the cursor is declared, in a body that is whole or cut."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp

from tests import fixture
from tests.features.view import DOCUMENT, at_cursor, client, marked
from tests.ir.observed import FINE, NEVER, cutting
from wit_lsp.features.definition import definition

PLAIN = client()
LINKS = client(textDocument={"definition": {"linkSupport": True}})


def check(text: str) -> None:
    """The marked ranges are where the definition is."""
    for how in (NEVER, FINE[1]):
        with cutting(how):
            case = fixture.parse(text)
            seen, at = at_cursor(case, PLAIN)
            found = definition.answer(seen, lsp.DefinitionParams(DOCUMENT, at)) or []
            places = [(each.uri, each.range, "") for each in found if isinstance(each, lsp.Location)]
            assert fixture.render(case, marked(case, seen, places)) == text


def test_type_of_the_same_interface() -> None:
    check("""\
package a:b;
interface i {
  f: func(of: list<po$0int>) -> u32;
  record point { x: u32 }
      // ^^^^^
}
interface j {
  record point { x: u32 }
}
""")


def test_through_each_use_and_as_to_the_declaration() -> None:
    check("""\
//- a.wit
package a:b;
use geo:shapes/solids@1.0.0 as all;
interface i {
  use j.{spot as place};
  f: func() -> pla$0ce;
}
//- b.wit
package a:b;
interface j {
  use geo:shapes/solids@1.0.0.{point as spot};
}
//- deps/geo.wit
package geo:shapes@1.0.0;
interface solids {
  use plane.{point};
}
interface plane {
  record point { x: u32 }
      // ^^^^^
}
""")


@pytest.mark.parametrize(
    "use",
    [
        "use geo:shapes/pl$0ane@1.0.0.{point};",
        "use p$0l.{point};",
        "use here.{point as p}; g: func() -> p; } interface k { use p$0l.{point};",
    ],
)
def test_interface_in_a_path(use: str) -> None:
    check(f"""\
//- a.wit
package a:b;
use geo:shapes/plane@1.0.0 as pl;
interface here {{ use pl.{{point}}; }}
interface i {{ {use} }}
//- deps/geo.wit
package geo:shapes@1.0.0;
interface plane {{
       // ^^^^^
  record point {{ x: u32 }}
}}
""")


def test_package_in_a_path_leads_to_all_headers() -> None:
    check("""\
//- a.wit
package a:b;
world w { import ge$0o:shapes/plane@1.0.0; }
//- deps/geo/a.wit
package geo:shapes@1.0.0;
     // ^^^^^^^^^^^^^^^^
interface plane {}
//- deps/geo/b.wit
package geo:shapes@1.0.0;
     // ^^^^^^^^^^^^^^^^
//- deps/other.wit
package geo:shapes@2.0.0;
""")


def test_names_in_a_nested_package_are_its_own() -> None:
    check("""\
package a:b;
interface i { type t = u8; }
package c:d {
  interface i { type t = u8; }
                  // ^
  interface j { use i.{t}; f: func() -> $0t; }
}
""")


def test_inline_interfaces_see_their_own_types_alone() -> None:
    check("""\
package a:b;
world w {
  type t = u8;
  import i: interface { f: func() -> $0t; type t = u8; }
                                          // ^
}
""")
    check("""\
package a:b;
world w {
  type t = u8;
  import i: interface { f: func() -> $0t; }
}
""")


@pytest.mark.parametrize("name", ["ol$0d as new", "old as n$0ew"])
def test_name_that_an_include_renames_is_that_of_an_import_or_export(name: str) -> None:
    check(f"""\
package a:b;
world base {{
  import old: func();
      // ^^^
  export old: func();
      // ^^^
}}
world w {{
  include base with {{ {name} }};
}}
""")


def test_include_may_rename_what_came_by_another_one_and_types() -> None:
    check("""\
package a:b;
interface i { type t = u8; }
world deepest {
  import log: func();
      // ^^^
}
world deep { include deepest; }
world base { include deep with { log as say }; use i.{t}; }
world w {
  include base with { s$0ay as print };
}
""")
    check("""\
package a:b;
interface i { type t = u8; }
                // ^
world base { use i.{t}; }
world w {
  include base with { $0t as u };
}
""")


def test_nothing_where_a_name_leads_nowhere() -> None:
    for text in (
        "package a:b;\ninterface i { f: func() -> $0t; }\n",
        "package a:b;\ninterface i { use j.{$0t}; }\ninterface j {}\n",
        "package a:b;\ninterface i { use $0j.{t}; }\n",
        "package a:b;\nworld w { im$0port i; }\ninterface i {}\n",
        "package a:b;\ninterface i { f: func() -> u$032; }\n",
        "package a:b;\ninterface i { f: func(); $0 }\n",
        "package a:b;\nworld w { import $0c:d/e; }\n",
    ):
        check(text)


def test_a_declaration_is_its_own_definition() -> None:
    check("""\
package a:b;
interface i {
  record r { wi$0dth: u32 }
          // ^^^^^
}
""")
    check("""\
package a:b;
interface i {
  f: func(a$0b: u32);
       // ^^
}
""")


def test_link_has_the_name_at_the_cursor_and_the_whole_declaration() -> None:
    case = fixture.parse(
        "package a:b;\ninterface i {\n  f: func() -> %p$0t;\n  /// Docs.\n  record pt {\n    x: u8,\n  }\n}\n"
    )
    seen, at = at_cursor(case, LINKS)
    [link] = definition.answer(seen, lsp.DefinitionParams(DOCUMENT, at)) or []
    assert isinstance(link, lsp.LocationLink)
    assert link.origin_selection_range is not None
    text = seen.document.text
    shown = [seen.span(each) for each in (link.origin_selection_range, link.target_selection_range, link.target_range)]
    assert [text[slice(*each)] for each in shown] == [b"%pt", b"pt", b"record pt {\n    x: u8,\n  }"]
