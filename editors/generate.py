"""Generates the queries of Neovim and Helix from ours: unchanged for Neovim, with other capture names for Helix.

`make pages` writes the files that `files` returns.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
QUERIES = ROOT / "tree-sitter-wit" / "queries"

# Neovim's capture names to Helix's; None if Helix has no counterpart. All other names are the same in both.
HELIX = {
    "attribute.outer": None,
    "class.inner": "class.inside",
    "class.outer": "class.around",
    "comment.documentation": "comment.line.documentation",
    "comment.outer": "comment.around",
    "constant": "type.enum.variant",
    "function.inner": "function.inside",
    "function.outer": "function.around",
    "indent.auto": None,
    "indent.begin": "indent",
    "indent.branch": "outdent",
    "indent.end": None,
    "keyword.coroutine": "keyword.storage.modifier",
    "keyword.import": "keyword.control.import",
    "keyword.modifier": "keyword.storage.modifier",
    "keyword.type": "keyword.storage.type",
    "module": "namespace",
    "number": "constant.numeric.integer",
    "parameter.inner": "parameter.inside",
    "parameter.outer": "parameter.around",
    "property": "variable.other.member",
    "spell": None,
    "type.definition": "type",
    "variable.member": "variable.other.member",
}

# Helix does not fold by queries, and its locals would only change highlights that are already right.
HELIX_QUERIES = ("highlights", "indents", "injections", "tags", "textobjects")

_TOKEN = re.compile(r'(?P<text>"(?:[^"\\]|\\.)*"|;[^\n]*)|(?P<capture> ?@[\w.]+)|(?P<other>[^"@; ]+|.)', re.S)


def files() -> dict[str, str]:
    """The text of each generated file, by its path relative to this folder."""
    made = {}
    for path in sorted(QUERIES.glob("*.scm")):
        text = path.read_text(encoding="utf-8")
        head = f"; Generated from tree-sitter-wit/queries/{path.name} by editors/generate.py.\n\n"
        made[f"neovim/queries/wit_lsp/{path.name}"] = head + text
        if path.stem in HELIX_QUERIES:
            made[f"helix/queries/wit/{path.name}"] = head + helix(text)
    return made


def helix(text: str) -> str:
    """Our query with Helix's capture names. Patterns that lose all captures, or use `#offset!`, are dropped."""
    kept = [_renamed(pattern) for pattern in _patterns(text) if "#offset!" not in pattern]
    return "\n\n".join(pattern for pattern in kept if "@" in pattern) + "\n"


def _patterns(text: str) -> list[str]:
    """The patterns of a query, without its comments, which are about Neovim."""
    return re.sub(r"^;.*\n", "", text, flags=re.M).strip().split("\n\n")


def _renamed(pattern: str) -> str:
    def rename(token: re.Match[str]) -> str:
        if not token["capture"]:
            return token[0]
        blank, _, name = token["capture"].partition("@")
        renamed = HELIX.get(name, name)
        return "" if renamed is None else f"{blank}@{renamed}"

    return _TOKEN.sub(rename, pattern.strip())
