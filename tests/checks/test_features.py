"""Items behind features: what may refer to them, and what needs the feature of the item that contains it."""

from __future__ import annotations

import pytest

from tests.checks.test_checks import errors
from tests.fixture import Fixture, parse
from tests.ir.observed import EVERYWHERE, NEVER, Cutting, cutting
from tests.rules.cases import HEADER
from tests.sources import Texts
from wit_lsp.config import ALL_FEATURES, Features, Settings
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.problem import Applicability
from wit_lsp.text import apply

CODE = "gated-off"
OFF, ON, SINCE = "@unstable(feature = off)", "@unstable(feature = on)", "@since(version = 1.0.0)"
TOML = '\n//- wit-lsp.toml\nfeatures = ["on"]\n'
TYPES = "interface types { OFF type t = u8; OFF resource r; ON type u = u8; }"


def wit(items: str) -> str:
    """A package with these items, in which the feature `on` is on."""
    gated = items.replace("OFF", OFF).replace("ON", ON).replace("SINCE", SINCE)
    return f"{HEADER}{gated}\n"


def reported(items: str) -> list[str]:
    """The names at the places of the errors, all of which are of this kind."""
    found = errors(wit(items) + TOML)
    assert {each.partition(" ")[0] for each in found} <= {CODE}
    return [each.partition(" ")[2] for each in found]


def found_in(case: Fixture, features: Features = frozenset({"on"})) -> list[Diagnostic]:
    return [each for each in case.diagnostics(Settings(features=features)) if each.code == CODE]


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ("interface i { OFF type t = u8; type a = t; type b = list<t>; record c { a: u8, b: t } }", ["t", "t", "t"]),
        ("interface i { OFF type t = u8; variant v { a(option<t>), b } resource r { f: func(a: t); } }", ["t", "t"]),
        ("interface i { OFF resource t; f: func(a: own<t>); g: func(a: borrow<%t>) -> t; }", ["t", "%t"]),
        ("interface i { OFF record t { a: u8 } OFF type u = t; OFF f: func(a: t); g: func() -> u; }", ["u"]),
        ("interface i { ON type t = u8; f: func(a: t); }", []),
        (f"{TYPES} interface i {{ use types.{{t, u}}; f: func(a: t); }}", ["t"]),
        (f"{TYPES} interface i {{ use types.{{t as x}}; OFF use types.{{r}}; ON use types.{{u}}; }}", ["t"]),
        (f"{TYPES} interface i {{ OFF use types.{{u}}; f: func(a: u); }}", ["u"]),
        (f"{TYPES} world w {{ use types.{{t}}; import f: func(a: t); }}", ["t"]),
        ("OFF interface i {} world w { import i; export i; import x: i; OFF import y: i; }", ["i", "i", "i"]),
        ("OFF interface i {} use i as j; world w { import j; }", ["j"]),
        ("OFF world v {} world w { include v; } world x { OFF include v; }", ["v"]),
        ("OFF interface i {} OFF world v {} OFF world w { import i; include v; }", []),
        ("world w { import i: interface { OFF type t = u8; f: func(a: t); } }", ["t"]),
        ("OFF interface i { OFF type t = u8; f: func(a: t); }", []),
        ("world w { OFF export i: interface { OFF type t = u8; f: func(a: t); } }", []),
        ("OFF world w { import i: interface { OFF type t = u8; f: func(a: t); } }", ["t"]),
        (f"package a:b {{ {TYPES.replace('types', 'i')} interface j {{ OFF type t = u8; f: func(a: t); }} }}", ["t"]),
    ],
)
def test_what_stays_cannot_refer_to_what_is_left_out(item: str, names: list[str]) -> None:
    assert reported(item) == names


@pytest.mark.parametrize(
    ("item", "error"),
    [
        ("interface i { OFF SINCE type t = u8; f: func(a: t); }", f"gate-both {SINCE}"),
        ("OFF world v {} world w { import v; }", "undefined-name v"),
    ],
)
def test_what_is_wrong_for_another_reason_is_one_error(item: str, error: str) -> None:
    assert errors(wit(item) + TOML) == [error]


