"""A folder is listed once for as long as it stays the same, and again when it does not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.server.editor import Editor
from wit_lsp import workspace
from wit_lsp.server.listings import Listings
from wit_lsp.workspace import Disk


class Counted(Disk):
    def __init__(self) -> None:
        super().__init__()
        self.listed: list[str] = []

    def siblings(self, folder: str) -> tuple[str, ...]:
        self.listed.append(folder)
        return super().siblings(folder)


def make(path: Path) -> str:
    path.write_text("")
    return str(path)


def age(folder: Path) -> None:
    """As if nothing had been made in it for long."""
    os.utime(folder, (1e9, 1e9))


def test_folder_that_stays_as_it_is_is_listed_once(tmp_path: Path) -> None:
    path = make(tmp_path / "a.wit")
    age(tmp_path)
    disk = Counted()
    listings = Listings(disk)
    for _ in range(3):
        assert listings.siblings(str(tmp_path)) == (path,)
        assert listings.changed() == []
    assert disk.listed == [str(tmp_path)]


def test_what_is_made_and_removed_is_seen(tmp_path: Path) -> None:
    listings, folder = Listings(Disk()), str(tmp_path / "x")
    assert listings.siblings(folder) == ()
    (tmp_path / "x").mkdir()
    assert listings.changed() == [], "it has the same files"
    path = make(tmp_path / "x" / "a.wit")
    assert listings.changed() == [folder]
    assert listings.siblings(folder) == (path,)
    age(tmp_path / "x")
    assert listings.changed() == []
    os.unlink(path)
    assert listings.changed() == [folder]
    assert listings.siblings(folder) == ()


def test_two_changes_that_have_one_time_stamp_are_seen(tmp_path: Path) -> None:
    listings, stamp = Listings(Disk()), tmp_path.stat().st_mtime_ns
    assert listings.siblings(str(tmp_path)) == ()
    path = make(tmp_path / "a.wit")
    os.utime(tmp_path, ns=(stamp, stamp))
    assert listings.changed() == [str(tmp_path)]
    assert listings.siblings(str(tmp_path)) == (path,)


def test_many_open_files_of_a_folder_list_it_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / f"{number}.wit" for number in range(20)]
    for path in paths:
        make(path)
    age(tmp_path)
    disk = Counted()
    monkeypatch.setattr(workspace, "Disk", lambda: disk)
    editor = Editor()
    for path in paths:
        editor.open(path.as_uri(), "package a:b@1.0.0;")
        assert editor.codes() == [[]]
    assert disk.listed.count(str(tmp_path)) == 1
