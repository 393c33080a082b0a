"""Equal facts are one object, and those that nothing has any more are forgotten."""

from __future__ import annotations

from wit_lsp.ir.facts import _LEAST_FORGOTTEN, TypeFacts, _Interned


def test_one_object_of_equal_facts() -> None:
    table = _Interned()
    assert table.one(TypeFacts("u8")) is table.one(TypeFacts("u8"))


def test_what_nothing_has_is_forgotten_and_what_something_has_is_not() -> None:
    table = _Interned()
    kept = [table.one(TypeFacts(f"kept-{number}")) for number in range(50)]
    for number in range(5 * _LEAST_FORGOTTEN):
        table.one(TypeFacts(f"left-{number}"))
    assert len(table.values) <= _LEAST_FORGOTTEN
    assert all(table.one(TypeFacts(each.kind)) is each for each in kept)
