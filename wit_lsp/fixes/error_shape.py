"""The error type that fixes declare: a record of a code, on which a program can act, and a message for people."""

from __future__ import annotations

from collections.abc import Iterable

from wit_lsp.fixes.free import free_name
from wit_lsp.validation.names import escaped

CODES = ("invalid-argument", "deadline-exceeded", "cancelled", "resource-exhausted", "internal")


def error_shape(name: str, taken: Iterable[str]) -> str:
    """The declarations of an error type and of its codes, which get a name that is not taken, as statements."""
    code = free_name((*taken, name), [f"{name}-code"])
    cases = "".join(f"  {case},\n" for case in CODES)
    return f"enum {code} {{\n{cases}}}\n\nrecord {escaped(name)} {{\n  code: {code},\n  message: string,\n}}"
