"""The header of a file, from its first statement alone."""

from __future__ import annotations

import pytest

from wit_lsp.ir import header
from wit_lsp.ir.document import Document
from wit_lsp.ir.header import MAX_START_BYTES, MAX_STATEMENT_BYTES, header_in
from wit_lsp.ir.segment import Segment

LATER = "interface i {\n  type t = u8;\n}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("package a:b;\n", "a:b"),
        ("\ufeff// (c)\n/* ; { /* } */ */\n/// Docs; of it.\npackage  a : %b @ 1.2.3-rc.1 ;\n", "a:b@1.2.3-rc.1"),
        ("package a:b@1.0.0; interface i {}\n", "a:b@1.0.0"),
        ("package a:b\n\n", "a:b"),
        ("packge a:b;\n", "a:b"),
        ("namespace a:b;\n", "a:b"),
        ("// package a:b;\n", None),
        ("package c:d {\n}\n", None),
        ("use a:b/c;\n", None),
        ("package\n", None),
        ("/* package a:b;\n", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("later", ["", LATER])
def test_header_is_the_one_of_the_whole_file(text: str, expected: str | None, later: str) -> None:
    found = header_in((text + later).encode())
    assert found == Document("/a.wit", (text + later).encode()).facts.header
    assert (str(found) if found else None) == expected


def test_only_the_first_statement_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []

    def segment(text: bytes) -> Segment:
        read.append(text)
        return Segment(text)

    monkeypatch.setattr(header, "Segment", segment)
    for text in ("package a:b; interface i {", "package a:b;\n\n", "package a:b; use c:d/e;", "interface i {"):
        header_in(text.encode() + LATER.encode() * 1_000)
    assert read == [b"package a:b;"] * 3


def test_nothing_that_is_no_header_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header, "Segment", None)
    for text in (
        "x" * (MAX_STATEMENT_BYTES + 1),
        "/*" + " " * MAX_START_BYTES + "*/ package a:b;",
        "record r { a: b; }",
    ):
        assert header_in(text.encode()) is None
