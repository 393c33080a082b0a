"""Compares two dumps, and groups the changes by kind.

Diagnostics that differ are paired if they are likely to report the same error: at the same place, or on neighbouring
lines with the same code, message or edits. The fields that differ in a pair are the kind of the change.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, NamedTuple

from tests.dump.record import Record

Told = dict[str, Any]
"""What is reported about a text, or one of its diagnostics, as in `product.observe`."""

Wording = tuple[str, ...]
"""Messages without the names and numbers in them."""


class Change(NamedTuple):
    """The old and the new value of `part`: a diagnostic, None if there is none, or all that is reported as `part`."""

    kind: str
    part: str
    old: Any
    new: Any

    @property
    def codes(self) -> str:
        """The codes of the diagnostics."""
        return " → ".join(dict.fromkeys(each["code"] for each in self._diagnostics))

    @property
    def wording(self) -> Wording:
        """The messages of the diagnostics, without names and numbers: the same for similar changes."""
        return tuple(re.sub(r"`[^`]*`|\d+", "…", each["message"]) for each in self._diagnostics)

    @property
    def _diagnostics(self) -> list[Told]:
        return [each for each in (self.old, self.new) if each is not None] if self.part == DIAGNOSTIC else []


DIAGNOSTIC = "diagnostic"


def changes(old: Told, new: Told, ignored: Collection[str] = ()) -> list[Change]:
    """The changes in what is reported about one text. `ignored` are the `ASPECTS` that do not matter."""
    if "crash" in old or "crash" in new:
        return [Change("crash", "crash", old.get("crash"), new.get("crash"))] if old != new else []
    found = list(_of_diagnostics(old["diagnostics"], new["diagnostics"], ignored))
    found += (Change(kind, part, old[part], new[part]) for part, kind in _PARTS.items() if old[part] != new[part])
    return found


def _of_fixes(*names: str) -> Callable[[Told], Any]:
    return lambda each: [[fix[name] for name in names] for fix in each["fixes"]]


ASPECTS: dict[str, Callable[[Told], Any]] = {
    "code": lambda each: each["code"],
    "severity": lambda each: each["severity"],
    "message": lambda each: [each["message"], *(message for _, message in each["related"])],
    "place": lambda each: each["place"],
    "related place": lambda each: [place for place, _ in each["related"]],
    "number of fixes": lambda each: len(each["fixes"]),
    "fix title": _of_fixes("title"),
    "applicability": _of_fixes("safe", "alone", "preferred"),
    "fix edits": lambda each: [sorted(fix["edits"]) for fix in each["fixes"]],  # their order does not matter
}
"""What may differ between two diagnostics."""

_OF_FIXES = ("fix title", "applicability", "fix edits")
_PARTS = {"failures": "rules that fail", "symbols": "symbols", "folding": "folding", "fixed": "fixed text"}


class Example(NamedTuple):
    """A change, and the two records that it is in."""

    change: Change
    old: Record
    new: Record


@dataclass
class Group:
    """Similar changes. `examples` has the first ones of each wording."""

    texts: int = 0
    wordings: Counter[Wording] = field(default_factory=Counter)
    examples: dict[Wording, list[Example]] = field(default_factory=lambda: defaultdict(list))

    def add(self, example: Example, most: int) -> None:
        wording = example.change.wording
        self.wordings[wording] += 1
        if len(self.examples[wording]) < most:
            self.examples[wording].append(example)


@dataclass
class Comparison:
    """The numbers of equal and different texts, the texts in only one dump, and the changes by kind and by codes."""

    equal: int = 0
    different: int = 0
    only_old: list[str] = field(default_factory=list)
    only_new: list[str] = field(default_factory=list)
    kinds: dict[str, Group] = field(default_factory=lambda: defaultdict(Group))
    groups: dict[tuple[str, str], Group] = field(default_factory=lambda: defaultdict(Group))

    @property
    def is_equal(self) -> bool:
        return not (self.different or self.only_old or self.only_new)


def compare(
    old: Iterable[Record], new: Iterable[Record], ignored: Collection[str] = (), examples: int = 1
) -> Comparison:
    """The changes from `old` to `new`, with up to `examples` of each wording in a group."""
    result = Comparison()
    for one, other in _by_name(old, new):
        if one is None or other is None:
            result.only_old += [one.name] if one is not None else []
            result.only_new += [other.name] if other is not None else []
            continue
        found = _between(one, other, ignored)
        result.different += bool(found)
        result.equal += not found
        groups: dict[int, Group] = {}
        for change in found:
            for group in result.kinds[change.kind], result.groups[change.kind, change.codes]:
                group.add(Example(change, one, other), examples)
                groups[id(group)] = group
        for group in groups.values():
            group.texts += 1
    return result


def _by_name(old: Iterable[Record], new: Iterable[Record]) -> Iterator[tuple[Record | None, Record | None]]:
    """The two records of each text. Needs no memory if both dumps have the same order."""
    early: dict[str, Record] = {}
    late: dict[str, Record] = {}
    for one, other in zip_longest(old, new):
        if one is not None and other is not None and one.name == other.name:
            yield one, other
            continue
        if one is not None:
            early[one.name] = one
        if other is not None:
            late[other.name] = other
        for record in one, other:
            if record is not None and record.name in early and record.name in late:
                yield early.pop(record.name), late.pop(record.name)
    yield from ((record, None) for record in early.values())
    yield from ((None, record) for record in late.values())


def _between(old: Record, new: Record, ignored: Collection[str]) -> list[Change]:
    if old.line == new.line:
        return []
    if old.sha1 != new.sha1:
        return [Change("another text", "sha1", old.sha1, new.sha1)]
    return changes(old.told, new.told, ignored)


def _of_diagnostics(old: list[Told], new: list[Told], ignored: Collection[str]) -> Iterator[Change]:
    def key(each: Told) -> str:
        return json.dumps([aspect(each) for name, aspect in ASPECTS.items() if name not in ignored])

    keys = [list(map(key, old)), list(map(key, new))]
    gone, come = Counter(keys[0]) - Counter(keys[1]), Counter(keys[1]) - Counter(keys[0])
    if not gone and not come and keys[0] != keys[1]:
        yield Change("order only", "diagnostics", old, new)
    for one, other in _paired(_taken(old, keys[0], gone), _taken(new, keys[1], come)):
        if one is None or other is None:
            yield Change("a diagnostic more" if one is None else "a diagnostic fewer", DIAGNOSTIC, one, other)
            continue
        found = [name for name, aspect in ASPECTS.items() if name not in ignored and aspect(one) != aspect(other)]
        if "number of fixes" in found:
            found = [name for name in found if name not in _OF_FIXES]
        yield Change(" + ".join(found) if len(found) > 1 else f"{found[0]} only", DIAGNOSTIC, one, other)


def _taken(diagnostics: list[Told], keys: list[str], counts: Counter[str]) -> list[Told]:
    """The first items of each key, as many as in `counts`."""
    left = counts.copy()
    taken = []
    for each, key in zip(diagnostics, keys, strict=True):
        if left[key] > 0:
            left[key] -= 1
            taken.append(each)
    return taken


def _paired(old: list[Told], new: list[Told]) -> Iterator[tuple[Told | None, Told | None]]:
    """The most likely pairs first, then the diagnostics without a partner."""
    scores = (
        (-_likeness(one, other), abs(one["place"][0] - other["place"][0]), i, j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
    )
    left, right = dict(enumerate(old)), dict(enumerate(new))
    for score, _, i, j in sorted(scores):
        if score < 0 and i in left and j in right:
            yield left.pop(i), right.pop(j)
    yield from ((each, None) for each in left.values())
    yield from ((None, each) for each in right.values())


def _likeness(one: Told, other: Told) -> int:
    """How likely a pair is; 0 if it is none."""
    edits = ASPECTS["fix edits"](one)
    same: int = (one["code"] == other["code"]) + (one["message"] == other["message"])
    same += edits != [] and edits == ASPECTS["fix edits"](other)
    if one["place"] == other["place"]:
        return same + 4
    if one["place"][0] == other["place"][0]:
        return same + 2
    return same if abs(one["place"][2] - other["place"][2]) <= 1 else 0
