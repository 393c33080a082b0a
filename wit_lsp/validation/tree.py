"""All that the reference refuses of a text that the grammar reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wit_lsp.syntax.language import Node
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.validation import attributes, characters, limits, names, strings, type_names, versions

_Check = tuple[Callable[[bytes], bool], Callable[[Node, bytes], Iterable[SyntaxProblem]]]

_CHECKS: tuple[_Check, ...] = (
    (type_names.suspect_float, type_names.float_problems),
    (type_names.suspect_foreign, type_names.foreign_problems),
    (strings.suspect, strings.problems),
    (attributes.suspect, attributes.problems),
    (versions.suspect, versions.problems),
    (limits.suspect, limits.problems),
    (names.suspect, names.problems),
)
# What a repair may have made: it leaves declarations out, and ends lines as the grammar has them.
_OF_AUTHORS: tuple[_Check, ...] = (
    (type_names.suspect_nothing, type_names.nothing_problems),
    (characters.suspect_return, characters.return_problems),
)


def tree_problems(root: Node, text: bytes, *, repaired: bool = False) -> list[SyntaxProblem]:
    """Those of a text whose tree is `root`. A query runs only where a cheap look says that it may find something."""
    checks = _CHECKS if repaired else (*_CHECKS, *_OF_AUTHORS)
    return [problem for suspect, problems in checks if suspect(text) for problem in problems(root, text)]
