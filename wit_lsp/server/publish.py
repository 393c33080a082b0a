"""The messages that publish the diagnostics of open documents."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types as lsp

from wit_lsp.features import SettingsView, View
from wit_lsp.features.diagnostics import Encoder, shown

if TYPE_CHECKING:
    from wit_lsp.engine.judge import Failure

_LOG = logging.getLogger(__name__)


class Publication(NamedTuple):
    """What the client knows of a document: its diagnostics, each as JSON."""

    uri: str
    version: int | None
    diagnostics: list[str]

    def message(self) -> str:
        """The whole message, as JSON. It is put together from what is encoded already."""
        of_version = "" if self.version is None else f'"version":{self.version},'
        diagnostics = f"[{','.join(self.diagnostics)}]"
        params = f'{{"uri":{json.dumps(self.uri)},{of_version}"diagnostics":{diagnostics}}}'
        return f'{{"jsonrpc":"2.0","method":"{lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS}","params":{params}}}'


def diagnostics(view: View, logged: set[Failure], encoder: Encoder) -> Publication:
    """All of a document, with the version of its text.

    A rule's failure is logged, once, and kept in `logged`.
    """
    found = view.diagnostics
    for failure in view.engine.failures(view.document.path):
        if failure not in logged:
            logged.add(failure)
            _LOG.error("the rule `%s` failed on %s\n%s", failure.rule, failure.path, failure.trace)
    return Publication(view.uri, view.version, encoder.encoded(view, found.limited()))


def of_settings(view: SettingsView, encode: Callable[[lsp.Diagnostic], str]) -> Publication:
    """All of a file of settings."""
    from wit_lsp.configuration.diagnostics import diagnostics

    found = diagnostics(view.file) if view.file.mistakes or view.file.no_toml else []
    return Publication(view.uri, view.version, [encode(shown(view, each)) for each in found])


def none(uri: str) -> Publication:
    """Nothing: what a document that was closed has."""
    return Publication(uri, None, [])
