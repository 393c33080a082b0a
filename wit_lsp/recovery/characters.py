"""What is wrong below the level of tokens: what a merge left, strange characters, open comments, broken strings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, islice, pairwise

from wit_lsp.syntax.lexer import NO_TOKEN, Token, open_comments
from wit_lsp.syntax.problem import MAX_PROBLEMS_PER_SEGMENT, SyntaxProblem
from wit_lsp.text import Edit, Span
from wit_lsp.validation.characters import REFUSED, lone_returns, named, refused, repair_title
from wit_lsp.validation.strings import string_problems

_MARK = re.compile(rb"^(<{7}|\|{7}|={7}|>{7})(?=[ \r\n]|\Z)[^\n]*\n?", re.MULTILINE)
_CONFLICT = re.compile(rb"<[|=]+>|.")  # in the first characters of marks
_DASHES = ("\N{EN DASH}", "\N{EM DASH}")
# Signs that word processors and other keyboards put for those of WIT.
_LOOKALIKES = {
    **dict.fromkeys("\N{EN DASH}\N{EM DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}", "-"),
    **dict.fromkeys("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}", '"'),
    "\N{RIGHTWARDS ARROW}": "->",
}
# How comments begin elsewhere, in words of two tokens.
_COMMENTS = {";;", "--"}
_COMMENT = "a comment begins with `//`"
# What preprocessors are told, and what to do in WIT.
_DIRECTIVES = {
    **dict.fromkeys(("include", "import"), "; `use` and `import` bring in other interfaces"),
    **dict.fromkeys(("define", "undef"), "; declare a type, or a function that returns the value"),
    **dict.fromkeys(("if", "ifdef", "ifndef"), "; an item may have `@unstable(feature = …)`"),
    **dict.fromkeys(("else", "elif", "pragma"), ""),
}
_NAMED = "a name is written without quotes", "", "Remove the quotes"
_QUOTED = 'a string is written in `"`', '"', 'Write `"`'
_NAME = re.compile(rb"%?[A-Za-z][\w-]*(?::[\w-]+/[\w-]+(?:@[\w.+-]+)?)?")
_OTHER = re.compile(rb'//|/\*|"')  # begins a comment or a string
_OR = re.compile(rb"\s*\|")
_BLANK = {"Zs": " ", "Zl": "\n", "Zp": "\n", "Cf": ""}


def _guards(tokens: list[Token]) -> set[int]:
    """Where the lines begin by which C reads a header once: `#pragma once`, `#ifndef A` first and its `#define A`."""
    found: set[int] = set()
    name = ""
    for number, (mark, word, value) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        if mark.text != "#" or not mark.first or (number + 3 < len(tokens) and not tokens[number + 3].first):
            continue
        if (number, mark.column, word.text) == (0, 0, "ifndef"):
            name = value.text
        if (word.text, value.text) == ("pragma", "once") or (word.text in ("ifndef", "define") and value.text == name):
            found.add(mark.start)
    return found


def _line(text: bytes, start: int, message: str) -> SyntaxProblem:
    """What begins there, whose line goes."""
    first, end = text.rfind(b"\n", 0, start) + 1, text.find(b"\n", start) + 1 or len(text)
    shown = Span(start, start + len(text[start:end].rstrip()))
    problem = SyntaxProblem(shown, "unexpected-char", message)
    return problem.repaired("Remove the line", Edit(Span(first if text[first:start].isspace() else start, end), ""))


def conflicts(text: bytes, tokens: list[Token]) -> list[SyntaxProblem]:
    """Each conflict as one problem, read as its first side; marks without the others by themselves."""
    if not _MARK.search(text):
        return []
    starts = {token.start for token in tokens if token.first}  # others are inside a comment
    marks = [mark for mark in _MARK.finditer(text) if mark.start() in starts]
    found: list[SyntaxProblem] = []
    for group in _CONFLICT.finditer(b"".join(mark[1][:1] for mark in marks)):
        opening, *others = marks[slice(*group.span())]
        gone = [Span(*opening.span()), *(Span(each.start(), others[-1].end()) for each in others[:1])]
        message = "unresolved merge conflict" if others else "leftover merge conflict marker"
        shown = Span(opening.start(), opening.start() + len(opening[0].rstrip()))
        found.append(SyntaxProblem(shown, "unexpected-char", message, edits=tuple(Edit(span, "") for span in gone)))
    return found


def characters(text: bytes, tokens: list[Token]) -> list[SyntaxProblem]:
    """What is wrong with characters and comments, and with strings that are open or hold what they must not."""
    strings = (token.span for token in tokens if token.terminals == ("?",) and token.text.startswith('"'))
    of_strings = (string_problems(text, span) for span in islice(strings, MAX_PROBLEMS_PER_SEGMENT))
    strange = islice(_strange(text, tokens), MAX_PROBLEMS_PER_SEGMENT)
    return [*refused(text), *_open_comments(text), *chain.from_iterable(of_strings), *strange]


def _strange(text: bytes, tokens: list[Token]) -> Iterator[SyntaxProblem]:
    """What begins no token and is meant clearly: blanks that are none of WIT's, what looks like a mark or a comment."""
    alone: list[Span] = []
    quotes = {mark: pair for pair in _quotes(text, tokens) for mark in pair}
    guards = _guards(tokens)
    listed = False
    for before, token, after in zip([NO_TOKEN, *tokens], tokens, [*tokens[1:], NO_TOKEN], strict=False):
        pair = token.text + after.text if token.end == after.start else token.text
        if token.start in guards:
            yield _line(text, token.start, "WIT needs no include guards")
        elif pair == "#endif" and token.first:
            yield _line(text, token.start, "WIT has no preprocessor").for_author()  # with what begins it
        elif token.text == "#" and after.text in _DIRECTIVES:
            span, message = Span(token.start, after.end), f"WIT has no preprocessor{_DIRECTIVES[after.text]}"
            yield SyntaxProblem(span, "unexpected-char", message, edits=(Edit(token.span, "//"),))
        elif token.text == "#" and after.text not in ("[", "!") and (before.text, before.end) != ("r", token.start):
            yield _clear(token.span, _COMMENT, "//")
        elif pair in _COMMENTS and token.first:
            span = Span(token.start, token.start + len(pair))
            yield _clear(span, _COMMENT, "//").for_author()  # what follows it may be meant
        elif pair == "*/":
            yield _clear(Span(token.start, after.end), "unmatched `*/`", "")
        elif token.terminals != ("?",) or len(set(token.text)) > 1 or token.text[0] in REFUSED:
            continue
        elif token.start in quotes:
            start, end = quotes[token.start]
            is_name = before.text != "(" and _NAME.fullmatch(text, start + 1, end)
            if token.start == start:  # of alternatives and sources productions know more
                goes_on = listed and before.text == ","
                listed = goes_on or before.text in ("|", "[", "from") or bool(_OR.match(text, end + 1))
            if token.start == start and not listed and before.text != "=":  # that of a default goes with it
                message, quote, does = _NAMED if is_name else _QUOTED
                edits = (Edit(Span(mark, mark + 1), quote) for mark in (start, end))
                yield SyntaxProblem(Span(start, end + 1), "unexpected-char", message).repaired(does, *edits)
        elif token.text == "\r":
            alone.append(token.span)
        elif token.text == "%" and (after.first or not after.text[:1].isalpha()):
            continue  # its name is still to come
        elif token.text == "%":
            yield _clear(token.span, "`%` must be right before a name", "").for_author()
        elif before.text == ")" and token.text in _DASHES and after.text != ">":
            yield _clear(token.span, f"expected `->`, not {named(token.text)}", "->")
        elif (new := _instead(token.text[0])) is not None:
            message = f"unexpected {named(token.text[0])}"
            yield _clear(token.span, message, new, repair_title(token.text[0], new))
    if alone:
        yield lone_returns(alone)


