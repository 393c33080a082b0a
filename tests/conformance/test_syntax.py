"""A file that the reference toolchain accepts has no syntax error."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.conformance import corpora
from tests.ir.observed import EVERYWHERE, NEVER, said_of
from wit_lsp.ir.document import Document
from wit_lsp.recovery.productions import ALL_PRODUCTIONS, find_productions
from wit_lsp.syntax.language import Node, parse
from wit_lsp.syntax.lexer import wit_lexer
from wit_lsp.syntax.segments import cut
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


def test_accepted_files_have_no_error_in_any_segment(capsys: pytest.CaptureFixture[str]) -> None:
    files = corpora.accepted_files()
    found = [
        (file, problem.code)
        for file in sorted(files)
        for segment in Document(str(file), file.read_bytes()).segments
        for problem in segment.problems
    ]
    with capsys.disabled():
        print(f"{len(files) - len({file for file, _ in found})} of {len(files)} accepted files get no syntax error")
    assert found == []


def test_cutting_into_segments_changes_nothing() -> None:
    """The segments have the same top-level items as the whole text."""
    for file in sorted(corpora.accepted_files()):
        text = file.read_bytes()
        whole = [(node.type, node.start_byte, node.end_byte) for node in _items(text)]
        starts = cut(text)
        segments = [
            (node.type, start + node.start_byte, start + node.end_byte)
            for start, end in pairwise([*starts, len(text)])
            for node in _items(text[start:end])
        ]
        assert segments == whole, file


def test_cutting_bodies_changes_nothing() -> None:
    """All answers about a text are the same whether its bodies are cut or not."""
    for text in sorted({file.read_bytes() for file in corpora.accepted_files()}):
        assert said_of(text, EVERYWHERE) == said_of(text, NEVER), text.decode()


def _items(text: bytes) -> list[Node]:
    return [node for node in parse(text).root_node.named_children if not node.is_extra]


def test_no_production_matches_valid_syntax() -> None:
    """In a text with a single error, all other places are asked too."""
    for path in sorted(corpora.accepted_files()):
        text = path.read_bytes()
        tokens = wit_lexer().tokens(text, LineIndex(text))
        assert find_productions(text, tokens, ALL_PRODUCTIONS, range(len(tokens))) == [], path
