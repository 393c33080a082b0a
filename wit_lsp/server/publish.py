"""The messages that publish the diagnostics of open documents."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from wit_lsp.features import View
from wit_lsp.features.diagnostics import Encoder

if TYPE_CHECKING:
    from wit_lsp.engine.judge import Failure

_LOG = logging.getLogger(__name__)


def diagnostics(view: View, logged: set[Failure], encoder: Encoder) -> str:
    """The message, as JSON, with all of a document and the version of its text.

    A rule's failure is logged, once, and kept in `logged`.
    """
    found = view.diagnostics
    for failure in view.engine.failures(view.document.path):
        if failure not in logged:
            logged.add(failure)
            _LOG.error("the rule `%s` failed on %s\n%s", failure.rule, failure.path, failure.trace)
    return _message(view.uri, view.version, encoder.encoded(view, found.limited()))


def none(uri: str) -> str:
    """Nothing: what a document that was closed has."""
    return _message(uri, None, [])


def _message(uri: str, version: int | None, diagnostics: list[str]) -> str:
    """Put together from what is encoded already."""
    of_version = "" if version is None else f'"version":{version},'
    params = f'{{"uri":{json.dumps(uri)},{of_version}"diagnostics":[{",".join(diagnostics)}]}}'
    return f'{{"jsonrpc":"2.0","method":"{lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS}","params":{params}}}'
