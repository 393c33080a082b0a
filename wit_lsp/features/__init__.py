"""The answers to LSP requests, a module for each method. They know LSP's types, not its transport.

The modules are imported before `initialize` is answered, so what one needs of parser, model and rules it imports
where it uses it: the client does not wait for them. A module whose name begins with `_` is none of a method.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from lsprotocol import types as lsp

from wit_lsp.text import Encoding, Span

if TYPE_CHECKING:
    from wit_lsp.ir.files import File, Model

Params = TypeVar("Params")
Result = TypeVar("Result")
Options: TypeAlias = "object | Callable[[Client], object]"


@dataclass(frozen=True, slots=True)
class Client:
    """What the other side said of itself, and the code units in which it counts columns."""

    capabilities: lsp.ClientCapabilities
    encoding: Encoding = "utf-16"

    def get(self, path: str) -> Any:
        """The capability at a dotted path, such as `workspace.configuration`; None where it is unsaid."""
        value: Any = self.capabilities
        for name in path.split("."):
            value = getattr(value, name, None)
        return value


@dataclass(frozen=True, slots=True)
class View:
    """One open file as its client sees it. `model` is None where no rule runs on the file."""

    file: File
    model: Model | None
    uri: str
    version: int | None
    client: Client

    def offset(self, position: lsp.Position) -> int:
        return self.file.source.offset(position.line, position.character, self.client.encoding)

    def span(self, range: lsp.Range) -> Span:
        return Span(self.offset(range.start), self.offset(range.end))

    def range(self, span: Span) -> lsp.Range:
        position, encoding = self.file.source.position, self.client.encoding
        return lsp.Range(lsp.Position(*position(span.start, encoding)), lsp.Position(*position(span.end, encoding)))

    def uri_of(self, path: str) -> str:
        """How the client names the file at `path`."""
        return self.uri if path == self.file.path else Path(path).as_uri()


class Outdated(Exception):
    """What the client asks about was said of a text that is no longer there."""


@dataclass(frozen=True, slots=True)
class Feature(Generic[Params, Result]):
    """`document` gives the URI of the file that a request is about, `otherwise` the answer where that is not open."""

    method: str
    options: Options | None
    document: Callable[[Params], str | None]
    otherwise: Callable[[Params], object]
    answer: Callable[[View, Params], Result]

    def options_for(self, client: Client) -> tuple[bool, object]:
        """Whether this client can use the feature, and with which options."""
        if not callable(self.options):
            return True, self.options
        options = self.options(client)
        return options is not None, options


def feature(
    method: str,
    *,
    options: Options | None = None,
    document: Callable[[Any], str | None] = lambda params: str(params.text_document.uri),
    otherwise: Callable[[Any], object] = lambda params: None,
) -> Callable[[Callable[[View, Params], Result]], Feature[Params, Result]]:
    """Make of a function the answer to the LSP request `method`.

    `options` may be a function of the client; where it gives None, this client does not get the feature.
    """
    return lambda answer: Feature(method, options, document, otherwise, answer)


@cache
def all_features() -> tuple[Feature[Any, Any], ...]:
    """Every feature. No list is kept: the modules are the list."""
    names = [info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_")]
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return tuple(value for module in modules for value in vars(module).values() if isinstance(value, Feature))
