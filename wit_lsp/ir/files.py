"""One file as its items, kept from one version of its text to the next wherever the bytes stayed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from wit_lsp.config import Settings
from wit_lsp.ir.items import Extern, Include, Item, Package, PackageId, Path, TopUse, Use, walk
from wit_lsp.ir.lower import lower
from wit_lsp.ir.source import Segment, Source
from wit_lsp.syntax.language import Tree
from wit_lsp.text import Edit, Span

LARGEST = 8_000_000
"""Bytes of a file above which only its syntax is looked at."""


class Facts(NamedTuple):
    """What the rest of a file may want to know of a part of it: no spans, no docs.

    `aliases` are the names that top-level `use`s bind, and their targets, whose spans mean nothing;
    `suppressed` the rules that say nothing of the whole file.
    """

    header: PackageId | None
    declared: frozenset[PackageId]
    mentioned: frozenset[PackageId]
    aliases: frozenset[tuple[str, Path]]
    suppressed: frozenset[str]


class SegmentItems:
    """The items of one segment. The same bytes are the same `SegmentItems` object.

    `memo` is for those who derive more from a part: what they keep lives as long as it.
    """

    __slots__ = ("facts", "items", "memo", "segment")

    def __init__(self, segment: Segment, *, lowered: bool = True) -> None:
        """Not `lowered`, it has no items."""
        self.segment = segment
        too_deep = any(problem.code == "type-depth" for problem in segment.problems)
        self.items: list[Item] = lower(segment) if lowered and not too_deep else []
        self.facts = _facts(self)
        self.memo: dict[object, object] = {}


class File:
    """The parts of a file, in the order of the text. `path` is what its user calls it.

    One that `is_too_large` has no items: only its syntax is looked at.
    """

    __slots__ = ("_before", "facts", "is_too_large", "parts", "path", "source")

    def __init__(self, path: str, source: Source, old: File | None = None) -> None:
        self.path = path
        self.source = source
        self.is_too_large = len(source.text) > LARGEST
        if old is not None and old.is_too_large != self.is_too_large:
            old = None  # it has other parts
        last = {} if old is None else {part.segment: part for part in old.parts}
        known = last if old is None else old._before | last
        self.parts: list[SegmentItems] = [
            known.get(segment) or SegmentItems(segment, lowered=not self.is_too_large) for segment in source.segments
        ]
        self._before: dict[Segment, SegmentItems] = last
        facts = _merged(self.parts)
        self.facts: Facts = old.facts if old is not None and old.facts == facts else facts

    def __iter__(self) -> Iterator[tuple[int, SegmentItems]]:
        """First byte and part, in the order of the text."""
        return zip(self.source.starts, self.parts, strict=True)

    @property
    def places(self) -> Iterator[LocatedSegment]:
        return (LocatedSegment(self, start, part) for start, part in self)

    def references(self) -> Iterator[tuple[LocatedSegment, Path]]:
        """Every path that names something of a package, and the place of its part."""
        for place in self.places:
            for item in walk(place.part.items):
                if (path := reference(item)) is not None:
                    yield place, path


class LocatedSegment(NamedTuple):
    """Where a part lies now."""

    file: File
    start: int
    part: SegmentItems

    @property
    def newline(self) -> str:
        """The line end that the file uses: that of its first line."""
        text = self.file.source.text
        first = text.find(b"\n")
        return "\r\n" if first > 0 and text[first - 1 : first] == b"\r" else "\n"

    @property
    def tree(self) -> Tree:
        """The part's tree; what is said of its nodes counts in `text`."""
        return self.part.segment.tree

    @property
    def text(self) -> bytes:
        """The part as it is read: with its problems mended."""
        return self.part.segment.readable

    def absolute(self, span: Span) -> Span:
        """A span of `text` as one of the file."""
        return self.part.segment.original(span).shifted(self.start)

    def edits(self, edits: list[Edit]) -> list[Edit]:
        """Edits of `text` as edits of the file."""
        return [Edit(self.absolute(edit.span), edit.text) for edit in edits]


def reference(item: Item) -> Path | None:
    """The path by which an item names something of another package, or of its own by its full name."""
    path = item.path if isinstance(item, (TopUse, Use, Include, Extern)) else None
    return path if path is not None and path.package is not None else None


@dataclass(frozen=True, slots=True)
class Model:
    """What a rule may ask beyond its item. Two equal models give equal answers.

    `releases` are the versions of packages that are known without a look at any file; `alone` says that no
    other `.wit` file lies beside this one.
    """

    facts: Facts
    settings: Settings = field(default_factory=Settings)
    releases: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    alone: bool = True

    def is_own(self, package: PackageId) -> bool:
        """Whether a nested package is one that this package's authors write."""
        root = self.facts.header
        return package.namespace == root.namespace if root is not None else package.namespace != "wasi"

    def versions(self, package: PackageId) -> list[str]:
        """The versions to pin a package to, the preferred first; none where none is known or it has none.

        The first of: those declared or named in this file, those at which it names other WASI packages, and
        the newest release of the target's series.
        """
        same = package.unversioned
        facts = self.facts
        if same in facts.declared or same == (facts.header and facts.header.unversioned):
            return []
        known = {id.version for id in facts.declared | facts.mentioned if id.unversioned == same and id.version}
        released = self.releases.get((package.namespace, package.name), ())
        if not known and package.namespace == "wasi":
            siblings = {id.version for id in facts.mentioned if id.namespace == "wasi" and id.version}
            known = siblings.intersection(released)
        if not known:
            series = self.settings.target.removeprefix("wasi-") + "."
            known = set([version for version in released if version.startswith(series)][-1:])
        return _newest_first(known)


def _newest_first(versions: set[str]) -> list[str]:
    if len(versions) < 2:
        return list(versions)
    from semver import Version  # 25 ms to import, and few files name one package at two versions

    valid = [version for version in versions if Version.is_valid(version)]
    return sorted(valid, key=Version.parse, reverse=True)


def _facts(part: SegmentItems) -> Facts:
    header = None
    declared, mentioned, aliases = set(), set(), set()
    for item in walk(part.items):
        if isinstance(item, Package):
            if item.nested:
                declared.add(item.id)
            else:
                header = item.id
        elif isinstance(item, TopUse):
            aliases.add((item.local, item.path._replace(span=_NOWHERE)))
        if (path := reference(item)) is not None and path.package is not None:
            mentioned.add(path.package)
    suppressed = [suppression.rules for suppression in part.segment.suppressions if suppression.scope is None]
    return Facts(
        header,
        frozenset(declared),
        frozenset(mentioned),
        frozenset(aliases),
        frozenset().union(*suppressed),
    )


def _merged(parts: list[SegmentItems]) -> Facts:
    facts = [part.facts for part in parts]
    first_item = next((i for i, part in enumerate(parts) if any(not _is_header(item) for item in part.items)), 0)
    return Facts(
        next((each.header for each in facts if each.header is not None), None),
        frozenset().union(*(each.declared for each in facts)),
        frozenset().union(*(each.mentioned for each in facts)),
        frozenset().union(*(each.aliases for each in facts)),
        frozenset().union(*(each.suppressed for each in facts[: first_item + 1])),
    )


def _is_header(item: Item) -> bool:
    return isinstance(item, Package) and not item.nested


_NOWHERE = Span(0, 0)
