"""A generated file that is missing or out of date: the failure says what to run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import generated


def failure(path: Path, text: str) -> list[str]:
    with pytest.raises(pytest.fail.Exception) as caught:
        generated.check(path, text, update=False, command="make pages")
    return str(caught.value).splitlines()


def test_missing_file(tmp_path: Path) -> None:
    assert failure(tmp_path / "page.md", "text\n") == ["page.md does not exist; run: make pages"]


def test_file_that_is_out_of_date_is_shown_with_its_difference(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("one\ntwo\n")
    said, *difference = failure(tmp_path / "page.md", "one\nthree\n")
    assert said == "page.md is out of date; run: make pages"
    assert difference[-3:] == [" one", "-two", "+three"]


def test_long_difference_is_cut(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("")
    assert len(failure(tmp_path / "page.md", "line\n" * 1_000)) == 1 + generated.SHOWN


def test_update_writes_the_file(tmp_path: Path) -> None:
    generated.check(tmp_path / "new" / "page.md", "text\n", update=True, command="make pages")
    generated.check(tmp_path / "new" / "page.md", "text\n", update=False, command="make pages")
