"""The paths that URIs name. Knows nothing of WIT and looks at no disk."""

from __future__ import annotations

import os
import re
from urllib.parse import unquote, urlsplit

_DRIVE = re.compile(r"/[A-Za-z]:")


def to_path(uri: str) -> str | None:
    """The normalised path that a `file:` URI names, symbolic links not resolved; None for any other URI.

    The letter of a Windows drive is a capital one, however the client writes it.
    """
    parts = urlsplit(uri)
    if parts.scheme.lower() != "file":
        return None
    path = unquote(parts.path)
    if _DRIVE.match(path):
        path = path[1].upper() + path[2:]
    elif parts.netloc and parts.netloc != "localhost":
        path = f"//{unquote(parts.netloc)}{path}"
    return os.path.normpath(path)
