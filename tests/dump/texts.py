"""The texts of a dump: each file of the corpora, and real files with mistakes put into them.

`tests.recovery` draws the files and makes the mistakes; with the same counts, it makes the same texts.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tests.conformance import corpora
from tests.recovery.drawn import drawn, flat
from tests.recovery.mutations import many, mutations


class Edit(NamedTuple):
    """Replaces the bytes `start..end` of a text. Bytes that are not UTF-8 are lone surrogates in `text`."""

    start: int
    end: int
    text: str


class Text(NamedTuple):
    """A text with a name that is the same in all dumps. The product is given `path` as its path.

    `edit` makes the text from the one named `base`, or from an empty text if that is None. A text without an edit is a
    file of the corpora, named by its path there.
    """

    name: str
    path: str
    content: bytes
    base: str | None = None
    edit: Edit | None = None


def of_corpora() -> Iterator[Text]:
    files = {file for root in corpora.roots() for file in corpora.wit_files(root.path)}
    for name in sorted(map(_name, files.union(corpora.wit_files(corpora.REFERENCE)))):
        yield Text(name, path(name, None), stored(name))


def with_mistakes(seed: int, each: int, several: int) -> Iterator[Text]:
    """The files that the seed draws, unchanged and without indentation.

    Each is followed by up to `each` texts with one mistake, for every kind of mistake, and by `several` texts with many
    mistakes.
    """
    texts = drawn(seed)
    for layout, wholes in ("indented", texts), ("flat", map(flat, texts)):
        singly, together = random.Random(seed), random.Random(seed)
        for number, whole in enumerate(wholes):
            folder = f"seed-{seed}/{layout}/{number}"
            base = f"{folder}/whole"
            yield edited(base, None, b"", whole)
            found = [(each.kind, each.text) for each in mutations(whole, each, singly)]
            found += (("many", text) for text in many(whole, several, together))
            for name, text in _numbered(folder, found):
                yield edited(name, base, whole, text)


def edited(name: str, base: str | None, old: bytes, new: bytes) -> Text:
    """The text `new`, stored as its difference from `old`, the text named `base`."""
    edit = difference(old, new)
    return Text(name, path(name, edit), new, base, edit)


def difference(old: bytes, new: bytes) -> Edit:
    """The one edit that turns `old` into `new`."""
    start = _common(old, new)
    tail = _common(old[start:][::-1], new[start:][::-1])
    return Edit(start, len(old) - tail, new[start : len(new) - tail].decode("utf-8", "surrogateescape"))


def apply(old: bytes, edit: Edit) -> bytes:
    return old[: edit.start] + edit.text.encode("utf-8", "surrogateescape") + old[edit.end :]


def path(name: str, edit: Edit | None) -> str:
    """The path of a text: a file of the corpora is there, an edited one is alone in its folder."""
    return "edited.wit" if edit is not None else os.path.abspath(os.path.join(corpora.FOLDER or "", name))


def stored(name: str) -> bytes:
    """The bytes of a file of the corpora. Raises OSError."""
    with open(path(name, None), "rb") as file:
        return file.read()


def _common(old: bytes, new: bytes) -> int:
    """The length of the common start."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _name(file: os.PathLike[str]) -> str:
    return os.path.relpath(file, corpora.FOLDER).replace(os.sep, "/")


def _numbered(folder: str, texts: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    counts: Counter[str] = Counter()
    for kind, text in texts:
        counts[kind] += 1
        yield f"{folder}/{kind}/{counts[kind]}", text
