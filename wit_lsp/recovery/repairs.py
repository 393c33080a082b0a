"""Repairs a text that does not parse: its problems, each with the edits that end it. Knows no syntax of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from wit_lsp.recovery.broken import BrokenText
from wit_lsp.recovery.changes import Change, changed
from wit_lsp.recovery.search import Found, cheapest, forget, overrun
from wit_lsp.syntax.ast import BRACKETS
from wit_lsp.syntax.lexer import NO_TOKEN, Token
from wit_lsp.syntax.problem import MAX_PROBLEMS_PER_SEGMENT, PLACEHOLDERS
from wit_lsp.syntax.recogniser import ParserState, wit_recogniser
from wit_lsp.text import Edit, Span, decode, encode, insertion, merged
from wit_lsp.tuples import NamedTuple

_COSTLY = 3.0  # a repair that costs more is compared with one that may put braces in
_ENDS = {";", ",", "{", "}"}
_INDENT = re.compile(rb"[ \t]*")
_JOINED = re.compile(rb"[\w%\x80-\xff-]")  # next to each other these make one word
_TOUCHING = re.compile(rb"[\w%\x80-\xff/*-]")  # next to each other these may make one word, or a comment
_SPACED = {"=", "->"}  # blanks around them
_TIGHT = {";", ",", ":", ")", ">", "."}  # no blank before them


class Part(NamedTuple):
    """One edit of a repair and its reason: `terminal` is what is put in, `at` where the reader was; None for a brace.

    `ends` changes nothing: a statement ended there that is right so far and not whole. `blank` takes out a statement
    that nothing explains; `about` is then the token that does not fit, and of a `}` that is put in the `{`. `token` is
    the one that is put in, the `order`th of all. A `guess` may not be what was meant, however well it fits.
    """

    kind: Literal["insert", "delete", "replace", "escape", "blank", "ends"]
    edit: Edit
    terminal: str
    at: ParserState | None
    about: Span | None = None
    token: Token | None = None
    order: int = 0
    guess: bool = False


class Repair(NamedTuple):
    """What ends one problem: its parts, in the order of the text; `cause` has also those that were found with them."""

    parts: tuple[Part, ...]
    cause: tuple[Part, ...]

    @property
    def edits(self) -> list[Edit]:
        """Those of all parts, in the order of the text."""
        return merged(part.edit for part in self.parts if part.kind != "ends")


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
        self.tokens = list(broken.tokens)
        self.layout = broken.layout._replace(tokens=self.tokens)
        self.trail = [wit_recogniser().start]
        self.first = self.floor = broken.own.start
        self.closing = len(self.tokens) - broken.own.stop
        self.found: list[list[Part]] = []

    def run(self) -> list[Repair]:
        if self._advance() is None or len(self.braces) > MAX_PROBLEMS_PER_SEGMENT:
            return []
        if self.braces:
            self.found = [[part] for part in self._take(self.braces)]
            self.floor = self.first  # around a brace all may still be wrong
        while (fail := self._advance()) is not None and len(self.found) < MAX_PROBLEMS_PER_SEGMENT:
            found = self._search(fail)
            if found is not None:
                end = [] if found.ended is None else [self._end(found.ended)]
                self.found.append([*end, *self._take(found.changes)])
            elif not self._blank(fail):
                break
        return list(_joined(self.text, self._reviewed()))

    def _advance(self) -> int | None:
        """Read on to the first token that does not fit, and return its number; None where the text is right."""
        self.trail[-1:] = self.layout.read(len(self.trail) - 1, self.trail[-1])
        at_end = len(self.trail) == len(self.tokens) + 1
        return None if at_end and self.trail[-1].accepts else len(self.trail) - 1

    def _search(self, fail: int) -> Found | None:
        """The cheapest repair: braces are left alone where the rest explains all at no great cost."""
        plain = cheapest(self.layout, self.trail, fail, self.floor, braces=False)
        if plain is not None and plain.done and plain.cost < _COSTLY:
            return plain
        braced = cheapest(self.layout, self.trail, fail, self.floor, braces=True)
        if braced is None:
            return plain
        is_better = plain is not None and plain.done and not (braced.done and braced.cost < plain.cost)
        return plain if is_better else braced

    def _end(self, number: int) -> Part:
        before = self.tokens[number - 1]
        return Part("ends", insertion(before.end, ""), before.text, self.trail[number])

    def _take(self, changes: Sequence[Change]) -> list[Part]:
        """Put changes into the tokens, and go on reading before the first of them."""
        stretch, new, made = changed(self.tokens, changes)
        parts = [self._part(change, token) for change, token in zip(changes, made, strict=True)]
        self.tokens[stretch] = new
        self.floor = stretch.start + len(new)
        del self.trail[stretch.start + 1 :]
        return parts

    def _part(self, change: Change, made: Token | None) -> Part:
        kind, number, terminal, at, head = change
        if kind == "insert" and made is not None:
            edit = self._insertion(change)
            made.start = made.end = edit.span.start
            return Part(kind, edit, terminal, at, None if head is None else self.tokens[head].span, made)
        token = self.tokens[number]
        if kind == "escape":
            return Part(kind, insertion(token.start, "%"), token.text, at, None, made)
        new = self._apart(token.span, PLACEHOLDERS.get(terminal, terminal) if kind == "replace" else "")
        return Part(kind, Edit(token.span, new), terminal or token.text, at)

    def _apart(self, span: Span, new: str) -> str:
        """What replaces a stretch, with blanks where it would be one word with what stands beside it."""
        before, after = self.text[: span.start][-1:], self.text[span.end : span.end + 1]
        if not new:
            return " " if _JOINED.match(before) and _JOINED.match(after) else ""
        if new in _SPACED:
            return f"{' ' * (not before.isspace())}{new}{' ' * (not after.isspace())}"
        touching = (before, encode(new[0])), (encode(new[-1]), after)
        left, right = (" " * all(map(_TOUCHING.match, sides)) for sides in touching)
        return f"{left}{new}{right}"

    def _insertion(self, change: Change) -> Edit:
        """At the end of the token before; but a name before its mark, and what begins a statement, at the next one."""
        terminal, new = change.terminal, PLACEHOLDERS.get(change.terminal, change.terminal)
        before = self.tokens[change.token - 1] if change.token else NO_TOKEN
        after = self.tokens[change.token] if change.token < len(self.tokens) else None
        if change.at is None:
            return self._brace(change, before, after)
        is_word = terminal[0].isalpha() or terminal == "@"
        if after is not None:
            if terminal == "name" and after.text in (",", ":", "(") and not after.made:
                return insertion(after.start, new)
            if before is NO_TOKEN or (change.at.starts_item and is_word and after.text != "}"):
                start = next((token.start for token in self.tokens[change.token :] if not token.made), after.start)
                return insertion(start, f"{new} ")
        is_tight = terminal in _TIGHT
        blank_follows = is_tight or self.text[before.end : before.end + 1].isspace()
        return insertion(before.end, f"{'' if is_tight else ' '}{new}{'' if blank_follows else ' '}")

    def _brace(self, change: Change, before: Token, after: Token | None) -> Edit:
        """A `}` is on a line of its own below its block's head if the block has several; a `{` where no head ends."""
        if change.head is None:
            return insertion(after.start if after is not None and before.text in _ENDS else before.end, " {")
        head = self.tokens[change.head]
        if before.row == head.row:
            return insertion(before.end, " }")
        line = self.lines.line(head.row)
        indent = _INDENT.match(self.text, line.start, line.end)
        newline = "\r\n" if b"\r\n" in self.text else "\n"
        return insertion(before.end, f"{newline}{decode(indent[0]) if indent else ''}}}")

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
        gone = self.tokens[start:end]
        real = [token.span for token in gone if token.start < token.end]
        span = Span(real[0].start, real[-1].end) if real else None
        self._drop(span, set(gone))
        if span is not None:
            about = self.tokens[fail].span if fail < end else Span(span.end, span.end)
            before = self.tokens[fail - 1].text if fail else ""
            self.found.append([Part("blank", Edit(span, ""), before, self.trail[fail], about)])
        del self.tokens[start:end], self.trail[start + 1 :]
        self.floor = start
        return True

    def _drop(self, span: Span | None, tokens: set[Token]) -> None:
        """Forget what was repaired in a stretch that goes as a whole: changes of its tokens, and what was put in."""

        def goes(part: Part) -> bool:
            if part.kind == "insert":
                return part.token in tokens
            return span is not None and span.start <= part.edit.span.start and part.edit.span.end <= span.end

        kept = ([part for part in parts if not goes(part)] for parts in self.found)
        self.found = [parts for parts in kept if parts]

    def _has_text(self, start: int, end: int) -> bool:
        """Whether any of these tokens stands in the text, and was not put in."""
        return any(token.start < token.end for token in self.tokens[start:end])

    def _reviewed(self) -> list[list[Part]]:
        """All parts, with insertions in the order of the tokens, even where several are made at one place.

        A guess is what closes a bracket that is put in as well or a block of nothing, and what ends a line that stands
        twice.
        """
        parts = {part.token: part for parts in self.found for part in parts}
        at, before = 0, None
        openers: list[int] = []
        for order, token in enumerate(self.tokens):
            opener = None
            if token.text in BRACKETS:
                openers.append(order)
            elif token.text in BRACKETS.values() and openers:
                opener = openers.pop()
            if not token.made:
                before = token
            elif (part := parts.get(token)) is not None:
                at = max(at, part.edit.span.start, before.start if before else 0)
                rest = (self.tokens[number] for number in range(order + 1, len(self.tokens)))
                after = next((each for each in rest if not each.made), None)
                is_empty = token.text == "}" and opener == order - 1
                guess = opener is not None and (self.tokens[opener].made or is_empty)
                guess = guess or bool(before and after and self._is_twice(before, after))
                edit = part.edit._replace(span=Span(at, at))
                parts[token] = part._replace(edit=edit, order=order, guess=guess)
        return [[parts[part.token] if part.token else part for part in found] for found in self.found]

    def _is_twice(self, before: Token, token: Token) -> bool:
        """Whether a line repeats the one before it; a `}` is another block's."""
        lines = (self.lines.line(each.row) for each in (before, token))
        texts = [self.text[line.start : line.end].strip() for line in lines]
        return token.first and token.text != "}" and token.row == before.row + 1 and texts[0] == texts[1]


