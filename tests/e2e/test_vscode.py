"""The extension for VS Code: its manifest and, if WIT_LSP_E2E is set, the extension in VS Code itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.editors import CASES, HERE, ROOT, Sandbox, check_recorded, program
from wit_lsp import __version__, config
from wit_lsp.rules import all_rules

EXTENSION = ROOT / "editors" / "vscode"
MANIFEST = EXTENSION / "package.json"
SETTINGS = EXTENSION / "src" / "settings.ts"


def test_settings_are_those_of_the_server(update: bool) -> None:
    """Their values, and the names that the editor suggests."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    properties = manifest["contributes"]["configuration"]["properties"]
    names = sorted({name for rule in all_rules() for name in (rule.name, rule.category)})
    lists = ("select", "extend-select", "ignore")
    if update:
        for key in lists:
            properties[f"wit-lsp.{key}"]["items"]["examples"] = names
        MANIFEST.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert properties["wit-lsp.profile"]["enum"] == list(config.PROFILES)
    assert properties["wit-lsp.profile"]["default"] == config.Settings().profile
    assert properties["wit-lsp.target"]["enum"] == list(config.TARGETS)
    assert properties["wit-lsp.target"]["default"] == config.Settings().target
    for key in lists:
        assert properties[f"wit-lsp.{key}"]["items"]["examples"] == names, "run: make pages"
    assert [each.get("const") for each in properties["wit-lsp.features"]["anyOf"]] == [None, config.ALL_FEATURES]
    sent = re.findall(r"'([\w-]+)'", re.search(r"SENT = \[(.*?)\]", SETTINGS.read_text(encoding="utf-8"))[1])  # type: ignore[index]
    assert {f"wit-lsp.{key}" for key in sent} == {each for each in properties if each.count(".") == 1}


def test_extension_has_the_version_of_the_server() -> None:
    for file in (MANIFEST, EXTENSION / "package-lock.json"):
        assert json.loads(file.read_text(encoding="utf-8"))["version"] == __version__


def test_own_tests_of_the_extension() -> None:
    tools()
    run = subprocess.run(["npm", "test"], cwd=EXTENSION, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_package_has_only_the_files_that_are_needed(package: Path) -> None:
    with zipfile.ZipFile(package) as packed:
        names = {name.removeprefix("extension/") for name in packed.namelist()}
    assert names == {
        *("[Content_Types].xml", "extension.vsixmanifest", "package.json"),
        *("readme.md", "changelog.md", "LICENSE.txt", "dist/LICENSES.txt"),
        *("dist/extension.js", "syntaxes/wit.tmLanguage.json", "language-configuration.json"),
    }
    assert package.stat().st_size < 500_000


def test_in_the_extension_host(tmp_path: Path) -> None:
    """Everything that an extension can observe, next to another extension for the same language."""
    home = tools()
    sandbox = Sandbox(tmp_path, CASES["plain"])
    play("api.mjs", home, sandbox.environment, folder(tmp_path), sandbox.workspace, EXTENSION, rival(tmp_path))


def test_what_a_person_sees(tmp_path: Path, package: Path, wheel: Path) -> None:
    """The packaged extension without a server: it offers to install one, and works with it."""
    home = tools()
    sandbox = Sandbox(tmp_path, CASES["plain"])
    pictures = os.environ.get("WIT_LSP_PICTURES") or tmp_path / "pictures"
    path = os.pathsep.join([str(home / "uv" / "bin"), "/usr/local/bin", "/usr/bin", "/bin"])
    assert shutil.which("wit-lsp", path=path) is None, "this machine has a wit-lsp of its own"
    environment = {key: value for key, value in sandbox.environment.items() if not key.startswith(("PYTHON", "XDG_"))}
    environment["PATH"] = path
    play("ui.mjs", home, environment, folder(tmp_path), sandbox.workspace, sandbox.file, wheel, pictures, package)


def test_initialize_is_recorded(tmp_path: Path, update: bool) -> None:
    home = tools()
    sandbox = Sandbox(tmp_path, CASES["plain"])
    sandbox.record()
    environment = sandbox.environment | {"WIT_LSP_E2E_STEPS": "coloured"}
    play("api.mjs", home, environment, folder(tmp_path), sandbox.workspace, EXTENSION)
    check_recorded("vscode", sandbox, update)


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged extension."""
    tools()
    file = tmp_path_factory.mktemp("package") / "wit-lsp.vsix"
    command = ["npm", "run", "package", "--", "--out", str(file)]
    run = subprocess.run(command, cwd=EXTENSION, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return file


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged server."""
    folder = tmp_path_factory.mktemp("wheel")
    uv = tools() / "uv" / "bin" / "uv"
    subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", folder, ROOT], check=True)
    [file] = folder.glob("*.whl")
    return file


def tools() -> Path:
    """The folder into which install/vscode.sh installed VS Code."""
    home = Path(program("vscode-node")).resolve().parents[3]
    assert (EXTENSION / "node_modules").exists(), "the extension is not built: run make vsix"
    return home


def folder(tmp_path: Path) -> Path:
    """A folder for all files of one VS Code."""
    made = tmp_path / "vscode"
    made.mkdir()
    return made


def play(driver: str, home: Path, environment: dict[str, str], *arguments: object) -> None:
    run = subprocess.run(
        [program("vscode-node"), HERE / "vscode" / driver, *map(str, arguments)],
        env=environment | {"WIT_LSP_E2E_VSCODE": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=400,
        check=False,
    )
    sys.stdout.write(run.stdout.decode())
    assert run.returncode == 0, run.stdout.decode()


def rival(parent: Path) -> Path:
    """A packaged extension with the same language id and the same scope."""
    manifest: dict[str, Any] = {
        "name": "rival",
        "publisher": "somebody",
        "version": "1.0.0",
        "engines": {"vscode": "^1.91.0"},
        "contributes": {
            "languages": [{"id": "wit", "extensions": [".wit"], "configuration": "./language.json"}],
            "grammars": [{"language": "wit", "scopeName": "source.wit", "path": "./grammar.json"}],
            "configurationDefaults": {"[wit]": {"editor.defaultFormatter": "somebody.rival"}},
        },
    }
    grammar = {"scopeName": "source.wit", "patterns": [{"match": "world", "name": "keyword.other.wit"}]}
    identity = '<Identity Language="en-US" Id="rival" Version="1.0.0" Publisher="somebody"/>'
    target = '<InstallationTarget Id="Microsoft.VisualStudio.Code"/>'
    asset = '<Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>'
    schema = "http://schemas.microsoft.com/developer/vsx-schema/2011"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    files = {
        "extension/package.json": json.dumps(manifest),
        "extension/grammar.json": json.dumps(grammar),
        "extension/language.json": json.dumps({"comments": {"lineComment": "//"}}),
        "extension.vsixmanifest": f'<PackageManifest Version="2.0.0" xmlns="{schema}">'
        f"<Metadata>{identity}<DisplayName>Rival</DisplayName></Metadata>"
        f"<Installation>{target}</Installation><Dependencies/><Assets>{asset}</Assets></PackageManifest>",
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension=".json" ContentType="application/json"/>'
        '<Default Extension=".vsixmanifest" ContentType="text/xml"/></Types>',
    }
    file = parent / "rival.vsix"
    with zipfile.ZipFile(file, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return file
