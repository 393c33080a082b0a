"""A path where a type is expected, and the `use` that its fix writes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fixture import Fixture, check, parse
from tests.ir.observed import EVERYWHERE, NEVER, cutting
from wit_lsp.checks.path_types import TypePath, read
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.fixes.change import WorkspaceChange
from wit_lsp.ir.items import PackageId
from wit_lsp.problem import Applicability, Fix

CODE = "path-as-type"
OTHERS = """\
interface c { type t = u8; resource r; record %list { a: u8 } }
interface d { use c.{t}; }
//- deps/y.wit
package x:y@1.0.0;
interface i { resource t; resource u; }
interface j { resource t; }
//- deps/z1.wit
package x:z@1.0.0;
interface i { resource t; }
//- deps/z2.wit
package x:z@2.0.0;
interface i { resource t; }
"""


def is_safe(diagnostic: Diagnostic, fix: Fix) -> bool:
    return diagnostic.code == CODE and fix.applicability is Applicability.SAFE


def case_of(text: str) -> Fixture:
    return parse(f"package a:b@1.0.0;\n{text}{OTHERS}")


def offered(case: Fixture) -> list[list[tuple[str, str]]]:
    """The fixes of each path, each with who may apply it."""
    found = (each for each in case.diagnostics() if each.code == CODE)
    return [[(fix.title, fix.applicability.value) for fix in each.fixes] for each in found]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("i.t", (None, "i", "t")),
        ("i/%t", (None, "i", "t")),
        ("i::t", (None, "i", "t")),
        ("a:b/i.t", ("a:b", "i", "t")),
        ("a:b/i/t@1.0.0", ("a:b@1.0.0", "i", "t")),
        ("a:b/i@1.0.0.t", ("a:b@1.0.0", "i", "t")),
        ("a:b/i@1.0.0/t", ("a:b@1.0.0", "i", "t")),
        ("a : b / i . t", ("a:b", "i", "t")),
        ("a::b::i::t", ("a:b", "i", "t")),
        ("a:b/t", ("a:b", "", "t")),
        ("a:b/t@1.0.0-rc.1", ("a:b@1.0.0-rc.1", "", "t")),
        ("a::b::t", None),
        ("c.i.t", (None, "i", "t", "c")),
        ("c/i/t", (None, "i", "t", "c")),
        ("self.t", (None, "", "t")),
        ("super::i::t", (None, "i", "t")),
        ("crate::a::b::i::t", ("a:b", "i", "t")),
        ("a:b/c/i/t", None),
        ("t", None),
    ],
)
def test_what_a_path_says(text: str, path: tuple[Any, ...] | None) -> None:
    found = read(text)
    expected = None
    if path is not None:
        id, interface, name, *within = path
        package = None
        if id is not None:
            namespace, _, rest = id.partition(":")
            package = PackageId(namespace, *rest.split("@")) if "@" in rest else PackageId(namespace, rest, None)
        expected = TypePath(package, interface, name, *within)
    assert found == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("interface i {\n  f: func(a: c.t);\n}\n", "interface i {\n  use c.{t};\n\n  f: func(a: t);\n}\n"),
        ("interface i {\n  f: func(a: c::t);\n}\n", "interface i {\n  use c.{t};\n\n  f: func(a: t);\n}\n"),
        ("interface i {\n  f: func(a: b.c.t);\n}\n", "interface i {\n  use c.{t};\n\n  f: func(a: t);\n}\n"),
        ("interface i { type t = u8; f: func(a: b.i.t); }\n", "interface i { type t = u8; f: func(a: t); }\n"),
        (
            "interface i {\n  type q = list<x:y/i@1.0.0.t>;\n}\n",
            "interface i {\n  use x:y/i@1.0.0.{t};\n\n  type q = list<t>;\n}\n",
        ),
        # A version that is left out is that of the package
        (
            "interface i {\n  record q { a: x:y/i.t }\n}\n",
            "interface i {\n  use x:y/i@1.0.0.{t};\n\n  record q { a: t }\n}\n",
        ),
        # Every kind of member, and what is nested in it
        (
            "interface i {\n  use x:y/i@1.0.0.{u};\n  variant v { a(option<x:y/i@1.0.0.t>), b }\n}\n",
            "interface i {\n  use x:y/i@1.0.0.{u, t};\n  variant v { a(option<t>), b }\n}\n",
        ),
        (
            "interface i {\n  resource q {\n    constructor(a: c.t);\n    m: func() -> result<c/t, c.t>;\n  }\n}\n",
            "interface i {\n  use c.{t};\n\n  resource q {\n    constructor(a: t);\n"
            "    m: func() -> result<t, t>;\n  }\n}\n",
        ),
        # What is brought in already, be it under another name, is not brought in again
        (
            "interface i {\n  use c.{t as s};\n  f: func(a: c.t);\n}\n",
            "interface i {\n  use c.{t as s};\n  f: func(a: s);\n}\n",
        ),
        (
            "use x:y/i@1.0.0 as y;\ninterface i {\n  use y.{u};\n  f: func(a: y.t);\n}\n",
            "use x:y/i@1.0.0 as y;\ninterface i {\n  use y.{u, t};\n  f: func(a: t);\n}\n",
        ),
        # A `use` of another version is another one
        (
            "interface i {\n  use x:z/i@1.0.0.{t};\n  f: func(a: t, b: x:z/i@2.0.0.t);\n}\n",
            "interface i {\n  use x:z/i@1.0.0.{t};\n  use x:z/i@2.0.0.{t as z-t};\n  f: func(a: t, b: z-t);\n}\n",
        ),
        # A taken name gets an alias
        (
            "interface i {\n  t: func(a: c.t);\n}\n",
            "interface i {\n  use c.{t as c-t};\n\n  t: func(a: c-t);\n}\n",
        ),
        (
            "interface i {\n  type t = u8;\n  resource c-t;\n  f: func(a: c.t);\n}\n",
            "interface i {\n  use c.{t as c-t-2};\n\n  type t = u8;\n  resource c-t;\n  f: func(a: c-t-2);\n}\n",
        ),
        # A type that is called as a keyword
        (
            "interface i {\n  f: func(a: c/%list);\n}\n",
            "interface i {\n  use c.{%list};\n\n  f: func(a: %list);\n}\n",
        ),
        # Worlds, and interfaces in them
        (
            "world w {\n  import f: func(a: c.t);\n}\n",
            "world w {\n  use c.{t};\n\n  import f: func(a: t);\n}\n",
        ),
        (
            "world w {\n  export j: interface {\n    f: func(a: c.t);\n  }\n}\n",
            "world w {\n  export j: interface {\n    use c.{t};\n\n    f: func(a: t);\n  }\n}\n",
        ),
        # The interface's own types, and the package's own path
        (
            "interface i {\n  type q = u8;\n  f: func(a: i.q);\n}\n",
            "interface i {\n  type q = u8;\n  f: func(a: q);\n}\n",
        ),
        (
            "interface i {\n  type q = u8;\n  f: func(a: self.q, b: crate::i::q, c: a:b/i.q);\n}\n",
            "interface i {\n  type q = u8;\n  f: func(a: q, b: q, c: q);\n}\n",
        ),
        (
            "interface i {\n  f: func(a: a:b/c@1.0.0.t, b: a:b/c.r);\n}\n",
            "interface i {\n  use c.{t, r};\n\n  f: func(a: t, b: r);\n}\n",
        ),
        # A nested package has its own names, and sees those of the file by their full path
        (
            "package n:n@1.0.0 {\n  interface i {\n    f: func(a: e.s, b: a:b/c.t);\n  }\n"
            "  interface e { type s = u8; }\n}\n",
            "package n:n@1.0.0 {\n  interface i {\n    use e.{s};\n    use a:b/c@1.0.0.{t};\n\n"
            "    f: func(a: s, b: t);\n  }\n  interface e { type s = u8; }\n}\n",
        ),
        # Comments stay
        (
            "interface i {\n  // one\n  f: func(a: /* two */ c.t /* three */);\n}\n",
            "interface i {\n  use c.{t};\n\n  // one\n  f: func(a: /* two */ t /* three */);\n}\n",
        ),
    ],
)
def test_the_type_is_brought_in_under_a_plain_name(before: str, after: str) -> None:
    for how in (NEVER, EVERYWHERE):
        with cutting(how):
            fixed = case_of(before).fixed(is_safe)
            assert fixed["test.wit"] == case_of(after).files["test.wit"]
            assert [each for each in Fixture(fixed).diagnostics() if each.code in (CODE, "undefined-name")] == []


@pytest.mark.parametrize(
    ("member", "fixes"),
    [
        ("f: func(a: c.t);", [("Bring it in from `c`", "safe")]),
        # The likeliest type of the interface
        ("f: func(a: x:y/i@1.0.0.tt, b: c.lists);", [[], [("Bring in `list` from `c`", "manual")]]),
        (
            "f: func(a: x:y/y@1.0.0.t);",
            [[("Bring it in from `x:y/i@1.0.0`", "manual"), ("Bring it in from `x:y/j@1.0.0`", "manual")]],
        ),
        ("f: func(a: e.r);", [[("Bring it in from `c`", "manual")]]),
        ("f: func(a: e.c.r);", [[("Bring it in from `c`", "manual")]]),
        ("f: func(a: x:y/u);", [[("Bring it in from `x:y/i@1.0.0`", "manual")]]),
        ("f: func(a: q:q/i.t);", [[]]),
        ("f: func(a: x:y/i@1.0.0);", [[]]),
        # Two versions, and nothing that says which
        (
            "f: func(a: x:z/i.t);",
            [[("Bring it in from `x:z/i@2.0.0`", "unsafe"), ("Bring it in from `x:z/i@1.0.0`", "manual")]],
        ),
    ],
)
def test_what_is_offered(member: str, fixes: list[list[tuple[str, str]]]) -> None:
    assert offered(case_of(f"interface i {{ {member} }}\n")) == (fixes if isinstance(fixes[0], list) else [fixes])


def test_what_is_wrong_with_a_path_is_said() -> None:
    check(f"""\
