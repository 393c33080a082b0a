"""The tokens of a text as the grammar has them, for a text that need not parse.

Words, marks and patterns come from grammar.json. What has no pattern there (names, versions, block comments) is written
here a second time after the scanner's C: a test holds the two equal.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from wit_lsp.syntax.recogniser import wit_grammar
from wit_lsp.syntax.segments import COMMENT_MARK, COMMENT_OR_STRING
from wit_lsp.text import Edit, LineIndex, Span, decode, encode

# Reserved by the reference though no rule uses it.
UNUSED_RESERVED = {"from"}

_WORD = rb"%?[A-Za-z_][A-Za-z0-9_-]*(?![A-Za-z0-9_\x80-\xff-])"  # of ASCII
_VERSION = re.compile(rb"[0-9]+\.[0-9]+\.[0-9]+")
_TAIL_PART = re.compile(rb"(\.?)(?:([A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff-]*)|[0-9]+|-)")
_MORE = "/"  # begins something longer too
_BLANK, _REST = 1, 4  # groups of a match
_A_NAME = ("name",)
# Closed on its line, or on the next one before anything that does not look like a string; else open to its line's end.
_BROKEN_STRING = re.compile(
    rb'"(?:[^"\\\r\n]|\\[^\r\n])*"|"[^"\r\n;{}@]*\r?\n[^"\r\n;{}@/]*"|"(?:[^"\\\r\n]|\\[^\r\n])*'
)


class Token:
    """A token and where it stands. `terminals` are the terminals of the grammar that it may be.

    `first`: nothing stands before it on its line. `indent` is the column, in bytes with tabs to 4, of the first token
    of its line; `column` that of the token itself. `made` is set for one that no edit may touch: the
    repair put it in or changed it, or it is of the context.
    """

    __slots__ = ("column", "end", "first", "indent", "made", "row", "start", "terminals", "text")

    def __init__(
        self,
        terminals: tuple[str, ...],
        start: int,
        end: int,
        text: str,
        row: int = 0,
        column: int = 0,
        indent: int = 0,
        first: bool = False,
        made: bool = False,
    ) -> None:
        self.terminals = terminals
        self.start = start
        self.end = end
        self.text = text
        self.row = row
        self.column = column
        self.indent = indent
        self.first = first
        self.made = made

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def __repr__(self) -> str:
        return f"{self.text}@{self.row}:{self.column}"


NO_TOKEN = Token((), 0, 0, "")
"""Stands for the token before the first one, and after the last one."""


class Lexer:
    """Reads tokens by what a grammar.json says of them."""

    def __init__(self, grammar: Mapping[str, Any]) -> None:
        literals = set(_strings(grammar["rules"]))
        self.contextual = set(_strings(grammar["externals"]))
        words = {text for text in literals if text[0].isalpha() or text[0] == "_"}
        self.reserved = (words | UNUSED_RESERVED) - self.contextual
        patterns = {name: body["value"] for name, body in grammar["rules"].items() if body["type"] == "PATTERN"}
        self._extras = {extra["name"] for extra in grammar["extras"] if "name" in extra}
        self._patterns = [
            (name, re.compile(pattern.encode())) for name, pattern in patterns.items() if name not in self._extras
        ]
        marks = sorted(literals - words, key=lambda mark: (-len(mark), mark))
        self._marks = set(marks)
        known = b"|".join(re.escape(mark.encode()) for mark in marks if mark[0] not in _MORE)
        blanks = [extra.get("value") or patterns.get(extra["name"]) for extra in grammar["extras"]]
        blank = b"|".join(pattern.encode() for pattern in blanks if pattern)
        # Of what is left one character at a time is looked at; a text without it costs one search.
        self._quick = re.compile(rb"((?:%s)+)|(%s)|(%s)|([\s\S])" % (blank, _WORD, known))
        self.patterns = [*(pattern for _, pattern in self._patterns), self._quick]
        self._terminals: dict[str, tuple[str, ...]] = {word: (word,) for word in self.reserved | (literals - words)}
        self._terminals.update((word, ("name", word)) for word in self.contextual)
        self._known = {word.encode(): (terminals, word) for word, terminals in self._terminals.items()}

    def tokens(self, text: bytes, lines: LineIndex) -> list[Token]:
        """All tokens, comments and blanks left out.

        A character that starts none is a token of the terminal `?`, and so is a string that is broken or stays open.
        """
        return list(self._read(text, lines))

    def tokens_around(self, text: bytes, at: int, row: int) -> list[Token]:
        """The tokens of what stands around a text (see `Context`): of no length, in the text's first or last byte."""
        found = self.tokens(text, LineIndex(text))
        return [Token(each.terminals, at, at, each.text, row, 0, 0, each.first, made=True) for each in found]

    def tokens_again(self, old: list[Token], text: bytes, lines: LineIndex, edits: list[Edit]) -> list[Token]:
        """The tokens of a text to which `edits`, in order, changed another one, whose tokens `old` are used for it.

        What is on the lines of an edit is read again, the rest moved. What a quote or the start of a comment means can
        depend on all that follows: a text that has one is read as a whole.
        """
        if any(mark in text for mark in (b'"', b"/*")):
            return self.tokens(text, lines)
        found: list[Token] = []
        number = moved = rows = edited = 0  # of the old tokens, the bytes and rows by which they move, of the edits
        while edited < len(edits):
            first = bisect_left(old, edits[edited].span.start, number, key=lambda token: token.end)
            found += _moved(old[number:first], moved, rows)
            number, before = first, found[-1] if found else None
            for token in self._read(text, lines, before):
                while edited < len(edits) and edits[edited].span.start + moved <= token.end:
                    moved += len(encode(edits[edited].text)) - (edits[edited].span.end - edits[edited].span.start)
                    edited += 1
                number = bisect_left(old, token.start - moved, number, key=lambda token: token.start)
                if edited and number < len(old) and self._is_moved(old[number], token, moved, edits[edited - 1]):
                    rows = token.row - old[number].row
                    break
                found.append(token)
            else:
                return found
        return found + _moved(old[number:], moved, rows)

    @staticmethod
    def _is_moved(old: Token, new: Token, by: int, edit: Edit) -> bool:
        """Whether a token is one of before at the start of a line, after an edit."""
        is_there = old.start == new.start - by and edit.span.end <= old.start
        return is_there and old.first and new.first and old.column == new.column

    def _read(self, text: bytes, lines: LineIndex, before: Token | None = None) -> Iterator[Token]:
        """The tokens that follow one; all where that is None."""
        known, starts = self._known, lines.starts
        comments: dict[int, int] | None = None
        is_new_line = True  # there may be another line than that of the last token
        at, row, line_start, indent = (before.end, before.row, 0, before.indent) if before else (0, -1, 0, 0)
        if before is None and text.startswith(BOM_UTF8):
            at = len(BOM_UTF8)
        while at < len(text):
            for found in self._quick.finditer(text, at):
                kind = found.lastindex
                start, end = found.span()
                if kind == _BLANK:
                    is_new_line = is_new_line or b"\n" in found[0]
                    continue
                if kind == _REST:
                    comments = _comment_ends(text) if comments is None else comments
                    name, end = self._rare(text, start, comments)
                    words = decode(text[start:end])
                    terminals = self._terminals.get(words if name == "name" else name, (name,))
                else:
                    terminals, words = known.get(found[0]) or (_A_NAME, found[0].decode())
                if kind != _REST or name not in self._extras:
                    last = row
                    if is_new_line:
                        row = bisect_right(starts, start) - 1
                        line_start = starts[row]
                    column = start - line_start
                    if first := row != last:
                        indent = column = len(text[line_start:start].expandtabs(4))
                    yield Token(terminals, start, end, words, row, column, indent, first)
                    is_new_line = False
                if kind == _REST:
                    is_new_line = is_new_line or "\n" in words or "\r" in words
                    at = end
                    break
            else:
                return

    def _rare(self, text: bytes, at: int, comments: dict[int, int]) -> tuple[str, int]:
        """What begins at a byte where no word of ASCII does and no mark that is nothing else, and where it ends."""
        if (end := _word_end(text, at)) > at:
            return "name", end
        name, end = self._longest(text, at, comments)
        mark = text[at : at + 1].decode("latin-1")
        return (mark, at + 1) if end <= at + 1 and mark in self._marks else (name, end)

    def _longest(self, text: bytes, at: int, comments: dict[int, int]) -> tuple[str, int]:
        """The longest token that is no word and no mark, and its end; what `?` stands for where there is none."""
        if text.startswith(b"/*", at):
            end = comments.get(at)
            return ("block_comment", end) if end else _open_comment(text, at)
        best, end = "?", at
        if version := _version_end(text, at, self.reserved):
            best, end = "semver", version
        for name, pattern in self._patterns:
            if (found := pattern.match(text, at)) and found.end() > end:
                best, end = name, found.end()
        if best == "?" and (broken := _BROKEN_STRING.match(text, at)):
            end = broken.end()
        elif best == "?":
            end = at + 1
            while end < len(text) and text[end] & 0xC0 == 0x80:
                end += 1
            character = text[at:end]
            while len(character) > 1 and text.startswith(character, end):  # the same one again is no other problem
                end += len(character)
        return best, end


