"""Show the page of a rule or error: what it asks, why, and what its fix gives."""

from __future__ import annotations

import argparse
import sys

from wit_lsp.cli import CLEAN, UNUSABLE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the rule, or the code of the error")


def run(arguments: argparse.Namespace) -> int:
    from difflib import get_close_matches

    from wit_lsp.catalogue import names, page

    if arguments.name in names():
        print(page(arguments.name), end="")
        return CLEAN
    nearest = next((f"; did you mean `{name}`?" for name in get_close_matches(arguments.name, names(), 1)), "")
    print(f"wit-lsp: no rule or error is called `{arguments.name}`{nearest}", file=sys.stderr)
    return UNUSABLE
