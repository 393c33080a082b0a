"""Show the page of a rule or an error.

examples:
  wit-lsp explain                     all names, with a line on each
  wit-lsp explain missing-deadline
"""

from __future__ import annotations

import argparse
import sys

from wit_lsp.cli import CLEAN, UNUSABLE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="the rule, or the code of the error; without: a list")


def run(arguments: argparse.Namespace) -> int:
    from difflib import get_close_matches

    from wit_lsp.catalogue import names, page, summary
    from wit_lsp.cli.terminal import Output, say, table

    output = Output(sys.stdout, "never")
    if arguments.name is None:
        output.text(table([(name, summary(name)) for name in names()]))
        return CLEAN
    if arguments.name in names():
        output.text(page(arguments.name))
        return CLEAN
    nearest = next((f"; did you mean `{name}`?" for name in get_close_matches(arguments.name, names(), 1)), "")
    say(f"no rule or error is called `{arguments.name}`{nearest or '; `wit-lsp explain` lists them'}")
    return UNUSABLE
