"""Files, names and streams that are not what one expects: nothing hangs, and nothing acts on the terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.test_check import JOBS, codes
from wit_lsp import cli
from wit_lsp.cli.session import Session
from wit_lsp.workspace import Folders, reading
from wit_lsp.workspace.roots import MAX_STARS, roots

Lay = Callable[[dict[str, Any]], None]

BROKEN = "package a:b@1.0.0;\ninterface i { f: func() }\n"

unix = pytest.mark.skipif(os.name == "nt", reason="needs pipes, devices and names that Windows does not have")


@unix
@pytest.mark.parametrize("name", ["wit/deps/x.wit", "wit/deps/y/x.wit", "wit/x.wit"])
@pytest.mark.parametrize("kind", ["pipe", "device", "nothing"])
def test_only_regular_files_are_read(wit_lsp: Run, lay: Lay, tmp_path: Path, name: str, kind: str) -> None:
    lay({"wit/a.wit": JOBS, "wit/deps/y/y.wit": "package a:y@1.0.0;\n"})
    if kind == "pipe":
        os.mkfifo(tmp_path / name)
    else:
        (tmp_path / name).symlink_to("/dev/zero" if kind == "device" else "nowhere")
    for command in ("check", "fix"):
        run = wit_lsp(command, "wit")
        assert run.returncode == 2
        assert run.stderr.decode() == f"wit-lsp: cannot read `{name}`: not a file\n"
        assert b"missing-deadline" in run.stdout


@unix
def test_notes_of_editors_in_broken_links_are_left_out(wit_lsp: Run, lay: Lay, tmp_path: Path) -> None:
    lay({"a.wit": "package a:b@1.0.0;\n"})
    (tmp_path / ".#a.wit").symlink_to("user@host.1:2")
    run = wit_lsp("check")
    assert (run.returncode, run.stderr) == (0, b"")


@unix
def test_gitignore_that_is_a_pipe_is_left_out(wit_lsp: Run, lay: Lay, tmp_path: Path) -> None:
    lay({"sub/a.wit": JOBS})
    os.mkfifo(tmp_path / ".gitignore")
    assert codes(wit_lsp("check", "--format", "json").stdout) == [("sub/a.wit", "missing-deadline")]


def test_file_that_is_too_large_is_not_read(
    lay: Lay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", 1 << 20)
    lay({"a.wit": JOBS, "b.wit": b"/" * ((1 << 20) + 1), "c.wit": b"/" * (1 << 20)})
    monkeypatch.chdir(tmp_path)
    assert cli.run(["check", "-q"]) == 2
    shown = capsys.readouterr()
    assert shown.err == "wit-lsp: cannot read `b.wit`: larger than 1 MiB\n"
    assert "a.wit:4:3" in shown.out


def test_costly_pattern_of_gitignore_is_left_out_and_said(wit_lsp: Run, lay: Lay) -> None:
    lay(
        {
            ".gitignore": "# * * * * * *\n" + "a*" * 40 + "b\n" + "*x*y*z\n",
            f"{'a' * 200}/a.wit": JOBS,
            "xyz/b.wit": JOBS,
        }
    )
    run = wit_lsp("check", "--format", "json")
    assert codes(run.stdout) == [(f"{'a' * 200}/a.wit", "missing-deadline")]
    assert run.stderr.decode().endswith(f".gitignore`: a pattern with more than {MAX_STARS} `*` is left out\n")
    assert run.stderr.count(b"\n") == 1


def test_folder_is_listed_once(lay: Lay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it holds, and by whomever it is asked for."""
    lay({f"{folder}/{n}.wit": JOBS for n in range(20) for folder in (".", "wit", "wit/deps/x", "a/b/wit")})
    lay({"wit/deps/y.wit": "package a:y@1.0.0;\n"})
    scandir, listed = os.scandir, Counter[str]()

    def counted(path: Any) -> Any:
        if Path(path).is_relative_to(tmp_path):
            listed[os.path.relpath(path, tmp_path)] += 1
        return scandir(path)

    monkeypatch.setattr(os, "scandir", counted)
    cli.run(["check", "-q", str(tmp_path)])
    assert set(listed) == {".", "wit", "wit/deps", "wit/deps/x", "a", "a/b", "a/b/wit"}
    assert set(listed.values()) == {1}


