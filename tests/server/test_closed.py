"""What is published of the files of a workspace that are not open."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp

from tests.engine import extra_rules
from tests.server.editor import Editor
from tests.server.raw import client
from tests.server.test_files import age
from wit_lsp.engine import files as engine_files
from wit_lsp.engine.files import file_report
from wit_lsp.features.workspace_symbol import workspace_symbol
from wit_lsp.ir.items import Func
from wit_lsp.ir.segment import Segment
from wit_lsp.problem import Problem, Severity
from wit_lsp.rules import rule
from wit_lsp.semantics import queries
from wit_lsp.semantics.api import Semantics
from wit_lsp.server import memory, workspace

CLEAN = "package a:b@1.0.0;\n"
BROKEN = "package a:b@1.0.0\n"
UNVERSIONED = "package a:b;\n"
MISSING = ["missing-separator"]
VERSION = ["missing-package-version"]


def lay(folder: Path, files: dict[str, str]) -> None:
    """Files that have not been touched for long."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        age(path)
        age(path.parent)


def at(*folders: Path, **more: Any) -> Editor:
    return Editor(workspaceFolders=[{"uri": each.as_uri(), "name": each.name} for each in folders], **more)


def test_problems_of_all_files_are_published(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {"x/a.wit": BROKEN, "x/clean.wit": CLEAN, "y/b.wit": UNVERSIONED, "y/c.wit": CLEAN, "target/t.wit": BROKEN},
    )
    editor = at(tmp_path)
    editor.idle()
    assert {each.get("version") for each in editor.published} == {None}
    assert {each["uri"] for each in editor.published} == {(tmp_path / name).as_uri() for name in ("x/a.wit", "y/b.wit")}
    assert editor.shown(tmp_path) == {"x/a.wit": MISSING, "y/b.wit": VERSION}
    assert editor.shown(tmp_path) == {}


def test_of_dependencies_only_errors_are_published(tmp_path: Path) -> None:
    lay(tmp_path, {"a.wit": CLEAN, "deps/b.wit": UNVERSIONED, "deps/c/c.wit": BROKEN, "deps/c/d/e.wit": BROKEN})
    assert at(tmp_path).shown(tmp_path) == {"deps/c/c.wit": MISSING}


def test_report_is_that_of_the_open_file(tmp_path: Path) -> None:
    """Bodies that are cut, whole bodies, suppressions and places in other files included."""
    body = "".join(f"  nearest-{n}: func(at: lost);\n" for n in range(300))
    suppressed = "  // wit-lsp: ignore-next-item[missing-deadline]\n  area: func();\n"
    units = "interface units {\n  area: func() -> u32;\n}\n"
    shapes = f"{CLEAN}interface shapes {{\n{body}{suppressed}}}\n\ninterface unclosed {{\n{body}"
    lay(tmp_path, {"shapes.wit": shapes, "units.wit": CLEAN + units, "reasons.wit": CLEAN + "interface reasons {\n}\n"})
    capabilities = {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}}
    with extra_rules.beside(*extra_rules.RULES):
        editor = at(tmp_path, capabilities=capabilities)
        editor.idle()
        uri = (tmp_path / "shapes.wit").as_uri()
        [closed] = [each["diagnostics"] for each in editor.published if each["uri"] == uri]
        editor.published = []
        editor.open(uri, shapes)
        editor.idle()
        [of_open] = [each["diagnostics"] for each in editor.published if each["uri"] == uri]
    assert closed == of_open
    assert {each["code"] for each in closed} >= {
        *("many-beside", "unmatched-interface", "shared-name", "undefined-name", "unclosed-block"),
        "unused-suppression",
    }
    assert any(each.get("relatedInformation") for each in closed)


