"""The folders above a folder, and where a repository begins."""

from __future__ import annotations

import os
from collections.abc import Iterator


def upwards(folder: str) -> Iterator[str]:
    """A folder and its parents, up to the root of the disk."""
    yield folder
    while (above := os.path.dirname(folder)) != folder:
        yield (folder := above)


def in_repository(folder: str) -> Iterator[str]:
    """As `upwards`, up to the top of the repository that a folder is in, if it is in one."""
    for each in upwards(folder):
        yield each
        if is_repository(each):
            return


def is_repository(folder: str) -> bool:
    """Whether a folder is the top of a repository."""
    return os.path.lexists(os.path.join(folder, ".git"))
