"""`wit-lsp.toml` and the settings of workspace folders, as they change while documents are open."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from tests.server.editor import Editor
from tests.server.raw import Message, client

TEXT = "package a:b;\nworld w { import wasi:io/streams; }\n"
BOTH = ["missing-package-version", "unpinned-reference"]
ASKS: Message = {"workspace": {"configuration": True, "workspaceFolders": True}}


def folders(*paths: Path) -> list[Message]:
    return [{"uri": path.as_uri(), "name": path.name} for path in paths]


def published(editor: Editor) -> dict[str, list[str]]:
    """What is published while no message waits, by the name of the file; it is taken."""
    editor.idle()
    found, editor.published = editor.published, []
    return {each["uri"].rpartition("/")[2]: [one["code"] for one in each["diagnostics"]] for each in found}


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def test_nearest_file_of_settings_counts(tmp_path: Path) -> None:
    write(tmp_path / "wit-lsp.toml", 'ignore = ["unpinned-reference"]')
    write(tmp_path / "wit" / "wit-lsp.toml", 'ignore = ["missing-package-version"]')
    editor = Editor(workspaceFolders=folders(tmp_path))
    editor.open((tmp_path / "a.wit").as_uri(), TEXT)
    editor.open((tmp_path / "wit" / "b.wit").as_uri(), TEXT)
    assert published(editor) == {"a.wit": BOTH[:1], "b.wit": BOTH[1:]}


def test_none_above_the_workspace_folder_counts(tmp_path: Path) -> None:
    write(tmp_path / "wit-lsp.toml", 'profile = "core"')
    editor = Editor(workspaceFolders=folders(tmp_path / "ws"))
    editor.open((tmp_path / "ws" / "a.wit").as_uri(), TEXT)
    assert published(editor) == {"a.wit": BOTH}


def test_settings_of_the_editor_go_before_the_file(tmp_path: Path) -> None:
    write(tmp_path / "wit-lsp.toml", 'profile = "core"\nignore = ["unpinned-reference"]')
    editor = Editor(initializationOptions={"profile": "agent"})
    editor.open((tmp_path / "a.wit").as_uri(), TEXT)
    assert published(editor) == {"a.wit": BOTH[:1]}


def test_file_of_settings_is_read_again_on_save(tmp_path: Path) -> None:
    path = tmp_path / "wit-lsp.toml"
    editor = Editor()
    editor.open((tmp_path / "a.wit").as_uri(), TEXT)
    assert published(editor) == {"a.wit": BOTH}
    runs = editor.runs()
    editor.session.did_save()
    assert published(editor) == {} and editor.runs() == runs
    write(path, f'ignore = ["{BOTH[0]}"]')
    editor.session.did_save()
    assert published(editor) == {"a.wit": BOTH[1:]}
    write(path, f'ignore = ["{BOTH[1]}"] # longer')
    editor.touch(path)
    assert published(editor) == {"a.wit": BOTH[:1]}
    os.unlink(path)
    editor.open((tmp_path / "b.wit").as_uri(), "package a:b@1.0.0;\n")
    assert published(editor) == {"a.wit": BOTH, "b.wit": []}


def test_open_text_of_a_file_of_settings_counts(tmp_path: Path) -> None:
    path = tmp_path / "wit-lsp.toml"
    write(path, "")
    editor = Editor()
    editor.open((tmp_path / "a.wit").as_uri(), TEXT)
    assert published(editor) == {"a.wit": BOTH}
    editor.open(path.as_uri(), f'ignore = ["{BOTH[0]}"]')
    assert published(editor) == {"a.wit": BOTH[1:]}
    editor.change(path.as_uri(), 2, f'ignore = ["{BOTH[1]}", "no-rule"]')
    assert published(editor) == {"a.wit": BOTH[:1], "wit-lsp.toml": ["unknown-rule"]}
    editor.change(path.as_uri(), 3, "ignore = [")
    assert published(editor) == {"a.wit": BOTH, "wit-lsp.toml": ["bad-setting"]}
    editor.session.did_close(path.as_uri())
    assert published(editor) == {"wit-lsp.toml": []}


def test_files_become_packages_of_their_own_and_one_package_again(tmp_path: Path) -> None:
    text = "package a:b@1.0.0;\ninterface i {\n}\n"
    editor = Editor(workspaceFolders=folders(tmp_path))
    write(tmp_path / "cases" / "a.wit", text)
    editor.open((tmp_path / "cases" / "b.wit").as_uri(), text)
    editor.open((tmp_path / "cases" / "c.wit").as_uri(), text)
    assert published(editor) == {"b.wit": ["dup-item"], "c.wit": ["dup-item"]}
    path = tmp_path / "wit-lsp.toml"
    for setting, codes in (('["cases/"]', []), ('["cases/a.wit"]', ["dup-item"]), ('["cases/[ac].wit"]', [])):
        write(path, f"one-file-packages = {setting}")
        editor.touch(path)
        assert published(editor) in ({"b.wit": [], "c.wit": codes}, {"c.wit": codes})
    os.unlink(path)
    editor.touch(path)
    assert published(editor) == {"b.wit": ["dup-item"], "c.wit": ["dup-item"]}


def test_mistakes_are_published_for_the_file_of_settings(tmp_path: Path) -> None:
    path = tmp_path / "wit-lsp.toml"
    write(path, f'profil = 1\nignore = ["{BOTH[0]}"]')
    editor = Editor()
    editor.open((tmp_path / "a.wit").as_uri(), TEXT)
    editor.idle()
    [of_settings] = [each for each in editor.published if each["uri"] == path.as_uri()]
    [found] = of_settings["diagnostics"]
    assert found["message"] == "there is no setting `profil`; did you mean `profile`?"
    assert found["range"] == {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 6}}
    assert (found["code"], found["source"], found["severity"]) == ("bad-setting", "wit-lsp", 2)
    assert editor.messages == []
    editor.published = []
    os.unlink(path)
    editor.session.did_save()
    assert published(editor) == {"wit-lsp.toml": [], "a.wit": BOTH}


def test_file_of_settings_that_counts_for_nothing_open_is_checked_too(tmp_path: Path) -> None:
    editor = Editor()
    editor.open((tmp_path / "wit-lsp.toml").as_uri(), "profil = 1")
    assert published(editor) == {"wit-lsp.toml": ["bad-setting"]}
    editor.change((tmp_path / "wit-lsp.toml").as_uri(), 2, "")
    assert published(editor) == {"wit-lsp.toml": []}


def test_unrelated_change_of_settings_judges_nothing_again(tmp_path: Path) -> None:
    write(tmp_path / "x" / "wit-lsp.toml", "")
    editor = Editor()
    for name in ("x", "y"):
        editor.open((tmp_path / name / "a.wit").as_uri(), TEXT)
    editor.idle()
    editor.published, runs = [], editor.runs()
    write(tmp_path / "x" / "wit-lsp.toml", 'profile = "core"')
    editor.session.did_save()
    editor.idle()
    assert [each["uri"] for each in editor.published] == [(tmp_path / "x" / "a.wit").as_uri()]
    assert editor.runs() - runs == runs // 2


def test_each_workspace_folder_has_settings_of_its_own(tmp_path: Path) -> None:
    editor = Editor(ASKS, workspaceFolders=folders(tmp_path / "x", tmp_path / "y"))
    for name in ("x", "y", "z"):
        editor.open((tmp_path / name / f"{name}.wit").as_uri(), TEXT)
    [(_, answered)] = editor.questions
    answered([{"ignore": BOTH}, {"ignore": BOTH[:1]}, None])
    assert published(editor) == {"x.wit": BOTH[1:], "y.wit": BOTH, "z.wit": []}


def test_patterns_of_a_folder_are_relative_to_it(tmp_path: Path) -> None:
    editor = Editor(ASKS, workspaceFolders=folders(tmp_path / "x"))
    for name in ("x/gen/a.wit", "x/b.wit"):
        editor.open((tmp_path / name).as_uri(), TEXT)
    editor.questions[0][1]([None, {"exclude": ["/gen/"]}])
    assert published(editor) == {"a.wit": [], "b.wit": BOTH}


def test_folder_that_is_added_is_asked_about(tmp_path: Path) -> None:
    editor = Editor(ASKS, workspaceFolders=folders(tmp_path / "x"))
    editor.open((tmp_path / "y" / "y.wit").as_uri(), TEXT)
    editor.questions[0][1]([None, None])
    assert published(editor) == {"y.wit": BOTH}
    added = lsp.WorkspaceFolder((tmp_path / "y").as_uri(), "y")
    editor.session.did_change_folders(lsp.WorkspaceFoldersChangeEvent([added], []))
    editor.questions[1][1]([None, None, {"ignore": BOTH[:1]}])
    assert published(editor) == {"y.wit": BOTH[1:]}
    editor.session.did_change_folders(lsp.WorkspaceFoldersChangeEvent([], [added]))
    editor.questions[2][1]([None, None])
    assert published(editor) == {"y.wit": BOTH}


def test_server_asks_for_each_folder_and_for_what_is_in_none(tmp_path: Path) -> None:
    with client() as server:
        server.initialize(ASKS, workspaceFolders=folders(tmp_path))
        question = server.wait(lambda message: message.get("method") == "workspace/configuration")
        server.send({"jsonrpc": "2.0", "id": question["id"], "result": [None, None]})
        items = [{"section": "wit-lsp"}, {"scopeUri": tmp_path.as_uri(), "section": "wit-lsp"}]
        assert question["params"] == {"items": items}
        event = {"added": [], "removed": folders(tmp_path)}
        server.notify("workspace/didChangeWorkspaceFolders", {"event": event})
        question = server.wait(lambda message: message.get("method") == "workspace/configuration")
        assert question["params"] == {"items": items[:1]}


def test_server_watches_files_where_the_client_can(tmp_path: Path) -> None:
    with client() as server:
        server.initialize({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}})
        question = server.wait(lambda message: message.get("method") == "client/registerCapability")
        server.send({"jsonrpc": "2.0", "id": question["id"], "result": None})
        [registration] = question["params"]["registrations"]
        assert registration["method"] == "workspace/didChangeWatchedFiles"
        patterns = [each["globPattern"] for each in registration["registerOptions"]["watchers"]]
        assert patterns == ["**/*.wit", "**/*.toml", "**/*.lock"]
        uri = (tmp_path / "a.wit").as_uri()
        server.open(uri, TEXT)
        assert server.codes(uri) == BOTH
        (tmp_path / "wit-lsp.toml").write_text('profile = "core"')
        changes: list[Any] = [{"uri": (tmp_path / "wit-lsp.toml").as_uri(), "type": 1}]
        server.notify("workspace/didChangeWatchedFiles", {"changes": changes})
        assert server.codes(uri) == []
