"""The pages: one a rule, made from it; one a fault of the language, as it lies in docs/errors; and their index.

Knows paths and addresses, writes no file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from wit_lsp.rules import Rule, all_rules

DOCS_URL: str | None = None
"""Where the pages are published, without a slash at the end; None until they are."""

_HERE = Path(__file__).parent

# A wheel carries the pages; a checkout has them beside the code.
_DOCS = (_HERE if (_HERE / "docs").is_dir() else _HERE.parent) / "docs"


@cache
def names() -> dict[str, str]:
    """What has a page, in order: the name of a rule or the code of a fault, and the page's path below docs/."""
    found = {rule.name: f"rules/{rule.name}.md" for rule in all_rules()}
    found |= {path.stem: f"errors/{path.name}" for path in (_DOCS / "errors").glob("*.md")}
    return dict(sorted(found.items()))


def url(name: str) -> str | None:
    """The address of a page: the published one, or that of the shipped file. None for what has no page."""
    path = names().get(name)
    if path is None:
        return None
    return f"{DOCS_URL}/{path}" if DOCS_URL else (_DOCS / path).as_uri()


def page(name: str) -> str:
    """The page of a rule or fault, in Markdown. Raises KeyError where there is none."""
    rule = next((rule for rule in all_rules() if rule.name == name), None)
    return _rule_page(rule) if rule is not None else (_DOCS / names()[name]).read_text(encoding="utf-8")


def generated() -> dict[str, str]:
    """Path below docs/ to the text of each page that is made from the code."""
    rules = {f"rules/{rule.name}.md": _rule_page(rule) for rule in all_rules()}
    return {"rules.md": _index()} | rules


def _rule_page(rule: Rule[Any]) -> str:
    """What a rule asks: its docstring, with the fences that every renderer knows."""
    body = rule.docs.strip().replace("\n\n```wit fixed\n", "\n\nFixed:\n\n```wit\n")
    facts = f"{rule.severity.value} · category `{rule.category}` · from profile `{rule.profile}` on"
    return f"# {rule.name}\n\n{facts}\n\n{body}\n"


def _index() -> str:
    rules = [
        f"| [`{rule.name}`](rules/{rule.name}.md) | {rule.category} | {rule.severity.value} | {rule.profile} "
        f"| {rule.summary} |\n"
        for rule in all_rules()
    ]
    errors = [
        f"| [`{name}`]({path}) | {_summary(page(name))} |\n"
        for name, path in names().items()
        if path.startswith("errors/")
    ]
    return (
        "# Rules and errors\n\nMade by `make pages`. `wit-lsp explain NAME` shows a page.\n\n"
        "## Rules\n\n| rule | category | level | profile | asks |\n|---|---|---|---|---|\n" + "".join(rules) + "\n"
        "## Errors\n\nFaults of the language, which the reference toolchain rejects too, and limits of wit-lsp. No "
        "comment and no setting turns them off.\n\n| error | says |\n|---|---|\n" + "".join(errors)
    )


def _summary(page: str) -> str:
    """The first sentence of a page that lies in docs/errors: its third line."""
    return page.split("\n", 3)[2]
