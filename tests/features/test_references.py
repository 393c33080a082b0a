"""Every place that means what the name at the cursor means, in bodies that are whole or cut."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp

from tests import fixture
from tests.features.view import DOCUMENT, at_cursor, client, marked
from tests.ir.observed import FINE, NEVER, cutting
from tests.sources import Texts
from wit_lsp.engine.engine import Engine
from wit_lsp.features.references import references
from wit_lsp.ir.document import Document


def check(text: str, declaration: bool = True) -> None:
    """The marked ranges are the references."""
    for how in (NEVER, FINE[1]):
        with cutting(how):
            case = fixture.parse(text)
            seen, at = at_cursor(case, client())
            params = lsp.ReferenceParams(lsp.ReferenceContext(declaration), DOCUMENT, at)
            found = references.answer(seen, params) or []
            assert fixture.render(case, marked(case, seen, [(each.uri, each.range, "") for each in found])) == text


def test_type_through_uses_without_as() -> None:
    check("""\
//- a.wit
package a:b;
interface i {
  use j.{p$0oint, size};
      // ^^^^^
  area: func(of: list<point>, point: size) -> own<%point>;
                   // ^^^^^
                                               // ^^^^^^
}
//- b.wit
interface j {
  use geo:shapes/plane@1.0.0.{point, size};
                           // ^^^^^
  variant point-or { point(point) } // a point
                        // ^^^^^
}
interface k { record point { x: u8 } f: func() -> point; }
//- deps/geo/a.wit
package geo:shapes@1.0.0;
interface plane {
  resource point { clone: func() -> point; }
        // ^^^^^
                                 // ^^^^^
  type size = u32;
}
""")


def test_declaration_may_be_left_out() -> None:
    check(
        """\
package a:b;
interface i {
  type $0t = u8;
  f: func() -> t;
            // ^
}
""",
        declaration=False,
    )


def test_name_after_as_is_one_of_its_own() -> None:
    check("""\
package a:b;
interface i { resource r; }
interface j { use i.{r as q}; f: func(a: q, b: borrow<q$0>); }
                       // ^
                                      // ^
                                                   // ^
interface k { use j.{q}; f: func() -> q; }
                  // ^
                                   // ^
""")
    check("""\
package a:b;
interface i { resource r$0; }
                    // ^
interface j { use i.{r as q}; f: func(a: q, b: borrow<q>); }
                  // ^
interface k { use j.{q as r}; f: func() -> r; }
""")
    check(
        """\
package a:b;
use i as sh$0ort;
interface i { type t = u8; }
interface j { use short.{t}; }
               // ^^^^^
world short-of { import short; }
                     // ^^^^^
""",
        declaration=False,
    )


def test_interface_in_paths_and_top_level_uses() -> None:
    check("""\
//- a.wit
package a:b@1.0.0;
use c:d/plane@1.0.0;
     // ^^^^^
world w { import c:d/pl$0ane@1.0.0; export plane; import plane: func(); }
                  // ^^^^^
                                      // ^^^^^
//- b.wit
use c:d/plane@1.0.0 as other;
     // ^^^^^
interface plane {}
world v { import plane; import label: c:d/plane@1.0.0; }
                                       // ^^^^^
//- deps/c.wit
package c:d@1.0.0;
interface plane {}
       // ^^^^^
""")


def test_package_in_headers_blocks_and_paths_of_the_same_version() -> None:
    check("""\
//- a.wit
package a:b;
world w { import c:$0d/i@1.0.0; import c:d/i@2.0.0; }
              // ^^^
//- deps/c/a.wit
package c:d@1.0.0;
     // ^^^^^^^^^
interface i {}
//- deps/c/b.wit
package c:d@1.0.0;
     // ^^^^^^^^^
//- deps/d.wit
package c:d@2.0.0;
interface i {}
""")
    check("""\
package a:b;
package c:$0d {
     // ^^^
  interface i {}
}
world w { import c:d/i; }
              // ^^^
""")


def test_roots_of_the_workspace_that_see_a_package_and_no_copies_of_it() -> None:
    check("""\
//- one/a.wit
package a:b;
interface sha$0red { type t = u8; }
       // ^^^^^^
//- two/b.wit
package c:d;
world w { import a:b/shared; }
                  // ^^^^^^
//- three/c.wit
package e:f;
world w { import a:b/shared; }
//- three/deps/a.wit
package a:b;
interface shared { type t = u8; }
""")
    check("""\
