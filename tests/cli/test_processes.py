"""Work in several processes: the results, and that no process is left after a failure."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wit_lsp import cli
from wit_lsp.cli import report
from wit_lsp.cli.processes import Lost, spread
from wit_lsp.cli.session import Session
from wit_lsp.ir.document import Document

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux only")

CLEAN = "package example:jobs@1.0.0;\n"
FAULTY = CLEAN + "interface jobs {\n  run: func(job: string) -> result;\n}\n"
FILES = {"a.wit": FAULTY, "b.wit": CLEAN, "c/d.wit": FAULTY.replace(";", ""), "c/a.wit": FAULTY, "e.wit": FAULTY}


@pytest.fixture(autouse=True)
def _no_process_is_left() -> Iterator[None]:
    before = signal.getsignal(signal.SIGCHLD)
    yield
    signal.signal(signal.SIGCHLD, before)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def in_child(then: Callable[[], object]) -> Callable[[str], str]:
    """Work that returns its batch in this process, and calls `then` in a child."""
    here = os.getpid()

    def work(batch: str) -> str:
        if os.getpid() != here:
            then()
        return batch

    return work


def test_results_come_in_the_order_of_the_batches_each_from_its_own_process() -> None:
    found = spread(lambda batch: f"{batch} {os.getpid()}", ["a", "b", "c"])
    batches, pids = zip(*(str(each).split() for each in found), strict=True)
    assert batches == ("a", "b", "c")
    assert len(set(pids)) == 3
    assert pids[0] == str(os.getpid())


def test_results_may_be_larger_than_a_pipe_holds() -> None:
    def large(batch: str) -> str:
        return batch * 5_000_000

    assert spread(large, ["a", "b"])[1] == "b" * 5_000_000


def test_each_process_hears_what_is_told_of_all_other_batches_before_it_works() -> None:
    heard: list[str] = []
    found = spread(lambda batch: "".join([batch, *sorted(heard)]), ["a", "b", "c"], str.upper, heard.append)
    assert found == ["aBC", "bAC", "cAB"]


def test_process_that_ends_before_it_tells_anything_is_lost_alone() -> None:
    heard: list[str] = []
    here = os.getpid()

    def tell(batch: str) -> str:
        if os.getpid() != here and batch == "b":
            os.kill(os.getpid(), signal.SIGKILL)
        return batch.upper()

    found = spread(lambda batch: "".join([batch, *sorted(heard)]), ["a", "b", "c"], tell, heard.append)
    assert found == ["aC", Lost("was killed by signal 9"), "cA"]


def test_killed_process_is_reported_and_the_others_return_results() -> None:
    found = spread(in_child(lambda: os.kill(os.getpid(), signal.SIGKILL)), ["a", "b"])
    assert found == ["a", Lost("was killed by signal 9")]


def test_exception_in_another_process_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    found = spread(in_child(lambda: 1 // 0), ["a", "b"])
    assert found == ["a", Lost("ended with exit code 1")]
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_exit_code_is_known_even_if_sigchld_is_ignored() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    assert spread(in_child(lambda: os._exit(3)), ["a", "b"]) == ["a", Lost("ended with exit code 3")]


@pytest.mark.parametrize("raised", [ValueError, KeyboardInterrupt])
def test_exception_in_this_process_ends_all_others(raised: type[BaseException]) -> None:
    here = os.getpid()

    def work(batch: str) -> None:
        if os.getpid() == here:
            raise raised
        signal.pause()

    with pytest.raises(raised):
        spread(work, ["a", "b", "c"])


def test_work_without_a_process_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    here, fork, forks = os.getpid(), os.fork, iter([True])

    def scarce() -> int:
        if next(forks, False):
            return fork()
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", scarce)
    found = spread(lambda batch: (batch, os.getpid() == here), ["a", "b", "c"])
    assert found == [("a", True), ("b", False), ("c", True)]


Check = Callable[..., tuple[int, bytes, bytes]]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Check:
    """Runs `wit-lsp check` over `FILES` in this process and `count - 1` others: exit code, stdout, stderr."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(report, "BYTES_PER_PROCESS", 1)

    def run(count: int, *options: str) -> tuple[int, bytes, bytes]:
        monkeypatch.setattr(report, "available", lambda: count)
        code = cli.run(["check", *options])
        return code, *capfdbinary.readouterr()

    return run


@pytest.mark.parametrize("options", [(), ("--format", "json"), ("--color", "always"), ("--profile", "core")], ids=str)
def test_report_does_not_depend_on_the_number_of_processes(check: Check, options: tuple[str, ...]) -> None:
    alone = check(1, *options)
    assert alone[1]
    assert check(2, *options) == check(3, *options) == alone


def before_each_document(monkeypatch: pytest.MonkeyPatch, then: Callable[[str], object]) -> None:
    """Call `then` with the path of each file before it is parsed."""
    own_document = Session.own_document

    def instead(session: Session, path: str) -> Document:
        then(path)
        return own_document(session, path)

    monkeypatch.setattr(Session, "own_document", instead)


def test_files_of_a_killed_process_are_reported_and_the_others_checked(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = os.getpid()

    def killed(_: str) -> None:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)

    before_each_document(monkeypatch, killed)
    code, out, err = check(2)
    assert code == 2
    assert b"a.wit:3:3" in out
    assert err == b"wit-lsp: a process was killed by signal 9: 1 of 5 files are not checked\n"


def test_interrupted_check_ends_with_130_and_prints_nothing(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()

    def interrupted(path: str) -> None:
        if os.getpid() == here:
            raise KeyboardInterrupt
        signal.pause()

    before_each_document(monkeypatch, interrupted)
    assert check(2) == (130, b"", b"")


def test_file_that_cannot_be_checked_does_not_affect_the_others(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same in this process and in a child."""

    def broken(path: str) -> None:
        if path.endswith(("a.wit", "e.wit")):
            raise RecursionError

    before_each_document(monkeypatch, broken)
    alone = check(1)
    code, out, err = alone
    assert code == 2
    assert b"d.wit" in out
    assert [line for line in err.splitlines() if line.startswith(b"wit-lsp: ")] == [
        b"wit-lsp: a bug: the check of a.wit failed",
        b"wit-lsp: a bug: the rule `file_reading` failed on a.wit",
        b"wit-lsp: a bug: the check of c/a.wit failed",
        b"wit-lsp: a bug: the rule `file_reading` failed on c/a.wit",
        b"wit-lsp: a bug: the check of e.wit failed",
    ]
    assert check(3) == alone


def test_copies_of_a_text_are_in_one_batch_and_count_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "BYTES_PER_PROCESS", 10)
    monkeypatch.setattr(report, "available", lambda: 2)
    texts = {"a": b"x" * 20, "b": b"y" * 20, "c": b"x" * 20, "d": b"z" * 5, "e": b"x" * 20}
    assert report._batches(texts) == [["a", "c", "e", "b"], ["d"]]


@pytest.mark.parametrize(("size", "count"), [(0, 1), (32_000, 1), (33_000, 2), (66_000, 3), (900_000, 4)])
def test_process_is_started_if_it_saves_time(monkeypatch: pytest.MonkeyPatch, size: int, count: int) -> None:
    """Ten files of `size` bytes each."""
    monkeypatch.setattr(report, "available", lambda: 4)
    assert len(report._batches({str(n): bytes([n]) * size for n in range(10)})) == count