def test_what_is_fixed_or_gone_is_cleared(tmp_path: Path) -> None:
    lay(tmp_path, {f"{n}/a.wit": BROKEN for n in range(5)})
    editor = at(tmp_path)
    assert len(editor.shown(tmp_path)) == 5
    (tmp_path / "0" / "a.wit").write_text(CLEAN)
    os.unlink(tmp_path / "1" / "a.wit")
    editor.touch(tmp_path / "0" / "a.wit", tmp_path / "1" / "a.wit")
    assert editor.shown(tmp_path) == {"0/a.wit": [], "1/a.wit": []}
    (tmp_path / "wit-lsp.toml").write_text('exclude = ["2"]\n')
    editor.touch(tmp_path / "wit-lsp.toml")
    assert editor.shown(tmp_path) == {"2/a.wit": []}
    editor.folders(added=[tmp_path / "3"], removed=[tmp_path])
    assert editor.shown(tmp_path) == {"4/a.wit": []}
    os.unlink(tmp_path / "wit-lsp.toml")
    editor.folders(added=[tmp_path])
    assert editor.shown(tmp_path) == {"2/a.wit": MISSING, "4/a.wit": MISSING}


def test_document_replaces_its_file_and_the_file_the_document(tmp_path: Path) -> None:
    lay(tmp_path, {"a.wit": BROKEN, "b.wit": CLEAN})
    editor, uri = at(tmp_path), (tmp_path / "a.wit").as_uri()
    assert editor.shown(tmp_path) == {"a.wit": MISSING}
    editor.open(uri, BROKEN, 7)
    editor.idle()
    assert [each["version"] for each in editor.published] == [7], "and never nothing before it"
    assert editor.shown(tmp_path) == {"a.wit": MISSING}
    editor.change(uri, 8, UNVERSIONED)
    assert editor.shown(tmp_path) == {"a.wit": VERSION}
    editor.session.did_close(uri)
    assert editor.published == []
    assert editor.shown(tmp_path) == {"a.wit": MISSING}
    editor.open((tmp_path / "b.wit").as_uri(), BROKEN)
    assert editor.shown(tmp_path) == {"b.wit": MISSING}
    editor.session.did_close((tmp_path / "b.wit").as_uri())
    assert editor.shown(tmp_path) == {"b.wit": []}, "what was not saved is gone"


def test_document_that_is_closed_at_once_leaves_its_file(tmp_path: Path) -> None:
    lay(tmp_path, {"a.wit": BROKEN})
    editor, uri = at(tmp_path), (tmp_path / "a.wit").as_uri()
    editor.idle()
    editor.published = []
    editor.open(uri, CLEAN)
    editor.session.did_close(uri)
    assert editor.shown(tmp_path) in ({}, {"a.wit": MISSING})


def test_document_of_another_spelling_of_the_uri(tmp_path: Path) -> None:
    lay(tmp_path, {"a.wit": BROKEN})
    editor, uri = at(tmp_path), (tmp_path / "a.wit").as_uri()
    other = uri.replace("a.wit", "%61.wit")
    editor.idle()
    editor.open(other, BROKEN)
    while all(each["uri"] != other for each in editor.published):
        editor.session.idle()
    editor.session.did_close(other)
    editor.idle()
    assert [(each["uri"], len(each["diagnostics"])) for each in editor.published] == [
        *((uri, 1), (uri, 0), (other, 1)),
        *((other, 0), (uri, 1)),
    ]


def test_file_outside_of_the_workspace_has_no_problems_once_it_is_closed(tmp_path: Path) -> None:
    lay(tmp_path, {"x/a.wit": CLEAN, "y/b.wit": BROKEN, "x/node_modules/c.wit": BROKEN})
    editor = at(tmp_path / "x")
    for name in ("y/b.wit", "x/node_modules/c.wit"):
        uri = (tmp_path / name).as_uri()
        editor.open(uri, BROKEN)
        assert editor.shown(tmp_path) == {name: MISSING}
        editor.session.did_close(uri)
        assert [(each["uri"], each["diagnostics"]) for each in editor.published] == [(uri, [])]
        assert editor.shown(tmp_path) == {name: []}


