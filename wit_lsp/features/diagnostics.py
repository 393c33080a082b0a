"""Converts diagnostics to LSP, both for publishing and for code actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from wit_lsp.features import SettingsView, View

if TYPE_CHECKING:
    from wit_lsp.engine.diagnostics import Diagnostic, Part, Report

SOURCE = "wit-lsp"

_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "information": lsp.DiagnosticSeverity.Information,
    "hint": lsp.DiagnosticSeverity.Hint,
}


def shown(view: View | SettingsView, diagnostic: Diagnostic) -> lsp.Diagnostic:
    """The diagnostic in LSP, equal to the one that was published, so that a client can compare the two."""
    return _convert(view, diagnostic)


class Encoder:
    """Encodes the diagnostics of one document with `encode`.

    The results for parts of the report that did not change or move are cached: a keystroke must not cost time for the
    diagnostics in the rest of the file.
    """

    def __init__(self, encode: Callable[[lsp.Diagnostic], str]) -> None:
        self._encode = encode
        self._kept: dict[int, tuple[Part, tuple[int, int], list[str]]] = {}

    def encoded(self, view: View, report: Report) -> list[str]:
        before, self._kept = self._kept, {}
        found: list[str] = []
        for part in report.parts:
            at = view.document.position(part.start, view.client.encoding)
            kept = before.get(id(part.found))
            if kept is None or kept[1] != at:
                kept = (part, at, [self._encode(_convert(view, each)) for each in part.placed()])
            self._kept[id(part.found)] = kept
            found += kept[2]
        return found


def _convert(view: View | SettingsView, diagnostic: Diagnostic) -> lsp.Diagnostic:
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


def _related(view: View | SettingsView, diagnostic: Diagnostic) -> list[lsp.DiagnosticRelatedInformation]:
    if isinstance(view, SettingsView) or not view.client.get("text_document.publish_diagnostics.related_information"):
        return []
    return [
        lsp.DiagnosticRelatedInformation(location, message)
        for path, span, message in diagnostic.related
        if (location := view.location(path, span)) is not None
    ]
