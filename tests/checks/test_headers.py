"""Headers of a package of one file or several: that there is one, and what is offered."""

from __future__ import annotations

import pytest

from tests.fixture import parse
from tests.sources import Texts
from wit_lsp.engine.engine import Engine
from wit_lsp.text import apply

MISSING = "missing-package-header"


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
        ("// c\npackage\n", False),
        ("package;\ninterface i {}\n", False),
    ],
)
def test_a_file_needs_a_header(text: str, is_missing: bool) -> None:
    message = "/p/shop/a.wit: this file has no header, such as `package local:shop@0.1.0;`"
    assert reported(MISSING, {"/p/shop/a.wit": text}) == ([message] if is_missing else [])


def test_one_file_of_a_package_needs_one() -> None:
    files = {"/p/wit/a.wit": "interface a {}\n", "/p/wit/b.wit": "interface b {}\n"}
    message = "/p/wit/a.wit: no file of this package has a header, such as `package local:p@0.1.0;`"
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
        "/p/deps/My_Types.wit: this file has no header, such as `package local:my-types@0.1.0;`",
        "/p/deps/y/a.wit: no file of this package has a header, such as `package local:y@0.1.0;`",
    ]


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("/p/shop/a.wit", "// c\ninterface i {}\n", "package local:shop@0.1.0;\n\n// c\ninterface i {}\n"),
        ("/p/shop/wit/a.wit", "interface i {}\r\n", "package local:shop@0.1.0;\r\n\r\ninterface i {}\r\n"),
        ("/p/list/a.wit", "\n", "package local:%list@0.1.0;\n\n"),
        ("a.wit", "\ufeffinterface i {}\n", "\ufeffpackage local:unnamed@0.1.0;\n\ninterface i {}\n"),
        ("/1/2.3/a.wit", "", "package local:unnamed@0.1.0;\n"),
    ],
)
def test_a_header_is_added(path: str, before: str, after: str) -> None:
    case = parse(f"//- {path}\n")
    case.files[path] = before
    [found] = [each for each in case.diagnostics() if each.code == MISSING]
    [fix] = found.fixes
    assert (fix.applicability.value, fix.title) == ("unsafe", f"Add `{after.strip(chr(0xFEFF)).splitlines()[0]}`")
    [(_, edits)] = found.change(fix, case.engine()).edits.items()
    assert apply(before.encode(), edits).decode() == after
