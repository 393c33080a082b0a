"""`wit-lsp check`: which problems it reports, what it prints, and its exit codes."""

from __future__ import annotations

import errno
import json
import os
from argparse import Namespace
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from wit_lsp import cli
from wit_lsp.cli.session import Session

Lay = Callable[[dict[str, Any]], None]

JOBS = """\
package example:jobs@1.0.0;

interface jobs {
  run: func(job: string) -> result<u32, string>;
}
"""


def codes(report: bytes) -> list[tuple[str, str]]:
    return [(each["file"], each["code"]) for each in json.loads(report)["diagnostics"]]


def test_report_shows_place_line_carets_rule_fix_and_the_command_that_fixes(wit_lsp: Run, lay: Lay) -> None:
    lay({"jobs.wit": JOBS})
    run = wit_lsp("check")
    assert run.stdout.decode() == (
        "warning[missing-deadline]: `run` takes no time limit: its caller may wait forever\n"
        " --> jobs.wit:4:3\n"
        "  |\n"
        "4 |   run: func(job: string) -> result<u32, string>;\n"
        "  |   ^^^\n"
        "  = fix: Add the parameter `deadline-ns: u64` (unsafe)\n"
        "\n"
        "1 problem in 1 file: 1 warning.\n"
        "1 fixable with fixes that change the contract (unsafe):\n"
        "  wit-lsp fix --unsafe-fixes\n"
    )
    assert run.returncode == 1
    assert run.stderr == b""


def test_clean_files_are_reported_as_clean(wit_lsp: Run, lay: Lay) -> None:
    lay({"jobs.wit": JOBS.replace("job: string", "job: string, timeout-ms: u32")})
    run = wit_lsp("check")
    assert (run.stdout, run.returncode) == (b"No problems in 1 file.\n", 0)


@pytest.mark.parametrize(
    ("line", "carets"),
    [
        ("\tr\tun: func() -> result;", None),
        ("  /* 😀 */ run: func() -> result;", "           ^^^"),
        ("  /* 世界 */ run: func() -> result;", "             ^^^"),
        ("\t/* é\u0301 */ run: func() -> result;", "            ^^^"),
        ("\t\trun: func() -> result;", "        ^^^"),
        ("  /* 👩‍👩‍👧 */ run: func() -> result;", "           ^^^"),
    ],
)
def test_carets_stand_under_the_word_on_a_terminal(wit_lsp: Run, lay: Lay, line: str, carets: str | None) -> None:
    lay({"jobs.wit": f"package a:b@1.0.0;\ninterface i {{\n{line}\n}}\n"})
    shown = wit_lsp("check").stdout.decode()
    assert "\t" not in shown
    if carets is not None:
        assert f"  | {carets}\n" in shown


def test_long_line_is_shown_around_the_place(wit_lsp: Run, lay: Lay) -> None:
    filler = "/* é */ " * 20_000
    lay({"jobs.wit": f"package a:b@1.0.0;\ninterface i {{\n{filler}run: func() -> result; {filler}\n}}\n"})
    shown = wit_lsp("check").stdout.decode()
    assert max(map(len, shown.splitlines())) < 240
    line, carets = shown.splitlines()[3:5]
    assert line[carets.index("^") :].startswith("run: func() -> result;")
    assert "…" in line


