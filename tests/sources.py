"""Sources for an engine that are in no folder."""

from __future__ import annotations

import os

from wit_lsp.ir.document import Document


class Texts:
    """Files that are nowhere but here, by path."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def document(self, path: str) -> Document | None:
        return Document(path, self.files[path]) if path in self.files else None

    def siblings(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted(path for path in self.files if path.endswith(".wit") and os.path.dirname(path) == folder))
