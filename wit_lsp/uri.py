"""Paths of `file:` URIs. Knows nothing of WIT, and does not access the disk."""

from __future__ import annotations

import os
import re
from urllib.parse import unquote_to_bytes

# Authority and path. A URI with a query or a fragment names no file.
_FILE = re.compile(r"file:(?://([^/?#]*)|(?!//))(/[^?#]*)", re.I)
_DRIVE = re.compile(r"/[A-Za-z]:")


def to_path(uri: str) -> str | None:
    """The normalised path of a `file:` URI, with symbolic links unresolved; None for any other URI.

    The letter of a Windows drive is always upper case. Bytes that are not UTF-8 are decoded by `os.fsdecode`.
    """
    found = _FILE.fullmatch(uri)
    if found is None:
        return None
    try:
        host, path = (os.fsdecode(unquote_to_bytes(part or "")) for part in found.groups())
    except UnicodeError:  # lone surrogates
        return None
    if "\0" in path or "\0" in host:
        return None
    if _DRIVE.match(path):
        path = path[1].upper() + path[2:]
    elif host and host.lower() != "localhost":
        path = f"//{host}{path}"
    return os.path.normpath(path)
