"""Show the page of a rule or an error, or the rules of a category.

examples:
  wit-lsp explain                     all names, with a line on each
  wit-lsp explain missing-deadline
"""

from __future__ import annotations

import argparse
import sys

from wit_lsp.cli import CLEAN, UNUSABLE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="a rule, a category or the code of an error; without it, all are listed"
    )


def run(arguments: argparse.Namespace) -> int:
    from wit_lsp.catalogue import names, page, summary
    from wit_lsp.cli.terminal import Output, say, table
    from wit_lsp.problem import nearest
    from wit_lsp.rules import all_rules

    output = Output(sys.stdout, "never")
    if arguments.name is None:
        output.text(table([(name, summary(name)) for name in names()]))
        return CLEAN
    if arguments.name in names():
        output.text(page(arguments.name))
        return CLEAN
    if of_category := [(rule.name, rule.summary) for rule in all_rules() if rule.category == arguments.name]:
        output.text(table(of_category))
        return CLEAN
    meant = nearest(arguments.name, names())
    hint = f"did you mean `{meant}`?" if meant else "`wit-lsp explain` lists them"
    say(f"no rule or error is called `{arguments.name}`; {hint}")
    return UNUSABLE
