"""What is wrong with a file, as LSP says it: for what is published and for what code actions refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from wit_lsp.features import View

if TYPE_CHECKING:
    from wit_lsp.engine.diagnostics import Diagnostic

SOURCE = "wit-lsp"

_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "information": lsp.DiagnosticSeverity.Information,
    "hint": lsp.DiagnosticSeverity.Hint,
}


def shown(view: View, diagnostic: Diagnostic) -> lsp.Diagnostic:
    """The same for the same diagnostic whenever it is asked for, so that a client can compare."""
    return _convert(view, diagnostic)


class Encoder:
    """Writes the diagnostics of one document as `encode` does.

    What it wrote of a stretch that stays where it is, is kept: a key must not cost what all the rest of a file has to
    report.
    """

    def __init__(self, encode: Callable[[lsp.Diagnostic], str]) -> None:
        self._encode = encode
        self._kept: dict[object, str] = {}

    def encoded(self, view: View, diagnostics: Iterable[Diagnostic]) -> list[str]:
        before, found = self._kept, []
        kept: dict[object, str] = {}
        position, encoding = view.document.position, view.client.encoding
        for each in diagnostics:
            places = [position(at, encoding) for at in each.span]
            related = [(place.path, view.location(place.path, place.span), place.message) for place in each.related]
            key = (*places, each.code, each.severity.value, each.message, repr(related) if related else "")
            kept[key] = before.get(key) or self._encode(_convert(view, each))
            found.append(kept[key])
        self._kept = kept
        return found


def _convert(view: View, diagnostic: Diagnostic) -> lsp.Diagnostic:
    from wit_lsp import catalogue

    described = view.client.get("text_document.publish_diagnostics.code_description_support")
    url = catalogue.url(diagnostic.code) if described else None
    return lsp.Diagnostic(
        view.range(diagnostic.span),
        diagnostic.message,
        _SEVERITIES[diagnostic.severity.value],
        diagnostic.code,
        lsp.CodeDescription(url) if url else None,
        SOURCE,
        related_information=_related(view, diagnostic) or None,
    )


def _related(view: View, diagnostic: Diagnostic) -> list[lsp.DiagnosticRelatedInformation]:
    if not view.client.get("text_document.publish_diagnostics.related_information"):
        return []
    return [
        lsp.DiagnosticRelatedInformation(location, message)
        for path, span, message in diagnostic.related
        if (location := view.location(path, span)) is not None
    ]
