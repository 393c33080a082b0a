"""Lock files: the versions of packages that tools have chosen for a project.

Read are those of `wkg` and, in older projects, of `cargo component`. The `deps.lock` of `wit-deps` has names of folders
and digests, but no versions. Knows no disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from wit_lsp.db import Database
from wit_lsp.ir.items import PackageId
from wit_lsp.semantics import queries as q
from wit_lsp.validation.names import is_name
from wit_lsp.validation.versions import is_version

NAMES = ("wkg.lock", "Cargo-component.lock")
"""The first counts for what both have."""


def locked(db: Database, folder: str) -> dict[PackageId, tuple[str, ...]]:
    """The versions that lock files in a folder and above it give packages: of each, those in the nearest that has it.

    By packages without versions.
    """
    found: dict[PackageId, tuple[str, ...]] = {}
    for each in db.get(q.sources).folders_above(folder):
        for name in NAMES:
            found = db.get(lock_at, os.path.join(each, name)) | found
    return found


def lock_at(db: Database, path: str) -> dict[PackageId, tuple[str, ...]]:
    """The versions in the lock file at a path; none where there is none."""
    db.get(q.facts_version, path)
    text = db.get(q.sources).text(path)
    return {} if text is None else versions_in(text)


def versions_in(text: bytes) -> dict[PackageId, tuple[str, ...]]:
    """The versions in a lock file, by packages without versions; none of what is not as the tools write it."""
    import tomli  # most packages have no lock file

    try:
        values: object = tomli.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # not UTF-8, or not TOML
        return {}
    found: dict[PackageId, tuple[str, ...]] = {}
    for package in (*_tables(values, "packages"), *_tables(values, "package")):
        id = _id(package.get("name"))
        releases = (*_tables(package, "versions"), *_tables(package, "version"))
        versions = tuple(
            version for each in releases if isinstance(version := each.get("version"), str) and is_version(version)
        )
        if id is not None and versions:
            found[id] = found.get(id, ()) + versions
    return found


def _tables(values: object, key: str) -> Iterator[dict[str, object]]:
    """The tables of an array of tables."""
    found = values.get(key) if isinstance(values, dict) else None
    yield from (each for each in found if isinstance(each, dict)) if isinstance(found, list) else ()


def _id(name: object) -> PackageId | None:
    namespace, _, package = name.partition(":") if isinstance(name, str) else ("", "", "")
    return PackageId(namespace, package, None) if is_name(namespace) and is_name(package) else None
