"""Say what is wrong with WIT files, and how to mend it."""

from __future__ import annotations

import argparse

from wit_lsp.cli import UNUSABLE, options


def add_arguments(parser: argparse.ArgumentParser) -> None:
    options.add_arguments(parser)
    parser.add_argument("--format", choices=["text", "json"], default="text", help="for a person, or for programs")
    parser.add_argument("--quiet", action="store_true", help="no summary")


def run(arguments: argparse.Namespace) -> int:
    from wit_lsp.cli import session

    session.disable_gc()
    settings = options.settings(arguments)
    if settings is None:
        return UNUSABLE
    found = session.Session(settings, arguments.standalone)
    found.read(arguments)
    found.check()
    if arguments.format == "json":
        from wit_lsp.cli import json_report

        json_report.write(found)
    else:
        from wit_lsp.cli import text_report

        text_report.write(found, arguments)
    return found.exit_code(arguments.fail_on)
