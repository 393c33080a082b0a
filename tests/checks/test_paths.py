"""Names of interfaces and worlds of a package of one file or several, and what a `use` takes from them."""

from __future__ import annotations

import pytest

from tests.checks.test_checks import errors
from tests.fixture import parse
from tests.rules.cases import HEADER
from tests.sources import Texts
from wit_lsp.engine.engine import Engine
from wit_lsp.problem import Severity

CODE = "undefined-name"
DECLARED = """
interface types { record job { a: u8 } use t2.{x as y}; run: func(); }
interface t2 { type x = u8; }
world w {}
"""


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("interface i { use types.{job, y, run, jobs}; }", ["run", "jobs"]),
        ("interface i { use typs.{job}; use w.{job}; }", ["typs", "w"]),
        ("world v { import types; export none; import a: types; import b: none; include w; }", ["none", "none"]),
        ("world v { import w; include types; include none; }", ["w", "types", "none"]),
        ("use types as t; interface i { use t.{job, x}; use types.{job as j}; }", ["x"]),
        ("use a:b/c; use a:b/d as e; interface i { use c.{x}; use e.{x}; } world v { include e; import c; }", []),
        ("use none as typs; use logger; interface i { use typs.{x}; } world v { import logger; }", ["none", "logger"]),
        ("use none; use w; use w as v; world u { include v; }", ["none"]),
        (
            "world v { use types.{job}; use none.{x}; import i: interface { use none.{x}; use types.{jo}; } }",
            ["none", "none", "jo"],
        ),
        ("interface %use { type %type = u8; } world v { import %use; use %use.{%type}; }", []),
        ("package a:c { interface i { use none.{x}; use types.{job}; } }", ["none", "types"]),
        ("interface Foo { } world v { import Foo; import foo_bar; }", []),
    ],
)
def test_reported(item: str, expected: list[str]) -> None:
    found = errors(f"{HEADER}{item}{DECLARED}")
    assert [each.removeprefix(f"{CODE} ") for each in found if each.startswith(CODE)] == expected


def test_names_of_other_files_of_the_package_are_found() -> None:
    case = parse(f"""\
//- a.wit
{HEADER}world w {{ import b; import c; import d; include v; }}
//- b.wit
interface b {{ use c.{{x}}; use b2.{{x}}; }}
//- c.wit
{HEADER}interface c {{ type x = u8; }} world v {{}}
//- d.wit
package other:p@1.0.0;
interface d {{}}
""")
    assert [each.message for each in case.diagnostics() if each.code == CODE] == [
        "this package has no interface `d`",
        "this package has no interface `b2`",
    ]


@pytest.mark.parametrize(
    "broken",
    ["interface job { f: func( }", "interface job f: func();", "interfce job { f: func(); }", "use a:b/c as job"],
)
def test_what_does_not_parse_may_declare_it(broken: str) -> None:
    found = parse(f"{HEADER}world w {{ import job; }}\n{broken}\n").diagnostics()
    assert CODE not in [each.code for each in found]


def test_a_file_beside_that_changes_is_seen() -> None:
    engine = Engine(Texts({}))
    engine.open("/p/a.wit", f"{HEADER}interface i {{ use j.{{t}}; }}".encode())

    def seen() -> list[str]:
        return [each.message for each in engine.diagnostics("/p/a.wit") if each.code == CODE]

    assert seen() == ["this package has no interface `j`"]
    engine.open("/p/b.wit", f"{HEADER}interface j {{ }}".encode())
    assert seen() == ["`j` has no type `t`"]
    engine.open("/p/b.wit", f"{HEADER}interface j {{ type t = u8; }}".encode())
    assert seen() == []
    engine.open("/p/b.wit", f"{HEADER}world j {{ type t = u8; }}".encode())
    assert seen() == ["`j` is a world; a `use` takes types of an interface"]
    engine.close("/p/b.wit")
    assert seen() == ["this package has no interface `j`"]


@pytest.mark.parametrize("world", ["export todos;", "import todos;", "export a: todos;"])
def test_an_interface_whose_name_is_wrong_is_meant_by_the_one_that_it_gets(world: str) -> None:
    text = f"package a:b@1.0.0;\ninterface Todos {{ }}\nworld w {{ {world} }}\n"
    assert [each.code for each in parse(text).diagnostics() if each.severity is Severity.ERROR] == ["identifier-case"]
