"""Fixes that copy a package of the workspace into `deps`, with what it needs."""

from __future__ import annotations

import pytest

from tests.sources import Texts
from wit_lsp.engine.apply_fixes import apply_fixes
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.fixes.readable import MissingTarget
from wit_lsp.problem import Applicability

SHOP = {"/w/shop/wit/shop.wit": "package a:shop@1.0.0;\nworld shop {\n  import a:store/keys@1.0.0;\n}\n"}
STORE = {
    "/w/store/keys.wit": "package a:store@1.0.0;\ninterface keys {\n  use a:io/streams@1.0.0.{chunk};\n}\n",
    "/w/store/more.wit": "interface more {\n  use a:clock/clock@1.0.0.{time};\n}\n",
    "/w/store/deps/a-clock.wit": "package a:clock@1.0.0;\ninterface clock {\n  type time = u64;\n}\n",
    "/w/io/wit/io.wit": "package a:io@1.0.0;\ninterface streams {\n  type chunk = u8;\n}\n",
}


def engine(files: dict[str, str]) -> Engine:
    return Engine(Texts({path: text.encode() for path, text in files.items()}))


def found(engine: Engine, *, embedded: bool = True) -> Diagnostic:
    if not embedded:
        engine.find_in_deps_alone()
    [each] = [each for each in engine.diagnostics("/w/shop/wit/shop.wit") if each.code != "missing-package-version"]
    return each


def copies(files: dict[str, str], *, embedded: bool = True) -> list[tuple[str, list[str]]]:
    """The title of each fix of the only problem of the shop, and the files that it creates, which copy others."""
    here = engine(files)
    offered = []
    for fix in found(here, embedded=embedded).fixes:
        assert fix.applicability is Applicability.MANUAL
        change = found(here).change(fix, here)
        assert not (change.edits or change.moves or change.deletes)
        assert all(text in files.values() for _, text in change.creates)
        offered.append((fix.title, [path.removeprefix("/w/shop/wit/") for path, _ in change.creates]))
    return offered


@pytest.mark.parametrize("embedded", [True, False])
def test_package_is_copied_with_what_it_needs(embedded: bool) -> None:
    title = "Copy it to `deps/a-store`, with 2 packages that it needs"
    created = ["deps/a-store/keys.wit", "deps/a-store/more.wit", "deps/a-io/io.wit", "deps/a-clock/a-clock.wit"]
    [(found, paths)] = copies(SHOP | STORE, embedded=embedded)
    assert (found, sorted(paths)) == (title, sorted(created))


def test_after_the_copy_the_toolchain_finds_the_package() -> None:
    here = engine(SHOP | STORE)
    problem = found(here)
    change = problem.change(problem.fixes[0], here)
    after = engine(SHOP | STORE | dict(change.creates))
    after.find_in_deps_alone()
    assert [path for path in (*SHOP, *dict(change.creates)) for _ in after.diagnostics(path)] == []


def test_what_the_root_has_is_not_copied() -> None:
    io = {"/w/shop/wit/deps/streams.wit": STORE["/w/io/wit/io.wit"]}
    [(title, paths)] = copies(SHOP | STORE | io)
    assert title == "Copy it to `deps/a-store`, with 1 package that it needs"
    assert sorted(paths) == ["deps/a-clock/a-clock.wit", "deps/a-store/keys.wit", "deps/a-store/more.wit"]


def test_package_that_needs_the_root_or_what_is_nowhere_is_copied_alone() -> None:
    keys = "package a:store@1.0.0;\ninterface keys {\n  use a:shop/i@1.0.0.{t};\n  use a:lost/i@1.0.0.{u};\n}\n"
    assert copies(SHOP | {"/w/store/keys.wit": keys}) == [("Copy it to `deps/a-store`", ["deps/a-store/keys.wit"])]


def test_folder_that_is_taken_is_left_alone() -> None:
    keys = {"/w/store/keys.wit": "package a:store@1.0.0;\ninterface keys {}\n"}
    other = {"/w/shop/wit/deps/a-store/keys.wit": "package a:store@2.0.0;\ninterface keys {}\n"}
    versioned = [("Copy it to `deps/a-store-1.0.0`", ["deps/a-store-1.0.0/keys.wit"])]
    assert copies(SHOP | keys | other) == versioned
    third = {"/w/shop/wit/deps/a-store-1.0.0/keys.wit": "package a:store@3.0.0;\ninterface keys {}\n"}
    assert copies(SHOP | keys | other | third) == []


def test_only_the_files_of_the_package_are_copied() -> None:
    keys = {
        "/w/store/keys.wit": "package a:store@1.0.0;\ninterface keys {}\n",
        "/w/store/b.wit": "package a:b@1.0.0;\n",
    }
    assert copies(SHOP | keys) == [("Copy it to `deps/a-store`", ["deps/a-store/keys.wit"])]


def test_package_that_is_nested_in_another_one_is_not_copied() -> None:
    files = SHOP | {"/w/shop/deps/all.wit": "package a:all@1.0.0;\npackage a:store@1.0.0 {\n  interface keys {}\n}\n"}
    assert found(engine(files)).message == "no package `a:store@1.0.0` in `deps`: `../deps/all.wit` has it"
    assert copies(files) == []


def test_packages_that_are_nested_in_it_are_copied_with_it() -> None:
    nested = "package a:in@1.0.0 {\n  interface i {\n    type t = u8;\n  }\n}\n"
    keys = "package a:store@1.0.0;\ninterface keys {\n  use a:in/i@1.0.0.{t};\n}\n"
    files = {"/w/store/keys.wit": keys, "/w/store/more.wit": nested}
    paths = ["deps/a-store/keys.wit", "deps/a-store/more.wit"]
    assert copies(SHOP | files) == [("Copy it to `deps/a-store`", paths)]


def test_text_that_is_not_utf8_is_not_copied() -> None:
    files = {path: text.encode() for path, text in (SHOP | STORE).items()}
    here = Engine(Texts(files | {"/w/store/more.wit": b"interface more {} // \xff"}))
    problem = found(here)
    with pytest.raises(MissingTarget):
        problem.change(problem.fixes[0], here)


def test_many_fixes_at_once_copy_nothing() -> None:
    here = engine(SHOP | STORE)
    document = here.document("/w/shop/wit/shop.wit")
    assert document is not None
    applied = apply_fixes([document], here, lambda diagnostic, fix: fix.applicability is not Applicability.MANUAL)
    assert not applied.counts
