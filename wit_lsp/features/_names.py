"""The name at a position, and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from wit_lsp.features import View
from wit_lsp.tuples import NamedTuple

if TYPE_CHECKING:
    from wit_lsp.ir.occurrences import LocatedOccurrence
    from wit_lsp.semantics.symbols import Symbol


class Named(NamedTuple):
    at: LocatedOccurrence
    symbol: Symbol


def name_at(view: View, position: lsp.Position, *, through: bool = False) -> Named | None:
    """None where no name stands, or where it means nothing. `through`: see `symbols.symbol`."""
    from wit_lsp.engine.references import meaning
    from wit_lsp.ir.occurrences import occurrence_at

    if view.document.is_too_large:
        return None
    at = occurrence_at(view.document, view.offset(position))
    found = None if at is None else meaning(view.engine, at, through=through)
    return None if at is None or found is None else Named(at, found)


def location(view: View, of: LocatedOccurrence) -> lsp.Location:
    document = of.located.document
    return lsp.Location(view.uri_of(document.path), view.range(of.span, document))
