"""The action that fixes a whole file: all safe fixes, as `wit-lsp fix` applies them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lsprotocol import types as lsp

from tests import fixture
from tests.features.test_code_action import MODERN, PLAIN, ask
from tests.features.view import URI, view
from tests.rules.cases import only
from wit_lsp.features import Outdated
from wit_lsp.features._fix_all import FIX_ALL, PARTS, Whole
from wit_lsp.features.code_action import resolve
from wit_lsp.fixes.editor import Editor
from wit_lsp.ir.document import LocatedItem
from wit_lsp.ir.items import Func
from wit_lsp.problem import Applicability, Fix, Problem, Severity
from wit_lsp.rules import rule
from wit_lsp.semantics.api import Semantics
from wit_lsp.text import Edit, apply

TEXT = """\
$0package a:b@1.0.0;

interface i {
  old: func();
  // é 😀
  a: func(); /* 😀 */ old-b: func();
  unsure: func();
}
"""
FIXED = TEXT[2:].replace("old-b", "b").replace("old", "new")


@rule(Severity.WARNING, on=Func)
def old_name(func: Func, sem: Semantics) -> Iterator[Problem]:
    """A rule for these tests: renames `old` to `new` and `old-b` to `b`, and `unsure` unsafely to `sure`."""
    name = func.name
    better = {"old": "new", "old-b": "b", "unsure": "sure"}.get(name.text)
    if better is not None:
        applicability = Applicability.UNSAFE if name.text == "unsure" else Applicability.SAFE
        yield Problem(name.span, f"`{name.text}` is no name", (Fix("Rename it", applicability, _rename, (better,)),))


def _rename(editor: Editor, func: LocatedItem, better: str) -> None:
    located, item = func
    assert isinstance(item, Func)
    editor.edit(located.document.path, [Edit(located.absolute(item.name.span), better)])


@pytest.fixture
def only_rule() -> Iterator[None]:
    with only(old_name):
        yield


def after(text: str, edit: lsp.WorkspaceEdit | None) -> str:
    assert edit is not None and edit.document_changes is not None
    [document] = edit.document_changes
    assert isinstance(document, lsp.TextDocumentEdit)
    assert (document.text_document.uri, document.text_document.version) == (URI, 3)
    seen = view(fixture.parse(text), MODERN)
    edits = [Edit(seen.span(each.range), each.new_text) for each in document.edits if isinstance(each, lsp.TextEdit)]
    return apply(seen.document.text, edits).decode()


def test_all_safe_fixes_and_no_others(only_rule: None) -> None:
    [action] = ask(TEXT, MODERN, ["source.fixAll"])
    assert (action.title, action.kind, action.edit) == ("Apply all safe fixes", FIX_ALL, None)
    assert after(TEXT, resolve.answer(view(fixture.parse(TEXT), MODERN), action).edit) == FIXED


def test_edit_comes_at_once_if_the_client_does_not_resolve(only_rule: None) -> None:
    [action] = ask(TEXT, PLAIN, [FIX_ALL])
    assert action.data is None and action.edit is not None and action.edit.changes is not None
    # Unchanged lines are not touched, so that a cursor there stays.
    assert [each.range.start.line for each in action.edit.changes[URI]] == [3, 5]


@pytest.mark.parametrize(
    ("only", "offered"),
    [
        (None, False),
        (["quickfix"], False),
        (["source"], True),
        (["source.fixAll"], True),
        (["source.fixAll.wit-lsp"], True),
        (["source.fixAll.other"], False),
        (["source.organizeImports"], False),
        ([""], True),
    ],
)
def test_offered_if_the_client_asks_for_the_kind(
    only_rule: None, only: list[lsp.CodeActionKind | str] | None, offered: bool
) -> None:
    assert (FIX_ALL in [action.kind for action in ask(TEXT, PLAIN, only)]) == offered


def test_not_offered_if_no_fix_is_safe(only_rule: None) -> None:
    assert ask("$0package a:b@1.0.0;\ninterface i { unsure: func(); }\n", PLAIN, ["source.fixAll"]) == []


def test_outdated_after_a_change(only_rule: None) -> None:
    [action] = ask(TEXT, MODERN, [FIX_ALL])
    action.data = {**(action.data or {}), "version": 2}
    with pytest.raises(Outdated, match="Apply all safe fixes"):
        resolve.answer(view(fixture.parse(TEXT), MODERN), action)


def test_fixes_that_follow_from_fixes_are_applied_too() -> None:
    """A new `use` has the same version as the others of the file, and two fixes share one `use`."""
    text = (
        "package a:b@1.0.0;\n\ninterface i {\n  use wasi:io/streams.{input-stream};\n"
        "  a: func() -> list<u8>;\n  b: func() -> list<u8>;\n}\n"
    )
    seen = view(fixture.parse(text), PLAIN)
    every = lambda diagnostic, fix: diagnostic.code != "missing-deadline"  # noqa: E731
    whole = Whole("", "", every)
    assert whole.count(seen)
    assert apply(seen.document.text, whole.edits(seen)).decode() == (
        "package a:b@1.0.0;\n\ninterface i {\n  use wasi:io/streams@0.2.12.{input-stream, output-stream};\n"
        "  a: func() -> output-stream;\n  b: func() -> output-stream;\n}\n"
    )


BROKEN = """\
package a:b@1.0.0;

interface i {
  f: func(a: $0float32)
  func: func()
  g: func() -> (b: float64);
}
"""


def test_syntax_of_a_file_is_fixed_at_once() -> None:
    """Offered at each error if there are several. Changes only syntax, and applies only safe fixes."""
    [action] = [each for each in ask(BROKEN) if each.title == "Repair the syntax of this file"]
    assert action.kind == "quickfix"
    assert changed(BROKEN, action) == (
        "package a:b@1.0.0;\n\ninterface i {\n  f: func(a: f32);\n  %func: func();\n  g: func() -> f64;\n}\n"
    )


def test_old_syntax_is_modernised_at_once() -> None:
    [action] = [each for each in ask(BROKEN) if each.title == "Modernise the syntax of this file"]
    assert changed(BROKEN, action) == (
        "package a:b@1.0.0;\n\ninterface i {\n  f: func(a: f32)\n  func: func()\n  g: func() -> f64;\n}\n"
    )


def test_single_error_has_only_its_own_fix() -> None:
    assert [each.title for each in ask("package a:b@1.0.0;\ninterface i {\n  f: func()$0\n}\n")] == ["Insert `;`"]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.kind)
def test_part_is_offered_if_the_client_names_it(part: Whole) -> None:
    assert [each.kind for each in ask(BROKEN, PLAIN, [part.kind])] == [part.kind]
    assert [each.kind for each in ask(BROKEN, PLAIN, [FIX_ALL])] == [FIX_ALL]


def changed(text: str, action: lsp.CodeAction) -> str:
    """The text after an action, for a client that does not resolve."""
    assert action.edit is not None and action.edit.changes is not None
    seen = view(fixture.parse(text), PLAIN)
    edits = [Edit(seen.span(each.range), each.new_text) for each in action.edit.changes[URI]]
    return apply(seen.document.text, edits).decode()
