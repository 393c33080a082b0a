"""What leads back to itself: types that contain one another, however their body is cut."""

from __future__ import annotations

import random

import pytest

from tests.checks.test_checks import errors
from tests.fixture import parse
from tests.ir.observed import EVERYWHERE, NEVER, cutting
from tests.rules.cases import HEADER, interface
from tests.sources import Texts
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.semantics.cycles import ways


def cycles(text: str, code: str = "type-cycle") -> list[Diagnostic]:
    return [each for each in parse(text).diagnostics() if each.code == code]


@pytest.mark.parametrize(
    "type",
    [
        *("a", "list<a>", "list<a, 2>", "option<a>", "result<a>", "result<_, a>", "tuple<u8, a>", "map<u8, a>"),
        *("future<a>", "stream<a>", "own<a>", "borrow<a>", "%a", "list<option<tuple<own<a>>>>"),
    ],
)
def test_a_type_cannot_contain_itself(type: str) -> None:
    mention = "%a" if "%" in type else "a"
    for declaration in (f"type a = {type};", f"record a {{ x: u8, y: {type} }}", f"variant a {{ x, y({type}) }}"):
        assert errors(interface(declaration)) == [f"type-cycle {mention}"]
        assert errors(f"{HEADER}world w {{ {declaration} }}") == [f"type-cycle {mention}"]
        assert errors(f"{HEADER}world w {{ import i: interface {{ {declaration} }} }}") == [f"type-cycle {mention}"]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ("type a = b; type b = a;", ["b"]),
        ("record a { x: b } f: func(); type b = list<c>; variant c { x(a) }", ["b"]),
        # At the first that is in a circle, not at what leads to it
        ("type a = c; type b = c; type c = b;", ["c"]),
        ("type a = b; type b = b; type c = d; type d = c;", ["b", "d"]),
        # One error for all that contain one another
        ("record a { x: b, y: c, z: a } record b { x: a } record c { x: b, y: a }", ["a"]),
        ("type a = own<b>; type b = borrow<a>;", ["b"]),
        ("type a = a; type b = own<a>; f: func(x: borrow<a>);", ["a"]),
        # These contain nothing
        ("resource a { f: func(x: b) -> a; g: func() -> own<a>; } record b { x: a, y: borrow<a> }", []),
        ("record a { x: b, y: b } type b = list<c>; type c = u8;", []),
        ("use other.{t as a}; type b = a; record c { x: a, y: b }", []),
    ],
)
def test_types_that_contain_one_another(members: str, expected: list[str]) -> None:
    found = errors(f"{interface(members)}interface other {{ type t = u8; }}")
    assert [each.removeprefix("type-cycle ") for each in found if not each.startswith("missing")] == expected


def test_what_is_not_understood_may_contain_something_else() -> None:
    assert cycles(interface("type a = b;", "record b { x: a y }")) == []


def test_a_handle_of_what_contains_it_is_one_error() -> None:
    assert errors(interface("record a { x: own<a>, y: borrow<b> } record b { x: u8 }")) == [
        "type-cycle a",
        "not-resource b",
    ]


@pytest.mark.parametrize(
    ("types", "message"),
    [
        ("type a = a;", "`a` contains itself; WIT has no recursive types: hold an index or a handle"),
        (
            "record a { x: u8, y: b } record b { x: d, y: list<c>, z: c } type d = u8; type c = a;",
            "`a` contains itself: `a` → `b` → `c` → `a`; WIT has no recursive types: hold an index or a handle",
        ),
    ],
)
def test_the_way_around_is_shown(types: str, message: str) -> None:
    assert [each.message for each in cycles(interface(types))] == [message]


def test_the_others_on_the_way_are_related() -> None:
    for how in (NEVER, EVERYWHERE):
        with cutting(how):
            text = f"""\
{HEADER}package other:p {{
  world w {{
    import i: interface {{ record a {{ x: b }} record b {{ x: u8, y: c }} type c = a; }}
    record d {{ x: e }}
    type e = d;
  }}
}}
"""
            found = cycles(text)
            related = [[(each.message, text[slice(*each.span)]) for each in one.related] for one in found]
            assert related == [[("`b` contains `c`", "c"), ("`c` contains `a`", "a")], [("`e` contains `d`", "d")]]
            places = [each.span.start for one in found for each in one.related]
            assert places == [text.index("c } type c"), text.index("a; }"), text.index("d;\n")]


SIZE = 10_000


def test_a_long_way_around() -> None:
    text = interface("\n".join(f"type t{n} = t{(n + 1) % SIZE};" for n in range(SIZE)))
    [found] = cycles(text)
    assert text[slice(*found.span)] == "t1"
    assert "`t0` → `t1` → `t2` → `t3` → … → `t0`;" in found.message
    assert [each.message for each in found.related][:2] == ["`t1` contains `t2`", "`t2` contains `t3`"]


def test_many_types_in_a_row_are_right() -> None:
    types = "\n".join(f"type t{n} = t{n + 1};" for n in range(SIZE))
    assert cycles(interface(types, f"type t{SIZE} = u8;")) == []


def test_many_circles_are_all_reported() -> None:
    assert len(cycles(interface("\n".join(f"record t{n} {{ a: t{n} }}" for n in range(900))))) == 900


def test_what_is_reported_follows_an_edit_elsewhere_in_the_body() -> None:
    engine = Engine(Texts({}))
    seen = []
    with cutting(EVERYWHERE):
        for last in ("u8", "a", "c", "u8", "b"):
            text = interface("type a = b;", "type b = c;", f"type c = {last};")
            engine.open("test.wit", text.encode())
            seen.append(
                [text[slice(*each.span)] for each in engine.diagnostics("test.wit") if each.code == "type-cycle"]
            )
    assert seen == [[], ["b"], ["c"], [], ["c"]]


def test_ways_around_in_any_graph() -> None:
    chance = random.Random(1)
    for _ in range(1000):
        nodes = list(range(chance.randint(1, 8)))
        graph = {
            each: chance.choices(nodes, k=chance.choice((0, 1, 1, 2, 3))) for each in chance.sample(nodes, len(nodes))
        }
        reached = {each: _reached(graph, each) for each in nodes}
        order = list(graph)
        expected = {
            each: min((other for other in reached[each] if each in reached[other]), key=order.index)
            for each in nodes
            if each in reached[each]
        }
        found = ways(graph)
        assert {each: way[0] for each, way in found.items()} == expected
        for each, way in found.items():
            if way[0] == each:
                assert len(set(way)) == len(way)
                assert all(to in graph[one] for one, to in zip(way, (*way[1:], each), strict=True))


def _reached(graph: dict[int, list[int]], start: int) -> set[int]:
    found: set[int] = set()
    left = [start]
    while left:
        new = set(graph[left.pop()]) - found
        found |= new
        left += new
    return found
