"""A `use` that names no types: one error, which says what the interface around needs."""

from __future__ import annotations

import pytest

from tests.fixture import parse
from tests.ir.observed import EVERYWHERE, NEVER, cutting

TYPES = "interface types { record place { a: u8 } enum mode { x } type other = u8; flags %list { y } }\n"
USES = [
    "import types;",
    "use types;",
    "use types.*;",
    "use types as t;",
    "use super::types;",
    "use crate::types::*;",
    "from types import *\n",
]


@pytest.mark.parametrize("use", USES)
def test_the_types_that_the_interface_needs_are_named_once(use: str) -> None:
    members = (
        "f: func(a: place) -> option<mode>;\n  record r { a: %list, b: place, c: own-type }\n  type own-type = u8;"
    )
    for how in (NEVER, EVERYWHERE):
        with cutting(how):
            case = parse(f"package a:b@1.0.0;\n{TYPES}interface i {{\n  {use}\n  {members}\n}}\n")
            [error] = [each for each in case.diagnostics() if each.severity.name == "ERROR"]
            assert error.message.endswith("; write `use types.{place, mode, %list};`")
            assert [fix.title for fix in error.fixes] == ["Write `use types.{place, mode, %list};`"]


@pytest.mark.parametrize("use", USES)
def test_what_nothing_needs_is_not_named(use: str) -> None:
    case = parse(f"package a:b@1.0.0;\n{TYPES}interface i {{\n  {use}\n  f: func(a: zebra);\n}}\n")
    wrong, undefined = [each for each in case.diagnostics() if each.severity.name == "ERROR"]
    assert not wrong.fixes
    assert undefined.message == "this interface has no type `zebra`"


def test_a_name_that_will_change_is_written_as_it_will_be() -> None:
    case = parse(
        "package a:b@1.0.0;\ninterface types { enum Mode { x } }\ninterface i { use types; f: func(a: Mode); }\n"
    )
    [wrong] = [each for each in case.diagnostics() if each.code == "expected-token"]
    assert wrong.message.endswith("; write `use types.{mode};`")
