"""`wit-lsp fix`: what it writes, what it prints, and what it does not change."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

Lay = Callable[[dict[str, Any]], None]

BEFORE = b"\xef\xbb\xbfpackage example:jobs@1.0.0;\r\n\r\ninterface jobs {\r\n  run: func() -> result;\r\n}\r\n"
AFTER = BEFORE.replace(b"func()", b"func(deadline-ns: u64)")


def test_unsafe_fixes_are_applied_only_on_request(wit_lsp: Run, lay: Lay, tmp_path: Path) -> None:
    lay({"a.wit": BEFORE})
    run = wit_lsp("fix")
    assert (tmp_path / "a.wit").read_bytes() == BEFORE
    assert run.returncode == 1
    run = wit_lsp("fix", "--unsafe-fixes")
    assert (tmp_path / "a.wit").read_bytes() == AFTER
    assert run.stdout == b"Fixed a.wit: missing-deadline (1)\nNo problems in 1 file.\n"
    assert run.returncode == 0


def test_second_run_changes_nothing(wit_lsp: Run, lay: Lay, tmp_path: Path) -> None:
    lay({"a.wit": BEFORE})
    wit_lsp("fix", "--unsafe-fixes")
    written = (tmp_path / "a.wit").stat().st_mtime_ns
    run = wit_lsp("fix", "--unsafe-fixes")
    assert run.stdout == b"No problems in 1 file.\n"
    assert (tmp_path / "a.wit").stat().st_mtime_ns == written


def test_diff_shows_what_would_change_and_changes_nothing(wit_lsp: Run, lay: Lay, tmp_path: Path) -> None:
    lay({"a.wit": BEFORE})
    run = wit_lsp("fix", "--unsafe-fixes", "--diff")
    assert run.returncode == 1
    assert "-  run: func() -> result;\r\n+  run: func(deadline-ns: u64) -> result;\r\n" in run.stdout.decode()
    assert (tmp_path / "a.wit").read_bytes() == BEFORE
    assert wit_lsp("fix", "--diff").returncode == 0


def test_stdin_is_fixed_to_stdout(wit_lsp: Run) -> None:
    run = wit_lsp("fix", "--unsafe-fixes", "-", input=BEFORE)
    assert (run.stdout, run.returncode) == (AFTER, 0)


def test_only_selected_rules_are_fixed(wit_lsp: Run, lay: Lay, tmp_path: Path) -> None:
    lay({"a.wit": BEFORE})
    wit_lsp("fix", "--unsafe-fixes", "--select", "packages")
    assert (tmp_path / "a.wit").read_bytes() == BEFORE


def test_dependencies_are_not_touched(wit_lsp: Run, lay: Lay, tmp_path: Path) -> None:
    lay({"wit/a.wit": BEFORE, "wit/deps/b.wit": BEFORE})
    wit_lsp("fix", "--unsafe-fixes")
    assert (tmp_path / "wit/deps/b.wit").read_bytes() == BEFORE


JOBS = {
    "jobs/a.wit": b"package example:jobs;\n",
    "jobs/b.wit": b"package example:jobs;\ninterface i {}\n",
    "shop/wit/shop.wit": b"package example:shop@1.0.0;\nworld shop { import example:jobs/i; }\n",
}


def test_version_of_a_header_is_named_by_the_other_files_and_packages(wit_lsp: Run, lay: Lay, tmp_path: Path) -> None:
    lay(JOBS)
    assert wit_lsp("fix", "--unsafe-fixes").returncode == 0
    texts = {name: (tmp_path / name).read_bytes() for name in JOBS}
    assert texts == {
        "jobs/a.wit": b"package example:jobs@0.1.0;\n",
        "jobs/b.wit": b"package example:jobs@0.1.0;\ninterface i {}\n",
        "shop/wit/shop.wit": b"package example:shop@1.0.0;\nworld shop { import example:jobs/i@0.1.0; }\n",
    }
    assert wit_lsp("fix", "--unsafe-fixes", "--diff").returncode == 0
    lay(JOBS)
    assert wit_lsp("fix", "--unsafe-fixes", "jobs/b.wit").returncode == 0
    assert (tmp_path / "jobs/a.wit").read_bytes() == texts["jobs/a.wit"]


def test_a_reference_that_a_fix_brings_in_finds_a_package_that_gets_its_version_in_the_same_run(
    wit_lsp: Run, lay: Lay, tmp_path: Path
) -> None:
    lay(
        {
            "shop/wit/orders.wit": "package example:shop;\ninterface orders {\n  record Order {\n    id: u8,\n  }\n}\n",
            "shop/wit/carts.wit": "interface carts {\n}\n",
            "office/wit/office.wit": (
                "package example:office@1.0.0;\n\n"
                "world office {\n  import f: func(of: example:shop/orders.Order) -> u8;\n}\n"
            ),
        }
    )
    assert "error" not in str(wit_lsp("fix", "--unsafe-fixes").stdout)
    assert (tmp_path / "office/wit/office.wit").read_text() == (
        "package example:office@1.0.0;\n\nworld office {\n  use example:shop/orders@0.1.0.{order};\n\n"
        "  import f: func(of: order) -> u8;\n}\n"
    )
    assert (tmp_path / "shop/wit/carts.wit").read_text().startswith("package example:shop@0.1.0;\n")


def test_fix_of_several_files_is_left_out_where_one_of_them_must_stay(wit_lsp: Run, lay: Lay, tmp_path: Path) -> None:
    """One that is on stdin, where others cannot be written; and one to which a link leads."""
    lay(JOBS)
    run = wit_lsp("fix", "--unsafe-fixes", "--stdin-filename", "jobs/a.wit", "-", input=JOBS["jobs/a.wit"])
    assert (run.stdout, run.returncode) == (JOBS["jobs/a.wit"], 1)
    outside = tmp_path / "outside.wit"
    (tmp_path / "jobs/b.wit").rename(outside)
    (tmp_path / "jobs/b.wit").symlink_to(outside)
    run = wit_lsp("fix", "--unsafe-fixes", "jobs")
    assert b"`jobs/b.wit` is not changed: links lead from it to a file outside\n" in run.stderr
    assert (tmp_path / "jobs/a.wit").read_bytes() == JOBS["jobs/a.wit"]


@pytest.mark.skipif(os.name == "nt", reason="needs Unix modes and links")
def test_mode_and_symbolic_link_are_kept(wit_lsp: Run, lay: Lay, tmp_path: Path) -> None:
    lay({"real/a.wit": BEFORE})
    (tmp_path / "real/a.wit").chmod(0o640)
    (tmp_path / "link.wit").symlink_to("real/a.wit")
    wit_lsp("fix", "--unsafe-fixes", "link.wit")
    assert (tmp_path / "link.wit").is_symlink()
    assert (tmp_path / "real/a.wit").read_bytes() == AFTER
    assert (tmp_path / "real/a.wit").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in (tmp_path / "real").iterdir()] == ["a.wit"]


def test_examples_show_all_four_rules_and_are_clean_after_fixing(wit_lsp: Run, lay: Lay) -> None:
    examples = Path(__file__).parents[2] / "examples"
    lay({path.relative_to(examples).as_posix(): path.read_bytes() for path in examples.rglob("*.wit")})
    rules = ("missing-package-version", "unpinned-reference", "unbounded-bytes", "missing-deadline")
    for folder in examples.iterdir():
        shown = wit_lsp("check", folder.name).stdout.decode()
        assert all(f"[{rule}]" in shown for rule in rules)
    assert wit_lsp("fix", "--unsafe-fixes").returncode == 0


def test_standalone_file_has_no_files_beside_it_for_fix_as_for_check(wit_lsp: Run, lay: Lay, tmp_path: Path) -> None:
    """Beside other files the version of a header is for a person to choose; alone it is not."""
    lay({"a.wit": b"package a:b;\n", "b.wit": b"package a:b;\n"})
    assert b"1 fixable" in wit_lsp("check", "--standalone", "a.wit").stdout
    assert b"Fixed a.wit" in wit_lsp("fix", "--standalone", "--unsafe-fixes", "a.wit").stdout
    assert (tmp_path / "a.wit").read_text() == "package a:b@0.1.0;\n"
