"""What the indentation of lines says about braces that do not pair up.

Those who read braces by their bytes and those who read tokens decide by the same rules.
"""

from __future__ import annotations

from wit_lsp.tuples import NamedTuple


class Opener:
    """Where a `{` stands: its line, and the column at which that begins.

    `least` is the least column of the lines that are directly in its block, so far.
    """

    __slots__ = ("column", "least", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column
        self.least = 1 << 30

    def has(self, column: int) -> bool:
        """Whether a line at this column is in its block."""
        return column > self.column


class Closer(NamedTuple):
    """Where a `}` stands: its line, and its column if it begins that.

    `following` is the column of the next token, a `;` aside, if that begins a line, and `is_doubled` says that this is
    a `}` too; `is_ended` that a `;` follows.
    """

    line: int
    column: int | None
    following: int | None
    is_doubled: bool
    is_ended: bool

    def closes_outer(self, inner: Opener, outer: Opener) -> bool:
        """Whether it stands for the block around the innermost one: left of that one, and the other does not go on."""
        return self.column is not None and inner.column > self.column <= outer.column and not self._is_in(outer)

    def is_stray(self, opener: Opener, outer: Opener | None) -> bool:
        """Whether the block goes on after it, or its own `}` follows on a line of its own."""
        is_below = opener.line < self.line
        if self.column is not None and is_below and (self.column == opener.column or self.column < opener.least):
            return False
        if not is_below and self.is_ended:
            return False  # the list of a `use`
        if not self.is_doubled:
            return self._is_in(opener)
        closes_outer = outer is not None and outer.column == self.following
        return is_below and self.following == opener.column and not closes_outer

    def _is_in(self, opener: Opener) -> bool:
        """Whether what follows is in a block."""
        return self.following is not None and not self.is_doubled and opener.has(self.following)
