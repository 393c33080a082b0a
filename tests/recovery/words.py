"""Words that mean something somewhere, as names: beside a broken statement they are names like any other."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import NamedTuple

from hypothesis import strategies as st

from tests.recovery.mutations import Mutation, mutations
from wit_lsp.engine.diagnostics import Reporter
from wit_lsp.ir.document import Document
from wit_lsp.problem import Severity
from wit_lsp.recovery.productions import ALL_PRODUCTIONS
from wit_lsp.syntax.foreign_types import is_foreign
from wit_lsp.syntax.language import captures, parse
from wit_lsp.syntax.lexer import wit_lexer
from wit_lsp.text import LineIndex, Span

# Statements by the head of the block in which they stand; a name stands for every `W`.
STATEMENTS = {
    "interface W": [
        *("type W = u8;", "type W = list<W>;", "enum W { W, W }", "flags W { W, W, }", "resource W;", "use W.{W};"),
        *("record W { W: u8, W: tuple<W, W> }", "record W {\n    W: string,\n    W: u8\n  }", "W: func();"),
        *("variant W { W(string), W(W), W }", "variant W {\n    W,\n    W(option<W>),\n  }"),
        *("use W:W/W.{W as W, W};", "@unstable(feature = W)\n  W: func();", "W: func(W: u8, W: result<W, W>) -> W;"),
        "resource W {\n    constructor(W: u8);\n    W: func(W: W) -> W;\n    W: static func();\n  }",
        "W: async func(\n    W: borrow<W>,\n  ) -> result<_, W>;",
    ],
    "world W": [
        *("import W;", "export W;", "import W:W/W;", "export W:W/W@1.0.0;", "include W;", "include W with { W as W }"),
        *("import W: func(W: u8) -> W;", "export W: interface {\n    W: func();\n    variant W { W(u8) }\n  }"),
        *("use W.{W, W as W};", "type W = W;", "record W { W: W }", "resource W { W: func(); }", "import W: W:W/W;"),
    ],
    "package W:W": [
        *("interface W {\n    W: func();\n  }", "world W {\n    import W;\n  }", "use W:W/W as W;", "interface W {}"),
    ],
}


class Pair(NamedTuple):
    """A broken text with words as names, and the same with names of the same length that mean nothing."""

    words: bytes
    plain: bytes


def words() -> list[str]:
    """All that mean something in the grammar or to a production, as names: a keyword after `%`.

    Types of other languages are left out: where a type stands, they are errors of their own.
    """
    lexer = wit_lexer()
    known = sorted({*lexer.contextual, *lexer.reserved, *ALL_PRODUCTIONS.firsts})
    names = [word for word in known if re.fullmatch(r"[a-z][a-z0-9-]*", word) and not is_foreign(word)]
    return [f"%{word}" if word in lexer.reserved else word for word in names]


def _plain(word: str) -> str:
    return "%" * word.startswith("%") + "n" * len(word.removeprefix("%"))


@st.composite
def broken_beside_words(draw: st.DrawFn) -> list[Pair]:
    """Texts of one block, in which one statement, which has none of the words, is broken in each way."""
    block = draw(st.sampled_from(sorted(STATEMENTS)))
    statements = st.sampled_from(STATEMENTS[block])
    before, after = (draw(st.lists(statements, max_size=3)) for _ in range(2))
    start = "".join([f"{block} {{\n", *(f"  {each}\n" for each in before)])
    victim = f"  {draw(statements)}\n".replace("W", "name")
    end = "".join([*(f"  {each}\n" for each in after), "}\n"])
    if draw(st.booleans()):
        start, victim, end = (re.sub("(?m)^ +", "", part) for part in (start, victim, end))
    word = st.sampled_from(sorted(wit_lexer().contextual)) | st.sampled_from(words())
    names = [draw(word) for _ in range((start + end).count("W"))]
    whole = _pair(start, victim.encode(), end, names)
    assert not any(parse(text).root_node.has_error for text in whole), whole.words
    chance = draw(st.randoms(use_true_random=False))
    broken = (
        _pair(start, mutation.text, "" if mutation.kind == "cut" else end, names)
        for mutation in mutations(victim.encode(), 1, chance)
    )
    return [pair for pair in broken if parse(pair.plain).root_node.has_error]


def _pair(start: str, victim: bytes, end: str, names: list[str]) -> Pair:
    def text(names: list[str]) -> bytes:
        left = iter(names)
        first, last = (re.sub("W", lambda _: next(left), part).encode() for part in (start, end))
        return first + victim + last

    return Pair(text(names), text(list(map(_plain, names))))


def in_file(text: bytes, count: int, chance: random.Random) -> Iterator[Pair]:
    """A file with mistakes in statements that have no such word, and the same with plain names for all words."""
    known = set(words())
    nodes = captures("(name) @name", parse(text).root_node).get("name", [])
    found = [Span(node.start_byte, node.end_byte) for node in nodes if (node.text or b"").decode() in known]
    if not found:
        return
    plain = bytearray(text)
    for start, end in found:
        plain[start:end] = _plain(text[start:end].decode()).encode()
    seed = chance.random()
    pairs = (mutations(each, count, random.Random(seed)) for each in (text, bytes(plain)))
    for one, other in zip(*pairs, strict=True):
        victim = _statement(text, one)
        if parse(one.text).root_node.has_error and not any(span.touches(victim) for span in found):
            yield Pair(one.text, other.text)


def _statement(text: bytes, mutation: Mutation) -> Span:
    """From the end of the statement before the row of a mutation to the start of the one after it."""
    start, end = LineIndex(text).line(mutation.row)
    before = max(text.rfind(mark, 0, start) for mark in (b";", b"{", b"}", b","))
    after = [text.find(mark, end) for mark in (b";", b"{", b"}", b",")]
    return Span(before + 1, min((each for each in after if each >= 0), default=len(text)))


def reported(text: bytes) -> list[tuple[str, int, int]]:
    """Code and place of each error."""
    found = Reporter().report(Document("x.wit", text))
    return [(each.code, *each.span) for each in found if each.severity is Severity.ERROR]
