"""Packages that a path names: those in `deps`, nested ones, the package itself, and those that are not there."""

from __future__ import annotations

import pytest

from tests.fixture import check, parse
from tests.sources import Texts
from wit_lsp.engine.engine import Engine
from wit_lsp.semantics.queries import WorkspacePackages
from wit_lsp.text import apply


def test_packages_are_found_in_deps_in_nested_blocks_and_in_the_root() -> None:
    check("""\
//- a.wit
package a:b@1.0.0;
world w {
  import x:y/i;
  include x:y/v;
  import x:z/i@0.1.0;
  import n:n/i;
  use x:y/i.{t, u as v};
}
package n:n {
  interface i { use x:y/i.{t}; }
}
package m:m {
  interface i { use a:b/mine@1.0.0.{m}; }
}
//- b.wit
package a:b@1.0.0;
interface mine { use n:n/i.{t}; type m = u8; }
//- deps/y/one.wit
package x:y;
interface i { use j.{t}; type u = u8; }
//- deps/y/two.wit
interface j { type t = u8; use x:z/i@0.1.0.{t as t2}; }
world v {}
//- deps/z.wit
package x:z@0.1.0;
interface i { type t = u8; use inner:p/k.{t as t2}; }
package inner:p { interface k { type t = u8; } }
""")


def test_what_is_not_in_a_package_is_an_error_where_it_is_named() -> None:
    check("""\
//- a.wit
package a:b@1.0.0;
use x:y/v as w0;
     // ^ undefined-name: `x:y/v` is a world; a `use` at top level names an interface of another package
use x:y/i as short;
world w {
  import x:y/fie;
          // ^^^ undefined-name: `x:y` has no interface `fie`; it has `file`
  include x:y/i;
           // ^ undefined-name: `x:y/i` is an interface; an `include` takes a world
  include w0;
  use short.{t, fnc, dscriptor};
             // ^^^ undefined-name: `short` has no type `fnc`
                  // ^^^^^^^^^ undefined-name: `short` has no type `dscriptor`; it has `descriptor`
  use x:y/i.{f};
          // ^ undefined-name: `f` is a function of `i`; a `use` takes types
}
//- deps/y.wit
package x:y;
interface file {}
interface i { type t = u8; resource descriptor; f: func(); }
world v {}
""")


@pytest.mark.parametrize(
    ("path", "message", "fixed"),
    [
        ("x:y/i", "`x:y/i` needs a version: `deps/y.wit` has `x:y@1.0.0`", "x:y/i@1.0.0"),
        ("x:y/i@1.0", None, None),
        ("x:y/i@1.0.1", "no package `x:y@1.0.1`: `deps/y.wit` has `x:y@1.0.0`", "x:y/i@1.0.0"),
        ("x:bare/i@1.0.0", "no package `x:bare@1.0.0`: `deps/bare` has `x:bare`", "x:bare/i"),
        ("x:bear/i", "no package `x:bear`; `deps/bare` has `x:bare`", "x:bare/i"),
        ("q:q/i@2.0.0", "no package `q:q@2.0.0`: put its files into `deps/q-q`", None),
        (
            "wasi:io/streams@0.2.99",
            "no package `wasi:io@0.2.99`: its newest release is 0.2.12",
            "wasi:io/streams@0.2.12",
        ),
        ("wasi:io/streams@0.2.3", None, None),
        ("a:b/i@1.0.0", "`a:b/i@1.0.0` names its own package; here `i` is enough", "i"),
        ("a:b/i", "`a:b/i` names its own package; here `i` is enough", "i"),
        ("a:b/j", "no package `a:b`: put its files into `deps/a-b`", None),
    ],
)
def test_what_to_do_about_a_package(path: str, message: str | None, fixed: str | None) -> None:
    case = parse(f"""\
package a:b@1.0.0;
interface i {{}}
world w {{ import {path}; }}
//- deps/y.wit
package x:y@1.0.0;
interface i {{}}
//- deps/bare/i.wit
package x:bare;
interface i {{}}
""")
    found = [each for each in case.diagnostics() if each.code in ("missing-package", "self-qualified")]
    assert [each.message for each in found] == ([] if message is None else [message])
    if fixed is None:
        assert not any(each.fixes for each in found)
        return
    [diagnostic] = found
    change = diagnostic.change(diagnostic.fixes[0], case.engine())
    text = apply(case.files["test.wit"].encode(), change.edits["test.wit"]).decode()
    assert text == case.files["test.wit"].replace(f"import {path};", f"import {fixed};")


