"""The released versions of the WASI packages, without pre-releases."""

from __future__ import annotations

from collections.abc import Mapping

# The releases of the WASI repository up to 2026-11: 0.2.0 to 0.2.12, and 0.3.0, which has no `io`.
# Release 0.2.4 contains `http` 0.2.3.
_SERIES_2 = tuple(f"0.2.{patch}" for patch in range(13))
_SERIES_3 = ("0.3.0",)

RELEASES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("wasi", "cli"): _SERIES_2 + _SERIES_3,
    ("wasi", "clocks"): _SERIES_2 + _SERIES_3,
    ("wasi", "filesystem"): _SERIES_2 + _SERIES_3,
    ("wasi", "http"): tuple(version for version in _SERIES_2 if version != "0.2.4") + _SERIES_3,
    ("wasi", "io"): _SERIES_2,
    ("wasi", "random"): _SERIES_2 + _SERIES_3,
    ("wasi", "sockets"): _SERIES_2 + _SERIES_3,
}
"""The released versions of each package, oldest first, by namespace and name."""