@pytest.mark.parametrize(
    "item",
    [
        "interface i { OFF record t { : u8 } f: func(a: t); }",
        "interface i { OFF type t = ; record r { a: t } }",
    ],
)
def test_what_does_not_parse_is_behind_no_feature(item: str) -> None:
    assert CODE not in {each.partition(" ")[0] for each in errors(wit(item) + TOML)}


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ("interface i { use a:b/types.{t, u}; OFF use a:b/types.{r}; }", ["t"]),
        ("interface i { use a:b/shut.{}; OFF use a:b/shut.{t}; }", ["shut"]),
        ("interface i { use a:b/shut.{t}; } OFF interface j { use a:b/shut.{t}; }", ["shut", "t"]),
        ("OFF interface i { use a:b/types.{u}; use a:b/shut.{}; }", ["u", "shut"]),
        ("world w { import a:b/shut; OFF export a:b/shut; } OFF world v { import a:b/shut; }", ["shut", "shut"]),
        ("world w { include a:b/both; OFF include a:b/both; } OFF world v { include a:b/both; }", ["both", "both"]),
        ("use a:b/shut; use a:b/types as x; interface i { use x.{t}; } world w { import shut; }", ["shut", "t"]),
    ],
)
def test_what_other_packages_leave_out_is_looked_up_even_by_what_is_left_out(item: str, names: list[str]) -> None:
    others = f"{TYPES} OFF interface shut {{ OFF type t = u8; }} OFF world both {{}}"
    assert reported(f"{item} package a:b {{ {others} }}") == names
    nested = f"package c:d {{ {item} }} package a:b {{ {others} }}"
    assert reported(nested) == names


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ("world w { OFF import a:b/none; ON export a:b/none; OFF include a:b/no-world; }", ["none"]),
        ("interface i { OFF use a:b/none.{t}; OFF use a:b/types.{none}; ON use a:b/types.{no}; }", ["no"]),
        ("OFF world w { import a:b/none; } OFF world v { OFF import missing; }", ["none", "missing"]),
    ],
)
def test_what_is_left_out_may_name_what_another_package_does_not_have(item: str, names: list[str]) -> None:
    found = errors(wit(f"{item} package a:b {{ {TYPES} }}") + TOML)
    assert found == [f"undefined-name {name}" for name in names]


@pytest.mark.parametrize(
    ("item", "error"),
    [
        ("interface i { resource r; f: func() -> borrow<r>; }", "result-borrow borrow<r>"),
        ("interface i { resource r; OFF f: func() -> borrow<r>; }", None),
        ("OFF interface i { OFF resource r; f: func() -> borrow<r>; }", None),
        ("interface i { use a:b/types.{u}; OFF f: func(a: borrow<u>); }", "not-resource u"),
        ("interface i { OFF use a:b/types.{u}; OFF f: func(a: borrow<u>); }", None),
        ("interface i { OFF type u = u8; OFF f: func(a: borrow<u>); }", "not-resource u"),
    ],
)
def test_handles_in_what_is_left_out(item: str, error: str | None) -> None:
    assert errors(wit(f"{item} package a:b {{ interface types {{ type u = u8; }} }}") + TOML) == (
        [] if error is None else [error]
    )


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ("world w { OFF import p: set(v: u8); ON import q: set(v: u8); resource r { OFF s: set(v: u8); } }", ["q"]),
        ("OFF world w { import p: set(v: u8); }", []),
        ("interface i { OFF p: set(v: u8); resource r { OFF q: set(v: u8); } }", ["p", "q"]),
        ("OFF interface i { p: set(v: u8); }", ["p"]),
    ],
)
def test_setters_without_a_getter_that_a_world_leaves_out(item: str, names: list[str]) -> None:
    assert errors(wit(item) + TOML) == [f"setter-alone {name}" for name in names]


