"""Corner cases of the rule `unused-suppression`."""

from __future__ import annotations

import pytest

from tests.fixture import check, parse
from tests.ir.observed import EVERYWHERE, cutting
from tests.rules.cases import HEADER, fixed, interface, reported

RULE = "unused-suppression"
QUICK = "f: func() -> u32;"
LONG = "f: func() -> result;"


@pytest.mark.parametrize(
    ("member", "after"),
    [
        (f"{QUICK} // wit-lsp: ignore[missing-deadline]", QUICK),
        (f"{QUICK} // Counts. wit-lsp: ignore[missing-deadline] why", f"{QUICK} // Counts."),
        ("f: func() -> u32 /* wit-lsp: ignore[missing-deadline] */;", QUICK),
        ("f: func(/* wit-lsp: ignore[missing-deadline] */) -> u32;", QUICK),
        ("/* wit-lsp: ignore[missing-deadline] */ f: func() -> u32;", QUICK),
        (f"/* Counts. wit-lsp: ignore[missing-deadline] */\n  {QUICK}", f"/* Counts. */\n  {QUICK}"),
        (f"// wit-lsp: ignore[missing-deadline]\n\n  {QUICK}", f"\n  {QUICK}"),
        (
            f"{LONG} // wit-lsp: ignore[unbounded-bytes, missing-deadline]",
            f"{LONG} // wit-lsp: ignore[missing-deadline]",
        ),
        (
            f"{LONG} // wit-lsp: ignore[missing-deadline ,unbounded-bytes]",
            f"{LONG} // wit-lsp: ignore[missing-deadline]",
        ),
        (f"{QUICK} // wit-lsp: ignore[unbounded-bytes, missing-deadline]", QUICK),
    ],
)
def test_fix_removes_what_is_only_there_to_suppress(member: str, after: str) -> None:
    assert len(reported(RULE, interface(member))) == 1
    assert fixed(RULE, interface(member)) == (
        interface(after) if after[0] != "\n" else HEADER + f"interface i {{\n{after}\n}}\n"
    )


def test_suppression_that_no_item_follows_is_unused() -> None:
    assert reported(RULE, interface(QUICK, "// wit-lsp: ignore[missing-deadline]"))


def test_whole_file() -> None:
    text = f"{HEADER}// wit-lsp: ignore-file[missing-deadline]\ninterface i {{ F }}\ninterface j {{ {QUICK} }}\n"
    assert reported(RULE, text.replace("F", QUICK)) == ["// wit-lsp: ignore-file[missing-deadline]"]
    assert reported(RULE, text.replace("F", LONG)) == []
    assert fixed(RULE, text.replace("F", QUICK)) == text.replace("F", QUICK).replace(
        "// wit-lsp: ignore-file[missing-deadline]\n", ""
    )


def test_body_that_is_cut() -> None:
    with cutting(EVERYWHERE):
        text = f"{HEADER}// wit-lsp: ignore-next-item[missing-deadline]\ninterface i {{\n  {QUICK}\n  F\n}}\n"
        assert reported(RULE, text.replace("F", "g: func() -> u32;"))
        assert reported(RULE, text.replace("F", "g: func() -> result;")) == []


def test_two_that_suppress_the_same_are_both_used() -> None:
    text = f"// wit-lsp: ignore[missing-deadline]\n  {LONG} // wit-lsp: ignore[missing-deadline]"
    assert reported(RULE, interface(text)) == []


def test_name_of_no_rule_is_not_counted() -> None:
    assert reported(RULE, interface(f"{QUICK} // wit-lsp: ignore[missing-dedline]")) == []


def test_rule_that_does_not_run_is_not_counted() -> None:
    check(f"""\
//- wit-lsp.toml
profile = "core"
//- a.wit
package a:b@1.0.0;
interface i {{ {QUICK} }} // wit-lsp: ignore[missing-deadline]
""")


def test_item_that_is_being_typed_is_not_counted() -> None:
    found = parse(interface("f: func( -> u32; // wit-lsp: ignore[missing-deadline]")).diagnostics()
    assert {each.code for each in found if each.is_rule} == set()


def test_package_of_others_is_not_counted() -> None:
    text = "package wasi:x@1.0.0 {\n  // wit-lsp: ignore[missing-deadline]\n  interface i {}\n}\n"
    assert reported(RULE, HEADER + text) == []


def test_it_can_be_suppressed_itself() -> None:
    text = interface(f"{QUICK} // wit-lsp: ignore[missing-deadline]")
    whole = text.replace(HEADER, f"{HEADER}// wit-lsp: ignore-file[unused-suppression]\n")
    assert reported(RULE, whole) == []
    assert reported(RULE, text.replace("deadline]", "deadline, unused-suppression]")) == []
