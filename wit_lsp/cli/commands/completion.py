"""Print a shell completion script.

install it as:
  bash    ~/.local/share/bash-completion/completions/wit-lsp
  zsh     _wit-lsp in a folder of $fpath, before `compinit` runs
  fish    ~/.config/fish/completions/wit-lsp.fish
"""

from __future__ import annotations

import argparse
import sys

from wit_lsp.cli import CLEAN, overview

SHELLS = ("bash", "zsh", "fish")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))


def run(arguments: argparse.Namespace) -> int:
    import shtab

    from wit_lsp.cli.terminal import Output

    parser = overview()
    for action in _actions(parser):
        _describe(action)
    Output(sys.stdout, "never").text(shtab.complete(parser, arguments.shell))
    return CLEAN


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    found: list[argparse.Action] = []
    for action in parser._actions:
        found.append(action)
        if isinstance(action, argparse._SubParsersAction):
            found += (inner for each in action.choices.values() for inner in _actions(each))
    return found


def _describe(action: argparse.Action) -> None:
    """Say of an argument what completes it: files, or names."""
    import shtab

    from wit_lsp import catalogue
    from wit_lsp.rules import all_rules

    if action.metavar in ("PATH", "FILE"):
        action.complete = shtab.FILE  # type: ignore[attr-defined]
    elif action.metavar == "NAME":
        action.choices = list(catalogue.names())
    elif action.metavar == "RULES":
        action.choices = sorted({name for rule in all_rules() for name in (rule.name, rule.category)})
