"""Progress that the client shows while work goes on that takes long."""

from __future__ import annotations

from lsprotocol import types as lsp

from wit_lsp.features import Client
from wit_lsp.server.outgoing import Outgoing

PATIENCE = 0.5
"""Seconds before work is shown: what takes no longer would only flash up."""


class Progress:
    """That of one piece of work, from now on until `end`."""

    def __init__(self, client: Client, outgoing: Outgoing, title: str) -> None:
        self._outgoing = outgoing
        self._token = f"wit-lsp: {title}"
        self._title = title
        self._is_over = self._is_shown = False
        if client.get("window.work_done_progress"):
            outgoing.call_later(PATIENCE, self._create)

    def end(self) -> None:
        if self._is_shown:
            self._say(lsp.WorkDoneProgressEnd())
        self._is_over, self._is_shown = True, False

    def _create(self) -> None:
        if not self._is_over:
            params = lsp.WorkDoneProgressCreateParams(self._token)
            self._outgoing.ask(lsp.WINDOW_WORK_DONE_PROGRESS_CREATE, params, self._created)

    def _created(self, answer: object) -> None:
        if not (self._is_over or isinstance(answer, BaseException)):
            self._is_shown = True
            self._say(lsp.WorkDoneProgressBegin(self._title))

    def _say(self, value: object) -> None:
        self._outgoing.notify(lsp.PROGRESS, lsp.ProgressParams(self._token, value))
