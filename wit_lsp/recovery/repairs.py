"""Repairs a text that does not parse: its problems, each with the edits that end it. Knows no syntax of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Literal, NamedTuple

from wit_lsp.recovery.brackets import BraceEdit, with_braces
from wit_lsp.recovery.broken import BrokenText
from wit_lsp.recovery.search import Change, Found, cheapest, forget, overrun
from wit_lsp.syntax.ast import BRACKETS
from wit_lsp.syntax.lexer import Token, made_token
from wit_lsp.syntax.problem import MAX_PROBLEMS_PER_SEGMENT, PLACEHOLDERS
from wit_lsp.syntax.recogniser import ParserState, wit_recogniser
from wit_lsp.text import Edit, Span, decode, insertion, merged

_COSTLY = 3.0  # a repair that costs more is compared with one that may put braces in
_ENDS = {";", ",", "{", "}"}
_JOINED = re.compile(rb"[\w%\x80-\xff-]")  # next to each other these make one word
_TIGHT = {";", ",", ")", ">", "."}  # no blank before them


class RepairEdit:
    """One edit of a repair and its reason: `terminal` is what is put in, `at` where the reader was; None for a brace.

    `blank` takes out a statement that nothing explains; `focus` is then the token that does not fit. `head` is the
    span of the brace that opened the block. A `guess` may not be what was meant, however well it fits.
    """

    __slots__ = ("at", "edit", "focus", "guess", "head", "kind", "order", "terminal")

    def __init__(
        self,
        kind: Literal["insert", "delete", "replace", "escape", "blank"],
        edit: Edit,
        terminal: str,
        at: ParserState | None,
        head: Span | None = None,
        focus: Span | None = None,
    ) -> None:
        self.kind = kind
        self.edit = edit
        self.terminal = terminal
        self.at = at
        self.head = head
        self.focus = focus
        self.order = 0
        self.guess = False


class Repair(NamedTuple):
    """What ends one problem: its parts, in the order of the text; `cause` has also those that were found with them."""

    parts: tuple[RepairEdit, ...]
    cause: tuple[RepairEdit, ...]

    @property
    def edits(self) -> list[Edit]:
        """Those of all parts, in the order of the text."""
        return merged(part.edit for part in self.parts)


def find_repairs(broken: BrokenText) -> list[Repair]:
    """The problems of a text, in its order; none where its braces are hopeless.

    The result depends on the text and its context alone.
    """
    if wit_recogniser().is_full:
        forget()
    return _Repairing(broken).run()


class _Repairing:
    def __init__(self, broken: BrokenText) -> None:
        self.text = broken.text
        self.lines = broken.lines
        self.braces = broken.braces
        self.recogniser = wit_recogniser()
        self.tokens = list(broken.tokens)
        self.layout = broken.layout._replace(tokens=self.tokens, recogniser=self.recogniser)
        self.trail = [self.recogniser.start]
        self.first = self.floor = broken.own.start
        self.closing = len(self.tokens) - broken.own.stop
        self.found: list[list[RepairEdit]] = []
        self.made: dict[Token, RepairEdit] = {}

    def run(self) -> list[Repair]:
        if self._advance() is None or len(self.braces) > MAX_PROBLEMS_PER_SEGMENT:
            return []
        if self.braces:
            self.tokens[:] = with_braces(self.tokens, self.braces, self._brace)
            self.trail = [self.recogniser.start]
        while (fail := self._advance()) is not None and len(self.found) < MAX_PROBLEMS_PER_SEGMENT:
            found = self._search(fail)
            if found is not None:
                self._take(found)
            elif not self._blank(fail):
                break
        self._review()
        return list(_joined(self.text, self.found))

    def _review(self) -> None:
        """What is put in stands in the order of the tokens, also where several share a gap.

        A guess is what closes a bracket that is put in as well or a block of nothing, and what ends a line that stands
        twice.
        """
        at = 0
        for order, token in enumerate(self.tokens):
            if not token.made or (part := self.made.get(token)) is None:
                continue
            before, after = self._real(order, -1), self._real(order, 1)
            at = max(at, part.edit.span.start, before.start if before else 0)
            part.edit = part.edit._replace(span=Span(at, at))
            part.order = order
            opener = self._opener(order)
            is_empty = token.text == "}" and opener == order - 1
            part.guess = opener is not None and (self.tokens[opener].made or is_empty)
            part.guess = part.guess or bool(before and after and self._is_twice(before, after))

    def _real(self, number: int, step: int) -> Token | None:
        """The nearest token of the text before or after one."""
        number += step
        while 0 <= number < len(self.tokens) and self.tokens[number].made:
            number += step
        return self.tokens[number] if 0 <= number < len(self.tokens) else None

    def _opener(self, closer: int) -> int | None:
        """The bracket that a token closes; None where it closes none."""
        depth = 0
        if self.tokens[closer].text not in BRACKETS.values():
            return None
        for number in range(closer, -1, -1):
            text = self.tokens[number].text
            depth += (text in BRACKETS.values()) - (text in BRACKETS)
            if depth == 0:
                return number
        return None

    def _is_twice(self, before: Token, token: Token) -> bool:
        """Whether a line repeats the one before it; a `}` is another block's."""
        lines = (self.lines.line(each.row) for each in (before, token))
        texts = [self.text[line.start : line.end].strip() for line in lines]
        return token.first and token.text != "}" and token.row == before.row + 1 and texts[0] == texts[1]

    def _advance(self) -> int | None:
        """Read on to the first token that does not fit, and return its number; None where the text is right."""
        rest = range(len(self.trail) - 1, len(self.tokens))
        terminals = (self.tokens[number].terminals for number in rest)
        self.trail += self.recogniser.run(terminals, self.trail[-1])[1:]
        at_end = len(self.trail) == len(self.tokens) + 1
        return None if at_end and self.trail[-1].accepts else len(self.trail) - 1

    def _search(self, fail: int) -> Found | None:
        """The cheapest repair: braces are left alone where the rest explains all at no great cost."""
        plain = cheapest(self.layout, self.trail, fail, self.floor, braces=False)
        if plain is not None and plain.complete and plain.cost < _COSTLY:
            return plain
        braced = cheapest(self.layout, self.trail, fail, self.floor, braces=True)
        if braced is None:
            return plain
        is_better = plain is not None and plain.complete and not (braced.complete and braced.cost < plain.cost)
        return plain if is_better else braced

    def _brace(self, edit: BraceEdit, tokens: list[Token]) -> Token | None:
        """The brace that an edit puts before its token, of those of the text; None where it takes that out."""
        if edit.delete:
            token = tokens[edit.token]
            self.found.append([RepairEdit("delete", Edit(token.span, ""), token.text, None)])
            return None
        before = tokens[edit.token - 1] if edit.token else None
        head = None if edit.head is None else tokens[edit.head]
        at = before.end if before else 0
        if edit.brace == "{" and before is not None and before.text in _ENDS and edit.token < len(tokens):
            at = tokens[edit.token].start  # the head is missing as a whole
        layout = self._layout(edit.brace, head, before)
        part = RepairEdit("insert", insertion(at, layout), edit.brace, None, head.span if head else None)
        self.found.append([part])
        return self._made(edit.brace, at, before, part)

    def _layout(self, brace: str, head: Token | None, before: Token | None) -> str:
        """A closing brace stands on a line of its own, below its block's head, where the block has several lines."""
        if brace == "{" or head is None or before is None or before.row == head.row:
            return f" {brace}"
        line = self.lines.line(head.row)
        indent = re.match(rb"[ \t]*", self.text[line.start : line.end])
        newline = "\r\n" if b"\r\n" in self.text else "\n"
        return f"{newline}{decode(indent[0]) if indent else ''}{brace}"

    def _made(self, terminal: str, at: int, before: Token | None, part: RepairEdit) -> Token:
        """The token that a part puts in."""
        token = made_token(terminal, at, before)
        self.made[token] = part
        return token

    def _take(self, found: Found) -> None:
        """Put the changes into the tokens, and go on reading before the first of them."""
        parts = [self._part(change) for change in found.changes]
        self.found.append(parts)
        first = last = min(change.token for change in found.changes)
        new: list[Token] = []
        for change, part in zip(found.changes, parts, strict=True):
            new += self.tokens[last : change.token]
            last = change.token
            before = self.tokens[last - 1] if last else None
            if change.kind == "insert":
                new.append(self._made(change.terminal, before.end if before else 0, before, part))
                continue
            old = self.tokens[last]
            last += 1
            if change.kind == "escape":
                new.append(_like(old, "name"))
                self.made[new[-1]] = part
            elif change.kind == "replace":
                new.append(_like(old, change.terminal))
        self.tokens[first:last] = new
        del self.trail[first + 1 :]
        self.floor = first + len(new)

    def _part(self, change: Change) -> RepairEdit:
        terminal = change.terminal
        token = self.tokens[change.token] if change.token < len(self.tokens) else None
        if change.kind == "insert":
            return RepairEdit("insert", self._insertion(change, token), terminal, change.at)
        assert token is not None, "only an insertion can be at the end"
        span = token.span
        if change.kind == "escape":
            return RepairEdit("escape", insertion(token.start, "%"), token.text, change.at)
        new = f" {PLACEHOLDERS.get(terminal, terminal)} " if change.kind == "replace" else ""
        if change.kind == "delete" and self._joins(span):
            new = " "
        return RepairEdit(change.kind, Edit(span, new), terminal or token.text, change.at)

    def _joins(self, span: Span) -> bool:
        """Whether what stands on both sides of a stretch would be one word without it."""
        is_inside = span.start > 0 and _JOINED.match(self.text, span.start - 1)
        return bool(is_inside and _JOINED.match(self.text, span.end))

    def _insertion(self, change: Change, after: Token | None) -> Edit:
        """At the end of the token before; but a name before its mark, and what begins a statement, at the next one."""
        terminal, new = change.terminal, PLACEHOLDERS.get(change.terminal, change.terminal)
        before = self.tokens[change.token - 1] if change.token else None
        is_word = terminal[0].isalpha() or terminal == "@"
        if after is not None:
            if terminal == "name" and after.text in (",", ":", "(") and not after.made:
                return insertion(after.start, new)
            if before is None or (change.at.starts_item and is_word and after.text != "}"):
                start = next((token.start for token in self.tokens[change.token :] if not token.made), after.start)
                return insertion(start, f"{new} ")
        at = before.end if before else 0
        if terminal in _TIGHT:
            return insertion(at, new)
        return insertion(at, f" {new}" if self.text[at : at + 1].isspace() else f" {new} ")

    def _blank(self, fail: int) -> bool:
        """Take out the statement around a token that nothing explains; whether there is one.

        There is none where the context closes a block whose head was taken out.
        """
        start = min(fail, len(self.tokens) - 1)
        while start > self.first and not (self.trail[start].is_whole and self._has_text(start, fail + 1)):
            start -= 1
        starts = self.layout.starts(start, fail + 1, self.trail[start])
        fail = overrun(self.trail, (each for each in starts if self._has_text(start, each)), fail)
        indent = self.tokens[start].indent
        end, depth = start, 0
        while end < len(self.tokens) - self.closing:
            token = self.tokens[end]
            is_next = token.text == "}" or (end >= fail and token.first and token.column <= indent)
            if depth <= 0 and is_next and self._has_text(start, end):
                break
            depth += (token.text == "{") - (token.text == "}")
            end += 1
        if start == end:
            return False
        stretch = self.tokens[start:end]
        real = [token for token in stretch if token.start < token.end]
        span = Span(real[0].start, real[-1].end) if real else None
        self._drop(span, {self.made[token] for token in stretch if token in self.made})
        if span is not None:
            focus = self.tokens[fail].span if fail < end else Span(span.end, span.end)
            part = RepairEdit("blank", Edit(span, ""), "", self.trail[fail], focus=focus)
            self.found.append([part])
        del self.tokens[start:end], self.trail[start + 1 :]
        self.floor = start
        return True

    def _drop(self, span: Span | None, put_in: set[RepairEdit]) -> None:
        """Forget what was mended in a stretch that goes as a whole: changes of its tokens, and what was put in."""

        def goes(part: RepairEdit) -> bool:
            if part.kind == "insert":
                return part in put_in
            return span is not None and span.start <= part.edit.span.start and part.edit.span.end <= span.end

        kept = ([part for part in parts if not goes(part)] for parts in self.found)
        self.found = [parts for parts in kept if parts]

    def _has_text(self, start: int, end: int) -> bool:
        """Whether any of these tokens stands in the text, and was not put in."""
        return any(token.start < token.end for token in self.tokens[start:end])


