"""Edits of lists and bodies in a text that parses. They keep comments, commas, layout and line ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from wit_lsp.fixes.readable import MissingTarget, Readable, indent_of
from wit_lsp.syntax import ast, kinds
from wit_lsp.syntax.language import Node, span
from wit_lsp.text import Edit, Span, decode, insertion, past_blanks


def append_to_list(readable: Readable, node: Node, text: str) -> list[Edit]:
    """`text` as the last entry of the comma-separated list between the brackets of a node."""
    source, brackets = readable.text, ast.brackets(node)
    if brackets is None:
        raise MissingTarget(f"no list in {node.type} at {node.start_byte}")
    opener, inside, closer = brackets
    last = next((child for child in reversed(inside) if child.is_named and not child.is_extra), None)
    if last is None:
        return [_only_entry(readable, opener, inside, closer, text)]
    comma = next((child for child in inside if child.type == "," and child.start_byte >= last.end_byte), None)
    comments = _comments_after(comma or last)
    indent = indent_of(source, last.start_byte)
    if indent is None:
        gap, comments = " ", takewhile(lambda comment: comment.type == kinds.BLOCK_COMMENT, comments)
    else:
        gap = readable.newline + indent
    *_, before = comma or last, *comments
    if comma is not None:
        return [insertion(_end(source, before), f"{gap}{text},")]
    if before.type == kinds.LINE_COMMENT:
        return [insertion(last.end_byte, ","), insertion(_end(source, before), f"{gap}{text}")]
    return [insertion(before.end_byte, f",{gap}{text}")]


def replace_whole(node: Node, text: str) -> list[Edit]:
    """`text` for a node; comments between its tokens stay after it."""
    first, *others = node.children
    if not any(child.is_extra for child in others):
        return [Edit(span(node), text)]
    return [Edit(span(first), text), *(Edit(span(child), "") for child in others if not child.is_extra)]


def statement_after(readable: Readable, node: Node, text: str) -> Edit:
    """`text` as a statement of its own after another one, on lines of its own where that has one."""
    source = readable.text
    indent = indent_of(source, node.start_byte)
    if indent is None:
        return insertion(node.end_byte, f" {_on_one_line(text)}")
    return insertion(_line_end(source, node), readable.newline + laid_out(text, indent, readable.newline))


def laid_out(text: str, indent: str, newline: str) -> str:
    """Lines with the indentation and the line ends of a place."""
    return newline.join(f"{indent}{line}" if line else "" for line in text.split("\n"))


def _on_one_line(text: str) -> str:
    return " ".join(text.split()).replace(", }", " }")


def without_entry(readable: Readable, node: Node, number: int) -> list[Edit]:
    """Takes the entry of this number out of the list between the brackets of a node, which has others."""
    source, brackets = readable.text, ast.brackets(node)
    if brackets is None:
        raise MissingTarget(f"no list in {node.type} at {node.start_byte}")
    entries = [child for child in brackets.inside if child.is_named and not child.is_extra]
    commas = [child for child in brackets.inside if child.type == ","]
    entry = entries[number]
    comma = commas[number] if number < len(commas) else commas[-1]  # the last one may have none after it
    whole = Span(entry.start_byte, comma.end_byte)
    if entry.next_sibling != comma:  # a comment between the two stays
        return [Edit(span(comma), ""), Edit(_with_blanks(source, span(entry)), "")]
    is_first_on_line = number == 0 or indent_of(source, entry.start_byte) is not None
    gone = _with_blanks(source, whole)
    if is_first_on_line and gone.end == whole.end:  # what follows takes its place
        gone = Span(whole.start, past_blanks(source, whole.end))
    return [Edit(gone, "")]


def without_statement(readable: Readable, node: Node) -> Edit:
    """Takes out a statement and the comments on the lines right above it; its lines too where nothing else is there."""
    source, first = readable.text, node
    while (before := first.prev_sibling) is not None and before.is_extra:
        gap = source[before.end_byte : first.start_byte]
        if gap.count(b"\n") > 1 or indent_of(source, before.start_byte) is None:
            break
        first = before
    start, end = first.start_byte, node.end_byte
    line_end = source.find(b"\n", end)
    rest = source[end:line_end] if line_end >= 0 else source[end:]
    if indent_of(source, start) is not None and not rest.strip():
        return Edit(Span(source.rfind(b"\n", 0, start) + 1, line_end + 1 if line_end >= 0 else len(source)), "")
    return Edit(Span(start, past_blanks(source, end)), "")


def moved_before(readable: Readable, start: int, comments: list[Span]) -> list[Edit]:
    """Comments to the lines above what starts at `start`, which is before them."""
    source = readable.text
    line_end = readable.newline + (indent_of(source, start) or "")
    text = "".join(decode(source[slice(*span)]).rstrip() + line_end for span in comments)
    return [insertion(start, text), *(Edit(_with_blanks(source, span), "") for span in comments)]


def _with_blanks(source: bytes, comment: Span) -> Span:
    """A comment and its line where it is alone there, else the blanks before it; a line end that it has stays."""
    start, end = comment
    end = start + len(source[start:end].rstrip())
    line_start, line_end = source.rfind(b"\n", 0, start) + 1, source.find(b"\n", end)
    is_alone = line_end >= 0 and not source[end:line_end].strip() and indent_of(source, start) is not None
    if is_alone:
        return Span(line_start, line_end + 1)
    return Span(len(source[:start].rstrip(b" \t")), end)


def first_statement(readable: Readable, braces: Node, text: str) -> Edit:
    """`text` as the first statement between braces, with an empty line after it."""
    source = readable.text
    at = _line_end(source, braces.children[0])
    first = next(child for child in braces.children if child.start_byte >= at)
    indent = indent_of(source, first.start_byte)
    if indent is None:
        return insertion(first.start_byte, f"{_on_one_line(text)} ")
    empty_line = readable.newline if source.count(b"\n", at, first.start_byte) < 2 else ""
    return insertion(at, f"{readable.newline}{laid_out(text, indent, readable.newline)}{empty_line}")


def _only_entry(readable: Readable, opener: Node, comments: list[Node], closer: Node, text: str) -> Edit:
    """`text` after the comments of an empty list: below the last if that stands alone on its line."""
    source = readable.text
    if not comments:
        return Edit(Span(opener.end_byte, closer.start_byte), text)
    last = comments[-1]
    indent = indent_of(source, last.start_byte)
    if indent is not None and last.end_point.row < closer.start_point.row:
        return insertion(_end(source, last), f"{readable.newline}{indent}{text}")
    if last.type == kinds.LINE_COMMENT:
        return Edit(Span(opener.end_byte, comments[0].start_byte), f"{text} ")
    return insertion(last.end_byte, f" {text}")


def _line_end(source: bytes, node: Node) -> int:
    """Where `node` ends, or the comments after it if nothing else follows on their line."""
    *_, last = node, *_comments_after(node)
    following = last.next_sibling
    shared = following is not None and following.start_point.row == last.end_point.row
    return _end(source, node if shared else last)


def _comments_after(node: Node) -> Iterator[Node]:
    """Those that begin on the line on which `node`, or the one before them, ends."""
    while (comment := node.next_sibling) is not None and comment.is_extra:
        if comment.start_point.row > node.end_point.row:
            return
        yield comment
        node = comment


def _end(source: bytes, node: Node) -> int:
    """Where `node` ends; to the grammar, the CR of a line end belongs to a comment before it."""
    return node.start_byte + len(source[node.start_byte : node.end_byte].rstrip(b"\r"))
