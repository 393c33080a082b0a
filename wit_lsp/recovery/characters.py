"""Characters that WIT refuses wherever they stand, those that begin none of its tokens, comments that stay open."""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Iterator
from itertools import islice, pairwise

from wit_lsp.recovery import lexer as lexical
from wit_lsp.recovery.lexer import Token
from wit_lsp.syntax.problem import MOST, Code, SyntaxProblem
from wit_lsp.text import Edit, Span, decode

_CONTROL = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"]
BIDI = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
# Each with what Unicode's list of names says to write instead.
_DISCOURAGED = {
    "\u0149": "\u02bcn",
    "\u0673": "\u0627\u065f",
    "\u0f77": "\u0fb2\u0f81",
    "\u0f79": "\u0fb3\u0f81",
    "\u17a3": "\u17a2",
    "\u17a4": "\u17a2\u17b6",
    "\u17b4": "",
    "\u17b5": "",
}
_FACTS: dict[Code, str] = {
    "control-char": "is a control character",
    "bidi-char": "changes the direction in which text is shown",
    "discouraged-char": "is a character that Unicode discourages",
}

# What the reference refuses in the whole file, before it looks at a token.
_REFUSED: dict[str, Code] = {
    **dict.fromkeys(_CONTROL, "control-char"),
    **dict.fromkeys(BIDI, "bidi-char"),
    **dict.fromkeys(_DISCOURAGED, "discouraged-char"),
}
_RUN = re.compile(
    b"|".join(
        b"(?:%b)+" % b"|".join(re.escape(character.encode()) for character in group)
        for group in (_CONTROL, BIDI, _DISCOURAGED)
    )
)
_HARMLESS = bytes(code for code in range(0x80) if chr(code) not in _CONTROL)

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
_END = Token((), 0, 0, "")
_BLANK = {"Zs": " ", "Zl": "\n", "Zp": "\n", "Cf": ""}


def refused(text: bytes) -> list[SyntaxProblem]:
    """Those that may stand nowhere, not even in a comment: the first of them, a run of one kind as one problem."""
    if not text.translate(None, _HARMLESS):
        return []
    return [_refused(Span(*run.span()), decode(run[0])) for run in islice(_RUN.finditer(text), MOST)]


def strange(text: bytes, tokens: list[Token]) -> Iterator[SyntaxProblem]:
    """What begins no token and is meant clearly: blanks that are none of WIT's, what looks like a mark or a comment."""
    alone: list[Edit] = []
    quotes = _quotes(text, tokens)
    for before, token, after in zip([_END, *tokens], tokens, [*tokens[1:], _END], strict=False):
        pair = token.text + after.text if token.end == after.start else token.text
        if token.text == "#" and after.text != "[":
            yield _clear(token.span, _COMMENT, "//")
        elif pair in _COMMENTS and token.first:
            span = Span(token.start, token.start + len(pair))
            yield _clear(span, _COMMENT, "//")._replace(safe=False)  # what stands behind it may be meant
        elif pair == "*/":
            yield _clear(Span(token.start, after.end), "`*/` closes nothing", "")
        elif token.terminals != ("?",) or len(set(token.text)) > 1 or token.text[0] in _REFUSED:
            continue
        elif token.start in quotes:
            yield _clear(token.span, 'a string stands in `"`', '"')
        elif token.text == "\r":
            alone.append(Edit(token.span, "\n"))
        elif token.text == "%":
            yield _clear(token.span, "`%` stands right before a name", "")._replace(safe=False)
        elif before.text == ")" and token.text in _DASHES and after.text != ">":
            yield _clear(token.span, f"{named(token.text)} is no `->`", "->")
        elif (new := _instead(token.text[0])) is not None:
            message = f"{named(token.text[0])} has no place in WIT"
            yield _clear(token.span, message, new, _title(token.text[0], new))
    if alone:
        message = "a carriage return alone ends no line"
        yield _clear(alone[0].span, message, "", "Write line feeds")._replace(edits=tuple(alone))


def open_comments(text: bytes) -> list[SyntaxProblem]:
    """Comments that are never closed, the first of them. Each is taken to end with its line."""
    found = []
    for start, end, depth in islice(lexical.open_comments(text), MOST):
        at = Span(start, start + 2)
        line = text[start:end].rstrip(b" \t\r")
        edit = Edit(Span(start + len(line), start + len(line)), " */" * depth)
        found.append(SyntaxProblem(at, "unclosed-comment", "the comment is never closed", None, "Insert `*/`", (edit,)))
    return found


def _quotes(text: bytes, tokens: list[Token]) -> set[int]:
    """Where each `'` of two on one line stands, between which there is no comment and no `\"`."""
    found: set[int] = set()
    marks = [token for token in tokens if token.text == "'"]
    for one, other in pairwise(marks):
        between = text[one.end : other.start]
        if (
            one.row == other.row
            and one.start not in found
            and not any(mark in between for mark in (b"//", b"/*", b'"'))
        ):
            found |= {one.start, other.start}
    return found


def _clear(span: Span, message: str, new: str, title: str = "") -> SyntaxProblem:
    """One that is mended by `new` without doubt."""
    title = title or (f"Write `{new}`" if new else "Remove it")
    return SyntaxProblem(span, "unexpected-char", message, None, title, (Edit(span, new),), True)


def misplaced_bom() -> SyntaxProblem:
    """A byte order mark at the start of a segment that is not that of the file."""
    mark = BOM_UTF8.decode()
    message = f"{named(mark)} has no place within a file"
    return _clear(Span(0, len(BOM_UTF8)), message, "", _title(mark, ""))


def _refused(span: Span, characters: str) -> SyntaxProblem:
    code = _REFUSED[characters[0]]
    new = "".join(_DISCOURAGED.get(each, " " if each.isspace() else "") for each in characters)
    message = f"{named(characters[0])} {_FACTS[code]}"
    return SyntaxProblem(span, code, message, None, _title(characters, new), (Edit(span, new),), True)


def _instead(character: str) -> str | None:
    """What was meant by a character that begins no token, where that is clear."""
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    if (blank := _BLANK.get(unicodedata.category(character))) is not None:
        return blank
    plain = unicodedata.normalize("NFKC", character)  # `;` for its form of full width
    return plain if plain != character and len(plain) == 1 and plain.isascii() else None


def named(character: str) -> str:
    """A character that would not be seen by itself."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name.lower()})" if name else "")


def _title(old: str, new: str) -> str:
    if new.strip():
        return f"Write `{new}`"
    what = f"U+{ord(old[0]):04X}" if len(set(old)) == 1 else "these characters"
    return f"Write a blank for {what}" if new else f"Remove {what}"
