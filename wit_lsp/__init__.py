"""wit-lsp: a language server and linter for WIT, the interface language of WebAssembly components."""

import sys

__version__ = "0.1.0"


def version_line() -> str:
    """What `--version` prints; a Rust program has the same name, and prints another."""
    return f"wit-lsp {__version__} (wit_lsp, Python {sys.version.split()[0]})"
