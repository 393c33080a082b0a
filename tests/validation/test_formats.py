"""Files that are no WIT have one error, which says what they are."""

from __future__ import annotations

import pytest

from wit_lsp.engine.diagnostics import Reporter
from wit_lsp.ir.document import Document


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b'(use "types.witx")\n(module $wasi\n  (import "memory" (memory))\n)\n', "WITX, an older format"),
        (b";; not WIT\n(module\n  (func $f)\n)\n", None),
        (b"// a module\n(module\n  (func $f)\n  (memory 1)\n)\n", "WebAssembly text"),
        (b'{\n  "name": "a",\n  "type": "module"\n}\n', "looks like JSON"),
        (b"\xef\xbb\xbf<!DOCTYPE html>\n<html></html>\n", "looks like XML or HTML"),
        (b"\0asm\x0d\0\x01\0", "an encoded module or component"),
        (b"<<<<<<< ours\ninterface i {}\n=======\n>>>>>>> theirs\n", None),
        (b"package a:b;\n(module)\n", None),
    ],
)
def test_a_file_of_another_format_is_one_error(text: bytes, what: str | None) -> None:
    found = list(Reporter().report(Document("x.wit", text)))
    if what is None:
        assert "not-wit" not in [each.code for each in found]
    else:
        assert [each.code for each in found] == ["not-wit"]
        assert what in found[0].message
