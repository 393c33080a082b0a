"""What a fault of syntax is."""

from __future__ import annotations

from typing import NamedTuple

from wit_lsp.text import Edit, Span

# What a mend puts in for a token that has no text of its own, by the grammar's name for it.
STAND_INS = {"name": "%missing", "integer": "1", "semver": "0.0.0", "string_literal": '""'}


class Mistake(NamedTuple):
    """One fault of syntax: where a person would mend it, the name that the catalogue of errors gives it, the fact.

    `noticed` is where what is missing was missed, if that is another place. `edits` make the text parse; `title` is
    that of the quick-fix that applies them, empty where they put in what only the author knows. A `safe` one gives
    what was meant without doubt.
    """

    span: Span
    code: str
    message: str
    noticed: Span | None = None
    title: str = ""
    edits: tuple[Edit, ...] = ()
    safe: bool = False
