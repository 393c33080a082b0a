"""Writes src/words.h, what the scanner knows of words, from src/grammar.json and Python's Unicode tables.

And src/SOURCES.sha256, by which a test sees that the parser is older than its sources.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
SRC = HERE / "src"

# What the parser is made from, and the grammar as it was read when it was made.
SOURCES = ("grammar.js", "words.py", "src/scanner.c", "src/grammar.json")

# Reserved by the reference though no rule uses it.
UNUSED_RESERVED = {"from"}


def strings(rule: object) -> Iterator[str]:
    """The literal tokens in a rule of grammar.json."""
    if isinstance(rule, dict):
        if rule.get("type") == "STRING":
            yield rule["value"]
        for part in rule.values():
            yield from strings(part)
    elif isinstance(rule, list):
        for part in rule:
            yield from strings(part)


def ranges(member: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """The stretches of code points from U+0080 on for which `member` holds."""
    start = None
    for code in range(0x80, 0x110000):
        inside = not 0xD800 <= code < 0xE000 and member(chr(code))
        if inside and start is None:
            start = code
        elif not inside and start is not None:
            yield start, code - 1
            start = None
    if start is not None:
        yield start, 0x10FFFF


def words(grammar: dict[str, object]) -> tuple[list[str], list[str]]:
    """The reserved words, sorted, and the contextual ones, in the order of `externals`."""
    contextual = list(strings(grammar["externals"]))
    literal = {word for word in strings(grammar["rules"]) if re.fullmatch(r"[a-z_][a-z0-9_-]*", word)}
    return sorted((literal | UNUSED_RESERVED) - set(contextual)), contextual


def array(declaration: str, entries: list[str]) -> str:
    lines, line = [], ""
    for entry in entries:
        if len(line) + len(entry) > 96:
            lines.append(line)
            line = ""
        line += f" {entry},"
    return f"static const {declaration} = {{\n" + "\n".join(f"   {text}" for text in [*lines, line]) + "\n};\n"


def header() -> str:
    reserved, contextual = words(json.loads((SRC / "grammar.json").read_text()))
    tables = {
        "XID_START": ranges(str.isidentifier),
        "XID_CONTINUE": ranges(lambda c: f"a{c}".isidentifier()),
    }
    return "/* Made by words.py; do not edit. */\n" + "\n".join(
        [
            array("char *const RESERVED[]", [f'"{word}"' for word in reserved]),
            array("char *const CONTEXTUAL[]", [f'"{word}"' for word in contextual]),
            *(
                array(f"int32_t {name}[][2]", [f"{{0x{low:X}, 0x{high:X}}}" for low, high in pairs])
                for name, pairs in tables.items()
            ),
        ]
    )


def hashes() -> str:
    """A line for each of `SOURCES`, as `sha256sum` writes it and `sha256sum --check` reads it."""
    return "".join(f"{hashlib.sha256((HERE / name).read_bytes()).hexdigest()}  {name}\n" for name in SOURCES)


if __name__ == "__main__":
    (SRC / "words.h").write_text(header())
    (SRC / "SOURCES.sha256").write_text(hashes())
    sys.stdout.write("wrote src/words.h and src/SOURCES.sha256\n")
