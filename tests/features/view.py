"""Files in the test notation, as a client sees them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lsprotocol import converters
from lsprotocol import types as lsp

from tests.fixture import Fixture, Mark
from wit_lsp.features import Client, View
from wit_lsp.text import Span

URI = "file:///test.wit"
DOCUMENT = lsp.TextDocumentIdentifier(URI)

_CONVERTER = converters.get_converter()


def client(**capabilities: Any) -> Client:
    """A client with these capabilities, as in JSON, which counts in UTF-16."""
    return Client(_CONVERTER.structure(capabilities, lsp.ClientCapabilities))


def view(case: Fixture, client: Client, path: str | None = None) -> View:
    """A file of a case, the first one by default, open in its version 3."""
    document, engine = case.document(path), case.engine()
    engine.take(document)
    uris = {each: uri_of(each) for each in case.files}
    return View(document, engine, URI if path is None else uri_of(path), 3, client, uris)


def uri_of(path: str) -> str:
    return f"file:///{path}"


def at_cursor(case: Fixture, client: Client) -> tuple[View, lsp.Position]:
    """The file with the cursor, and its place."""
    [(path, offset)] = case.cursors
    seen = view(case, client, path)
    return seen, seen.range(Span(offset, offset)).start


def marked(case: Fixture, seen: View, found: Iterable[tuple[str, lsp.Range, str]]) -> list[Mark]:
    """Ranges in files, by their URIs, with labels."""
    marks = []
    for uri, range, label in found:
        path = uri.removeprefix("file:///")
        document = case.document(path)
        ends = (document.offset(each.line, each.character, seen.client.encoding) for each in (range.start, range.end))
        marks.append(Mark(path, Span(*ends), label))
    return marks


def selected(case: Fixture, view: View) -> lsp.Range:
    """The range between the two cursors of a case, or its only cursor."""
    offsets = [offset for _, offset in case.cursors]
    return view.range(Span(offsets[0], offsets[-1]))
