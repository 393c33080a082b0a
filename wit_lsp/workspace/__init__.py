"""Finds, reads and writes files. Only the command line and the server do other input and output."""

from __future__ import annotations

import os
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter

from wit_lsp.ir.document import Document
from wit_lsp.semantics.queries import Dependency, WorkspacePackages
from wit_lsp.tuples import NamedTuple
from wit_lsp.workspace.above import in_repository
from wit_lsp.workspace.reading import is_encoded, read

EXTENSIONS = (".wit", ".wat", ".wasm")
"""Those of the files that may hold packages. A `.wit` file may hold an encoded one, and the others a text."""


class Entry(NamedTuple):
    """What a folder holds under a name; where that is a link, what it leads to. A broken link is neither."""

    name: str
    is_file: bool
    is_folder: bool
    is_link: bool


class Listing(NamedTuple):
    """The folders in a folder and the files that may hold packages, by name.

    None where it cannot be read for the reason `error`.
    """

    entries: tuple[Entry, ...]
    error: OSError | None = None

    @property
    def wit_files(self) -> tuple[str, ...]:
        """The names of the `.wit` files, hidden ones too."""
        return tuple([entry.name for entry in self.entries if entry.is_file and entry.name.endswith(".wit")])


class Folders:
    """Lists folders, each only once: for a single run, during which the disk is assumed not to change."""

    def __init__(self) -> None:
        self._listings: dict[str, Listing] = {}
        self._wit_paths: dict[str, tuple[str, ...]] = {}

    def listing(self, folder: str) -> Listing:
        path = os.path.abspath(folder)
        known = self._listings.get(path)
        if known is None:
            known = self._listings[path] = _listing(folder)
        return known

    def wit_paths(self, folder: str) -> tuple[str, ...]:
        """The paths of the `.wit` files directly in a folder, hidden ones too, sorted; none if it cannot be read."""
        known = self._wit_paths.get(folder)
        if known is None:
            names = self.listing(folder).wit_files
            known = self._wit_paths[folder] = tuple([os.path.join(folder, name) for name in names])
        return known


class RecentDocuments:
    """The documents that were used last, by their texts: many files are copies, and what checks one asks for others.

    Their texts have at most `max_bytes`, but for the last two. `read` makes a document of a path and a text. It may
    take what both have from the one that was read before, if there is one: many are releases of one package.
    """

    def __init__(self, read: Callable[[str, bytes, Document | None], Document], max_bytes: int) -> None:
        self._read = read
        self._max_bytes = max_bytes
        self._awaited: Counter[bytes] = Counter()
        self._kept: dict[bytes, Document] = {}  # those that are awaited, as far as there is room
        self._documents: OrderedDict[bytes, Document] = OrderedDict()
        self._last: Document | None = None
        self._bytes = 0

    def document(self, path: str, text: bytes) -> Document:
        """The document of a file that has this text."""
        found = self._kept.get(text) or self._documents.get(text)
        if found is None:
            found = self._last = self._read(path, text, self._last)
            self._add(text, found)
        elif text in self._documents:
            self._documents.move_to_end(text)
        return found if found.path == path else Document(path, text, found)

    def expect(self, texts: Iterable[bytes]) -> None:
        """Keep the documents of these texts, whatever else is read, until each was released as often as it is there."""
        self._awaited = Counter(texts)
        for text in self._kept.keys() - self._awaited.keys():
            self._drop(text)

    def release(self, text: bytes) -> None:
        """Undo one `expect` of a text."""
        self._awaited[text] -= 1
        if self._awaited[text] <= 0 and text in self._kept:
            self._drop(text)

    def clear(self) -> None:
        self._documents.clear()
        self._kept.clear()
        self._last = None
        self._bytes = 0

    def _drop(self, text: bytes) -> None:
        """Keep what is no longer awaited as any other."""
        self._bytes -= len(text)
        self._add(text, self._kept.pop(text))

    def _add(self, text: bytes, document: Document) -> None:
        self._bytes += len(text)
        if self._awaited[text] > 0 and self._bytes <= self._max_bytes:
            self._kept[text] = document
            return
        self._documents[text] = document
        while len(self._documents) > 2 and self._bytes > self._max_bytes:
            self._bytes -= len(self._documents.popitem(last=False)[0])


class Disk:
    """The files on the disk, by absolute path. With `folders`, listings of folders are cached there."""

    def __init__(self, folders: Folders | None = None) -> None:
        self._folders = folders

    def document(self, path: str) -> Document | None:
        """The current content of a file; None if it does not exist or cannot be read."""
        text = self.text(path)
        return None if text is None else Document(path, text)

    def text(self, path: str) -> bytes | None:
        """The current content of a file; None if it does not exist or cannot be read."""
        try:
            return read(path).text
        except OSError:
            return None

    def folders_above(self, folder: str) -> tuple[str, ...]:
        """A folder and those above it, up to the top of its repository; none for a relative path."""
        return tuple(in_repository(folder)) if os.path.isabs(folder) else ()

    def siblings(self, folder: str) -> tuple[str, ...]:
        """The paths of the `.wit` files directly in a folder, sorted; none for a relative path."""
        if not os.path.isabs(folder):
            return ()
        return (self._folders or Folders()).wit_paths(folder)

    def dependencies(self, deps: str) -> tuple[Dependency, ...]:
        """As the reference toolchain reads a folder `deps`, ordered; none for a relative path."""
        if not os.path.isabs(deps):
            return ()
        folders = self._folders or Folders()
        above, name = os.path.split(deps)
        if name == "deps" and not any(each.name == name and each.is_folder for each in folders.listing(above).entries):
            return ()  # as in most folders
        entries = read_as_dependencies(folders.listing(deps).entries)
        usable = (entry for entry in entries if entry.is_folder or entry.is_file)
        return tuple(_dependency(entry, os.path.join(deps, entry.name), folders) for entry in usable)

    def packages(self) -> WorkspacePackages:
        """None: what the workspace is, the disk does not say."""
        return {}


def read_as_dependencies(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Of the entries of a folder `deps`, those of packages: folders, and files by their extension."""
    return (entry for entry in entries if entry.is_folder or os.path.splitext(entry.name)[1] in EXTENSIONS)


def _dependency(entry: Entry, path: str, folders: Folders) -> Dependency:
    if entry.is_folder:
        return Dependency(path, "folder" if folders.listing(path).error is None else "unread")
    return Dependency(path, "unread" if is_encoded(path) else "text")


def _listing(folder: str) -> Listing:
    try:
        with os.scandir(folder) as found:
            entries = [each for each in map(_entry, found) if each.is_folder or each.name.endswith(EXTENSIONS)]
    except OSError as error:
        return Listing((), error)
    entries.sort(key=itemgetter(0))
    return Listing(tuple(entries))


def _entry(found: os.DirEntry[str]) -> Entry:
    try:
        is_file = found.is_file()
        return Entry(found.name, is_file, not is_file and found.is_dir(), found.is_symlink())
    except OSError:  # such as a link that leads to itself, or into a folder that may not be entered
        return Entry(found.name, is_file=False, is_folder=False, is_link=True)
