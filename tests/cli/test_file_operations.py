"""On the command line, a fix that edits, creates and moves files, and a related place in another file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine import extra_rules
from wit_lsp import cli

FILES = {
    "shapes.wit": "package example:shop@1.0.0;\ninterface shapes { area: func(); }\n",
    "units.wit": "package example:shop@1.0.0;\ninterface units { area: func(of: u32); }\n",
    "reasons.wit": "package example:shop@1.0.0;\ninterface reasons {}\n",
    "old.wit": "package example:shop@1.0.0;\n// kept\n",
}
FIXED = "package example:shop@1.0.0;\ninterface units { area: func(of: u32, unit: string); }\n"
SELECT = ("--select", "unmatched-interface")


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    with extra_rules.beside(extra_rules.unmatched_interface):
        yield tmp_path


def test_check_shows_the_place_in_the_third_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", *SELECT]) == 1
    shown = capsys.readouterr().out
    assert "warning[unmatched-interface]: `area` of `units` takes no unit\n --> shapes.wit:2:11\n" in shown
    assert " = note: the reason: reasons.wit:2:11\n" in shown
    assert " = fix: Tidy up (unsafe)\n" in shown


def test_json_has_the_edits_and_the_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--format", "json", *SELECT]) == 1
    [found] = json.loads(capsys.readouterr().out)["diagnostics"]
    assert [(each["file"], each["message"]) for each in found["related"]] == [("reasons.wit", "the reason")]
    tidy, look = found["fixes"]
    assert [(edit["file"], edit["newText"]) for edit in tidy["edits"]] == [("units.wit", ", unit: string")]
    assert tidy["files"] == [
        {"create": "notes/readme.wit", "text": "package example:notes@1.0.0;\n"},
        {"move": "old.wit", "to": "new.wit"},
    ]
    assert (tidy["safe"], look["safe"], look["files"]) == (False, False, [])


def test_diff_shows_all_changes_and_makes_none(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["fix", "--diff", "--unsafe-fixes", *SELECT]) == 1
    assert (
        capsys.readouterr().out
        == """\
diff --git a/old.wit b/new.wit
rename from old.wit
rename to new.wit
diff --git a/notes/readme.wit b/notes/readme.wit
new file mode 100644
--- /dev/null
+++ b/notes/readme.wit
@@ -0,0 +1 @@
+package example:notes@1.0.0;
diff --git a/units.wit b/units.wit
--- a/units.wit
+++ b/units.wit
@@ -1,2 +1,2 @@
 package example:shop@1.0.0;
-interface units { area: func(of: u32); }
+interface units { area: func(of: u32, unit: string); }
"""
    )
    assert {path.name: path.read_text() for path in workspace.iterdir()} == FILES


def test_fix_makes_all_changes(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["fix", "--unsafe-fixes", *SELECT]) == 0
    assert (
        capsys.readouterr().out
        == """\
Moved old.wit to new.wit
Created notes/readme.wit
Fixed units.wit
No problems in 5 files.
"""
    )
    assert (workspace / "units.wit").read_text() == FIXED
    assert (workspace / "new.wit").read_text() == FILES["old.wit"]
    assert (workspace / "notes" / "readme.wit").read_text() == "package example:notes@1.0.0;\n"
    assert not (workspace / "old.wit").exists()


def test_fix_of_one_file_may_change_others(workspace: Path) -> None:
    assert cli.run(["fix", "--unsafe-fixes", *SELECT, "shapes.wit"]) == 0
    assert (workspace / "units.wit").read_text() == FIXED
    assert (workspace / "new.wit").exists()


def test_no_file_is_overwritten(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A fix that would overwrite a file is not applied."""
    (workspace / "new.wit").write_text("package example:shop@1.0.0;\n")
    assert cli.run(["fix", "--unsafe-fixes", *SELECT]) == 1
    assert (workspace / "units.wit").read_text() == FILES["units.wit"]
    assert (workspace / "old.wit").exists()
