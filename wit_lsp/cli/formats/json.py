"""The report for programs. Its fields are a contract: within version 1 fields may be added, none changes."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from wit_lsp import catalogue
from wit_lsp.cli.report import Render, Report
from wit_lsp.cli.session import Session, display
from wit_lsp.cli.terminal import Output
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.fixes.reading import Reading
from wit_lsp.problem import Applicability
from wit_lsp.text import Source, Span

VERSION = 1


def renderer(session: Session, output: Output) -> Render:
    """Makes the diagnostics of a file what they are in the document."""

    def render(document: Source, diagnostics: list[Diagnostic]) -> str:
        reading = Reading(session.engine)
        return ",\n".join(_dumped(_diagnostic(each, session, reading)) for each in diagnostics)

    return render


def write(session: Session, report: Report, options: argparse.Namespace, output: Output) -> None:
    document = _dumped(
        {
            "version": VERSION,
            "diagnostics": [],
            "summary": {
                "files": report.files,
                "packages": session.packages,
                "errors": report.severities["error"],
                "warnings": report.severities["warning"],
                "information": report.severities["information"],
                "hints": report.severities["hint"],
                "fixable": report.fixable["safe"],
                "fixableUnsafe": report.fixable["unsafe"],
                "fixableManual": report.fixable["manual"],
            },
        }
    )
    if report.shown:
        diagnostics = ",\n".join(report.shown).replace("\n", "\n    ")
        document = document.replace("[]", f"[\n    {diagnostics}\n  ]", 1)
    output.program(document + "\n")


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _diagnostic(diagnostic: Diagnostic, session: Session, reading: Reading) -> dict[str, Any]:
    suggested = diagnostic.suggested
    return {
        "file": display(diagnostic.path),
        "range": _range(session, diagnostic.path, diagnostic.span),
        "severity": diagnostic.severity.value,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "help": suggested.title if suggested is not None else None,
        "url": catalogue.url(diagnostic.code),
        "related": [
            {"file": display(path), "range": _range(session, path, span), "message": message}
            for path, span, message in diagnostic.related
        ],
        "fixes": list(_fixes(diagnostic, session, reading)),
    }


def _fixes(diagnostic: Diagnostic, session: Session, reading: Reading) -> Iterator[dict[str, Any]]:
    for fix in diagnostic.fixes:
        change = diagnostic.change(fix, reading)
        yield {
            "title": fix.title,
            "safe": fix.applicability is Applicability.SAFE,
            "applicability": fix.applicability.value,
            "preferred": fix is diagnostic.preferred,
            "edits": [
                {"file": display(path), "range": _range(session, path, edit.span), "newText": edit.text}
                for path, edits in change.edits.items()
                for edit in edits
            ],
            "files": [
                *({"create": display(path), "text": text} for path, text in change.creates),
                *({"move": display(path), "to": display(to)} for path, to in change.moves),
                *({"delete": display(path)} for path in change.deletes),
            ],
        }


def _range(session: Session, path: str, span: Span) -> dict[str, Any]:
    document = session.source(path)
    assert document is not None, f"{path} is gone since it was read"
    return {"start": _position(document, span.start), "end": _position(document, span.end)}


def _position(document: Source, offset: int) -> dict[str, int]:
    line, character = document.position(offset, "utf-16")
    return {"line": line, "character": character}
