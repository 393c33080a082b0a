"""The paths of URIs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wit_lsp.uri import to_path


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a/b%20c.wit", "/a/b c.wit"),
        ("file:///a/./x/../b c.wit", "/a/b c.wit"),
        ("file:/a/b.wit", "/a/b.wit"),
        ("FILE://LocalHost/a.wit", "/a.wit"),
        ("file:///a%23b%3Fc.wit", "/a#b?c.wit"),
        ("file:///c%3A/a.wit", "C:/a.wit"),
        ("file:///C:/a.wit", "C:/a.wit"),
        ("file://server/share/a.wit", "//server/share/a.wit"),
        ("file://[x/a.wit", "//[x/a.wit"),
    ],
)
def test_uri_with_a_path(uri: str, path: str) -> None:
    assert to_path(uri) == os.path.normpath(path)


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:Untitled-1",
        "git:/a.wit?x",
        "/a.wit",
        "",
        "file:",
        "file://[x",
        "file://host",
        "file:a.wit",
        "file:///a%00b.wit",
        "file://a%00b/c.wit",
        "file:///a.wit?",
        "file:///a.wit?x",
        "file:///a.wit#x",
        "file:///\ud83d.wit",
    ],
)
def test_uri_without_a_path(uri: str) -> None:
    assert to_path(uri) is None


@pytest.mark.skipif(os.name == "nt", reason="paths of Windows are not bytes")
@given(st.lists(st.binary(min_size=1, max_size=8), min_size=1, max_size=3))
def test_uri_of_a_path_has_this_path(names: list[bytes]) -> None:
    parts = [name.replace(b"/", b"-").replace(b"\0", b"-") for name in names]
    path = os.path.normpath(os.fsdecode(b"/x/" + b"/".join(parts)))
    assert to_path(Path(path).as_uri()) == path
