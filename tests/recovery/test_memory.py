"""What is learnt from texts, however hostile, takes a bounded number of bytes."""

from __future__ import annotations

import gc
import random
import tracemalloc

import pytest

from wit_lsp.ir.parse import parse_segment
from wit_lsp.recovery.search import forget
from wit_lsp.syntax import recogniser

BOUND = 3_000_000


def hostile(chance: random.Random) -> bytes:
    """A type so deep that it brings hundreds of new places, and then nonsense."""
    deep = "".join(chance.choices(["list<", "tuple<u8,", "result<", "option<"], k=60))
    words = " ".join(chance.choices(["{", "}", "(", ">", ";", ",", ":", "->", "list", "func", "x"], k=5))
    return f"interface i {{ f: func(a: {deep} {words}); }}".encode()


def test_what_is_remembered_is_bounded_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recogniser, "MAX_KEPT_BYTES", BOUND)
    chance = random.Random(1)
    parse_segment(hostile(chance))  # the tables that no text adds to
    forget()
    gc.collect()
    tracemalloc.start()
    try:
        most, times = 0, 0
        for _ in range(12):
            parse_segment(hostile(chance))
            gc.collect()
            taken, _ = tracemalloc.get_traced_memory()
            times += taken < most // 2
            most = max(most, taken)
    finally:
        tracemalloc.stop()
    assert times, "it was never forgotten"
    assert most < 2 * BOUND
