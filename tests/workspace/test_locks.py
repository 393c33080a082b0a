"""Which versions a lock file names, and which lock files count for a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from wit_lsp.engine.engine import Engine
from wit_lsp.semantics.locks import locked, versions_in
from wit_lsp.workspace import Disk

WKG = """\
version = 1

[[packages]]
name = "wasi:io"
registry = "example.com"

[[packages.versions]]
requirement = "=0.2.3"
version = "0.2.3"
digest = "sha256:00"

[[packages]]
name = "a:b"

[[packages.versions]]
version = "1.0.0-rc.1"

[[packages.versions]]
version = "2.0.0"
"""
COMPONENT = """\
version = 1

[[package]]
name = "a:b"

[[package.version]]
requirement = "^3.0.0"
version = "3.0.1"

[[package]]
name = "a:c"

[[package.version]]
version = "0.1.0"
"""


def shown(lock: dict[object, tuple[str, ...]] | object) -> dict[str, tuple[str, ...]]:
    assert isinstance(lock, dict)
    return {str(id): versions for id, versions in lock.items()}


def test_lock_files_of_both_tools() -> None:
    assert shown(versions_in(WKG.encode())) == {"wasi:io": ("0.2.3",), "a:b": ("1.0.0-rc.1", "2.0.0")}
    assert shown(versions_in(COMPONENT.encode())) == {"a:b": ("3.0.1",), "a:c": ("0.1.0",)}


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff",
        b"[[packages",
        b"a = " + b"[" * 10_000,
        b"packages = 1",
        b"packages = [1]",
        b"[packages]\nname = 'a:b'",
        b"[[packages]]\nname = 1\n[[packages.versions]]\nversion = '1.0.0'",
        b"[[packages]]\nname = 'b'\n[[packages.versions]]\nversion = '1.0.0'",
        b"[[packages]]\nname = 'a:b:c'\n[[packages.versions]]\nversion = '1.0.0'",
        b"[[packages]]\n[[packages.versions]]\nversion = '1.0.0'",
        b"[[packages]]\nname = 'a:b'\nversions = '1.0.0'",
        b"[[packages]]\nname = 'a:b'\n[[packages.versions]]\nversion = 1.0",
        b"[[packages]]\nname = 'a:b'\n[[packages.versions]]\nversion = '1.0'",
        b"[[packages]]\nname = 'a:b'\n[[packages.versions]]\nversion = '1.0.0; use c:d/e'",
    ],
)
def test_what_is_wrong_names_no_version(text: bytes) -> None:
    """A version is written into WIT."""
    assert versions_in(text) == {}


def test_what_is_right_counts_beside_what_is_wrong() -> None:
    assert shown(versions_in(b"[[packages]]\nname = 1\n" + WKG.removeprefix("version = 1").encode())).keys() == {
        "wasi:io",
        "a:b",
    }


def test_nearest_lock_file_counts_up_to_the_top_of_a_repository(tmp_path: Path) -> None:
    inner = tmp_path / "top" / "inner"
    (inner / "wit").mkdir(parents=True)
    (tmp_path / "top" / ".git").mkdir()
    (inner / "Cargo-component.lock").write_text(COMPONENT)
    (tmp_path / "wkg.lock").write_text(WKG)

    def found(folder: str) -> dict[str, tuple[str, ...]]:
        return shown(Engine(Disk()).db.get(locked, folder))

    assert found(str(inner / "wit")) == found(str(inner)) == {"a:b": ("3.0.1",), "a:c": ("0.1.0",)}
    (tmp_path / "top" / "wkg.lock").write_text(WKG)
    assert found(str(inner)) == {"wasi:io": ("0.2.3",), "a:b": ("3.0.1",), "a:c": ("0.1.0",)}
    (inner / "wkg.lock").write_text(WKG)
    assert found(str(inner)) == {"wasi:io": ("0.2.3",), "a:b": ("1.0.0-rc.1", "2.0.0"), "a:c": ("0.1.0",)}
    (tmp_path / "top" / "wkg.lock").unlink()
    (tmp_path / "top" / "wkg.lock").mkdir()
    assert found(str(tmp_path / "top")) == found("relative") == {}
