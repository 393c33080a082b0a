"""Sources for an engine that are in no folder."""

from __future__ import annotations

import os

from wit_lsp.ir.document import Document
from wit_lsp.ir.header import header_in
from wit_lsp.ir.items import PackageId
from wit_lsp.semantics.queries import Dependency, WorkspacePackages
from wit_lsp.semantics.workspace import packages
from wit_lsp.workspace.above import upwards


class Texts:
    """Files that are nowhere but here, by path.

    Unless they are `complete`, there may be other packages in `deps`: none is missing.
    """

    def __init__(self, files: dict[str, bytes], *, complete: bool = True) -> None:
        self.files = files
        self.complete = complete

    def document(self, path: str) -> Document | None:
        return Document(path, self.files[path]) if path in self.files else None

    def text(self, path: str) -> bytes | None:
        return self.files.get(path)

    def folders_above(self, folder: str) -> tuple[str, ...]:
        return tuple(upwards(folder))

    def siblings(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted(path for path in self.files if path.endswith(".wit") and os.path.dirname(path) == folder))

    def dependencies(self, deps: str) -> tuple[Dependency, ...]:
        files = {Dependency(path, "text") for path in self.siblings(deps)}
        folders = {os.path.dirname(path) for path in self.files}
        found = files | {Dependency(each, "folder") for each in folders if os.path.dirname(each) == deps}
        others = set() if self.complete else {Dependency(os.path.join(deps, "others.wasm"), "unread")}
        return tuple(sorted(found | others))

    def packages(self) -> WorkspacePackages:
        folders: dict[str, list[PackageId | None]] = {}
        for path, text in self.files.items():
            folder = os.path.dirname(path)
            if path.endswith(".wit") and "deps" not in folder.split(os.sep):
                folders.setdefault(folder, []).append(header_in(text))
        return packages(folders)
