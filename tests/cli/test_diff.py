"""`wit-lsp fix --diff`: `patch` and `git apply` make of its patches what `fix` writes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Run
from tests.cli.test_file_operations import FILES, SELECT
from tests.engine import extra_rules
from wit_lsp import cli
from wit_lsp.cli.diff import patch

Lay = Callable[[dict[str, Any]], None]

TOOLS = {"patch": ["patch", "-s", "-p1"], "git": ["git", "apply", "-p1", "--whitespace=nowarn"]}

pytestmark = [pytest.mark.skipif(shutil.which(tool) is None, reason=f"needs {tool}") for tool in ("patch", "git")]

TEXT = "package example:jobs@1.0.0;\ninterface a { f: func() }\n\n\n\n\n\n\n\ninterface b { f: func() }\n"


def applied(tool: str, folder: Path, diff: bytes) -> None:
    # Without a repository around it `git apply` takes paths from the working folder.
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent), "LC_ALL": "C.UTF-8"}
    subprocess.run(TOOLS[tool], cwd=folder, input=diff, check=True, timeout=60, env=environment)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("\n", "\r\n"),
        TEXT.removesuffix("\n"),
        TEXT.replace("\n", "\r\n").removesuffix("\r\n"),
        TEXT.replace("interface b", "/* \u2028 \u0085 \x0c */ interface b"),
        TEXT.replace("{ f", "{\r f"),
        TEXT.replace(" }\n", "\r }\r\n"),
        "\ufeff" + TEXT,
    ],
    ids=["lf", "crlf", "no-end", "crlf-no-end", "separators", "lone-cr", "mixed", "bom"],
)
def test_patch_is_what_fix_does(wit_lsp: Run, lay: Lay, tmp_path: Path, text: str, tool: str) -> None:
    lay({"there/wit/a.wit": text, "here/wit/a.wit": text})
    diff = wit_lsp("fix", "--diff", "there")
    assert diff.returncode == 1
    wit_lsp("fix", "there")
    fixed = (tmp_path / "there/wit/a.wit").read_bytes()
    assert fixed != text.encode()
    applied(tool, tmp_path, diff.stdout.replace(b"/there/", b"/here/"))
    assert (tmp_path / "here/wit/a.wit").read_bytes() == fixed


def test_missing_end_of_the_last_line_is_said(wit_lsp: Run, lay: Lay) -> None:
    lay({"a.wit": "package a:b@1.0.0;\ninterface i { f: func() }"})
    assert wit_lsp("fix", "--diff").stdout.decode().splitlines()[-4:] == [
        "-interface i { f: func() }",
        "\\ No newline at end of file",
        "+interface i { f: func(); }",
        "\\ No newline at end of file",
    ]


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("name", ["a b.wit", 'a"\\.wit', "é.wit", "a\tb\n.wit"])
def test_names_of_all_kinds_are_found(wit_lsp: Run, lay: Lay, tmp_path: Path, name: str, tool: str) -> None:
    lay({name: TEXT})
    diff = wit_lsp("fix", "--diff").stdout
    applied(tool, tmp_path, diff)
    assert (tmp_path / name).read_text() == TEXT.replace("func()", "func();")


@pytest.mark.parametrize("tool", TOOLS)
def test_created_and_moved_files_are_in_the_patch(
    lay: Lay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tool: str
) -> None:
    lay({**FILES})
    monkeypatch.chdir(tmp_path)
    with extra_rules.beside(extra_rules.unmatched_interface):
        cli.run(["fix", "--diff", "--unsafe-fixes", *SELECT])
        applied(tool, tmp_path, capsys.readouterr().out.encode())
        assert cli.run(["fix", "--diff", "--unsafe-fixes", *SELECT]) == 0
    assert (tmp_path / "notes/readme.wit").exists()
    assert not (tmp_path / "old.wit").exists()


texts = st.lists(st.sampled_from([b"a", b"b", b"\n", b"\r\n", b"\r", "\u2028".encode(), b"\xff", b"\0"])).map(b"".join)


@settings(max_examples=30, deadline=None)
@given(before=texts.filter(bool), after=texts.filter(bool))
def test_any_two_texts_make_a_patch(tmp_path_factory: pytest.TempPathFactory, before: bytes, after: bytes) -> None:
    assume(before != after)
    folder = tmp_path_factory.mktemp("patch")
    (folder / "x").write_bytes(before)
    lines = patch(("x", before), ("x", after))
    applied("patch", folder, "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))
    assert (folder / "x").read_bytes() == after


def test_terminal_gets_no_control_characters(wit_lsp: Run, lay: Lay) -> None:
    """A pipe gets the bytes as they are: it is a patch."""
    lay({"a.wit": TEXT.replace("a {", "a { /* \x1b]0;title\x07 */")})
    assert b"\x1b]0;" in wit_lsp("fix", "--diff").stdout
    shown = wit_lsp("fix", "--diff", "--color", "always").stdout
    assert b"\x1b]0;" not in shown
    assert b"\\x1b]0;title" in shown
