"""Edits of the text of a `wit-lsp.toml` that keep its comments and layout."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, MutableMapping, MutableSequence
from typing import Any

_SPECIAL = re.compile(r"([*?\[\]!#\\]| $)")  # means something in a pattern
_LINE_END = re.compile(r"(?<!\r)\n")

Edited = Callable[[MutableMapping[str, Any]], bool]
"""Edits a file of settings; whether that was possible."""


def turn_off(rule: str) -> Edited:
    """Adds a rule to `ignore`."""
    return add("ignore", rule)


def add(setting: str, name: str) -> Edited:
    """Adds a name to a setting that is a list."""
    return lambda settings: _append(settings, setting, name)


def ignore_in_file(rule: str, pattern: str) -> Edited:
    """Adds a rule to those that `per-file-ignores` has for a pattern."""

    def edit(settings: MutableMapping[str, Any]) -> bool:
        import tomlkit

        table = settings.setdefault("per-file-ignores", tomlkit.table())
        return isinstance(table, MutableMapping) and _append(table, pattern, rule)

    return edit


def pattern_for(path: str, folder: str) -> str:
    """The pattern, relative to `folder`, that matches the file at `path` alone."""
    relative = _SPECIAL.sub(r"\\\1", os.path.relpath(path, folder).replace(os.sep, "/"))
    return relative if "/" in relative else f"/{relative}"


def edited(text: str, edit: Edited) -> str | None:
    """The text after an edit; None if it is no TOML, or if what should be edited is of another type."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        settings = tomlkit.parse(text)
        if not edit(settings):
            return None
        after: str = tomlkit.dumps(settings)
    except TOMLKitError:
        return None
    return _LINE_END.sub("\r\n", after) if "\r\n" in text else after


def _append(table: MutableMapping[str, Any], key: str, name: str) -> bool:
    names = table.get(key)
    if names is None:
        table[key] = [name]
        return True
    if not isinstance(names, MutableSequence):
        return False
    if name not in names:
        names.append(name)
    return True
