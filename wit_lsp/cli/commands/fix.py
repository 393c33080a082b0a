"""Mend what can be mended in WIT files, and say what is left."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from wit_lsp.cli import CLEAN, FOUND, UNUSABLE, options

if TYPE_CHECKING:
    from wit_lsp.cli.session import Session
    from wit_lsp.engine.apply_fixes import Applied
    from wit_lsp.ir.files import File


def add_arguments(parser: argparse.ArgumentParser) -> None:
    options.add_arguments(parser)
    parser.add_argument("--unsafe-fixes", action="store_true", help="also apply fixes that change the contract")
    parser.add_argument("--diff", action="store_true", help="show what would change, and change nothing")
    parser.add_argument("--quiet", action="store_true", help="do not say what is left")


def run(arguments: argparse.Namespace) -> int:
    from wit_lsp.cli import report, text_report
    from wit_lsp.cli.session import Session, display
    from wit_lsp.engine.apply_fixes import apply_fixes

    settings = options.settings(arguments)
    if settings is None:
        return UNUSABLE
    session = Session(settings, arguments.standalone)
    session.read(arguments)
    files = map(session.file, session.texts)
    applied = apply_fixes(files, session.model, lambda _, fix: fix.safe or arguments.unsafe_fixes)
    for failure in applied.failures:
        session.complain(f"a bug: the rule `{failure.rule}` failed on {display(failure.path)}\n{failure.trace}")
    session.files = applied.files
    changed = [file for path, file in applied.files.items() if file.source.text != session.texts[path]]
    if arguments.diff:
        lines = [line for file in changed for line in _diff(session.texts[file.path], file)]
        text_report.emit(lines, arguments.color)
        return UNUSABLE if session.unusable else FOUND if changed else CLEAN
    if "-" in arguments.paths:
        for file in applied.files.values():
            sys.stdout.buffer.write(file.source.text)
    else:
        written = [_told(file, applied) for file in changed if _written(session, file)]
        text_report.emit(written, arguments.color)
    left = report.check(session, text_report.renderer(arguments.color))
    if "-" not in arguments.paths:  # else the text is the only output
        text_report.write(left, arguments)
    return report.exit_code(session, left, arguments.fail_on)


def _told(file: File, applied: Applied) -> list[tuple[str, str]]:
    from wit_lsp.cli.session import display

    counts: dict[str, int] = applied.applied.get(file.path) or {}
    what = ", ".join(f"{code} ({count})" for code, count in sorted(counts.items()))
    return [("Mended", "bold green"), (f" {display(file.path)}: {what}", "")]


def _written(session: Session, file: File) -> bool:
    from wit_lsp.cli.session import display
    from wit_lsp.workspace.writing import write

    try:
        write(file.path, file.source.text)
    except OSError as error:
        session.complain(f"cannot write `{display(file.path)}`: {error.strerror}")
        return False
    return True


def _diff(old: bytes, new: File) -> list[list[tuple[str, str]]]:
    from difflib import unified_diff

    from wit_lsp.cli.session import display
    from wit_lsp.text import decode

    name = display(new.path)
    before, after = (decode(text).splitlines() for text in (old, new.source.text))
    styles = {"+": "green", "-": "red", "@": "cyan"}
    diff = unified_diff(before, after, f"a/{name}", f"b/{name}", lineterm="")
    return [[(line, styles.get(line[:1], ""))] for line in diff]