@cache
def wit_lexer() -> Lexer:
    return Lexer(wit_grammar())


def _strings(rule: object) -> Iterator[str]:
    if isinstance(rule, dict):
        if rule.get("type") == "STRING":
            yield rule["value"]
        for part in rule.values():
            yield from _strings(part)
    elif isinstance(rule, list):
        for part in rule:
            yield from _strings(part)


def _moved(tokens: list[Token], by: int, rows: int) -> list[Token]:
    for token in tokens if by or rows else ():
        token.start += by
        token.end += by
        token.row += rows
    return tokens


def _word_end(text: bytes, start: int) -> int:
    """Where a word ends, with letters as identifiers of Unicode have them; `start` where none begins."""
    first = at = start + text.startswith(b"%", start)
    while at < len(text):
        byte = text[at]
        size = 1 if byte < 0x80 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
        character = decode(text[at : at + size])
        word = character if at == first else f"_{character}"
        if not word.isidentifier() and (character != "-" or at == first):
            break
        at += size
    return start if at == first else at


def _comment_ends(text: bytes) -> dict[int, int]:
    """Where each block comment that is closed starts and ends. Comments nest."""
    ends: dict[int, int] = {}
    starts: list[int] = []
    at = 0
    while mark := COMMENT_MARK.search(text, at):
        at = mark.end()
        if mark[0] == b"/*":
            starts.append(mark.start())
        elif starts:
            ends[starts.pop()] = at
        else:
            at -= 1  # it closes nothing, so that its `/` may begin one
    return ends


