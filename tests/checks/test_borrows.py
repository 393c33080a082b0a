"""Results that contain a `borrow`, wherever it is declared and however the body is cut."""

from __future__ import annotations

import pytest

from tests.checks.test_checks import errors
from tests.fixture import parse
from tests.rules.cases import HEADER, interface
from wit_lsp.config import Settings
from wit_lsp.text import apply

TYPES = (
    "resource r; type a = r; type b = borrow<r>; type c = list<b>;",
    "record rec { x: u8, y: borrow<a> } record deep { x: option<rec> } variant v { x, y(tuple<u8, b>) }",
    "record fine { x: own<r>, y: r } type loop = list<loop>;",
)


def borrowed(text: str) -> list[str]:
    return [each.removeprefix("result-borrow ") for each in errors(text) if each.startswith("result-borrow")]


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("r", ""),
        ("a", ""),
        ("own<a>", ""),
        ("fine", ""),
        ("result<list<fine>, loop>", ""),
        ("borrow<r>", "borrow<r>"),
        ("borrow<a>", "borrow<a>"),
        ("option<borrow<%r>>", "borrow<%r>"),
        ("b", "b"),
        ("c", "c"),
        ("rec", "rec"),
        ("deep", "deep"),
        ("v", "v"),
        ("result<b>", "b"),
        ("result<_, b>", "b"),
        ("tuple<u8, b, c>", "b"),
        ("map<u8, b>", "b"),
        ("list<b, 2>", "b"),
        ("future<b>", "b"),
        ("stream<b>", "b"),
        ("stream<tuple<fine, deep>>", "deep"),
        # Other errors say what is wrong with these
        ("borrow<fine>", ""),
        ("option<nothing>", ""),
        ("a:b/c", ""),
    ],
)
def test_a_result_contains_no_borrow(result: str, expected: str) -> None:
    found = [expected] if expected else []
    for func in (
        "f: func() -> RESULT;",
        "f: async func(x: b) -> RESULT;",
        "resource q { f: func() -> RESULT; }",
        "resource q { f: static func() -> RESULT; }",
        "p: get() -> RESULT;",
    ):
        assert borrowed(interface(*TYPES, func.replace("RESULT", result))) == found
    for direction in ("import", "export"):
        world = f"world w {{ {' '.join(TYPES)} {direction} f: func() -> {result}; }}"
        assert borrowed(HEADER + world) == found


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ("resource q { constructor(x: b) -> result<q, c>; }", ["c"]),
        ("resource q { constructor() -> result<borrow<q>>; }", []),  # `ctor-ok` says what is wrong
        ("type made = result<q, b>; resource q { constructor() -> made; }", ["made"]),
        ("p: get() -> u8; p: set(x: u8) -> result<_, b>;", ["b"]),
        ("f: func(x: borrow<r>, y: deep, z: v);", []),
        ("record bad { x: borrow<fine> } f: func() -> bad;", []),  # `not-resource` says what is wrong
        ("record bad { x: borrow<fine>, y: b } f: func() -> bad;", ["bad"]),
        ("record half { x: borrow<r> y } f: func() -> half;", []),
        ("use other.{deep as x, fine as y}; f: func() -> x; g: func() -> y;", ["x"]),
        ("use unheard:of/them.{t}; f: func() -> t;", []),
    ],
)
def test_where_a_borrow_is_found(member: str, expected: list[str]) -> None:
    other = f"interface other {{ use third.{{{', '.join(('deep', 'fine'))}}}; }}\n"
    third = f"interface third {{ {' '.join(TYPES)} }}\n"
    assert borrowed(interface(*TYPES, member) + other + third) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("interface i { resource r; UNSTABLE f: func() -> borrow<r>; g: func() -> borrow<r>; }", 1),
        ("interface i { resource r; UNSTABLE resource q { UNSTABLE f: func() -> borrow<r>; } }", 0),
        ("UNSTABLE interface i { UNSTABLE resource r; f: func() -> borrow<r>; }", 0),
        ("world w { resource r; UNSTABLE import f: func() -> borrow<r>; export g: func() -> borrow<r>; }", 1),
        ("UNSTABLE world w { import i: interface { resource r; f: func() -> borrow<r>; } }", 1),
    ],
)
def test_what_is_left_out_may_return_a_borrow(items: str, expected: int) -> None:
    text = f"{HEADER}{items.replace('UNSTABLE', '@unstable(feature = x)')}\n"
    assert len(borrowed(text)) == expected
    on = parse(text).diagnostics(Settings(features=frozenset(["x"])))
    assert [each.code for each in on].count("result-borrow") == items.count("-> borrow")


def test_equal_declarations_of_two_interfaces_are_told_apart() -> None:
    one = "interface one { type t = u8; record pair { x: t } }"
    other = "interface other { resource r; type t = borrow<r>; record pair { x: t } }"
    uses = "use one.{pair as a}; use other.{pair as b}; record both { x: a, y: b } f: func() -> both;"
    assert borrowed(f"{interface(uses)}{one}\n{other}\n") == ["both"]


def test_a_long_chain_of_types_is_followed() -> None:
    chain = "".join(f"record t{n} {{ x: t{n + 1} }}\n" for n in range(10_000))
    text = interface(f"resource r; type t10000 = borrow<r>;\n{chain}", "f: func() -> t0;")
    [found] = [each.message for each in parse(text).diagnostics() if each.code == "result-borrow"]
    assert "the field `x` of `t9999`" in found


@pytest.mark.parametrize(
    ("result", "where"),
    [
        ("list<borrow<r>>", ""),
        ("c", " in `c`"),
        ("deep", " in the field `y` of `rec`"),
        ("option<v>", " in the case `y` of `v`"),
    ],
)
def test_the_message_says_where_it_is(result: str, where: str) -> None:
    found = parse(interface(*TYPES, f"f: func() -> {result};")).diagnostics()
    assert [each.message for each in found if each.code == "result-borrow"] == [
        f"`f` returns a `borrow`{where}; a result can only own handles"
    ]


@pytest.mark.parametrize(("before", "after"), [("borrow<r>", "r"), ("list<borrow< %r >>", "list<%r>"), ("c", None)])
def test_only_the_author_hands_over_what_was_lent(before: str, after: str | None) -> None:
    text = interface(*TYPES, "f: func() -> RESULT;")
    case = parse(text.replace("RESULT", before))
    [found] = [each for each in case.diagnostics() if each.code == "result-borrow"]
    assert found.preferred is None
    assert len(found.fixes) == (after is not None)
    if after is not None:
        [edits] = found.change(found.fixes[0], case.engine()).edits.values()
        assert apply(text.replace("RESULT", before).encode(), edits).decode() == text.replace("RESULT", after)