def test_control_characters_are_not_printed(wit_lsp: Run, lay: Lay) -> None:
    lay({"jobs.wit": "package a:b@1.0.0;\ninterface i {\n  /* \x1b[31m\u202e */ run: func() -> result;\n}\n"})
    shown = wit_lsp("check").stdout.decode()
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_colours_only_when_wanted(wit_lsp: Run, lay: Lay) -> None:
    lay({"jobs.wit": JOBS})
    assert b"\x1b[" not in wit_lsp("check").stdout
    assert b"\x1b[" in wit_lsp("check", "--color", "always").stdout
    assert b"\x1b[" in wit_lsp("check", FORCE_COLOR="1").stdout
    assert b"\x1b[" not in wit_lsp("check", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_json_is_the_contract(wit_lsp: Run, lay: Lay) -> None:
    lay({"jobs.wit": JOBS.replace("  run", "  /* 😀 */ run")})
    run = wit_lsp("check", "--format", "json")
    report = json.loads(run.stdout)
    diagnostic = report["diagnostics"][0]
    assert report["version"] == 1
    assert report["summary"] == {
        "files": 1,
        "packages": 1,
        "errors": 0,
        "warnings": 1,
        "information": 0,
        "hints": 0,
        "fixable": 0,
        "fixableUnsafe": 1,
        "fixableManual": 0,
    }
    assert diagnostic["range"] == {"start": {"line": 3, "character": 11}, "end": {"line": 3, "character": 14}}
    assert (diagnostic["file"], diagnostic["severity"], diagnostic["code"]) == (
        "jobs.wit",
        "warning",
        "missing-deadline",
    )
    assert diagnostic["url"].endswith("missing-deadline.md")
    assert diagnostic["related"] == []
    first, second = diagnostic["fixes"]
    place = {"line": 3, "character": 32}
    edit = {"file": "jobs.wit", "range": {"start": place, "end": place}, "newText": ", deadline-ns: u64"}
    assert first == {
        "title": "Add the parameter `deadline-ns: u64`",
        "safe": False,
        "applicability": "unsafe",
        "preferred": True,
        "edits": [edit],
        "files": [],
    }
    assert second["preferred"] is False


def test_report_is_sorted_by_file_and_place(wit_lsp: Run, lay: Lay) -> None:
    lay({"b/x.wit": JOBS, "a/y.wit": JOBS.replace("@1.0.0", ""), "c.wit": JOBS})
    assert codes(wit_lsp("check", "--format", "json").stdout) == [
        ("a/y.wit", "missing-package-version"),
        ("a/y.wit", "missing-deadline"),
        ("b/x.wit", "missing-deadline"),
        ("c.wit", "missing-deadline"),
    ]


def test_all_errors_of_a_file_are_reported_and_rules_run_on_the_rest(wit_lsp: Run, lay: Lay) -> None:
    lay({"a.wit": JOBS + "interface broken {\n  a: func()\n  b: func()\n}\n"})
    found = codes(wit_lsp("check", "--format", "json").stdout)
    assert [code for _, code in found] == ["missing-deadline", "missing-separator", "missing-separator"]


def test_errors_of_dependencies_are_reported_but_rules_do_not_run_on_them(wit_lsp: Run, lay: Lay) -> None:
    lay(
        {
            "wit/world.wit": JOBS,
            "wit/deps/store/store.wit": JOBS.replace("example:jobs@1.0.0", "example:store"),
            "wit/deps/broken.wit": "package example:broken;\ninterface i { f: func() }\n",
            "wit/deps/encoded.wasm": b"\0asm\x0d\0\x01\0",
        }
    )
    assert codes(wit_lsp("check", "--format", "json").stdout) == [
        ("wit/deps/broken.wit", "missing-separator"),
        ("wit/world.wit", "missing-deadline"),
    ]


def test_a_file_is_checked_alone_and_a_folder_with_all_packages_below(wit_lsp: Run, lay: Lay) -> None:
    lay(
        {
            "one/a.wit": JOBS,
            "one/b.wit": JOBS.replace("interface jobs", "interface more"),
            "one/two/c.wit": JOBS,
            ".hidden/d.wit": JOBS,
            "target/e.wit": JOBS,
            "node_modules/x/f.wit": JOBS,
            "build/g.wit": JOBS,
            ".gitignore": "build/\n",
        }
    )
    assert [file for file, _ in codes(wit_lsp("check", "--format", "json").stdout)] == [
        "one/a.wit",
        "one/b.wit",
        "one/two/c.wit",
    ]
    assert [file for file, _ in codes(wit_lsp("check", "--format", "json", "one/a.wit").stdout)] == ["one/a.wit"]
    alone = wit_lsp("check", "--format", "json", "--standalone", "one").stdout
    assert [file for file, _ in codes(alone)] == ["one/a.wit", "one/b.wit"]


def test_stdin_is_checked_under_the_given_name(wit_lsp: Run) -> None:
    run = wit_lsp("check", "--format", "json", "--stdin-filename", "wit/a.wit", "-", input=JOBS.encode())
    assert codes(run.stdout) == [("wit/a.wit", "missing-deadline")]


def test_stdin_replaces_the_file_of_its_name(wit_lsp: Run, lay: Lay) -> None:
    """The text of an unsaved file in an editor differs from the file on the disk."""
    lay({"a.wit": "package example:older@1.0.0;\n"})
    run = wit_lsp("check", "--format", "json", "--stdin-filename", "a.wit", "-", input=JOBS.encode())
    [found] = json.loads(run.stdout)["diagnostics"]
    row = JOBS[: JOBS.index("run:")].count("\n")
    for each in (found, *(edit for fix in found["fixes"] for edit in fix["edits"])):
        assert (each["file"], each["range"]["start"]["line"]) == ("a.wit", row)
    fixed = wit_lsp("fix", "--unsafe-fixes", "--stdin-filename", "a.wit", "-", input=JOBS.encode())
    assert fixed.stdout.decode() == JOBS.replace("string)", "string, deadline-ns: u64)")
    assert (fixed.returncode, fixed.stderr) == (0, b"")


def test_selection_by_rule_category_and_profile(wit_lsp: Run, lay: Lay) -> None:
    lay({"a.wit": JOBS.replace("@1.0.0", "")})

    def found(*options: str) -> list[str]:
        return [code for _, code in codes(wit_lsp("check", "--format", "json", *options).stdout)]

    assert found("--select", "missing-deadline") == ["missing-deadline"]
    assert found("--select", "packages") == ["missing-package-version"]
    assert found("--ignore", "time,missing-package-version") == []
    assert found("--profile", "core") == []


def test_unknown_rule_is_reported_with_the_nearest_one(wit_lsp: Run, lay: Lay) -> None:
    lay({"a.wit": JOBS})
    run = wit_lsp("check", "--select", "missing-deadlin")
    assert run.returncode == 2
    assert run.stdout == b""
    assert run.stderr.decode() == (
        "wit-lsp: no rule or category is called `missing-deadlin`; did you mean `missing-deadline`?\n"
    )


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("information", 1), ("never", 0)])
def test_exit_code_follows_fail_on(wit_lsp: Run, lay: Lay, level: str, code: int) -> None:
    lay({"a.wit": JOBS})
    assert wit_lsp("check", "--fail-on", level).returncode == code


