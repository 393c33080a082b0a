"""Writes a file whole or not at all."""

from __future__ import annotations

import contextlib
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
