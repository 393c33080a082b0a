"""What lock files say is seen when they are made, changed or removed, whether the client watches files or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.editor import Editor
from tests.server.test_files import age
from tests.server.test_workspace import WATCHES, at, lay

LOCK = '[[packages]]\nname = "{}"\n[[packages.versions]]\nversion = "{}"\n'
TEXT = "package a:a@1.0.0;\nworld w { import wasi:io/poll; import x:y/i; }\n"


def pins(editor: Editor, path: Path) -> list[str]:
    """The titles of the fixes of an open document that pin a reference."""
    editor.idle()
    found = [fix.title for each in editor.session.engine.diagnostics(str(path)) for fix in each.fixes]
    return [title.removeprefix("Pin ").strip("`") for title in found if title.startswith("Pin ")]


@pytest.mark.parametrize("name", ["app/wkg.lock", "wkg.lock", "app/wit/Cargo-component.lock"])
@pytest.mark.parametrize("watches", [True, False])
def test_lock_file_that_is_made_changed_and_removed(tmp_path: Path, name: str, watches: bool) -> None:
    lay(tmp_path, {".git/": "", "app/wit/deps/x.wasm": "", "app/wit/a.wit": "a:a@1.0.0"})
    path, lock = tmp_path / "app" / "wit" / "a.wit", tmp_path / name
    editor = at(tmp_path, capabilities=WATCHES if watches else None)
    editor.open(path.as_uri(), TEXT)

    def write(text: str | None) -> list[str]:
        if text is None:
            lock.unlink()
        else:
            lock.write_text(text)
            age(lock, 1e9 + len(text))
        if watches:
            editor.touch(lock)
        else:
            editor.session.rest()
        return pins(editor, path)

    text = (
        LOCK if "wkg" in name else LOCK.replace("packages.versions", "package.version").replace("packages", "package")
    )
    newest = "wasi:io/poll@0.2.12"
    assert pins(editor, path) == [newest]
    assert write(text.format("wasi:io", "0.2.3")) == ["wasi:io/poll@0.2.3"]
    assert write(text.format("x:y", "1.10.0")) == [newest, "x:y/i@1.10.0"]
    assert write("[[packages") == [newest]
    assert write(text.format("wasi:io", "0.2.5")) == ["wasi:io/poll@0.2.5"]
    assert write(None) == [newest]
