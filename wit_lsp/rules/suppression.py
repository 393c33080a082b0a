"""The subject of rules on comments that suppress rules: such a comment, and what came of it when all others had run."""

from __future__ import annotations

from wit_lsp.syntax.suppressions import Name, Suppression
from wit_lsp.tuples import NamedTuple


class SuppressionUse(NamedTuple):
    """`unused` are the names of those rules that ran where it counts, and that it did not have to suppress.

    `is_misplaced`: it is for a whole file, but is not between the header and the first item. Problems have spans
    relative to the segment, as those of items have; the subject of a fix is the `Location` of the segment.
    """

    suppression: Suppression
    is_misplaced: bool
    unused: tuple[Name, ...]
