"""The laws hold of texts that once broke them, and each is seen to be broken where it is."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.fuzz.laws import PATH, broken, of_diagnostic
from tests.sources import Texts
from tests.strategies import near_wit
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.fixes.editor import Editor
from wit_lsp.problem import Applicability, Fix, Severity
from wit_lsp.text import Edit, Span

ONCE_BROKEN = {
    "a repair takes out what another one put in": b"interface(f64;\n  echo: func",
    "the same, and another token": b"interface;\n  type bar",
    "a string that is closed, and then taken out": b'"',
    "edits that meet where something was taken out": b"package a:?boption",
    "what another repair wrote is not in the text": b"union e {<>}",
    "a name with a control character": b"t\x08e",
    "a name with a byte order mark": b"interface\xef\xbb\xbffoo",
    "a comma in a block of nothing": b"{\n,\n    b:u32\n    ca_b\n    ,",
    "one of several blocks that are not closed": b"{record{bar{}fetch:func(;\n}",
    "separators in what nobody understands": b"{\n  import wasi\n;\n  import  \r wasi:io/error",
    "a block that is whole only with others": b"interface http\n    types{};request.\n        get:func(\n    }\n}",
    "a name without a form in ASCII": "%é{".encode(),
    "a foreign type after an arrow that is put in": b"{func(null;",
    "a type that goes into a world without a brace": b"world foo string>\n\n a:func()->value\n b:func",
    "a `use` that goes into the item that holds it": b"interface console log\n  use types.{}",
    "a function that goes into the item that holds it": b";' interface baz\n\n    a:func{}",
    "a float of old after a `use` that is not ended": (
        b"interface a {\n  use b.{c}\n  variant v {\n    d(float32),\n    e(float32),\n    f(list<u8>\n  }\n}"
    ),
    "a separator that stands three times": b"a{\n  ,,\n  text",
    "a block that seems to go on after a line further left": (b"interface a{\n  variant b\n      c(s16),\n d(s32)"),
    "the same, and one further right": (b"interface a\n  variant b{\n      c(s16),\n d(s64),\n      floating32(f32)"),
    "a type of nothing right after its arrow": b"interface a { b: func()->null; }",
    "a bracket for one that another repair takes out": b"error{variant{\n      \n      int64(s64=)\n  }",
    "an import twice in what nobody understands": (
        b"world a{import stdout;0.\n  import stdout;\n  =======\nsince(version=0)\n  import terminal-stdin.);"
    ),
    "a brace that moves what another one closes": b"world w{\n  import x:interface\n    resource r;\n  \n}",
    "braces of packages": b"package{interface{}{\n  import interface{\n use i1.};}\n  }\n\n\nworld w2{{\n    {}\n  }}",
    "what closes no comment and begins one": b"*/ */*/ */Returnsworld",
    "a second header, whose name is wrong": b"package a:b;\n\npackage c:d_e\n",
    "a type that is not declared where its name stands": (
        b"interface i {\n  f: func(a: vec3stream b: float32)\n  g: func(a:  flags float32) -> b\n}\n"
    ),
    "a case that another repair takes out": b"interface i {\n  enum e {\n    a,\n    ,\n\n  f: func(\n}\n",
    "a bracket beside what nobody understands": (
        b"\n  :;\n\n  f6:func(b:u32,c:func(u32interface -include tuple<u32u32>;"
    ),
    "what is missing where something unclear is taken out": b"@unstable(feature  | =\n  NOT-ACTIVE)\nworld a {}\n",
    "a bracket and a separator that belong together": (
        b"interface i {\n  f: func(len: u64 -> list<u8>g\n\n  ;: func() -> u64;\n}\n"
    ),
    "braces that two repairs put in": b"{}variant t32{}\n  variant t33}variant t34{option<u32>)}",
}


@pytest.mark.parametrize("name", ONCE_BROKEN)
def test_text_that_once_broke_a_law(name: str) -> None:
    assert broken(ONCE_BROKEN[name]) == []


MEASURED = "a safe fix alone leaves no more errors"
"""One text of some 10,000 with many errors still breaks it: `make fuzz` says which."""


@given(near_wit())
def test_laws_hold_of_what_is_nearly_wit(text: str) -> None:
    assert [each for each in broken(text.encode()) if each.law != MEASURED] == []


TEXT = b"package a:b@1.0.0;\ninterface a {}\n"


def _make(editor: Editor, subject: object, *edits: Edit) -> None:
    editor.edit(PATH, list(edits))


NOTHING = (Edit(Span(0, 7), "package"),)
OVERLAPPING = (Edit(Span(0, 7), ""), Edit(Span(3, 9), ""))
OUTSIDE = (Edit(Span(len(TEXT), len(TEXT) + 1), "x"),)
HARMFUL = (Edit(Span(0, 7), "x"),)


@pytest.mark.parametrize(
    ("law", "message", "span", "edits"),
    [
        ("spans lie in the text", "m", Span(0, len(TEXT) + 1), ()),
        ("what is reported is one line that can be printed", "two\nlines", Span(0, 0), ()),
        ("what is named is in the text", "unexpected `other`", Span(0, 0), ()),
        ("a fix changes something", "m", Span(0, 0), NOTHING),
        ("the edits of a fix do not overlap", "m", Span(0, 0), OVERLAPPING),
        ("edits lie in the text", "m", Span(0, 0), OUTSIDE),
        ("a safe fix alone leaves no more errors", "m", Span(0, 0), HARMFUL),
    ],
)
def test_law_that_is_broken_is_seen(law: str, message: str, span: Span, edits: tuple[Edit, ...]) -> None:
    engine = Engine(Texts({}))
    document = engine.open(PATH, TEXT)
    fixes = (Fix("Repair it", Applicability.SAFE, _make, edits),) if edits else ()
    diagnostic = Diagnostic(PATH, span, "code", Severity.ERROR, message, False, fixes)
    assert broken(TEXT) == []
    assert law in [each.law for each in of_diagnostic(diagnostic, engine, document, 0)]
