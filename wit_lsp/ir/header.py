"""The header of a file that nothing else is known of. It is read alone: a workspace may have thousands of files."""

from __future__ import annotations

import re

from wit_lsp.ir.items import PackageId
from wit_lsp.ir.segment import Segment
from wit_lsp.syntax.segments import blanked, cuts

MAX_START_BYTES = 65_536
"""Bytes at the start of a file in which its header stands, the comments before it included."""

MAX_STATEMENT_BYTES = 1_000
"""Bytes above which what stands there is not read: no header is so long."""


def header_in(text: bytes) -> PackageId | None:
    """The package that a file with this text is in, as its `Facts` have it; None where it says none.

    Only the first statement is read. It ends with its `;`, or where that is missing with its segment. A header that
    is broken is repaired as elsewhere, but one that an item stands before, which is an error, is not found.
    """
    text = text[:MAX_START_BYTES]
    plain, _ = blanked(text, 0, next(cuts(text), len(text)))
    mark = _MARK.search(plain)
    statement = plain if mark is None else plain[: mark.end()]
    if statement.endswith(b"{") or not 0 < len(statement.strip()) <= MAX_STATEMENT_BYTES:
        return None
    return Segment(text[: len(statement)]).facts.header


_MARK = re.compile(rb"[;{]")
