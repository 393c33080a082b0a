"""Names that clash in an interface, a world or a resource, in a body that is whole or cut, and what is offered."""

from __future__ import annotations

import pytest

from tests.checks.test_checks import errors
from tests.fixture import Fixture, parse
from tests.ir.observed import EVERYWHERE, NEVER, Cutting, cutting
from tests.rules.cases import HEADER, interface
from tests.sources import Texts
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.engine.judge import body_problems
from wit_lsp.text import apply

CODE = "dup-name"
OTHERS = "interface j { type t = u8; type u = u8; } interface k { type t = u16; } interface l { type T = u8; }\n"


def lines(items: str) -> str:
    """With a line for each item, so that a body can be cut after each."""
    return items.replace("; ", ";\n").replace("} ", "}\n")


def clashes(text: str) -> list[str]:
    return [each.removeprefix(f"{CODE} ") for each in errors(text) if each.startswith(CODE)]


@pytest.mark.parametrize(
    ("members", "names"),
    [
        ("f: func(); g: func(); f: func(a: u8);", ["f"]),
        ("get-it: func(); GET-it: func(); getit: func(); g: func();", ["GET-it", "getit"]),
        ("type t = u8; record r { a: u8 } enum t { b } variant R { c }", ["t", "R"]),
        ("f: func(); type f = u8;", ["f"]),  # at the function, wherever that stands
        ("r: func(); resource r; resource r { m: func(); }", ["r", "r"]),
        ("%f: func(); f: func();", ["f"]),
        # What a `use` brings in counts by the name that it has here
        ("use j.{t, u as v}; type t = u8; v: func(); u: func();", ["t", "v"]),
        ("use j.{t, t}; use k.{t as u}; use j.{u};", ["t", "u"]),
        ("type T = u8; use j.{t};", ["T"]),
        # which the reference accepts, and takes the type that is brought in
        ("type t = u8; use j.{t};", []),
        ("type t = u8; use j.{t}; type t = u8;", ["t"]),
        # Functions of a resource are among themselves
        ("resource r { m: func(); m: static func(); M: func(); }", ["m", "M"]),
        ("resource r { constructor(); constructor(a: u8); %constructor: func(); }", ["constructor"]),
        ("resource r { m: func(); } resource s { m: func(); } m: func();", []),
        ("resource r { m: func(); } resource R { m: func(); }", ["R"]),
        (
            "resource a-b { a-b: func(); AB: static func(); ab: get() -> u8; ab: set(v: u8); }",
            ["a-b", "AB", "ab", "ab"],
        ),
        # A setter is called as its getter is
        ("p: get() -> u8; p: set(v: u8); q: get() -> u8; Q: set(v: u8); Q: get() -> u8; q: set(v: u8);", ["Q", "q"]),
        ("p: get() -> u8; p: func(); p: set(v: u8); p: set(v: u8);", ["p", "p"]),
        ("resource r { p: get() -> u8; p: static get() -> u8; p: set(v: u8); p: static set(v: u8); }", ["p", "p"]),
        # A name that is none has its own error
        ("fooBar: func(); foo-bar: func();", []),
    ],
)
def test_interfaces(members: str, names: list[str]) -> None:
    assert clashes(interface(lines(members)) + OTHERS) == names


@pytest.mark.parametrize(
    ("items", "names"),
    [
        ("import f: func(); import f: func(); import F: interface {} export f: func();", ["f", "F"]),
        ("export f: func(); export F: interface { f: func(); f: func(); } import f: func();", ["F", "f"]),
        ("import x: j; import x: k; import j; import k; export x: j;", ["x"]),
        ("import t: func(); type t = u8; export t: func();", ["t"]),
        ("import x: j; use j.{t as X}; resource u { m: func(); m: func(); }", ["x", "m"]),
        ("import j; import j: func(); import k: interface {}", []),
        ("import p: get() -> u8; import p: set(v: u8); export p: get() -> u8; export P: func();", ["P"]),
    ],
)
@pytest.mark.parametrize("around", ["world w { ITEMS }", f"package a:b@1.0.0 {{ world w {{ ITEMS }} {OTHERS} }}"])
def test_worlds(around: str, items: str, names: list[str]) -> None:
    assert clashes(f"{HEADER}{around.replace('ITEMS', lines(items))}\n{OTHERS}") == names


