"""Properties of real files with any mistake put into them."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.conformance import corpora
from tests.recovery.members import body, broken, in_stretch, in_whole
from tests.recovery.words import in_file, reported
from wit_lsp.ir.parse import parse_segment
from wit_lsp.syntax.lexer import Lexer, Token
from wit_lsp.syntax.segments import cut
from wit_lsp.text import LineIndex


@pytest.fixture(autouse=True)
def _corpora() -> None:
    corpora.needed()


def test_what_is_right_is_never_lexed(monkeypatch: pytest.MonkeyPatch) -> None:
    lexed: list[bytes] = []
    read = Lexer._read

    def counted(lexer: Lexer, text: bytes, lines: LineIndex, before: Token | None = None) -> Iterator[Token]:
        lexed.append(text)
        return read(lexer, text, lines, before)

    monkeypatch.setattr(Lexer, "_read", counted)
    for path in sorted(corpora.accepted_files()):
        for text in segments(path.read_bytes()):
            parse_segment(text)
        assert lexed == [], path
    parse_segment(b"interface i { f: func(a: own t); }")
    assert lexed


def segments(text: bytes) -> list[bytes]:
    starts = cut(text)
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def test_mistake_in_a_member_is_reported_alike_in_the_whole_and_in_a_segment() -> None:
    chance = random.Random(1)
    count = 0
    for path in chance.sample(sorted(corpora.accepted_files()), 60):
        for text in segments(path.read_bytes()):
            if (members := body(text)) is not None:
                for case in broken(members, 2, 2, chance):
                    assert in_stretch(case) == in_whole(case), path
                    count += 1
    assert count > 200


def test_words_with_a_meaning_are_names_beside_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    """Other files each time: many runs see all of them."""
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    count = 0
    for path in chance.sample(sorted(corpora.accepted_files()), 300):
        for pair in in_file(path.read_bytes(), 1, chance):
            assert reported(pair.words) == reported(pair.plain), f"{path}, seed {seed}: {pair.words.decode()}"
            count += 1
    with capsys.disabled():
        print(f"{count} mistakes beside words with a meaning, seed {seed}")
    assert count > 50
