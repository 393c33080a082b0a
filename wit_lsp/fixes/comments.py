"""Edits of comments. The spans are relative to the `readable` text of the segment at `place`."""

from __future__ import annotations

from wit_lsp.fixes.editor import Editor
from wit_lsp.problem import Location
from wit_lsp.text import Edit, Span, past_blanks


def replace(edit: Editor, place: Location, part: Span, text: str) -> None:
    """Replace a part of a comment."""
    edit.edit(place.file, [Edit(_absolute(edit, place, part), text)])


def remove_from_list(edit: Editor, place: Location, name: Span) -> None:
    """Remove a name, not the only one, from a list with commas, and one of the commas beside it."""
    text, (start, end) = edit.document(place.file).text, _absolute(edit, place, name)
    after = past_blanks(text, end)
    if text[after : after + 1] == b",":
        end = past_blanks(text, after + 1)
    else:
        start = len(text[: text.rindex(b",", 0, start)].rstrip())
    edit.edit(place.file, [Edit(Span(start, end), "")])


def remove(edit: Editor, place: Location, comment: Span) -> None:
    """Remove a comment: with its line, if nothing else is on the line, else with the blanks before it."""
    text, (start, end) = edit.document(place.file).text, _absolute(edit, place, comment)
    before = text[:start].rstrip(b" \t")
    after = end + len(text[end:]) - len(text[end:].lstrip(b" \t"))
    starts_line = before[-1:] in (b"", b"\n", b"\r")
    ends_line = text[after : after + 1] in (b"", b"\n", b"\r")
    if starts_line and ends_line:
        start = len(before)
        end = after + (2 if text[after : after + 2] == b"\r\n" else 1)
    elif starts_line:
        end = after
    elif ends_line or text[after : after + 1] in (b";", b",", b")"):
        start, end = len(before), after
    elif start > len(before):
        end = after  # the blanks before it stay
    edit.edit(place.file, [Edit(Span(start, min(end, len(text))), "")])


def _absolute(edit: Editor, place: Location, span: Span) -> Span:
    return edit.document(place.file).at(place.span.start).absolute(span)
