"""One run over the paths of a command line: which files they mean, and what those hold."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from wit_lsp.cli import options
from wit_lsp.cli.terminal import say
from wit_lsp.db import Failed
from wit_lsp.engine.engine import Engine
from wit_lsp.ir.document import Document
from wit_lsp.ir.occurrences import LocatedOccurrence
from wit_lsp.semantics.queries import Reading, file_reading
from wit_lsp.text import Source
from wit_lsp.workspace import Disk, Folders, RecentDocuments
from wit_lsp.workspace.configurations import NAME, Configurations
from wit_lsp.workspace.reading import read
from wit_lsp.workspace.roots import roots

if TYPE_CHECKING:
    from wit_lsp.configuration.keys import Layer
    from wit_lsp.semantics.queries import WorkspacePackages


def start(arguments: argparse.Namespace) -> Session | None:
    """The session of the options and paths of a command line, with its files read.

    None where nothing must be done: an option or a file of settings is unusable. That is reported on stderr.
    """
    layers = options.layers(arguments)
    if layers is None:
        return None
    try:
        session = Session(layers, arguments.config, arguments.standalone, embedded=not arguments.no_embedded)
    except OSError as error:
        say(f"cannot read `{display(str(error.filename))}`: {error.strerror}")
        return None
    session.read(arguments)
    wrong = [f"cannot read `{display(each.filename)}`: {each.strerror}" for each in session.configurations.failed]
    for file in session.configurations.files:
        if file.no_toml is not None:
            row, column = file.position(file.no_toml.offset, "utf-32")
            wrong.append(f"{display(file.path)}:{row + 1}:{column + 1}: not valid TOML: {file.no_toml.message}")
    for message in wrong:
        say(message)
    return None if wrong else session


MAX_KEPT_BYTES = 3_000_000
"""Bytes of the texts whose documents are kept, but for the last two."""


class Session:
    """The text of each file by its absolute path; those of `documents` are parsed, or changed, already.

    `unusable` is whether some work could not be done. `configuration_texts` go before those on the disk.
    """

    def __init__(
        self,
        layers: tuple[Layer, ...] = (),
        config: str | None = None,
        standalone: bool = False,
        *,
        embedded: bool = True,
    ) -> None:
        """`layers` go before the files of settings; `config` is the only one, if it is set. Raises OSError.

        Not `embedded`: packages are found only where the reference toolchain finds them.
        """
        self.configuration_texts: dict[str, bytes] = {}
        self.configurations = Configurations(
            chosen=config, layers_of=lambda path: layers, texts=self.configuration_texts.get
        )
        self._excluded = 0
        self.texts: dict[str, bytes] = {}
        self.documents: dict[str, Document] = {}
        self.packages = 0
        self.unusable = False
        self._standalone = standalone
        self._folders = Folders()
        self._given: set[str] = set()  # folders and files of settings of the command line
        self._tops: dict[str, str] = {}  # the folders of the command line, and what they are without links
        self._roots: dict[str, list[str]] = {}  # the files directly in each folder that is the root of a package
        self._by_identity: dict[tuple[int, int], str] = {}
        self._parsed = RecentDocuments(Document, MAX_KEPT_BYTES)
        self._real_folders: dict[str, str] = {}
        self.engine = Engine(_Texts(self), self.configurations.settings)
        if not embedded:
            self.engine.find_in_deps_alone()

    def complain(self, message: str, details: str = "") -> None:
        """Say on stderr what could not be done."""
        self.unusable = True
        say(message, details)

    def read(self, options: argparse.Namespace) -> None:
        """Read the files that the paths mean; what cannot be read is reported and left out."""
        for path in options.paths:
            if path == "-" and sys.stdin is None:
                self.complain("stdin is closed")
            elif not path:
                self.complain("a PATH is empty")
            elif path == "-":
                named = os.path.abspath(options.stdin_filename or "stdin.wit")
                self.texts.setdefault(named, sys.stdin.buffer.read())
                self._set_alone(named)
                self._add_root(os.path.dirname(named), [named])
            elif os.path.basename(path) == NAME and os.path.isfile(path):
                self._given.add(os.path.abspath(path))
                self.configurations.of(os.path.abspath(path))  # reads it, unless `--config` names another
            else:
                self._read_path(path)
        if not (self.texts or self.unusable or self._excluded or self.named_settings):
            say("no .wit file found")

    def workspace_packages(self) -> WorkspacePackages:
        """The packages among the files of this run: none with `--standalone`, where no package sees another."""
        if self._standalone:
            return {}
        from wit_lsp.ir.header import header_in
        from wit_lsp.semantics.workspace import packages

        texts = {folder: map(self.texts.get, paths) for folder, paths in self._roots.items()}
        return packages({folder: [header_in(text) for text in found if text] for folder, found in texts.items()})

    def source(self, path: str) -> Source | None:
        """As `document`, or a file of settings."""
        return self.configurations.file(path) or self.document(path)

    def document(self, path: str) -> Document | None:
        """The file at an absolute path, as it is in this run; None where it is not there or cannot be read."""
        return self.own_document(path) if path in self.texts else self.engine.document(path)

    def renamed_with(self, at: LocatedOccurrence) -> list[LocatedOccurrence]:
        """The places in all files that must be called the same as one."""
        return self.engine.renamed_with(at)

    def own_document(self, path: str) -> Document:
        """One of `texts`: of `documents`, else parsed."""
        changed = self.documents.get(path)
        return self._parsed.document(path, self.texts[path]) if changed is None else changed

    def expect(self, paths: Iterable[str]) -> None:
        """Each of these files of `texts` will be asked for, and then released: no need to parse it twice."""
        self._parsed.expect(map(self.texts.__getitem__, paths))

    def release(self, path: str) -> None:
        self._parsed.release(self.texts[path])

    def readings(self, paths: Iterable[str]) -> list[tuple[str, Reading]]:
        """What files say of themselves to others, for another process; without those that a bug leaves unread."""
        found = []
        for path in paths:
            with suppress(Failed):
                found.append((path, self.engine.db.get(file_reading, path)))
        return found

    def take_readings(self, readings: Iterable[tuple[str, Reading]]) -> None:
        """Those of another process."""
        for path, reading in readings:
            self.engine.db.set(file_reading, path, reading)

    def kept(self, path: str) -> str | None:
        """Why fixes leave a file as it is: where it lies; None for those that they change."""
        if self.engine.is_dependency(path):
            return "in a dependency"
        return "in a file outside" if self.is_outside(path, self._without_links) else None

    def _without_links(self, path: str) -> str:
        """For reports, which name many files of one folder: the folder is looked at once."""
        if os.path.islink(path):
            return os.path.realpath(path)
        folder, name = os.path.split(path)
        if folder not in self._real_folders:
            self._real_folders[folder] = os.path.realpath(folder)
        return os.path.join(self._real_folders[folder], name)

    @property
    def named_settings(self) -> int:
        """How many files of settings that count are named on the command line."""
        return sum(self.configurations.file(path) is not None for path in self._given)

    def may_change_settings(self, path: str) -> bool:
        """Whether fixes change a file of settings: it, or a folder above it, is named on the command line."""
        is_given = path in self._given or any(_is_below(path, folder) for folder in self._given)
        return is_given and not self.is_outside(path)

    def is_outside(self, path: str, find: Callable[[str], str] = os.path.realpath) -> bool:
        """Whether links lead from a path to a file that lies in none of the folders of the command line.

        `find` gives the path without links.
        """
        real = find(path)
        if not self._tops or any(_is_below(real, top) for top in self._tops.values()):
            return False
        return os.path.islink(path) or any(_is_below(path, top) for top in self._tops)

    def _read_path(self, path: str) -> None:
        try:
            is_folder = os.path.isdir(path)
            top = os.path.abspath(path if is_folder else os.path.dirname(path))
            if is_folder:
                self._given.add(top)
                self.engine.name_folder(top)
            self._tops[top] = os.path.realpath(top)
            found = roots([path], self._folders, standalone=self._standalone, failed=self._unread, ignored=say)
            for root in found:
                self._add_root(root.folder, root.files)
                for file in root.files:
                    if not self._is_excluded(file, is_named=file == path):
                        self._read_file(file)
                    if not is_folder:
                        self._set_alone(file)
        except OSError as error:
            self._unread(error)

    def _add_root(self, folder: str, files: Iterable[str]) -> None:
        self.packages += 1
        folder = os.path.abspath(folder)
        paths = map(os.path.abspath, files)
        self._roots.setdefault(folder, []).extend(path for path in paths if os.path.dirname(path) == folder)

    def _set_alone(self, path: str) -> None:
        """With `--standalone`, a file that is named is a package of its own; the files of a folder are one."""
        if self._standalone:
            self.engine.stands_alone(os.path.abspath(path))

    def _is_excluded(self, path: str, *, is_named: bool) -> bool:
        """Whether settings exclude a file, which is said of one that is named."""
        path = os.path.abspath(path)
        if not self.configurations.settings(path).excluded:
            return False
        self._excluded += 1
        if is_named and (by := self.configurations.of(path)) is not None:
            say(f"`{display(path)}` is excluded by `{display(by.path)}`")
        return True

    def _read_file(self, path: str) -> None:
        """A file to which several paths lead is read once, under the one with the fewest links."""
        try:
            text, identity = read(path)
        except OSError as error:
            self._unread(error, path)
            return
        path = os.path.abspath(path)
        other = self._by_identity.setdefault(identity, path)
        if other != path and os.path.realpath(path) == os.path.realpath(other):
            if _links(path) >= _links(other):
                return
            self._by_identity[identity] = path
            self.texts.pop(other, None)
        self.texts.setdefault(path, text)

    def _unread(self, error: OSError, path: str = "") -> None:
        where = os.path.normpath(str(error.filename or path))
        self.complain(f"cannot read `{display(where)}`: {error.strerror}")


class _Texts(Disk):
    """The texts of a session, and the rest of the disk."""

    def __init__(self, session: Session) -> None:
        super().__init__(session._folders)
        self._session = session

    def document(self, path: str) -> Document | None:
        return self._session.own_document(path) if path in self._session.texts else super().document(path)

    def packages(self) -> WorkspacePackages:
        return self._session.workspace_packages()


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(os.path.join(folder, ""))


def _links(path: str) -> int:
    """How many of a path and the folders above it are symbolic links."""
    count = 0
    while (above := os.path.dirname(path)) != path:
        count += os.path.islink(path)
        path = above
    return count


def display(path: str) -> str:
    """A path as the user would type it: relative to the working folder where it lies below it."""
    folder = os.getcwd() + os.sep
    return path[len(folder) :].replace(os.sep, "/") if path.startswith(folder) else path
