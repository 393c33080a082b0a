"""The options that `check` and `fix` share: what they are called, and what they mean."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from wit_lsp.cli.terminal import say
from wit_lsp.config import ALL_FEATURES, PROFILES, TARGETS
from wit_lsp.tuples import NamedTuple

if TYPE_CHECKING:
    from wit_lsp.config import Features
    from wit_lsp.configuration.keys import Layer

FAIL_ON = ("error", "warning", "information", "never")

EPILOG = """\
profiles:
  core      what is a mistake in any package
  agent     core, and what is risky when agents call the package (the default)
  strict    every rule

RULES are names of rules and categories, separated by commas; `wit-lsp rules`
lists them. Language errors are always reported.

NAMES are features of `@unstable` items, separated by commas or blanks. An item
is left out if its feature is off, and what stays cannot refer to it.

exit codes:
  0         no problem at or above --fail-on remains
  1         some problem does, or `fix --diff` shows a change
  2         the command could not do all of its work: a wrong option, a PATH
            that cannot be read, a bug
  130       interrupted
"""


class Groups(NamedTuple):
    """The groups of options in `--help`, to which a command adds its own."""

    input: argparse._ArgumentGroup
    rules: argparse._ArgumentGroup
    output: argparse._ArgumentGroup


def add_arguments(parser: argparse.ArgumentParser) -> Groups:
    """Every option of the groups `input` and `rules` is repeated in the command that a report suggests."""
    parser.usage = "%(prog)s [OPTIONS] [PATH ...]"
    parser.epilog = f"{EPILOG}\n{parser.epilog}" if parser.epilog else EPILOG
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: .); `-` is stdin")
    groups = Groups(*map(parser.add_argument_group, ("input", "rules", "output")))
    add = groups.input.add_argument
    add("--stdin-filename", metavar="FILE", help="the path of the text on stdin; needs the PATH `-`")
    add("--standalone", action="store_true", help="treat each given file or folder as one complete package")
    add("--no-embedded", action="store_true", help="find packages only where the reference toolchain does")
    add("--features", type=_names, action="extend", metavar="NAMES", help="turn these features on (default: none)")
    add("--all-features", action="store_true", help="turn all features on")
    add = groups.rules.add_argument
    add("--config", metavar="FILE", help="use FILE instead of the nearest wit-lsp.toml of each file")
    add("--profile", choices=PROFILES, help="the set of rules that run (default: agent)")
    add("--select", type=_names, metavar="RULES", help="run these rules instead of those of the profile")
    add("--extend-select", type=_names, default=(), metavar="RULES", help="run these rules too")
    add("--ignore", type=_names, default=(), metavar="RULES", help="do not run these rules")
    add("--target", choices=TARGETS, help="the WASI that fixes write for (default: wasi-0.2)")
    add = groups.output.add_argument
    add(
        "--fail-on",
        choices=FAIL_ON,
        default="warning",
        help="lowest severity that makes the exit code 1 (default: warning)",
    )
    add("-q", "--quiet", action="store_true", help="no summary")
    add("--color", choices=["auto", "always", "never"], default="auto", help="(default: auto: on a terminal)")
    return groups


def parse(parser: argparse.ArgumentParser, arguments: list[str]) -> argparse.Namespace:
    """As `parse_args`, but options may stand between PATHs. What follows `--` is no option, whatever it begins with."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    if not {"-h", "--help"}.isdisjoint(arguments[:end]):
        parser.parse_args(["--help"])  # the other way of parsing shows no PATH in it
    options = parser.parse_intermixed_args(arguments[:end])
    options.paths = [*options.paths, *arguments[end + 1 :]] or ["."]
    if options.stdin_filename is not None and "-" not in options.paths:
        parser.error("--stdin-filename names the text that comes on stdin: add the PATH `-`")
    return options


def words(options: argparse.Namespace) -> list[str]:
    """The words of a command line that make a command look at the same files with the same rules."""
    groups = add_arguments(argparse.ArgumentParser(add_help=False))
    found: list[str] = []
    for action in (*groups.input._group_actions, *groups.rules._group_actions):
        value = getattr(options, action.dest)
        if value != action.default:
            found.append(action.option_strings[-1])
            if value is not True:
                found.append(value if isinstance(value, str) else ",".join(value))
    paths = [] if options.paths == ["."] else options.paths
    return [*found, *(["--"] if any(path[:1] == "-" != path for path in paths) else []), *paths]


def layers(options: argparse.Namespace) -> tuple[Layer, ...] | None:
    """What the options choose over files of settings; None where one names an unknown rule, which stderr gets."""
    lists = {"--select": options.select, "--extend-select": options.extend_select, "--ignore": options.ignore}
    values = (options.profile, options.target, options.select, options.features)
    if not (any(lists.values()) or options.all_features or any(each is not None for each in values)):
        return ()
    if not all(_are_rules(names or (), option) for option, names in lists.items()):
        return None
    from wit_lsp.configuration.keys import Layer

    return (
        Layer(
            profile=options.profile,
            target=options.target,
            features=_features(options),
            select=options.select,
            extend_select=options.extend_select,
            ignore=options.ignore,
        ),
    )


def _features(options: argparse.Namespace) -> Features | None:
    if options.all_features:
        return ALL_FEATURES
    return None if options.features is None else frozenset(options.features)


def _are_rules(names: tuple[str, ...], option: str) -> bool:
    if not names:
        return True
    from wit_lsp import catalogue
    from wit_lsp.rules.selection import unknown

    wrong = {name: found for name in names if (found := unknown(name)) is not None}
    for name, found in wrong.items():
        if name in catalogue.names():
            say(f"`{name}` is a language error, which is always reported: {option} takes rules and categories")
            continue
        say(found.text if found.nearest is not None else f"{found.message}; `wit-lsp rules` lists them")
    return not wrong


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())
