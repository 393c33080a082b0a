"""The settings of one client: what it said of each workspace folder, and the files of settings, open or on the disk.

Knows no engine, and does not send anything.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from wit_lsp.server import settings
from wit_lsp.server.documents import Document, key_of
from wit_lsp.uri import to_path

if TYPE_CHECKING:
    from wit_lsp.config import Settings
    from wit_lsp.configuration.file import ConfigurationFile
    from wit_lsp.configuration.keys import Layer
    from wit_lsp.workspace.configurations import Configurations

FILE = "wit-lsp.toml"

_NO_FOLDER = ""


class ClientSettings:
    """What the client says of its settings, and which files of settings count."""

    def __init__(self) -> None:
        self.initial: dict[str, object] = {}
        self.documents: dict[str, Document] = {}
        """The files of settings that are open, by their keys."""
        self._folders: dict[str, str] = {}  # the URI of each workspace folder, by its path
        self._configured: dict[str, dict[str, object]] = {}  # by the path of the folder
        self._layers: dict[str, Layer] = {}
        self._texts: dict[str, bytes] = {}

    # Folders, and what the client sets for them

    def set_folders(self, folders: Iterable[tuple[str, str]]) -> None:
        """The paths and URIs of the workspace folders."""
        self._folders = dict(folders)
        self.__dict__.pop("files", None)

    def change_folders(self, added: Iterable[lsp.WorkspaceFolder], removed: Iterable[lsp.WorkspaceFolder]) -> None:
        gone = {to_path(each.uri) for each in removed}
        kept = [(path, uri) for path, uri in self._folders.items() if path not in gone]
        self.set_folders([*kept, *paths_of(added)])

    @property
    def folders(self) -> tuple[str, ...]:
        """The paths of the workspace folders."""
        return tuple(self._folders)

    def items(self) -> list[lsp.ConfigurationItem]:
        """What to ask the client: the settings of each workspace folder, after those of files that are in none."""
        scopes = [None, *self._folders.values()]
        return [lsp.ConfigurationItem(scope_uri=scope, section=settings.SECTION) for scope in scopes]

    def configure(self, answers: Sequence[object]) -> bool:
        """Take the answers to `items`, or one answer for all; whether they are other ones than before."""
        sections = [settings.section(answer) for answer in answers]
        folders = [_NO_FOLDER, *self._folders]
        configured = dict(zip(folders, sections, strict=False)) if len(sections) > 1 else {}
        if len(sections) == 1:
            configured = dict.fromkeys(folders, sections[0])
        changed, self._configured = configured != self._configured, configured
        return changed

    def apply(self) -> tuple[bool, list[str]]:
        """Make layers of what the client said: whether there are other ones than before, and what is wrong with it."""
        before, self._layers = self._layers, {}
        wrong: list[str] = []
        for folder in (_NO_FOLDER, *self._folders):
            configured: Mapping[str, object] = self._configured.get(folder, {})
            if self.initial or configured:
                self._layers[folder], problems = settings.layer(self.initial, configured, folder)
                wrong += problems
        return self._layers != before, list(dict.fromkeys(wrong))

    # Files of settings

    @cached_property
    def files(self) -> Configurations:
        from wit_lsp.workspace.configurations import Configurations

        return Configurations(folders=self._folders, layers_of=self._layers_of, texts=self._texts.get)

    def settings(self, path: str) -> Settings:
        return self.files.settings(path)

    def refresh(self) -> Generator[None, None, bool]:
        """Look at the open files of settings and at the disk again, a folder a step.

        It ends with whether anything is other than before.
        """
        self._texts.clear()
        for key, document in self.documents.items():
            document.hand_over(lambda text, _, key=key: self._texts.update({key: text}))  # type: ignore[misc]
        is_other = yield from self.files.refresh_in_steps()
        known = len(self.files.files)
        for key in self.documents:
            self.files.of(key)  # an open one is checked, even if it counts for no open file
        return is_other or len(self.files.files) != known

    def shown(self) -> Iterator[tuple[ConfigurationFile, str, int | None]]:
        """The files of settings that count for a file, each with its URI and the version of an open one."""
        for file in self.files.files:
            document = self.documents.get(file.path)
            yield (file, document.uri, document.version) if document else (file, Path(file.path).as_uri(), None)

    def _layers_of(self, path: str) -> tuple[Layer, ...]:
        inside = [folder for folder in self._folders if path.startswith(os.path.join(folder, ""))]
        layer = self._layers.get(max(inside, key=len, default=_NO_FOLDER))
        return () if layer is None else (layer,)


def is_configuration(uri: str) -> bool:
    """Whether a URI names a file of settings."""
    return os.path.basename(key_of(uri)) == FILE


def folders_of(params: lsp.InitializeParams) -> list[tuple[str, str]]:
    """The paths and URIs of the workspace folders; of older clients that of the root."""
    if params.workspace_folders is not None:
        return list(paths_of(params.workspace_folders))
    root = params.root_uri or (Path(params.root_path).as_uri() if params.root_path else None)
    path = to_path(root) if root else None
    return [(path, root)] if path and root else []


def paths_of(folders: Iterable[lsp.WorkspaceFolder]) -> Iterator[tuple[str, str]]:
    yield from ((path, each.uri) for each in folders if (path := to_path(each.uri)) is not None)
