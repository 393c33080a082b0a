"""Code actions that change `wit-lsp.toml`, and those in a `wit-lsp.toml` itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pytest
from lsprotocol import types as lsp

from tests.server.editor import Editor
from tests.server.raw import Message
from wit_lsp.features.code_action import code_action, resolve
from wit_lsp.text import Edit, LineIndex, Span, apply

TEXT = "package a:b;\nworld w { import wasi:io/streams; }\n"
BOTH = ["missing-package-version", "unpinned-reference"]
LITERALS: Message = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": [""]}}}
RESOLVES: Message = {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}}


def capabilities(*, creates: bool = True, resolves: bool = False) -> Message:
    of_edits: Message = {"documentChanges": True, **({"resourceOperations": ["create"]} if creates else {})}
    return {
        "textDocument": {"codeAction": {**LITERALS, **(RESOLVES if resolves else {})}},
        "workspace": {"workspaceEdit": of_edits},
    }


def offered(editor: Editor, uri: str, column: int = 9) -> list[lsp.CodeAction]:
    """The actions at a column of the first line."""
    editor.idle()
    start = lsp.Position(0, column)
    params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), lsp.Range(start, start), lsp.CodeActionContext([]))
    found: Any = editor.session.answer(code_action, params)
    return list(found)


def choose(editor: Editor, uri: str, title: str, column: int = 9) -> None:
    """Do what the action does, on the disk."""
    [action] = [action for action in offered(editor, uri, column) if action.title == title]
    if action.edit is None:
        resolved: Any = editor.session.answer(resolve, action)
        action = resolved
    assert action.edit is not None
    for step in action.edit.document_changes or ():
        if isinstance(step, lsp.CreateFile):
            assert not path_of(step.uri).exists()
            path_of(step.uri).write_text("")
        else:
            assert isinstance(step, lsp.TextDocumentEdit)
            path = path_of(step.text_document.uri)
            index = LineIndex(path.read_bytes())
            edits = [
                Edit(span(index, each.range), each.new_text) for each in step.edits if isinstance(each, lsp.TextEdit)
            ]
            path.write_bytes(apply(index.text, edits))
    editor.session.did_save()


def path_of(uri: str) -> Path:
    return Path(unquote(urlparse(uri).path))


def span(index: LineIndex, range: lsp.Range) -> Span:
    ends = (index.offset(end.line, end.character, "utf-16") for end in (range.start, range.end))
    return Span(*ends)


def start(path: Path, text: str = TEXT, **more: bool) -> tuple[Editor, str]:
    path.parent.mkdir(exist_ok=True)
    folder = {"uri": path.parent.parent.as_uri(), "name": "w"}
    editor = Editor(capabilities(**more), workspaceFolders=[folder])
    editor.open(path.as_uri(), text)
    return editor, path.as_uri()


@pytest.mark.parametrize("resolves", [False, True])
@pytest.mark.parametrize(
    ("title", "before", "after"),
    [
        (
            f"Ignore `{BOTH[0]}` in this file",
            None,
            f'[per-file-ignores]\n"wit/a.wit" = ["{BOTH[0]}"]\n',
        ),
        (f"Turn off `{BOTH[0]}` in wit-lsp.toml", None, f'ignore = ["{BOTH[0]}"]\n'),
        (
            f"Ignore `{BOTH[0]}` in this file",
            '# é😀\nprofile = "strict" # all\n',
            f'# é😀\nprofile = "strict" # all\n\n[per-file-ignores]\n"wit/a.wit" = ["{BOTH[0]}"]\n',
        ),
        (f"Turn off `{BOTH[0]}` in wit-lsp.toml", "ignore = [] # none\n", f'ignore = ["{BOTH[0]}"] # none\n'),
    ],
)
def test_rule_is_off_after_it(tmp_path: Path, title: str, before: str | None, after: str, resolves: bool) -> None:
    settings = tmp_path / "wit-lsp.toml"
    if before is not None:
        settings.write_text(before, encoding="utf-8")
    editor, uri = start(tmp_path / "wit" / "a.wit", resolves=resolves)
    assert editor.codes() == [BOTH]
    choose(editor, uri, title)
    assert settings.read_text(encoding="utf-8") == after
    assert editor.codes() == [BOTH[1:]]


@pytest.mark.parametrize("resolves", [False, True])
@pytest.mark.parametrize(
    ("before", "after"),
    [(None, 'features = ["x"]\n'), ('features = ["y"] # one\n', 'features = ["y", "x"] # one\n')],
)
def test_feature_is_on_after_it(tmp_path: Path, before: str | None, after: str, resolves: bool) -> None:
    settings = tmp_path / "wit-lsp.toml"
    if before is not None:
        settings.write_text(before)
    text = "package a:b@1.0.0; world w { import i; }\n@unstable(feature = x) interface i {}\n"
    editor, uri = start(tmp_path / "wit" / "a.wit", text, resolves=resolves)
    assert editor.codes() == [["gated-off"]]
    choose(editor, uri, "Add `x` to `features` in wit-lsp.toml", text.index("i; }"))
    assert settings.read_text() == after
    assert editor.codes() == [[]]


def test_nearest_file_is_changed(tmp_path: Path) -> None:
    settings = tmp_path / "wit" / "wit-lsp.toml"
    editor, uri = start(tmp_path / "wit" / "a.wit")
    settings.write_text("")
    choose(editor, uri, f"Ignore `{BOTH[0]}` in this file")
    assert settings.read_text() == f'[per-file-ignores]\n"/a.wit" = ["{BOTH[0]}"]\n'
    assert not (tmp_path / "wit-lsp.toml").exists()


def test_nothing_is_offered_that_the_client_cannot_do(tmp_path: Path) -> None:
    editor, uri = start(tmp_path / "wit" / "a.wit", creates=False)
    ignores = [action.title for action in offered(editor, uri) if BOTH[0] in action.title]
    assert ignores == [f"Ignore `{BOTH[0]}` here"]
    (tmp_path / "wit-lsp.toml").write_text("")
    editor.session.did_save()
    assert len([action for action in offered(editor, uri) if BOTH[0] in action.title]) == 3


def test_settings_that_cannot_be_edited_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "wit-lsp.toml").write_text("ignore = [")
    editor, uri = start(tmp_path / "wit" / "a.wit")
    assert [action.title for action in offered(editor, uri) if BOTH[0] in action.title] == [f"Ignore `{BOTH[0]}` here"]


def test_text_that_is_no_file_has_no_settings() -> None:
    editor = Editor(capabilities())
    editor.open("untitled:a", TEXT)
    assert [action.title for action in offered(editor, "untitled:a") if BOTH[0] in action.title] == [
        f"Ignore `{BOTH[0]}` here"
    ]


def test_mistakes_in_settings_have_fixes(tmp_path: Path) -> None:
    settings = tmp_path / "wit-lsp.toml"
    settings.write_text('ignroe = ["time"]\n')
    editor = Editor(capabilities())
    editor.open(settings.as_uri(), 'ignroe = ["time"]\n')
    assert offered(editor, settings.as_uri()) == []
    editor.change(settings.as_uri(), 2, '    ignroe = ["time"]\n')
    settings.write_text('    ignroe = ["time"]\n')
    choose(editor, settings.as_uri(), "Replace with `ignore`")
    assert settings.read_text() == '    ignore = ["time"]\n'
