"""Writes, makes, moves and removes files. A file is written whole or not at all. All raise OSError."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile


def write(path: str, text: bytes) -> None:
    """Put `text` into the file at `path` by way of a file beside it; mode and owner stay. Raises OSError.

    A symbolic link stays one: what it leads to is written.
    """
    target = os.path.realpath(path)
    handle, temporary = tempfile.mkstemp(prefix=".wit-lsp-", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text)
        shutil.copystat(target, temporary)
        status = os.stat(target)
        if hasattr(os, "chown"):
            with contextlib.suppress(PermissionError):  # only root may give a file to another user
                os.chown(temporary, status.st_uid, status.st_gid)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def create(path: str, text: bytes) -> None:
    """A new file, and the folders that it lies in."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "xb") as stream:
        stream.write(text)


def move(path: str, to: str) -> None:
    """A file to where there is none, and the folders that it lies in then."""
    os.makedirs(os.path.dirname(to), exist_ok=True)
    if os.path.lexists(to):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), to)
    os.rename(path, to)


def delete(path: str) -> None:
    os.unlink(path)
