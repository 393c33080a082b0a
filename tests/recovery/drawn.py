"""The real files that a seed draws, for mistakes to be put into."""

from __future__ import annotations

import random
import re
from typing import NamedTuple

from tests.conformance import corpora

FILES = 10


class Drawn(NamedTuple):
    """A file, named by its path below the real ones."""

    name: str
    text: bytes


def drawn(seed: int) -> list[bytes]:
    """The texts of ten files."""
    return [file.text for file in files(seed)]


def files(seed: int) -> list[Drawn]:
    """Ten files of a size that people write. Every other one gets CRLF line ends."""
    real = corpora.PUBLIC / "real"
    paths = [path for path in sorted(corpora.accepted_files()) if real in path.parents]
    found = [Drawn(path.relative_to(real).as_posix(), path.read_bytes()) for path in paths]
    found = [file for file in found if 40 <= file.text.count(b"\n") <= 1500]
    chosen = random.Random(seed).sample(found, FILES)
    return [
        file if number % 2 == 0 else file._replace(text=re.sub(rb"\r?\n", b"\r\n", file.text))
        for number, file in enumerate(chosen)
    ]


def flat(text: bytes) -> bytes:
    """A text without its indentation."""
    return re.sub(rb"(?m)^[ \t]+", b"", text)
