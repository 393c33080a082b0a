"""Which packages lie in a workspace, by the headers of the files in its roots. Knows no disk."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping

from wit_lsp.ir.items import PackageId
from wit_lsp.semantics.queries import WorkspacePackage, WorkspacePackages


class Packages:
    """The packages in the root folders that are known so far. A folder may hold several."""

    def __init__(self, found: WorkspacePackages | None = None) -> None:
        """Those that were `found`, to begin with."""
        self._ids: dict[str, tuple[PackageId, ...]] = {}  # by folder; none is empty
        self._found: WorkspacePackages = {} if found is None else found.copy()
        for id, folder in (package for each in self._found.values() for package in each):
            self._ids[folder] = tuple(sorted((*self._ids.get(folder, ()), id), key=str))

    def put(self, folder: str, headers: Iterable[PackageId | None]) -> bool:
        """Take the headers of the files in a folder, none where it is no root; whether it holds other packages now."""
        before, now = self._ids.get(folder, ()), tuple(sorted({id for id in headers if id is not None}, key=str))
        if now == before:
            return False
        self._ids[folder] = now
        if not now:
            del self._ids[folder]
        for name in {id.unversioned for id in before}:
            left = tuple(each for each in self._found.pop(name) if each.folder != folder)
            if left:
                self._found[name] = left
        for id in now:
            at, package = self._found.get(id.unversioned, ()), WorkspacePackage(id, folder)
            place = bisect_left(at, _order(package), key=_order)
            self._found[id.unversioned] = (*at[:place], package, *at[place:])
        return True

    def found(self) -> WorkspacePackages:
        """All of them. The mapping does not change any more."""
        return self._found.copy()


def packages(headers: Mapping[str, Iterable[PackageId | None]]) -> WorkspacePackages:
    """Those of root folders, from the headers of the files directly in each."""
    known = Packages()
    for folder, ids in headers.items():
        known.put(folder, ids)
    return known.found()


def _order(package: WorkspacePackage) -> tuple[str, str]:
    return package.folder, str(package.id)
