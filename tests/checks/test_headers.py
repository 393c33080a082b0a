"""Headers of a package of one file or several: that there is one, and what is offered."""

from __future__ import annotations

import pytest

from tests.sources import Texts
from wit_lsp.engine.diagnostics import Diagnostic
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
    return [f"{path}: {each.message}" for path in files for each in engine.diagnostics(path) if _is_error(each, code)]


def _is_error(each: Diagnostic, code: str) -> bool:
    return each.code == code and not each.is_rule


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
    """In the file itself, and in none of those beside it."""
    whole, engine = "package a:b@1.0.0;", Engine(Texts({"/p/a.wit": b"interface a {}\n"}))
    engine.open("/p/a.wit", b"interface a {}\n")
    for length in range(len(whole) + 1):
        engine.open("/p/b.wit", f"{before}{whole[:length]}{rest}".encode())
        errors = [
            (each.code == MISSING, path)
            for path in ("/p/a.wit", "/p/b.wit")
            for each in engine.diagnostics(path)
            if each.severity is Severity.ERROR
        ]
        expected = [(True, "/p/a.wit")] if length == 0 else [(False, "/p/b.wit")] if length < len(whole) else []
        assert errors == expected, whole[:length]


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


TWICE = "header-docs-twice"


@pytest.mark.parametrize(
    ("first", "second", "is_error"),
    [
        ("// a\n", "/* b */ ", True),
        ("/// a\n\n", "//\n", True),
        ("", "// b\n", False),
        ("// a\n", "", False),
    ],
)
def test_one_file_may_have_comments_before_its_header(first: str, second: str, is_error: bool) -> None:
    files = {"/p/a.wit": f"{first}package a:b;\n", "/p/b.wit": f"{second}package a:b;\n"}
    message = "/p/b.wit: `a.wit` has comments before the header too: only one file can document the package"
    assert reported(TWICE, files) == ([message] if is_error else [])


def test_comments_elsewhere_and_in_other_packages_do_not_count() -> None:
    files = {
        "/p/a.wit": "// a\npackage a:b;\n",
        "/p/b.wit": "// b\ninterface i {}\n",
        "/p/c.wit": "package /* c */ a:b; // d\n// e\n",
        "/p/d.wit": "// f\npackage a:c;\n",
        "/p/d2.wit": "interface /* g */ i {} package a:b;\n",  # where it cannot stand
        "/p/e.wit": "// g\npackage a:b\n",  # which does not parse
        "/p/deps/x.wit": "// h\npackage a:x;\n",
        "/p/deps/y.wit": "// i\npackage a:x;\n",
    }
    assert reported(TWICE, files) == []
    assert reported(TWICE, files | {"/p/f.wit": "// j\npackage a:b;\n"}, "/p/f.wit") == []
    assert len(reported(TWICE, files | {"/p/f.wit": "// j\npackage a:b;\n", "/p/g.wit": "// k\npackage a:b;\n"})) == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("// b\npackage a:b;\n\ninterface i {}\n", "package a:b;\n\n// b\n\ninterface i {}\n"),
        ("/// b\r\n/* c */ package a:b; // d\r\n", "package a:b; // d\r\n\r\n/// b\r\n/* c */\r\n"),
        ("// b\npackage a:b; interface i {}", "package a:b;\n\n// b\n interface i {}"),
        ("\n// b\n\npackage a:b;", "\npackage a:b;\n\n// b"),
    ],
)
def test_comments_are_moved_below_the_header(before: str, after: str) -> None:
    engine = Engine(Texts({"a.wit": b"// a\npackage a:b;\n", "b.wit": before.encode()}))
    [found] = [each for each in engine.diagnostics("b.wit") if each.code == TWICE]
    assert before.encode()[slice(*found.span)].decode().startswith("//")
    [place] = found.related
    assert (place.path, place.span) == ("a.wit", (0, 4))
    [fix] = found.fixes
    assert (fix.title, fix.applicability.value) == ("Move them below the header", "manual")
    [(_, edits)] = found.change(fix, engine).edits.items()
    assert apply(before.encode(), edits).decode() == after


def test_comments_that_are_typed_before_a_header_are_seen_from_the_other_files() -> None:
    engine = Engine(Texts({}))
    engine.open("a.wit", b"package a:b;\n")
    engine.open("b.wit", b"// b\npackage a:b;\n")

    def codes() -> list[str]:
        return [each.code for each in engine.diagnostics("b.wit") if each.severity is Severity.ERROR]

    assert codes() == []
    engine.open("a.wit", b"// a\npackage a:b;\n")
    assert codes() == [TWICE]
    engine.open("a.wit", b"package a:b;\n")
    assert codes() == []


def test_files_of_a_mixed_folder_are_each_read_alone() -> None:
    """They are test cases: of those with one header, each may be a whole package."""
    file = "// Case\npackage a:b;\ninterface i {}\n"
    of_one_package = {"1.wit": file, "2.wit": file}
    mixed = of_one_package | {"3.wit": "package a:c;\n"}
    for code in ("dup-item", "header-docs-twice"):
        assert len(reported(code, of_one_package)) == 1
        assert reported(code, mixed) == []