def test_only_one_version_is_pinned_by_itself() -> None:
    two = "//- deps/y2.wit\npackage x:y@2.0.0;\ninterface i {}\n"
    one = "package a:b@1.0.0;\nworld w { import x:y/i; }\n//- deps/y1.wit\npackage x:y@1.0.0;\ninterface i {}\n"
    assert "import x:y/i@1.0.0;" in parse(one).fixed()["test.wit"]
    assert "import x:y/i;" in parse(one + two).fixed()["test.wit"]


def test_a_package_that_cannot_be_read_may_be_any() -> None:
    engine = Engine(Texts({"/p/a.wit": b"package a:b; world w { import x:y/i; }"}, complete=False))
    assert [each.code for each in engine.diagnostics("/p/a.wit")] == ["missing-package-version"]


def test_deps_that_come_and_go_are_seen() -> None:
    texts = Texts({})
    engine = Engine(texts)
    engine.open("/p/a.wit", b"package a:b@1.0.0; world w { import x:y/i; }")

    def seen() -> list[str]:
        return [each.message for each in engine.diagnostics("/p/a.wit")]

    assert seen() == ["no package `x:y`: put its files into `deps/x-y`"]
    engine.open("/p/deps/y/y.wit", b"package x:y;")
    assert seen() == ["`x:y` has no interface `i`"]
    engine.open("/p/deps/y/y.wit", b"package x:y; interface i {}")
    assert seen() == []
    engine.close("/p/deps/y/y.wit")
    assert seen() == ["no package `x:y`: put its files into `deps/x-y`"]
    texts.files["/p/deps/z.wit"] = b"package x:y; interface i {}"
    engine.changed_on_disk("/p/deps/z.wit")
    assert seen() == []


def test_a_root_inside_the_deps_of_another_sees_the_deps_of_that() -> None:
    check("""\
//- a.wit
package a:b;
     // ^^^ missing-package-version: `a:b` has no version
world w { import x:y/i; }
//- deps/y/y.wit
package x:y;
interface i { use x:z/i.{t}; use x:q/i.{t as t2}; }
                              // ^^^ missing-package: no package `x:q`: put its files into `deps/x-q`
//- deps/z/z.wit
package x:z;
interface i { type t = u8; }
//- deps/y/deps/q/q.wit
package x:q;
interface i { type t = u8; }
""")


def test_with_packages_from_deps_alone_one_elsewhere_is_misplaced_and_released_ones_are_missing() -> None:
    files = {
        "/p/app/wit/a.wit": b"package a:b@1.0.0; world w { import x:y/i; import wasi:io/poll@0.2.0; }",
        "/p/lib/y.wit": b"package x:y; interface i {}",
    }
    engine = Engine(Texts(files))

    def seen() -> list[str]:
        return [f"{each.code}: {each.message}" for each in engine.diagnostics("/p/app/wit/a.wit")]

    assert seen() == [
        "unfetched-package: `x:y` is not in `deps`: the toolchain does not find it in `../../lib`",
    ]
    engine.find_in_deps_alone()
    assert seen() == [
        "misplaced-dependency: no package `x:y` in `deps`: `../../lib` has it",
        "missing-package: no package `wasi:io@0.2.0`: put its files into `deps/wasi-io`",
    ]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/p/app/deps/y/y.wit", "`../deps/y`"),
        ("/p/app/deps/y.wit", "`../deps/y.wit`"),
        ("/p/app/y/y.wit", "`../y`"),
        ("/p/app/y.wit", "`..`"),
        ("/p/app/wit/y/y.wit", "`y`"),
        ("/p/app/.y/y.wit", None),
        ("/p/app/y/z/y.wit", None),
        ("/p/y/y.wit", None),
    ],
)
def test_a_package_that_lies_near_deps_is_misplaced_where_its_folder_is_no_root(path: str, shown: str | None) -> None:
    class Near(Texts):
        def packages(self) -> WorkspacePackages:
            return {}

    files = {"/p/app/wit/a.wit": b"package a:b@1.0.0; world w { import x:y/i; }", path: b"package x:y; interface i {}"}
    expected = f"misplaced-dependency: no package `x:y` in `deps`: {shown} has it"
    if shown is None:
        expected = "missing-package: no package `x:y`: put its files into `deps/x-y`"
    engine = Engine(Near(files))
    assert [f"{each.code}: {each.message}" for each in engine.diagnostics("/p/app/wit/a.wit")] == [expected]