def test_missing_path_is_reported_and_the_rest_is_checked(wit_lsp: Run, lay: Lay) -> None:
    lay({"a.wit": JOBS})
    run = wit_lsp("check", "--format", "json", "nowhere", "a.wit")
    assert run.returncode == 2
    assert run.stderr.decode().startswith("wit-lsp: cannot read `nowhere`: ")
    assert codes(run.stdout) == [("a.wit", "missing-deadline")]


def test_folder_without_wit_is_reported(wit_lsp: Run, lay: Lay) -> None:
    lay({"a.txt": ""})
    run = wit_lsp("check")
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"wit-lsp: no .wit file found\n")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (JOBS.encode("utf-16"), (0, 0)),
        (JOBS.encode() + b"// caf\xe9\n", (5, 6)),
        (b"\xff\xfe\x00binary\x00\x01", (0, 0)),
    ],
)
def test_file_that_is_not_utf8_is_reported_at_the_first_such_byte(
    wit_lsp: Run, lay: Lay, text: bytes, place: tuple[int, int]
) -> None:
    lay({"a.wit": text})
    run = wit_lsp("check", "--format", "json")
    found = [each for each in json.loads(run.stdout)["diagnostics"] if each["code"] == "not-utf8"]
    assert len(found) == 1
    start = found[0]["range"]["start"]
    assert (start["line"], start["character"]) == place


def test_closed_pipe_is_no_error(wit_lsp: Run, lay: Lay, tmp_path: Path) -> None:
    lay({"a.wit": JOBS + "".join(f"interface i{n} {{ f: func() -> result; }}\n" for n in range(5000))})
    import subprocess
    import sys

    process = subprocess.Popen(
        [sys.executable, "-m", "wit_lsp", "check"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.wait(60)


def test_text_shows_the_secondary_place(lay: Lay, wit_lsp: Run) -> None:
    lay({"a.wit": "package a:b@1.0.0;\ninterface i {\n  record r {\n    a: u8,\n  type t = u8;\n}\n"})
    shown = wit_lsp("check", "a.wit").stdout.decode()
    assert "error[unclosed-block]: `record r` is missing its `}`\n --> a.wit:3:3\n" in shown
    assert " = note: expected here: a.wit:4:11\n" in shown


def test_unreadable_folder_is_reported_and_the_rest_is_checked(
    wit_lsp: Run, lay: Lay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it is the PATH or below it. A missing `deps` folder is no error."""
    lay({"a.wit": "package a:b@1.0.0;\n", "closed/b.wit": "package a:c@1.0.0;\n"})
    scandir = os.scandir

    def closed(path: Any) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    found = Session()
    found.read(Namespace(paths=[str(tmp_path)]))
    assert [Path(path).name for path in found.texts] == ["a.wit"]
    assert found.unusable


def test_pipe_is_not_read(wit_lsp: Run, tmp_path: Path) -> None:
    """A pipe may be endless."""
    os.mkfifo(tmp_path / "a.wit")
    run = wit_lsp("check", "a.wit", "")
    assert run.returncode == 2
    assert run.stderr.decode() == "wit-lsp: cannot read `a.wit`: not a file\nwit-lsp: a PATH is empty\n"


def test_folder_is_not_listed_for_each_of_its_files(
    lay: Lay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = {"few": 4, "many": 40}
    for folder, size in sizes.items():
        lay({f"{folder}/{below}{n}.wit": JOBS for below in ("", "deps/store/") for n in range(size)})
    scandir, listed = os.scandir, Counter[str]()

    def counted(path: Any) -> Any:
        listed.update(folder for folder in sizes if folder in Path(path).parts)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", counted)
    for folder, size in sizes.items():
        cli.run(["check", "--quiet", str(tmp_path / folder)])
        assert capsys.readouterr().out.count("missing-deadline") == size
    assert listed["few"] == listed["many"] > 0
