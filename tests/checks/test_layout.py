"""Where files lie: headers of one folder, folders in `deps`, and packages that are declared twice."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.fixture import parse
from tests.sources import Texts
from wit_lsp.config import Settings
from wit_lsp.engine.engine import Engine
from wit_lsp.problem import Applicability
from wit_lsp.semantics.queries import Dependency

CODES = ("mixed-packages", "empty-dependency", "dup-package", "scattered-package", "missing-package-version")
DEPS = {"/p/deps/d.wit": "package d:d@1.0.0;"}


def seen(files: dict[str, str], engine: Engine | None = None) -> dict[str, list[str]]:
    """The messages of the layout in each file of a workspace."""
    engine = engine or Engine(Texts({path: text.encode() for path, text in files.items()}))
    found: dict[str, list[str]] = {}
    for path in files:
        document = engine.document(path)
        assert document is not None
        for each in engine.check(document):
            if each.code in CODES:
                found.setdefault(path, []).append(f"{each.code}: {each.message}")
    return found


def test_headers_of_a_folder_with_deps_must_be_the_same() -> None:
    files = {
        "/p/a.wit": "package a:a@1.0.0;",
        "/p/b.wit": "",
        "/p/c.wit": "package a:a;",
        "/p/d.wit": "package a:b@1.0.0;",
    }
    message = "mixed-packages: `a.wit` is of `a:a@1.0.0`: the files of a folder are of one package"
    assert seen(files | DEPS) == {"/p/c.wit": [message], "/p/d.wit": [message]}


def test_a_folder_that_is_named_is_one_package_and_one_that_is_found_may_be_several() -> None:
    files = {"/p/a.wit": "package a:a@1.0.0;", "/p/b.wit": "package a:b@1.0.0;"}
    assert seen(files) == {}
    engine = Engine(Texts({path: text.encode() for path, text in files.items()}))
    engine.name_folder("/p")
    assert list(seen(files, engine)) == ["/p/b.wit"]
    assert list(seen(files, engine.over(Texts({path: text.encode() for path, text in files.items()})))) == ["/p/b.wit"]


ALONE = Settings(is_one_file_package=True)


def alone_in(folder: str) -> Callable[[str], Settings]:
    return lambda path: ALONE if os.path.dirname(path) == folder else Settings()


def test_packages_of_one_file_may_have_any_header_in_a_folder_that_is_named_or_has_deps() -> None:
    files = {
        "/p/a.wit": "package a:a@1.0.0; interface i {} package n:n@1.0.0 {}",
        "/p/b.wit": "package a:b@1.0.0; interface i {}",
        "/p/c.wit": "package a:a@1.0.0; interface i {} package n:n@1.0.0 {}",
        "/p/deps/x/1.wit": "package x:x@1.0.0;",
        "/p/deps/x/2.wit": "package x:y@1.0.0;",
    }
    in_deps = {
        "/p/deps/x/2.wit": ["mixed-packages: `1.wit` is of `x:x@1.0.0`: the files of a folder are of one package"]
    }
    texts = Texts({path: text.encode() for path, text in files.items()})
    assert set(seen(files, Engine(texts))) == {"/p/b.wit", "/p/c.wit", "/p/deps/x/2.wit"}
    engine = Engine(texts, alone_in("/p"))
    engine.name_folder("/p")
    assert seen(files, engine) == in_deps
    assert [each.message for path in ("/p/a.wit", "/p/c.wit") for each in engine.diagnostics(path)] == []


def test_files_of_one_header_are_one_package_unless_the_settings_say_otherwise() -> None:
    files = {
        "/p/a.wit": b"package a:a@1.0.0; interface i { type t = u8; }",
        "/p/b.wit": b"package a:a@1.0.0; interface i { use j.{t}; }",
        "/p/c.wit": b"interface j { type t = u8; }",
    }

    def codes(engine: Engine) -> list[list[str]]:
        return [
            [each.code for each in engine.diagnostics(path) if each.code != "missing-package-header"] for path in files
        ]

    together = Engine(Texts(files))
    assert codes(together) == [[], ["dup-item"], []]
    assert codes(Engine(Texts(files), ALONE)) == [[], ["undefined-name"], []]
    one = Engine(Texts(files), lambda path: ALONE if path == "/p/a.wit" else Settings())
    assert codes(one) == [[], [], []], "the others are still one package"
    together.configure(alone_in("/p"))
    assert codes(together) == [[], ["undefined-name"], []], "at once"


def test_a_package_of_one_file_is_found_elsewhere_in_that_file() -> None:
    files = {
        "/cases/1.wit": b"package x:y@1.0.0; interface i {}",
        "/cases/2.wit": b"package x:y@1.0.0; interface j {}",
        "/cases/3.wit": b"package x:z@1.0.0; world w { import x:y/i@1.0.0; import x:y/j@1.0.0; }",
    }
    messages = [each.message for each in Engine(Texts(files), alone_in("/cases")).diagnostics("/cases/3.wit")]
    assert messages == [
        "`x:y@1.0.0` is not in `deps`: the toolchain does not find it in `1.wit`",
        "`x:y@1.0.0` has no interface `j`",
    ]


def test_packages_of_one_file_that_need_one_another_are_no_circle_of_another_file() -> None:
    files = {
        "/p/a.wit": b"package a:a@1.0.0; interface i { use x:x/i@1.0.0.{t}; }",
        "/p/b.wit": b"package a:b@1.0.0; interface i { use x:x/i@1.0.0.{t}; type u = u8; }",
        "/p/deps/x.wit": b"package x:x@1.0.0; interface i { use a:b/i@1.0.0.{u}; type t = u8; }",
    }
    engine = Engine(Texts(files), alone_in("/p"))
    codes = {path: [each.code for each in engine.diagnostics(path)] for path in files}
    assert codes["/p/a.wit"] == []
    assert codes["/p/b.wit"] == ["package-cycle"]


def test_a_missing_version_is_given_and_another_package_is_moved_to_deps() -> None:
    texts = {"a.wit": "package a:a@1.0.0;\n", "b.wit": "package a:a;\n", "c.wit": "package a:c@1.0.0;\n"}
    case = parse(
        "".join(f"//- {path}\n{text}" for path, text in texts.items()) + "//- deps/d.wit\npackage d:d@1.0.0;\n"
    )
    assert case.fixed()["b.wit"] == "package a:a@1.0.0;\n"
    [other] = [each for each in case.diagnostics() if each.path == "c.wit" and each.code == "mixed-packages"]
    assert [fix.applicability for fix in other.fixes] == [Applicability.MANUAL]
    assert other.change(other.fixes[0], case.engine()).moves == (("c.wit", "deps/a-c/c.wit"),)


def test_a_version_that_a_header_is_given_is_named_by_all_that_refers_to_it() -> None:
    """In the other headers and in other packages, and so is one that it has instead of another one."""
    text = """\