//- one/a.wit
package a:b;
     // ^^^
interface shared { type t = u8; }
//- two/b.wit
package c:d;
world w { import $0a:b/shared; }
              // ^^^
//- three/c.wit
package e:f;
world w { import a:b/shared; }
//- three/deps/a.wit
package a:b;
interface shared { type t = u8; }
""")


def test_root_for_which_a_manifest_names_a_copy() -> None:
    check("""\
//- one/a.wit
package a:b;
interface shared { type t = u8; }
//- two/b.wit
package c:d;
world w { import a:b/shared; }
                  // ^^^^^^
//- two/deps.toml
a = "../three/deps/a.wit"
//- three/c.wit
package e:f;
world w { import a:b/sha$0red; }
                  // ^^^^^^
//- three/deps/a.wit
package a:b;
interface shared { type t = u8; }
       // ^^^^^^
""")


def test_plain_names_of_worlds() -> None:
    check("""\
package a:b;
world base {
  import lo$0g: func(log: u8);
      // ^^^
  export log: interface {}
      // ^^^
}
world deep { include base; }
world v { include deep with { log as say }; include base with { other as log }; }
                           // ^^^
interface log { log: func(); }
""")
    check("""\
package a:b;
world base { import log: func(); }
world v { include base with { log as s$0ay }; }
                                  // ^^^
world w { include v with { say as print }; }
                        // ^^^
""")


def test_members_and_parameters_are_named_once() -> None:
    for text in (
        "package a:b;\ninterface i {\n  flags f { rea$0d, write }\n         // ^^^^\n}\ninterface read {}\n",
        "package a:b;\ninterface i {\n  f: func(rea$0d: u8);\n       // ^^^^\n  g: func(read: u8);\n}\n",
        "package a:b;\ninterface i {\n  rea$0d: func();\n//^^^^\n  resource r { read: func(); }\n}\n",
    ):
        check(text)


def test_texts_that_do_not_parse() -> None:
    check("""\
package a:b;
interface i {
  type t$0 = u8;
    // ^
  f: func(a: t;
          // ^
  g: func(a t) -> t;
         // ^
               // ^
  struct q { a: t }
             // ^
}
""")


def test_only_files_that_may_mention_it_are_read_and_a_second_time_none_is(monkeypatch: pytest.MonkeyPatch) -> None:
    case = fixture.parse("""\
//- a.wit
package a:b;
interface i { type poi$0nt = u8; }
//- b.wit
interface j { use i.{point}; }
//- c.wit
interface k { type point = u8; f: func(point: point); }
""")
    seen, at = at_cursor(case, client())
    params = lsp.ReferenceParams(lsp.ReferenceContext(True), DOCUMENT, at)
    wanted: list[str] = []
    read: list[str] = []
    noted(monkeypatch, "read", wanted)
    assert len(references.answer(seen, params) or []) == 2
    assert wanted == ["a.wit", "b.wit"]
    noted(monkeypatch, "document", read)
    runs = seen.engine.db.runs.copy()
    assert len(references.answer(seen, params) or []) == 2
    assert read == []
    assert seen.engine.db.runs == runs


def noted(monkeypatch: pytest.MonkeyPatch, method: str, paths: list[str]) -> None:
    """Note the paths with which a method of the engine is called."""
    real = getattr(Engine, method)

    def call(engine: Engine, path: str) -> Document | None:
        paths.append(path)
        document: Document | None = real(engine, path)
        return document

    monkeypatch.setattr(Engine, method, call)


def test_file_that_changes_while_it_is_not_open_is_read_again() -> None:
    case = fixture.parse("""\
//- a.wit
package a:b;
interface i { type poi$0nt = u8; }
//- b.wit
interface j { use i.{point}; }
""")
    seen, at = at_cursor(case, client())
    params = lsp.ReferenceParams(lsp.ReferenceContext(False), DOCUMENT, at)
    assert [each.range.start.line for each in references.answer(seen, params) or []] == [0]
    texts = Texts({path: text.encode() for path, text in case.files.items()})
    texts.files["b.wit"] = b"// moved\ninterface j { use i.{point}; }\n"
    seen.engine._sources = texts
    seen.engine.changed_on_disk("b.wit")
    assert [each.range.start.line for each in references.answer(seen, params) or []] == [1]