def test_folder_wit_that_has_only_deps_is_a_root(wit_lsp: Run, lay: Lay) -> None:
    lay({"wit/deps/x/a.wit": BROKEN, "elsewhere/deps/x/b.wit": BROKEN})
    run = wit_lsp("check")
    assert run.returncode == 1
    assert b"--> wit/deps/x/a.wit:2:24\n" in run.stdout
    assert b"elsewhere" not in run.stdout
    assert b"fixable" not in run.stdout  # it is a dependency


def test_errors_of_dependencies_are_not_counted_as_fixable(wit_lsp: Run, lay: Lay) -> None:
    lay({"wit/a.wit": "package a:a@1.0.0;\n", "wit/deps/x/a.wit": BROKEN})
    run = wit_lsp("check", "wit/deps")
    assert b"1 problem in 1 file" in run.stdout
    assert b"  = fix: Insert `;` (in a dependency)\n" in run.stdout
    assert b"fixable" not in run.stdout
    assert wit_lsp("check", "--format", "concise").stdout.splitlines()[0].endswith(b"after the function")
    summary = json.loads(wit_lsp("check", "--format", "json").stdout)["summary"]
    assert (summary["errors"], summary["fixable"], summary["fixableUnsafe"]) == (1, 0, 0)


ESCAPES = "\x1b]0;t\x07\x1b[2J"


@unix
@pytest.mark.parametrize("color", ["always", "never"])
def test_names_of_files_cannot_act_on_the_terminal(wit_lsp: Run, lay: Lay, tmp_path: Path, color: str) -> None:
    name = f"a{ESCAPES}\nerror: forged\u202e.wit"
    lay({name: BROKEN})
    os.mkfifo(tmp_path / f"{name}2.wit")
    for arguments in (
        ["check"],
        ["check", "--format", "concise"],
        ["check", "--statistics"],
        ["fix", "--diff"],
        ["fix"],
    ):
        run = wit_lsp(*arguments, "--color", color)
        shown = run.stdout + run.stderr
        assert b"\x1b]0;" not in shown
        assert b"\x1b[2J" not in shown
        assert b"\x07" not in shown
        assert "\u202e" not in shown.decode()
        assert not any(line.startswith(b"error: forged") for line in shown.splitlines())
        assert rb"a\x1b]0;t\x07\x1b[2J\nerror: forged\u202e.wit" in shown
    missing = wit_lsp("check", f"no{ESCAPES}")
    assert missing.stderr.startswith(rb"wit-lsp: cannot read `no\x1b]0;t\x07\x1b[2J`: ")
    assert b"\x1b" not in wit_lsp("check", "--select", ESCAPES).stderr
    assert b"\x1b" not in wit_lsp("explain", ESCAPES).stderr
    assert b"\x1b" not in wit_lsp("check", f"--{ESCAPES}").stderr
    assert b"\x1b" not in wit_lsp(f"--{ESCAPES}").stderr
    assert b"\x1b" not in wit_lsp(ESCAPES).stderr


@unix
@pytest.mark.parametrize("format", ["text", "concise", "json", "github", "sarif"])
def test_no_format_acts_on_a_terminal(wit_lsp: Run, lay: Lay, tmp_path: Path, format: str) -> None:
    """Nor do lines of the source. A pipe gets JSON as it is."""
    import pty

    lay({"a\x9b2J\u202e.wit": BROKEN.replace("i {", "i { /* \x9b2J \x1b[2J \u202e */")})
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "TERM": "dumb"}
    command = [sys.executable, "-m", "wit_lsp", "check", "--format", format]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=theirs, env=environment)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 10_000):
            shown += part
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert process.wait(60) == 1
    assert b"missing-separator" in shown
    assert not {"\x9b", "\x1b", "\u202e"}.intersection(shown.decode())
    if format in ("json", "sarif"):
        piped = wit_lsp("check", "--format", format).stdout
        assert json.loads(shown) == json.loads(piped)
        assert "\u202e" in piped.decode() or format == "sarif"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize("format", ["text", "concise", "json", "github", "sarif"])
