"""The report for programs. Its fields are a contract: within version 1 fields may be added, none changes."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

from wit_lsp import catalogue
from wit_lsp.cli.session import Session, display, fixable
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.ir.files import File
from wit_lsp.rules import Fix
from wit_lsp.text import Span

VERSION = 1


def write(session: Session) -> None:
    levels = Counter(each.severity.value for each in session.diagnostics)
    safe = Counter(fixable(session.diagnostics))
    document = {
        "version": VERSION,
        "diagnostics": [_diagnostic(each, session.files) for each in session.diagnostics],
        "summary": {
            "files": len(session.files),
            "packages": session.packages,
            "errors": levels["error"],
            "warnings": levels["warning"],
            "information": levels["information"],
            "hints": levels["hint"],
            "fixable": safe[True],
            "fixableUnsafe": safe[False],
        },
    }
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _diagnostic(diagnostic: Diagnostic, files: dict[str, File]) -> dict[str, Any]:
    file = diagnostic.place.file
    return {
        "file": display(file.path),
        "range": _range(file, diagnostic.span),
        "severity": diagnostic.severity.value,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "help": diagnostic.fixes[0].title if diagnostic.fixes else None,
        "url": catalogue.url(diagnostic.code),
        "related": [
            {"file": display(file.path), "range": _range(file, span), "message": message}
            for span, message in diagnostic.related
        ],
        "fixes": [_fix(diagnostic, fix, files, preferred=n == 0) for n, fix in enumerate(diagnostic.fixes)],
    }


def _fix(diagnostic: Diagnostic, fix: Fix, files: dict[str, File], *, preferred: bool) -> dict[str, Any]:
    edits = [
        {"file": display(path), "range": _range(files[path], edit.span), "newText": edit.text}
        for path, edits in diagnostic.edits(fix).items()
        for edit in edits
    ]
    return {"title": fix.title, "safe": fix.safe, "preferred": preferred, "edits": edits, "files": []}


def _range(file: File, span: Span) -> dict[str, Any]:
    return {"start": _position(file, span.start), "end": _position(file, span.end)}


def _position(file: File, offset: int) -> dict[str, int]:
    line, character = file.source.position(offset, "utf-16")
    return {"line": line, "character": character}
