"""Tells the client what is wrong with an open document."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from wit_lsp.features import View
from wit_lsp.features.diagnostics import encoded

if TYPE_CHECKING:
    from wit_lsp.engine.diagnostics import Failure

_LOG = logging.getLogger(__name__)


def diagnostics(view: View, logged: set[Failure], encode: Callable[[lsp.Diagnostic], str]) -> str:
    """The message, as JSON, with all of a document and the version of its text.

    A rule's failure is logged, once, and kept in `logged`.
    """
    from wit_lsp.engine.diagnostics import limited, report

    found, failures = report(view.file, view.model)
    for failure in failures:
        if failure not in logged:
            logged.add(failure)
            _LOG.error("the rule `%s` failed on %s\n%s", failure.rule, failure.path, failure.trace)
    return _message(view.uri, view.version, encoded(view, limited(found), encode))


def none(uri: str) -> str:
    """Nothing: what a document that was closed has."""
    return _message(uri, None, [])


def _message(uri: str, version: int | None, diagnostics: list[str]) -> str:
    """Put together from what is encoded already."""
    of_version = "" if version is None else f'"version":{version},'
    params = f'{{"uri":{json.dumps(uri)},{of_version}"diagnostics":[{",".join(diagnostics)}]}}'
    return f'{{"jsonrpc":"2.0","method":"{lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS}","params":{params}}}'
