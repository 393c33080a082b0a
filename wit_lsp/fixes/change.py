"""What a fix changes in a workspace: plain values, of any number of files."""

from __future__ import annotations

from wit_lsp.text import Edit
from wit_lsp.tuples import NamedTuple


class WorkspaceChange(NamedTuple):
    """`edits` count in the texts as they are before; a file that moves is edited under its old path.

    `creates` are new files with their texts, `moves` old and new paths, `deletes` files that go. All are absolute
    paths, or the names by which the caller knows its files.
    """

    edits: dict[str, list[Edit]]
    creates: tuple[tuple[str, str], ...] = ()
    moves: tuple[tuple[str, str], ...] = ()
    deletes: tuple[str, ...] = ()

    @property
    def paths(self) -> set[str]:
        """All files that it edits, creates, moves or deletes; of one that moves both paths."""
        moved = (path for move in self.moves for path in move)
        return {*self.edits, *(path for path, _ in self.creates), *moved, *self.deletes}

    @property
    def has_file_operations(self) -> bool:
        """Whether it does more than edit files that are there."""
        return bool(self.creates or self.moves or self.deletes)