def test_only_what_changed_and_its_readers_are_judged_again(tmp_path: Path) -> None:
    uses = CLEAN + "interface i {\n  use j.{t};\n}\n"
    files = {"x/i.wit": uses, "x/j.wit": CLEAN + "interface j {\n  type t = u8;\n}\n", "y/k.wit": CLEAN}
    lay(tmp_path, files)
    editor = at(tmp_path)
    assert editor.shown(tmp_path) == {}
    engine, uri = editor.session.engine, (tmp_path / "x" / "j.wit").as_uri()
    runs = engine.db.runs[file_report]
    assert runs == 3
    editor.open(uri, files["x/j.wit"])
    editor.change(uri, 2, files["x/j.wit"].replace("u8", "u16"))
    editor.idle()
    editor.change(uri, 3, files["x/j.wit"].replace("type t", "type u"))
    assert editor.shown(tmp_path)["x/i.wit"] == ["undefined-name"]
    assert engine.db.runs[file_report] - runs <= 2
    editor.change(uri, 4, files["x/j.wit"])
    assert editor.shown(tmp_path) == {"x/i.wit": [], "x/j.wit": []}
    runs = engine.db.runs[file_report]
    (tmp_path / "y" / "k.wit").write_text(UNVERSIONED)
    editor.touch(tmp_path / "y" / "k.wit")
    assert editor.shown(tmp_path) == {"y/k.wit": VERSION}
    assert engine.db.runs[file_report] - runs == 1


def test_settings_of_closed_files_count_and_are_checked(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {"x/a.wit": UNVERSIONED, "x/wit-lsp.toml": 'profil = "core"', "y/a.wit": UNVERSIONED, "y/wit-lsp.toml": ""},
    )
    editor = at(tmp_path)
    assert editor.shown(tmp_path) == {"x/a.wit": VERSION, "y/a.wit": VERSION, "x/wit-lsp.toml": ["bad-setting"]}
    runs = editor.session.engine.db.runs[file_report]
    (tmp_path / "y" / "wit-lsp.toml").write_text(f'ignore = ["{VERSION[0]}"]')
    editor.touch(tmp_path / "y" / "wit-lsp.toml")
    assert editor.shown(tmp_path) == {"y/a.wit": []}
    assert editor.session.engine.db.runs[file_report] - runs == 1


def test_only_so_many_files_are_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(workspace, "MAX_WATCHED_FILES", 3)
    lay(tmp_path, {f"{n}/a.wit": BROKEN for n in range(5)})
    editor = at(tmp_path)
    assert len(editor.shown(tmp_path)) == 3
    editor.session.did_save()
    assert editor.shown(tmp_path) == {}
    assert [record.getMessage() for record in caplog.records] == [
        "the workspace has 5 WIT files: only 3 are checked before they are open"
    ]
    os.unlink(tmp_path / "0" / "a.wit")
    editor.touch(tmp_path / "0" / "a.wit")
    editor.session.did_save()
    assert editor.shown(tmp_path) == {"0/a.wit": [], "3/a.wit": MISSING}


def test_nothing_of_a_text_is_kept(tmp_path: Path) -> None:
    interface = "interface i {\n" + "  f: func();\n" * 100 + "}\n"
    lay(tmp_path, {f"{n}/a.wit": UNVERSIONED + interface for n in range(3)})
    editor = at(tmp_path)
    assert len(editor.shown(tmp_path)) == 3
    gc.collect()
    assert not [each for each in gc.get_objects() if isinstance(each, Segment) and each.text in interface.encode()]


def test_facts_of_all_files_are_known_before_a_name_is_looked_for(tmp_path: Path) -> None:
    lay(tmp_path, {f"{n}/a.wit": f"{CLEAN}interface i{n} {{\n  record point {{ x: u8 }}\n}}\n" for n in range(4)})
    editor = at(tmp_path)
    editor.idle()
    runs = editor.session.engine.db.runs.copy()
    found: Any = editor.session.answer(workspace_symbol, lsp.WorkspaceSymbolParams("point"))
    assert len(found) == 4
    later = editor.session.engine.db.runs - runs
    assert queries.file_reading not in later


