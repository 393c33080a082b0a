"""The command line: a module per command in `commands`. Its output and exit codes are a contract.

Start-up counts: what a command needs is imported when it runs.
"""

from __future__ import annotations

import argparse
import os
import pkgutil
import sys
from importlib import import_module

from wit_lsp import version_line
from wit_lsp.cli import commands

# Exit codes: nothing to report, something to report, and a run that could not do its work.
CLEAN, FOUND, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
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
    except OSError as error:  # what cannot be read is told where it is read
        sys.stdout = None
        print(f"wit-lsp: cannot write the report: {error.strerror}", file=sys.stderr)
        return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wit-lsp",
        description="Language server and linter for WIT. Without a command it serves an editor on stdin and stdout.",
    )
    parser.add_argument("--version", action="version", version=version_line())
    parser.add_argument("--stdio", action="store_true", help="serve on stdin and stdout, as without a command")
    parser.add_argument("--log-file", metavar="FILE", help="where the server writes its log; else to stderr")
    parser.add_argument("--log-level", choices=["debug", "info", "warning", "error"], default="warning")
    parsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for info in pkgutil.iter_modules(commands.__path__, f"{commands.__name__}."):
        module = import_module(info.name)
        summary = (module.__doc__ or "").partition("\n")[0]
        command = parsers.add_parser(info.name.rpartition(".")[2], help=summary, description=summary)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser
