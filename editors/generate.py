"""What editors get of our queries: the same for Neovim, with other names for captures for Helix.

`files()` is what is to be in this folder; `pytest tests/test_editors.py --update` writes it.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
QUERIES = ROOT / "tree-sitter-wit" / "queries"

# Helix's names for what Neovim's captures mean; None where it knows no such thing. A name is its own where it has none.
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

# No folds by queries in Helix; and its locals change colours, of which ours already are what they should be.
HELIX_QUERIES = ("highlights", "indents", "injections", "tags", "textobjects")

_TOKEN = re.compile(r'(?P<text>"(?:[^"\\]|\\.)*"|;[^\n]*)|(?P<capture> ?@[\w.]+)|(?P<other>[^"@; ]+|.)', re.S)


def files() -> dict[str, str]:
    """Paths from this folder and their texts."""
    made = {}
    for path in sorted(QUERIES.glob("*.scm")):
        text = path.read_text(encoding="utf-8")
        head = f"; Made from tree-sitter-wit/queries/{path.name} by editors/generate.py.\n\n"
        made[f"neovim/queries/wit_lsp/{path.name}"] = head + text
        if path.stem in HELIX_QUERIES:
            made[f"helix/queries/wit/{path.name}"] = head + helix(text)
    return made


def helix(text: str) -> str:
    """Our query in Helix's words, without the patterns that say nothing in them or take a directive it lacks."""
    kept = [_renamed(pattern) for pattern in _patterns(text) if "#offset!" not in pattern]
    return "\n\n".join(pattern for pattern in kept if "@" in pattern) + "\n"


def _patterns(text: str) -> list[str]:
    """Patterns without the comments, which speak of Neovim."""
    return re.sub(r"^;.*\n", "", text, flags=re.M).strip().split("\n\n")


def _renamed(pattern: str) -> str:
    def rename(token: re.Match[str]) -> str:
        if not token["capture"]:
            return token[0]
        blank, _, name = token["capture"].partition("@")
        renamed = HELIX.get(name, name)
        return "" if renamed is None else f"{blank}@{renamed}"

    return _TOKEN.sub(rename, pattern.strip())
