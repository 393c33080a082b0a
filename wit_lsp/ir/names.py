"""The names in a body, without positions and without what they mean: enough to see which of them clash.

They change less often than facts, and cost less, since nothing is read of signatures and types.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wit_lsp.ir.anchors import key
from wit_lsp.ir.facts import head_of, numbered
from wit_lsp.ir.items import (
    Block,
    Extern,
    Func,
    Include,
    Interface,
    Item,
    Resource,
    TopUse,
    TypeDef,
    World,
    names_in,
    walk,
)
from wit_lsp.ir.segment import Segment
from wit_lsp.problem import Anchor
from wit_lsp.tuples import NamedTuple


class Naming(NamedTuple):
    """An item and what it is called: by one name, by those that a `use` brings in as they are called here, or by none.

    `kind` is what a message calls it, `key` tells it from the items beside it (see `anchors.key`), and `inside` are the
    functions of a resource. The names of what `is_broken` are a guess.
    """

    key: str
    kind: str
    names: tuple[str, ...]
    is_export: bool = False
    is_broken: bool = False
    inside: tuple[Naming, ...] = ()


class BodyNames(NamedTuple):
    """The items of an interface, a world, a nested package or a file, in the order of the text.

    `kind` and `name` are those that `facts.head_of` gives; a `file` has no name.
    """

    kind: str
    name: str
    items: tuple[Naming, ...]


def keys_of(items: Iterable[Naming]) -> list[str]:
    """The keys of items that stand side by side, as anchors have them."""
    return [*numbered(each.key for each in items)]


def resources_in(body: BodyNames, here: Anchor) -> Iterator[tuple[Anchor, Naming]]:
    """The resources with functions in the body `here`, and where they are."""
    if any(item.inside for item in body.items):
        for key, item in zip(keys_of(body.items), body.items, strict=True):
            if item.inside and not item.is_broken:
                yield here.child(key), item


def naming(item: Item) -> Naming:
    """That of an item; of a resource with the functions that its own segment holds."""
    if isinstance(item, Func):  # most are, and their facts are not needed
        return Naming(item.name.text, _function(item), (item.name.text,), False, item.broken)
    is_export = isinstance(item, Extern) and item.direction == "export"
    inside = tuple([naming(each) for each in item.items]) if isinstance(item, Resource) else ()
    return Naming(key(item), _kind(item), tuple(_names(item)), is_export, item.broken, inside)


def _names(item: Item) -> Iterable[str]:
    if isinstance(item, (Interface, World)):
        return (item.name.text,)
    return (item.local,) if isinstance(item, TopUse) else names_in((item,))


def _kind(item: Item) -> str:
    if isinstance(item, Block):
        return head_of(item)[0]
    if isinstance(item, Extern):
        form = item.item.signature.form if isinstance(item.item, Func) else "func"
        return _FORMS.get(form, item.direction)
    return "type" if isinstance(item, TypeDef) else "include" if isinstance(item, Include) else "use"


def _function(func: Func) -> str:
    kind = _FORMS.get(func.signature.form, "method" if isinstance(func.owner, Resource) else "function")
    return kind if not func.is_static else "static function" if kind == "method" else f"static {kind}"


_FORMS = {"get": "getter", "set": "setter", "constructor": "constructor"}


def names_by_body(segment: Segment) -> dict[int, BodyNames]:
    """Those of the interfaces, worlds and nested packages of a segment, by the `id` of the item; kept with it.

    Of a body that is cut it has what the segment holds.
    """
    return segment.kept(_names_by_body)


def _names_by_body(segment: Segment) -> dict[int, BodyNames]:
    bodies = (item for item in walk(segment.items) if isinstance(item, Block) and not isinstance(item, Resource))
    return {id(item): BodyNames(*head_of(item), tuple([naming(each) for each in item.items])) for item in bodies}


class LevelNames(NamedTuple):
    """What of a segment stands in one block of its context, and the resources among it by their numbers."""

    items: tuple[Naming, ...]
    resources: tuple[tuple[int, Resource], ...]


def names_by_level(segment: Segment) -> tuple[LevelNames, ...]:
    """Those of each block of the context, the outermost first; kept with the segment."""
    return segment.kept(_names_by_level)


def _names_by_level(segment: Segment) -> tuple[LevelNames, ...]:
    levels = range(len(segment.context.blocks))
    return tuple(names_at_level(segment.inside(level)) for level in levels)


def names_at_level(items: Iterable[Item]) -> LevelNames:
    """Those of the items of one block."""
    inside = [*items]
    resources = ((number, each) for number, each in enumerate(inside) if isinstance(each, Resource))
    return LevelNames(tuple(map(naming, inside)), tuple(resources))
