"""Getters and setters: what they take and return, and which getter a setter needs."""

from __future__ import annotations

import pytest

from tests.checks.test_checks import errors
from tests.checks.test_unique import lines
from tests.fixture import parse
from tests.rules.cases import HEADER, interface
from wit_lsp.text import apply

CODES = ("getter-params", "getter-result", "setter-alone", "setter-arity", "setter-result")
OTHERS = """\
interface j { type right = result<_, u8>; }
package c:d { interface e { type right = result; } }
"""


def found_in(text: str) -> list[str]:
    return [each for each in errors(text) if each.startswith(CODES)]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ("p: get() -> u8; p: set(v: u8);", []),
        ("p: set(v: u8) -> result; p: get() -> u8; get: func(); set: func(a: u8, b: u8) -> u8;", []),
        ("p: get(a: u8, b: u8) -> u8; q: get(a: u8);", ["getter-params a", "getter-params a"]),
        ("p: get();", ["getter-result get"]),
        ("p: get() -> u8; p: set();", ["setter-arity set"]),
        ("p: get() -> u8; p: set(a: u8, b: u8, c: u8);", ["setter-arity b"]),
        ("p: get() -> u8; p: set(v: u8) -> result<u8>;", ["setter-result result<u8>"]),
        ("p: get() -> u8; p: set(v: u8) -> u8;", ["setter-result u8"]),
        ("p: get() -> u8; p: set(v: u8) -> result<_, u8>;", []),
        ("p: get() -> u8; p: set() -> u8;", ["setter-arity set", "setter-result u8"]),
        # What a name of a type means
        ("p: get() -> u8; p: set(v: u8) -> s; type s = result<_, u8>;", []),
        ("p: get() -> u8; p: set(v: u8) -> s; type s = result<u8>;", ["setter-result s"]),
        ("type t = result; type s = t; p: get() -> u8; p: set(v: u8) -> s;", ["setter-result s"]),
        ("use j.{right}; p: get() -> u8; p: set(v: u8) -> right;", ["setter-result right"]),
        ("record s { a: u8 } p: get() -> u8; p: set(v: u8) -> s;", ["setter-result s"]),
        ("use c:d/e.{right}; p: get() -> u8; p: set(v: u8) -> right;", ["setter-result right"]),
        # Other errors are about these
        ("use j.{none as n}; p: get() -> u8; p: set(v: u8) -> unheard-of; q: get() -> u8; q: set(v: u8) -> n;", []),
        ("type s = t; type t = s; p: get() -> u8; p: set(v: u8) -> s;", []),
        # Resources
        ("resource r { p: static get() -> u8; p: static set(v: u8); q: get(a: u8) -> u8; }", ["getter-params a"]),
    ],
)
def test_what_they_take_and_return(members: str, expected: list[str]) -> None:
    assert found_in(interface(lines(members)) + OTHERS) == expected


@pytest.mark.parametrize(
    ("items", "names"),
    [
        ("interface i { p: set(v: u8); q: set(v: u8); p: get() -> u8; }", ["q"]),
        ("interface i { p: set(v: u8); p: func() -> u8; }", ["p"]),
        ("interface i { p: set(v: u8); P: get() -> u8; }", ["p"]),
        ("interface i { resource r { p: set(v: u8); q: set(v: u8); q: get() -> u8; } p: get() -> u8; }", ["p"]),
        ("interface i { resource r { p: set(v: u8); p: static get() -> u8; } }", ["p"]),
        ("interface i { resource r { p: static set(v: u8); p: get() -> u8; } }", ["p"]),
        (
            "world w { import p: set(v: u8); export p: get() -> u8; export q: set(v: u8); import q: get() -> u8; }",
            ["p", "q"],
        ),
        ("world w { import p: set(v: u8); import p: get() -> u8; resource r { q: set(v: u8); } }", ["q"]),
        ("world w { import p: set(v: u8); include v; } world v { import p: get() -> u8; }", []),
        ("package a:b { interface i { p: set(v: u8); } }", ["p"]),
        # Other errors are about these
        ("interface i { resource r { R: set(v: u8); } fooBar: set(v: u8); }", []),
        ("interface i { p: set(); q: set(a: u8, b: u8); }", []),
        ("interface i { p: set(v: u8); p: get( -> u8; }", []),
        ("interface i { p: set(v u8); }", []),
    ],
)
def test_a_setter_needs_a_getter(items: str, names: list[str]) -> None:
    found = found_in(f"{HEADER}{lines(items)}\n")
    assert [each.removeprefix("setter-alone ") for each in found if each.startswith("setter-alone")] == names


