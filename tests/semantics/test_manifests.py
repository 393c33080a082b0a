"""Packages that lie where a manifest of a build tool says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.editor import Editor
from tests.server.raw import Message
from tests.sources import Texts
from wit_lsp.engine.engine import Engine
from wit_lsp.semantics.manifests import Manifest, read

SHOP = "package example:shop@1.0.0;\nworld shop {\n  import other:store/keys@1.0.0;\n}\n"
STORE = "package other:store@1.0.0;\ninterface keys {\n}\n"
CARGO = '[package.metadata.component.target.dependencies]\n"other:store" = { path = "../store/wit" }\n'
WKG = '[overrides]\n"other:store" = { path = "../store/wit" }\n'
NOT_THERE = ["no package `other:store@1.0.0`: put its files into `deps/other-store`"]


def engine(files: dict[str, str]) -> Engine:
    """The file of the shop is `/w/shop/wit/shop.wit`, and those of the store are in a folder that is not searched."""
    return Engine(Outside({f"/w/{path}": text.encode() for path, text in files.items()}))


class Outside(Texts):
    """No folder is part of the workspace."""

    def packages(self) -> dict:  # type: ignore[type-arg]
        return {}


def seen(files: dict[str, str]) -> list[str]:
    found = engine({"shop/wit/shop.wit": SHOP, "store/wit/store.wit": STORE} | files)
    return [each.message for each in found.diagnostics("/w/shop/wit/shop.wit")]


@pytest.mark.parametrize(
    "manifest",
    [
        {"shop/Cargo.toml": CARGO},
        {"shop/Cargo.toml": '[package.metadata.component]\ntarget.path = "wit/shop.wit"\n' + CARGO},
        {"shop/crate/Cargo.toml": CARGO, "shop/Cargo.toml": CARGO},
        {"Cargo.toml": "[package.metadata.component.target]\npath = 'shop/wit'\n" + CARGO.replace("../", "")},
        {"shop/wkg.toml": WKG},
        {"shop/wkg.toml": WKG.replace("store/wit", "store/wit/store.wit")},
        {"wkg.toml": WKG.replace("../", "./")},
        {"wkg.toml": WKG.replace("../store/wit", "/w/store/wit")},
        {"shop/wit/deps.toml": 'keys = "../../store/wit"'},
        {"shop/wit/deps.toml": 'io = "https://example.com/io.tar.gz"\n[keys]\npath = "../../store/wit"'},
        {"shop/wkg.toml": "", "shop/Cargo.toml": CARGO},
    ],
)
def test_package_is_found_where_a_manifest_says_that_it_lies(manifest: dict[str, str]) -> None:
    assert seen({}) == NOT_THERE
    assert seen(manifest) == []


@pytest.mark.parametrize(
    "manifest",
    [
        {"shop/Cargo.toml": CARGO.replace("store/wit", "stores/wit")},
        {"shop/Cargo.toml": CARGO.replace("../store/wit", "/")},
        {"shop/Cargo.toml": CARGO.replace('"../store/wit"', '"a\\u0000b"')},
        {"shop/Cargo.toml": CARGO.replace('{ path = "../store/wit" }', '"../store/wit"')},
        {"shop/Cargo.toml": CARGO.replace('"../store/wit"', "3")},
        {"shop/Cargo.toml": CARGO.replace("other:store", "other:stock")},
        {"shop/Cargo.toml": CARGO.replace("other:store", "store")},
        {"shop/Cargo.toml": CARGO.replace(".target", "")},
        {"shop/Cargo.toml": "[package.metadata.component.target]\npath = 'wit2'\n" + CARGO},
        {"shop/Cargo.toml": "package.metadata = 'component'\n"},
        {"shop/Cargo.toml": CARGO + "["},
        {"shop/wkg.toml": '[overrides]\n"other:store" = { version = "1.0.0" }\n'},
        {"shop/wkg.toml": WKG + "x = " + "[" * 5_000},
        {"shop/wkg.toml": "[metadata]\n", "wkg.toml": WKG.replace("../", "./")},
        {"shop/wit/deps.toml": 'keys = "https://example.com/store.tar.gz"\n'},
        {"shop/wit/deps.toml": 'keys = { url = "https://example.com/store.tar.gz" }\n'},
        {"shop/deps.toml": 'keys = "../store/wit"'},
    ],
)
def test_manifest_that_names_no_folder_with_the_package_changes_nothing(manifest: dict[str, str]) -> None:
    assert seen(manifest) == NOT_THERE


def test_text_that_is_not_utf8_says_nothing() -> None:
    assert read("/w/Cargo.toml", CARGO.encode() + b"#\xff") == Manifest()
    assert read("/w/Cargo.toml", b"\xef\xbb\xbf" + CARGO.encode()).wit == "/w/wit"


def test_what_lies_in_deps_goes_before_what_a_manifest_names() -> None:
    both = {"shop/Cargo.toml": CARGO, "shop/wit/deps/store.wit": STORE.replace("keys", "kees")}
    assert seen(both) == ["`other:store@1.0.0` has no interface `keys`; it has `kees`"]


def test_what_the_package_has_instead_is_said() -> None:
    older = {"shop/Cargo.toml": CARGO, "store/wit/store.wit": STORE.replace("1.0.0", "0.9.0")}
    assert seen(older) == ["no package `other:store@1.0.0`: `../../store/wit` has `other:store@0.9.0`"]
    renamed = {"shop/Cargo.toml": CARGO, "store/wit/store.wit": STORE.replace("keys", "kees")}
    assert seen(renamed) == ["`other:store@1.0.0` has no interface `keys`; it has `kees`"]


def test_encoded_package_that_a_manifest_names_may_hold_any() -> None:
    class Encoded(Outside):
        def dependencies(self, deps: str) -> tuple:  # type: ignore[type-arg]
            from wit_lsp.semantics.queries import Dependency

            return (Dependency("/w/store/wit", "unread"),) if deps == "/w/store" else super().dependencies(deps)

    files = {"/w/shop/wit/shop.wit": SHOP.encode(), "/w/shop/wkg.toml": WKG.encode()}
    assert [each.message for each in Engine(Encoded(files)).diagnostics("/w/shop/wit/shop.wit")] == []


def test_toolchain_knows_no_manifests() -> None:
    found = engine({"shop/wit/shop.wit": SHOP, "store/wit/store.wit": STORE, "shop/Cargo.toml": CARGO})
    assert list(found.diagnostics("/w/shop/wit/shop.wit")) == []
    found.find_in_deps_alone()
    assert [each.message for each in found.diagnostics("/w/shop/wit/shop.wit")] == NOT_THERE


def test_package_of_the_workspace_that_a_manifest_names_is_not_unfetched() -> None:
    files = {"/w/shop/wit/shop.wit": SHOP.encode(), "/w/store/wit/store.wit": STORE.encode()}
    unfetched = ["`other:store@1.0.0` is not in `deps`: the toolchain does not find it in `../../store/wit`"]
    for more, messages in (({}, unfetched), ({"/w/shop/Cargo.toml": CARGO.encode()}, [])):
        found = Engine(Texts(files | more)).diagnostics("/w/shop/wit/shop.wit")
        assert [each.message for each in found] == messages


def test_files_of_a_folder_that_a_manifest_names_are_one_package() -> None:
    files = {"crate/wit/a.wit": "package a:a@1.0.0;", "crate/wit/b.wit": "package a:b@1.0.0;"}
    named = "[package.metadata.component.target]\n"
    for manifest, codes in (
        ({}, []),
        ({"crate/Cargo.toml": "[package.metadata.component]\npackage = 'a:a'\n"}, ["mixed-packages"]),
        ({"crate/Cargo.toml": named + "path = './wit/'\n"}, ["mixed-packages"]),
        ({"crate/Cargo.toml": named + "path = 'wit/a.wit'\n"}, []),
        ({"crate/Cargo.toml": named + "path = 'other'\n"}, []),
        ({"crate/Cargo.toml": "[package]\nname = 'component'\n"}, []),
    ):
        found = engine(files | manifest).diagnostics("/w/crate/wit/b.wit")
        assert [each.code for each in found] == codes, manifest


WATCHES: Message = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}


@pytest.mark.parametrize("watches", [True, False])
def test_changes_of_manifests_and_of_what_they_name_are_seen(tmp_path: Path, watches: bool) -> None:
    shop, store = tmp_path / "shop" / "wit" / "shop.wit", tmp_path / "store" / "wit" / "store.wit"
    cargo = tmp_path / "shop" / "Cargo.toml"
    (tmp_path / ".git").mkdir()
    shop.parent.mkdir(parents=True)
    shop.write_text(SHOP)
    folder = {"uri": shop.parent.as_uri(), "name": "wit"}
    editor = Editor(WATCHES if watches else None, workspaceFolders=[folder])

    def shown(*touched: Path) -> list[str]:
        """What is shown of the shop now; the client says that files were touched, or nothing but that one is saved."""
        if watches:
            editor.touch(*touched)
        else:
            editor.session.did_save()
        editor.idle()
        last = [each for each in editor.published if each["uri"] == shop.as_uri()][-1:]
        return [found["code"] for each in last for found in each["diagnostics"]]

    editor.open(shop.as_uri(), SHOP)
    assert shown() == ["missing-package"]
    cargo.write_text(CARGO)
    assert shown(cargo) == ["missing-package"]
    store.parent.parent.mkdir()
    store.parent.mkdir()
    store.write_text(STORE)
    assert shown(store) == []
    store.write_text(STORE.replace("keys", "other"))
    assert shown(store) == ["undefined-name"]
    store.write_text(STORE)
    cargo.write_text(CARGO.replace("../store", "../stores"))
    assert shown(cargo, store) == ["missing-package"]
    cargo.write_text(CARGO)
    assert shown(cargo) == []
    cargo.unlink()
    assert shown(cargo) == ["missing-package"]