//- a.wit
package a:a@1.0.0;
//- b.wit
package a:a{0};
interface i {{}}
//- c.wit
package a : a{0};
world w {{ import other:x/i; }}
//- deps/d.wit
package d:d@1.0.0;
world w {{ import a:a/i{0}; }}
//- elsewhere/e.wit
package e:e@1.0.0;
world w {{ import a:a/i{0}; import a:a/i@3.0.0; }}
"""
    for version in ("", "@2.0.0"):
        case = parse(text.format(version))
        [found, _] = [each for each in case.diagnostics() if each.code == "mixed-packages"]
        [fix] = found.fixes
        assert (fix.title, fix.applicability is Applicability.SAFE) == ("Write `a:a@1.0.0`", not version)
        assert case.after(found, fix) == parse(text.format("@1.0.0")).files


def test_a_folder_in_deps_without_wit_is_reported_once_in_the_first_file() -> None:
    class WithFolder(Texts):
        def dependencies(self, deps: str) -> tuple[Dependency, ...]:
            empty = (Dependency(f"{deps}/comp", "folder"),) if deps == "/p/deps" else ()
            return (*empty, *super().dependencies(deps))

    files = {"/p/a.wit": "package a:a@1.0.0;", "/p/b.wit": ""} | DEPS
    engine = Engine(WithFolder({path: text.encode() for path, text in files.items()}))
    message = "empty-dependency: `deps/comp` has no `.wit` file, so the toolchain rejects the whole package"
    assert seen(files, engine) == {"/p/a.wit": [message]}


def test_a_wit_folder_with_deps_only() -> None:
    files = {"/p/wit/deps/a.wit": "package a:a@1.0.0;", "/p/wit/deps/b/b.wit": "package a:b@1.0.0;"}
    message = "empty-dependency: `wit` has no `.wit` file beside `deps`: the toolchain finds no package in it"
    assert seen(files) == {"/p/wit/deps/a.wit": [message]}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {
                "/p/a.wit": "package a:a@1.0.0;",
                "/p/deps/x/x.wit": "package a:a@1.0.0;",
                "/p/deps/y.wit": "package a:a;",
            },
            {"/p/deps/x/x.wit": ["dup-package: the package `a:a@1.0.0` is declared in the folder of the package too"]},
        ),
        (
            {"/p/a.wit": "package a:a@1.0.0; package n:n {}", "/p/deps/x/x.wit": "package n:n;"},
            {"/p/deps/x/x.wit": ["dup-package: the package `n:n` is declared in `a.wit` too"]},
        ),
        (
            {
                "/p/a.wit": "package a:a@1.0.0;",
                "/p/deps/x/1.wit": "package x:x;",
                "/p/deps/x/2.wit": "package x:x;",
                "/p/deps/z/1.wit": "package x:x;",
                "/p/deps/z/2.wit": "package x:x;",
            },
            {"/p/deps/z/1.wit": ["dup-package: the package `x:x` is declared in `deps/x` too"]},
        ),
        (
            {"/p/a.wit": "package a:a@1.0.0;", "/p/deps/1.wit": "package x:x;", "/p/deps/2.wit": "package x:x;"},
            {
                "/p/deps/2.wit": [
                    "scattered-package: `x:x` is in `deps/1.wit` too: the files of one package need a folder"
                ]
            },
        ),
        (
            {
                "/p/a.wit": "package a:a@1.0.0; package n:n@1.0.0 {}",
                "/p/b.wit": "package a:a@1.0.0; package n:n@1.0.0 {}",
            },
            {},
        ),
        (
            {"/p/a.wit": "package a:a@1.0.0; package n:n@1.0.0 {} package n:n@1.0.0 {} package n:n@1.0.1 {}"},
            {"/p/a.wit": ["dup-package: the package `n:n@1.0.0` is declared before in this file"]},
        ),
    ],
)
def test_packages_that_are_declared_twice(files: dict[str, str], expected: dict[str, list[str]]) -> None:
    found = {path: [each for each in messages if "version" not in each] for path, messages in seen(files).items()}
    assert {path: messages for path, messages in found.items() if messages} == expected


def test_nested_packages_of_a_folder_with_deps_must_differ() -> None:
    text = "package a:a@1.0.0; package n:n@1.0.0 {}"
    found = seen({"/p/a.wit": text, "/p/b.wit": text} | DEPS)
    assert found == {"/p/b.wit": ["dup-package: the package `n:n@1.0.0` is declared in `a.wit` too"]}


def test_scattered_files_are_gathered() -> None:
    case = parse("""\
//- a.wit
package a:a@1.0.0;
//- deps/1.wit
package x:x@1.0.0;
//- deps/2.wit
package x:x@1.0.0;
""")
    [found] = case.diagnostics()
    moves = found.change(found.fixes[0], case.engine()).moves
    assert moves == (("deps/1.wit", "deps/x-x/1.wit"), ("deps/2.wit", "deps/x-x/2.wit"))
