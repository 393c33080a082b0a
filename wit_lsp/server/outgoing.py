"""What the server says to its client, and asks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol


class Outgoing(Protocol):
    """What the session can do to its client and its process."""

    def notify(self, method: str, params: Any) -> None: ...

    def ask(self, method: str, params: object, answered: Callable[[Any], None]) -> None:
        """Send a request. `answered` gets the result, or the exception for which there is none; neither at the end."""

    def send_encoded(self, message: str) -> None:
        """Send a whole message that is JSON already, ASCII only."""

    def encode(self, value: object) -> str:
        """A value of LSP's as JSON."""

    def call_later(self, seconds: float, action: Callable[[], None]) -> None:
        """Call `action` after that time, between two messages; then `idle` is called too."""
