"""Which references need a version, and which version the fix uses."""

from __future__ import annotations

import pytest

from tests.fixture import check, parse
from tests.rules.cases import HEADER, WASI_3, fixed, reported
from tests.sources import Texts
from wit_lsp.engine.engine import Engine

RULE = "unpinned-reference"


def test_every_kind_of_reference_is_reported() -> None:
    check("""\
package example:docs@1.0.0;
use wasi:io/streams;
 // ^^^^^^^^^^^^^^^ unpinned-reference: `wasi:io/streams` names no version
use wasi:io/streams as %s;
 // ^^^^^^^^^^^^^^^ unpinned-reference: `wasi:io/streams` names no version
interface i {
  /* 😀é */ use wasi : io /* c */ / %streams . {input-stream};
            // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unpinned-reference: `wasi:io/streams` names no version
}
world w {
  import wasi:io/poll;
      // ^^^^^^^^^^^^ unpinned-reference: `wasi:io/poll` names no version
  export wasi:cli/run;
      // ^^^^^^^^^^^^ unpinned-reference: `wasi:cli/run` names no version
  import label: wasi:io/poll;
             // ^^^^^^^^^^^^ unpinned-reference: `wasi:io/poll` names no version
  include wasi:cli/imports;
       // ^^^^^^^^^^^^^^^^ unpinned-reference: `wasi:cli/imports` names no version
  include wasi:cli/command with { a as b }
       // ^^^^^^^^^^^^^^^^ unpinned-reference: `wasi:cli/command` names no version
  use wasi:io/poll.{pollable};
   // ^^^^^^^^^^^^ unpinned-reference: `wasi:io/poll` names no version
  import x: interface {
    use wasi:io/poll.{pollable};
     // ^^^^^^^^^^^^ unpinned-reference: `wasi:io/poll` names no version
  }
}
package example:mine@1.0.0 {
  use wasi:io/poll;
   // ^^^^^^^^^^^^ unpinned-reference: `wasi:io/poll` names no version
}
package other:foreign@1.0.0 {
  use wasi:io/poll;
}
""")


@pytest.mark.parametrize(
    "text",
    [
        "use wasi:io/poll@0.2.0;",
        "use wasi:io/poll@0.2.0-rc.1;",
        "interface i { type t = u8; } world v {} world w { import i; export i; include v; use i.{t}; }",
        # No version is known
        "use example:unknown/i;",
        "use wasi:unknown/i;",
        # The package has no version, which is reported at its header
        "package example:bare { interface i {} } use example:bare/i;",
        # This package itself
        "use example:docs/i;",
    ],
)
def test_not_reported(text: str) -> None:
    assert reported(RULE, HEADER + text) == []


