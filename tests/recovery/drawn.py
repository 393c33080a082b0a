"""The real files that a seed draws, for mistakes to be put into."""

from __future__ import annotations

import random
import re

from tests.conformance import corpora

FILES = 10


def drawn(seed: int) -> list[bytes]:
    """Ten files of a size that people write. Every other one gets CRLF line ends."""
    files = [path.read_bytes() for path in sorted(corpora.accepted_files()) if "real" in path.parts]
    files = [text for text in files if 40 <= text.count(b"\n") <= 1500]
    chosen = random.Random(seed).sample(files, FILES)
    return [text if number % 2 == 0 else re.sub(rb"\r?\n", b"\r\n", text) for number, text in enumerate(chosen)]


def flat(text: bytes) -> bytes:
    """A text without its indentation."""
    return re.sub(rb"(?m)^[ \t]+", b"", text)
