"""What an editor wants, in whichever of LSP's three ways it says so."""

from __future__ import annotations

from collections.abc import Mapping

from wit_lsp.config import Settings, from_mapping

SECTION = "wit-lsp"


def section(values: object) -> dict[str, object]:
    """Our part of what a client sent, with the key `wit-lsp` around it or without."""
    if not isinstance(values, Mapping):
        return {}
    inner = values.get(SECTION)
    return dict(inner if isinstance(inner, Mapping) else values)


def settings(initial: Mapping[str, object], configured: Mapping[str, object]) -> tuple[Settings, list[str]]:
    """What counts, and what is wrong with it: what was configured later goes before what came at the start."""
    from wit_lsp.rules.selection import unknown_names

    chosen, problems = from_mapping(
        {**initial, **{key: value for key, value in configured.items() if value is not None}}
    )
    for name, nearest in unknown_names([*(chosen.select or ()), *chosen.ignore]):
        problems.append(f"no rule or category is named `{name}`" + (f"; nearest is `{nearest}`" if nearest else ""))
    return chosen, problems
