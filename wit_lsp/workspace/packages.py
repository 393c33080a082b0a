"""Which packages lie in a workspace, by the headers of the files in the roots that `roots` finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wit_lsp.ir.items import PackageId
from wit_lsp.semantics.queries import WorkspacePackage, WorkspacePackages


def packages(headers: Mapping[str, Iterable[PackageId | None]]) -> WorkspacePackages:
    """Those of root folders, from the headers of the files directly in each; a folder may hold several packages."""
    found: dict[PackageId, list[WorkspacePackage]] = {}
    for folder, ids in sorted(headers.items()):
        for id in sorted({id for id in ids if id is not None}, key=str):
            found.setdefault(id.unversioned, []).append(WorkspacePackage(id, folder))
    return {id: tuple(each) for id, each in found.items()}
