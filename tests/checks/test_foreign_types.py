"""Types that are written as in another language, where one of the author's own is meant."""

from __future__ import annotations

import pytest

from tests.fixture import parse
from tests.ir.observed import EVERYWHERE, NEVER, cutting

HEADER = "package a:b@1.0.0;\n"
CODES = ("foreign-type", "undefined-name")


def found(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The messages, each with its fixes and who may apply them, however bodies are cut."""
    shown = []
    for how in (NEVER, EVERYWHERE):
        with cutting(how):
            diagnostics = [each for each in parse(HEADER + text).diagnostics() if each.code in CODES]
        shown.append(
            [(each.message, [(fix.title, fix.applicability.value) for fix in each.fixes]) for each in diagnostics]
        )
    assert shown[0] == shown[1]
    return shown[0]


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("interface i { record order-item { a: u8 } f: func(a: list<OrderItem>); }", "OrderItem", "order-item"),
        ("interface i { f: func(a: Error); variant error { a } }", "Error", "error"),
        ("interface i { resource r { f: func() -> Item; } record item { a: u8 } }", "Item", "item"),
        ("interface i { record order { a: u8 } }\ninterface j { use i.{order}; f: func(a: Order); }", "Order", "order"),
        ("interface i { type %list = u8; type t = List; }", "List", "%list"),
        # What other languages mean by the name does not count
        ("interface i { type duration = u64; f: func(a: Duration); }", "Duration", "duration"),
    ],
)
def test_type_of_the_same_words_is_written(text: str, name: str, meant: str) -> None:
    message = f"this interface has no type `{name}`; it has `{meant.removeprefix('%')}`"
    assert found(text) == [(message, [(f"Write `{meant}`", "safe")])]
    [fixed] = parse(HEADER + text).fixed(lambda diagnostic, fix: fix.applicability.value == "safe").values()
    assert fixed == (HEADER + text).replace(name, meant)


def test_type_of_another_interface_can_be_brought_in() -> None:
    text = "interface i { record order-item { a: u8 } }\nworld w { import f: func(a: OrderItem); }"
    message = "this world has no type `OrderItem`; `use i.{order-item};` brings `order-item` in"
    assert found(text) == [(message, [("Bring it in from `i`", "manual")])]


def test_type_that_is_like_it_can_be_written() -> None:
    text = "interface i { record order-item { a: u8 } f: func(a: OrderItems); }"
    message = "this interface has no type `OrderItems`; it has `order-item`"
    assert found(text) == [(message, [("Write `order-item`", "manual")])]


def test_type_of_another_language_stays_what_it_is_there() -> None:
    text = "interface i { type strin = u8; f: func(a: String); }"
    assert found(text) == [("WIT has no type `String`", [("Write `string`", "safe")])]


@pytest.mark.parametrize("text", ["interface i { f: func(a: RegExp); }", "interface i { record r { a: RegExp } }"])
def test_type_that_nothing_declares_is_called_as_in_wit(text: str) -> None:
    assert found(text) == [("this interface has no type `RegExp`; in WIT it would be called `reg-exp`", [])]
    assert [each.code for each in parse(HEADER + text).diagnostics()] == ["undefined-name"]
