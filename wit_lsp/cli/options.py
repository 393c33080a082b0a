"""The options that `check` and `fix` share, and what they mean."""

from __future__ import annotations

import argparse
import sys

from wit_lsp.config import PROFILES, TARGETS, Settings

FAIL_ON = ("error", "warning", "information", "never")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="files and folders; `-` is stdin")
    parser.add_argument("--stdin-filename", metavar="FILE", help="the file whose text comes on stdin")
    parser.add_argument("--profile", choices=PROFILES, default="agent", help="which rules run (default: agent)")
    parser.add_argument("--target", choices=TARGETS, default="wasi-0.2", help="the WASI that fixes write for")
    parser.add_argument("--select", type=_names, metavar="RULES", help="run these rules and categories alone")
    parser.add_argument("--ignore", type=_names, default=(), metavar="RULES", help="do not run these")
    parser.add_argument("--features", type=_names, default=(), metavar="NAMES", help="the active @unstable features")
    parser.add_argument("--all-features", action="store_true", help="every @unstable feature is active")
    parser.add_argument(
        "--standalone", action="store_true", help="a file is a package of its own, a folder one package"
    )
    parser.add_argument("--no-embedded", action="store_true", help="know only packages that lie on the disk")
    parser.add_argument("--fail-on", choices=FAIL_ON, default="warning", help="the least that makes the exit code 1")
    parser.add_argument("--color", choices=["auto", "always", "never"], default="auto")


def settings(options: argparse.Namespace) -> Settings | None:
    """What the options choose; None where one names an unknown rule, which is reported on stderr."""
    if not _are_known([*(options.select or ()), *options.ignore]):
        return None
    return Settings(
        profile=options.profile,
        target=options.target,
        select=options.select,
        ignore=options.ignore,
        features=options.features,
        all_features=options.all_features,
    )


def _are_known(names: list[str]) -> bool:
    if not names:
        return True
    from wit_lsp.rules.selection import unknown_names

    unknown = unknown_names(names)
    for name, nearest in unknown:
        hint = f"; did you mean `{nearest}`?" if nearest else "; `wit-lsp rules` lists them"
        print(f"wit-lsp: no rule or category is called `{name}`{hint}", file=sys.stderr)
    return not unknown


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())
