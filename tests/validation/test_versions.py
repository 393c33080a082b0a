"""Versions as SemVer and the reference have them."""

from __future__ import annotations

import pytest

from wit_lsp.ir.parse import parse_segment

NO_LEADING_ZERO = "a number cannot have a leading zero"


@pytest.mark.parametrize(
    "version",
    [
        *("0.0.0", "1.2.3", "1.0.0-a", "1.0.0-a.1", "1.0.0-0", "1.0.0-01a", "1.0.0+01", "1.0.0-a+b.c", "1.0.0--"),
        *("1.0.0-", "1.0.0+", "1.0.0-+", "1.0.0-a+", "18446744073709551615.0.0"),
    ],
)
def test_versions(version: str) -> None:
    assert faults(version) == []


@pytest.mark.parametrize(
    ("version", "fault", "new"),
    [
        ("01.0.0", NO_LEADING_ZERO, "1.0.0"),
        ("1.00.0-a", NO_LEADING_ZERO, "1.0.0-a"),
        ("1.0.0-01", "a number in its pre-release cannot have a leading zero", None),
        ("1.0.0-+a", "a part of its suffix is empty", None),
        ("1.0.0-a_b", "a suffix has ASCII letters, digits and `-`", None),
        ("18446744073709551616.0.0", "a number must fit in 64 bits", None),
    ],
)
def test_no_versions(version: str, fault: str, new: str | None) -> None:
    assert faults(version) == [(f"`{version}` is not a version: {fault}", new)]


def faults(version: str) -> list[tuple[str, str | None]]:
    """What is said of a version, and what to write for it."""
    problems = parse_segment(f"package a:b@{version};\n".encode()).problems
    return [(each.message, each.edits[0].text if each.edits else None) for each in problems]
