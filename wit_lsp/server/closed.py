"""What is published of the files of the workspace that are not open."""

from __future__ import annotations

import logging
from collections.abc import Callable, Container, Iterator
from typing import TYPE_CHECKING

from wit_lsp.engine.engine import Engine
from wit_lsp.engine.files import NO_REPORT, FileReport
from wit_lsp.server import publish
from wit_lsp.server.publish import uri_of

if TYPE_CHECKING:
    from wit_lsp.server.publish import Publication

_LOG = logging.getLogger(__name__)

_OF_OPEN_TEXT = FileReport()
"""What the client shows of a file that was closed just now."""


class ClosedFiles:
    """Publishes the reports of the files that the engine watches, and of no other."""

    def __init__(
        self,
        engine: Engine,
        open: Container[str],
        make: Callable[[str, FileReport], Publication],
        send: Callable[[Publication], object],
    ) -> None:
        """`open` are the paths of open documents. `make` gives what to publish of a file, and `send` does it."""
        self._engine = engine
        self._open = open
        self._make = make
        self._send = send
        self._shown: dict[str, FileReport] = {}  # by path, where the client shows something
        self._outdated: dict[str, None] = {}  # those of them that were open or watched until now

    def publish(self) -> Iterator[None]:
        """Publish what is other than before, a file a step."""
        while paths := self._due():
            for path in paths:
                self._publish(path)
                yield

    def opened(self, path: str, uri: str) -> None:
        """What is published of the document replaces what there is of the file, if both have one URI."""
        self._outdated.pop(path, None)
        if self._shown.pop(path, NO_REPORT).diagnostics and uri != uri_of(path):
            self._send(publish.none(uri_of(path)))

    def closed(self, path: str, uri: str) -> None:
        """What there is of the file replaces what is published of the document."""
        is_watched = path in self._engine.watched
        if is_watched:
            self._shown[path] = _OF_OPEN_TEXT
            self._outdated[path] = None
        if not is_watched or uri != uri_of(path):
            self._send(publish.none(uri))

    def _due(self) -> list[str]:
        self._outdated |= dict.fromkeys(path for path in self._engine.take_unwatched() if path in self._shown)
        return [path for path in (*self._outdated, *self._engine.stale_files()) if path not in self._open]

    def _publish(self, path: str) -> None:
        before = self._shown.get(path, NO_REPORT)
        report = NO_REPORT
        if path in self._engine.watched:
            try:
                self._engine.learn(path)
                report = self._engine.file_report(path)  # last: a file that was cancelled before is still stale
            except Exception:
                _LOG.exception("failed on %s", path)
                self._engine.unwatch(path)
        self._outdated.pop(path, None)
        if report is before:
            return
        publication = self._make(path, report)
        if report.diagnostics:
            self._shown[path] = report
        else:
            self._shown.pop(path, None)
        if report.diagnostics or before.diagnostics or before is _OF_OPEN_TEXT:
            self._send(publication)
