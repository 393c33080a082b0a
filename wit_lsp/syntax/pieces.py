"""Cuts a text into pieces, by the text alone: its top-level items with the comments and attributes before them.

A piece can be parsed as a function of its bytes, so an edit costs what its piece costs, and a mistake
stays where it is. A file with more than one item on a line gives a piece of several items.
"""

from __future__ import annotations

import re

# Begins with a literal, so that the search runs at the speed of `find`.
_HEAD = re.compile(rb"\n(?:(interface|world|package)[ \t]+%?[A-Za-z_]|use[ \t])")
_NESTED = re.compile(rb"\s*package\b(?:[^;{/]|//[^\n]*|/\*.*?\*/)*\{", re.S)
_OPAQUE = re.compile(rb"//[^\n]*|/\*")
_OPAQUE_OR_STRING = re.compile(_OPAQUE.pattern + rb'|"(?:[^"\\\n]|\\.)*"')
_COMMENT_END = re.compile(rb"/\*|\*/")
_ATTRIBUTE = re.compile(rb"@\s*%?[\w-]+\s*\([^()]*\)\s*")


def cut(text: bytes) -> list[int]:
    """The first byte of each piece, ascending; the first is 0.

    A line that begins with `interface`, `world` or `package` and a name starts a piece whatever stands
    before it, so that an unclosed block ends there. `use`, and all that stands inside `package a:b { … }`,
    needs braces that pair up since the last cut.
    """
    starts = [0]
    plain = bytearray()  # the text since the last cut up to `read`, with blanks for comments and strings
    read = depth = 0
    nested = _NESTED.match(_blanked(text, 0, min(len(text), 4096))[0]) is not None
    for head in _HEAD.finditer(text):
        at = head.start() + 1
        if at < read:
            continue  # inside a comment
        chunk, read = _blanked(text, read, at)
        plain += chunk
        depth += chunk.count(b"{") - chunk.count(b"}")
        if read > at:
            continue
        strong = head[1] is not None and not (nested and head[1] != b"package")
        if not (strong or depth == 0):
            continue
        start = starts[-1] + _item_end(plain)
        if start > starts[-1]:
            del plain[: start - starts[-1]]
            starts.append(start)
        depth = 0
        nested = head[1] == b"package" and _NESTED.match(text, at) is not None
    return starts


def _item_end(plain: bytearray) -> int:
    """Where the item before ends, its line included if nothing but blanks follows there; 0 where there is none."""
    end = len(plain.rstrip())
    while plain[end - 1 : end] == b")":
        attribute = plain.rfind(b"@", 0, end)
        if attribute < 0 or not _ATTRIBUTE.fullmatch(plain, attribute, end):
            break
        end = len(plain[:attribute].rstrip())
    if end == 0 or plain[:end] == b"\xef\xbb\xbf":
        return 0
    newline = plain.find(b"\n", end)
    return newline + 1 if not plain[end:newline].strip() else end


def _blanked(text: bytes, start: int, end: int) -> tuple[bytes, int]:
    """`text[start:end]` with blanks for comments and strings, and where it ends: past `end` where a comment does."""
    token = (_OPAQUE_OR_STRING if b'"' in text[start:end] else _OPAQUE).search
    if b"/" not in text[start:end] and b'"' not in text[start:end]:
        return text[start:end], end
    parts: list[bytes] = []
    while found := token(text, start, end):
        stop = _comment_end(text, found.start()) if found[0] == b"/*" else found.end()
        parts += text[start : found.start()], b" " * (stop - found.start())
        start = stop
        if start >= end:
            return b"".join(parts), start
    return b"".join([*parts, text[start:end]]), end


def _comment_end(text: bytes, start: int) -> int:
    """The end of the block comment at `start`, or of the text where it stays open. Comments nest."""
    depth = 0
    for mark in _COMMENT_END.finditer(text, start):
        depth += 1 if mark[0] == b"/*" else -1
        if depth == 0:
            return mark.end()
    return len(text)
