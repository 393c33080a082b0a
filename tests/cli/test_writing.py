"""How `wit-lsp fix` writes: which files, when it refuses, and what it says then."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from wit_lsp import cli
from wit_lsp.cli.session import Session
from wit_lsp.engine.engine import Engine
from wit_lsp.workspace import writing

Lay = Callable[[dict[str, Any]], None]

BEFORE = b"package example:jobs@1.0.0;\ninterface jobs { run: func() -> u32 }\n"
AFTER = BEFORE.replace(b"u32 }", b"u32; }")
# Another interface of the package, for a file beside it.
OTHER_BEFORE, OTHER_AFTER = (each.replace(b"interface jobs", b"interface more") for each in (BEFORE, AFTER))

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs Unix modes, links and signals")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.wit"
    path.write_bytes(BEFORE)
    return path


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_file_that_another_program_saved_meanwhile_is_not_overwritten(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read = Session.read

    def read_then_saved(session: Session, options: Any) -> None:
        read(session, options)
        file.write_bytes(b"// saved\n" + BEFORE)

    monkeypatch.setattr(Session, "read", read_then_saved)
    assert cli.run(["fix", "a.wit"]) == 2
    shown = capsys.readouterr()
    assert shown.err == "wit-lsp: cannot write `a.wit`: another program has changed it meanwhile\n"
    assert "Fixed" not in shown.out
    assert "1 problem in 1 file" in shown.out
    assert file.read_bytes() == b"// saved\n" + BEFORE
    assert files(file.parent) == ["a.wit"]


def test_failed_write_is_reported_and_its_problems_are_left(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (file.parent / "b.wit").write_bytes(OTHER_BEFORE)
    replace = os.replace

    def full(source: str, target: str) -> None:
        if target.endswith("a.wit"):
            raise OSError(errno.ENOSPC, "No space left on device", target)
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    assert cli.run(["fix"]) == 2
    shown = capsys.readouterr()
    assert shown.err == "wit-lsp: cannot write `a.wit`: No space left on device\n"
    assert shown.out.startswith("Fixed b.wit: missing-separator (1)\nerror[missing-separator]")
    assert "1 problem in 1 file" in shown.out
    assert (file.read_bytes(), (file.parent / "b.wit").read_bytes()) == (BEFORE, OTHER_AFTER)
    assert files(file.parent) == ["a.wit", "b.wit"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_signal_ends_fix_after_the_file_that_is_being_written(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: signal.Signals
) -> None:
    (file.parent / "b.wit").write_bytes(BEFORE)
    copystat = shutil.copystat

    def signalled(source: str, target: str) -> None:
        os.kill(os.getpid(), number)
        copystat(source, target)

    monkeypatch.setattr(shutil, "copystat", signalled)
    handlers = [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)]
    assert cli.run(["fix"]) == 128 + number
    assert capsys.readouterr().out == "Fixed a.wit: missing-separator (1)\n"
    assert (file.read_bytes(), (file.parent / "b.wit").read_bytes()) == (AFTER, BEFORE)
    assert files(file.parent) == ["a.wit", "b.wit"]
    assert [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)] == handlers


def test_written_file_is_newer_than_before(file: Path, wit_lsp: Run) -> None:
    os.utime(file, (1, 1))
    wit_lsp("fix")
    assert file.stat().st_mtime > 1_000_000


def test_all_names_of_a_file_keep_its_content(file: Path, wit_lsp: Run) -> None:
    other = file.parent / "other-name"
    os.link(file, other)
    wit_lsp("fix", "a.wit")
    assert other.read_bytes() == AFTER
    assert other.stat().st_ino == file.stat().st_ino


def test_failed_write_to_a_file_with_two_names_is_undone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.link(file, file.parent / "other-name")
    write, writes = os.write, iter([OSError(errno.ENOSPC, "No space left on device")])

    def full(handle: int, data: bytes) -> int:
        for error in writes:
            write(handle, data[:40])
            raise error
        return write(handle, data)

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        writing.write(str(file), AFTER, BEFORE)
    assert file.read_bytes() == BEFORE


def test_read_only_file_is_not_replaced(file: Path, wit_lsp: Run) -> None:
    file.chmod(0o444)
    run = wit_lsp("fix")
    assert run.returncode == 2
    assert run.stderr == b"wit-lsp: cannot write `a.wit`: the file is read-only\n"
    assert file.read_bytes() == BEFORE


def test_owner_is_kept_by_writing_the_file_itself(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of somebody else may be written where its mode or group says so, but nobody can give a new one away."""
    inode = file.stat().st_ino

    def refused(path: str, *owner: int) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted", path)

    monkeypatch.setattr(os, "chown", refused)
    status = os.stat

    def foreign(path: Any, **options: Any) -> Any:
        found = status(path, **options)
        if os.path.basename(os.fspath(path)).startswith(".wit-lsp-"):
            return os.stat_result((*found[:4], found.st_uid + 1, *found[5:]))
        return found

    monkeypatch.setattr(os, "stat", foreign)
    writing.write(str(file), AFTER, BEFORE)
    monkeypatch.undo()
    assert (file.read_bytes(), file.stat().st_ino) == (AFTER, inode)
    assert files(file.parent) == ["a.wit"]


