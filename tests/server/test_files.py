"""What was read and listed once is so for as long as it stays the same, and is read again when it does not."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.server.editor import Editor
from wit_lsp.db import Cancelled
from wit_lsp.ir import document
from wit_lsp.ir.group import Group
from wit_lsp.server.files import Files, Listings


def make(path: Path, text: str = "") -> str:
    path.write_text(text)
    return str(path)


def age(path: Path, seconds: float = 1e9) -> None:
    """As if nothing had happened to a file or a folder since then."""
    os.utime(path, (seconds, seconds))


def files() -> Files:
    return Files(lambda: None)


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each folder was listed."""
    return counted(monkeypatch, os, "scandir")


def counted(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> Counter[str]:
    """How often a function was called with each path."""
    calls: Counter[str] = Counter()
    function: Callable[..., Any] = getattr(module, name)

    def call(path: str, *more: Any, **named: Any) -> Any:
        calls[path] += 1
        return function(path, *more, **named)

    monkeypatch.setattr(module, name, call)
    return calls


def test_folder_that_stays_as_it_is_is_listed_once(tmp_path: Path, listed: Counter[str]) -> None:
    path, folder = make(tmp_path / "a.wit"), str(tmp_path)
    age(tmp_path)
    listings = Listings()
    for _ in range(3):
        assert listings.wit_paths(folder) == (path,)
        assert not listings.look(folder)
    assert listed == {folder: 1}


def test_what_is_made_and_removed_is_seen(tmp_path: Path) -> None:
    listings, folder = Listings(), str(tmp_path / "x")
    assert listings.wit_paths(folder) == ()
    (tmp_path / "x").mkdir()
    assert not listings.look(folder), "it holds as much as before"
    path = make(tmp_path / "x" / "a.wit")
    assert listings.look(folder)
    assert listings.wit_paths(folder) == (path,)
    age(tmp_path / "x")
    assert not listings.look(folder)
    os.unlink(path)
    assert listings.look(folder)
    assert listings.wit_paths(folder) == ()
    assert not listings.look(str(tmp_path)), "it was never listed"


def test_two_changes_of_a_folder_that_have_one_time_stamp_are_seen(tmp_path: Path) -> None:
    listings, stamp = Listings(), tmp_path.stat().st_mtime_ns
    assert listings.wit_paths(str(tmp_path)) == ()
    path = make(tmp_path / "a.wit")
    os.utime(tmp_path, ns=(stamp, stamp))
    assert listings.look(str(tmp_path))
    assert listings.wit_paths(str(tmp_path)) == (path,)


def test_change_of_a_file_is_seen(tmp_path: Path) -> None:
    disk, path = files(), tmp_path / "a.wit"
    assert disk.header(str(path)) is None
    assert not disk.look(str(path))
    make(path, "package a:b;")
    assert disk.look(str(path))
    assert not disk.look(str(path)), "nothing has been read since"
    assert str(disk.header(str(path))) == "a:b"
    age(path)
    assert not disk.look(str(path)), "it says the same"
    assert not disk.look(str(path))
    make(path, "package a:bc;")
    age(path)
    assert disk.look(str(path)), "it is longer"
    assert str(disk.header(str(path))) == "a:bc"
    os.unlink(path)
    assert disk.look(str(path))
    assert disk.document(str(path)) is None


def test_two_changes_of_a_file_that_have_one_time_stamp_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.wit"
    disk = files()
    make(path, "package a:b;")
    stamp = path.stat().st_mtime_ns
    assert disk.header(str(path)) is not None
    make(path, "package a:c;")
    os.utime(path, ns=(stamp, stamp))
    assert disk.look(str(path))
    assert str(disk.header(str(path))) == "a:c"


def test_what_is_read_a_second_time_is_compared_with_the_first(tmp_path: Path) -> None:
    """Else nobody would know that what was made of the first text is out of date."""
    path, disk = tmp_path / "a.wit", files()
    make(path, "package a:b;")
    age(path)
    assert disk.header(str(path)) is not None
    make(path, "package a:c;")
    found = disk.document(str(path))
    assert found is not None and found.text == b"package a:c;"
    assert disk.look(str(path))


def test_reading_that_is_interrupted_goes_on_where_it_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "package a:b;\n" + "".join(f"interface i{n} {{ f: func(); }}\n" for n in range(20))
    path = make(tmp_path / "a.wit", text)
    read: Counter[bytes] = Counter()

    def group(text: bytes) -> Group:
        read[text] += 1
        return Group(text)

    monkeypatch.setattr(document, "Group", group)
    left = [7]

    def check() -> None:
        left[0] -= 1
        if not left[0]:
            left[0] = 7
            raise Cancelled

    disk, attempts = Files(check), 0
    found = None
    while found is None:
        attempts += 1
        try:
            found = disk.document(path)
        except Cancelled:
            continue
    assert attempts > 2
    assert len(found.groups) == 21
    assert set(read.values()) == {1}


def test_many_open_files_of_a_folder_list_it_once(tmp_path: Path, listed: Counter[str]) -> None:
    paths = [tmp_path / f"{number}.wit" for number in range(20)]
    for path in paths:
        make(path)
    age(tmp_path)
    editor = Editor()
    for path in paths:
        editor.open(path.as_uri(), "package a:b@1.0.0;")
        assert editor.codes() == [[]]
    assert listed[str(tmp_path)] == 1