def told(found: Diagnostic, case: Fixture) -> str:
    """A message with that at the related place, and the text there."""
    [(path, span, message)] = found.related
    return f"{found.message}; {message}: {case.files[path].encode()[slice(*span)].decode()}"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ("f: func(); f: func(a: u8);", "the function `f` is declared twice; `f` is declared here: f"),
        ("a-b: func(); AB: func();", "`AB` clashes with the function `a-b`: case and hyphens do not count; …: a-b"),
        ("f: func(); record f { a: u8 }", "`f` clashes with the type of the same name; …: f"),
        (
            "use l.{T}; type t = u8;",
            "`t` clashes with the type `T`: case and hyphens do not count; `T` is brought in here: T",
        ),
        ("use k.{t as f}; type f = u8;", "the type `f` is brought in and declared; `f` is brought in here: f"),
        ("use j.{u, t}; use j.{t as t};", "the type `t` is brought in twice; `t` is brought in here: t"),
        ("use j.{t}; use k.{t};", "two types `t` are brought in; `t` is brought in here: t"),
        ("resource r { constructor(); constructor(); }", "the constructor is declared twice; …: constructor"),
        ("resource r { m: func(); m: static func(); }", "`m` clashes with the method of the same name; …: m"),
        ("resource r { R: set(v: u8); }", "a function of `r` cannot be named like the resource; …: r"),
    ],
)
def test_messages(members: str, expected: str) -> None:
    for how in (NEVER, EVERYWHERE):
        with cutting(how):
            case = parse(interface(lines(members)) + OTHERS)
            [found] = [each for each in case.diagnostics() if each.code == CODE]
            message, _, place = expected.rpartition("; ")
            assert told(found, case).startswith(f"{message}; `")
            assert told(found, case).endswith(place.removeprefix("…"))


@pytest.mark.parametrize(
    ("members", "title", "fixed"),
    [
        (
            "record r { a: u8 }\n  f: func();\n  record r { a: u8 }",
            "Remove this type",
            "record r { a: u8 }\n  f: func();",
        ),
        ("f: func();\n  // again\n  f: func();", "Remove this function", "f: func();"),
        (
            "resource r {\n    m: func(a: u8);\n    m: func(a: u8);\n    constructor();\n  }",
            "Remove this method",
            "resource r {\n    m: func(a: u8);\n    constructor();\n  }",
        ),
        (
            "resource r {\n    m: func();\n  }\n  f: func();\n  resource r {\n    m: func();\n  }",
            "Remove this resource",
            "resource r {\n    m: func();\n  }\n  f: func();",
        ),
        ("use j.{t, u, t as t};", "Remove this `t`", "use j.{t, u};"),
        ("use j.{t, t, u};", "Remove this `t`", "use j.{t, u};"),
        ("use j.{t};\n  use j.{t, u};", "Remove this `t`", "use j.{t};\n  use j.{u};"),
        (
            "use j.{\n    t, // one\n    t, // two\n    t,\n    u, t /* three */\n  };",
            "Remove this `t`",
            "use j.{\n    t, // one\n    // two\n    u /* three */\n  };",
        ),
        ("use j.{t};\n  use j.{t}; // again", "Remove this `t`", "use j.{t};\n  // again"),
    ],
)
@pytest.mark.parametrize("how", [NEVER, EVERYWHERE], ids=["whole", "cut"])
def test_what_is_there_twice_is_removed(members: str, title: str, fixed: str, how: Cutting) -> None:
    with cutting(how):
        case = parse(interface(members) + OTHERS)
        assert {fix.title for each in case.diagnostics() for fix in each.fixes if each.code == CODE} == {title}
        [text] = case.fixed(lambda each, _: each.code == CODE).values()
    assert text == interface(fixed) + OTHERS


