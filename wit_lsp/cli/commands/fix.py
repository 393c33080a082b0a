"""Mend what can be applied_fixes in WIT files, and say what is left."""

from __future__ import annotations

import argparse
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
    from wit_lsp.cli import session, text_report

    session.disable_gc()
    settings = options.settings(arguments)
    if settings is None:
        return UNUSABLE
    found = session.Session(settings, arguments.standalone)
    found.read(arguments)
    from wit_lsp.engine.apply_fixes import apply_fixes

    applied_fixes = apply_fixes(found.files.values(), found.model, lambda _, fix: fix.safe or arguments.unsafe_fixes)
    for failure in applied_fixes.failures:
        found.complain(f"a bug: the rule `{failure.rule}` failed on {session.display(failure.path)}\n{failure.trace}")
    changed = [file for path, file in applied_fixes.files.items() if file.source.text != found.files[path].source.text]
    if arguments.diff:
        text_report.emit([line for file in changed for line in _diff(found.files[file.path], file)], arguments.color)
        return UNUSABLE if found.unusable else FOUND if changed else CLEAN
    if "-" in arguments.paths:
        return _to_stdout(found, applied_fixes, arguments)
    text_report.emit([_told(file, applied_fixes) for file in changed if _written(found, file)], arguments.color)
    found.files = applied_fixes.files
    found.check()
    text_report.write(found, arguments)
    return found.exit_code(arguments.fail_on)


def _to_stdout(found: Session, applied_fixes: Applied, arguments: argparse.Namespace) -> int:
    """The applied_fixes text of stdin; it is the only output."""
    import sys

    for file in applied_fixes.files.values():
        sys.stdout.buffer.write(file.source.text)
    found.files = applied_fixes.files
    found.check()
    return found.exit_code(arguments.fail_on)


def _told(file: File, applied_fixes: Applied) -> list[tuple[str, str]]:
    from wit_lsp.cli.session import display

    counts: dict[str, int] = applied_fixes.applied.get(file.path) or {}
    what = ", ".join(f"{code} ({count})" for code, count in sorted(counts.items()))
    return [("Mended", "bold green"), (f" {display(file.path)}: {what}", "")]


def _written(found: Session, file: File) -> bool:
    from wit_lsp.cli.session import display
    from wit_lsp.workspace.writing import write

    try:
        write(file.path, file.source.text)
    except OSError as error:
        found.complain(f"cannot write `{display(file.path)}`: {error.strerror}")
        return False
    return True


def _diff(old: File, new: File) -> list[list[tuple[str, str]]]:
    from difflib import unified_diff

    from wit_lsp.cli.session import display
    from wit_lsp.text import decode

    name = display(new.path)
    before, after = (decode(file.source.text).splitlines() for file in (old, new))
    styles = {"+": "green", "-": "red", "@": "cyan"}
    diff = unified_diff(before, after, f"a/{name}", f"b/{name}", lineterm="")
    return [[(line, styles.get(line[:1], ""))] for line in diff]
