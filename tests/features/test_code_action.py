"""The fixes that an editor offers, and the comment that suppresses a rule."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol import types as lsp

from tests import fixture
from tests.features.view import DOCUMENT, URI, client, selected, view
from wit_lsp.features import Client, Outdated
from wit_lsp.features._fix_all import FIX_ALL, PARTS
from wit_lsp.features.code_action import code_action, resolve
from wit_lsp.features.diagnostics import shown
from wit_lsp.text import Edit, Span, apply

LITERALS = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": [""]}}}
RESOLVES = {"dataSupport": True, "isPreferredSupport": True, "resolveSupport": {"properties": ["edit"]}}
PLAIN = client(textDocument={"codeAction": LITERALS})
MODERN = client(
    textDocument={"codeAction": LITERALS | RESOLVES}, workspace={"workspaceEdit": {"documentChanges": True}}
)

FUNCTION = "package a:b@1.0.0;\ninterface i {\n  r$0un: func(job: string) -> result<list<u8>, string>;\n}\n"


def ask(text: str, by: Client = PLAIN, only: list[lsp.CodeActionKind | str] | None = None) -> list[lsp.CodeAction]:
    case = fixture.parse(text)
    seen = view(case, by)
    return code_action.answer(
        seen, lsp.CodeActionParams(DOCUMENT, selected(case, seen), lsp.CodeActionContext([], only))
    )


def titles(text: str) -> list[str]:
    return [action.title for action in ask(text)]


def check(text: str, title: str, after: str) -> None:
    """The action with this title at the cursor changes the text to `after`."""
    case = fixture.parse(text)
    seen = view(case, PLAIN)
    [action] = [action for action in ask(text) if action.title == title]
    assert action.edit is not None and action.edit.changes is not None
    edits = [Edit(seen.span(each.range), each.new_text) for each in action.edit.changes[URI]]
    assert apply(seen.document.text, edits).decode() == after


def check_ignore(line: str, rule: str, after: str) -> None:
    """A line of an interface before and after; then the rule no longer reports it."""
    head, tail = "package a:b@1.0.0;\ninterface i {\n", "\n}\n"
    check(head + line + tail, f"Ignore `{rule}` here", head + after + tail)
    assert rule not in {each.code for each in fixture.parse(head + after + tail).diagnostics()}


def test_fixes_at_the_cursor_come_before_suppression() -> None:
    assert titles(FUNCTION) == [
        "Add the parameter `deadline-ns: u64`",
        "Add the parameter `budget-ms: u32`",
        "Ignore `missing-deadline` here",
    ]


def test_selection_offers_the_fixes_of_all_that_it_touches() -> None:
    assert titles("$0package a:b;\ninterface i {\n  run: func() -> result<list<u8>$0, string>;\n}\n") == [
        "Give `a:b` the version 0.1.0",
        "Add the parameter `deadline-ns: u64`",
        "Add the parameter `budget-ms: u32`",
        "Return an `output-stream`",
        "Return an `input-stream`",
        "Ignore `missing-package-version` here",
        "Ignore `missing-deadline` here",
        "Ignore `unbounded-bytes` here",
    ]


def test_cursor_after_a_word_touches_it() -> None:
    assert titles("package a:b$0;\n") and not titles("package a:b;$0\n")


def test_nothing_is_offered_without_a_diagnostic() -> None:
    assert titles("package a:b@1.0.0;$0\ninterface i {}\n") == []


def test_language_error_cannot_be_suppressed() -> None:
    assert not [title for title in titles("package a:b@1.0.0;\ninterface i { $0% }\n") if "Ignore" in title]


@pytest.mark.parametrize(
    ("only", "offered"),
    [
        (None, True),
        ([], False),
        (["quickfix"], True),
        ([""], True),
        (["refactor", "quickfix"], True),
        (["quickfix.extra"], False),
        (["quick"], False),
        (["source.fixAll"], False),
    ],
)
def test_kinds_are_a_hierarchy(only: list[lsp.CodeActionKind | str] | None, offered: bool) -> None:
    assert bool(ask(FUNCTION, PLAIN, only)) == offered


def test_action_has_the_diagnostic_as_it_was_published() -> None:
    seen = view(fixture.parse(FUNCTION), MODERN)
    published = [shown(seen, each) for each in seen.diagnostics]
    for action in ask(FUNCTION, MODERN):
        assert action.kind == lsp.CodeActionKind.QuickFix
        assert action.diagnostics and action.diagnostics[0] in published


def test_first_fix_is_preferred_if_the_client_supports_that() -> None:
    assert [action.is_preferred for action in ask(FUNCTION, MODERN)] == [True, None, None]
    assert [action.is_preferred for action in ask(FUNCTION)] == [None, None, None]


def test_fix_that_a_person_must_choose_is_not_preferred() -> None:
    manual = "package a:b@1.0.0;\ninterface i {\n  u$0nion u { a, b }\n}\n"
    assert [(action.title, action.is_preferred) for action in ask(manual, MODERN)] == [("Write a `variant`", None)]


def test_edit_is_resolved_later_if_the_client_supports_that() -> None:
    now, later = ask(FUNCTION), ask(FUNCTION, MODERN)
    assert all(action.edit is not None and action.data is None for action in now)
    assert all(action.edit is None and action.data is not None for action in later)
    seen = view(fixture.parse(FUNCTION), MODERN)
    for plain, action in zip(now, later, strict=True):
        edit = resolve.answer(seen, action).edit
        assert edit is not None and edit.document_changes is not None and edit.changes is None
        [document] = edit.document_changes
        assert isinstance(document, lsp.TextDocumentEdit)
        assert (document.text_document.uri, document.text_document.version) == (URI, 3)
        assert plain.edit is not None and plain.edit.changes is not None
        assert document.edits == plain.edit.changes[URI]


@pytest.mark.parametrize(
    "change", [{"version": 2}, {"start": 0}, {"code": "no-such"}, {"fix": 7}, {"fix": "0"}, {"fix": None}]
)
def test_resolving_an_outdated_action_is_an_error(change: dict[str, Any]) -> None:
    action = ask(FUNCTION, MODERN)[0]
    action.data = {**(action.data or {}), **change}
    with pytest.raises(Outdated, match="Add the parameter"):
        resolve.answer(view(fixture.parse(FUNCTION), MODERN), action)


@pytest.mark.parametrize("data", [None, 3, "x", [], {}, {"uri": URI}, {"uri": URI, "version": "3", "code": 1}])
def test_action_with_unknown_data_is_returned_unchanged(data: object) -> None:
    action = lsp.CodeAction("Do something", data=data)
    assert resolve.answer(view(fixture.parse(FUNCTION), MODERN), action) == lsp.CodeAction("Do something", data=data)


def test_only_clients_that_support_literals_get_actions() -> None:
    assert code_action.options_for(client())[0] is False
    assert resolve.options_for(client())[0] is False
    assert code_action.options_for(PLAIN)[1] == lsp.CodeActionOptions(
        [lsp.CodeActionKind.QuickFix, FIX_ALL, *(part.kind for part in PARTS)]
    )
    assert resolve.options_for(PLAIN)[0] is False
    assert resolve.options_for(MODERN)[0] is True


def test_ignore_a_function() -> None:
    check_ignore(
        "  r$0un: func(job: string) -> result;",
        "missing-deadline",
        "  run: func(job: string) -> result /* wit-lsp: ignore[missing-deadline] */;",
    )


def test_ignore_in_a_type_suppresses_at_the_function() -> None:
    check_ignore(
        "  get: func() -> option<list<u$08>>; // of what",
        "unbounded-bytes",
        "  get: func() -> option<list<u8>> /* wit-lsp: ignore[unbounded-bytes] */; // of what",
    )


def test_ignore_over_several_lines() -> None:
    check_ignore(
        "  r$0un: func(\n    job: string, // which\n  ) -> result // what came of it\n  ;",
        "missing-deadline",
        "  run: func(\n    job: string, // which\n  ) -> result // what came of it\n"
        "  /* wit-lsp: ignore[missing-deadline] */;",
    )


def test_ignore_a_second_rule_of_the_same_item() -> None:
    check_ignore(
        "  run: func(job: string) -> result<list<u$08>> /* wit-lsp: ignore[missing-deadline] */;",
        "unbounded-bytes",
        "  run: func(job: string) -> result<list<u8>> /* wit-lsp: ignore[missing-deadline] */"
        " /* wit-lsp: ignore[unbounded-bytes] */;",
    )


def test_ignore_a_method() -> None:
    check_ignore(
        "  resource r {\n    r$0un: func(job: string) -> result;\n  }",
        "missing-deadline",
        "  resource r {\n    run: func(job: string) -> result /* wit-lsp: ignore[missing-deadline] */;\n  }",
    )


def test_ignore_a_use() -> None:
    """The comment is after its braces."""
    check_ignore(
        "  use wasi:io/str$0eams.{input-stream};",
        "unpinned-reference",
        "  use wasi:io/streams.{input-stream} /* wit-lsp: ignore[unpinned-reference] */;",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("package a:$0b;\n", "package a:b /* wit-lsp: ignore[missing-package-version] */;\n"),
        (
            "package a:x@1.0.0;\npackage a:$0b {\n  interface i {}\n}\n",
            "package a:x@1.0.0;\npackage a:b /* wit-lsp: ignore[missing-package-version] */ {\n  interface i {}\n}\n",
        ),
        (
            "package a:x@1.0.0;\npackage a:$0b{}\n",
            "package a:x@1.0.0;\npackage a:b /* wit-lsp: ignore[missing-package-version] */ {}\n",
        ),
        (
            "use wasi:io/str$0eams as s;\n",
            "use wasi:io/streams as s /* wit-lsp: ignore[unpinned-reference] */;\n",
        ),
        (
            "world w {\n  include wasi:cli/imp$0orts with { a as b }\n}\n",
            "world w {\n  include wasi:cli/imports with /* wit-lsp: ignore[unpinned-reference] */ { a as b }\n}\n",
        ),
        (
            "world w {\n  export wasi:io/str$0eams;\n}\n",
            "world w {\n  export wasi:io/streams /* wit-lsp: ignore[unpinned-reference] */;\n}\n",
        ),
        (
            "world w {\n  import i: interface {\n    r$0un: func(a: u8) -> result;\n  }\n}\n",
            "world w {\n  import i: interface {\n"
            "    run: func(a: u8) -> result /* wit-lsp: ignore[missing-deadline] */;\n  }\n}\n",
        ),
    ],
)
def test_ignore_a_head(before: str, after: str) -> None:
    [title] = [title for title in titles(before) if title.startswith("Ignore")]
    check(before, title, after)
    assert title.split("`")[1] not in {each.code for each in fixture.parse(after).diagnostics()}


def test_columns_of_an_edit_count_in_the_clients_units() -> None:
    for encoding, column in (("utf-8", 4 + 2), ("utf-16", 2 + 1), ("utf-32", 1 + 1)):
        text = fixture.parse("/*😀é*/ world w { import wasi:io/str$0eams; }")
        seen = view(text, Client(lsp.ClientCapabilities(), encoding))  # type: ignore[arg-type]
        params = lsp.CodeActionParams(DOCUMENT, seen.range(Span(28, 28)), lsp.CodeActionContext([]))
        action = code_action.answer(seen, params)[0]
        assert action.edit is not None and action.edit.changes is not None
        start = len("/**/ world w { import wasi:io/streams") + column
        assert action.edit.changes[URI][0].range.start == lsp.Position(0, start)
