"""Which packages need a version, and which references change with them."""

from __future__ import annotations

import pytest

from tests.fixture import check, parse
from tests.rules.cases import HEADER, fixed, reported

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


def test_fix_of_a_package_of_several_files_is_manual() -> None:
    """The other headers would have to change too."""
    case = parse("//- a.wit\npackage a:b;\npackage a:c {}\n//- b.wit\npackage a:b;\n")
    assert case.fixed() == {"a.wit": "package a:b;\npackage a:c@0.1.0 {}\n", "b.wit": "package a:b;\n"}
    assert [[fix.title for fix in each.fixes] for each in case.diagnostics()] == [
        ["Give `a:b` the version 0.1.0"],
        ["Give `a:c` the version 0.1.0"],
        ["Give `a:b` the version 0.1.0"],
    ]
