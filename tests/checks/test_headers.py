"""Headers of a package of one file or several: that there is one, and what is offered."""

from __future__ import annotations

import pytest

from tests.sources import Texts
from wit_lsp.engine.engine import Engine
from wit_lsp.problem import Severity
from wit_lsp.text import apply

MISSING = "missing-package-header"
ALONE = "this file must begin with a package header, such as"
SEVERAL = "one file of this package must begin with a package header, such as"


def reported(code: str, files: dict[str, str], *alone: str) -> list[str]:
    """The file and the message of each error of a code."""
    engine = Engine(Texts({path: text.encode() for path, text in files.items()}))
    for path in alone:
        engine.stands_alone(path)
    return [f"{path}: {each.message}" for path in files for each in engine.diagnostics(path) if each.code == code]


@pytest.mark.parametrize(
    ("text", "is_missing"),
    [
        ("", True),
        ("// only a comment\n", True),
        ("interface i {}\n", True),
        ("package a:b { interface i {} }\n", True),
        ("package a:b;\n", False),
        ("interface i {}\npackage a:b;\n", False),  # which is in the wrong place
        ("package a:b\ninterface i {}\n", False),
        ("package a;\ninterface i {}\n", False),
        ("package;\ninterface i {}\n", False),
        ("interface i {\n", True),
        ("package a:b { interface i { f: func( } }\n", True),
    ],
)
def test_a_file_needs_a_header(text: str, is_missing: bool) -> None:
    message = f"/p/shop/a.wit: {ALONE} `package local:shop@0.1.0;`"
    assert reported(MISSING, {"/p/shop/a.wit": text}) == ([message] if is_missing else [])


@pytest.mark.parametrize("rest", ["", "\n", "\n// c\n", "\ninterface i {}\n", "\npackage a:c {}\n"])
@pytest.mark.parametrize("before", ["", "\ufeff", "// c\n"])
def test_a_header_that_is_typed_has_one_error(before: str, rest: str) -> None:
    whole = "package a:b@1.0.0;"
    for length in range(1, len(whole) + 1):
        engine = Engine(Texts({"/p/a.wit": f"{before}{whole[:length]}{rest}".encode()}))
        errors = [each.code for each in engine.diagnostics("/p/a.wit") if each.severity is Severity.ERROR]
        assert len(errors) == (length < len(whole)) and MISSING not in errors, whole[:length]


def test_one_file_of_a_package_needs_one() -> None:
    files = {"/p/wit/a.wit": "interface a {}\n", "/p/wit/b.wit": "interface b {}\n"}
    message = f"/p/wit/a.wit: {SEVERAL} `package local:p@0.1.0;`"
    assert reported(MISSING, files) == [message]
    assert reported(MISSING, {**files, "/p/wit/c.wit": "package a:b;\n"}) == []
    assert reported(MISSING, {**files, "/p/wit/c.wit": "package\n"}) == []
    assert len(reported(MISSING, {**files, "/p/wit/c.wit": "package a:b;\n"}, "/p/wit/b.wit")) == 1


def test_each_file_in_deps_is_a_package() -> None:
    files = {
        "/p/a.wit": "package a:b;\n",
        "/p/deps/My_Types.wit": "interface a {}\n",
        "/p/deps/x.wit": "package a:x;\n",
        "/p/deps/y/a.wit": "interface a {}\n",
        "/p/deps/y/b.wit": "interface b {}\n",
    }
    assert reported(MISSING, files) == [
        f"/p/deps/My_Types.wit: {ALONE} `package local:my-types@0.1.0;`",
        f"/p/deps/y/a.wit: {SEVERAL} `package local:y@0.1.0;`",
    ]


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("/p/shop/a.wit", "// c\ninterface i {}\n", "package local:shop@0.1.0;\n\n// c\ninterface i {}\n"),
        ("/p/shop/wit/a.wit", "interface i {}\r\n", "package local:shop@0.1.0;\r\n\r\ninterface i {}\r\n"),
        ("/p/list/a.wit", "\n", "package local:%list@0.1.0;\n\n"),
        ("a.wit", "\ufeffinterface i {}\n", "\ufeffpackage local:a@0.1.0;\n\ninterface i {}\n"),
        ("/1/2.3/b.wit", "", "package local:b@0.1.0;\n"),
        ("/p/wit/4.wit", "", "package local:p@0.1.0;\n"),
        ("/1/wit/4.wit", "", "package local:unnamed@0.1.0;\n"),
    ],
)
def test_a_header_is_added(path: str, before: str, after: str) -> None:
    engine = Engine(Texts({path: before.encode()}))
    [found] = engine.diagnostics(path)
    [fix] = found.fixes
    assert (fix.applicability.value, fix.title) == ("unsafe", f"Add `{after.strip(chr(0xFEFF)).splitlines()[0]}`")
    [(_, edits)] = found.change(fix, engine).edits.items()
    assert apply(before.encode(), edits).decode() == after
