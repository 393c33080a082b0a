"""Which packages need a version, and which references change with them."""

from __future__ import annotations

import pytest

from tests.fixture import Fixture, check, parse
from tests.rules.cases import HEADER, fixed, reported
from wit_lsp.problem import Applicability, Severity

RULE = "missing-package-version"


def test_headers_and_packages_of_the_same_authors_are_reported() -> None:
    check("""\
/* 😀é */ package example : /* c */ docs;
              // ^^^^^^^^^^^^^^^^^^^^^^ missing-package-version: `example:docs` has no version
package example:%use {
     // ^^^^^^^^^^^^ missing-package-version: `example:use` has no version
}
package other:foreign {
}
""")


def test_all_packages_but_wasi_are_reported_in_a_file_without_header() -> None:
    assert reported(RULE, "package example:a {} package other:b {} package wasi:c {}") == ["example:a", "other:b"]


@pytest.mark.parametrize("text", ["", "interface i {}", HEADER, "package root:component;", "package a:b@0.0.0-rc.1;"])
def test_not_reported(text: str) -> None:
    assert reported(RULE, text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("package a:b;", "package a:b@0.1.0;"),
        ("package a : %b ;", "package a : %b@0.1.0 ;"),
        ("package a:b/* c */;", "package a:b@0.1.0/* c */;"),
        ("// c\r\npackage a:b // d\r\n;", "// c\r\npackage a:b@0.1.0 // d\r\n;"),
        ("\ufeffpackage a:b;", "\ufeffpackage a:b@0.1.0;"),
        # All kinds of references change, whatever else is wrong with them
        ("package a:b {interface i {}} use a:b/i;", "package a:b@0.1.0 {interface i {}} use a:b/i@0.1.0;"),
        (
            "package a:b {interface i {}} use a : %b / i as j;",
            "package a:b@0.1.0 {interface i {}} use a : %b / i@0.1.0 as j;",
        ),
        (
            "package a:b {interface i {type t = u8;} world v {}}\nworld w {\n  import a:b/i;\n  export x: a:b/i;\n"
            "  include a:b/v;\n  use a:b/i.{t};\n}",
            "package a:b@0.1.0 {interface i {type t = u8;} world v {}}\nworld w {\n  import a:b/i@0.1.0;\n"
            "  export x: a:b/i@0.1.0;\n  include a:b/v@0.1.0;\n  use a:b/i@0.1.0.{t};\n}",
        ),
        ("package a:b {} use a:b/i@0.2.0;", "package a:b@0.1.0 {} use a:b/i@0.2.0;"),
        (
            "package a:b { interface i {} } package a:c { use a:b/i; }",
            "package a:b@0.1.0 { interface i {} } package a:c@0.1.0 { use a:b/i@0.1.0; }",
        ),
        # Two releases of one package are two packages
        ("package a:b; package a:b@0.1.0 {}", "package a:b@0.1.1; package a:b@0.1.0 {}"),
        ("package a:b {} package a:b@0.1.0 {} package a:b@0.1.1 {}", None),
    ],
)
def test_fix(before: str, after: str | None) -> None:
    assert fixed(RULE, before) == (after or before.replace("a:b {}", "a:b@0.1.2 {}"))


def changed(before: str, after: str) -> None:
    """The first fix of the first problem makes exactly these files of those, which have the same errors then."""
    case, expected = parse(before), parse(after)
    problem = next(each for each in case.diagnostics() if each.code == RULE)
    assert case.after(problem, problem.fixes[0]) == expected.files
    assert errors(expected) == errors(case)


def errors(case: Fixture) -> list[str]:
    return [each.code for each in case.diagnostics() if each.severity is Severity.ERROR]


def test_headers_of_the_other_files_follow() -> None:
    """Those that state the package: a file without a header stays as it is."""
    changed(
        """\
//- a.wit
package a:b;
package a:c@1.0.0 {}
//- b.wit
package a : /* c */ b ;
//- c.wit
interface i {}
""",
        """\
//- a.wit
package a:b@0.1.0;
package a:c@1.0.0 {}
//- b.wit
package a : /* c */ b@0.1.0 ;
//- c.wit
interface i {}
""",
    )


def test_references_in_other_packages_follow_and_those_to_another_copy_or_version_stay() -> None:
    """What lies in `deps` is found there first; a copy has a version of its own, or none."""
    changed(
        """\
//- lib/b.wit
package a:b;
interface i { type t = u8; }
world v {}
//- app/wit/app.wit
package a:app@1.0.0;
use a:b/i as j;
interface own { use a:b/i.{t}; use other:b/i.{t as t2}; }
world w {
  import a:b/i;
  export label: a : b / %i;
  include a:b/v;
  import a:b/i@0.2.0;
}
package a:inner@1.0.0 { interface k { use a:b/i.{t}; } }
//- app/wit/deps/c/c.wit
package a:c@1.0.0;
world w { import a:b/i; }
//- copied/copied.wit
package a:copied@1.0.0;
world w { import a:b/i; }
//- copied/deps/b.wit
package a:b;
interface i { type t = u8; }
//- nested/nested.wit
package a:nested@1.0.0;
package a:b { interface i {} }
world w { import a:b/i; }
""",
        """\
//- lib/b.wit
package a:b@0.1.0;
interface i { type t = u8; }
world v {}
//- app/wit/app.wit
package a:app@1.0.0;
use a:b/i@0.1.0 as j;
interface own { use a:b/i@0.1.0.{t}; use other:b/i.{t as t2}; }
world w {
  import a:b/i@0.1.0;
  export label: a : b / %i@0.1.0;
  include a:b/v@0.1.0;
  import a:b/i@0.2.0;
}
package a:inner@1.0.0 { interface k { use a:b/i@0.1.0.{t}; } }
//- app/wit/deps/c/c.wit
package a:c@1.0.0;
world w { import a:b/i@0.1.0; }
//- copied/copied.wit
package a:copied@1.0.0;
world w { import a:b/i; }
//- copied/deps/b.wit
package a:b;
interface i { type t = u8; }
//- nested/nested.wit
package a:nested@1.0.0;
package a:b { interface i {} }
world w { import a:b/i; }
""",
    )


