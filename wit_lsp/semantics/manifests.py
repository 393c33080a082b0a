"""Manifests of build tools: which folder has the WIT of a package, and where the packages lie that it depends on.

Read are `Cargo.toml` as cargo-component does it, `wkg.toml`, and `deps.toml` of wit-deps. The reference toolchain reads
none of them. Paths count from the folder of the manifest. Knows no disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from wit_lsp.db import Database
from wit_lsp.ir.items import PackageId
from wit_lsp.semantics import queries as q
from wit_lsp.tuples import NamedTuple

CARGO, WKG, DEPS = NAMES = ("Cargo.toml", "wkg.toml", "deps.toml")


class Manifest(NamedTuple):
    """What a manifest says: the path of the WIT that it is about, and those of packages that it depends on.

    Each of these has its name without a version, or None where any package may lie at its path.
    """

    wit: str | None = None
    dependencies: tuple[tuple[PackageId | None, str], ...] = ()


def names_folder(db: Database, folder: str) -> bool:
    """Whether a manifest says that the WIT of its package lies in a folder."""
    return any(manifest.wit == folder for manifest in _about(db, folder))


def dependencies_of(db: Database, root: str) -> tuple[tuple[PackageId | None, str], ...]:
    """The paths of packages that manifests name for the package in a folder; see `Manifest`."""
    return tuple(each for manifest in _about(db, root) for each in manifest.dependencies)


def _about(db: Database, root: str) -> Iterator[Manifest]:
    """The manifests for the package in a folder: one in it, and above it the nearest of each tool."""
    above = db.get(q.sources).folders_above(root)
    found = {DEPS: manifest_at(db, os.path.join(root, DEPS)), CARGO: None, WKG: None}
    for folder in above:
        cargo = None if found[CARGO] else db.get(manifest_at, os.path.join(folder, CARGO))
        if cargo is not None and cargo.wit is not None and root in (cargo.wit, _folder_of_file(cargo.wit)):
            found[CARGO] = cargo
        found[WKG] = found[WKG] or db.get(manifest_at, os.path.join(folder, WKG))
    return filter(None, found.values())


def _folder_of_file(path: str) -> str:
    return os.path.dirname(path) if path.endswith(".wit") else path


def manifest_at(db: Database, path: str) -> Manifest | None:
    """What the manifest at a path says; None where there is none."""
    db.get(q.facts_version, path)
    text = db.get(q.sources).text(path)
    return None if text is None else read(path, text)


_WORDS = {CARGO: b"component", WKG: b"overrides", DEPS: b""}
"""What a manifest has in it if it says anything here: most of those of Rust are of other crates."""


def read(path: str, text: bytes) -> Manifest:
    """What the text of a manifest says. What is no TOML, or is not what its tool expects, says nothing."""
    folder, name = os.path.split(path)
    if _WORDS[name] not in text:
        return Manifest()
    import tomli  # most packages have no manifest

    try:
        values = tomli.loads(text.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomli.TOMLDecodeError, RecursionError):
        return Manifest()
    if name == DEPS:
        entries = ({"path": value} if isinstance(value, str) else value for value in values.values())
        paths = (_path(folder, each) for each in entries)
        return Manifest(None, tuple((None, path) for path in paths if path is not None))
    if name == WKG:
        return Manifest(None, _named(folder, _table(values, "overrides")))
    component = _table(values, "package", "metadata", "component")
    if not component:
        return Manifest()
    target = {"path": "wit"} | _table(component, "target")
    return Manifest(_path(folder, target), _named(folder, _table(target, "dependencies")))


def _named(folder: str, table: Mapping[str, object]) -> tuple[tuple[PackageId | None, str], ...]:
    """The paths in a table of dependencies by their names."""
    found: list[tuple[PackageId | None, str]] = []
    for key, value in table.items():
        namespace, colon, name = key.partition(":")
        path = _path(folder, value)
        if colon and path is not None:
            found.append((PackageId(namespace, name, None), path))
    return tuple(found)


def _path(folder: str, value: object) -> str | None:
    """The path in a table, seen from a folder; None where it has another value, such as a URL, or none."""
    path = value.get("path") if isinstance(value, Mapping) else None
    if not isinstance(path, str) or "://" in path or "\0" in path:
        return None
    return os.path.normpath(os.path.join(folder, path))


def _table(values: Mapping[str, object], *keys: str) -> dict[str, object]:
    """A table in tables; an empty one where there is none."""
    for key in keys:
        inner = values.get(key)
        values = inner if isinstance(inner, Mapping) else {}
    return dict(values)