def test_link_out_of_the_folder_is_read_and_never_written(wit_lsp: Run, lay: Lay, tmp_path: Path) -> None:
    lay({"home/secret.rs": BEFORE, "ws/y.wit": OTHER_BEFORE})
    (tmp_path / "ws/x.wit").symlink_to("../home/secret.rs")
    assert b"2 problems" in wit_lsp("check", "ws").stdout
    assert b"1 fixable (safe)" in wit_lsp("check", "ws").stdout
    assert b"fix: Insert `;` (in a file outside)" in wit_lsp("check", "ws").stdout
    run = wit_lsp("fix", "ws")
    assert run.stderr == b"wit-lsp: `ws/x.wit` is not changed: links lead from it to a file outside\n"
    assert run.returncode == 1
    assert (tmp_path / "home/secret.rs").read_bytes() == BEFORE
    assert (tmp_path / "ws/y.wit").read_bytes() == OTHER_AFTER
    run = wit_lsp("fix", "ws/x.wit", "--diff")
    assert run.stdout == b""
    assert b"is not changed" in run.stderr


def test_link_within_the_folder_is_one_file_with_what_it_leads_to(wit_lsp: Run, lay: Lay, tmp_path: Path) -> None:
    lay({"vendor/x/a.wit": BEFORE, "wit/b.wit": "package example:other@1.0.0;\n"})
    (tmp_path / "wit/deps").mkdir()
    (tmp_path / "wit/deps/x").symlink_to("../../vendor/x")
    (tmp_path / "vendor/x/link.wit").symlink_to("a.wit")
    run = wit_lsp("check")
    assert run.stdout.count(b"--> ") == run.stdout.count(b"--> vendor/x/a.wit:") == 1
    assert json.loads(wit_lsp("check", "--format", "json").stdout)["summary"]["files"] == 2
    run = wit_lsp("fix")
    assert run.stdout == b"Fixed vendor/x/a.wit: missing-separator (1)\nNo problems in 2 files.\n"
    assert (tmp_path / "vendor/x/a.wit").read_bytes() == AFTER


def test_copies_under_two_hard_links_are_two_files(file: Path, wit_lsp: Run) -> None:
    (file.parent / "other").mkdir()
    os.link(file, file.parent / "other" / "a.wit")
    assert b"2 problems in 2 files" in wit_lsp("check").stdout
    run = wit_lsp("fix")
    assert (run.returncode, run.stderr, file.read_bytes()) == (0, b"", AFTER)


@pytest.mark.parametrize("where", [(Session, "own_document"), (Engine, "diagnostics")])
def test_bug_that_one_file_brings_to_light_does_not_affect_the_others(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: tuple[type, str]
) -> None:
    (file.parent / "b.wit").write_bytes(BEFORE)
    original = getattr(*where)

    def broken(self: Any, path: str) -> Any:
        if path.endswith("a.wit"):
            raise RecursionError
        return original(self, path)

    monkeypatch.setattr(*where, broken)
    assert cli.run(["fix"]) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith("wit-lsp: a bug: the fix of a.wit failed\nTraceback")
    assert shown.out.startswith("Fixed b.wit: missing-separator (1)\n")
    assert (file.read_bytes(), (file.parent / "b.wit").read_bytes()) == (BEFORE, AFTER)


def test_stdin_stands_alone_in_fix(file: Path, wit_lsp: Run) -> None:
    run = wit_lsp("fix", "-", "a.wit", input=BEFORE)
    assert (run.returncode, run.stdout) == (2, b"")
    assert b"`-` must be the only PATH" in run.stderr
    assert file.read_bytes() == BEFORE


def test_what_is_left_of_stdin_is_reported_on_stderr(wit_lsp: Run) -> None:
    text = BEFORE.replace(b"@1.0.0", b"")
    run = wit_lsp("fix", "-", input=text)
    assert run.stdout == text.replace(b"u32 }", b"u32; }")
    assert run.returncode == 1
    assert b"warning[missing-package-version]" in run.stderr
    assert b"1 problem in 1 file" in run.stderr
    assert b"1 problem" not in wit_lsp("fix", "-", "-q", input=text).stderr


def test_ended_fix_says_nothing_more(file: Path) -> None:
    """With the signal's exit code, as a shell reports it."""
    code = """
import os, shutil, signal, sys
from wit_lsp.__main__ import main
copystat = shutil.copystat
shutil.copystat = lambda *paths: (os.kill(os.getpid(), signal.SIGTERM), copystat(*paths))
sys.argv = ["wit-lsp", "fix"]
main()
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert (run.returncode, run.stderr) == (143, b"")
    assert run.stdout == b"Fixed a.wit: missing-separator (1)\n"
