"""Reads files: regular ones alone, and none without end."""

from __future__ import annotations

import errno
import os
import stat

from wit_lsp.tuples import NamedTuple

MAX_FILE_BYTES = 64 << 20
"""More than any text that a person wrote: a link may lead to a disk image."""

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class Content(NamedTuple):
    """The bytes of a file, and what two paths have in common that lead to one file."""

    text: bytes
    identity: tuple[int, int]


def read(path: str) -> Content:
    """Raises OSError, also for what is no regular file, such as a pipe, and for a file that is too large."""
    _expect_regular(os.stat(path), path)  # a device may do something when it is opened
    with open(os.open(path, _FLAGS), "rb") as stream:
        status = os.fstat(stream.fileno())
        _expect_regular(status, path)
        text = stream.read(min(status.st_size, MAX_FILE_BYTES) + 1)
        if len(text) > status.st_size:  # it has grown, or has no size, as in /proc
            text += stream.read(MAX_FILE_BYTES)
    if len(text) > MAX_FILE_BYTES:
        raise OSError(errno.EFBIG, f"larger than {MAX_FILE_BYTES >> 20} MiB", path)
    return Content(text, (status.st_dev, status.st_ino))


def _expect_regular(status: os.stat_result, path: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "not a file", path)


def is_encoded(path: str) -> bool:
    """Whether a file is a WebAssembly binary or text, whatever its extension."""
    try:
        with open(path, "rb") as stream:
            head = stream.read(64)
    except OSError:
        return False  # reported when the file is read
    return head.startswith(b"\0asm") or head.lstrip().startswith((b"(component", b"(module"))
