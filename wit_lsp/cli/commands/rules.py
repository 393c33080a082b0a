"""List the rules."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    from wit_lsp.rules import all_rules

    rules = all_rules()
    columns = [max(len(rule.name) for rule in rules), max(len(rule.severity.value) for rule in rules)]
    for rule in rules:
        print(f"{rule.name:<{columns[0]}}  {rule.severity.value:<{columns[1]}}  {rule.profile:<6}  {rule.summary}")
    print("\nwit-lsp explain NAME shows the page of a rule.")
    return 0
