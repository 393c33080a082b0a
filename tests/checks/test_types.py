"""What a type may be made of: handles of resources, keys of maps."""

from __future__ import annotations

import pytest

from tests.checks.test_checks import errors
from tests.fixture import parse
from tests.rules.cases import HEADER, interface

TYPES = (
    "resource r; record rec { a: u8 } enum e { x } flags fl { x } variant v { x }",
    "type a = r; type b = a; type own-r = own<r>; type borrow-r = borrow<r>; type u = u8; type l = list<r>;",
)


@pytest.mark.parametrize("handle", ["own", "borrow"])
@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("r", ""),
        ("a", ""),
        ("b", ""),
        ("rec", "a record"),
        ("e", "an enum"),
        ("fl", "a flags type"),
        ("v", "a variant"),
        ("u", "`u8`"),
        ("l", "a list"),
        ("own-r", "`own<r>`"),
        ("borrow-r", "`borrow<r>`"),
    ],
)
def test_a_handle_is_of_a_resource(handle: str, name: str, what: str) -> None:
    found = parse(interface(*TYPES, f"f: func(x: option<{handle}<{name}>>);")).diagnostics()
    expected = [f"`{name}` is {what}; a handle is of a resource"] if what else []
    assert [each.message for each in found if each.code == "not-resource"] == expected


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ("f: func(a: own<%rec>, b: list<borrow< e >>) -> own<u>;", ["%rec", "e", "u"]),
        ("type t = own<rec>;", ["rec"]),
        ("record s { x: u8, y: tuple<u8, own<rec>> } variant w { x(own<e>), y }", ["rec", "e"]),
        (
            "resource q { constructor(x: own<rec>); f: func(x: borrow<u>); g: static func(x: own<e>); }",
            ["rec", "u", "e"],
        ),
        ("use other.{there, there as x, plain, alias}; f: func(a: own<there>, b: own<x>, c: own<alias>);", []),
        (
            "use other.{plain, plain as x, deep}; f: func(a: own<plain>, b: own<x>, c: own<deep>);",
            ["plain", "x", "deep"],
        ),
        # Other errors say what is wrong with these, or nobody knows what they are
        ("f: func(a: own<nothing>, b: own<f>, c: own<String>, d: own<a:b/c>);", []),
        ("use unheard:of/them.{t}; f: func(a: own<t>);", []),
        ("type x = y; type y = x; f: func(a: own<x>);", []),
        ("resource res { a u8 } f: func(a: own<res>);", []),
    ],
)
def test_handles_are_checked_everywhere(member: str, expected: list[str]) -> None:
    others = """
interface other { use third.{rec as deep}; resource there; type plain = u8; type alias = there; }
interface third { record rec { a: u8 } }
"""
    found = errors(interface(*TYPES, member) + others)
    assert [each.removeprefix("not-resource ") for each in found if each.startswith("not-resource")] == expected


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        ("use a:b/j.{rec, h};", ["rec", "h"]),
        ("UNSTABLE use a:b/j.{rec, h};", []),
        ("UNSTABLE use a:b/j.{h}; UNSTABLE type rec = h;", []),
        ("UNSTABLE use j.{rec, h};", ["rec", "h"]),
    ],
)
def test_types_of_other_packages_are_not_looked_at_where_their_use_is_left_out(uses: str, expected: list[str]) -> None:
    types = "interface j { record rec { a: u8 } resource r; type h = own<r>; }"
    members = f"{uses} UNSTABLE f: func(a: own<rec>, b: own<h>);".replace("UNSTABLE", "@unstable(feature = x)")
    found = errors(f"{interface(members)}{types}\npackage a:b {{ {types} }}\n")
    assert [each.removeprefix("not-resource ") for each in found if each.startswith("not-resource")] == expected


def test_handles_in_a_world() -> None:
    inner = "export i: interface { record s { a: u8 } resource q; f: func(a: own<s>, b: own<q>); }"
    world = f"world w {{ resource q; record s {{ a: u8 }} import f: func(a: own<q>, b: own<s>); {inner} }}"
    assert errors(HEADER + world) == ["not-resource s", "not-resource s"]


def test_a_type_of_another_file_is_followed() -> None:
    case = parse(f"""\
//- a.wit
{HEADER}interface i {{ use j.{{t, r as s}}; f: func(a: borrow<t>, b: borrow<s>); }}
//- b.wit
{HEADER}interface j {{ resource r; record t {{ a: u8 }} }}
""")
    assert [each.message for each in case.diagnostics() if each.code == "not-resource"] == [
        "`t` is a record; a handle is of a resource"
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("borrow<rec>", "rec"),
        ("own< rec >", "rec"),
        ("own<%enum>", "%enum"),
        ("list<own<u>>", "list<u>"),
        ("own<own-r>", "own-r"),
        ("borrow<borrow-r>", "borrow-r"),
        # Whether to own or to borrow is for the author
        ("borrow<own-r>", "borrow<own-r>"),
        ("own<borrow-r>", "own<borrow-r>"),
    ],
)
def test_a_handle_of_no_resource_is_taken_off(before: str, after: str) -> None:
    text = interface(*TYPES, "enum %enum { x }", "f: func(a: TYPE);")
    case = parse(text.replace("TYPE", before))
    [fixed] = case.fixed(lambda each, fix: each.code == "not-resource" and each.preferred == fix).values()
    assert fixed == text.replace("TYPE", after)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        *((key, []) for key in ("bool", "s8", "s16", "s32", "s64", "u8", "u16", "u32", "u64", "char", "string")),
        *((key, [f"map-key {key}"]) for key in ("f32", "f64", "error-context", "list<u8>", "own<r>", "r", "u", "fl")),
        ("map<f32, u8>", ["map-key map<f32, u8>", "map-key f32"]),
        ("nothing", ["undefined-name nothing"]),
        ("String", ["foreign-type String"]),
    ],
)
def test_keys_of_maps(key: str, expected: list[str]) -> None:
    for member in (
        f"f: func(a: option<map<{key}, u8>>);",
        f"type t = map<{key}, u8>;",
        f"record s {{ x: map<{key}, u8> }}",
    ):
        assert errors(interface(*TYPES, member)) == expected


@pytest.mark.parametrize(
    ("key", "message", "after"),
    [
        ("u", "the key of a `map` cannot be an alias; `u` is `u8`", "u8"),
        ("w", "the key of a `map` cannot be an alias; `w` is `string`", "string"),
        ("rec", "`rec` cannot be the key of a `map`; keys are integers, `bool`, `char` and `string`", "rec"),
        ("list<u8>", "a list cannot be the key of a `map`; keys are integers, `bool`, `char` and `string`", "list<u8>"),
        ("own<r>", "`own<r>` cannot be the key of a `map`; keys are integers, `bool`, `char` and `string`", "own<r>"),
    ],
)
def test_what_is_written_for_the_key_of_a_map(key: str, message: str, after: str) -> None:
    text = interface(*TYPES, "use other.{w};", "f: func(a: map<TYPE, u8>);") + "interface other { type w = string; }"
    case = parse(text.replace("TYPE", key))
    [found] = [each for each in case.diagnostics() if each.code == "map-key"]
    assert found.message == message
    [fixed] = case.fixed(lambda each, _: each.code == "map-key").values()
    assert fixed == text.replace("TYPE", after)
