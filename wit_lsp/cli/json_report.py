"""The report for programs. Its fields are a contract: within version 1 fields may be added, none changes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from wit_lsp import catalogue
from wit_lsp.cli.report import Render, Report
from wit_lsp.cli.session import Session, display
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.ir.files import File
from wit_lsp.ir.source import Source
from wit_lsp.rules import Fix
from wit_lsp.text import LineIndex, Span

VERSION = 1

Lines = Callable[[str], "Source | LineIndex"]
"""The lines of the file at a path."""


def renderer(session: Session) -> Render:
    """Makes the diagnostics of a file what they are in the document."""

    def render(file: File, diagnostics: list[Diagnostic]) -> str:
        def lines(path: str) -> Source | LineIndex:
            return file.source if path == file.path else LineIndex(session.texts[path])

        return ",\n".join(_dumped(_diagnostic(each, file.path, lines)) for each in diagnostics)

    return render


def write(session: Session, report: Report) -> None:
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
                "fixable": report.fixable[True],
                "fixableUnsafe": report.fixable[False],
            },
        }
    )
    if report.shown:
        diagnostics = ",\n".join(report.shown).replace("\n", "\n    ")
        document = document.replace("[]", f"[\n    {diagnostics}\n  ]", 1)
    sys.stdout.write(document + "\n")


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _diagnostic(diagnostic: Diagnostic, path: str, lines: Lines) -> dict[str, Any]:
    return {
        "file": display(path),
        "range": _range(lines(path), diagnostic.span),
        "severity": diagnostic.severity.value,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "help": diagnostic.fixes[0].title if diagnostic.fixes else None,
        "url": catalogue.url(diagnostic.code),
        "related": [
            {"file": display(path), "range": _range(lines(path), span), "message": message}
            for span, message in diagnostic.related
        ],
        "fixes": [_fix(diagnostic, fix, lines, preferred=n == 0) for n, fix in enumerate(diagnostic.fixes)],
    }


def _fix(diagnostic: Diagnostic, fix: Fix, lines: Lines, *, preferred: bool) -> dict[str, Any]:
    edits = [
        {"file": display(path), "range": _range(lines(path), edit.span), "newText": edit.text}
        for path, edits in diagnostic.edits(fix).items()
        for edit in edits
    ]
    return {"title": fix.title, "safe": fix.safe, "preferred": preferred, "edits": edits, "files": []}


def _range(lines: Source | LineIndex, span: Span) -> dict[str, Any]:
    return {"start": _position(lines, span.start), "end": _position(lines, span.end)}


def _position(lines: Source | LineIndex, offset: int) -> dict[str, int]:
    line, character = lines.position(offset, "utf-16")
    return {"line": line, "character": character}
