"""Names of types that nothing declares, in a body that is whole or cut, and what is offered for them."""

from __future__ import annotations

import pytest

from tests.checks.test_checks import errors
from tests.fixture import parse
from tests.ir.observed import EVERYWHERE, NEVER, cutting
from tests.rules.cases import HEADER, interface
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.text import apply

CODE = "undefined-name"


def undefined(text: str) -> list[Diagnostic]:
    return [each for each in parse(text).diagnostics() if each.code == CODE]


@pytest.mark.parametrize(
    ("member", "names"),
    [
        ("f: func(a: t, b: option<list<u>>) -> result<v, w>;", ["t", "u", "v", "w"]),
        ("f: func(a: own<t>, b: borrow<%u>, c: borrow< v >);", ["t", "%u", "v"]),
        ("type t = list<u>;", ["u"]),
        ("record r { a: r2, b: tuple<u8, r3> } variant v { a(w), b }", ["r2", "r3", "w"]),
        ("resource r { constructor(a: t) -> result<r, e>; f: func() -> s; g: static func() -> r; }", ["t", "e", "s"]),
        ("f: func() -> g; g: func();", ["g"]),
        ("type t = %list-of; resource %list-of;", []),
        ("record %record { a: %record2 } type record2 = %enum; enum %enum { a }", []),
        ("use other.{t, u as v}; f: func(a: t, b: v) -> u;", ["u"]),
        # Other errors say what is wrong with these
        ("f: func(a: String, b: Foo, c: foo_bar);", ["Foo"]),
        ("f: func(a: float32);", []),
        ("f: func(a: a:b/c);", []),
        ("f: func() -> result<none, string>; g: func() -> unit; type t = option<result<u8, none>>;", []),
        # It is the type whose declaration gets that name
        ("type Key = u8; f: func(a: key);", []),
        ("record userName { a: u8, b user-name } f: func(a: user-name);", []),
        ("type KEY = u8; f: func(a: key);", ["key"]),
        # Where a value is needed, there is none
        ("f: func(a: unit, b: list<none>, c: result<u8, list<none>>);", ["unit", "none", "none"]),
    ],
)
def test_reported(member: str, names: list[str]) -> None:
    found = errors(interface(member) + "interface other { type t = u8; type u = u8; type x = u8; }")
    assert [each.removeprefix(f"{CODE} ") for each in found if each.startswith(CODE)] == names


def test_worlds_see_their_own_types_and_inline_interfaces_theirs() -> None:
    world = (
        "world w { type t = u8; import f: func(a: t, b: u); export i: interface { f: func(a: t) -> u; type u = u8; } }"
    )
    assert errors(HEADER + world) == [f"{CODE} u", f"{CODE} t"]


@pytest.mark.parametrize(
    ("broken", "member"),
    [
        ("record job { a u8 x", "f: func(a: job);"),
        ("variant job = a | ;", "f: func(a: job);"),
        ("use other.{t u job};", "f: func(a: job, b: u);"),
        ("struct job { a: u8 }", "f: func(a: job);"),
    ],
)
def test_what_does_not_parse_may_declare_it(broken: str, member: str) -> None:
    for how in (NEVER, EVERYWHERE):
        with cutting(how):
            text = interface(member, broken, "g: func(a: task);")
            assert [each.message for each in undefined(text)] == ["this interface has no type `task`"]


def test_a_declaration_that_is_mended_is_found_again() -> None:
    """What is judged depends on the texts, not on how they came about."""
    from tests.sources import Texts
    from wit_lsp.engine.engine import Engine

    engine = Engine(Texts({}))
    seen = []
    for name in ("jo", "job", "jobs", "job"):
        engine.open("test.wit", interface("f: func(a: job);", f"record {name} {{ a u8 x }}").encode())
        seen.append([each.code for each in engine.diagnostics("test.wit")].count(CODE))
    assert seen == [1, 0, 1, 0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("interface i { run: func(); f: func(a: list<run>); }", "run"),
        ("interface i { f: func(a: own<f>); record r { a: f } }", "f"),
        ("interface i { resource r { g: func(a: f); } f: func(); }", "f"),
        ("world w { import f: func(); export g: func(a: f); }", "f"),
        ("world w { import f: func(a: u8); type t = list<f>; }", "f"),
    ],
)
def test_a_function_is_no_type(text: str, name: str) -> None:
    for how in (NEVER, EVERYWHERE):
        with cutting(how):
            found = {each.message for each in undefined(f"{HEADER}{text}\n")}
            assert found == {f"`{name}` is a function, not a type"}


