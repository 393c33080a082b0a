"""The outline of a file."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types as lsp

from tests import fixture
from tests.features.view import DOCUMENT, URI, client, view
from wit_lsp.features.document_symbol import document_symbol
from wit_lsp.text import LineIndex, Span

KINDS = {"valueSet": list(range(1, 27))}
NESTED = client(textDocument={"documentSymbol": {"hierarchicalDocumentSymbolSupport": True, "symbolKind": KINDS}})
FLAT = client()


def check(text: str, outline: str) -> None:
    """A line for each symbol: its kind, name and detail."""
    seen = view(fixture.parse(text), NESTED)
    found = document_symbol.answer(seen, lsp.DocumentSymbolParams(DOCUMENT))
    nested = [each for each in found if isinstance(each, lsp.DocumentSymbol)]
    assert "".join(_lines(nested, "")) == outline
    for symbol in _all(nested):
        name = seen.span(symbol.selection_range)
        whole = seen.span(symbol.range)
        assert whole.start <= name.start <= name.end <= whole.end
        assert text.encode()[name.start : name.end].decode().lstrip("%") == symbol.name


def _lines(symbols: Sequence[lsp.DocumentSymbol], indent: str) -> list[str]:
    lines = []
    for each in symbols:
        lines.append(f"{indent}{each.kind.name} {each.name}{f' — {each.detail}' if each.detail else ''}\n")
        lines += _lines(each.children or [], indent + "  ")
    return lines


def _all(symbols: Sequence[lsp.DocumentSymbol]) -> list[lsp.DocumentSymbol]:
    return [found for each in symbols for found in (each, *_all(each.children or []))]


def test_everything_that_has_a_name() -> None:
    check(
        """\
package example:shop@1.0.0;

use a:b/c;

interface orders {
  use shapes.{point};
  type id = list<
    u8>;
  record order { id: id, note: option<string> }
  variant state { open, closed(string) }
  enum colour { red }
  flags options { gift }
  resource cart {
    constructor(owner: string);
    add: func(what: id);
    find: static func() -> cart;
  }
  %list: func(page: u32) -> list<order>;
}

world shop {
  import wasi:io/streams@0.2.12;
  import log: func(text: string);
  export admin: interface {
    stop: func();
  }
  include base;
}

package example:more {
  interface i {}
}
""",
        """\
Package example:shop@1.0.0
Interface orders — interface
  TypeParameter id — list< u8>
  Struct order — record
    Field id — id
    Field note — option<string>
  Enum state — variant
    EnumMember open
    EnumMember closed — (string)
  Enum colour — enum
    EnumMember red
  Enum options — flags
    EnumMember gift
  Class cart — resource
    Constructor constructor — (owner: string)
    Method add — func(what: id)
    Method find — static func() -> cart
  Function list — func(page: u32) -> list<order>
Module shop — world
  Interface wasi:io/streams@0.2.12 — import
  Function log — import
  Interface admin — export
    Function stop — func()
Package example:more
  Interface i — interface
""",
    )


def test_items_without_a_name_are_left_out() -> None:
    check("interface {\n}\ninterface a { f: func(); : func(); }\n", "Interface a — interface\n  Function f — func()\n")


def test_flat_symbols_have_the_name_of_their_container() -> None:
    text = "interface a {\n  resource b {\n    c: func();\n  }\n}\n"
    found = document_symbol.answer(view(fixture.parse(text), FLAT), lsp.DocumentSymbolParams(DOCUMENT))
    flat = [each for each in found if isinstance(each, lsp.SymbolInformation)]
    assert [(each.name, each.container_name) for each in flat] == [("a", None), ("b", "a"), ("c", "b")]
    assert all(each.location.uri == URI for each in flat)


def test_kinds_that_a_client_does_not_support_are_not_sent() -> None:
    text = "interface a {\n  type t = u8;\n  record r { f: u8 }\n  enum e { one }\n}\n"
    found = document_symbol.answer(view(fixture.parse(text), FLAT), lsp.DocumentSymbolParams(DOCUMENT))
    assert [each.kind.name for each in found] == ["Interface", "Class", "Class", "Field", "Enum", "Constant"]


def test_ranges_in_later_segments_count_in_the_file() -> None:
    text = "package a:b;\n\ninterface a {}\n/* 😀 */ world w {}\n"
    seen = view(fixture.parse(text), NESTED)
    found = document_symbol.answer(seen, lsp.DocumentSymbolParams(DOCUMENT))
    last = found[-1]
    assert isinstance(last, lsp.DocumentSymbol)
    start = text.encode().index(b"w {}")
    assert seen.span(last.selection_range) == Span(start, start + 1)
    assert LineIndex(text.encode()).row(start) == last.selection_range.start.line