def test_features_of_dependencies_are_those_of_the_package() -> None:
    text = f"{HEADER}world w {{ include a:b/v; }}\n//- deps/b.wit\npackage a:b;\n{OFF} world v {{}}\n"
    assert [each.path for each in found_in(parse(text))] == ["test.wit"]
    assert found_in(parse(text), ALL_FEATURES) == []


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ("OFF interface i { f: func(); }", []),
        ("OFF interface i { type t = u8; OFF type u = t; ON enum e { a } resource r; }", ["t", "e", "r"]),
        (f"{TYPES} OFF interface i {{ use types.{{u}}; use types.{{}}; OFF use types.{{t}}; }}", ["u"]),
        ("OFF world w { type t = u8; OFF type u = u8; import f: func(); }", ["t"]),
        ("world w { OFF import i: interface { type t = u8; } }", ["t"]),
        ("OFF world w { import i: interface { type t = u8; } }", []),
        ("interface i { OFF resource r { f: func(); OFF g: func(); ON h: func(); constructor(); } }", None),
        ("OFF interface i { OFF resource r { f: func(); } }", []),
    ],
)
def test_types_and_functions_of_resources_need_the_feature_of_what_they_are_in(
    item: str, names: list[str] | None
) -> None:
    assert reported(item) == (["f", "h", "constructor"] if names is None else names)


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ("world w { OFF type t = u8; OFF resource r { f: func(); } import f: func(a: t, b: r); }", ["t", "r"]),
        ("world w { OFF type t = u8; type u = t; }", ["t"]),
        (f"{TYPES} world w {{ OFF use types.{{u}}; OFF use types.{{}}; ON use types.{{u as v}}; }}", ["u"]),
        (f"{TYPES} ON world w {{ OFF use types.{{u}}; }}", ["u"]),
    ],
)
def test_a_world_cannot_leave_out_a_type(item: str, names: list[str]) -> None:
    assert reported(item) == names


@pytest.mark.parametrize(("features", "count"), [({"on"}, 1), ({"off"}, 0), (ALL_FEATURES, 0), (set(), 1)])
def test_nothing_is_left_out_whose_feature_is_on(features: set[str] | str, count: int) -> None:
    case = parse(wit("interface i { OFF type t = u8; f: func(a: t); }"))
    assert len(found_in(case, features if features == ALL_FEATURES else frozenset(features))) == count


@pytest.mark.parametrize(
    ("item", "messages"),
    [
        (
            "interface i { OFF type t = u8; OFF type u = u8; @unstable(feature = c) type v = u8; "
            "f: func(a: t, b: u, c: v, d: t); }",
            [
                "`t` and `u` are behind the feature `off`, which is off; gate `f` too, or turn it on",
                "`v` is behind the feature `c`, which is off; gate `f` too, or turn it on",
            ],
        ),
        (
            "interface i { OFF type t = u8; ON f: func(a: t); }",
            ["`t` is behind the feature `off`, which is off; turn it on"],
        ),
        (
            "OFF interface i { type t = u8; } world w { import i; }",
            [
                "`i` is behind the feature `off`, which is off; gate `t` too, or turn it on",
                "`i` is behind the feature `off`, which is off; gate this `import` too, or turn it on",
            ],
        ),
        (
            "ON world w { OFF type t = u8; }",
            ["a world cannot leave out `t`, whose feature `off` is off; turn it on"],
        ),
        (
            "world w { OFF type t = u8; }",
            ["a world cannot leave out `t`, whose feature `off` is off; gate `w` instead, or turn it on"],
        ),
    ],
)
def test_messages_name_the_feature_and_what_to_gate(item: str, messages: list[str]) -> None:
    assert [each.message for each in found_in(parse(wit(item)))] == messages


