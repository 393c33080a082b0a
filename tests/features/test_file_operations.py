"""In an editor, a fix that edits, creates and moves files, and a related place in another file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from lsprotocol import types as lsp

from tests.engine import extra_rules
from tests.features.view import DOCUMENT, client
from tests.sources import Texts
from wit_lsp.engine.engine import Engine
from wit_lsp.features import View
from wit_lsp.features.code_action import code_action, resolve
from wit_lsp.features.diagnostics import shown

PATH, URI = "/w/shapes.wit", "file:///w/shapes.wit"
FILES = {
    PATH: b"package example:shop@1.0.0;\ninterface shapes { area: func(); }\n",
    "/w/units.wit": b"package example:shop@1.0.0;\ninterface units { area: func(of: u32); }\n",
    "/w/reasons.wit": b"package example:shop@1.0.0;\ninterface reasons {}\n",
    "/w/old.wit": b"package example:shop@1.0.0;\n",
}
OPERATIONS = {"workspace": {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["create", "rename"]}}}
ACTIONS: dict[str, Any] = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}
RESOLVING = ACTIONS | {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}}


@pytest.fixture(autouse=True)
def more_rules() -> Iterator[None]:
    with extra_rules.beside(extra_rules.unmatched_interface):
        yield


def view(**capabilities: Any) -> View:
    engine = Engine(Texts(FILES))
    document = engine.open(PATH, FILES[PATH])
    return View(document, engine, URI, 3, client(**capabilities), {"/w/units.wit": "file:///w/units%2Ewit"})


def actions(view: View) -> dict[str, lsp.CodeAction]:
    where = lsp.Range(lsp.Position(1, 12), lsp.Position(1, 12))
    found = code_action.answer(view, lsp.CodeActionParams(DOCUMENT, where, lsp.CodeActionContext([])))
    return {action.title: action for action in found}


def is_whole(edit: lsp.WorkspaceEdit | None) -> None:
    """The whole fix, in the order in which a client must apply it. Open files have the client's URIs."""
    assert edit is not None
    changed, created, written, moved = edit.document_changes or ()
    assert isinstance(changed, lsp.TextDocumentEdit)
    assert changed.text_document == lsp.OptionalVersionedTextDocumentIdentifier("file:///w/units%2Ewit", None)
    assert changed.edits == [
        lsp.TextEdit(lsp.Range(lsp.Position(1, 36), lsp.Position(1, 36)), ", unit: string"),
    ]
    assert created == lsp.CreateFile("file:///w/notes/readme.wit")
    assert isinstance(written, lsp.TextDocumentEdit)
    assert [each.new_text for each in written.edits if isinstance(each, lsp.TextEdit)] == [
        "package example:notes@1.0.0;\n"
    ]
    assert moved == lsp.RenameFile("file:///w/old.wit", "file:///w/new.wit")


def test_action_has_the_whole_edit() -> None:
    found = actions(view(textDocument={"codeAction": ACTIONS}, **OPERATIONS))
    is_whole(found["Tidy up"].edit)


def test_resolved_action_has_the_whole_edit() -> None:
    resolving = view(textDocument={"codeAction": RESOLVING}, **OPERATIONS)
    action = actions(resolving)["Tidy up"]
    assert action.edit is None
    is_whole(resolve.answer(resolving, action).edit)


@pytest.mark.parametrize("can", [ACTIONS, RESOLVING])
@pytest.mark.parametrize("operations", [[], ["create"], ["rename", "delete"]])
def test_client_that_cannot_create_and_move_files_is_not_offered_it(can: Any, operations: list[str]) -> None:
    edits = {"workspaceEdit": {"documentChanges": True, "resourceOperations": operations}}
    found = actions(view(textDocument={"codeAction": can}, workspace=edits))
    assert "Tidy up" not in found
    assert "Only look" in found


@pytest.mark.parametrize("can", [ACTIONS, RESOLVING])
def test_package_of_another_root_is_copied_by_the_client(can: Any) -> None:
    shop = b"package a:shop@1.0.0;\nuse      a:store/keys@1.0.0;\n"
    store = b"package a:store@1.0.0;\ninterface keys {}\n"
    engine = Engine(Texts({PATH: shop, "/store/keys.wit": store}))
    here = View(engine.open(PATH, shop), engine, URI, 3, client(textDocument={"codeAction": can}, **OPERATIONS), {})
    [action] = [each for title, each in actions(here).items() if title.startswith("Copy")]
    assert (action.title, action.is_preferred) == ("Copy it to `deps/a-store`", None)
    edit = action.edit or resolve.answer(here, action).edit
    assert edit is not None
    created, written = edit.document_changes or ()
    assert created == lsp.CreateFile("file:///w/deps/a-store/keys.wit")
    assert isinstance(written, lsp.TextDocumentEdit)
    assert [each.new_text for each in written.edits if isinstance(each, lsp.TextEdit)] == [store.decode()]


def test_related_place_lies_in_the_third_file() -> None:
    here = view(textDocument={"publishDiagnostics": {"relatedInformation": True}})
    [found] = [each for each in here.diagnostics if each.code == "unmatched-interface"]
    [related] = shown(here, found).related_information or ()
    assert related == lsp.DiagnosticRelatedInformation(
        lsp.Location("file:///w/reasons.wit", lsp.Range(lsp.Position(1, 10), lsp.Position(1, 17))), "the reason"
    )