@pytest.mark.parametrize(
    ("before", "message", "title", "after"),
    [
        ("p: get(a: u8) -> u8;", "a getter takes no parameters", "Write `func`", "p: func(a: u8) -> u8;"),
        (
            "p: get() -> u8;\n  p: set(v: u8) -> result<u8, u16>;",
            "a setter returns nothing, or a `result` without a value",
            "Write `_` for the value",
            "p: get() -> u8;\n  p: set(v: u8) -> result<_, u16>;",
        ),
        (
            "p: get() -> u8;\n  p: set(v: u8) -> result<u8>;",
            "a setter returns nothing, or a `result` without a value",
            "Write `result`",
            "p: get() -> u8;\n  p: set(v: u8) -> result;",
        ),
        (
            "record r { a: u8 }\n  p: get() -> u8;\n  p: set(v: u8) -> r;",
            "a setter returns nothing, or a `result` without a value",
            "Remove the result",
            "record r { a: u8 }\n  p: get() -> u8;\n  p: set(v: u8);",
        ),
        (
            "p: get() -> u8;\n  P: set(v: u8);",
            "the setter `P` has no getter of the same name; there is `p`",
            "Rename it to `p`",
            "p: get() -> u8;\n  p: set(v: u8);",
        ),
        (
            "%type: get() -> u8;\n  TYPE: set(v: u8);",
            "the setter `TYPE` has no getter of the same name; there is `type`",
            "Rename it to `%type`",
            "%type: get() -> u8;\n  %type: set(v: u8);",
        ),
        (
            "%type: set(v: list< u8 >);",
            "the setter `type` has no getter",
            "Add the getter `type`",
            "%type: set(v: list< u8 >);\n  %type: get() -> list< u8 >;",
        ),
        (
            "resource r {\n    @since(version = 1.0.0)\n    p: static set(v: u8); // it\n  }",
            "the setter `p` has no getter",
            "Add the getter `p`",
            "resource r {\n    @since(version = 1.0.0)\n    p: static set(v: u8); // it\n"
            "    @since(version = 1.0.0) p: static get() -> u8;\n  }",
        ),
    ],
)
def test_what_is_offered(before: str, message: str, title: str, after: str) -> None:
    case = parse(interface(before) + OTHERS)
    [found] = [each for each in case.diagnostics() if each.code in CODES]
    assert found.message == message
    [fix] = found.fixes
    assert fix.title == title
    [(path, edits)] = found.change(fix, case.engine()).edits.items()
    assert apply(case.files[path].encode(), edits).decode() == interface(after) + OTHERS


def test_a_result_that_is_brought_in_must_be_written_out() -> None:
    case = parse(interface("use j.{right};", "type s = right;", "p: get() -> u8;", "p: set(v: u8) -> s;") + OTHERS)
    [found] = [each for each in case.diagnostics() if each.code in CODES]
    assert found.message == "a setter returns nothing, or a `result` without a value; write out what `s` stands for"
    assert found.fixes == ()


def test_the_getter_of_an_export_is_an_export() -> None:
    case = parse(f"{HEADER}world w {{\n  export p: set(v: u8);\n}}\n")
    [found] = [each for each in case.diagnostics() if each.code in CODES]
    [(path, edits)] = found.change(found.fixes[0], case.engine()).edits.items()
    fixed = apply(case.files[path].encode(), edits).decode()
    assert fixed == f"{HEADER}world w {{\n  export p: set(v: u8);\n  export p: get() -> u8;\n}}\n"


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ("p: get() -> u8; p: static set(v: u8);", "the setter `p` is static, its getter is not"),
        ("p: set(v: u8); p: static get() -> u8;", "the getter `p` is static, its setter is not"),
    ],
)
def test_a_static_setter_needs_a_static_getter(members: str, message: str) -> None:
    [found] = [each for each in parse(interface(f"resource r {{ {members} }}")).diagnostics() if each.code in CODES]
    assert (found.message, found.fixes, [place.message for place in found.related]) == (
        message,
        (),
        ["`p` is declared here"],
    )