@pytest.mark.parametrize(
    "text",
    [
        "interface i { resource r { run: func(a: run); } }",
        "interface i { f: func(run: u8, b: run); }",
        "interface j { run: func(); } interface i { f: func(a: run); }",
        "world w { import i: interface { run: func(); } import f: func(a: run); }",
        "world w { import run: interface { } import f: func(a: run); }",
    ],
)
def test_functions_that_a_type_cannot_mean_are_not_named(text: str) -> None:
    where = "world" if "world" in text else "interface"
    for how in (NEVER, EVERYWHERE):
        with cutting(how):
            assert [each.message for each in undefined(f"{HEADER}{text}\n")] == [f"this {where} has no type `run`"]


@pytest.mark.parametrize(
    ("member", "message", "titles"),
    [
        ("record job { a: u8 } f: func(a: jobs);", "it has `job`", ["Write `job`"]),
        (
            "enum db-error { a } f: func() -> result<_, error>;",
            "it has `db-error`",
            ["Write `db-error`", "Declare `error`"],
        ),
        ("enum db-error { a } f: func() -> error;", "it has `db-error`", ["Write `result<_, db-error>`"]),
        ("f: func(a: t);", "`use other.{t};` brings it in", ["Bring it in from `other`"]),
        (
            "enum t2 { a } f: func(a: task);",
            "`use other.{task};` brings it in",
            ["Bring it in from `other`", "Bring it in from `third`"],
        ),
        (
            "enum tasks { a } f: func(a: task);",
            "`use other.{task};` brings it in",
            ["Bring it in from `other`", "Bring it in from `third`", "Write `tasks`"],
        ),
        ("enum runs { a } run: func(a: run);", "", ["Write `runs`"]),
        ("t: func(a: t);", "`use other.{t};` brings it in", ["Bring it in from `other`"]),
        ("f: func(a: unheard-of);", "", []),
        ("f: func(a: bytes);", "`use fourth.{bytes};` brings it in", ["Bring it in from `fourth`"]),
        ("f: func() -> none;", "`use fourth.{none};` brings it in", ["Bring it in from `fourth`"]),
        ("f: func() -> error;", "", ["Write `result<_, string>`"]),
        ("f: func(a: u7);", "WIT has `u8`", ["Write `u8`"]),
        ("type t = list<s24>;", "WIT has `s32`", ["Write `s32`"]),
        ("type t = u65;", "", []),
    ],
)
def test_what_is_offered(member: str, message: str, titles: list[str]) -> None:
    others = "interface other { type t = u8; type task = u8; }\ninterface third { type task = u8; }\n"
    others += "interface fourth { type bytes = list<u8>; enum none { a } }\n"
    [found] = undefined(interface(member) + others)
    assert found.message.partition("; ")[2] == message
    assert [fix.title for fix in found.fixes] == titles


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  f: func(a: t);\n", "  use other.{t};\n\n  f: func(a: t);\n"),
        ("  use other.{u};\n  f: func(a: t);\n", "  use other.{u, t};\n  f: func(a: t);\n"),
        ("  t: func(a: borrow<t>);\n", "  use other.{t as other-t};\n\n  t: func(a: borrow<other-t>);\n"),
        ("  record r { a: list< t > }\n", "  use other.{t};\n\n  record r { a: list< t > }\n"),
    ],
)
def test_a_type_of_another_interface_is_brought_in(before: str, after: str) -> None:
    other = "interface other { resource t; type u = u8; }\n"
    case = parse(f"{HEADER}{other}interface i {{\n{before}}}\n")
    [found] = [each for each in case.diagnostics() if each.code == CODE]
    [text] = case.files.values()
    change = found.change(found.fixes[0], case.engine())
    assert (
        apply(text.encode(), next(iter(change.edits.values()))).decode()
        == f"{HEADER}{other}interface i {{\n{after}}}\n"
    )


def test_interfaces_of_the_same_package_only_are_offered() -> None:
    case = parse(f"""\
//- a.wit
{HEADER}interface i {{ f: func(a: t, b: u); }}
//- b.wit
{HEADER}interface j {{ type t = u8; }}
//- c.wit
package other:p@1.0.0;
interface k {{ type u = u8; }}
""")
    found = [each for each in case.diagnostics() if each.code == CODE]
    assert [[fix.title for fix in each.fixes] for each in found] == [["Bring it in from `j`"], []]
