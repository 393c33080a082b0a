"""List the rules, with their categories, and the errors that cannot be turned off."""

from __future__ import annotations

import argparse
import sys

from wit_lsp.cli import CLEAN


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    from wit_lsp import catalogue
    from wit_lsp.cli.terminal import Output, table
    from wit_lsp.rules import all_rules

    rules = all_rules()
    names = {rule.name for rule in rules}
    errors = [(name, catalogue.summary(name)) for name in catalogue.names() if name not in names]
    Output(sys.stdout, "never").text(
        table([(rule.name, rule.category, rule.severity.value, rule.profile, rule.summary) for rule in rules])
        + "\nLanguage errors, limits of wit-lsp itself, and wrong settings, which are always reported:\n\n"
        + table(errors)
        + "\n`wit-lsp explain NAME` shows the page of a rule or an error.\n"
    )
    return CLEAN