@pytest.mark.parametrize(
    ("before", "title", "after"),
    [
        (
            "interface i {\n  OFF\n  type t = u8;\n  /// docs\n  f: func(a: t);\n}",
            "Gate `f` with `off`",
            "interface i {\n  OFF\n  type t = u8;\n  /// docs\n  OFF\n  f: func(a: t);\n}",
        ),
        (
            f"{TYPES}\ninterface i {{ /* a */ use types.{{t}}; }}",
            "Gate this `use` with `off`",
            f"{TYPES}\ninterface i {{ /* a */ OFF use types.{{t}}; }}",
        ),
        (
            "interface i {\n  OFF type t = u8;\n  SINCE\n  @deprecated(version = 1.0.0)\n  type u = t;\n}",
            "Gate `u` with `off`",
            "interface i {\n  OFF type t = u8;\n  OFF\n  @deprecated(version = 1.0.0)\n  type u = t;\n}",
        ),
        (
            'OFF world v {}\nworld w {\n  @external-id("a")\n  export f: func();\n  include v;\n}',
            "Gate this `include` with `off`",
            'OFF world v {}\nworld w {\n  @external-id("a")\n  export f: func();\n  OFF\n  include v;\n}',
        ),
        (
            "world w {\n  OFF type t = u8;\n  resource r { f: func(); }\n  import f: func();\n}",
            "Gate `w` with `off`",
            "OFF\nworld w {\n  OFF type t = u8;\n  OFF\n  resource r { OFF f: func(); }\n  import f: func();\n}",
        ),
        (
            "interface i { @unstable(feature = %use) type t = u8; f: func(a: t); }",
            "Gate `f` with `use`",
            "interface i { @unstable(feature = %use) type t = u8; @unstable(feature = %use) f: func(a: t); }",
        ),
    ],
)
def test_the_author_may_gate_what_refers_to_it(before: str, title: str, after: str) -> None:
    case = parse(wit(before))
    [found] = found_in(case)
    [fix] = found.fixes
    assert (fix.title, fix.applicability) == (title, Applicability.MANUAL)
    edits = found.change(fix, case.engine()).edits["test.wit"]
    fixed = apply(wit(before).encode(), edits).decode()
    assert fixed == wit(after)
    assert found_in(parse(fixed)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "OFF\ninterface i {\n  type t = u8;\n  resource r {\n    f: func();\n  }\n}",
            "OFF\ninterface i {\n  OFF\n  type t = u8;\n  OFF\n  resource r {\n    OFF\n    f: func();\n  }\n}",
        ),
        ("interface i { OFF resource r { constructor(); } }", "interface i { OFF resource r { OFF constructor(); } }"),
        (
            "OFF interface i { SINCE type t = u8; ON type u = u8; }",
            "OFF interface i { SINCE type t = u8; ON type u = u8; }",
        ),
        ("interface i { OFF type t = u8; f: func(a: t); }", "interface i { OFF type t = u8; f: func(a: t); }"),
    ],
)
def test_what_must_be_gated_is_gated_unless_it_is_said_to_be_stable(before: str, after: str) -> None:
    case = parse(wit(before))
    [fixed] = case.fixed(
        lambda each, fix: each.code == CODE and fix.applicability is Applicability.SAFE,
        Settings(features=frozenset({"on"})),
    ).values()
    assert fixed == wit(after)


@pytest.mark.parametrize("how", [NEVER, EVERYWHERE], ids=["whole", "cut"])
def test_a_change_of_a_gate_elsewhere_in_a_body_is_seen(how: Cutting) -> None:
    engine = Engine(Texts({}))
    functions = "".join(f"  f{number}: func(a: string, b: string) -> string;\n" for number in range(3))
    counts = []
    with cutting(how):
        for of_type, of_interface in (("", ""), (OFF, ""), ("", OFF), (OFF, OFF), ("", "")):
            members = f"{functions}  {of_type} type t = u8;\n{functions.replace('f', 'g').replace('gunc', 'func')}"
            text = f"{HEADER}{of_interface}\ninterface i {{\n  f: func(a: t);\n{members}  resource r;\n}}\n"
            engine.open("test.wit", text.encode())
            counts.append([each.code for each in engine.diagnostics("test.wit")].count(CODE))
    assert counts == [0, 1, 2, 1, 0]


def test_a_change_of_a_gate_in_another_file_is_seen() -> None:
    engine = Engine(Texts({}))
    user = f"{HEADER}interface i {{ use types.{{t}}; }}\nworld w {{ import types; }}\n".encode()
    engine.open("/w/a.wit", user)
    counts = []
    for gates in ("", f"{OFF} ", f"{SINCE} ", ""):
        engine.open("/w/b.wit", f"{HEADER}{gates}interface types {{ {gates}type t = u8; }}\n".encode())
        counts.append([each.code for each in engine.diagnostics("/w/a.wit")].count(CODE))
    assert counts == [0, 2, 0, 0]