def test_what_is_learnt_of_many_files_is_frozen_without_their_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "PORTION", 0)  # a portion is full after each file
    lay(tmp_path, {f"{n}/a.wit": f"{UNVERSIONED}interface i{n} {{\n  freeze-me: func();\n}}\n" for n in range(4)})
    try:
        editor = at(tmp_path)
        before = gc.get_freeze_count()
        assert len(editor.shown(tmp_path)) == 4
        assert gc.get_freeze_count() > before
        gc.unfreeze()
        assert not [each for each in gc.get_objects() if isinstance(each, Func) and each.name.text == "freeze-me"]
    finally:
        gc.unfreeze()


def test_bug_on_one_file_costs_no_other_its_diagnostics(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lay(tmp_path, {"a.wit": BROKEN, "b.wit": "// bug\n" + BROKEN, "c.wit": BROKEN})
    assembled = engine_files.assembled

    def raising(*arguments: Any) -> Any:
        if arguments[1].text.startswith(b"// bug"):
            raise RecursionError
        return assembled(*arguments)

    monkeypatch.setattr(engine_files, "assembled", raising)
    editor = at(tmp_path)
    assert editor.shown(tmp_path) == {"a.wit": MISSING, "c.wit": MISSING}
    assert [record.getMessage() for record in caplog.records] == [f"failed on {tmp_path / 'b.wit'}"]
    editor.open((tmp_path / "b.wit").as_uri(), BROKEN)
    assert editor.shown(tmp_path) == {"b.wit": MISSING}


@rule(Severity.HINT, on=Func)
def failing(func: Func, sem: Semantics) -> Iterator[Problem]:
    """Every function."""
    raise ValueError(func.name.text)


def test_rule_that_fails_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    lay(tmp_path, {"a.wit": CLEAN + "interface i {\n  f: func();\n}\n"})
    with extra_rules.beside(failing):
        assert at(tmp_path).shown(tmp_path) == {}
    [record] = caplog.records
    assert record.getMessage().startswith(f"the rule `failing` failed on {tmp_path / 'a.wit'}\n")


@pytest.mark.parametrize("patience", [10, 11, 17])
def test_messages_that_arrive_at_any_moment_change_nothing_of_what_is_published(tmp_path: Path, patience: int) -> None:
    text = UNVERSIONED + "".join(f"interface i{n} {{ f: func(x: list<u8>); }}\n" for n in range(20))
    lay(tmp_path, {f"{n}/a.wit": text for n in range(4)})
    undisturbed, disturbed = at(tmp_path), at(tmp_path)
    pauses = count(patience)  # they grow, else each might end before a file is done
    left = next(pauses)

    def waits() -> bool:
        nonlocal left
        left = left - 1 or next(pauses)
        return left == 1

    disturbed.waits = waits
    assert disturbed.shown(tmp_path) == undisturbed.shown(tmp_path)
    assert next(pauses) > patience + 5


def test_client_gets_them_from_a_running_server(tmp_path: Path) -> None:
    lay(tmp_path, {"a.wit": BROKEN})
    uri = (tmp_path / "a.wit").as_uri()
    with client() as server:
        server.initialize(workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "x"}])
        assert server.codes(uri) == MISSING
        assert "version" not in server.seen[-1]["params"]
        server.open(uri, CLEAN, 3)
        assert server.codes(uri, 3) == []
        server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        assert server.codes(uri) == MISSING
        (tmp_path / "a.wit").write_text(CLEAN)
        server.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]})
        assert server.codes(uri) == []


def test_quiet_server_looks_at_the_disk_of_a_client_that_does_not_watch_it(tmp_path: Path) -> None:
    lay(tmp_path, {"a.wit": BROKEN})
    uri = (tmp_path / "a.wit").as_uri()
    with client(program="from wit_lsp.server import loop\nloop._TICK = 0.01") as server:
        server.initialize(workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "x"}])
        assert server.codes(uri) == MISSING
        (tmp_path / "a.wit").write_text(CLEAN)
        server.notify("textDocument/didClose", {"textDocument": {"uri": "untitled:nothing"}})
        assert server.codes(uri) == []
