"""Texts over other texts: what a change would make of a workspace, before anything is written."""

from __future__ import annotations

from wit_lsp.ir.document import Document
from wit_lsp.semantics.queries import Dependency, Sources, WorkspacePackages


class Overlay:
    """The files of `base` without those that are `removed`."""

    def __init__(self, base: Sources) -> None:
        self._base = base
        self.removed: set[str] = set()

    def document(self, path: str) -> Document | None:
        return None if path in self.removed else self._base.document(path)

    def text(self, path: str) -> bytes | None:
        return self._base.text(path)

    def folders_above(self, folder: str) -> tuple[str, ...]:
        return self._base.folders_above(folder)

    def siblings(self, folder: str) -> tuple[str, ...]:
        return tuple(path for path in self._base.siblings(folder) if path not in self.removed)

    def dependencies(self, deps: str) -> tuple[Dependency, ...]:
        return tuple(each for each in self._base.dependencies(deps) if each.path not in self.removed)

    def packages(self) -> WorkspacePackages:
        """No packages: the engine over these texts is told which there are."""
        return {}
