"""Report what is wrong with WIT files, and how to fix it.

examples:
  wit-lsp check                           all packages below this folder
  wit-lsp check wit/world.wit             one file
  wit-lsp check --profile strict wit      with all rules
  wit-lsp check --ignore time,unpinned-reference
  wit-lsp check --format sarif --output-file report.sarif
  wit-lsp check --stdin-filename wit/world.wit - < unsaved.wit
"""

from __future__ import annotations

import argparse
from importlib import import_module

from wit_lsp.cli import UNUSABLE, formats, options
from wit_lsp.modules import module_names


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = options.add_arguments(parser).output.add_argument
    names = sorted(module_names(formats.__path__), key=lambda name: (name != "text", name))
    add("--format", choices=names, default="text", help="format of the report (default: text)")
    add("--statistics", action="store_true", help="count the problems by rule instead of showing each")
    add("--output-file", metavar="FILE", help="write the report to FILE instead of stdout")


def parse(parser: argparse.ArgumentParser, arguments: list[str]) -> argparse.Namespace:
    chosen = options.parse(parser, arguments)
    if chosen.statistics and chosen.format not in ("text", "concise"):
        parser.error("--statistics goes with --format text and concise")
    return chosen


def run(arguments: argparse.Namespace) -> int:
    from wit_lsp.cli import report
    from wit_lsp.cli.session import start
    from wit_lsp.cli.terminal import Output

    session = start(arguments)
    if session is None:
        return UNUSABLE
    with Output.to(arguments.output_file, arguments.color) as output:
        if arguments.statistics:
            from wit_lsp.cli.summary import statistics, summary

            found = report.check(session, lambda document, diagnostics: None)
            output.lines(statistics(found))
            output.lines([] if arguments.quiet else summary(found, arguments))
        else:
            chosen = import_module(f"{formats.__name__}.{arguments.format}")
            found = report.check(session, chosen.renderer(session, output))
            chosen.write(session, found, arguments, output)
    return report.exit_code(session, found, arguments.fail_on)
