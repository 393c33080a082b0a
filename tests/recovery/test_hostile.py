"""Texts that nobody writes: each is read to its end, and as much is told of it as a person would read."""

from __future__ import annotations

import random

import pytest
from lsprotocol import types as lsp

from tests.features.view import DOCUMENT, URI, client
from tests.sources import Texts
from wit_lsp.engine.diagnostics import MAX_DIAGNOSTICS_PER_FILE, Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.features import View
from wit_lsp.features.document_symbol import document_symbol
from wit_lsp.features.folding_range import folding_range
from wit_lsp.problem import Severity
from wit_lsp.syntax.language import parse
from wit_lsp.text import encode

MANY = 1_100
"""Above all limits of what is reported."""

REPEATED = [
    *("(", "{", "<", "[", "/*", "*/", '"', "'", "`", "@", "%", ",", ";", ":", "=", ".", "-", "->", "-> result<", "\\"),
    *("f: func(", "f: func(\n", "@since(", "@since(version = ", "record r {", "record r {\n", "variant v {\n"),
    *("package a:b {", "package a:b {\n", "interface i {\n", "world w {\n", "resource r {\n", "a: ", "a: \n"),
    *("use ", "use\n", "use a:b/c.{", "include ", "import a: interface {", "type t = list<", "tuple<u8,", "own ", "a "),
    *("1.0.0-", "// wit-lsp: ignore[", "/* wit-lsp: ignore-file[unbounded-bytes] */", "\x1b", "\u202e", "😀"),
    *("\ufeff", "\ufeffinterface a {}\n", "interface a {}\0\0", "interface a {\r}\r"),
]
UNREADABLE = {
    "surrogates": encode("\ud83d\udc00") * MANY,
    "surrogate in a name": encode("interface a\ud83d {}"),
    "UTF-16": "package a:b;\ninterface i {}\n".encode("utf-16"),
    "UTF-16 without a mark": "package a:b;\ninterface i {}\n".encode("utf-16-le"),
    "UTF-16 of the other order": "package a:b;\ninterface i {}\n".encode("utf-16-be"),
    "half a character": b"package a:b;\n\xf0\x9f",
    "Latin-1": "package a:b; // für\n".encode("latin-1"),
    **{f"random bytes {seed}": random.Random(seed).randbytes(MANY) for seed in range(5)},
}
HUGE = {
    "one line": b"interface a { " + b"f: func(a: u8) -> list<u8>; " * 3_600 + b"}",
    "one line without an end": b"interface a { " + b"f: func(a: u8) -> list<u8>; " * 3_600,
    "one line of problems": b"interface a { " + b"f: func(a u8) -> list<u8>, " * 3_600 + b"}",
    "one name": b"interface " + b"a" * 200_000 + b" {}",
    "one number": b"interface a { type t = list<u8, " + b"9" * 200_000 + b">; }",
    "one comment": b"/* " + b"a / * " * 33_000 + b"*/",
    "one open comment": b"/* " * 66_000,
    "one string": b'@external-id("' + b"\\u{1F600}" * 22_000 + b'") interface a {}',
    "one string of faults": b'@external-id("' + b"\\x" * 10_000 + b'") interface a {}',
    "blank lines": b"\n" * 200_000,
    **{f"marks {seed}": bytes(random.Random(seed).choices(b'{}()<>;:,.@%-=_/*"\\ \na', k=MANY)) for seed in range(5)},
}


@pytest.mark.parametrize("text", REPEATED)
def test_the_same_again_and_again(text: str) -> None:
    told(encode(text) * MANY)


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_not_utf8_is_one_error(name: str) -> None:
    assert [each.code for each in told(UNREADABLE[name]) if each.severity is Severity.ERROR] == ["not-utf8"]


@pytest.mark.parametrize("name", HUGE)
def test_without_end(name: str) -> None:
    told(HUGE[name])


@pytest.mark.parametrize("text", [b"", b"\xef\xbb\xbf", b" \t\r\n"])
def test_what_is_empty_lacks_a_header_alone(text: bytes) -> None:
    assert [each.code for each in told(text)] == ["missing-package-header"]
    assert told(text.rstrip() + b"package a:b@1.0.0;\n") == []


def told(text: bytes) -> list[Diagnostic]:
    """What is told of a text, after all that an editor asks of it was asked."""
    engine = Engine(Texts({}))
    document = engine.open("test.wit", text)
    diagnostics, failures = engine.diagnostics("test.wit"), engine.failures("test.wit")
    assert not failures, failures[0].trace
    assert any(each.severity is Severity.ERROR for each in diagnostics) or not parse(text).root_node.has_error
    shown = list(diagnostics.limited())
    assert len(shown) <= MAX_DIAGNOSTICS_PER_FILE + 1
    assert all(0 <= each.span.start <= each.span.end <= len(text) for each in shown)
    for each in shown[:: len(shown) // 20 + 1]:  # an editor asks where the cursor is
        for fix in each.fixes:
            each.change(fix, engine)
    seen = View(document, engine, URI, 1, client())
    document_symbol.answer(seen, lsp.DocumentSymbolParams(DOCUMENT))
    folding_range.answer(seen, lsp.FoldingRangeParams(DOCUMENT))
    return shown
