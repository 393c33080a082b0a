"""What leads back to itself: types that contain, interfaces that use, worlds that include one another, and packages.

After Component Model, WIT.md, "Types", "Item: `use`" and "Item: `include`", and wasm-tools 1.263. The error is one, at
the first of those in the order of the files and of their texts, where it mentions the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from wit_lsp.checks import LanguageError, check
from wit_lsp.fixes.editor import Editor
from wit_lsp.ir.anchors import key, mention_of, of_type
from wit_lsp.ir.facts import BodyFacts, IncludeFacts, ItemFacts, UseFacts, item_facts
from wit_lsp.ir.facts import key as facts_key
from wit_lsp.ir.items import Extern, Include, Item, TopUse, TypeDef, Use, path_of, types_of
from wit_lsp.problem import Applicability, Fix, Problem, Related
from wit_lsp.semantics.api import Semantics
from wit_lsp.semantics.cycles import Link, is_link, word_of

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
        related = tuple(Related(body.child(one).part(of_type(to)), f"`{one}` contains `{to}`") for one, to in others)
        message = f"`{name}` contains itself{_listed(around)}; {_INSTEAD}"
        yield LanguageError("type-cycle", Problem(at, message, related=related))


_INSTEAD = "WIT has no recursive types: hold an index or a handle"


@check(Use, Include)
def items(item: Use | Include, sem: Semantics) -> Iterator[LanguageError]:
    head = sem.owner(item)
    if item.path.package is not None or head is None or not is_link(item):
        return
    place, here = sem.place(item), Link(word_of(item), head.name)
    way = sem.way_around_package(place, here)
    if not way or way[0] != here:
        return
    around = [*way, here]
    links = [(one, other, sem.link(place, one, other)) for one, other in islice(pairwise(around), 1 + MAX_LISTED)]
    if links[0][2] != sem.owner_anchor(item).child(key(item)).part("path") or not _is_first(item, sem):
        return
    verb = f"{here.word}s"
    related = tuple(
        Related(at, f"`{one.name}` {verb} `{other.name}`") for one, other, at in links[1:] if at is not None
    )
    fixes: tuple[Fix, ...] = ()
    if len(way) > 1:
        instead = f"; move what they share to another {head.kind}"
    else:
        names = item.names if isinstance(item, Use) else item.renames
        instead = "; its own types need no `use`" if isinstance(item, Use) else ", which adds nothing"
        fixes = (Fix("Remove it", Applicability.MANUAL if names else Applicability.SAFE, Editor.remove_item),)
    message = f"`{head.name}` {verb} itself{_listed([each.name for each in around])}{instead}"
    yield LanguageError("item-cycle", Problem(item.path.span, message, fixes, related))


@check(Use, Include, Extern, TopUse)
def packages(item: Item, sem: Semantics) -> Iterator[LanguageError]:
    path, place = path_of(item), sem.place(item)
    own = sem.id_of(place)
    if own is None or path is None or path.package is None:
        return
    way = sem.way_around_root(own)
    if len(way) < 2 or way[:2] != (own, path.package) or not sem.is_first_mention(path.package, place):
        return
    around = _listed([str(each) for each in (*way, own)])
    message = f"`{own}` depends on itself{around}; move what they share to another package"
    yield LanguageError("package-cycle", Problem(path.package_span, message, once=f"{own} {path.package}"))


def _is_first(item: Use | Include, sem: Semantics) -> bool:
    """Whether what an item stands in has no other one before it with the same path."""
    paths = sem.derive_from_owner(item, _by_path)
    return paths is not None and paths.get(key(item)) == item_facts(item)


def _by_path(body: BodyFacts) -> dict[str, ItemFacts]:
    """The first `use`s and `include`s of each path."""
    items = (each for each in reversed(body.items) if isinstance(each, (UseFacts, IncludeFacts)))
    return {facts_key(each): each for each in items}


def _listed(around: Sequence[str]) -> str:
    """The way from a name back to it; nothing where it leads to itself."""
    if len(around) == 2:
        return ""
    shown = [f"`{each}`" for each in around]
    if len(shown) > MAX_LISTED:
        shown[MAX_LISTED - 2 : -1] = ["…"]
    return f": {' → '.join(shown)}"
