"""Characters that WIT refuses wherever they stand, even in a comment, and bytes that are none. Knows no tokens."""

from __future__ import annotations

import codecs
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from functools import cache
from itertools import islice

from wit_lsp.syntax.language import Node
from wit_lsp.syntax.problem import MAX_PROBLEMS_PER_SEGMENT, Code, SyntaxProblem
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
REFUSED: dict[str, Code] = {
    **dict.fromkeys(_CONTROL, "control-char"),
    **dict.fromkeys(BIDI, "bidi-char"),
    **dict.fromkeys(_DISCOURAGED, "discouraged-char"),
}
_HARMLESS = bytes(code for code in range(0x80) if chr(code) not in _CONTROL)


def refused(text: bytes) -> list[SyntaxProblem]:
    """Those that may stand nowhere, not even in a comment: the first of them, a run of one kind as one problem."""
    if not text.translate(None, _HARMLESS):
        return []
    return [
        _refused(Span(*run.span()), decode(run[0]))
        for run in islice(refused_runs().finditer(text), MAX_PROBLEMS_PER_SEGMENT)
    ]


def not_utf8(text: bytes) -> SyntaxProblem | None:
    """The first bytes that are no UTF-8; then nothing else can be said of a text."""
    if text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _alternates(text):
        return SyntaxProblem(Span(0, min(2, len(text))), "not-utf8", "the text is UTF-16; WIT is UTF-8")
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return SyntaxProblem(Span(error.start, error.end), "not-utf8", "the text is not UTF-8 from here on")
    return None


def _alternates(text: bytes) -> bool:
    """Whether every other byte is 0, as in UTF-16 without a mark."""
    if 0 not in text:
        return False
    even, odd = text[::2].count(0), text[1::2].count(0)
    return abs(even - odd) * 3 > len(text)


def suspect_return(text: bytes) -> bool:
    return text.endswith(b"\r")


def return_problems(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    """A carriage return that ends the text, which is the only one that the parser takes without a line feed."""
    end = len(text)
    last = root.descendant_for_byte_range(end - 1, end)
    if last is None or last == root:  # else it is in a comment
        yield lone_returns([Span(end - 1, end)])


def lone_returns(places: list[Span]) -> SyntaxProblem:
    """Carriage returns without a line feed, as one problem at the first of them."""
    problem = SyntaxProblem(places[0], "unexpected-char", "a lone carriage return does not end a line")
    return problem.repaired("Replace with line feeds", *(Edit(place, "\n") for place in places))


def misplaced_bom() -> SyntaxProblem:
    """A byte order mark at the start of a segment that is not that of the file."""
    mark = BOM_UTF8.decode()
    message = f"unexpected {named(mark)} within a file"
    span = Span(0, len(BOM_UTF8))
    return SyntaxProblem(span, "unexpected-char", message).repaired(repair_title(mark, ""), Edit(span, ""))


def named(character: str) -> str:
    """A character that would not be seen by itself."""
    import unicodedata

    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name.lower()})" if name else "")


def repair_title(old: str, new: str) -> str:
    """What a fix is called that puts `new` for characters that would not be seen."""
    if new.strip():
        return f"Write `{new}`"
    what = f"U+{ord(old[0]):04X}" if len(set(old)) == 1 else "these characters"
    return f"Replace {what} with a space" if new else f"Remove {what}"


def _refused(span: Span, characters: str) -> SyntaxProblem:
    code = REFUSED[characters[0]]
    new = "".join(_DISCOURAGED.get(each, " " if each.isspace() else "") for each in characters)
    message = f"{named(characters[0])} {_FACTS[code]}"
    return SyntaxProblem(span, code, message).repaired(repair_title(characters, new), Edit(span, new))


@cache
def refused_runs() -> re.Pattern[bytes]:
    """Matches refused characters of one kind, one after another."""
    groups = (b"|".join(re.escape(each.encode()) for each in group) for group in (_CONTROL, BIDI, _DISCOURAGED))
    return re.compile(b"|".join(b"(?:%b)+" % group for group in groups))
