"""Where a text is cut into segments, and that the trees do not depend on it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import COMMENTS, wit_files
from wit_lsp.ir.document import Document
from wit_lsp.ir.segment import Segment
from wit_lsp.syntax.language import Node, parse
from wit_lsp.syntax.segments import cut
from wit_lsp.text import Edit, Span, encode


@pytest.mark.parametrize(
    "segments",
    [
        [""],
        ["\n\n"],
        ["// only a comment\n"],
        ["package a:b;\n", "interface i {\n}\n", "world w {\n}\n", "use i as j;\n", "package c:d {\n}\n"],
        ["package a:b;\r\n", "interface i {\r\n}\r\n", "world w {\r\n}"],
        ["\ufeffpackage a:b;\n", "interface i {}\n"],
        ["\ufeff\ninterface i {}\n", "interface j {}\n"],
        ["// c\n\n/* d */\npackage a:b;\n", "interface i {}\n"],
        # Comments before an item belong to it, except at the end of the line of the item before
        ["interface i {}\n", "\n/// doc\n\n// more\ninterface j {}\n"],
        ["interface i {} // of i\n", "interface j {}\n"],
        ["interface i {} /* of\ni */ // too\n", "interface j {}\n"],
        ["interface i {}\n", "@since(version = 1.0.0)\n@unstable(feature = a)\ninterface j {}\n"],
        ["interface i {}\n", "@since(\n  version = 1.0.0 // )\n)\ninterface j {}\n"],
        ["interface i {}\n", '@external-id("(@}{/*")\ninterface j {}\n', "interface k {}\n"],
        ["interface i {}\n", "@since /* @ ( */ (version = 1.0.0) // c\n\nworld j {}\n"],
        # Words that do not begin an item
        ["interface i {\nuse j.{t};\nuse k.{u};\n}\n", "world w {}\n"],
        ["/*\ninterface a {\n*/\ninterface i {}\n", "interface j {}\n"],
        ["// \\\ninterface i {}\n/*\ninterface a {\n"],
        ["/* /*\n*/\ninterface a {\n*/ interface i {}\n", "interface j {}\n"],
        ["interface i {\n  /* } */ // }\n}\n", "use i as j;\n"],
        ['interface i {\n  @external-id("}")\n  f: func();\n}\n', "use i as j;\n"],
        ['interface i {\n  @external-id("/*\\"//")\n  f: func();\n}\n', "use i as j;\n"],
        # One line, one segment
        ["package a:b; interface i {} interface j {}\n", "world w {}\n"],
        ["interface i {} @since(version = 1.0.0)\ninterface j {}\n", "world w {}\n"],
        ["interface i {} use\na:b/c;\n", "use d as e;\n"],
        # A nested package is one segment
        ["package a:b {\ninterface i {\n}\nuse i as j;\nworld w {}\n}\n", "interface k {}\n"],
        ["\ufeffpackage a:b {\ninterface i {}\n}\n", "interface k {}\n"],
        ["// c\n/* d */ package /* ; */ a:b // ;\n{\ninterface i {}\n}\n", "package c:d {\ninterface j {}\n}\n"],
        ["package a:b; package c:d {\ninterface i {}\nworld w {}\n}\n", "interface j {}\n"],
        # An unclosed item ends where the next one begins
        ["interface i {\n  f: func();\n", "interface j {}\n"],
        ["interface i {\n  record r {\n", "\n/// doc\n@since(version = 1.0.0)\nworld w {}\n", "use i as j;\n"],
        ["package a:b {\ninterface i {\n", "package c:d {\n"],
        ["package a:b\n", "interface i {}\n"],
        ["interface i {}\n/*\ninterface j {}\n"],
    ],
)
def test_cut(segments: list[str]) -> None:
    text = encode("".join(segments))
    bounds = [*cut(text), len(text)]
    assert [text[start:end].decode() for start, end in pairwise(bounds)] == segments


@pytest.mark.parametrize("comment", [b"\n/* c */", b"\n// a comment of some length", b"\n/* /* c */ */"])
@pytest.mark.parametrize("head", [b"package a:b", b"\npackage a:b", b"interface a {}\npackage a:b"])
def test_many_comments_before_a_missing_semicolon_are_scanned_once(head: bytes, comment: bytes) -> None:
    assert cut(head + comment * 3000)[0] == 0


@given(wit_files())
def test_segments_have_the_items_of_the_whole_text(text: str) -> None:
    whole = encode(text)
    root = parse(whole).root_node
    assert not root.has_error
    bounds = [*cut(whole), len(whole)]
    parts = [shape(node, start) for start, end in pairwise(bounds) for node in top(parse(whole[start:end]).root_node)]
    assert parts == [shape(node, 0) for node in top(root)]


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A file, and edits; each counts in the text after the edits before it."""
    text = draw(wit_files())
    size, changes = len(encode(text)), []
    inserts = st.sampled_from(
        ["", "{", "}", ";", "/*", "*/", '"', "@", " x", "\nuse ", "\ninterface q {\n", "\r", *COMMENTS]
    )
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, size))
        end = draw(st.integers(start, min(size, start + draw(st.sampled_from([0, 1, 3, 200])))))
        changes.append(Edit(Span(start, end), draw(inserts)))
        size += len(encode(changes[-1].text)) - (end - start)
    return text, changes


@given(edits())
def test_edited_document_equals_a_new_one(case: tuple[str, list[Edit]]) -> None:
    text, changes = case
    document = Document("test.wit", encode(text))
    for change in changes:
        for segment in document.segments:
            assert segment.tree  # parses the text, so that the next version can reuse it
        document = document.edited([change])
        fresh = Document("test.wit", document.text)
        assert [group.text for group in document.groups] == [group.text for group in fresh.groups]
        assert list(problems(document)) == list(problems(fresh))
        if document.starts == fresh.starts:  # what parses is cut from more bytes on where it was not edited
            assert list(map(told, document.segments)) == list(map(told, fresh.segments))


def problems(document: Document) -> Iterator[tuple[Span, str]]:
    for located in document:
        for problem in located.segment.problems:
            yield problem.span.shifted(located.start), problem.message


def told(segment: Segment) -> tuple[object, ...]:
    return segment.text, segment.problems, segment.suppressions


def top(root: Node) -> list[Node]:
    """Without comments: one at the end of a line may belong to the item there or to the root."""
    return [node for node in root.named_children if not node.is_extra]


def shape(node: Node, start: int) -> tuple[str, int, int]:
    return node.type, start + node.start_byte, start + node.end_byte