package a:b@1.0.0;
interface i {{
  f: func(a: c.rr, b: d.mine);
          // ^^^^ path-as-type: `c.rr` is a path; `use` brings in its type; `c` has no type `rr`
                   // ^^^^^^ path-as-type: `d.mine` is a path; `use` brings in its type; `d` has no type `mine`
}}
interface k {{
  type q = u8;
  f: func(a: l.s);
          // ^^^ path-as-type: `l.s` is a path; `use` brings in its type; `l` uses this interface itself
}}
interface l {{ use m.{{q}}; type s = u8; }}
interface m {{ use k.{{q}}; }}
{OTHERS}""")


def test_a_path_that_leads_to_where_it_stands_is_not_needed() -> None:
    message = "the name of a type that is declared here stands alone"
    check(f"""\
package a:b@1.0.0;
interface i {{
  type q = u8;
  f: func(a: i.q, b: a:b/i@1.0.0.q);
          // ^^^ path-as-type: `i.q` is a path; {message}
                  // ^^^^^^^^^^^^^ path-as-type: `a:b/i@1.0.0.q` is a path; {message}
  resource r {{
    g: func() -> this.q;
              // ^^^^^^ path-as-type: `this.q` is a path; {message}
  }}
}}
world w {{
  type q = u8;
  import f: func(a: self.q);
                 // ^^^^^^ path-as-type: `self.q` is a path; {message}
}}
""")


def test_a_type_of_a_released_package_that_is_not_there_is_taken_at_its_word() -> None:
    case = Fixture(
        {"test.wit": "package a:b@1.0.0;\nworld w {\n  import f: func(a: own wasi:io/poll@0.2.0.pollable);\n}\n"}
    )
    found = [each for each in case.diagnostics() if each.code == CODE]
    assert [[(fix.title, fix.applicability.value) for fix in each.fixes] for each in found] == [
        [("Bring it in from `wasi:io/poll@0.2.0`", "unsafe")]
    ]


def test_a_path_whose_version_is_missing_takes_that_of_the_package() -> None:
    case = parse("""\
