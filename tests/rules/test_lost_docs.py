"""Which documentation the reference drops (as `wasm-tools component wit --json` shows), and where it is moved."""

from __future__ import annotations

import pytest

from tests.fixture import parse
from tests.ir.observed import EVERYWHERE, NEVER, cutting
from tests.rules.cases import fixed, interface, reported

RULE = "lost-docs"
GATE = "@since(version = 1.0.0)"


@pytest.mark.parametrize(
    ("member", "lost"),
    [
        (f"{GATE} /// a\n f: func();", ["/// a"]),
        (f"{GATE} /** a */ @deprecated(version = 1.0.0) /// b\n f: func();", ["/** a */", "/// b"]),
        (f"/// a\n {GATE} // b\n /// c\n /// d\n type t = u8;", ["/// c\n /// d"]),
        (f"{GATE} /// a\n resource r;", ["/// a"]),
        (f"resource r {{ {GATE} /// a\n f: func(); }}", ["/// a"]),
        ("f: func(/// a\n x: u8, y: u8 /** b */);", ["/// a", "/** b */"]),
        ("record r { /// a\n x: u8, /// b\n }", ["/// b"]),
        ("enum e { x /** a */ }", ["/** a */"]),
        ("resource r { f: func(); /// a\n /// b\n }", ["/// b"]),
        ("f: func();\n /// a", ["/// a"]),
        ("f: func(); /// a", []),
        # Kept, or no documentation
        (f"/// a\n {GATE} f: func();", []),
        (f"{GATE} // a\n f: func(); /* b */", []),
        ("/// a\n f: func(/* b */ x: u8);", []),
        ("record r { /// a\n x: u8 /// b\n, /// c\n y: u8 }", []),
        ("resource r {\n /// a\n }", ["/// a"]),
        # A `use` has none in any case
        (f"{GATE} /// a\n use x:x/x.{{/// b\n y /// c\n}};", []),
        ("/// a\n use x:x/x.{y};", []),
        ('@external-id("/// a") f: func();', []),
        # Our own
        (f"{GATE} /** wit-lsp: ignore[missing-deadline] */ f: func();", []),
    ],
)
@pytest.mark.parametrize("how", [NEVER, EVERYWHERE], ids=["whole", "cut"])
def test_reported(how: object, member: str, lost: list[str]) -> None:
    with cutting(how):  # type: ignore[arg-type]
        assert reported(RULE, interface(member)) == lost


@pytest.mark.parametrize(
    "member", ["f: func();\n /// a\n const x: u8 = 1;", "record r {\n x: u8,\n /// b\n reserved 4;\n}"]
)
@pytest.mark.parametrize("how", [NEVER, EVERYWHERE], ids=["whole", "cut"])
def test_documentation_of_what_is_wrong_is_not_lost(how: object, member: str) -> None:
    with cutting(how):  # type: ignore[arg-type]
        assert {each.severity.value for each in parse(interface(member)).diagnostics()} == {"error"}


def test_all_but_those_at_attributes_are_hints() -> None:
    text = interface(f"{GATE} /// a\n  f: func(/** b */ x: u8);", "/// c")
    found = [each for each in parse(text).diagnostics() if each.code == RULE]
    assert [(each.severity.value, len(each.fixes)) for each in found] == [("warning", 1), ("hint", 0), ("hint", 0)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{GATE}\n  /// a\n  f: func();", f"/// a\n  {GATE}\n  f: func();"),
        (f"/// a\n  {GATE}\n  /// b\n  /// c\n  f: func();", f"/// a\n  /// b\n  /// c\n  {GATE}\n  f: func();"),
        (f"{GATE} /// a\n  f: func();", f"/// a\n  {GATE}\n  f: func();"),
        (f"{GATE} /** a */ f: func();", f"/** a */\n  {GATE} f: func();"),
        (
            f"{GATE}\n  /// a\n  @deprecated(version = 1.0.0)\n  // b\n  /** c\n   d */\n  f: func();",
            f"/// a\n  /** c\n   d */\n  {GATE}\n  @deprecated(version = 1.0.0)\n  // b\n  f: func();",
        ),
        (
            f"resource r {{\n    {GATE}\n    /// a\n    f: func();\n  }}",
            f"resource r {{\n    /// a\n    {GATE}\n    f: func();\n  }}",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_fix(before: str, after: str, newline: str) -> None:
    texts = [interface(each).replace("\n", newline) for each in (before, after)]
    assert fixed(RULE, texts[0]) == texts[1]
