"""A line for each problem, as compilers write them: for editors, `grep` and logs; last the command that fixes."""

from __future__ import annotations

import argparse

from wit_lsp.cli.report import Render, Report
from wit_lsp.cli.session import Session, display
from wit_lsp.cli.summary import STYLES, summary
from wit_lsp.cli.terminal import Line, Output
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.text import Source


def renderer(session: Session, output: Output) -> Render:
    return lambda document, diagnostics: [_line(document, each, session) for each in diagnostics]


def write(session: Session, report: Report, options: argparse.Namespace, output: Output) -> None:
    output.lines(line for lines in report.shown for line in lines)
    if not options.quiet:
        output.lines(summary(report, options))


def _line(document: Source, diagnostic: Diagnostic, session: Session) -> Line:
    row, column = document.position(diagnostic.span.start, "utf-32")
    fix = diagnostic.suggested
    kind = ""
    if fix is not None and session.kept(document.path) is None:
        kind = f" ({fix.applicability.value} fix)"
    return [
        (f"{display(document.path)}:{row + 1}:{column + 1}: ", ""),
        (f"{diagnostic.severity.value}[{diagnostic.code}]", STYLES[diagnostic.severity]),
        (f": {diagnostic.message}{kind}", ""),
    ]
