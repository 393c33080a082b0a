"""The messages that publish diagnostics."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from wit_lsp.features import SettingsView, View
from wit_lsp.features.diagnostics import Encoder, shown
from wit_lsp.tuples import NamedTuple

if TYPE_CHECKING:
    from wit_lsp.engine.files import FileReport
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
    """All of a document, with the version of its text. Failures of rules are logged."""
    found = view.diagnostics
    log(view.engine.failures(view.document.path), logged)
    return Publication(view.uri, view.version, encoder.encoded(view, found.limited()))


def of_file(view: View, report: FileReport, encode: Callable[[lsp.Diagnostic], str]) -> Publication:
    """All of a file that is not open."""
    return Publication(view.uri, None, [encode(shown(view, each)) for each in report.diagnostics])


def of_settings(view: SettingsView, encode: Callable[[lsp.Diagnostic], str]) -> Publication:
    """All of a file of settings."""
    from wit_lsp.configuration.diagnostics import diagnostics

    found = diagnostics(view.file) if view.file.mistakes or view.file.no_toml else []
    return Publication(view.uri, view.version, [encode(shown(view, each)) for each in found])


def log(failures: Iterable[Failure], logged: set[Failure]) -> None:
    """Log the failures of rules that are not in `logged` yet."""
    for failure in failures:
        if failure not in logged:
            logged.add(failure)
            _LOG.error("the rule `%s` failed on %s\n%s", failure.rule, failure.path, failure.trace)


def none(uri: str) -> Publication:
    """Nothing: what a document has that was closed."""
    return Publication(uri, None, [])


def uri_of(path: str) -> str:
    """What the client calls a file that it has not named itself."""
    return Path(path).as_uri()
