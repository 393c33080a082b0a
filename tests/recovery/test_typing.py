"""While something is being typed, one error says so on its line, and nothing else is disturbed."""

from __future__ import annotations

import re

import pytest

from wit_lsp.engine.diagnostics import Reporter
from wit_lsp.ir.document import Document
from wit_lsp.problem import Severity

AROUND = """\
package example:shop@1.0.0;

interface orders {
  use stock.{shelf};

  record order {
    id: u64,
    at: shelf,
  }
MEMBER
  /// Orders once.
  @since(version = 1.0.0)
  place: func(of: order) -> result<u64, string>;
}
ITEM
/// What there is.
@since(version = 1.0.0)
interface stock {
  type shelf = u32;
}
"""
TYPED = [
    ("MEMBER", "  cancel: func(id: u64, why: option<string>) -> result<_, string>;"),
    ("MEMBER", "  use wasi:io/streams@0.2.0.{input-stream as input, output-stream};"),
    ("MEMBER", "  type ids = list<tuple<u64, string>>;"),
    ("MEMBER", "  enum state { open, closed }"),
    ("ITEM", "interface bills { pay: func(id: u64); }"),
    ("ITEM", "use wasi:io/poll@0.2.0 as polls;"),
    ("ITEM", "world shop { import wasi:io/poll@0.2.0; export orders; }"),
]


@pytest.mark.parametrize(("place", "line"), TYPED, ids=[line.strip() for _, line in TYPED])
def test_typing_a_line_disturbs_nothing_else(place: str, line: str) -> None:
    for length in range(len(line) + 1):
        text = AROUND.replace(place, line[:length]).replace("MEMBER\n", "").replace("ITEM\n", "\n")
        document = Document("x.wit", text.encode())
        row = AROUND[: AROUND.index(place)].replace("MEMBER\n", "").count("\n")
        errors = [each for each in Reporter().report(document) if each.code != "unclosed-block"]
        rows = [document.position(each.span.start, "utf-8")[0] for each in errors]
        assert len(rows) <= 1, (line[:length], [(each.code, each.message) for each in errors])
        assert all(each == row for each in rows), (line[:length], [e.message for e in errors])


SHOP = """\
package example:shop@1.0.0;

TOP
interface stock {
  INTERFACE
  type shelf = u32;

  resource cart {
    RESOURCE
    add: func(id: u64);
  }
}

world shop {
  WORLD
  export stock;
}
"""
ATTRIBUTES = (
    "@since(version = 1.0.0)",
    "@unstable(feature = carts)",
    "@deprecated(version = 1.2.3-rc)",
    '@external-id("shop")',
)


@pytest.mark.parametrize("place", ["TOP", "INTERFACE", "RESOURCE", "WORLD"])
@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_an_attribute_that_is_typed_disturbs_nothing_else(attribute: str, place: str) -> None:
    row = SHOP[: SHOP.index(place)].count("\n")
    around = re.sub(rf"\b(?!{place}\b)[A-Z]+\b", "", SHOP)
    for length in range(1, len(attribute) + 1):
        document = Document("x.wit", around.replace(place, attribute[:length]).encode())
        errors = [each for each in Reporter().report(document) if each.severity is Severity.ERROR]
        rows = [document.position(each.span.start, "utf-8")[0] for each in errors]
        assert rows in ([], [row]), (attribute[:length], [(each.code, each.message) for each in errors])
