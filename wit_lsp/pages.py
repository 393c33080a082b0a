"""The pages that are made from the code: one a rule, and their index. Knows paths and addresses, writes no file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from wit_lsp.rules import Rule, all_rules

DOCS_URL: str | None = None
"""Where the pages are published, without a slash at the end; None until they are."""

_HERE = Path(__file__).parent

# A wheel carries the pages of rules; a checkout has them under docs/.
_FOLDER = (_HERE if (_HERE / "docs").is_dir() else _HERE.parent) / "docs" / "rules"


@cache
def url(code: str) -> str | None:
    """The address of a rule's page: the published one, or that of the shipped file. None for what has no page."""
    if all(rule.name != code for rule in all_rules()):
        return None
    return f"{DOCS_URL}/rules/{code}.md" if DOCS_URL else (_FOLDER / f"{code}.md").as_uri()


def pages() -> dict[str, str]:
    """Path below docs/ to the text of each generated page."""
    rows = [
        f"| [`{rule.name}`](rules/{rule.name}.md) | {rule.category} | {rule.level.value} | {rule.profile} "
        f"| {rule.summary} |\n"
        for rule in all_rules()
    ]
    index = (
        "# Rules\n\nMade from the rules themselves by `make pages`.\n\n"
        "| rule | category | level | profile | asks |\n|---|---|---|---|---|\n" + "".join(rows)
    )
    return {"rules.md": index} | {f"rules/{rule.name}.md": page(rule) for rule in all_rules()}


def page(rule: Rule[Any]) -> str:
    """What a rule asks, in Markdown: its docstring, with the fences that every renderer knows."""
    body = rule.docs.strip().replace("\n\n```wit fixed\n", "\n\nFixed:\n\n```wit\n")
    facts = f"{rule.level.value} · category `{rule.category}` · from profile `{rule.profile}` on"
    return f"# {rule.name}\n\n{facts}\n\n{body}\n"
