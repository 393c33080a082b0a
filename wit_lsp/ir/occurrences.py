"""Every place where a name stands in a segment: what kind of name it is, and whether it is declared or mentioned there.

Knows the items of one segment, and not what a name means.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal

from wit_lsp.ir.document import Document, LocatedItem, LocatedSegment
from wit_lsp.ir.items import (
    NOWHERE,
    Extern,
    Func,
    Include,
    Interface,
    Item,
    Name,
    Package,
    Resource,
    TopUse,
    Type,
    TypeDef,
    Use,
    World,
    path_of,
    walk,
)
from wit_lsp.ir.segment import Segment
from wit_lsp.text import Span, encode
from wit_lsp.tuples import NamedTuple

Kind = Literal["package", "item", "type", "function", "member", "parameter", "plain"]
"""An `item` is an interface or a world. A `member` is a field, case or flag. A `plain` name is that of a function, an
inline interface or a labelled path that a world imports or exports, or one that an `include` renames.
"""

Role = Literal["declaration", "alias", "import", "mention"]
"""An `alias` stands after `as`. An `import` is the name in a `use` without `as`, which brings it in."""


class Occurrence(NamedTuple):
    """A name in an item. `span` counts in the `readable` of the segment; a `%` is in the span and not in the `word`.

    The word of a package is the part after the `:`, its span that of `namespace:package`, with a version in a header.
    """

    word: str
    span: Span
    kind: Kind
    role: Role
    item: Item


class LocatedOccurrence(NamedTuple):
    located: LocatedSegment
    occurrence: Occurrence

    @property
    def span(self) -> Span:
        """Its place in the file."""
        return self.located.absolute(self.occurrence.span)

    @property
    def item(self) -> LocatedItem:
        return LocatedItem(self.located, self.occurrence.item)

    @property
    def whole(self) -> Span:
        """The place of what it names, where it declares that: of an item, or of a member of one."""
        _, span, kind, _, item = self.occurrence
        if kind == "parameter":
            return self.span
        if kind == "member" and isinstance(item, TypeDef):
            return self.located.absolute(next(each.span for each in item.members if each.name.span == span))
        return self.item.span


def occurrences(segment: Segment) -> Iterator[Occurrence]:
    """Those of a segment, item by item. A name that is missing, or that a repair wrote, is left out."""
    return (each for item in walk(segment.items) for each in _written(segment, item))


def occurrences_of(segment: Segment, word: str) -> Iterator[Occurrence]:
    """Those of one word, in the order of the text: looks at the items alone that have it."""
    text, raw = segment.readable, encode(word)
    starts, items = segment.kept(_starts)
    seen = -1  # the number of the last item that was looked at
    at = text.find(raw, segment.own.start)
    while at >= 0:
        number = bisect_right(starts, at) - 1
        if number > seen:
            for item in _at_same_start(starts, items, number):
                yield from (each for each in _written(segment, item) if each.word == word)
            seen = number
        at = text.find(raw, at + len(raw))


def occurrence_at(document: Document, offset: int) -> LocatedOccurrence | None:
    """The one at an offset of a file, or directly before it."""
    located = document.at(offset)
    segment = located.segment
    at = segment.readable_at(offset - located.start)
    starts, items = segment.kept(_starts)
    for number in {bisect_right(starts, at) - 1, bisect_right(starts, at - 1) - 1}:
        for item in _at_same_start(starts, items, number):
            for each in _written(segment, item):
                if each.span.start <= at <= each.span.end:
                    return LocatedOccurrence(located, each)
    return None


def occurrence_in(item: Item, span: Span) -> Occurrence | None:
    """The one at a stretch of the `readable` of its segment, in an item or in the import or export that this is of."""
    found = _of_item(item)
    if isinstance(item.owner, Extern):
        found = chain(found, _of_item(item.owner))
    return next((each for each in found if each.span.start <= span.start and span.end <= each.span.end), None)


def declared_by(of: LocatedItem, word: str) -> LocatedOccurrence | None:
    """The name that an item declares."""
    for each in _written(of.located.segment, of.item):
        if each.word == word and each.role == "declaration":
            return LocatedOccurrence(of.located, each)
    return None


def _starts(segment: Segment) -> tuple[list[int], list[Item]]:
    """Where each item of a segment starts, and the items: the names of one stand before the items in it."""
    items = list(walk(segment.items))
    return [item.span.start for item in items], items


def _at_same_start(starts: list[int], items: list[Item], number: int) -> Iterator[Item]:
    """An item, after those that start where it does: an import starts with what is in it."""
    first = number
    while first > 0 and starts[first - 1] == starts[number]:
        first -= 1
    yield from items[max(first, 0) : number + 1]


def _written(segment: Segment, item: Item) -> Iterator[Occurrence]:
    for each in _of_item(item):
        if each.word and each.span != NOWHERE and not _is_put_in(segment, each.span):
            yield each


def _is_put_in(segment: Segment, span: Span) -> bool:
    """Whether the author wrote something else there."""
    if not segment.has_error:
        return False
    return segment.text[slice(*segment.original(span))] != segment.readable[slice(*span)]


def _of_item(item: Item) -> Iterator[Occurrence]:
    def found(name: Name | None, kind: Kind, role: Role = "declaration") -> Iterator[Occurrence]:
        if name is not None:
            yield Occurrence(*name, kind, role, item)

    yield from _of_path(item)
    if isinstance(item, Package):
        yield Occurrence(item.id.name, item.id_span, "package", "declaration", item)
    elif isinstance(item, TopUse):
        yield from found(item.alias, "item", "alias")
    elif isinstance(item, (Interface, World)):
        yield from found(None if isinstance(item.owner, Extern) else item.name, "item")
    elif isinstance(item, Extern):
        yield from found(item.name, "plain")
    elif isinstance(item, Use):
        for used in item.names:
            yield from found(used.name, "type", "mention" if used.alias else "import")
            yield from found(used.alias, "type", "alias")
    elif isinstance(item, Include):
        for renamed in item.renames:
            yield from found(renamed.name, "plain", "mention")
            yield from found(renamed.alias, "plain", "alias")
    elif isinstance(item, Resource):
        yield from found(item.name, "type")
    elif isinstance(item, TypeDef):
        yield from found(item.name, "type")
        if item.type is not None:
            yield from _of_types(item, item.type.start, item.type.type.inside)
        for member in item.members:
            yield from found(member.name, "member")
            if member.type is not None:
                yield from _of_types(item, member.type.start, member.type.type.inside)
    elif isinstance(item, Func):
        yield from found(None if isinstance(item.owner, Extern) else item.name, "function")
        signature = item.signature
        for param in signature.params:
            name = Name(param.name.text, param.name.span.shifted(item.start))
            yield from found(name, "parameter")
            yield from _of_types(item, item.start, param.type.inside)
        if signature.result is not None:
            yield from _of_types(item, item.start, signature.result.inside)


def _of_path(item: Item) -> Iterator[Occurrence]:
    path = path_of(item)
    if path is None:
        return
    if path.package is not None:
        yield Occurrence(path.package.name, path.package_span, "package", "mention", item)
    is_import = isinstance(item, TopUse) and item.alias is None
    yield Occurrence(path.name, path.name_span, "item", "import" if is_import else "mention", item)


def _of_types(item: Item, start: int, types: Iterable[Type]) -> Iterator[Occurrence]:
    for type in types:
        if type.name and type.name_span != NOWHERE:
            yield Occurrence(type.name, type.name_span.shifted(start), "type", "mention", item)
