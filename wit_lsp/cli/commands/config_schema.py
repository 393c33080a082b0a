"""Print the JSON schema of `wit-lsp.toml`, for editors that complete and check TOML."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    import json

    from wit_lsp.configuration.keys import schema

    print(json.dumps(schema(), indent=2))
    return 0