def test_names_like_that_of_a_package_are_looked_for_in_the_whole_workspace() -> None:
    files = {
        "/p/lib/wit/y.wit": b"package x:store@1.0.0; interface i {}",
        "/p/old/y.wit": b"package x:store@0.9.0; interface i {}",
        "/p/wit/deps/z.wit": b"package z:other@1.0.0;",
    }

    def said(path: str) -> tuple[str, list[str]]:
        text = f"package a:b@1.0.0; world w {{ import {path}; }}".encode()
        engine = Engine(Texts(files | {"/p/wit/a.wit": text}))
        [found] = engine.diagnostics("/p/wit/a.wit")
        edits = [found.change(fix, engine).edits["/p/wit/a.wit"] for fix in found.fixes]
        return found.message, [apply(text, each).decode().split()[6].rstrip(";") for each in edits]

    assert said("x:stor/i@1.0.0") == (
        "no package `x:stor@1.0.0`; `../lib/wit` has `x:store@1.0.0`",
        ["x:store/i@1.0.0"],
    )
    assert said("x:stor/i@0.9.0") == ("no package `x:stor@0.9.0`; `../old` has `x:store@0.9.0`", ["x:store/i@0.9.0"])
    assert said("z:othr/i@1.0.0") == (
        "no package `z:othr@1.0.0`; `deps/z.wit` has `z:other@1.0.0`",
        ["z:other/i@1.0.0"],
    )
    assert said("x:store/i@2.0.0") == (
        "no package `x:store@2.0.0`: `../lib/wit` has `x:store@1.0.0` and `../old` has `x:store@0.9.0`",
        ["x:store/i@1.0.0", "x:store/i@0.9.0"],
    )


def test_what_is_wrong_with_a_package_elsewhere_is_seen() -> None:
    engine = Engine(Texts({"/lib/y.wit": b"package x:y@1.0.0; interface i {}"}))
    engine.open("/app/a.wit", b"package a:b@1.0.0; world w { import x:y/j@1.0.0; import x:y/i@2.0.0; }")
    assert [each.message for each in engine.diagnostics("/app/a.wit") if each.severity.value == "error"] == [
        "`x:y@1.0.0` has no interface `j`",
        "no package `x:y@2.0.0`: `../lib` has `x:y@1.0.0`",
    ]


def test_packages_that_depend_on_one_another_are_one_error_at_the_first_path() -> None:
    check("""\
//- a.wit
package a:a@1.0.0;
interface i { use b:b/i.{}; }
//- deps/b/1.wit
package b:b;
interface i {}
//- deps/b/2.wit
interface j { use c:c/i.{}; use c:c/j.{}; }
               // ^^^ package-cycle
//- deps/c.wit
package c:c;
interface i { use d:d/i.{}; }
interface j {}
//- deps/d.wit
package d:d;
interface i { use b:b/i.{}; }
""")


def test_a_file_without_a_header_is_in_the_package_of_those_beside_it() -> None:
    check("""\
//- a.wit
package a:b@1.0.0;
interface i { type t = u8; }
//- b.wit
interface j { use a:b/i@1.0.0.{t}; }
| missing-package-header
               // ^^^^^^^^^^^ self-qualified
//- deps/d.wit
package d:d;
""")
