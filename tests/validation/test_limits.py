"""How deep a type is counts in its tokens: neither a comment nor a string adds a level or takes one away."""

from __future__ import annotations

import pytest

from wit_lsp.ir.parse import ParseResult, parse_segment
from wit_lsp.validation.limits import MAX_TYPE_DEPTH


def wrapped(levels: int, between: str = "") -> bytes:
    """A type in so many others."""
    deep = f"list<{between}" * levels + "u8" + f"{between}>" * levels
    return f"interface i {{\n  type t = {deep};\n}}\n".encode()


def codes(result: ParseResult) -> list[str]:
    return [problem.code for problem in result.problems]


@pytest.mark.parametrize("between", ["", "/*>*/", "/*;*/", "/* /* < */ > */", "// > ;\n", " /* } */ "])
def test_the_deepest_type_and_one_level_more(between: str) -> None:
    assert codes(parse_segment(wrapped(MAX_TYPE_DEPTH, between))) == []
    assert codes(parse_segment(wrapped(MAX_TYPE_DEPTH + 1, between))) == ["type-depth"]


def test_a_handle_is_no_level() -> None:
    text = wrapped(MAX_TYPE_DEPTH).replace(b"u8", b"own<r>")
    assert codes(parse_segment(text)) == []


def test_what_comments_and_strings_say_is_no_level() -> None:
    cases = "".join(f"    /// when x < {number}\n    c{number},\n" for number in range(2 * MAX_TYPE_DEPTH))
    assert codes(parse_segment(f"interface i {{\n  variant v {{\n{cases}  }}\n}}\n".encode())) == []
    assert codes(parse_segment(f'@external-id("{"<" * 200}")\ninterface i {{}}\n'.encode())) == ["external-id-place"]


def test_types_of_several_statements_are_counted_apart() -> None:
    text = b"interface i {\n" + b"  f: func(a: list<u8);\n" * (2 * MAX_TYPE_DEPTH) + b"}\n"
    assert set(codes(parse_segment(text))) == {"unclosed-block"}


def test_what_a_repair_brings_to_light_is_counted() -> None:
    """A comment that stays open hides the type from the parser; repaired, it ends with its line."""
    text = b"/* open\n" + wrapped(1_000)
    result = parse_segment(text)
    assert codes(result) == ["type-depth"]
    assert result.source_map is None
