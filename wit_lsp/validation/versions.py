"""Versions: those of SemVer 2.0, of which the reference takes empty tails too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from wit_lsp.syntax.language import Node, captures, span
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit, decode, encode

# What follows `@` or `version =`: a version, or something that has to be looked at.
_AT = re.compile(rb"@(?:([0-9][\w.+-]*)|(?=[^\w%]))")
_GATE = re.compile(rb"version\s*=\s*([0-9][\w.+-]*)?")
_TAIL = re.compile(rb"[-+.0-9a-zA-Z]*")


def suspect(text: bytes) -> bool:
    """Whether a version may be wrong."""
    found = chain(_AT.finditer(text), _GATE.finditer(text)) if b"@" in text else ()
    return any(each[1] is None or _fault(each[1].rstrip(b".")) for each in found)


def problems(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    for node in captures("(semver) @version", root).get("version", ()):
        version = text[node.start_byte : node.end_byte]
        if fault := _fault(version):
            core, tail = _parts(version)
            plain = b".".join(number.lstrip(b"0") or b"0" for number in core.split(b".")) + tail
            problem = SyntaxProblem(span(node), "bad-version", f"`{decode(version)}` is not a version: {fault}")
            if plain != version and not _fault(plain):
                edit = Edit(span(node), decode(plain))
                problem = problem.repaired(f"Write `{edit.text}`", edit)
            yield problem


def is_version(text: str) -> bool:
    """Whether a text is a version as a path may name it."""
    return not _fault(encode(text))


def _parts(version: bytes) -> tuple[bytes, bytes]:
    """The three numbers, and the tail with its mark."""
    end = next((at for at, byte in enumerate(version) if byte in b"-+"), len(version))
    return version[:end], version[end:]


def _fault(version: bytes) -> str:
    """What keeps three numbers and a tail from being a version; empty where nothing does."""
    core, tail = _parts(version)
    numbers = core.split(b".")
    if len(numbers) != 3 or not all(map(bytes.isdigit, numbers)):
        return "it must have three numbers"
    if any(map(_has_leading_zero, numbers)):
        return "a number cannot have a leading zero"
    if not _TAIL.fullmatch(tail):
        return "a suffix has ASCII letters, digits and `-`"
    if tail not in (b"", b"-", b"+", b"-+"):
        pre_release, _, build = tail.partition(b"+")
        pre_parts = pre_release[1:].split(b".") if pre_release else []
        if b"" in pre_parts or (build and b"" in build.split(b".")):
            return "a part of its suffix is empty"
        if any(part.isdigit() and _has_leading_zero(part) for part in pre_parts):
            return "a number in its pre-release cannot have a leading zero"
    if any(exceeds(number, 64) for number in numbers):
        return "a number must fit in 64 bits"
    return ""


def _has_leading_zero(number: bytes) -> bool:
    return len(number) > 1 and number.startswith(b"0")


def exceeds(number: bytes, bits: int) -> bool:
    """Whether digits, however many, are more than so many bits hold."""
    digits = number.lstrip(b"0")
    return len(digits) > 20 or int(digits or b"0") >= 1 << bits