def _joined(text: bytes, found: list[list[Part]]) -> Iterator[Repair]:
    """What stands close together on one line is one problem; what was found together is, unless a line lies between."""
    parts = [(part, number) for number, parts in enumerate(found) for part in parts]
    groups: list[list[tuple[Part, int]]] = []
    for part, number in sorted(parts, key=lambda each: (each[0].edit.span, each[0].order)):
        if groups:
            last, last_number = groups[-1][-1]
            end = max(each.edit.span.end for each, _ in groups[-1])
            between = text[end : part.edit.span.start]
            if last_number == number and any(each.kind == "ends" for each in found[number]):
                between = b""
            close = len(between) <= 12 or last_number == number
            if b"\n" not in between and close and not (_is_whole(last) and _is_whole(part) and last.kind == part.kind):
                groups[-1].append((part, number))
                continue
        groups.append([(part, number)])
    for group in groups:
        numbers = dict.fromkeys(number for _, number in group)
        yield Repair(tuple(part for part, _ in group), tuple(part for number in numbers for part in found[number]))


def _is_whole(part: Part) -> bool:
    """Whether a part is a problem of its own wherever it stands: a keyword as a name, a separator too few or many."""
    return part.kind == "escape" or (part.kind in ("insert", "delete") and part.terminal in (";", ","))