def _open_comments(text: bytes) -> list[SyntaxProblem]:
    """Comments that are never closed, the first of them. Each is taken to end with its line."""
    found = []
    for start, end, depth in islice(open_comments(text), MAX_PROBLEMS_PER_SEGMENT):
        at = Span(start, start + 2)
        line = text[start:end].rstrip(b" \t\r")
        edit = Edit(Span(start + len(line), start + len(line)), " */" * depth)
        found.append(SyntaxProblem(at, "unclosed-comment", "the comment is never closed", None, "Insert `*/`", (edit,)))
    return found


def _quotes(text: bytes, tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Where each `'` of two on one line stands, between which there is no comment and no `\"`."""
    done = 0
    for one, other in pairwise(token for token in tokens if token.text == "'"):
        if one.row == other.row and one.start >= done and not _OTHER.search(text, one.end, other.start):
            yield one.start, other.start
            done = other.end


def _clear(span: Span, message: str, new: str, title: str = "") -> SyntaxProblem:
    """One that `new` repairs without doubt."""
    title = title or (f"Write `{new}`" if new else "Remove it")
    return SyntaxProblem(span, "unexpected-char", message).repaired(title, Edit(span, new))


def _instead(character: str) -> str | None:
    """What was meant by a character that begins no token, where that is clear."""
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    if (blank := _BLANK.get(unicodedata.category(character))) is not None:
        return blank
    plain = unicodedata.normalize("NFKC", character)  # `;` for its form of full width
    return plain if plain != character and len(plain) == 1 and plain.isascii() else None
