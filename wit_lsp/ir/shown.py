"""A declaration as a reader wants to see it: its text without attributes, its documentation, and its gates.

Knows one file, and not what names mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from textwrap import dedent

from wit_lsp.ir.comments import Comment, comments, documentation
from wit_lsp.ir.document import LocatedItem
from wit_lsp.ir.items import Block, Extern, Func, Interface, Item, Package, TypeDef, walk
from wit_lsp.ir.occurrences import LocatedOccurrence
from wit_lsp.ir.outline import children
from wit_lsp.syntax.segments import blanked, next_token
from wit_lsp.syntax.suppressions import MARKER
from wit_lsp.text import Span, decode

MAX_MEMBERS = 20
"""Members of a type, and items of a block, that are shown."""


def declaration(at: LocatedOccurrence) -> str:
    """The text of what an occurrence declares: a type with its members, a block with a line for each of its items."""
    of, kind, span = at.item, at.occurrence.kind, at.occurrence.span
    item = of.item
    if kind == "member" and isinstance(item, TypeDef):
        return _text(of, next(each.span for each in item.members if each.name.span == span)).rstrip(";,")
    if kind == "parameter" and isinstance(item, Func):
        types = (each.type.span.shifted(item.start) for each in item.signature.params)
        return _text(of, Span(span.start, next(type.end for type in types if type.end > span.start)))
    if isinstance(item, Package) and not item.nested:
        return _text(of, _bare(of))
    if isinstance(item, TypeDef) and len(item.members) > MAX_MEMBERS:
        last = item.members[MAX_MEMBERS - 1].span.end
        return _text(of, Span(_bare(of).start, last)).rstrip(",") + ",\n  …\n}"
    if isinstance(item, (Block, Extern)) and _opens(item):
        return _block(of)
    return _text(of, _bare(of))


def docs(at: LocatedOccurrence) -> str:
    """What the comments say that are written as documentation of what an occurrence declares, as Markdown."""
    located, (_, span, kind, _, item) = at
    if kind == "parameter":
        return ""
    if kind == "member" and isinstance(item, TypeDef):
        number = next(index for index, each in enumerate(walk(located.segment.items)) if each is item)
        member = next(index for index, each in enumerate(item.members) if each.name.span == span)
        found = [each for each in comments(located.segment) if (each.item, each.member) == (number, member)]
    else:
        found = [each.comment for each in documentation(at.item)]
    return "\n".join(line for each in found if _documents(each) for line in _lines(each)).strip("\n")


def gates(item: Item) -> str:
    """The gates of an item as a sentence; empty where it has none."""
    said = {
        "since": "Since {}",
        "unstable": "Unstable: feature `{}`",
        "deprecated": "Deprecated since {}",
    }
    return " · ".join(said[each.name].format(each.value) for each in item.attributes if each.name in said)


def _documents(comment: Comment) -> bool:
    return comment.kind == "doc" and not comment.text.lstrip().startswith(MARKER.decode())


def _lines(comment: Comment) -> list[str]:
    """The lines of a comment, without the `*` at the start of each line of a block, and the blanks they share."""
    first, *others = comment.text.replace("\r\n", "\n").split("\n")
    others = [line.lstrip()[1:] if line.lstrip().startswith("*") else line for line in others]
    rest = dedent("\n".join(others)).splitlines()
    return rest if others and not first.strip() else [first.removeprefix(" "), *rest]


def _bare(of: LocatedItem) -> Span:
    """The span of an item in `readable`, without its attributes."""
    item, text = of.item, of.located.segment.readable
    start = next_token(text, item.attributes[-1].span.end) if item.attributes else item.span.start
    return Span(start, item.span.end)


def _text(of: LocatedItem, span: Span) -> str:
    """The text of a stretch of `readable` as its author wrote it, without the indentation of its line."""
    document, (start, end) = of.located.document, of.located.absolute(span)
    line = document.text.rfind(b"\n", 0, start) + 1
    before = document.text[line:start]
    blanks = before if not before.strip() else b""
    return dedent(decode(blanks + document.text[start:end]).replace("\r\n", "\n"))


def _opens(item: Item) -> bool:
    """Whether an item has others in braces."""
    if isinstance(item, Extern):
        return isinstance(item.item, Interface)
    return isinstance(item, Block)


def _head(of: LocatedItem) -> str:
    """The text of an item before its `{`, on one line, with the `;` of one that has no braces."""
    text, bare = of.located.segment.readable, _bare(of)
    plain = decode(blanked(text, *bare)[0])
    return " ".join(plain.partition("{")[0].split())


def _block(of: LocatedItem) -> str:
    inside = children(of)
    if isinstance(of.item, Extern):
        inside = (each for body in inside for each in children(body))
    lines = [f"  {line}" for line in islice(_one_line(inside), MAX_MEMBERS + 1)]
    head = _head(of)
    if head.endswith(";"):  # a resource without a body
        return head
    if not lines:
        return f"{head} {{}}"
    if len(lines) > MAX_MEMBERS:
        lines[-1] = "  …"
    return "\n".join((f"{head} {{", *lines, "}"))


def _one_line(items: Iterator[LocatedItem]) -> Iterator[str]:
    """Each item without what is in it."""
    for each in items:
        item = each.item
        if (isinstance(item, TypeDef) and item.kind != "type") or _opens(item):
            head = _head(each)
            yield head if head.endswith(";") else f"{head} {{ … }}"
        else:
            plain = decode(blanked(each.located.segment.readable, *_bare(each))[0])
            yield " ".join(plain.split())