def test_stream_that_is_not_unicode_gets_replaced_characters(
    wit_lsp: Run, lay: Lay, encoding: str, format: str
) -> None:
    lay({"世/a.wit": BROKEN.replace("i {", "i { /* 世界 é */")})
    run = wit_lsp("check", "--format", format, PYTHONIOENCODING=encoding)
    assert (run.returncode, run.stderr) == (1, b"")
    if format in ("text", "concise"):
        place = "世/a.wit".encode(encoding, "replace")
        assert place in run.stdout
        assert run.stdout.decode(encoding)
    else:
        assert run.stdout.decode("utf-8")
        if format == "json":
            assert codes(run.stdout) == [("世/a.wit", "missing-separator")]
    for arguments in (["fix", "--diff"], ["fix"], ["explain", "unbounded-bytes"], ["rules"]):
        assert b"UnicodeEncodeError" not in wit_lsp(*arguments, PYTHONIOENCODING=encoding).stderr


@unix
@pytest.mark.parametrize("format", ["text", "concise", "json", "github", "sarif"])
@pytest.mark.parametrize("color", ["always", "never"])
def test_name_that_is_not_utf8_is_shown_with_a_replacement(
    wit_lsp: Run, tmp_path: Path, format: str, color: str
) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"a\xff.wit")
    with open(path, "wb") as stream:
        stream.write(BROKEN.encode())
    run = wit_lsp("check", "--format", format, "--color", color)
    assert (run.returncode, run.stderr) == (1, b"")
    assert run.stdout.decode()
    assert wit_lsp("fix").stderr == b""
    with open(path, "rb") as stream:
        assert stream.read().decode() == BROKEN.replace("func()", "func();")


@unix
@pytest.mark.parametrize("closed", ["0", "1", "2"])
def test_stream_that_is_closed_costs_nothing_else(lay: Lay, tmp_path: Path, closed: str) -> None:
    lay({"a.wit": JOBS, "b.wit": "package a:b@1.0.0;\n"})
    command = f'exec "$0" -m wit_lsp check --format json nowhere a.wit {closed}>&-'
    run = subprocess.run(["sh", "-c", command, sys.executable], cwd=tmp_path, capture_output=True, timeout=60)
    assert run.returncode == 2
    assert (b"nowhere" in run.stderr) == (closed != "2")
    if closed != "1":
        assert codes(run.stdout) == [("a.wit", "missing-deadline")]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is full")
@pytest.mark.parametrize("format", ["text", "json"])
def test_report_that_cannot_be_written_is_exit_code_2(lay: Lay, tmp_path: Path, format: str) -> None:
    lay({"a.wit": JOBS})
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "wit_lsp", "check", "--format", format]
        run = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert run.returncode == 2
    assert run.stderr == b"wit-lsp: cannot write the report: No space left on device\n"


