"""The report as SARIF 2.1.0, which GitHub's code scanning and other services read.

Lines and columns count from 1, columns in UTF-16 units. Files below the working folder are relative to it. Fixes that
create, move or delete files are left out: SARIF has no words for them.
"""

from __future__ import annotations

import argparse
import json
import os
from typing import Any
from urllib.parse import quote

from wit_lsp import __version__, catalogue
from wit_lsp.cli.report import Render, Report
from wit_lsp.cli.session import Session, display
from wit_lsp.cli.terminal import Output
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.problem import Severity
from wit_lsp.text import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}  # all others are a `note`


def renderer(session: Session, output: Output) -> Render:
    return lambda document, diagnostics: [_result(session, each) for each in diagnostics]


def write(session: Session, report: Report, options: argparse.Namespace, output: Output) -> None:
    results = [result for results in report.shown for result in results]
    codes = sorted({result["ruleId"] for result in results})
    for result in results:
        result["ruleIndex"] = codes.index(result["ruleId"])
    driver = {"name": "wit-lsp", "version": __version__, "rules": [_rule(code) for code in codes]}
    run = {"tool": {"driver": driver}, "columnKind": "utf16CodeUnits", "results": results}
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    output.program(json.dumps(log, ensure_ascii=False, indent=2) + "\n")


def _rule(code: str) -> dict[str, Any]:
    if code not in catalogue.names():
        return {"id": code}
    page = catalogue.page(code)
    return {
        "id": code,
        "shortDescription": {"text": catalogue.summary(code)},
        "help": {"text": page, "markdown": page},
        "helpUri": catalogue.url(code),
    }


def _result(session: Session, diagnostic: Diagnostic) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "level": _LEVELS.get(diagnostic.severity, "note"),
        "message": {"text": diagnostic.message},
        "locations": [_location(session, diagnostic.path, diagnostic.span)],
    }
    related = [
        {**_location(session, path, span), "id": number, "message": {"text": message}}
        for number, (path, span, message) in enumerate(diagnostic.related)
    ]
    fixes = []
    for fix in diagnostic.fixes:
        change = diagnostic.change(fix, session.engine)
        if change.edits and not change.has_file_operations:
            changes = [
                {
                    "artifactLocation": _artifact(path),
                    "replacements": [
                        {"deletedRegion": _region(session, path, edit.span), "insertedContent": {"text": edit.text}}
                        for edit in edits
                    ],
                }
                for path, edits in change.edits.items()
            ]
            description = {"text": f"{fix.title} ({fix.applicability.value})"}
            fixes.append({"description": description, "artifactChanges": changes})
    return result | ({"relatedLocations": related} if related else {}) | ({"fixes": fixes} if fixes else {})


def _location(session: Session, path: str, span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(path), "region": _region(session, path, span)}}


def _artifact(path: str) -> dict[str, str]:
    name = display(path)
    if os.path.isabs(name):
        return {"uri": f"file://{quote(os.fsencode(name.replace(os.sep, '/')))}"}
    return {"uri": quote(os.fsencode(name)), "uriBaseId": "%SRCROOT%"}


def _region(session: Session, path: str, span: Span) -> dict[str, int]:
    document = session.source(path)
    assert document is not None, f"{path} is gone since it was read"
    (row, column), (last_row, end) = (document.position(offset, "utf-16") for offset in span)
    return {"startLine": row + 1, "startColumn": column + 1, "endLine": last_row + 1, "endColumn": end + 1}
