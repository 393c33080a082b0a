"""Report what is wrong with WIT files, and how to fix it."""

from __future__ import annotations

import argparse

from wit_lsp.cli import UNUSABLE, options


def add_arguments(parser: argparse.ArgumentParser) -> None:
    options.add_arguments(parser)
    parser.add_argument("--format", choices=["text", "json"], default="text", help="for a person, or for programs")
    parser.add_argument("--quiet", action="store_true", help="no summary")


def run(arguments: argparse.Namespace) -> int:
    from wit_lsp.cli import report
    from wit_lsp.cli.session import Session

    settings = options.settings(arguments)
    if settings is None:
        return UNUSABLE
    session = Session(settings, arguments.standalone)
    session.read(arguments)
    if arguments.format == "json":
        from wit_lsp.cli import json_report

        found = report.check(session, json_report.renderer(session))
        json_report.write(session, found)
    else:
        from wit_lsp.cli import text_report

        found = report.check(session, text_report.renderer(session, arguments.color))
        text_report.write(found, arguments)
    return report.exit_code(session, found, arguments.fail_on)
