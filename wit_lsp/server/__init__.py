"""The language server: takes messages in, asks the engine, sends answers. The only user of pygls."""

from __future__ import annotations

import logging
import os
import sys

_LOG = logging.getLogger("wit_lsp")


def serve(log_file: str | None, log_level: str) -> int:
    """Serve one editor on stdin and stdout until it goes. The result is the exit code: 0 only after a `shutdown`."""
    logging.basicConfig(
        filename=log_file,
        encoding="utf-8" if log_file else None,
        level=log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    if log_level != "debug":
        # What pygls logs as an error is a message that does not fit, which we log in one line, or a fault of ours.
        logging.getLogger("pygls").setLevel(logging.CRITICAL)
    if sys.platform == "win32":
        import msvcrt

        for fd in (0, 1):
            msvcrt.setmode(fd, os.O_BINARY)
    out = os.dup(1)
    os.dup2(2, 1)  # no `print` may come between the messages
    from wit_lsp.server import lazy_types

    lazy_types.load()  # before anything imports lsprotocol
    from wit_lsp.server.loop import run

    try:
        return run(0, out)
    except KeyboardInterrupt:
        return 130
    except Exception:
        _LOG.exception("the server failed")
        return 1