def open_comments(text: bytes) -> Iterator[tuple[int, int, int]]:
    """The comments that stay open: where each starts, where its line and so the comment ends, and how deep it is."""
    ends = _comment_ends(text)
    at = 0
    while found := COMMENT_OR_STRING.search(text, at):
        at = found.end()
        if found[0] == b"/*":
            end = ends.get(found.start())
            if end is None:
                end = _open_comment(text, found.start())[1]
                marks = [mark[0] for mark in COMMENT_MARK.finditer(text, found.start(), end)]
                yield found.start(), end, marks.count(b"/*") - marks.count(b"*/")
            at = end


def _open_comment(text: bytes, start: int) -> tuple[str, int]:
    """A comment that stays open ends with its line, so that typing it does not take the rest of the file away."""
    end = text.find(b"\n", start)
    return "block_comment", len(text) if end < 0 else end


def _version_end(text: bytes, at: int, reserved: set[str]) -> int | None:
    """The end of a version, as the scanner finds it; None where none starts."""
    found = _VERSION.match(text, at)
    if found is None:
        return None
    end = found.end()
    for mark in b"-", b"+":
        if not text.startswith(mark, end):
            continue
        end += 1
        while part := _TAIL_PART.match(text, end):
            stop = part.end()
            if part[2] is not None:
                stop = _word_end(text, part.start(2))
                if stop == part.start(2) or decode(text[part.start(2) : stop]) in reserved:
                    return end
            end = stop
        if text.startswith(b".", end):
            return end
    return end
