"""A stream of bytes is cut into messages, however it is cut when it comes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wit_lsp.server.reader import MAX_HEAD_BYTES, MAX_MESSAGE_BYTES, Frames, Unframed

BODIES = st.lists(st.binary(max_size=20), max_size=4)


def fed(*parts: bytes) -> list[bytes]:
    frames = Frames()
    return [body for part in parts for body in frames.feed(part)]


@given(BODIES, st.lists(st.integers(0, 200), max_size=6))
def test_stream_may_be_cut_anywhere(bodies: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(b"Content-Length: %d\r\n\r\n%b" % (len(body), body) for body in bodies)
    bounds = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    assert fed(*(stream[start:end] for start, end in pairwise(bounds))) == bodies


def test_what_is_not_complete_waits() -> None:
    frames = Frames()
    for part in (b"Content-Le", b"ngth: 3\r\n", b"\r\n", b"ab"):
        assert list(frames.feed(part)) == []
    assert list(frames.feed(b"cContent-Length: 0\r\n\r\n")) == [b"abc", b""]


@pytest.mark.parametrize(
    "head",
    [
        b"content-length:3",
        b"CONTENT-LENGTH \t: \t3 \t",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 3",
        b"Content-Length: 3\r\nContent-Type: x",
        b"X-Content-Length: 9\r\nContent-Length: %b3" % (b"0" * 5000),
        b"X: without a length\r\n\r\nContent-Length: 3",
    ],
)
def test_heads(head: bytes) -> None:
    assert fed(head + b"\r\n\r\nabc") == [b"abc"]


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: %d\r\n\r\n" % (MAX_MESSAGE_BYTES + 1),
        b"Content-Length: %b\r\n\r\n" % (b"9" * 4301),
        b"X: %b\r\n\r\n" % (b"x" * MAX_HEAD_BYTES),
        b"x" * (MAX_HEAD_BYTES + 4),
    ],
)
def test_head_that_can_be_none_is_the_end_but_what_came_before_it_counts(head: bytes) -> None:
    frames, found = Frames(), []
    with pytest.raises(Unframed):
        for body in frames.feed(b"Content-Length: 3\r\n\r\nabc" + head):
            found.append(body)  # noqa: PERF402
    assert found == [b"abc"]


def test_longest_head_that_is_one() -> None:
    field = b"Content-Length: 1\r\nX: "
    assert fed(field + b"x" * (MAX_HEAD_BYTES - len(field)) + b"\r\n\r\na") == [b"a"]
