"""Applying all fixes: how they share a text, and that it terminates."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.fixture import Fixture, parse
from tests.rules.cases import interface
from tests.sources import Texts
from tests.strategies import wit_files
from wit_lsp.engine.apply_fixes import _Accepted, apply_fixes
from wit_lsp.engine.engine import Engine
from wit_lsp.fixes.change import WorkspaceChange
from wit_lsp.ir.document import Document
from wit_lsp.problem import Applicability
from wit_lsp.syntax.language import captures
from wit_lsp.text import Edit, Span, encode


def comments(text: str) -> list[bytes | None]:
    """All comments, in the order of the text, without a CR at the end of a line."""
    segments = Document("test.wit", encode(text)).segments
    found = [
        captures("[(line_comment) (block_comment)] @c", segment.tree.root_node).get("c", []) for segment in segments
    ]
    return [(node.text or b"").rstrip(b"\r") for nodes in found for node in sorted(nodes, key=lambda n: n.start_byte)]


def words(text: str) -> list[bytes]:
    """All tokens except comments, in the order of the text."""
    found: list[bytes] = []
    for segment in Document("test.wit", encode(text)).segments:
        stack = [segment.tree.root_node]
        while stack:
            node = stack.pop()
            if not node.is_extra:
                stack += reversed(node.children)
                found += [] if node.children else [node.text or b""]
    return found


@given(wit_files())
def test_fixed_files_are_clean_and_do_not_change_again(text: str) -> None:
    """No problem with a fix is left: a file without dependencies has everything that its fixes need."""
    [applied_fixes] = parse_one(text).fixed().values()
    assert [each.message for each in parse_one(applied_fixes).diagnostics() if each.fixes] == []
    assert parse_one(applied_fixes).fixed() == {"test.wit": applied_fixes}


@given(wit_files())
def test_fixes_remove_nothing_but_lists_of_bytes_and_their_aliases(text: str) -> None:
    [applied_fixes] = parse_one(text).fixed().values()
    assert Counter(comments(applied_fixes)) == Counter(comments(text))  # documentation that is lost moves up
    rest, before = iter(words(applied_fixes)), words(text)
    aliases = {name for keyword, name in pairwise(before) if keyword == b"type"}
    gone = aliases | {b"list", b"<", b"u8", b">"}
    assert all(word in rest for word in before if word not in gone)


@given(wit_files(), st.sampled_from(["\n", "\r\n"]))
def test_fixes_keep_line_ends(text: str, newline: str) -> None:
    [applied_fixes] = parse_one(text.replace("\n", newline)).fixed().values()
    assert set(re.findall("\r?\n|\r", applied_fixes)) <= {newline}


def parse_one(text: str) -> Fixture:
    """A file without marks."""
    return Fixture({"test.wit": text})


def test_fixes_of_all_rules_in_one_text() -> None:
    """Fixes of one pass change different places; a later pass fixes what an earlier one wrote."""
    before = """\
package example:shop;

interface orders {
  use wasi:io/streams.{input-stream};
  print: func(of: string) -> list<u8>;
  place: func(order: list<u8>) -> result<list<u8>>;
}

package example:stock {
  interface shelves {
    print: func(of: string) -> list<u8>;
  }
}
"""
    after = """\
package example:shop@0.1.0;

interface orders {
  use wasi:io/streams@0.2.12.{input-stream, output-stream};
  print: func(of: string, deadline-ns: u64) -> output-stream;
  place: func(order: list<u8>, deadline-ns: u64) -> result<input-stream>;
}

package example:stock@0.1.0 {
  interface shelves {
    use wasi:io/streams@0.2.12.{output-stream};

    print: func(of: string, deadline-ns: u64) -> output-stream;
  }
}
"""
    assert parse(before).fixed() == {"test.wit": after}


def test_fixes_are_counted_by_file_and_code() -> None:
    case = parse(
        "//- a.wit\npackage a:b@1.0.0;\ninterface i { f: func() -> result; g: func() -> result; }\n"
        "//- b/b.wit\npackage b:c;\nuse wasi:io/poll;\n//- c/c.wit\npackage c:d@1.0.0;\n"
    )
    applied_fixes = apply_fixes(map(case.document, case.files), case.engine(), lambda *_: True)
    assert applied_fixes.counts == {
        "a.wit": Counter({"missing-deadline": 2}),
        "b/b.wit": Counter({"missing-package-version": 1, "unpinned-reference": 1}),
    }


def test_file_without_a_wanted_fix_stays_the_same_object() -> None:
    case = parse(interface("f: func() -> result;"))
    document = case.document()
    assert apply_fixes([document], case.engine(), lambda *_: False).documents == {"test.wit": document}


def test_only_wanted_fixes_are_applied() -> None:
    before = parse(interface("f: func() -> result;", "g: func() -> result;"))
    second = "f: func() -> result;", "g: func(deadline-ns: u64) -> result;"
    assert before.fixed(lambda each, _: each.span.start > 50) == {"test.wit": interface(*second)}


def test_files_of_dependencies_are_not_changed() -> None:
    """Only if the folder `deps` is next to a package: its name alone is not enough."""
    text = "package a:b;\ninterface i { f: func() -> result; }\n"
    main = "package c:d@1.0.0;\n"
    assert parse(f"//- main.wit\n{main}//- deps/a.wit\n{text}").fixed() == {"main.wit": main, "deps/a.wit": text}
    assert parse(f"//- deps/a.wit\n{text}").fixed() != {"deps/a.wit": text}


def test_fix_is_applied_as_a_whole_or_in_the_next_pass() -> None:
    taken = _Accepted(Engine(Texts({"a": b"0123456789", "b": b"0"})))

    def add(**edits: list[Edit]) -> bool:
        return taken.add(WorkspaceChange(edits))

    assert add(a=[edit(2, 4), edit(9, 9)])
    assert not add(b=[edit(0, 1)], a=[edit(3, 5)]), "it replaces the same byte"
    assert not add(a=[edit(9, 9, "other")]), "it inserts at the same place"
    assert not add(a=[edit(1, 3)]), "it replaces a part of a replacement"
    assert add(a=[edit(9, 9), edit(4, 5), edit(0, 2)]), "it shares one edit and overlaps with another"
    assert taken.edits == {"a": [edit(2, 4), edit(9, 9), edit(4, 5), edit(0, 2)]}


def edit(start: int, end: int, text: str = "new") -> Edit:
    return Edit(Span(start, end), text)


def test_many_mistakes_are_all_fixed() -> None:
    """Each line has four mistakes, and there are more than one search repairs."""
    lines = "".join(f"  fn do-{number}(a: Vec<u8>) -> Option<u8>\n" for number in range(150))
    right = "".join(f"  do-{number}: func(a: list<u8>) -> option<u8>;\n" for number in range(150))
    case = parse(f"package a:b@1.0.0;\ninterface i {{\n{lines}}}\n")
    applied_fixes = case.fixed(lambda each, fix: fix.applicability is Applicability.SAFE and not each.is_rule)
    assert applied_fixes == {"test.wit": f"package a:b@1.0.0;\ninterface i {{\n{right}}}\n"}
