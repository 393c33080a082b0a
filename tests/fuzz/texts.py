"""Texts made from the files of the corpora: pieces of files, spliced, and changed in a few places.

A text follows from its seed and its number alone, so that each can be made again without those before it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import cache

from tests.conformance import corpora
from wit_lsp.syntax.lexer import wit_lexer
from wit_lsp.text import LineIndex

MAX_PIECE = 1_500
"""Bytes of a piece of a file: what is wrong in a long text is as wrong in a short one, which costs less."""

MAX_EDITS = 6

# Words of WIT, of its past and of other languages, marks, and bytes that end or hide what comes after them.
WORDS = r"""
; , : . { } ( ) < > [ ] = -> @ % / * - _ ` ' " \ # & $ ! ? | ~ ^ 0 9 // /* */ /// //! .{ : :: => += -- >> <<
package interface world use import export include func async static resource record variant enum flags
type as with from own borrow list option result tuple stream future constructor bool u8 s64 f32 string
@since @unstable @deprecated @external-id version feature @since(version=1.0.0) a:b a:b/c@1.0.0 1.0 01.2.3
fn def pub mut self &self struct union trait impl let const Vec<u8> Option<T> i32 int str void null any map
interfaces resources funcs recrod improt returns _ %type %x x- -x x-- X a_b aB 2nd café 😀 "\u{1F600}" "\x"
"""
_STRANGE = [
    *map(str.encode, WORDS.split()),
    *(b"\n", b"\r", b"\r\n", b"\t", b" ", b"\0", b"\x1b", b"\xff", b"\xc3"),
    *(b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xc2\xa0", b"<<<<<<< a\n", b"=======\n", b">>>>>>> b\n"),
    *(b"/* a /* b */", b"// wit-lsp: ignore[x]\n"),
]
_CLOSING = b"})>"


def made(seed: int, number: int) -> bytes:
    """The text of this number."""
    chance = random.Random(f"{seed}/{number}")
    parts = _split(_piece(chance))
    if chance.random() < 0.3:
        _splice(parts, _split(_piece(chance)), chance)
    for _ in range(chance.randint(1, MAX_EDITS)):
        chance.choice(_EDITS)(parts, chance)
    text = b"".join(parts)
    if chance.random() < 0.1:
        text = _bytes_changed(text, chance)
    if chance.random() < 0.1:
        text = re.sub(rb"\r?\n", b"\r\n", text)
    return text if chance.random() > 0.05 else text.replace(b"\n", b" ")


def _piece(chance: random.Random) -> bytes:
    """Whole lines of a file, often from its start."""
    text = chance.choice(files())
    if len(text) <= MAX_PIECE and chance.random() < 0.5:
        return text
    size = chance.randint(40, MAX_PIECE)
    start = 0 if chance.random() < 0.3 else text.rfind(b"\n", 0, chance.randrange(len(text) + 1)) + 1
    end = text.find(b"\n", start + size)
    return text[start:] if end < 0 else text[start : end + 1]


@cache
def files() -> list[bytes]:
    """All files of the corpora, the refused ones too; equal ones once."""
    paths = {path for root in corpora.roots() for path in corpora.wit_files(root.path)}
    paths.update(corpora.wit_files(corpora.REFERENCE))
    return list(dict.fromkeys(path.read_bytes() for path in sorted(paths)))


def _split(text: bytes) -> list[bytes]:
    """Tokens, and what stands between them."""
    parts: list[bytes] = []
    end = 0
    for token in wit_lexer().tokens(text, LineIndex(text)):
        parts += [text[end : token.start], text[token.start : token.end]]
        end = token.end
    return [part for part in (*parts, text[end:]) if part]


def _splice(parts: list[bytes], others: list[bytes], chance: random.Random) -> None:
    """Put a stretch of another text into this one, often for a stretch of it."""
    start = chance.randrange(len(parts) + 1)
    end = min(len(parts), start + chance.choice((0, 0, 1, 5, 50)))
    first = chance.randrange(len(others) + 1)
    parts[start:end] = others[first : first + chance.choice((1, 3, 10, 100))]


def _delete(parts: list[bytes], chance: random.Random) -> None:
    start = chance.randrange(len(parts) + 1)
    del parts[start : start + chance.choice((1, 1, 1, 2, 4))]


def _double(parts: list[bytes], chance: random.Random) -> None:
    start = chance.randrange(len(parts) + 1)
    stretch = parts[start : start + chance.choice((1, 1, 2, 3, 8))]
    parts[start:start] = [*stretch, *chance.choice(([], [b" "], [b"\n"]))]


def _swap(parts: list[bytes], chance: random.Random) -> None:
    if parts:
        one, other = _at(parts, chance), chance.randrange(len(parts))
        other = min(one + 2, len(parts) - 1) if chance.random() < 0.5 else other
        parts[one], parts[other] = parts[other], parts[one]


def _insert(parts: list[bytes], chance: random.Random) -> None:
    word = chance.choice(_STRANGE)
    parts.insert(chance.randrange(len(parts) + 1), chance.choice((word, word, b" %b " % word)))


def _replace(parts: list[bytes], chance: random.Random) -> None:
    if parts:
        parts[_at(parts, chance)] = chance.choice(_STRANGE) if chance.random() < 0.7 else chance.choice(parts)


def _shorten(parts: list[bytes], chance: random.Random) -> None:
    """Leave a word half typed."""
    if parts:
        at = _at(parts, chance)
        parts[at] = parts[at][: chance.randrange(len(parts[at]) + 1)]


def _cut(parts: list[bytes], chance: random.Random) -> None:
    """Leave out the end, or what closes."""
    if chance.random() < 0.3:
        del parts[chance.randrange(len(parts) + 1) :]
    else:
        closing = [at for at, part in enumerate(parts) if part in _CLOSING]
        if closing:
            del parts[chance.choice(closing)]


def _case(parts: list[bytes], chance: random.Random) -> None:
    if parts:
        at = _at(parts, chance)
        change: Callable[[bytes], bytes] = chance.choice((bytes.upper, bytes.title, _underscored))
        parts[at] = change(parts[at])


def _underscored(word: bytes) -> bytes:
    return word.replace(b"-", b"_") if b"-" in word else word + b"_x"


def _at(parts: Sequence[bytes], chance: random.Random) -> int:
    return chance.randrange(len(parts))


_EDITS = (_delete, _delete, _double, _swap, _insert, _insert, _replace, _replace, _shorten, _cut, _case)


def _bytes_changed(text: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 3)):
        start = chance.randrange(len(text) + 1)
        text = text[:start] + chance.choice((b"", chance.randbytes(1))) + text[start + chance.randrange(4) :]
    return text
