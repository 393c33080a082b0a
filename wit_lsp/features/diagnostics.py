"""What is wrong with a file, as LSP says it: for what is published and for what code actions refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types as lsp

from wit_lsp.features import Client, View

if TYPE_CHECKING:
    from wit_lsp.engine.diagnostics import Diagnostic
    from wit_lsp.ir.files import LocatedSegment

SOURCE = "wit-lsp"

_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "information": lsp.DiagnosticSeverity.Information,
    "hint": lsp.DiagnosticSeverity.Hint,
}


def shown(view: View, diagnostic: Diagnostic) -> lsp.Diagnostic:
    """The same for the same diagnostic whenever it is asked for, so that a client can compare."""
    return _shown(view, diagnostic, _kept(view, diagnostic.place))


def encoded(view: View, diagnostics: Iterable[Diagnostic], encode: Callable[[lsp.Diagnostic], str]) -> list[str]:
    """Each as `encode` writes it.

    What it wrote is kept for as long as a part stays where it is: a key must not cost what all the rest of a file
    has to tell.
    """
    found, place, kept = [], None, None
    for each in diagnostics:
        if kept is None or each.place is not place:
            place = each.place
            kept = _kept(view, place)
        key = _key(each)
        text = kept.encoded.get(key)
        if text is None:
            text = kept.encoded[key] = encode(_shown(view, each, kept))
        found.append(text)
    return found


class _Shown(NamedTuple):
    """What a client was shown of a part whose first byte stands `at` row and column."""

    client: Client
    at: tuple[int, int]
    diagnostics: dict[object, lsp.Diagnostic]
    encoded: dict[object, str]


def _kept(view: View, place: LocatedSegment) -> _Shown:
    at = view.file.source.position(place.start, view.client.encoding)
    kept = place.part.memo.get(_kept)
    if not isinstance(kept, _Shown) or kept.at != at or kept.client is not view.client:
        kept = place.part.memo[_kept] = _Shown(view.client, at, {}, {})
    return kept


def _key(diagnostic: Diagnostic) -> object:
    start, end = diagnostic.span
    first = diagnostic.place.start
    return (start - first, end - first, diagnostic.code, diagnostic.severity.value, diagnostic.message)


def _shown(view: View, diagnostic: Diagnostic, kept: _Shown) -> lsp.Diagnostic:
    key = _key(diagnostic)
    found = kept.diagnostics.get(key)
    if found is None:
        found = kept.diagnostics[key] = _convert(view, diagnostic)
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
        lsp.DiagnosticRelatedInformation(lsp.Location(view.uri, view.range(span)), message)
        for span, message in diagnostic.related
    ]
