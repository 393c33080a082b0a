"""String literals, of which `@external-id` takes one: what is wrong within."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wit_lsp.problem import Applicability
from wit_lsp.syntax.language import Node, captures, span
from wit_lsp.syntax.problem import MAX_PROBLEMS_PER_SEGMENT, Code, SyntaxProblem
from wit_lsp.text import Edit, Span, decode, insertion

# A raw control character, an escape, or what is left of one. Other control characters are refused everywhere.
_PART = re.compile(
    rb"""(?P<raw>\r\n|[\t\r\n])
    | \\ (?: (?P<simple>[tnr"'\\])
           | (?P<byte>[0-9a-fA-F]{2})
           | u\{ (?P<number>[ !\#-[\]-|~]*) (?P<close>\}?)
           | u (?P<digits>[0-9a-fA-F]*)
           | x (?P<hex>[0-9a-fA-F]{2})
           | (?P<half>[0-9a-fA-F])
           | (?P<other>[ -~]?) )
    | (?P<text>[^\\\t\r\n]+)
    """,
    re.VERBOSE,
)
_HEX = re.compile(rb"[0-9a-fA-F][0-9a-fA-F_]*")
_BLANKS = b" \t\r\n\v\f"
_RAW = {b"\t": r"\t", b"\r": r"\r"}  # else a line end


def suspect(text: bytes) -> bool:
    return b'"' in text


def problems(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    for node in captures("(string_literal) @string", root).get("string", ()):
        yield from string_problems(text, span(node))


def string_problems(text: bytes, literal: Span) -> list[SyntaxProblem]:
    """Those of the literal at a place: one that begins with `"` and ends with one, or with its line."""
    start, end = literal
    closed = end - start > 1 and _is_closed(text[start:end])
    found = [] if closed else [_unclosed(text, literal)]
    end = end - 1 if closed else found[0].edits[0].span.start
    value = bytearray()
    for part in _PART.finditer(text, start + 1, end):
        if (problem := _mistake(part)) is not None:
            found.append(problem)
            if len(found) > MAX_PROBLEMS_PER_SEGMENT:
                break
        else:
            value += _value(part)
    if not found:
        try:
            value.decode()
        except UnicodeDecodeError:
            message = "this string is not valid UTF-8"
            found.append(SyntaxProblem(literal, "string-not-utf8", message))
    return found


def _is_closed(literal: bytes) -> bool:
    body = literal[1:-1]
    return literal.endswith(b'"') and (len(body) - len(body.rstrip(b"\\"))) % 2 == 0


def _unclosed(text: bytes, literal: Span) -> SyntaxProblem:
    """It is closed where its attribute ends, else with its line."""
    start, end = literal.start + 1, literal.end
    at = text.find(b")", start, end)
    if at < 0:
        at = start + len(text[start:end].rstrip(_BLANKS + b";"))
    closes = '"' if text[at : at + 1] == b")" or text[literal.start - 1 : literal.start] != b"(" else '")'
    edit = insertion(at, closes)
    message = "this string is not closed on its line"
    return SyntaxProblem(Span(literal.start, at), "string-unclosed", message, None, f"Insert `{closes}`", (edit,))


def _mistake(part: re.Match[bytes]) -> SyntaxProblem | None:
    shown = f"`{decode(part[0])}`"
    if part["raw"] is not None:
        escape = _RAW.get(part["raw"], r"\n")
        message = f"a control character in a string is written `{escape}`"
        return _fault(part, "string-raw-control", message, escape, is_clear=True)
    if part["number"] is not None:
        return _of_number(part, shown)
    if part["digits"] is not None:
        digits = part["digits"].decode()
        new = rf"\u{{{digits}}}" if digits else None
        return _fault(part, "string-brace", r"`\u` needs `{` `}` around its number", new, is_clear=len(digits) == 4)
    if part["hex"] is not None:
        return _fault(part, "string-bad-escape", f"unknown escape {shown}", rf"\{part['hex'].decode()}", is_clear=True)
    if part["half"] is not None:
        return _fault(part, "string-bad-hex", f"{shown} has one hexadecimal digit; a byte needs two")
    if part["other"] is not None:
        new = rf"\\{decode(part['other'])}" if part["other"] else None
        return _fault(part, "string-bad-escape", f"unknown escape {shown}", new)
    return None


def _of_number(part: re.Match[bytes], shown: str) -> SyntaxProblem | None:
    r"""What is wrong with `\u{…}`."""
    number = decode(part["number"])
    if not part["close"]:
        return _fault(part, "string-brace", f"{shown} is missing its `}}`")
    if not _HEX.fullmatch(part["number"]):
        return _fault(part, "string-bad-hex", f"{shown} does not contain a hexadecimal number")
    if number.endswith("_"):
        new = rf"\u{{{number.rstrip('_')}}}"
        return _fault(part, "string-underscore", f"{shown} cannot end with `_`", new, is_clear=True)
    value = int(number.replace("_", ""), 16)
    if value > 0xFFFF_FFFF:
        return _fault(part, "string-hex-overflow", f"{shown} does not fit in 32 bits")
    if value > 0x10FFFF or 0xD800 <= value < 0xE000:
        return _fault(part, "string-bad-scalar", f"{shown} is not a Unicode character")
    return None


def _fault(
    part: re.Match[bytes], code: Code, message: str, new: str | None = None, *, is_clear: bool = False
) -> SyntaxProblem:
    """`new` is what to write instead. Where only the author knows, something stands for it, to read the rest."""
    title, text = ("", "?") if new is None else (f"Write `{new}`", new)
    span = Span(*part.span())
    applicability = Applicability.SAFE if is_clear and title else Applicability.MANUAL
    return SyntaxProblem(span, code, message, None, title, (Edit(span, text),), applicability)


def _value(part: re.Match[bytes]) -> bytes:
    """The bytes that a part without a problem stands for."""
    if part["byte"] is not None:
        return bytes.fromhex(part["byte"].decode())
    if part["number"] is not None:
        return chr(int(part["number"].replace(b"_", b""), 16)).encode()
    return part["text"] or part["simple"]
