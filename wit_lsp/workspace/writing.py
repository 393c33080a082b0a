"""Writes, creates, moves and deletes files. Every function raises OSError."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile


def write(path: str, text: bytes) -> None:
    """Replace the content of an existing file, completely or not at all, by renaming a temporary file in its folder.

    Mode and owner are kept. If `path` is a symbolic link, its target is written.
    """
    target = os.path.realpath(path)
    handle, temporary = tempfile.mkstemp(prefix=".wit-lsp-", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text)
        shutil.copystat(target, temporary)
        status = os.stat(target)
        if hasattr(os, "chown"):
            with contextlib.suppress(PermissionError):  # only root may change the owner
                os.chown(temporary, status.st_uid, status.st_gid)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def create(path: str, text: bytes) -> None:
    """Create a file, and its folder if necessary. Raises FileExistsError if it exists."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "xb") as stream:
        stream.write(text)


def move(path: str, to: str) -> None:
    """Move a file, and create its new folder if necessary. Raises FileExistsError if `to` exists."""
    os.makedirs(os.path.dirname(to), exist_ok=True)
    if os.path.lexists(to):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), to)
    os.rename(path, to)


def delete(path: str) -> None:
    os.unlink(path)
