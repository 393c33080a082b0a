"""Answers LSP requests, with one module for each method. Knows the types of LSP, but not its transport.

The modules are imported before the server answers `initialize`. So that the client does not have to wait, they import
the parser, the semantic layer and the rules only where they use them. Modules whose names begin with `_` are helpers.
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
from wit_lsp.text import Encoding, Source, Span

if TYPE_CHECKING:
    from wit_lsp.configuration.file import ConfigurationFile
    from wit_lsp.engine.diagnostics import Report
    from wit_lsp.engine.engine import Engine
    from wit_lsp.ir.document import Document
    from wit_lsp.workspace.configurations import Configurations

Params = TypeVar("Params")
Result = TypeVar("Result")
Options: TypeAlias = "object | Callable[[Client], object]"


@dataclass(frozen=True, slots=True)
class Client:
    """The capabilities of the client, and the code units in which it counts columns."""

    capabilities: lsp.ClientCapabilities
    encoding: Encoding = "utf-16"

    def get(self, path: str) -> Any:
        """The capability at a dotted path, such as `workspace.configuration`; None if it is not declared."""
        value: Any = self.capabilities
        for name in path.split("."):
            value = getattr(value, name, None)
        return value


@dataclass(frozen=True, slots=True)
class View:
    """One open file as its client sees it.

    `uris` are the URIs of the open files as the client spells them, by path, and `versions` those of their texts.
    Without `configurations` there is no file of settings.
    """

    document: Document
    engine: Engine
    uri: str
    version: int | None
    client: Client
    uris: Mapping[str, str] = field(default_factory=dict)
    configurations: Configurations | None = None
    versions: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def diagnostics(self) -> Report:
        """The diagnostics of the file, kept since they were published."""
        return self.engine.diagnostics(self.document.path)

    def offset(self, position: lsp.Position) -> int:
        return self.document.offset(position.line, position.character, self.client.encoding)

    def span(self, range: lsp.Range) -> Span:
        return Span(self.offset(range.start), self.offset(range.end))

    def range(self, span: Span, source: Source | None = None) -> lsp.Range:
        """The range of a span of this file, or of another one, in the client's code units."""
        position, encoding = (source or self.document).position, self.client.encoding
        return lsp.Range(lsp.Position(*position(span.start, encoding)), lsp.Position(*position(span.end, encoding)))

    def location(self, path: str, span: Span) -> lsp.Location | None:
        """The location of a span of any file; None if the file does not exist."""
        source = self.source(path)
        return None if source is None else lsp.Location(self.uri_of(path), self.range(span, source))

    def source(self, path: str) -> Source | None:
        """The text of any file; None if the file does not exist."""
        source: Source | None = self.document if path == self.document.path else None
        if source is None and self.configurations is not None:
            source = self.configurations.file(path)
        return source or self.engine.document(path)

    def uri_of(self, path: str) -> str:
        """The URI of a file, as the client spells it if the file is open."""
        if path == self.document.path:
            return self.uri
        return self.uris.get(path) or Path(path).as_uri()

    def identifier(self, path: str) -> lsp.OptionalVersionedTextDocumentIdentifier:
        """A file that is edited, with the version of its text if it is open."""
        version = self.version if path == self.document.path else self.versions.get(path)
        return lsp.OptionalVersionedTextDocumentIdentifier(self.uri_of(path), version)


@dataclass(frozen=True, slots=True)
class SettingsView:
    """One `wit-lsp.toml` as its client sees it."""

    file: ConfigurationFile
    uri: str
    version: int | None
    client: Client

    def span(self, range: lsp.Range) -> Span:
        ends = ((end.line, end.character) for end in (range.start, range.end))
        return Span(*(self.file.offset(line, character, self.client.encoding) for line, character in ends))

    def range(self, span: Span) -> lsp.Range:
        ends = (self.file.position(offset, self.client.encoding) for offset in span)
        return lsp.Range(*(lsp.Position(line, character) for line, character in ends))


@dataclass(frozen=True, slots=True)
class WorkspaceView:
    """All files that are known, as their client sees them. `uris` are those of the open ones, by path."""

    engine: Engine
    client: Client
    uris: Mapping[str, str] = field(default_factory=dict)

    def location(self, document: Document, span: Span) -> lsp.Location:
        ends = (lsp.Position(*document.position(offset, self.client.encoding)) for offset in span)
        return lsp.Location(self.uris.get(document.path) or Path(document.path).as_uri(), lsp.Range(*ends))


class Outdated(Exception):
    """The request refers to an answer about an older version of the text."""


@dataclass(frozen=True, slots=True)
class Feature(Generic[Params, Result]):
    """`document` returns the URI of the file of a request, `otherwise` the answer if that file is not open.

    `of_settings` answers for an open `wit-lsp.toml`. With `of_workspace` a request is of no file, and that answers it.
    """

    method: str
    options: Options | None
    document: Callable[[Params], str | None]
    otherwise: Callable[[Params], object]
    answer: Callable[[View, Params], Result]
    of_settings: Callable[[SettingsView, Params], object] | None = None
    of_workspace: Callable[[WorkspaceView, Params], object] | None = None

    def options_for(self, client: Client) -> tuple[bool, object]:
        """Whether the client gets the feature, and the options to register it with."""
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
    of_settings: Callable[[SettingsView, Any], object] | None = None,
) -> Callable[[Callable[[View, Params], Result]], Feature[Params, Result]]:
    """Turn a function into the answer to the LSP request `method`.

    `options` may be a function of the client; if it returns None, this client does not get the feature.
    """
    return lambda answer: Feature(method, options, document, otherwise, answer, of_settings)


def workspace_feature(
    method: str, *, options: Options | None = None
) -> Callable[[Callable[[WorkspaceView, Params], Result]], Feature[Params, Result]]:
    """As `feature`, for a request that names no file."""

    def no_file(view: View, params: object) -> Any:
        raise LookupError(f"`{method}` is about no file")

    return lambda answer: Feature(
        method, options, lambda params: None, lambda params: None, no_file, of_workspace=answer
    )


@cache
def all_features() -> tuple[Feature[Any, Any], ...]:
    """All features. There is no list to maintain: every module is imported."""
    modules = [import_module(f"{__name__}.{name}") for name in module_names(__path__)]
    return tuple(value for module in modules for value in vars(module).values() if isinstance(value, Feature))