def test_references_to_a_nested_package_follow_in_the_files_beside_it() -> None:
    changed(
        """\
//- a.wit
package a:a@1.0.0;
package a:b { interface i {} }
//- b.wit
package a:a@1.0.0;
world w { import a:b/i; }
//- elsewhere/c.wit
package a:c@1.0.0;
package a:b@0.1.1 { interface i {} }
world w { import a:b/i@0.1.1; }
""",
        """\
//- a.wit
package a:a@1.0.0;
package a:b@0.1.0 { interface i {} }
//- b.wit
package a:a@1.0.0;
world w { import a:b/i@0.1.0; }
//- elsewhere/c.wit
package a:c@1.0.0;
package a:b@0.1.1 { interface i {} }
world w { import a:b/i@0.1.1; }
""",
    )


def test_references_follow_in_bodies_that_are_cut() -> None:
    functions = "".join(
        f"    f{number}: func(a: string, b: string) -> result<string, string>;\n" for number in range(200)
    )
    nested = "package a:inner@1.0.0 {{\n  interface k {{\n" + functions + "    use a:b/i{}.{{t}};\n  }}\n}}\n"
    header = "//- lib/b.wit\npackage a:b{};\ninterface i {{ type t = u8; }}\n//- app/a.wit\npackage a:a@1.0.0;\n"
    changed(*((header + nested).format(version, version) for version in ("", "@0.1.0")))


@pytest.mark.parametrize(
    "other",
    [
        "//- deps/b.wit\npackage a:b@0.1.0;\ninterface i {}\n",
        "//- elsewhere/b.wit\npackage a:b@0.1.0;\ninterface i {}\n",
        "//- z.wit\npackage a:b;\npackage a:b@0.1.0 { interface i {} }\n",
    ],
    ids=["deps", "another root", "nested in another file"],
)
def test_a_version_that_the_package_has_elsewhere_is_not_taken(other: str) -> None:
    [first, *_] = [each for each in parse("//- a.wit\npackage a:b;\n" + other).diagnostics() if each.code == RULE]
    assert [fix.title for fix in first.fixes] == ["Give `a:b` the version 0.1.1"]


def test_the_version_is_that_of_the_other_headers_where_they_must_agree() -> None:
    """Where the first file has it, the header is an error, whose fix does the same."""
    case = parse("""\
//- a.wit
package a:b;
interface i {}
//- b.wit
package a:b@1.2.0;
//- c.wit
package a:b;
//- deps/d.wit
package d:d@1.0.0;
//- elsewhere/e.wit
package e:e@1.0.0;
world w { import a:b/i; }
""")
    fixed = case.fixed(lambda _, fix: fix.applicability is Applicability.SAFE)
    assert [fixed[name].splitlines()[0] for name in ("a.wit", "b.wit", "c.wit")] == ["package a:b@1.2.0;"] * 3
    assert fixed["elsewhere/e.wit"].endswith("world w { import a:b/i@1.2.0; }\n")


def test_of_several_versions_in_the_other_headers_a_person_chooses_one() -> None:
    text = "//- a.wit\npackage a:b;\n//- b.wit\npackage a:b@1.2.0;\n//- c.wit\npackage a:b@1.10.0;\n"
    case = parse(text + "//- deps/d.wit\npackage d:d@1.0.0;\n")
    [found] = [each for each in case.diagnostics() if each.code == RULE]
    assert [(fix.title, fix.applicability) for fix in found.fixes] == [
        ("Give `a:b` the version 1.10.0", Applicability.MANUAL),
        ("Give `a:b` the version 1.2.0", Applicability.MANUAL),
    ]


def test_all_versions_that_are_missing_can_be_given_at_once() -> None:
    """Several files have the same fix, and packages refer to each other; nothing is left, and no error is new."""
    case = parse("""\
//- x/a.wit
package a:x;
interface i { use a:y/j.{t}; }
//- x/b.wit
package a:x;
interface k { use a:z/i.{t}; }
package a:z { interface i { type t = u8; } }
//- y/c.wit
package a:y;
interface j { type t = u8; }
world w { import a:x/k; import a:x/i; }
""")
    fixed = case.fixed(lambda each, _: each.code == RULE)
    assert fixed == {
        "x/a.wit": "package a:x@0.1.0;\ninterface i { use a:y/j@0.1.0.{t}; }\n",
        "x/b.wit": "package a:x@0.1.0;\ninterface k { use a:z/i@0.1.0.{t}; }\n"
        "package a:z@0.1.0 { interface i { type t = u8; } }\n",
        "y/c.wit": "package a:y@0.1.0;\ninterface j { type t = u8; }\n"
        "world w { import a:x/k@0.1.0; import a:x/i@0.1.0; }\n",
    }
    assert errors(Fixture(fixed)) == errors(case)
