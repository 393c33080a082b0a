"""A check of a document that is not open, while others depend on its file."""

from __future__ import annotations

from tests.sources import Texts
from wit_lsp.engine.engine import Engine
from wit_lsp.ir.document import Document
from wit_lsp.semantics.queries import file_facts
from wit_lsp.text import encode

FILES = {
    f"/w/{n}.wit": f"package example:shop@1.0.0;\n\ninterface i{n} {{\n  f: func(a: undeclared);\n}}\n"
    for n in range(4)
}


def test_check_of_a_file_as_it_is_makes_nothing_of_others_out_of_date() -> None:
    engine = Engine(Texts({path: encode(text) for path, text in FILES.items()}))
    for path in FILES:
        engine.watch(path)
        engine.file_report(path)
        engine.db.get(file_facts, path)
    for path, text in FILES.items():
        assert engine.check(Document(path, encode(text))).limited()
        assert engine.stale_files() == []


def test_check_of_another_text_is_undone() -> None:
    engine = Engine(Texts({path: encode(text) for path, text in FILES.items()}))
    reports = {path: engine.file_report(path) for path in FILES}
    other = FILES["/w/3.wit"].replace("interface i3", "interface i1")
    found = engine.check(Document("/w/3.wit", encode(other))).limited()
    assert [each.code for each in found] == ["dup-item", "undefined-name"]
    assert {path: engine.file_report(path) for path in FILES} == reports
