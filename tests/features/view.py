"""Files in the test notation, as a client sees them."""

from __future__ import annotations

from typing import Any

from lsprotocol import converters
from lsprotocol import types as lsp

from tests.fixture import Fixture
from wit_lsp.features import Client, View
from wit_lsp.text import Span

URI = "file:///test.wit"
DOCUMENT = lsp.TextDocumentIdentifier(URI)

_CONVERTER = converters.get_converter()


def client(**capabilities: Any) -> Client:
    """A client with these capabilities, as in JSON, which counts in UTF-16."""
    return Client(_CONVERTER.structure(capabilities, lsp.ClientCapabilities))


def view(case: Fixture, client: Client) -> View:
    """The first file of a case, in its version 3."""
    document, engine = case.document(), case.engine()
    engine.take(document)
    return View(document, engine, URI, 3, client)


def selected(case: Fixture, view: View) -> lsp.Range:
    """The range between the two cursors of a case, or its only cursor."""
    offsets = [offset for _, offset in case.cursors]
    return view.range(Span(offsets[0], offsets[-1]))
