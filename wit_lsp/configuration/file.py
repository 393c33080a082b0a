"""The text of a `wit-lsp.toml`: what it sets, and what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property

import tomli

from wit_lsp.configuration.keys import Layer, read
from wit_lsp.configuration.kinds import Mistake
from wit_lsp.text import LineIndex, Span
from wit_lsp.tuples import NamedTuple


class NoToml(NamedTuple):
    """Why a text is no TOML, and the byte at which that shows."""

    message: str
    offset: int


class Located(NamedTuple):
    """A mistake, and what of the text it is about. `replacement` is the TOML to write there instead."""

    span: Span
    mistake: Mistake
    replacement: str | None


class ConfigurationFile(LineIndex):
    """One version of a file. One that is no TOML sets nothing."""

    __slots__ = ("__dict__", "folder", "layer", "mistakes", "no_toml", "path")

    def __init__(self, path: str, text: bytes, folder: str | None = None) -> None:
        """Patterns are relative to `folder`, which is that of the file by default."""
        super().__init__(text)
        self.path = path
        self.folder = os.path.dirname(path) if folder is None else folder
        self.mistakes: list[Mistake] = []
        self.no_toml: NoToml | None = None
        self.layer = Layer()
        try:
            values = tomli.loads(text.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            self.no_toml = NoToml("not UTF-8", error.start)
        except tomli.TOMLDecodeError as error:
            message = error.msg[:1].lower() + error.msg[1:]
            self.no_toml = NoToml(message, self.offset(error.lineno - 1, error.colno - 1, "utf-32"))
        except RecursionError:
            self.no_toml = NoToml("values are nested too deeply", 0)
        else:
            self.layer = read(values, self.mistakes.append, folder=self.folder)

    def with_text(self, text: bytes) -> ConfigurationFile:
        """Another version of the file."""
        return ConfigurationFile(self.path, text, self.folder)

    @cached_property
    def located(self) -> tuple[Located, ...]:
        """The mistakes in the order of the text."""
        return tuple(sorted(self._located())) if self.mistakes else ()

    def _located(self) -> Iterator[Located]:
        from wit_lsp.syntax.toml import Places

        places = Places(self.text)
        for mistake in self.mistakes:
            span = places.key(mistake.path) if mistake.of_key else places.value(mistake.path)
            replacement = None
            if mistake.nearest is not None:
                # Names of settings and rules are bare keys. Other keys are patterns, for which nothing is near.
                replacement = mistake.nearest if mistake.of_key else f'"{mistake.nearest}"'
            yield Located(span, mistake, replacement)
