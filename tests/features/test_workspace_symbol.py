"""Declarations of all files that are known, by a part of their names."""

from __future__ import annotations

from lsprotocol import types as lsp

from tests import fixture
from tests.features.view import client, uri_of
from wit_lsp.engine.declared import likeness
from wit_lsp.features import WorkspaceView
from wit_lsp.features.workspace_symbol import workspace_symbol

KINDS = client(workspace={"symbol": {"symbolKind": {"valueSet": list(range(1, 27))}}})

FILES = """\
//- wit/a.wit
package a:b@1.0.0;
interface types {
  record point { x: u32 }
  resource pointer { get: func() -> u32; }
}
world app {
  import print: func(text: string);
  export run: interface { enum points { one } }
}
//- wit/deps/c.wit
package c:d;
interface print { %type: func(); }
package c:nested { interface types { type pt = u8; } }
//- other/b.wit
package e:f;
interface unrelated { point-at: func(); }
"""


def found(query: str) -> list[str]:
    """The file, line, kind, name and container of each."""
    case = fixture.parse(FILES)
    engine = case.engine()
    engine.take(case.document("wit/a.wit"))
    view = WorkspaceView(engine, KINDS, {path: uri_of(path) for path in case.files})
    symbols = workspace_symbol.of_workspace
    assert symbols is not None
    answer = symbols(view, lsp.WorkspaceSymbolParams(query))
    assert isinstance(answer, list)
    for each in answer:
        path = each.location.uri.removeprefix("file:///")
        start, end = each.location.range.start, each.location.range.end
        line = case.files[path].splitlines()[start.line]
        assert line[start.character : end.character].lstrip("%") == each.name
    return [
        f"{each.location.uri.removeprefix('file:///')}:{each.location.range.start.line + 1} "
        f"{each.kind.name} {each.name} in {each.container_name}"
        for each in answer
    ]


def test_the_same_first_then_what_begins_with_it_then_the_rest() -> None:
    assert found("point") == [
        "wit/a.wit:3 Struct point in a:b/types@1.0.0",
        "wit/a.wit:8 Enum points in a:b/app@1.0.0 > run",
        "wit/a.wit:4 Class pointer in a:b/types@1.0.0",
        "other/b.wit:2 Function point-at in e:f/unrelated",
    ]


def test_every_kind_of_declaration_in_files_and_their_dependencies() -> None:
    assert found("type") == [
        "wit/deps/c.wit:2 Function type in c:d/print",
        "wit/a.wit:2 Interface types in a:b@1.0.0",
        "wit/deps/c.wit:3 Interface types in c:nested",
    ]
    assert found("print") == [
        "wit/a.wit:7 Function print in a:b/app@1.0.0",
        "wit/deps/c.wit:2 Interface print in c:d",
    ]
    assert found("app") == ["wit/a.wit:6 Module app in a:b@1.0.0"]
    assert len(found("")) == 14


def test_likeness() -> None:
    names = ["point", "point-at", "end-point", "end-points", "xpoint", "p-o-i-n-t"]
    ranks = [likeness(name, "Point") for name in names]
    assert None not in ranks
    assert ranks == sorted(ranks)  # type: ignore[type-var]
    assert likeness("pot", "point") is None