package a:b@1.0.0;
interface i {
  use wasi:clocks/monotonic-clock@0.2.3.{instant};
  f: func(a: instant) -> wasi:io/poll.pollable;
}
""")
    assert (
        case.fixed(lambda each, _: each.code == CODE)["test.wit"]
        == """\
package a:b@1.0.0;
interface i {
  use wasi:clocks/monotonic-clock@0.2.3.{instant};
  use wasi:io/poll@0.2.3.{pollable};
  f: func(a: instant) -> pollable;
}
"""
    )


def test_a_type_behind_a_feature_that_is_off_is_for_a_person_to_bring_in() -> None:
    gated = "interface e { @unstable(feature = more) type g = u8; }\n"
    assert offered(case_of(f"interface i {{ f: func(a: e.g); }}\n{gated}")) == [[("Bring it in from `e`", "manual")]]


def test_an_interface_may_be_called_as_a_library_of_another_language() -> None:
    text = "package a:b@1.0.0;\ninterface core { type t = u8; }\ninterface i { f: func(a: core.t, b: core.u); }\n"
    found = [each for each in parse(text).diagnostics() if each.code == "foreign-type"]
    assert [(each.message, [fix.applicability.value for fix in each.fixes]) for each in found] == [
        ("`core.t` is a path; `use` brings in its type", ["safe"]),
        ("WIT has no type `core.u`", []),
    ]


def test_an_unsaved_file_beside_it_says_what_is_there() -> None:
    from tests.sources import Texts
    from wit_lsp.engine.engine import Engine

    engine = Engine(Texts({"/p/a.wit": b"package a:b@1.0.0; interface i { f: func(a: c.t); }", "/p/b.wit": b""}))
    engine.open("/p/a.wit", b"package a:b@1.0.0; interface i { f: func(a: c.t); }")

    def titles() -> list[str]:
        return [fix.title for each in engine.diagnostics("/p/a.wit") for fix in each.fixes if each.code == CODE]

    assert titles() == []
    engine.open("/p/b.wit", b"package a:b@1.0.0; interface c { type t = u8; }")
    assert titles() == ["Bring it in from `c`"]
    [path] = [each for each in engine.diagnostics("/p/a.wit") if each.code == CODE]
    change: WorkspaceChange = path.change(path.fixes[0], engine)
    assert engine.document("/p/a.wit").edited(change.edits["/p/a.wit"]).text == (  # type: ignore[union-attr]
        b"package a:b@1.0.0; interface i { use c.{t}; f: func(a: t); }"
    )