def test_bug_of_the_program_is_exit_code_2(
    lay: Lay, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(session: Session, options: Any) -> None:
        raise ValueError("of no use")

    monkeypatch.setattr(Session, "read", broken)
    assert cli.run(["check"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("wit-lsp: a bug: ValueError('of no use')\nTraceback")


def test_links_to_folders_do_not_lead_the_search_in_circles(lay: Lay, tmp_path: Path) -> None:
    lay({"a/a.wit": JOBS})
    (tmp_path / "a/again").symlink_to("..")
    assert [root.files for root in roots([tmp_path], Folders())] == [(str(tmp_path / "a/a.wit"),)]


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("wit/self", ""),
        ("wit/self.wit", "wit/self.wit"),
        ("wit/deps/self", ""),
        ("wit/deps/self.wit", "wit/deps/self.wit"),
        ("wit/deps/y/self.wit", "wit/deps/y/self.wit"),
        ("self", ""),
    ],
)
def test_link_to_itself_hides_nothing_else(wit_lsp: Run, lay: Lay, tmp_path: Path, name: str, said: str) -> None:
    lay(
        {
            "wit/a.wit": "package a:a@1.0.0;\n\nworld w {\n  import x:y/i@1.0.0;\n  import x:y/j@1.0.0;\n}\n",
            "wit/deps/y/y.wit": "package x:y@1.0.0;\n\ninterface i {\n}\n",
        }
    )
    (tmp_path / name).symlink_to(os.path.basename(name))
    run = wit_lsp("check", "--format", "concise")
    assert b"`x:y@1.0.0` has no interface `j`" in run.stdout
    assert b"1 problem in 1 file" in run.stdout
    assert run.stderr.decode() == (f"wit-lsp: cannot read `{said}`: not a file\n" if said else "")


def test_each_of_two_roots_sees_its_own_copy_of_a_package(wit_lsp: Run, lay: Lay) -> None:
    def io(name: str) -> str:
        return f"package wasi:io@0.2.0;\n\ninterface {name} {{\n}}\n"

    def root(name: str, *imports: str) -> str:
        lines = "".join(f"  import wasi:io/{each}@0.2.0;\n" for each in imports)
        return f"package a:{name}@1.0.0;\n\nworld w {{\n{lines}}}\n"

    lay(
        {
            "one/wit/a.wit": root("one", "streams", "poll"),
            "one/wit/deps/io/io.wit": io("streams"),
            "two/wit/a.wit": root("two", "poll", "streams"),
            "two/wit/deps/io.wit": io("poll"),
            "two/wit/deps/streams.wit": "package b:b@1.0.0;\n",
        }
    )
    run = wit_lsp("check", "--format", "concise")
    found = [line.partition(" error")[0] for line in run.stdout.decode().splitlines() if "undefined-name" in line]
    assert found == ["one/wit/a.wit:5:18:", "two/wit/a.wit:5:18:"]
    assert b"2 problems in 2 files" in run.stdout


@pytest.mark.parametrize("paths", [(".",), ("wit",), ("wit/deps/x", "wit"), ("wit", "wit/deps/x")])
def test_root_inside_the_deps_of_another_is_part_of_that(wit_lsp: Run, lay: Lay, paths: tuple[str, ...]) -> None:
    lay(
        {
            "wit/a.wit": "package a:a@1.0.0;\n\nworld w {\n  import x:x/i@1.0.0;\n}\n",
            "wit/deps/x/x.wit": "package x:x@1.0.0;\n\n"
            "interface i {\n  use y:y/i@1.0.0.{t};\n  use z:z/i@1.0.0.{u};\n}\n",
            "wit/deps/x/deps/y.wit": "package y:y@1.0.0;\n\ninterface i {\n  type t = u8;\n}\n",
            "wit/deps/z/z.wit": "package z:z@1.0.0;\n\ninterface i {\n  type u = u8;\n}\n",
        }
    )
    run = wit_lsp("check", "--format", "concise", *paths)
    problems = [line for line in run.stdout.decode().splitlines() if "error" in line and ".wit:" in line]
    assert [line.partition(" error")[0] for line in problems] == ["wit/deps/x/x.wit:4:7:"], (
        "the inner `deps` is ignored"
    )


def test_folder_that_may_not_be_read_is_said_and_hides_nothing_else(
    lay: Lay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "package a:a;\n\nworld w {\n  import x:x/i@1.0.0;\n}\n"
    lay({"wit/a.wit": text, "secret/b.wit": "package a:b;\n", "wit/deps/x/x.wit": "package x:x;\n"})
    scandir = os.scandir

    def refuse(path: str) -> object:
        if os.path.basename(path) in ("secret", "x"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    monkeypatch.chdir(tmp_path)
    assert cli.run(["check", "--format", "concise"]) == 2
    shown = capsys.readouterr()
    assert shown.err.splitlines() == [
        "wit-lsp: cannot read `secret`: Permission denied",
        "wit-lsp: cannot read `wit/deps/x`: Permission denied",
    ]
    assert [line.partition(" ")[0] for line in shown.out.splitlines() if ".wit:" in line] == ["wit/a.wit:1:9:"]
    assert "missing-package-version" in shown.out
