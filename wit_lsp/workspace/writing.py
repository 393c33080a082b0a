"""Writes, creates, moves and deletes files. Every function raises OSError."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile

from wit_lsp.workspace.reading import read


def write(path: str, text: bytes, before: bytes) -> None:
    """Replace the content of a file, completely or not at all. Raises OSError where that is not `before` any more.

    A temporary file in its folder is renamed, with the mode and the owner of the file. Where this cannot be, or where
    the file has other names that would keep the old content, the file itself is written, and written back if that
    fails. If `path` is a symbolic link, its target is written. A file that is read-only is not written, even by root.
    """
    target = os.path.realpath(path)
    status = os.stat(target)
    if not status.st_mode & 0o222:
        raise PermissionError(errno.EACCES, "the file is read-only", path)
    if status.st_nlink > 1:
        if read(target).text != text:  # else it has been written under another name
            _expect(target, before)
            _overwrite(target, text, before)
        return
    handle, temporary = tempfile.mkstemp(prefix=".wit-lsp-", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text)
        shutil.copystat(target, temporary)
        os.utime(temporary)
        keeps_owner = _give(temporary, status)
        _expect(target, before)
        if keeps_owner:
            os.replace(temporary, target)
        else:
            _overwrite(target, text, before)
            os.unlink(temporary)
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


def delete(path: str, before: bytes) -> None:
    """Delete a file. Raises OSError where its content is not `before` any more."""
    _expect(path, before)
    os.unlink(path)


def _expect(path: str, text: bytes) -> None:
    if read(path).text != text:
        raise OSError(errno.EBUSY, "another program has changed it meanwhile", path)


def _give(path: str, status: os.stat_result) -> bool:
    """Give a new file the owner and group of another one; whether that is allowed."""
    own = os.stat(path)
    if (own.st_uid, own.st_gid) == (status.st_uid, status.st_gid) or not hasattr(os, "chown"):
        return True
    try:
        os.chown(path, status.st_uid, status.st_gid)
    except PermissionError:
        return False
    os.chmod(path, status.st_mode & 0o7777)  # the system may have taken bits away
    return True


def _overwrite(path: str, text: bytes, before: bytes) -> None:
    """Write a file without making a new one."""
    with open(path, "r+b", buffering=0) as stream:
        try:
            _fill(stream.fileno(), text)
        except BaseException:
            _fill(stream.fileno(), before)
            raise


def _fill(handle: int, text: bytes) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    rest = memoryview(text)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.ftruncate(handle, len(text))