@pytest.mark.parametrize(
    ("members", "titles"),
    [
        # What is only here, or not the same, is its author's to remove
        ("f: func();\n  /// What it does.\n  f: func();", ["Remove this function (manual)"]),
        ("/// What it does.\n  f: func();\n  f: func();", ["Remove this function (safe)"]),
        ("f: func();\n  @since(version = 1.0.0)\n  f: func();", []),
        ("use j.{t};\n  @since(version = 1.0.0)\n  use j.{t};", ["Remove this `t` (manual)"]),
        ("f: func();\n  F: func();", []),
        ("type t = u8;\n  type t = u16;", []),
        # What a `use` brings in gets another name
        ("use j.{t};\n  use k.{t};", ["Bring it in as `k-t` (manual)"]),
        ("use j.{t};\n  type t = u8;", ["Bring it in as `j-t` (manual)"]),
        ("use a:b/c.{t};\n  t: func();\n  B-T: func();", ["Bring it in as `b-c-t` (manual)"]),
    ],
)
def test_what_is_offered(members: str, titles: list[str]) -> None:
    found = [each for each in parse(interface(members) + OTHERS).diagnostics() if each.code == CODE]
    assert [f"{fix.title} ({fix.applicability.value})" for each in found for fix in each.fixes] == titles


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("use j.{u as x, t};\n  t: func();", "use j.{u as x, t as j-t};\n  t: func();"),
        ("t: func();\n  use j.{u as t};", "t: func();\n  use j.{u as j-u};"),
        (
            "use j.{t /* one */, u};\n  t: func();\n  j-t: func();",
            "use j.{t as j-t-2 /* one */, u};\n  t: func();\n  j-t: func();",
        ),
    ],
)
def test_a_type_is_brought_in_by_another_name(before: str, after: str) -> None:
    case = parse(interface(before) + OTHERS)
    [found] = [each for each in case.diagnostics() if each.code == CODE]
    [(path, edits)] = found.change(found.fixes[0], case.engine()).edits.items()
    assert apply(case.files[path].encode(), edits).decode() == interface(after) + OTHERS


@pytest.mark.parametrize(
    "members",
    [
        "f: func(\n  f: func();",
        "f: func();\n  f: func(a b: u8);",
        "record f { a u8 }\n  f: func();",
        "use j.{t u};\n  type u = u8;",
        "resource r {\n    m: func(;\n    m: func();\n  }",
    ],
)
def test_what_does_not_parse_clashes_with_nothing(members: str) -> None:
    found = errors(interface(members) + OTHERS)
    assert found
    assert not clashes(interface(members) + OTHERS)


def test_a_signature_that_changes_leaves_the_names_of_its_body_alone() -> None:
    with cutting(EVERYWHERE):
        engine = Engine(Texts({}))
        members = [f"function-{number}: func(a: u8) -> u8;" for number in range(20)]

        def seen(*others: str) -> tuple[list[str], int]:
            engine.open("test.wit", interface(*members, *others).encode())
            engine.db.runs.clear()
            found = [each.message for each in engine.diagnostics("test.wit") if each.code == CODE]
            return found, engine.db.runs[body_problems]

        assert seen("last: func();")[0] == []
        assert seen("last: func(a: u8);") == ([], 0)
        assert seen("function-7: func(a: u8);") == (["the function `function-7` is declared twice"], 1)
        assert seen("function-7: func(b: u8);") == (["the function `function-7` is declared twice"], 1)
        assert seen("function-7: func(b: u8); // it") == (["the function `function-7` is declared twice"], 0)
        assert seen("function-70: func(b: u8);") == ([], 1)
