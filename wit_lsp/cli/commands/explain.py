"""Show the page of a rule: what it asks, why, and what its fix gives."""

from __future__ import annotations

import argparse
import sys

from wit_lsp.cli import CLEAN, UNUSABLE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the rule")


def run(arguments: argparse.Namespace) -> int:
    from difflib import get_close_matches

    from wit_lsp.pages import page
    from wit_lsp.rules import all_rules

    rules = {rule.name: rule for rule in all_rules()}
    if rule := rules.get(arguments.name):
        print(page(rule), end="")
        return CLEAN
    nearest = next((f"; did you mean `{name}`?" for name in get_close_matches(arguments.name, rules, 1)), "")
    print(f"wit-lsp: no rule is called `{arguments.name}`{nearest}", file=sys.stderr)
    return UNUSABLE
