"""The changes of settings after which something is no longer reported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wit_lsp.features import View
from wit_lsp.features._fix_all import changed_lines
from wit_lsp.fixes.change import WorkspaceChange
from wit_lsp.text import decode, encode

if TYPE_CHECKING:
    from wit_lsp.configuration.editing import Edited
    from wit_lsp.engine.diagnostics import Diagnostic


def ways(view: View, diagnostic: Diagnostic) -> Iterator[tuple[str, Edited]]:
    """Each with its title; none for a text that is no file, or if the client cannot create the file of settings."""
    from wit_lsp.configuration.editing import add, ignore_in_file, pattern_for, turn_off

    path, rule = view.document.path, diagnostic.code
    if view.configurations is None or not os.path.isabs(path):
        return
    if not (diagnostic.is_rule or diagnostic.setting):
        return
    file = view.configurations.of(path)
    if file is None and "create" not in (view.client.get("workspace.workspace_edit.resource_operations") or ()):
        return
    at = file.path if file is not None else view.configurations.place_for_new(path)
    name = os.path.basename(at)
    if diagnostic.setting:
        setting, missing = diagnostic.setting
        yield f"Add `{missing}` to `{setting}` in {name}", add(setting, missing)
    if diagnostic.is_rule:
        pattern = pattern_for(path, os.path.dirname(at))
        yield f"Ignore `{rule}` in this file", ignore_in_file(rule, pattern)
        yield f"Turn off `{rule}` in {name}", turn_off(rule)


def change(view: View, edit: Edited) -> WorkspaceChange | None:
    """None if the file of settings is no TOML, or has something of another type in that place."""
    from wit_lsp.configuration.editing import edited

    assert view.configurations is not None, "there is a way"
    path = view.document.path
    file = view.configurations.of(path)
    new = edited(decode(file.text) if file is not None else "", edit)
    if new is None:
        return None
    if file is None:
        return WorkspaceChange({}, creates=((view.configurations.place_for_new(path), new),))
    return WorkspaceChange({file.path: list(changed_lines(file.text, encode(new)))})
