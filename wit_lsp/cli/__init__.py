"""The command line: a module per command in `commands`. Its output and exit codes are a contract.

Start-up counts: what a command needs is imported when it runs.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from types import ModuleType

from wit_lsp import version_line
from wit_lsp.cli import commands
from wit_lsp.modules import module_names

# Exit codes: nothing to report, something to report, and a run that could not do its work.
CLEAN, FOUND, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    options = _parsed(arguments)
    if sys.stdout is None:  # who started us closed it
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output, such as `head`, went away
        sys.stdout = None
        return CLEAN
    except OSError as error:  # what cannot be read is reported where it is read
        sys.stdout = None
        print(f"wit-lsp: cannot write the report: {error.strerror}", file=sys.stderr)
        return UNUSABLE


def _parsed(arguments: list[str]) -> argparse.Namespace:
    """What the user chose. Of a command that is named no other is imported: all of them would cost a small check."""
    names = module_names(commands.__path__)
    if arguments[0] not in names:
        return _overview(names).parse_args(arguments)
    name, *rest = arguments
    command = import_module(f"{commands.__name__}.{name}")
    parser = argparse.ArgumentParser(prog=f"wit-lsp {name}", description=_summary(command), formatter_class=_Formatter)
    return _complete(parser, command).parse_args(rest)


def _overview(names: list[str]) -> argparse.ArgumentParser:
    """The parser that shows all commands, where none is named that exists."""
    parser = argparse.ArgumentParser(
        prog="wit-lsp",
        formatter_class=_Formatter,
        description="Language server and linter for WIT. Without a command it serves an editor on stdin and stdout.",
    )
    parser.add_argument("--version", action="version", version=version_line())
    parser.add_argument("--stdio", action="store_true", help="serve on stdin and stdout, as without a command")
    parser.add_argument("--log-file", metavar="FILE", help="where the server writes its log; else to stderr")
    parser.add_argument("--log-level", choices=["debug", "info", "warning", "error"], default="warning")
    parsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in names:
        command = import_module(f"{commands.__name__}.{name}")
        summary = _summary(command)
        _complete(parsers.add_parser(name, help=summary, description=summary, formatter_class=_Formatter), command)
    return parser


def _summary(command: ModuleType) -> str:
    return (command.__doc__ or "").partition("\n")[0]


def _complete(parser: argparse.ArgumentParser, command: ModuleType) -> argparse.ArgumentParser:
    command.add_arguments(parser)
    parser.set_defaults(run=command.run)
    return parser


class _Formatter(argparse.HelpFormatter):
    """Asks for the terminal's width without `shutil` and all archive formats; one is made for each option too."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    try:
        columns = int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size().columns
    except (ValueError, OSError):  # no number; no terminal
        columns = 0
    return columns or 80
