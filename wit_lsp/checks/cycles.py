"""What leads back to itself: types that contain one another.

After Component Model, WIT.md, "Types", and wasm-tools 1.263. The error is one, at the first type of those, where it
mentions the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from wit_lsp.checks import LanguageError, check
from wit_lsp.ir.anchors import mention_of, of_type
from wit_lsp.ir.items import TypeDef, types_of
from wit_lsp.problem import Problem, Related
from wit_lsp.semantics.api import Semantics

MAX_LISTED = 6
"""The names that a message lists of those that lead back to one another, and the places that go with it."""


@check(TypeDef)
def types(typedef: TypeDef, sem: Semantics) -> Iterator[LanguageError]:
    name = typedef.name.text
    if not any(each.name for use in types_of(typedef) for each in use.type.inside):
        return
    way = sem.way_around(typedef, name)
    if not way or way[0] != name or any(sem.may_declare(sem.file, each) for each in way):
        return
    around = [*way, name]
    at = mention_of(typedef, around[1])
    if at is not None:
        body = sem.owner_anchor(typedef)
        others = islice(pairwise(around[1:]), MAX_LISTED)
        related = tuple(
            Related(body.child(one).part(of_type(next)), f"`{one}` contains `{next}`") for one, next in others
        )
        message = f"`{name}` contains itself{_listed(around)}; {_INSTEAD}"
        yield LanguageError("type-cycle", Problem(at, message, related=related))


_INSTEAD = "WIT has no recursive types: hold an index or a handle"


def _listed(around: Sequence[str]) -> str:
    """The way from a name back to it; nothing where it leads to itself."""
    if len(around) == 2:
        return ""
    shown = [f"`{each}`" for each in around]
    if len(shown) > MAX_LISTED:
        shown[MAX_LISTED - 2 : -1] = ["…"]
    return f": {' → '.join(shown)}"
