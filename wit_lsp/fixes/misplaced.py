"""Moves what stands at top level, where it cannot, into the interfaces that need it. Which these are, names say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wit_lsp.fixes.editor import Editor
from wit_lsp.ir.document import Document
from wit_lsp.ir.items import Interface, World
from wit_lsp.problem import Applicability, Fix, Location
from wit_lsp.syntax.problem import PLACEHOLDERS, SyntaxProblem
from wit_lsp.syntax.segments import blanked
from wit_lsp.text import Edit, Span, apply, decode, insertion, past_blanks

_NAMES = re.compile(rb"\{([^{}]*)\}")
_WORD = re.compile(rb"[A-Za-z][\w-]*")
_USED = re.compile(rb"[.]\s*\{([^{}]*)\}")
_MARK = re.compile(rb"[:={(;]")
_INDENT = "  "


def fixes_of(problem: SyntaxProblem) -> tuple[Fix, ...]:
    """Those of `misplaced-type` and `misplaced-use`, for the author to choose; none of other problems."""
    if problem.code not in _FIXES or not problem.edits:
        return ()
    title, make = _FIXES[problem.code]
    whole = Span(problem.edits[0].span.start, problem.edits[-1].span.end)
    first, *others = problem.edits
    inner = [first._replace(text=first.text.partition("{\n")[2]), *others]
    inner[-1] = inner[-1]._replace(text=inner[-1].text.removesuffix("\n}"))
    known = tuple(edit for edit in inner if PLACEHOLDERS["name"] not in edit.text)
    return (Fix(title, Applicability.MANUAL, make, (whole, known)),)


def _move_type(editor: Editor, segment: Location, whole: Span, inner: tuple[Edit, ...]) -> None:
    """Into the only interface that mentions it, else into one of its own, from which the others use it."""
    document, span, text = _found(editor, segment, whole, inner)
    name = _declared(document.text[whole.shifted(segment.span.start).start : span.end])
    users = [home for home in _homes(document, span) if name and _mentions(document, home, name)]
    if len(users) == 1 and isinstance(document.at(users[0].start).segment.items[0], Interface):
        edits = [_into(document, users[0], decode(text))]
    else:
        own = _free(document)
        edits = [_into(document, home, f"use {own}.{{{decode(name)}}};") for home in users]
        edits.append(insertion(span.start, f"interface {own} {{\n{_indented(decode(text), _INDENT)}\n}}\n"))
    editor.edit(document.path, [*edits, _without(document, span)])


def _move_use(editor: Editor, segment: Location, whole: Span, inner: tuple[Edit, ...]) -> None:
    """Into all that mention one of its names and do not use it; into the first interface or world, where none does."""
    document, span, text = _found(editor, segment, whole, inner)
    names = _NAMES.search(text)
    items = [each.strip() for each in names[1].split(b",") if each.strip()] if names else []
    edits: list[Edit] = []
    mentioned = False
    for home in _homes(document, span):
        used = {item.strip() for use in _USED.findall(document.text, home.start, home.end) for item in use.split(b",")}
        needed = [item for item in items if _mentions(document, home, item.split()[-1].removeprefix(b"%"))]
        mentioned = mentioned or bool(needed)
        needed = [item for item in needed if item not in used]
        if needed and names:
            line = text[: names.start(1)] + b", ".join(needed) + text[names.end(1) :]
            edits.append(_into(document, home, decode(line)))
    if not mentioned:
        first = next(_homes(document, span), None)
        edits = [
            insertion(span.start, f"interface {_free(document)} {{\n{_INDENT}{decode(text)}\n}}\n")
            if first is None
            else _into(document, first, decode(text))
        ]
    editor.edit(document.path, [*edits, _without(document, span)])


def _found(editor: Editor, segment: Location, whole: Span, inner: tuple[Edit, ...]) -> tuple[Document, Span, bytes]:
    """The item in its file, with the comments and attributes above it, and its text as it should be."""
    document = editor.document(segment.file)
    span = whole.shifted(segment.span.start)
    start = span.start
    while start:
        above = document.text.rfind(b"\n", 0, start - 1) + 1
        if not document.text[above:start].lstrip().startswith((b"//", b"@")):
            break
        start = above
    edits = [Edit(edit.span.shifted(segment.span.start - start), edit.text) for edit in inner]
    return document, Span(start, span.end), apply(document.text[start : span.end], edits)


def _declared(item: bytes) -> bytes:
    """The name of a type or a function: the word before the first mark."""
    mark = _MARK.search(item)
    words = _WORD.findall(item, 0, mark.start() if mark else len(item))
    return words[-1] if words else b""


def _homes(document: Document, moved: Span) -> Iterator[Span]:
    """The interfaces and worlds at top level whose `{` the author wrote, but for what holds that which is moved."""
    for located in document.items():
        item, span = located.item, located.span
        is_home = isinstance(item, Interface | World) and item.owner is None and not item.broken
        if is_home and (span.end <= moved.start or moved.end <= span.start) and _opener(document, span) < span.end:
            yield span


def _mentions(document: Document, home: Span, name: bytes) -> bool:
    return name in _WORD.findall(document.text, home.start, home.end)


def _into(document: Document, home: Span, lines: str) -> Edit:
    """At the start of a body, with its indentation and an empty line after it."""
    text, at = document.text, _opener(document, home) + 1
    following = past_blanks(text, at)
    before, line_end, indent = text[at:following].rpartition(b"\n")
    is_empty = text[following : following + 1] == b"}"
    if not (line_end or is_empty or "\n" in lines):
        return insertion(at, f" {lines}")
    body = _indented(lines, decode(indent) if line_end and not is_empty else _INDENT)
    needs_line = not line_end if is_empty else b"\n" not in before
    return insertion(at, "\n" + body + "\n" * needs_line)


def _opener(document: Document, home: Span) -> int:
    """The `{` of an item; its end where that has none."""
    head, _ = blanked(document.text, home.start, home.end)
    return home.start + head.index(b"{") if b"{" in head else home.end


def _indented(text: str, indent: str) -> str:
    return "\n".join(f"{indent}{line}" if line else line for line in text.split("\n"))


def _free(document: Document) -> str:
    """A name that nothing in the file has."""
    names = ("types", *(f"types-{number}" for number in range(2, 100)))
    taken = {*_WORD.findall(document.text)}
    return next(name for name in names if name.encode() not in taken)


def _without(document: Document, span: Span) -> Edit:
    """With the rest of its last line, and the blank line after it."""
    text, end = document.text, span.end
    following = past_blanks(text, end)
    for _ in range(2):
        line = text.find(b"\n", end, following)
        end = line + 1 if line >= 0 else end
    return Edit(Span(span.start, end), "")


_FIXES = {
    "misplaced-use": ("Move it into the interfaces that use its names", _move_use),
    "misplaced-type": ("Put it into an interface", _move_type),
}
