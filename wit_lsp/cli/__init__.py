"""The command line: a module per command in `commands`. Its output and exit codes are a contract.

Start-up counts: what a command needs is imported when it runs.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from types import ModuleType
from typing import NoReturn

from wit_lsp import version_line
from wit_lsp.cli import commands
from wit_lsp.modules import module_names

# Exit codes: nothing to report, something to report, and a run that could not do its work.
CLEAN, FOUND, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


class Terminated(BaseException):
    """A signal asked the program to end, and what must not be left half done is done."""

    def __init__(self, signal: int) -> None:
        super().__init__(signal)
        self.exit_code = 128 + signal


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # who started us closed it
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    options = parsed(arguments)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except Terminated as end:
        return end.exit_code
    except BrokenPipeError:  # the reader of our output, such as `head`, went away
        sys.stdout = None
        return CLEAN
    except Exception as error:
        return _failed(error)


def parsed(arguments: list[str]) -> argparse.Namespace:
    """What the user chose. Of a command that is named no other is imported: all of them would cost a small check.

    Raises SystemExit where the arguments are wrong, or ask for help.
    """
    names = _names()
    if arguments[0] not in names:
        return _overview(names).parse_args(arguments)
    name, *rest = arguments
    command = _command(name)
    description, epilog = _texts(command)
    parser = _Parser(prog=f"wit-lsp {name}", description=description, epilog=epilog)
    command.add_arguments(parser)
    parser.set_defaults(run=command.run)
    parse = getattr(command, "parse", None)
    options: argparse.Namespace = parse(parser, rest) if parse is not None else parser.parse_args(rest)
    return options


def overview() -> argparse.ArgumentParser:
    """The parser of the program, with all commands and their options."""
    return _overview(_names())


def _overview(names: list[str]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="wit-lsp",
        description="Language server and linter for WIT. Without a command it serves an editor on stdin and stdout.",
        epilog="`wit-lsp COMMAND --help` shows the options, exit codes and examples of a command.",
    )
    parser.add_argument("-V", "--version", action="version", version=version_line())
    parser.add_argument("--stdio", action="store_true", help="serve on stdin and stdout, as without a command")
    parser.add_argument("--log-file", metavar="FILE", help="write the log of the server to FILE (default: stderr)")
    levels = ["debug", "info", "warning", "error"]
    parser.add_argument("--log-level", choices=levels, default="warning", help="log level (default: warning)")
    parsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name in names:
        command = _command(name)
        description, epilog = _texts(command)
        command.add_arguments(parsers.add_parser(name, help=description, description=description, epilog=epilog))
    return parser


def _names() -> list[str]:
    """The names of all commands."""
    return [name.replace("_", "-") for name in module_names(commands.__path__)]


def _command(name: str) -> ModuleType:
    return import_module(f"{commands.__name__}.{name.replace('-', '_')}")


def _texts(command: ModuleType) -> tuple[str, str]:
    """What the help of a command begins and ends with: the first line of its docstring, and the rest."""
    description, _, epilog = (command.__doc__ or "").partition("\n")
    return description, epilog.strip("\n")


def _failed(error: Exception) -> int:
    """Say what went wrong: where the report goes, in the installation, or here."""
    from wit_lsp.cli.terminal import say

    if isinstance(error, OSError):  # what cannot be read is reported where it is read
        sys.stdout = None
        where = f"`{error.filename}`" if error.filename else "the report"
        say(f"cannot write {where}: {error.strerror}")
    elif isinstance(error, ImportError):
        say(str(error))
    else:
        from traceback import format_exc

        say(f"a bug: {error!r}", format_exc())
    return UNUSABLE


class _Parser(argparse.ArgumentParser):
    """A parser whose options cannot be abbreviated."""

    def __init__(self, *, prog: str, description: str, epilog: str) -> None:
        super().__init__(prog, None, description, epilog, allow_abbrev=False, formatter_class=_Formatter)

    def error(self, message: str) -> NoReturn:
        from wit_lsp.cli.terminal import visible

        super().error(visible(message))  # a shell may have taken an argument from the name of a file


class _Formatter(argparse.HelpFormatter):
    """Keeps the lines of a text that has several.

    Asks for the terminal's width without `shutil` and all archive formats; one is made for each option too.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if "\n" in text else super()._fill_text(text, width, indent)


def _columns() -> int:
    try:
        columns = int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size().columns
    except (ValueError, OSError):  # no number; no terminal
        columns = 0
    return columns or 80
