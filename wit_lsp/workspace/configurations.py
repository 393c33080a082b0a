"""Finds the `wit-lsp.toml` of each file, and says which settings count for it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING

from wit_lsp.config import Settings
from wit_lsp.tuples import NamedTuple
from wit_lsp.workspace.above import is_repository, upwards

if TYPE_CHECKING:
    from wit_lsp.configuration.file import ConfigurationFile
    from wit_lsp.configuration.keys import Layer

NAME = "wit-lsp.toml"

Stamp = tuple[int, int]
"""When a file was changed, in nanoseconds, and its size."""


class _Kept(NamedTuple):
    """`stamp` is None for a text that is open in an editor."""

    stamp: Stamp | None
    file: ConfigurationFile


class _Found:
    """What was found: the path of the nearest file of settings of each folder, what these say, and why some cannot be
    read.
    """

    def __init__(self) -> None:
        self.nearest: dict[str, str | None] = {}
        self.kept: dict[str, _Kept] = {}
        self.failed: dict[str, OSError] = {}


class Configurations:
    """The files of settings. What is found is kept until `refresh`.

    The nearest `wit-lsp.toml` above a file counts, but none above its repository. Of a file that is in no repository,
    none above the workspace folder that it is in counts.
    """

    def __init__(
        self,
        *,
        chosen: str | None = None,
        folders: Iterable[str] = (),
        layers_of: Callable[[str], tuple[Layer, ...]] = lambda path: (),
        texts: Callable[[str], bytes | None] = lambda path: None,
    ) -> None:
        """`chosen` counts for all files, its patterns being relative to the working folder. `folders` are those of the
        workspace. `layers_of` gives what goes before the settings of a file, the last layer most, and `texts` the text
        of a `wit-lsp.toml` that is open in an editor. Raises OSError if `chosen` cannot be read.
        """
        self._folders = tuple(folders)
        self._layers_of = layers_of
        self._texts = texts
        self._chosen: ConfigurationFile | None = None
        if chosen is not None:
            from wit_lsp.configuration.file import ConfigurationFile

            with open(chosen, "rb") as stream:
                self._chosen = ConfigurationFile(os.path.abspath(chosen), stream.read(), os.getcwd())
        self._found = _Found()

    def settings(self, path: str) -> Settings:
        """Those of a file. One that is not on the disk has the settings of no `wit-lsp.toml`."""
        file = self.of(path)
        layers = (*((file.layer,) if file is not None else ()), *self._layers_of(path))
        if not layers:
            return _DEFAULT
        from wit_lsp.configuration.layers import merged

        return merged(layers, path)

    def of(self, path: str) -> ConfigurationFile | None:
        """The file of settings that counts for a file."""
        if self._chosen is not None:
            return self._chosen
        nearest = self._find(os.path.dirname(path), self._found) if os.path.isabs(path) else None
        return None if nearest is None else self._read(nearest, self._found)

    def file(self, path: str) -> ConfigurationFile | None:
        """The file of settings at a path, if it counts for a file that was asked about."""
        if self._chosen is not None and self._chosen.path == path:
            return self._chosen
        return self._found.kept[path].file if path in self._found.kept else None

    @property
    def files(self) -> list[ConfigurationFile]:
        """Those that count for any file that was asked about, by path."""
        if self._chosen is not None:
            return [self._chosen]
        return [kept.file for _, kept in sorted(self._found.kept.items())]

    @property
    def failed(self) -> list[OSError]:
        """Why files of settings could not be read. They set nothing."""
        return list(self._found.failed.values())

    def place_for_new(self, path: str) -> str:
        """Where to create a `wit-lsp.toml` for a file: at the top of its repository or workspace folder, of which the
        inner one counts; else beside it.
        """
        folder = os.path.dirname(path)
        top = next((each for each in upwards(folder) if each in self._folders or is_repository(each)), folder)
        return os.path.join(top, NAME)

    def refresh(self) -> bool:
        """Look again at the disk and the open texts; whether there are other files of settings, or other texts."""
        ends: list[bool] = []

        def steps() -> Iterator[None]:
            ends.append((yield from self.refresh_in_steps()))

        for _ in steps():
            pass
        return ends[0]

    def refresh_in_steps(self) -> Generator[None, None, bool]:
        """As `refresh`, a folder a step. Until it ends, nothing is other than before."""
        before, now = self._found, _Found()
        is_other = False
        if self._chosen is not None and (text := self._texts(self._chosen.path)) is not None:
            self._chosen, is_other = self._chosen.with_text(text), True
        while folders := [folder for folder in before.nearest if folder not in now.nearest]:
            for folder in folders:
                is_other = self._looks_other(folder, before, now) or is_other
                yield
        self._found = now
        return is_other

    def _looks_other(self, folder: str, before: _Found, now: _Found) -> bool:
        """Find the settings of a folder again; whether they are other ones."""
        nearest = self._find(folder, now)
        if nearest is None or nearest in now.kept:
            return nearest != before.nearest[folder]
        old = before.kept.get(nearest)
        if old is not None and self._is_same(nearest, old):
            now.kept[nearest] = old
            return nearest != before.nearest[folder]
        self._read(nearest, now)
        return True

    def _is_same(self, path: str, kept: _Kept) -> bool:
        text = self._texts(path)
        if text is not None:
            return text == kept.file.text
        return kept.stamp is not None and kept.stamp == _stamp(path)

    def _find(self, folder: str, found: _Found) -> str | None:
        """The path of the nearest file of settings."""
        if folder not in found.nearest:
            path, above = os.path.join(folder, NAME), os.path.dirname(folder)
            if self._texts(path) is not None or _stamp(path) is not None:
                nearest: str | None = path
            elif above == folder or is_repository(folder) or self._is_top_of_workspace(folder):
                nearest = None
            else:
                nearest = self._find(above, found)
            found.nearest[folder] = nearest
        return found.nearest[folder]

    def _is_top_of_workspace(self, folder: str) -> bool:
        """Whether a folder is one of the workspace, and in no repository."""
        return folder in self._folders and not any(map(is_repository, upwards(folder)))

    def _read(self, path: str, found: _Found) -> ConfigurationFile | None:
        if path not in found.kept:
            from wit_lsp.configuration.file import ConfigurationFile

            stamp, text = None, self._texts(path)
            if text is None:
                stamp = _stamp(path)
                try:
                    with open(path, "rb") as stream:
                        text = stream.read()
                except OSError as error:
                    found.failed[path] = error
                    return None
            found.kept[path] = _Kept(stamp, ConfigurationFile(path, text))
        return found.kept[path].file


_DEFAULT = Settings()


def _stamp(path: str) -> Stamp | None:
    """None if there is no such file."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return (found.st_mtime_ns, found.st_size) if stat.S_ISREG(found.st_mode) else None
