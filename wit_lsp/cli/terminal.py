"""Where reports go, in the encoding of the stream, and without characters that would act on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

Line = list[tuple[str, str]]
"""Texts and their styles, such as `rich` knows; an empty one for none."""


class Output:
    """A stream, and whether what is written to it has colours."""

    def __init__(self, stream: TextIO, color: str) -> None:
        """`color` is `always`, `never`, or `auto`: on a terminal, unless the environment says otherwise."""
        self._stream = stream
        self.is_terminal = stream.isatty()
        self.is_colored = _wants_colors(self.is_terminal) if color == "auto" else color == "always"

    @classmethod
    @contextmanager
    def to(cls, path: str | None, color: str) -> Iterator[Output]:
        """A file that is made, or stdout without a path. Raises OSError."""
        if path is None:
            yield cls(sys.stdout, color)
        else:
            with open(path, "w", encoding="utf-8", newline="") as stream:
                yield cls(stream, color)

    def lines(self, lines: Iterable[Line]) -> None:
        """Write lines for a person."""
        if not self.is_colored:
            self.text(plain(lines))
            return
        from rich.console import Console
        from rich.text import Text

        console = Console(file=self._stream, force_terminal=True, highlight=False, emoji=False, soft_wrap=True)
        for line in lines:
            console.print(Text.assemble(*((visible(part), style) for part, style in line)))

    def text(self, text: str) -> None:
        """Write text with line ends as they are; what the stream's encoding lacks is replaced."""
        self.data(text.encode(self._stream.encoding, "replace"))

    def program(self, text: str) -> None:
        """Write text for a program: always in UTF-8. On a terminal, hidden characters are written as JSON does."""
        if self.is_terminal:
            text = "".join(f"\\u{ord(each):04x}" if each != "\n" and is_hidden(each) else each for each in text)
        self.data(text.encode("utf-8", "replace"))

    def data(self, data: bytes) -> None:
        self._stream.flush()
        self._stream.buffer.write(data)
        self._stream.buffer.flush()


def plain(lines: Iterable[Line]) -> str:
    return "".join("".join(visible(part) for part, _ in line) + "\n" for line in lines)


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Lines whose columns, but the last, are as wide as their longest text."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    return "".join(
        "".join(f"{text:<{width}}  " for text, width in zip(row, widths, strict=False)) + f"{row[-1]}\n" for row in rows
    )


def say(message: str, details: str = "") -> None:
    """A message of the program itself, on stderr: one line, and then lines of details."""
    print("\n".join([f"wit-lsp: {visible(message)}", *map(visible, details.splitlines())]), file=sys.stderr)


def visible(text: str) -> str:
    """Text without characters that cannot be seen or that move the cursor: they are written as Python escapes them."""
    if text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode() if is_hidden(character) else character for character in text
    )


def is_hidden(character: str) -> bool:
    """Whether a character would not be seen, or would act on the terminal."""
    if character.isprintable():
        return False
    from unicodedata import category

    from wit_lsp.validation.characters import BIDI

    return category(character) in ("Cc", "Cs", "Zl", "Zp") or character in BIDI


def _wants_colors(is_terminal: bool) -> bool:
    wanted = bool(os.environ.get("FORCE_COLOR")) or (is_terminal and os.environ.get("TERM") != "dumb")
    return wanted and not os.environ.get("NO_COLOR")
