"""Writes and reads a dump, with a line for each text. The file is gzipped if its name ends in `.gz`."""

from __future__ import annotations

import gzip
import hashlib
import json
import multiprocessing
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import cached_property
from typing import IO, Any, cast

from tests.dump.product import observe
from tests.dump.texts import Edit, Text, apply, path, stored


class Record:
    """A line, whose JSON is parsed on demand. `wholes` are the texts from which other texts of the dump are made."""

    def __init__(self, line: str, wholes: dict[str, Record]) -> None:
        self.line = line
        self.name: str = json.JSONDecoder().raw_decode(line, len('{"name":'))[0]
        self._wholes = wholes

    @property
    def told(self) -> dict[str, Any]:
        return cast("dict[str, Any]", self._values["told"])

    @property
    def sha1(self) -> str:
        return cast(str, self._values["sha1"])

    @cached_property
    def text(self) -> Text:
        """Raises OSError if it is a file of the corpora that no longer exists or has changed."""
        base, edit = self._values["base"], self._values["edit"]
        if edit is None:
            content = stored(self.name)
        else:
            content = apply(b"" if base is None else self._wholes[base].text.content, Edit(*edit))
        if _sha1(content) != self.sha1:
            raise OSError(f"`{self.name}` is not the text that was recorded")
        return Text(self.name, path(self.name, edit), content, base, edit and Edit(*edit))

    @cached_property
    def _values(self) -> dict[str, Any]:
        return cast("dict[str, Any]", json.loads(self.line))


def write(name: str, texts: Iterable[Text], jobs: int = 1) -> int:
    """Write what is reported about each text, using several processes. Returns the number of texts."""
    count = 0
    with ExitStack() as stack:
        file = stack.enter_context(_opened(name, "w"))
        if jobs > 1:
            pool = stack.enter_context(multiprocessing.get_context("fork").Pool(jobs))
            lines: Iterable[str] = pool.imap(_line, texts, chunksize=50)
        else:
            lines = map(_line, texts)
        for line in lines:
            file.write(line)
            count += 1
    return count


def read(name: str) -> Iterator[Record]:
    wholes: dict[str, Record] = {}
    with _opened(name, "r") as file:
        for line in file:
            record = Record(line, wholes)
            if record.name.endswith("/whole"):
                wholes[record.name] = record
            yield record


def _line(text: Text) -> str:
    try:
        told = observe(text.path, text.content)
    except Exception as error:
        told = {"crash": type(error).__name__}
    values = {"name": text.name, "sha1": _sha1(text.content), "base": text.base, "edit": text.edit, "told": told}
    return json.dumps(values, separators=(",", ":")) + "\n"


def _sha1(content: bytes) -> str:
    return hashlib.sha1(content).hexdigest()


def _opened(name: str, mode: str) -> IO[str]:
    if name.endswith(".gz"):
        return cast("IO[str]", gzip.open(name, f"{mode}t", compresslevel=6, encoding="ascii"))
    return open(name, mode, encoding="ascii")
