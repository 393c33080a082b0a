"""Edits that fixes share. They keep comments, commas, layout and line ends."""

from __future__ import annotations

from wit_lsp.text import Edit

Changes = dict[str, list[Edit]]
"""The path of each file to edits of it."""
