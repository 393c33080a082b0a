"""Versions: of one reference, or of a package, which all that refers to it then names."""

from __future__ import annotations

from collections.abc import Iterator

from wit_lsp.fixes.editor import Editor, Target
from wit_lsp.ir.document import LocatedItem
from wit_lsp.ir.facts import body_key
from wit_lsp.ir.items import Package, PackageId, Path, path_of
from wit_lsp.ir.outline import outermost
from wit_lsp.problem import Applicability, Fix
from wit_lsp.semantics import packages as p
from wit_lsp.semantics.packages import Place
from wit_lsp.semantics.paths import Paths
from wit_lsp.text import Span


def pinning(path: Path, version: str | None, applicability: Applicability) -> Fix:
    """The fix that writes another version, or none, in the path of an item."""
    assert path.package is not None, "only packages have versions"
    pinned = path._replace(package=path.package._replace(version=version))
    title = f"Pin `{pinned}`" if version else "Remove the version"
    return Fix(title, applicability, Editor.replace, (path.version_span, _written(version)))


def set_version(edit: Editor, package: Target, version: str | None) -> None:
    """Give the package of a header or a nested block another version, or none.

    All headers of the package get it, and each path in the workspace that leads to it. What names another version, or
    leads to another copy of the package, stays. Raises MissingTarget.
    """
    declaration, item = edit.package(package)
    id, own = item.id, _place(declaration)
    db, written = edit.db, _written(version)
    home = Paths(db, own.file).home(None, own)
    assert home is not None, "a package has its own home"
    for file in p.files_in_home(db, home):
        for each in edit.document(file).items():
            if isinstance(each.item, Package) and (each.item.id, each.item.nested) == (id, item.nested):
                edit.replace(each, _version_span(each), written)
    for file in p.files_naming(db, id, own.file, home.file):
        for each, path in _naming(edit, file, id):
            found = Paths(db, file).home(id, _place(each))
            if found is not None and p.source_of(found) == p.source_of(home):
                edit.replace(each, path.version_span, written)


def _naming(edit: Editor, file: str, package: PackageId) -> Iterator[tuple[LocatedItem, Path]]:
    """The items of a file that name something of a package, and the paths by which they do."""
    for each in edit.document(file).items():
        path = path_of(each.item)
        if path is not None and path.package == package:
            yield each, path


def _place(of: LocatedItem) -> Place:
    """Where the names in an item are looked up; of a package, that of its own items."""
    file, top = of.located.document.path, outermost(of).item
    return Place(file, body_key("package", str(top.id)) if isinstance(top, Package) and top.nested else "")


def _version_span(of: LocatedItem) -> Span:
    """That of `@version` in a header; empty, after the name, where there is none."""
    assert isinstance(of.item, Package)
    start, end = of.item.id_span
    if of.item.id.version is not None:
        return Span(of.located.segment.readable.rindex(b"@", start, end), end)
    return Span(end, end)


def _written(version: str | None) -> str:
    return f"@{version}" if version else ""
