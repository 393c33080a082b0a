"""The answers to LSP requests, a module for each method. They know LSP's types, not its transport.

The modules are imported before `initialize` is answered, so what one needs of parser, model and rules it imports
where it uses it: the client does not wait for them. A module whose name begins with `_` is none of a method.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from lsprotocol import types as lsp

from wit_lsp.modules import module_names
from wit_lsp.text import Encoding, Span

if TYPE_CHECKING:
    from wit_lsp.engine.diagnostics import Report
    from wit_lsp.engine.engine import Engine
    from wit_lsp.ir.document import Document

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
    """One open file as its client sees it. `uris` are the names that the client has for open files, by path."""

    document: Document
    engine: Engine
    uri: str
    version: int | None
    client: Client
    uris: Mapping[str, str] = field(default_factory=dict)

    @property
    def diagnostics(self) -> Report:
        """What is wrong with the file: kept from when it was published."""
        return self.engine.diagnostics(self.document.path)

    def offset(self, position: lsp.Position) -> int:
        return self.document.offset(position.line, position.character, self.client.encoding)

    def span(self, range: lsp.Range) -> Span:
        return Span(self.offset(range.start), self.offset(range.end))

    def range(self, span: Span, document: Document | None = None) -> lsp.Range:
        """A span of this file, or of another document, in the client's units."""
        position, encoding = (document or self.document).position, self.client.encoding
        return lsp.Range(lsp.Position(*position(span.start, encoding)), lsp.Position(*position(span.end, encoding)))

    def location(self, path: str, span: Span) -> lsp.Location | None:
        """A stretch of any file; None where that is not there."""
        document = self.document if path == self.document.path else self.engine.document(path)
        return None if document is None else lsp.Location(self.uri_of(path), self.range(span, document))

    def uri_of(self, path: str) -> str:
        """How the client names the file at `path`."""
        if path == self.document.path:
            return self.uri
        return self.uris.get(path) or Path(path).as_uri()


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
    modules = [import_module(f"{__name__}.{name}") for name in module_names(__path__)]
    return tuple(value for module in modules for value in vars(module).values() if isinstance(value, Feature))
