"""Which packages the server finds in the folders of a workspace, and what it looks at again when something happens."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from tests.server.editor import Editor
from tests.server.raw import Message
from tests.server.test_files import age, counted
from wit_lsp.semantics import queries as q
from wit_lsp.semantics.manifests import NAMES
from wit_lsp.server import workspace
from wit_lsp.server.progress import PATIENCE
from wit_lsp.workspace import reading, roots

SHOWS_PROGRESS: Message = {"window": {"workDoneProgress": True}}
WATCHES: Message = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}


def lay(folder: Path, files: dict[str, str]) -> None:
    """Files of these headers, which have not been touched for long. A folder is a name with `/` last."""
    for name, header in files.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"package {header};\n" if path.suffix == ".wit" else header)
    for path in [*folder.rglob("*"), folder]:
        if not path.is_symlink():
            age(path)


def at(*folders: Path, capabilities: Message | None = None) -> Editor:
    """An editor with these folders."""
    editor = Editor(capabilities, workspaceFolders=[{"uri": each.as_uri(), "name": each.name} for each in folders])
    editor.idle()
    return editor


def packages(editor: Editor, folder: Path) -> list[str]:
    """The packages that the engine knows, each with its folder."""
    editor.idle()
    found = editor.session.engine.db.get(q.workspace_packages)
    return sorted(f"{each.id} {os.path.relpath(each.folder, folder)}" for some in found.values() for each in some)


def test_packages_of_all_folders_are_found(tmp_path: Path) -> None:
    lay(tmp_path, {"x/wit/a.wit": "a:a@1.0.0", "x/wit/more/b.wit": "a:b", "x/wit/c.wit": "a:a@1.0.0", "y/a.wit": "a:a"})
    editor = at(tmp_path / "x", tmp_path / "y")
    assert packages(editor, tmp_path) == ["a:a y", "a:a@1.0.0 x/wit", "a:b x/wit/more"]


def test_what_the_command_line_leaves_out_is_left_out(tmp_path: Path) -> None:
    hidden = ("deps/a.wit", "deps/b/a.wit", ".git/a.wit", "target/a.wit", "node_modules/a.wit", "gen/a.wit", "wit/x/")
    lay(tmp_path, {"a.wit": "a:a", ".gitignore": "gen/\n", **dict.fromkeys(hidden, "a:hidden")})
    assert packages(at(tmp_path), tmp_path) == ["a:a ."]


def test_folder_of_dependencies_that_is_a_folder_of_the_workspace_counts(tmp_path: Path) -> None:
    lay(tmp_path, {"wit/a.wit": "a:a", "wit/deps/b/b.wit": "a:b"})
    assert packages(at(tmp_path, tmp_path / "wit" / "deps" / "b"), tmp_path) == ["a:a wit", "a:b wit/deps/b"]


def test_folders_in_each_other_and_links_to_them_count_once(tmp_path: Path) -> None:
    lay(tmp_path, {"x/a.wit": "a:a", "x/y/b.wit": "a:b", "x/y/z/c.wit": "a:c"})
    (tmp_path / "link").symlink_to(tmp_path / "x" / "y")
    (tmp_path / "x" / "y" / "loop").symlink_to(tmp_path / "x")
    found = at(tmp_path / "x" / "y", tmp_path / "x", tmp_path / "link")
    assert packages(found, tmp_path) == ["a:a x", "a:b x/y", "a:c x/y/z"]
    assert packages(at(tmp_path / "link"), tmp_path) == ["a:b link", "a:c link/z"]


def test_folder_that_cannot_be_read_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, {"a.wit": "a:a", "secret/b.wit": "a:b", "wit/deps/x/c.wit": "a:c", "z/d.wit": "a:d"})
    scandir = os.scandir

    def refuse(path: str) -> object:
        if os.path.basename(path) in ("secret", "x"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert packages(at(tmp_path), tmp_path) == ["a:a .", "a:d z"]
    assert packages(at(tmp_path / "missing", tmp_path / "z"), tmp_path) == ["a:d z"]


def test_client_without_folders_has_no_packages(tmp_path: Path) -> None:
    lay(tmp_path, {"a.wit": "a:a"})
    editor = Editor()
    editor.open((tmp_path / "a.wit").as_uri(), "package a:a;")
    assert packages(editor, tmp_path) == []


def test_folders_that_are_added_and_removed(tmp_path: Path) -> None:
    lay(tmp_path, {"x/a.wit": "a:a", "y/b.wit": "a:b"})
    editor = at(tmp_path / "x")
    editor.folders(added=[tmp_path / "y"], removed=[tmp_path / "x"])
    assert packages(editor, tmp_path) == ["a:b y"]
    editor.folders(added=[tmp_path])
    assert packages(editor, tmp_path) == ["a:a x", "a:b y"]
    editor.folders(removed=[tmp_path, tmp_path / "y"])
    assert packages(editor, tmp_path) == []


def test_excluded_files_do_not_count(tmp_path: Path) -> None:
    lay(tmp_path, {"x/a.wit": "a:a", "x/b.wit": "a:b", "wit-lsp.toml": 'exclude = ["x/a.wit"]'})
    editor = at(tmp_path)
    assert packages(editor, tmp_path) == ["a:b x"]
    editor.open((tmp_path / "x" / "c.wit").as_uri(), "package a:c;")
    assert packages(editor, tmp_path) == ["a:b x", "a:c x"]
    (tmp_path / "wit-lsp.toml").write_text('exclude = ["x/[bc].wit"] # longer')
    editor.touch(tmp_path / "wit-lsp.toml")
    assert packages(editor, tmp_path) == ["a:a x"]


def test_header_of_an_open_document_goes_before_that_of_its_file(tmp_path: Path) -> None:
    lay(tmp_path, {"x/a.wit": "a:a", "x/b.wit": "a:b", "y/": "", "node_modules/": ""})
    editor = at(tmp_path)
    uri = (tmp_path / "x" / "a.wit").as_uri()
    editor.open(uri, "package a:a@2.0.0;")
    assert packages(editor, tmp_path) == ["a:a@2.0.0 x", "a:b x"]
    editor.change(uri, 2, "interface i {\n}\n")
    assert packages(editor, tmp_path) == ["a:b x"]
    for name in ("y/new.wit", "node_modules/new.wit"):
        editor.open((tmp_path / name).as_uri(), "package a:new;")
    editor.open((tmp_path.parent / "elsewhere.wit").as_uri(), "package a:elsewhere;")
    editor.open("untitled:a", "package a:untitled;")
    assert packages(editor, tmp_path) == ["a:b x", "a:new y"]
    editor.session.did_close(uri)
    editor.session.did_close((tmp_path / "y" / "new.wit").as_uri())
    assert packages(editor, tmp_path) == ["a:a x", "a:b x"]


def test_key_in_a_header_concerns_who_asked_for_that_package(tmp_path: Path) -> None:
    lay(tmp_path, {"x/a.wit": "a:a", "y/b.wit": "a:b"})
    editor, uri = at(tmp_path), (tmp_path / "x" / "a.wit").as_uri()
    editor.open(uri, "package a:a;\ninterface i {\n}\n")
    editor.idle()
    before = editor.session.engine.db.get(q.workspace_packages)
    editor.change(uri, 2, "package a:a;\ninterface ii {\n}\n")
    editor.idle()
    assert editor.session.engine.db.get(q.workspace_packages) is before
    editor.change(uri, 3, "package a:aa;\ninterface ii {\n}\n")
    editor.idle()
    after = editor.session.engine.db.get(q.workspace_packages)
    [(same, known)] = before.items() & after.items()
    assert (str(same), len(known), len(after)) == ("a:b", 1, 2)


def test_only_what_is_touched_is_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, {f"{n}/{m}.wit": f"a:p{n}" for n in range(5) for m in range(3)})
    editor = at(tmp_path, capabilities=WATCHES)
    listed, read = counted(monkeypatch, os, "scandir"), counted(monkeypatch, reading, "read")
    (tmp_path / "2" / "0.wit").write_text("package a:p2;\n// No other header.\n")
    editor.touch(tmp_path / "2" / "0.wit")
    editor.idle()
    assert (listed, set(read)) == ({}, {str(tmp_path / "2" / "0.wit")})
    read.clear()
    os.unlink(tmp_path / "3" / "0.wit")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.wit").write_text("package a:new;\n")
    editor.touch(tmp_path / "new" / "a.wit", tmp_path / "3" / "0.wit", tmp_path / "3" / "0.wit")
    assert "a:new new" in packages(editor, tmp_path)
    assert listed == {str(tmp_path / "3"): 1, str(tmp_path / "new"): 1}
    beside = {str(tmp_path / "3" / name) for name in ("1.wit", "2.wit")}
    new = {str(tmp_path / "new" / name) for name in ("a.wit", *NAMES)}
    assert set(read) == new | beside, "what lies beside a file depends on it, and manifests say more of a new package"


def test_what_happens_to_the_last_file_of_a_root_is_seen(tmp_path: Path) -> None:
    lay(tmp_path, {"a.wit": "a:a", "wit/deps/b.wit": "a:b"})
    editor = at(tmp_path)
    assert packages(editor, tmp_path) == ["a:a ."]
    os.unlink(tmp_path / "a.wit")
    editor.touch(tmp_path / "a.wit")
    assert packages(editor, tmp_path) == []
    assert [*editor.session._workspace.roots] == [str(tmp_path / "wit")], "it has dependencies"
    os.unlink(tmp_path / "wit" / "deps" / "b.wit")
    editor.touch(tmp_path / "wit" / "deps" / "b.wit")
    assert packages(editor, tmp_path) == []
    assert not editor.session._workspace.roots
    (tmp_path / "wit" / "deps" / "c").mkdir()
    (tmp_path / "wit" / "deps" / "c" / "c.wit").write_text("package a:c;\n")
    editor.touch(tmp_path / "wit" / "deps" / "c" / "c.wit")
    assert packages(editor, tmp_path) == []
    assert [*editor.session._workspace.roots] == [str(tmp_path / "wit")]


@pytest.mark.parametrize("said", ["save", "open", "rest"])
def test_client_that_does_not_watch_has_its_folders_looked_at(tmp_path: Path, said: str) -> None:
    lay(tmp_path, {"x/a.wit": "a:a", "y/z/b.wit": "a:b", "w/c.wit": "a:c"})
    editor = at(tmp_path)
    assert packages(editor, tmp_path) == ["a:a x", "a:b y/z", "a:c w"]
    (tmp_path / "x" / "a.wit").write_text("package a:other;\n")
    os.unlink(tmp_path / "y" / "z" / "b.wit")
    os.rmdir(tmp_path / "y" / "z")
    lay(tmp_path / "y" / "new", {"d.wit": "a:new"})
    age(tmp_path / "y", 2e9)
    if said == "save":
        editor.session.did_save()
    elif said == "open":
        editor.open("untitled:a", "")
    else:
        editor.session.rest()
    assert packages(editor, tmp_path) == ["a:c w", "a:new y/new", "a:other x"]


def test_client_that_watches_lets_the_server_rest(tmp_path: Path) -> None:
    lay(tmp_path, {"x/a.wit": "a:a"})
    editor = at(tmp_path, capabilities=WATCHES)
    (tmp_path / "x" / "a.wit").write_text("package a:other;\n")
    editor.session.rest()
    assert packages(editor, tmp_path) == ["a:a x"]


def test_no_step_lists_more_than_one_folder_or_reads_more_than_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"{n}/wit/{m}.wit": f"a:p{n}" for n in range(3) for m in range(4)}
    files |= {f"0/wit/deps/{n}/a.wit": "a:d" for n in range(3)} | {f"0/wit/deps/{n}.wit": "a:d" for n in range(3)}
    files |= {f"empty/{n}/": "" for n in range(3)} | {f"ignored/{n}/": "" for n in range(3)}
    lay(tmp_path, {**files, ".gitignore": "ignored/*\n"})
    editor = at()
    editor.session._workspace.folders = (str(tmp_path),)
    listed, opened = counted(monkeypatch, os, "scandir"), counted(monkeypatch, os, "open")
    peeked = counted(monkeypatch, roots, "is_encoded")
    folders: list[str] = []
    paths: list[str] = []
    for _ in editor.session._workspace.look():
        assert listed.total() <= 1
        assert opened.total() + peeked.total() <= 1
        folders += listed
        paths += [*opened, *peeked]
        for calls in (listed, opened, peeked):
            calls.clear()
    assert len(editor.session._workspace.roots) == 3
    assert len(set(folders)) == len(folders) == 1 + 3 + 3 + 1 + 3 + 1 + 3 + 1
    assert len(set(paths)) == len(paths) == 12 + 3 + 1


def test_messages_that_arrive_during_the_search_cost_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, {f"{n}/a.wit": f"a:p{n}" for n in range(30)})
    editor = Editor(workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "x"}])
    listed, read = counted(monkeypatch, os, "scandir"), counted(monkeypatch, reading, "read")
    asked = count(1)
    editor.waits = lambda: next(asked) % 3 == 0
    slices = 1
    while editor.session._look in editor.session._scheduler:
        slices += editor.session.idle()
    assert slices > 10
    assert set(listed.values()) == set(read.values()) == {1}
    editor.waits = lambda: False
    assert len(packages(editor, tmp_path)) == 30


def test_saving_during_the_search_does_not_begin_it_anew(tmp_path: Path) -> None:
    lay(tmp_path, {f"{n}/a.wit": f"a:p{n}" for n in range(30)})
    editor = Editor(workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "x"}])
    known: list[int] = []
    left = iter(range(5))
    editor.waits = lambda: next(left, None) is None
    for _ in range(4):
        left = iter(range(20))
        editor.session.idle()
        editor.session.did_save()
        known.append(len(editor.session._workspace.roots) if editor.session._engine_is_loaded else 0)
    assert known == sorted(set(known)), "each time more is known"


def in_a_search(tmp_path: Path) -> Editor:
    """A client that can show progress, in the middle of the search for packages."""
    lay(tmp_path, {f"{n}/a.wit": f"a:p{n}" for n in range(30)})
    editor = Editor(SHOWS_PROGRESS, workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "x"}])
    steps = iter(range(8))
    editor.waits = lambda: next(steps, None) is None
    editor.session.idle()
    return editor


def test_search_that_takes_long_shows_progress(tmp_path: Path) -> None:
    editor = in_a_search(tmp_path)
    [(seconds, action)] = editor.timers
    assert (seconds, editor.questions) == (PATIENCE, [])
    action()
    [(method, answered)] = editor.questions
    assert method == lsp.WINDOW_WORK_DONE_PROGRESS_CREATE
    assert editor.progress == []
    answered(None)
    assert [each.title for each in editor.progress] == ["Looking for WIT packages"]
    editor.waits = lambda: False
    editor.idle()
    assert [each.kind for each in editor.progress] == ["begin", "end"]


@pytest.mark.parametrize("late", ["timer", "answer", "refused"])
def test_search_that_is_over_shows_none(tmp_path: Path, late: str) -> None:
    editor = in_a_search(tmp_path)
    [(_, action)] = editor.timers
    if late == "timer":
        editor.waits = lambda: False
        editor.idle()
        action()
        assert editor.questions == []
        return
    action()
    [(_, answered)] = editor.questions
    if late == "answer":
        editor.waits = lambda: False
        editor.idle()
    answered(None if late == "answer" else ValueError("no"))
    editor.waits = lambda: False
    editor.idle()
    assert editor.progress == []


def test_client_that_shows_no_progress_is_not_asked_to(tmp_path: Path) -> None:
    lay(tmp_path, {"a.wit": "a:a"})
    editor = at(tmp_path)
    editor.session.did_save()
    editor.idle()
    assert (editor.timers, editor.questions, editor.progress) == ([], [], [])


def test_whole_disk_is_not_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(workspace, "MAX_FOLDERS", 10)
    lay(tmp_path, {f"{n}/a.wit": f"a:p{n}" for n in range(30)})
    editor = at(tmp_path)
    assert len(packages(editor, tmp_path)) == 9
    editor.session.did_save()
    assert len(packages(editor, tmp_path)) == 9
    messages = [record.getMessage() for record in caplog.records]
    assert messages == ["only the first 10 folders of the workspace are searched for packages"]


def test_open_documents_follow_the_folders_of_the_workspace(tmp_path: Path) -> None:
    lay(tmp_path, {"lib/b.wit": "b:b@1.0.0", "lib/deps/c/c.wit": "c:c@1.0.0", "app/wit/": ""})
    uri = (tmp_path / "app" / "wit" / "a.wit").as_uri()
    editor = at(tmp_path / "app")
    editor.open(uri, "package a:a@1.0.0;\nuse b:b/i@1.0.0;\n")

    def codes() -> list[str]:
        editor.idle()
        return [each["code"] for shown in editor.published if shown["uri"] == uri for each in shown["diagnostics"]][-1:]

    assert codes() == ["missing-package"]
    editor.folders(added=[tmp_path / "lib"])
    assert codes() == ["undefined-name"], "the package is found, and has no such interface"
    editor.folders(removed=[tmp_path / "app"])
    assert codes() == ["undefined-name"]
    editor.folders(added=[tmp_path / "app"], removed=[tmp_path / "lib"])
    assert codes() == ["missing-package"]
    editor.folders(added=[tmp_path])
    editor.folders(removed=[tmp_path / "app"])
    assert codes() == ["undefined-name"]
    assert packages(editor, tmp_path) == ["a:a@1.0.0 app/wit", "b:b@1.0.0 lib"]


def test_link_to_itself_hides_nothing_else(tmp_path: Path) -> None:
    lay(tmp_path, {"x/a.wit": "a:a", "x/deps/b.wit": "a:b", "y/c.wit": "a:c"})
    for folder in (tmp_path, tmp_path / "x", tmp_path / "x" / "deps"):
        (folder / "self").symlink_to("self")
        (folder / "self.wit").symlink_to("self.wit")
    editor = at(tmp_path)
    assert packages(editor, tmp_path) == ["a:a x", "a:c y"]
    assert {os.path.relpath(path, tmp_path) for path in editor.session.engine.watched} == {
        "x/a.wit",
        "x/deps/b.wit",
        "y/c.wit",
    }
