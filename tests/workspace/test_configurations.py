"""Which `wit-lsp.toml` counts for a file, and when it is read again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wit_lsp.configuration.keys import Layer
from wit_lsp.workspace.configurations import NAME, Configurations


def lay(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".toml":
            path.write_text(f'profile = "{"core" if path.parent.name == "inner" else "strict"}"\n')
        else:
            path.mkdir(exist_ok=True)


def found(configurations: Configurations, folder: Path, path: str) -> str | None:
    file = configurations.of(str(folder / path))
    return None if file is None else os.path.relpath(file.path, folder).replace(os.sep, "/")


def test_nearest_one_counts_alone(tmp_path: Path) -> None:
    lay(tmp_path, NAME, f"inner/{NAME}", "inner/wit", "other")
    configurations = Configurations()
    assert found(configurations, tmp_path, "inner/wit/a.wit") == f"inner/{NAME}"
    assert found(configurations, tmp_path, "other/a.wit") == NAME
    assert found(configurations, tmp_path, "no-such-folder/a.wit") == NAME
    assert [configurations.settings(str(tmp_path / path)).profile for path in ("inner/a.wit", "a.wit")] == [
        "core",
        "strict",
    ]


def test_none_above_the_repository_counts(tmp_path: Path) -> None:
    lay(tmp_path, NAME, "repository/.git", "repository/wit")
    assert found(Configurations(), tmp_path, "repository/wit/a.wit") is None
    lay(tmp_path, f"repository/{NAME}")
    assert found(Configurations(), tmp_path, "repository/wit/a.wit") == f"repository/{NAME}"


def test_none_above_the_workspace_folder_counts_outside_of_a_repository(tmp_path: Path) -> None:
    lay(tmp_path, NAME, "ws/wit")
    workspace = Configurations(folders=[str(tmp_path / "ws")])
    assert found(workspace, tmp_path, "ws/wit/a.wit") is None
    assert found(workspace, tmp_path, "a.wit") == NAME
    (tmp_path / ".git").mkdir()
    again = Configurations(folders=[str(tmp_path / "ws")])
    assert found(again, tmp_path, "ws/wit/a.wit") == NAME, "as for the command line, which knows no workspace"


def test_what_is_no_file_is_passed_over(tmp_path: Path) -> None:
    lay(tmp_path, NAME, "inner/wit")
    (tmp_path / "inner" / NAME).mkdir()
    os.mkfifo(tmp_path / "inner" / "wit" / NAME)
    assert found(Configurations(), tmp_path, "inner/wit/a.wit") == NAME


def test_file_that_is_not_on_the_disk_has_none() -> None:
    assert Configurations().of("untitled:a") is None


def test_unreadable_one_sets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, NAME)
    opened = open

    def refuse(path: object, *arguments: object) -> object:
        if str(path).endswith(NAME):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments)  # type: ignore[call-overload]

    monkeypatch.setattr("builtins.open", refuse)
    configurations = Configurations()
    assert found(configurations, tmp_path, "a.wit") is None
    assert [error.filename for error in configurations.failed] == [str(tmp_path / NAME)]


def test_chosen_one_counts_for_all_and_its_patterns_for_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, NAME)
    (tmp_path / "ci").mkdir()
    (tmp_path / "ci" / "strict.toml").write_text('exclude = ["/gen/"]\n')
    monkeypatch.chdir(tmp_path)
    configurations = Configurations(chosen="ci/strict.toml")
    excluded = [configurations.settings(str(tmp_path / path)).excluded for path in ("gen/a.wit", "ci/gen/a.wit")]
    assert excluded == [True, False]


def test_layers_go_before_the_file(tmp_path: Path) -> None:
    lay(tmp_path, NAME)
    configurations = Configurations(layers_of=lambda path: (Layer(profile="agent"),))
    assert configurations.settings(str(tmp_path / "a.wit")).profile == "agent"


def test_change_is_seen(tmp_path: Path) -> None:
    lay(tmp_path, "wit")
    texts: dict[str, bytes] = {}
    configurations, path = Configurations(texts=texts.get), str(tmp_path / "wit" / "a.wit")

    def profile() -> str:
        return configurations.settings(path).profile

    assert (profile(), configurations.refresh()) == ("agent", False)
    lay(tmp_path, NAME)
    assert (profile(), configurations.refresh(), profile()) == ("agent", True, "strict")
    assert configurations.refresh() is False
    (tmp_path / NAME).write_text('profile = "core" # another size\n')
    assert (configurations.refresh(), profile()) == (True, "core")
    texts[str(tmp_path / NAME)] = b'profile = "strict"'
    assert (configurations.refresh(), profile()) == (True, "strict"), "an open text goes before the disk"
    assert configurations.refresh() is False
    texts.clear()
    assert (configurations.refresh(), profile()) == (True, "core")
    os.unlink(tmp_path / NAME)
    assert (configurations.refresh(), profile()) == (True, "agent")
    texts[str(tmp_path / "wit" / NAME)] = b'profile = "strict"'
    assert (configurations.refresh(), profile()) == (True, "strict"), "one that is not on the disk yet"


def test_new_one_is_made_at_the_top(tmp_path: Path) -> None:
    lay(tmp_path, "ws/repository/.git", "ws/repository/wit", "ws/wit", "wit")
    configurations = Configurations(folders=[str(tmp_path / "ws")])
    places = [
        os.path.relpath(configurations.place_for_new(str(tmp_path / path)), tmp_path)
        for path in ("ws/wit/a.wit", "ws/repository/wit/a.wit", "wit/a.wit")
    ]
    assert places == ["ws/wit-lsp.toml", "ws/repository/wit-lsp.toml", "wit/wit-lsp.toml"]


def test_look_in_steps_looks_at_one_folder_a_step(tmp_path: Path) -> None:
    """Folders that are asked about meanwhile included."""
    lay(tmp_path, ".git", "a", "b", "c")
    configurations = Configurations()
    for name in "ab":
        configurations.settings(str(tmp_path / name / "a.wit"))
    lay(tmp_path, NAME, f"c/{NAME}")
    steps = configurations.refresh_in_steps()
    next(steps)
    assert configurations.settings(str(tmp_path / "a" / "a.wit")).profile == "agent", "all of it is taken at the end"
    configurations.settings(str(tmp_path / "c" / "a.wit"))
    (tmp_path / "c" / NAME).write_text('profile = "core"\n')
    assert len([*steps]) == 3, "`b`, `c` and the folder above them"
    assert [configurations.settings(str(tmp_path / name / "a.wit")).profile for name in "abc"] == [
        *("strict", "strict"),
        "core",
    ]