def _like(token: Token, terminal: str) -> Token:
    """A token that stands where `token` does."""
    place = (token.row, token.column, token.indent, token.first)
    return Token((terminal,), token.start, token.end, terminal, *place, made=True)


def _is_whole(part: RepairEdit) -> bool:
    """Whether a part is a problem of its own wherever it stands: a keyword as a name, a separator too few or many."""
    return part.kind == "escape" or (part.kind in ("insert", "delete") and part.terminal in (";", ","))


def _joined(text: bytes, found: list[list[RepairEdit]]) -> Iterator[Repair]:
    """What stands close together on one line is one problem; what was found together is, unless a line lies between."""
    parts = sorted((part for parts in found for part in parts), key=lambda part: (part.edit.span, part.order))
    cause = {id(part): parts for parts in found for part in parts}
    groups: list[list[RepairEdit]] = []
    for part in parts:
        if groups:
            last = groups[-1][-1]
            end = max(each.edit.span.end for each in groups[-1])
            between = text[end : part.edit.span.start]
            close = len(between) <= 12 or cause[id(last)] is cause[id(part)]
            if b"\n" not in between and close and not (_is_whole(last) and _is_whole(part) and last.kind == part.kind):
                groups[-1].append(part)
                continue
        groups.append([part])
    for group in groups:
        causes = {id(cause[id(part)]): cause[id(part)] for part in group}
        yield Repair(tuple(group), tuple(chain.from_iterable(causes.values())))
