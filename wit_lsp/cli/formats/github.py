"""Workflow commands, which GitHub Actions shows as annotations of the changed lines."""

from __future__ import annotations

import argparse

from wit_lsp.cli.report import Render, Report
from wit_lsp.cli.session import Session, display
from wit_lsp.cli.terminal import Output, visible
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.problem import Severity
from wit_lsp.text import Source

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning"}  # all others are a `notice`


def renderer(session: Session, output: Output) -> Render:
    return lambda document, diagnostics: "".join(_command(document, each) for each in diagnostics)


def write(session: Session, report: Report, options: argparse.Namespace, output: Output) -> None:
    output.program("".join(report.shown))


def _command(document: Source, diagnostic: Diagnostic) -> str:
    """Lines and columns count from 1; the end is the last character. Columns are left out over several lines."""
    row, column = document.position(diagnostic.span.start, "utf-32")
    last_row, end = document.position(diagnostic.span.end, "utf-32")
    place = {"file": display(document.path), "line": row + 1, "endLine": last_row + 1}
    if row == last_row:
        place |= {"col": column + 1, "endColumn": max(end, column + 1)}
    place["title"] = f"wit-lsp ({diagnostic.code})"
    properties = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in place.items())
    command = _COMMANDS.get(diagnostic.severity, "notice")
    message = visible(f"{display(document.path)}:{row + 1}:{column + 1}: {diagnostic.message}")
    if (fix := diagnostic.suggested) is not None:
        message += f"\nfix: {visible(fix.title)} ({fix.applicability.value})"
    return f"::{command} {properties}::{_escaped(message)}\n"


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(each):02X}" if each in f"%\r\n{more}" else each for each in text)
