"""What an editor wants, in whichever of LSP's three ways it says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wit_lsp.configuration.keys import Layer

SECTION = "wit-lsp"


def section(values: object) -> dict[str, object]:
    """Our part of what a client sent, with the key `wit-lsp` around it or without."""
    if not isinstance(values, Mapping):
        return {}
    inner = values.get(SECTION)
    return dict(inner if isinstance(inner, Mapping) else values)


def layer(initial: Mapping[str, object], configured: Mapping[str, object], folder: str = "") -> tuple[Layer, list[str]]:
    """What counts, and what is wrong with it: what was configured later goes before what came at the start.

    Patterns are relative to `folder`.
    """
    from wit_lsp.configuration.keys import read
    from wit_lsp.configuration.kinds import Mistake

    mistakes: list[Mistake] = []
    values = {**initial, **{key: value for key, value in configured.items() if value is not None}}
    found = read(values, mistakes.append, folder=folder, strict=False)
    return found, [mistake.text for mistake in mistakes]
