"""Makes a text short that has a property, such as breaking a law."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

MAX_TRIALS = 400
MAX_SECONDS = 20.0

_PART = re.compile(rb"\s+|[\w-]+|[^\w\s]", re.ASCII)


def shrunk(text: bytes, has_it: Callable[[bytes], bool]) -> bytes:
    """A text that still has it, and of which no word, mark or stretch of blanks can be left out, nor several at once.

    After MAX_TRIALS or MAX_SECONDS, the shortest one that was found.
    """
    parts = _PART.findall(text)
    if b"".join(parts) != text or not has_it(text):
        return text
    size, trials, end = len(parts) // 2, 0, time.monotonic() + MAX_SECONDS
    while size:
        at, is_shorter = 0, False
        while at < len(parts) and trials < MAX_TRIALS and time.monotonic() < end:
            rest = parts[:at] + parts[at + size :]
            trials += 1
            if has_it(b"".join(rest)):
                parts, is_shorter = rest, True
            else:
                at += size
        if trials == MAX_TRIALS or time.monotonic() >= end:
            break
        size = size if is_shorter and size == 1 else size // 2
    return b"".join(parts)
