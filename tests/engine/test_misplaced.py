"""What stands at top level and cannot is moved into the interfaces that need it."""

from __future__ import annotations

import pytest

from tests.sources import Texts
from wit_lsp.engine.engine import Engine
from wit_lsp.problem import Severity
from wit_lsp.text import apply, encode

HEADER = "package a:b@1.0.0;\n\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "/// What is asked.\nrecord request {\n  url: string,\n}\n\n"
            "interface client {\n  send: func(r: request);\n}\n",
            "interface client {\n  /// What is asked.\n  record request {\n    url: string,\n  }\n\n"
            "  send: func(r: request);\n}\n",
        ),
        (
            "type id = u64;\n\ninterface i {\n  f: func(a: id);\n}\n\ninterface j {\n  g: func(a: id);\n}\n",
            "interface types {\n  type id = u64;\n}\ninterface i {\n  use types.{id};\n\n  f: func(a: id);\n}\n\n"
            "interface j {\n  use types.{id};\n\n  g: func(a: id);\n}\n",
        ),
        ("enum e { a, b }\n", "interface types {\n  enum e { a, b }\n}\n"),
        (
            "use a:c/d@1.0.0.{t, u as v};\n\ninterface i {\n  f: func(a: t);\n}\n\n"
            "world w {\n  import g: func(a: v, b: t);\n}\n",
            "interface i {\n  use a:c/d@1.0.0.{t};\n\n  f: func(a: t);\n}\n\n"
            "world w {\n  use a:c/d@1.0.0.{t, u as v};\n\n  import g: func(a: v, b: t);\n}\n",
        ),
        (
            "use a:c/d@1.0.0.{t};\n\ninterface i {\n    f: func(a: t);\n}\n\ninterface j { g: func(a: t); }\n",
            "interface i {\n    use a:c/d@1.0.0.{t};\n\n    f: func(a: t);\n}\n\n"
            "interface j { use a:c/d@1.0.0.{t}; g: func(a: t); }\n",
        ),
        ("use a:c/d@1.0.0.{t};\n\ninterface i {}\n", "interface i {\n  use a:c/d@1.0.0.{t};\n}\n"),
        ("use a:c/d@1.0.0.{t};\n", "interface types {\n  use a:c/d@1.0.0.{t};\n}\n"),
    ],
    ids=["one user", "two users", "no user", "use", "indentation", "empty interface", "use without an interface"],
)
def test_it_goes_where_its_names_are_used(before: str, after: str) -> None:
    engine = Engine(Texts({"deps/c.wit": b"package a:c@1.0.0; interface d { type t = u8; type u = u8; }"}))
    engine.open("test.wit", encode(HEADER + before))
    found = [each for each in engine.diagnostics("test.wit") if each.severity is Severity.ERROR]
    assert [each.code for each in found if each.fixes] in (["misplaced-type"], ["misplaced-use"])
    change = found[0].change(found[0].fixes[0], engine)
    text = apply(encode(HEADER + before), change.edits["test.wit"])
    assert text == encode(HEADER + after)
    engine.open("test.wit", text)
    assert not [each for each in engine.diagnostics("test.wit") if each.severity is Severity.ERROR]