def test_package_without_version_in_the_same_file_is_not_reported() -> None:
    case = parse("package wasi:io;\nworld w { import wasi:io/poll; } interface poll {}")
    assert {each.code for each in case.diagnostics()} == {"missing-package-version", "self-qualified"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # No other version in the file: the newest release
        ("use wasi:io/poll;", "use wasi:io/poll@0.2.12;"),
        ("use wasi:io/poll as p;", "use wasi:io/poll@0.2.12 as p;"),
        ("use wasi : io / poll ;", "use wasi : io / poll@0.2.12 ;"),
        ("use wasi:io/poll/* c */;", "use wasi:io/poll@0.2.12/* c */;"),
        ("use wasi:io/%poll // c\n;", "use wasi:io/%poll@0.2.12 // c\n;"),
        ("world w { include wasi:cli/imports with {} }", "world w { include wasi:cli/imports@0.2.12 with {} }"),
        ("world w { use wasi:io/poll.{pollable}; }", "world w { use wasi:io/poll@0.2.12.{pollable}; }"),
        # The versions of the same package, the newest first
        ("use a:b/c@1.2.3; use a:b/d;", "use a:b/c@1.2.3; use a:b/d@1.2.3;"),
        ("use a:b/c@1.9.0; use a:b/c2@1.10.0; use a:b/d;", "use a:b/c@1.9.0; use a:b/c2@1.10.0; use a:b/d@1.10.0;"),
        (
            "use a:b/c@1.0.0-rc.1; use a:b/c2@1.0.0; use a:b/d;",
            "use a:b/c@1.0.0-rc.1; use a:b/c2@1.0.0; use a:b/d@1.0.0;",
        ),
        ("use a:b/c@1.0.0-rc.1; use a:b/d;", "use a:b/c@1.0.0-rc.1; use a:b/d@1.0.0-rc.1;"),
        ("package a:b@1.0.0 { interface i {} } use a:b/i;", "package a:b@1.0.0 { interface i {} } use a:b/i@1.0.0;"),
        # The version of other WASI packages, if this one was released at it
        ("use wasi:io/poll@0.2.3; use wasi:cli/run;", "use wasi:io/poll@0.2.3; use wasi:cli/run@0.2.3;"),
        ("use wasi:io/poll@0.2.4; use wasi:http/types;", "use wasi:io/poll@0.2.4; use wasi:http/types@0.2.12;"),
        ("use wasi:io/poll@0.9.9; use wasi:cli/run;", "use wasi:io/poll@0.9.9; use wasi:cli/run@0.2.12;"),
        ("use a:b/c@0.2.3; use wasi:cli/run;", "use a:b/c@0.2.3; use wasi:cli/run@0.2.12;"),
        (
            "use wasi:io/poll@0.2.3; use wasi:cli/run@0.2.5; use wasi:io/error;",
            "use wasi:io/poll@0.2.3; use wasi:cli/run@0.2.5; use wasi:io/error@0.2.3;",
        ),
        # All at once
        ("use wasi:io/poll; use wasi:cli/run;", "use wasi:io/poll@0.2.12; use wasi:cli/run@0.2.12;"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_fix(before: str, after: str, newline: str) -> None:
    before, after = ((HEADER + text).replace("\n", newline) for text in (before, after))
    assert fixed(RULE, before) == after


def test_other_versions_are_offered_too() -> None:
    [diagnostic] = parse(HEADER + "use a:b/c@1.0.0; use a:b/c2@2.0.0; use a:b/d;").diagnostics()
    assert [fix.title for fix in diagnostic.fixes] == ["Pin `a:b/d@2.0.0`", "Pin `a:b/d@1.0.0`"]


def test_target_chooses_the_series() -> None:
    assert fixed(RULE, HEADER + "use wasi:cli/run;", WASI_3) == HEADER + "use wasi:cli/run@0.3.0;"
    assert reported(RULE, HEADER + "use wasi:io/poll;", WASI_3) == []


def test_the_version_is_that_at_which_another_file_of_the_package_names_it() -> None:
    case = parse("""\
//- a.wit
package a:b@1.0.0;
world w { import wasi:io/poll; import wasi:clocks/wall-clock; }
//- b.wit
package a:b@1.0.0;
world v { import wasi:clocks/wall-clock@0.2.3; }
""")
    expected = "world w { import wasi:io/poll@0.2.3; import wasi:clocks/wall-clock@0.2.3; }"
    assert expected in case.fixed(lambda each, _: each.code == RULE)["a.wit"]


def test_the_version_is_that_which_lies_elsewhere_in_the_workspace() -> None:
    """In `deps` too, but there an import without it is an error, whose fix gives it."""
    case = parse("""\
//- app/a.wit
package a:b@1.0.0;
world w { import x:y/i; }
//- lib/y.wit
package x:y@3.1.4;
interface i {}
""")
    assert "import x:y/i@3.1.4;" in case.fixed(lambda each, _: each.code == RULE)["app/a.wit"]


def test_a_reference_to_a_package_without_a_version_is_not_reported_whatever_other_versions_there_are() -> None:
    check("""\
//- app/a.wit
package a:b@1.0.0;
use x:y/i@1.0.0 as other;
world w { import x:y/i; }
//- app/deps/x/x.wit
package x:y;
interface i {}
//- app/deps/x1/x.wit
package x:y@1.0.0;
interface i {}
""")


def lock(*packages: tuple[str, str]) -> bytes:
    """A `wkg.lock`."""
    each = '[[packages]]\nname = "{}"\n[[packages.versions]]\nversion = "{}"\n'
    return "".join(each.format(*package) for package in packages).encode()


def titles(files: dict[str, bytes]) -> list[str]:
    """Of the fixes in `app/wit/a.wit`."""
    engine = Engine(Texts(files, complete=False))
    document = engine.document("app/wit/a.wit")
    assert document is not None
    return [fix.title for each in engine.check(document) if each.code == RULE for fix in each.fixes]


IMPORTS = b"package a:b@1.0.0;\nworld w { import wasi:io/poll; import x:y/i; }\n"


def test_the_version_is_that_of_the_nearest_lock_file_which_has_the_package() -> None:
    files = {"app/wit/a.wit": IMPORTS, "wkg.lock": lock(("wasi:io", "0.2.3"), ("x:y", "1.2.3"))}
    assert titles(files) == ["Pin `wasi:io/poll@0.2.3`", "Pin `x:y/i@1.2.3`"]
    files["app/wkg.lock"] = lock(("x:y", "2.0.0"), ("x:y", "2.10.0"))
    assert titles(files) == ["Pin `wasi:io/poll@0.2.3`", "Pin `x:y/i@2.10.0`", "Pin `x:y/i@2.0.0`"]
    files["app/wkg.lock"] = b"[[packages"
    assert titles(files) == ["Pin `wasi:io/poll@0.2.3`", "Pin `x:y/i@1.2.3`"]


def test_a_version_that_is_named_or_lies_there_goes_before_that_of_a_lock_file() -> None:
    files = {"app/wit/a.wit": IMPORTS, "app/wkg.lock": lock(("wasi:io", "0.2.3"), ("x:y", "1.2.3"))}
    files["app/wit/deps/x/x.wit"] = b"package x:y@2.0.0;\ninterface i {}\n"
    files["app/wit/b.wit"] = b"package a:b@1.0.0;\nworld v { import wasi:clocks/wall-clock@0.2.5; }\n"
    assert titles(files) == ["Pin `wasi:io/poll@0.2.5`", "Pin `x:y/i@2.0.0`"]
