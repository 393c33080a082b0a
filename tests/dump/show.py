"""Prints a comparison: the counts, then the groups of changes with examples in their text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import unified_diff
from typing import Any, NamedTuple

from lsprotocol import types as lsp

from tests.dump.compare import DIAGNOSTIC, Change, Comparison, Example, Group, Told
from tests.dump.record import Record
from tests.dump.texts import Edit, apply


def lines(comparison: Comparison, show: int, by_kind: bool) -> Iterator[str]:
    """The lines, with `show` examples of each group, by frequency. A group is a kind, or a kind and codes."""
    yield f"{comparison.equal:,} texts are equal, {comparison.different:,} differ"
    for which, names in ("first", comparison.only_old), ("second", comparison.only_new):
        if names:
            yield f"{len(names):,} texts are only in the {which} dump: {', '.join(names[:3])}{', …' * bool(names[3:])}"
    kinds = sorted(comparison.kinds, key=lambda kind: -_size(comparison.kinds[kind]))
    yield from (f"  {kind:60}{_sizes(comparison.kinds[kind])}" for kind in kinds)
    for kind in kinds if show else ():
        groups = {codes: group for (of, codes), group in comparison.groups.items() if of == kind}
        if by_kind:
            groups = {"": comparison.kinds[kind]}
        for codes, group in sorted(groups.items(), key=lambda item: -_size(item[1])):
            yield f"\n== {kind}{': ' * bool(codes)}{codes}{_sizes(group)}"
            for example, alike in _chosen(group, show):
                yield from _example(example, alike)


def _chosen(group: Group, show: int) -> list[tuple[Example, int]]:
    """Examples with the number of others like them: one of each wording first, then the second of each."""
    found = [
        (number, example, count - 1 if number == 0 else 0)
        for wording, count in group.wordings.most_common(show)
        for number, example in enumerate(group.examples[wording])
    ]
    return [(example, alike) for _, example, alike in sorted(found, key=lambda each: each[0])][:show]


def _size(group: Group) -> int:
    return group.wordings.total()


def _sizes(group: Group) -> str:
    return f"{_size(group):8,} in {group.texts:,} texts"


_AROUND = 2  # lines shown before and after the relevant one
_MOST = 12  # lines shown of a change
_WIDEST = 160  # characters shown of a line


class _Line(NamedTuple):
    """A line that describes a part of a report, and the row of the text that it is about."""

    line: str
    row: int | None = None


def _example(example: Example, alike: int) -> Iterator[str]:
    change, content = example.change, _content(example.new)
    old, new = _described(change.part, change.old, content), _described(change.part, change.new, content)
    yield f"\n  {example.new.name}{f' and {alike:,} more like it' if alike else ''}"
    rows = [line.row for line in {*old} ^ {*new} if line.row is not None]
    if content is not None and rows:
        yield from _excerpt(content.decode("utf-8", "replace"), min(rows), change)
    around = _MOST if change.part == DIAGNOSTIC else 0
    diff = list(unified_diff([each.line for each in old], [each.line for each in new], n=around, lineterm=""))
    diff = [f"    {line[0]} {line[1:]}"[:_WIDEST] for line in diff[2:] if not line.startswith("@@")]
    yield from diff[:_MOST]
    if len(diff) > _MOST:
        yield f"      … and {len(diff) - _MOST:,} more lines"


def _content(record: Record) -> bytes | None:
    try:
        return record.text.content
    except OSError:
        return None


def _excerpt(text: str, row: int, change: Change) -> Iterator[str]:
    marked = (change.old, change.new) if change.part == DIAGNOSTIC else ()
    marks = {tuple(each["place"][2:]) for each in marked if each is not None}
    # Lines end as in the product: `splitlines` on text knows more line breaks.
    shown = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number in range(max(0, row - _AROUND), min(row + _AROUND + 1, len(shown))):
        yield f"    {number + 1:5} | {shown[number]}"[:_WIDEST]
        for first, start, last, end in sorted(marks):
            if first == number:
                width = (end if last == first else len(shown[number])) - start
                yield f"          | {' ' * start}{'^' * max(1, width)}"[:_WIDEST]


def _described(part: str, value: Any, content: bytes | None) -> list[_Line]:
    if part == "fixed" and content is not None:
        fixed = content if value is None else apply(content, Edit(*value))
        return [_Line(line) for line in fixed.decode("utf-8", "replace").splitlines()]
    if value is None:
        return []
    if part == DIAGNOSTIC:
        return list(_diagnostic(value))
    if part == "diagnostics":
        return [next(_diagnostic(each)) for each in value]
    if part == "symbols":
        return [line for each in value for line in _symbol(each, "")]
    if part == "folding":
        return [_Line(json.dumps(each), each["startLine"]) for each in value]
    return [_Line(json.dumps(each)) for each in (value if isinstance(value, list) else [value])]


def _diagnostic(each: Told) -> Iterator[_Line]:
    row = each["place"][2]
    yield _Line(f"{each['severity']} {each['code']} {_place(each['place'])}: {each['message']}", row)
    yield from (_Line(f"  {_place(place)}: {message}", row) for place, message in each["related"])
    for fix in each["fixes"]:
        words = ["safe" if fix["safe"] else "unsafe", *(word for word in ("alone", "preferred") if fix[word])]
        yield _Line(f"  fix: {fix['title']} ({', '.join(words)})", row)
        yield from (_Line(f"    {json.dumps(edit, ensure_ascii=False)}", row) for edit in fix["edits"])


def _place(place: list[int]) -> str:
    start, end, row, column, last, last_column = place
    return f"{row + 1}:{column + 1}-{last + 1}:{last_column + 1} [{start}, {end}]"


def _symbol(each: Told, indent: str) -> Iterator[_Line]:
    rest = {key: value for key, value in each.items() if key not in ("name", "kind", "children")}
    places = {key: _range(rest.pop(key)) for key in ("range", "selectionRange")}
    kind = lsp.SymbolKind(each["kind"]).name
    line = f"{indent}{kind} {each['name']} {' '.join(places.values())} {json.dumps(rest, ensure_ascii=False)}"
    yield _Line(line, each["range"]["start"]["line"])
    for child in each.get("children", ()):
        yield from _symbol(child, indent + "  ")


def _range(range: Told) -> str:
    return "-".join(f"{range[end]['line'] + 1}:{range[end]['character'] + 1}" for end in ("start", "end"))
