"""Where the reference toolchain accepts a file, nothing of it is a fault of syntax to us."""

from __future__ import annotations

import pytest
from wit_lsp.ir.source import Source

from tests.conformance import corpora
from wit_lsp.recovery.lexer import wit_lexer
from wit_lsp.recovery.productions import ALL_PRODUCTIONS, find_productions
from wit_lsp.syntax.language import Node, parse
from wit_lsp.text import LineIndex


@pytest.fixture(autouse=True)
def _corpora() -> None:
    corpora.needed()


def test_accepted_files_parse_without_an_error_node(capsys: pytest.CaptureFixture[str]) -> None:
    files = corpora.accepted_files()
    broken = [file for file in files if parse(file.read_bytes()).root_node.has_error]
    with capsys.disabled():
        print(f"\n{len(files) - len(broken)} of {len(files)} accepted files parse without an error node")
    assert broken == []


def test_accepted_files_have_no_mistake_in_any_piece(capsys: pytest.CaptureFixture[str]) -> None:
    files = corpora.accepted_files()
    found = [
        (file, problem.code)
        for file in sorted(files)
        for segment in Source(file.read_bytes()).segments
        for problem in segment.problems
    ]
    with capsys.disabled():
        print(f"{len(files) - len({file for file, _ in found})} of {len(files)} accepted files get no syntax error")
    assert found == []


def test_cutting_changes_nothing() -> None:
    """The top-level items of the segments are those of the whole text."""
    for file in sorted(corpora.accepted_files()):
        text = file.read_bytes()
        whole = [(node.type, node.start_byte, node.end_byte) for node in _items(text)]
        cut = [
            (node.type, start + node.start_byte, start + node.end_byte)
            for start, segment in Source(text)
            for node in _items(segment.text)
        ]
        assert cut == whole, file


def _items(text: bytes) -> list[Node]:
    return [node for node in parse(text).root_node.named_children if not node.is_extra]


def test_no_form_of_what_is_wrong_is_seen_in_what_is_right() -> None:
    """A text that is broken in one place is searched for them everywhere."""
    for path in sorted(corpora.accepted_files()):
        text = path.read_bytes()
        tokens = wit_lexer().tokens(text, LineIndex(text))
        assert find_productions(text, tokens, ALL_PRODUCTIONS, range(len(tokens))) == [], path
