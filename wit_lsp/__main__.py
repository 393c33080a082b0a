"""`wit-lsp`: serves an editor, or runs a command."""

from __future__ import annotations

import os
import sys

from wit_lsp import version_line

_SERVER_OPTIONS = ("--stdio", "--log-file", "--log-level")


def main() -> int:
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        print(version_line())
        return 0
    if not arguments or arguments[0].partition("=")[0] in _SERVER_OPTIONS:
        return _serve(arguments)
    import gc

    gc.disable()  # a command makes hundreds of thousands of objects, and keeps most of them to its end
    from wit_lsp import cli

    return _exit(cli.run(arguments))


def _exit(code: int) -> int:
    """End the process at once: to take all its objects apart one by one would be a tenth of the whole run."""
    if sys.stderr is not None:
        sys.stderr.flush()
    os._exit(code)


def _serve(arguments: list[str]) -> int:
    log_file, log_level = None, "warning"
    if set(arguments) - {"--stdio"}:  # as no editor starts it unasked
        import argparse

        parser = argparse.ArgumentParser(
            prog="wit-lsp", usage="wit-lsp [--stdio] [--log-file FILE] [--log-level LEVEL]"
        )
        parser.add_argument("--stdio", action="store_true", help="serve on stdin and stdout: the default")
        parser.add_argument("--log-file", metavar="FILE", help="write the log to FILE (default: stderr)")
        parser.add_argument("--log-level", choices=["debug", "info", "warning", "error"], default=log_level)
        options = parser.parse_args(arguments)
        log_file, log_level = options.log_file, options.log_level
    if sys.stdin.isatty():
        print(
            "wit-lsp: serving an editor on stdin and stdout; `wit-lsp check` lints files, Ctrl-C ends", file=sys.stderr
        )
    try:
        import wit_lsp.syntax.language  # noqa: F401 (without it no text can be opened)
    except ImportError as error:
        print(f"wit-lsp: {error}", file=sys.stderr)
        return 2
    from wit_lsp.server import serve

    return serve(log_file, log_level)


if __name__ == "__main__":
    sys.exit(main())
