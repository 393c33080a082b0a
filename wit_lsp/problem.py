"""What a problem is: plain values that all layers share."""

from __future__ import annotations

from enum import Enum


class Severity(Enum):
    """How much a problem matters. Only what the reference toolchain rejects is an error."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    HINT = "hint"
