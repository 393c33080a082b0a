"""The packages of a workspace: those of the files of a run, and what the semantic layer is told of them."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pytest

from tests.sources import Texts
from wit_lsp.cli.session import Session
from wit_lsp.db import Database
from wit_lsp.engine.engine import Engine
from wit_lsp.ir.items import PackageId
from wit_lsp.semantics import queries as q
from wit_lsp.semantics.queries import WorkspacePackage
from wit_lsp.semantics.workspace import Packages, packages

AB, AC = PackageId("a", "b", None), PackageId("a", "c", None)
AB1, AB2 = AB._replace(version="1.0.0"), AB._replace(version="2.0.0")


def lay(folder: Path, **files: str) -> None:
    """Files of these headers. In their names `__` stands for `/`."""
    for name, header in files.items():
        path = folder / f"{name.replace('__', '/')}.wit"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"package {header};\n" if header else "interface i {\n}\n")


def in_run(folder: Path, *paths: str, standalone: bool = False) -> list[str]:
    """The packages of a run of the command line, each with its folder."""
    session = Session(standalone=standalone)
    session.read(argparse.Namespace(paths=[str(folder / path) for path in paths], stdin_filename=None))
    found = session.engine.db.get(q.workspace_packages)
    assert all(each.id.unversioned == id for id, some in found.items() for each in some)
    return sorted(f"{each.id} {os.path.relpath(each.folder, folder)}" for some in found.values() for each in some)


def test_packages_of_a_run_are_those_in_its_folders(tmp_path: Path) -> None:
    lay(tmp_path, x__a="a:b@1.0.0", x__b="", x__deps__c__c="a:c", y__a="a:b@2.0.0", y__z__a="a:c", z__a="a:d")
    assert in_run(tmp_path, "x", "y") == ["a:b@1.0.0 x", "a:b@2.0.0 y", "a:c y/z"]
    assert in_run(tmp_path, "y/z/a.wit", "x") == ["a:b@1.0.0 x", "a:c y/z"], "a file stands for its folder"


def test_folder_may_hold_several_packages_each_of_which_counts_once(tmp_path: Path) -> None:
    lay(tmp_path, a="a:c", b="a:b@2.0.0", c="a:b@1.0.0", d="a:b@1.0.0")
    assert in_run(tmp_path, ".") == ["a:b@1.0.0 .", "a:b@2.0.0 .", "a:c ."]


def test_standalone_package_sees_no_other(tmp_path: Path) -> None:
    lay(tmp_path, x__a="a:b", y__a="a:c")
    assert in_run(tmp_path, "x", "y", standalone=True) == []


def test_excluded_files_do_not_count(tmp_path: Path) -> None:
    lay(tmp_path, x__a="a:b", x__b="a:c", y__a="a:d")
    (tmp_path / "wit-lsp.toml").write_text('exclude = ["x/a.wit", "y"]\n')
    assert in_run(tmp_path, ".") == ["a:c x"]


def test_headers_are_read_when_the_first_package_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, a="a:b@1.0.0")
    session = Session()
    read: list[bytes] = []
    monkeypatch.setattr("wit_lsp.ir.header.header_in", lambda text: read.append(text))
    session.read(argparse.Namespace(paths=[str(tmp_path)], stdin_filename=None))
    session.engine.check(session.own_document(str(tmp_path / "a.wit")))
    assert not read
    session.engine.db.get(q.workspace_packages)
    session.engine.db.get(q.workspace_packages)
    assert read == [b"package a:b@1.0.0;\n"]


def test_folder_that_holds_other_packages_than_before() -> None:
    known = Packages()
    assert known.put("/y", [AB2, AC, AB1, None])
    assert known.put("/x", [AB1])
    before = known.found()
    assert before == packages({"/x": [AB1], "/y": [AB1, AB2, AC]})
    assert not known.put("/y", [AC, AB1, AB1, AB2])
    assert known.put("/y", [AB2])
    assert known.put("/x", [])
    assert not known.put("/z", [None])
    assert known.found() == packages({"/y": [AB2]})
    assert before == packages({"/x": [AB1], "/y": [AB1, AB2, AC]}), "what was given away stays as it is"


def folders_of(db: Database, id: PackageId) -> list[str]:
    return [each.folder for each in db.entry(q.workspace_packages, key=id) or ()]


def test_who_asks_for_a_package_depends_on_that_one_alone() -> None:
    engine = Engine(Texts({}))
    assert engine.db.get(folders_of, AB) == engine.db.get(folders_of, AC) == []
    engine.packages_changed(packages({"/x": [AB1]}))
    assert engine.db.get(folders_of, AB) == ["/x"]
    assert engine.db.get(folders_of, AC) == []
    engine.packages_changed(packages({"/y": [AB2, AB1, None], "/x": [AB1, AC, AC]}))
    assert engine.db.get(folders_of, AB) == ["/x", "/y", "/y"]
    assert engine.db.get(folders_of, AC) == ["/x"]
    engine.packages_changed({AB: (WorkspacePackage(AB1, "/z"),), AC: (WorkspacePackage(AC, "/x"),)})
    assert engine.db.get(folders_of, AB) == ["/z"]
    assert engine.db.get(folders_of, AC) == ["/x"]
    assert engine.db.runs[folders_of] == 2 + 1 + 2 + 1, "none for an entry that stayed"
