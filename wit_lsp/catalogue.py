"""The pages: one a rule, made from it; one a fault of the language, as it lies in docs/errors; and their index.

Knows paths and addresses, writes no file.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from wit_lsp.rules import Rule, all_rules

DOCS_URL: str | None = None
"""Where the pages are published, without a slash at the end; None until they are."""


@cache
def names() -> dict[str, str]:
    """What has a page, in order: the name of a rule or the code of a fault, and the page's path below docs/."""
    found = {rule.name: f"rules/{rule.name}.md" for rule in all_rules()}
    pages = [name for name in os.listdir(os.path.join(_docs(), "errors")) if name.endswith(".md")]
    found |= {page.removesuffix(".md"): f"errors/{page}" for page in pages}
    return dict(sorted(found.items()))


def url(name: str) -> str | None:
    """The address of a page: the published one, or that of the shipped file. None for what has no page."""
    path = names().get(name)
    return None if path is None else f"{DOCS_URL or _docs_uri()}/{path}"


def page(name: str) -> str:
    """The page of a rule or fault, in Markdown. Raises KeyError where there is none."""
    rule = next((rule for rule in all_rules() if rule.name == name), None)
    if rule is not None:
        return _rule_page(rule)
    with open(os.path.join(_docs(), names()[name]), encoding="utf-8") as stream:
        return stream.read()


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


@cache
def _docs() -> str:
    """The folder of the pages: a wheel carries them in the package, a checkout has them beside it."""
    here = os.path.dirname(__file__)
    shipped = os.path.join(here, "docs")
    return shipped if os.path.isdir(shipped) else os.path.join(os.path.dirname(here), "docs")


@cache
def _docs_uri() -> str:
    from pathlib import Path

    return Path(_docs()).as_uri()
