"""Layers of settings, each over those before it, and what they mean for one file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from wit_lsp.config import Change, Settings

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from wit_lsp.configuration.keys import Layer


def merged(layers: Iterable[Layer], path: str) -> Settings:
    """The settings of the file at `path`. The last layer counts most.

    `profile` and `select` replace what the layers before select, `target` and `features` replace theirs.
    `extend-select` and `ignore` accumulate; a `select` discards those of earlier layers. The patterns of `exclude` and
    `one-file-packages` accumulate. Severities and options are merged one by one.
    """
    settings = Settings()
    for layer in layers:
        select, changes = settings.select, settings.changes
        if layer.select is not None:
            select, changes = layer.select, ()
        elif layer.profile is not None:
            select = None
        ignored = [
            name for pattern, names in layer.per_file_ignores if _matches(layer, (pattern,), path) for name in names
        ]
        change = Change(layer.extend_select, (*layer.ignore, *ignored))
        settings = settings._replace(
            profile=layer.profile or settings.profile,
            target=layer.target or settings.target,
            features=settings.features if layer.features is None else layer.features,
            select=select,
            changes=(*changes, change) if change != Change() else changes,
            severities=settings.severities + layer.severity,
            options=settings.options + layer.rules,
            excluded=settings.excluded or _matches(layer, layer.exclude, path),
            is_one_file_package=settings.is_one_file_package or _matches(layer, layer.one_file_packages, path),
        )
    return settings


def _matches(layer: Layer, patterns: tuple[str, ...], path: str) -> bool:
    if not patterns:
        return False
    relative = os.path.relpath(path, layer.folder) if os.path.isabs(path) and layer.folder else path
    parts = relative.split(os.sep)
    return parts[0] != os.pardir and _spec(patterns).match_file("/".join(parts))


@lru_cache(maxsize=256)
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # takes 20 ms to import, and few files of settings have patterns

    return GitIgnoreSpec.from_lines(patterns)
