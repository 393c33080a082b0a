"""Names that clash at top level, in one file or in several, and what is offered."""

from __future__ import annotations

import pytest

from tests.checks.test_checks import errors
from tests.checks.test_unique import lines
from tests.fixture import parse
from tests.rules.cases import HEADER
from tests.sources import Texts
from wit_lsp.engine.engine import Engine
from wit_lsp.engine.judge import body_problems
from wit_lsp.text import apply

CODE = "dup-item"
OTHER = "package c:d { interface x {} interface y {} }\n"


def clashes(text: str) -> list[str]:
    return [each.removeprefix(f"{CODE} ") for each in errors(text) if each.startswith(CODE)]


@pytest.mark.parametrize(
    ("items", "names"),
    [
        ("interface i {} world w {} interface i {} world i {} interface I {}", ["i", "i"]),
        ("use c:d/x; use c:d/y as x; interface x {} world y {}", ["x", "x"]),
        ("interface i {} use i; use i as j; interface j {}", ["i", "j"]),
        ("use c:d/x as i; interface %i {}", ["%i"]),
        ("interface x {} use c:d/x as y; use c:d/y;", ["c:d/y"]),
        # What does not parse, and what is no name, clashes with nothing
        ("interface i interface i {}", []),
        ("interface fooBar {} interface fooBar {}", []),
    ],
)
@pytest.mark.parametrize("around", ["ITEMS", "package a:b { ITEMS }"])
def test_in_one_file(around: str, items: str, names: list[str]) -> None:
    assert clashes(f"{HEADER}{around.replace('ITEMS', lines(items))}\n{OTHER}") == names


def test_a_nested_package_has_names_of_its_own() -> None:
    assert (
        clashes(f"{HEADER}interface i {{}}\npackage a:b {{ interface i {{}} }}\npackage a:c {{ world i {{}} }}\n") == []
    )


def found_in(files: dict[str, str], *open: str) -> list[str]:
    """Each clash: the file, the message, and the file and text of the related place. Files in `open` are open."""
    engine = Engine(Texts({path: text.encode() for path, text in files.items()}))
    for path in open:
        engine.open(path, files[path].encode())
    texts = {path: text.encode() for path, text in files.items()}
    return [
        f"{path}: {each.message}; {place.message}: {place.path} {texts[place.path][slice(*place.span)].decode()}"
        for path in files
        for each in engine.diagnostics(path)
        if each.code == CODE
        for place in each.related
    ]


@pytest.mark.parametrize("opened", [(), ("/p/a.wit",), ("/p/b.wit", "/p/c.wit"), ("/p/c.wit", "/p/a.wit", "/p/b.wit")])
def test_each_file_points_to_the_first(opened: tuple[str, ...]) -> None:
    files = {
        "/p/a.wit": f"{HEADER}interface i {{}}\nuse i as k;\n",
        "/p/b.wit": f"{HEADER}interface j {{}}\nworld i {{}}\ninterface k {{}}\n",
        "/p/c.wit": "interface i {}\nuse i as j;\ninterface i {}\n",
    }
    assert found_in(files, *opened) == [
        "/p/b.wit: the package has an interface `i` already, in `a.wit`; `i` is declared here: /p/a.wit i",
        "/p/c.wit: the package has an interface `i` already, in `a.wit`; `i` is declared here: /p/a.wit i",
        "/p/c.wit: the package has an interface `i` already, in `a.wit`; `i` is declared here: /p/a.wit i",
    ]


def test_files_of_other_packages_do_not_count() -> None:
    """Of which package a file without a header is cannot be told among several."""
    files = {"/p/a.wit": f"{HEADER}interface i {{}}\n", "/p/b.wit": "package other:p@1.0.0;\ninterface i {}\n"}
    assert found_in(files) == []
    assert found_in({**files, "/p/c.wit": "interface i {}\n"}) == []
    assert found_in({"/p/0.wit": "interface i {}\n", **files}) == []


def test_what_does_not_parse_in_another_file_clashes_with_nothing() -> None:
    assert found_in({"/p/a.wit": f"{HEADER}interface i\n", "/p/b.wit": f"{HEADER}interface i {{}}\n"}) == []
    assert found_in({"/p/a.wit": f"{HEADER}interface i {{ f: func( }}\n", "/p/b.wit": "interface i {}\n"}) != []


def test_only_names_of_another_file_count() -> None:
    engine = Engine(Texts({}))
    engine.open("/p/b.wit", f"{HEADER}interface i {{}}\n".encode())

    def seen(text: str) -> tuple[list[str], int]:
        engine.open("/p/a.wit", f"{HEADER}{text}\n".encode())
        engine.diagnostics("/p/a.wit")
        engine.db.runs.clear()
        found = [each.message for each in engine.diagnostics("/p/b.wit") if each.code == CODE]
        return found, engine.db.runs[body_problems]

    clash = ["the package has an interface `i` already, in `a.wit`"]
    assert seen("interface i {}")[0] == clash
    assert seen("interface i { f: func(); }") == (clash, 0)
    assert seen("interface i { f: func(); }\ninterface j {}")[0] == clash
    assert seen("world i {}")[0] == ["the package has a world `i` already, in `a.wit`"]
    assert seen("interface k {}")[0] == []


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ("interface i {} interface i {}", "the interface `i` is declared twice"),
        ("world i {} interface i {}", "`i` clashes with the world of the same name"),
        ("interface i {} use c:d/x as i;", "`i` clashes with the interface of the same name"),
        ("use c:d/x as i; interface i {}", "a `use` gives the name `i` too"),
        ("use c:d/x; use c:d/y as x;", "two `use`s give the name `x`"),
    ],
)
def test_messages(items: str, message: str) -> None:
    [found] = [each for each in parse(f"{HEADER}{items}\n{OTHER}").diagnostics() if each.code == CODE]
    assert found.message == message


@pytest.mark.parametrize(
    ("before", "title", "after"),
    [
        ("use i;\ninterface i {}\n", "Remove this `use` (safe)", "interface i {}\n"),
        ("interface i {}\nuse i; // it\n", "Remove this `use` (safe)", "interface i {}\n// it\n"),
        ("use c:d/x;\nuse c:d/x as x;\n", "Remove this `use` (safe)", "use c:d/x;\n"),
        ("use c:d/x;\nuse c:d/y as x;\n", "Call it `d-y` here (manual)", "use c:d/x;\nuse c:d/y as d-y;\n"),
        (
            "use c:d/x /* it */;\ninterface x {}\n",
            "Call it `d-x` here (manual)",
            "use c:d/x as d-x /* it */;\ninterface x {}\n",
        ),
        (
            "interface x {}\ninterface d-x {}\nuse c:d/x;\n",
            "Call it `d-x-x` here (manual)",
            "interface x {}\ninterface d-x {}\nuse c:d/x as d-x-x;\n",
        ),
    ],
)
def test_what_is_offered(before: str, title: str, after: str) -> None:
    case = parse(HEADER + before + OTHER)
    [found] = [each for each in case.diagnostics() if each.code == CODE]
    [fix] = found.fixes
    assert f"{fix.title} ({fix.applicability.value})" == title
    [(path, edits)] = found.change(fix, case.engine()).edits.items()
    assert apply(case.files[path].encode(), edits).decode() == HEADER + after + OTHER


@pytest.mark.parametrize(
    "items", ["interface i {} interface i {}", "use i as k; use j as k; interface i {} interface j {}"]
)
def test_what_only_the_author_can_change(items: str) -> None:
    [found] = [each for each in parse(f"{HEADER}{items}\n").diagnostics() if each.code == CODE]
    assert found.fixes == ()
