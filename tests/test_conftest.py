"""What the tests say about themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = "pytester"


def test_each_reason_to_skip_is_shown_once(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.parametrize("n", range(3))
        def test_of_an_editor(n):
            pytest.skip("needs an editor")

        def test_of_another_editor():
            pytest.skip("needs an editor")

        @pytest.mark.skip(reason="needs Unix")
        def test_of_unix():
            pass

        def test_that_runs():
            pass
        """
    )
    shown = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider").outlines
    assert [line for line in shown if "skipped: " in line] == ["4 skipped: needs an editor", "1 skipped: needs Unix"]
