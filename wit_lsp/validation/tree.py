"""What the grammar reads though the reference refuses it: what a token says, and where an attribute stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from wit_lsp.syntax.language import Node, captures, span
from wit_lsp.syntax.problem import MOST, SyntaxProblem
from wit_lsp.text import Edit, Span, decode, past_blanks
from wit_lsp.validation.strings import string_problems

_Look = Callable[[Node, bytes], Iterator[SyntaxProblem]]


def tree_problems(root: Node, text: bytes, *, mended: bool = False) -> list[SyntaxProblem]:
    """Those of a text that parses. A query runs only where a cheap look says that it may find something.

    Of a text that is `mended` it is not said that it lacks a declaration.
    """
    looks = _LOOKS if mended else (*_LOOKS, _UNITS)
    return [problem for suspect, look in looks if suspect(text) for problem in look(root, text)]


def _old_floats(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    """`float32` and `float64`: they have another name now."""
    for node, old in _undeclared(root, set(_FLOATS)):
        edit = Edit(span(node), _FLOATS[old])
        message, title = f"`{old}` is old syntax", f"Write `{edit.text}`"
        yield SyntaxProblem(span(node), "old-syntax", message, None, title, (edit,), True, old, True)


_FLOATS = {"float32": "f32", "float64": "f64"}


def _old_units(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    """`unit`, which was the type of nothing, where a function or a `result` gives it."""
    for node, old in _undeclared(root, {"unit"}):
        problem = SyntaxProblem(span(node), "old-syntax", f"`{old}` is old syntax", about=old, is_mention=True)
        if _is_ok_beside_error(node):
            yield problem._replace(title="Write `_`", edits=(Edit(span(node), "_"),), safe=True)
        elif (result := _of_function(node)) is not None:
            yield problem._replace(title="Remove `-> unit`", edits=(Edit(result, ""),), safe=True)


def _undeclared(root: Node, names: set[str]) -> Iterator[tuple[Node, str]]:
    """The types of these names, unless something of the text declares one that is called so."""
    found = [(node, decode(node.text or b"")) for node in _found("(name) @name", root)]
    found = [(node, name) for node, name in found if name in names]
    declared = {name for node, name in found if node.parent is not None and node.parent.type != "type_name"}
    return ((node, name) for node, name in found if name not in declared)


def _is_ok_beside_error(name: Node) -> bool:
    """Whether the type that has this name is the first of `result<t, e>`."""
    type_ = name.parent
    around = (type_.prev_sibling, type_.next_sibling) if type_ is not None else (None, None)
    owner = type_.parent if type_ is not None else None
    return owner is not None and owner.type == "result" and [each.type for each in around if each] == ["<", ","]


def _of_function(name: Node) -> Span | None:
    """The arrow and the type, where the type that has this name is what a function returns."""
    type_ = name.parent
    arrow = type_.prev_sibling if type_ is not None else None
    if arrow is None or arrow.type != "->" or arrow.prev_sibling is None:
        return None
    return Span(arrow.prev_sibling.end_byte, name.end_byte)


def _strings(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    for node in _found("(string_literal) @string", root):
        yield from string_problems(text, span(node))


# An attribute that these cannot have (wasm-tools 1.263).
_EXTERNAL_IDS = "".join(f'({owner} (attr "external-id") @attr)' for owner in ("interface", "world", "include"))


def _external_ids(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    for node in _found(_EXTERNAL_IDS, root):
        owner = node.parent
        assert owner is not None
        edit = Edit(Span(node.start_byte, past_blanks(text, node.end_byte)), "")
        message = f"`@external-id` has no place before `{owner.type}`"
        yield SyntaxProblem(span(node), "external-id-place", message, None, "Remove `@external-id`", (edit,))


_NUMBER = rb"(?:0|[1-9][0-9]*)"
_PRE_RELEASE = rb"(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
_BUILD = rb"[0-9a-zA-Z-]+"
_PRE_RELEASES = rb"-%b(?:\.%b)*" % (_PRE_RELEASE, _PRE_RELEASE)
_BUILDS = rb"\+%b(?:\.%b)*" % (_BUILD, _BUILD)
# SemVer 2.0; the reference drops tails that are empty.
_SEMVER = re.compile(
    rb"(%b)\.(%b)\.(%b)(?:-?\+?|%b\+?|(?:%b)?%b)" % (_NUMBER, _NUMBER, _NUMBER, _PRE_RELEASES, _PRE_RELEASES, _BUILDS)
)
# What follows `@` or `version =`: a version, or something that has to be looked at.
_AT = re.compile(rb"@(?:([0-9][\w.+-]*)|(?=[^\w%]))")
_GATE = re.compile(rb"version\s*=\s*([0-9][\w.+-]*)?")
_LEADING_ZERO = re.compile(rb"(?<![0-9])0+(?=[0-9])")


def _has_odd_version(text: bytes) -> bool:
    found = chain(_AT.finditer(text), _GATE.finditer(text))
    return any(each[1] is None or _version_fault(each[1].rstrip(b".")) for each in found)


def _versions(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    for node in _found("(semver) @version", root):
        version = text[node.start_byte : node.end_byte]
        if fault := _version_fault(version):
            core, tail = version[: (end := _core_end(version))], version[end:]
            plain = _LEADING_ZERO.sub(b"", core) + tail
            message = f"`{decode(version)}` is no version: {fault}"
            problem = SyntaxProblem(span(node), "bad-version", message)
            if plain != version and not _version_fault(plain):
                edit = Edit(span(node), decode(plain))
                problem = problem._replace(title=f"Write `{edit.text}`", edits=(edit,), safe=True)
            yield problem


def _core_end(version: bytes) -> int:
    return next((at for at, byte in enumerate(version) if byte in b"-+"), len(version))


def _version_fault(version: bytes) -> str:
    """What keeps a version of three numbers and a tail from being one of SemVer; empty where nothing does."""
    found = _SEMVER.fullmatch(version)
    if found is None:
        core = version[: _core_end(version)]
        if _LEADING_ZERO.search(core):
            return "a number has no leading zero"
        if not re.fullmatch(rb"[-+.0-9a-zA-Z]*", version):
            return "a tail has ASCII letters, digits and `-`"
        if re.search(rb"[-+.](?:[.+]|\Z)", version[len(core) :]):
            return "a part of its tail is empty"
        return "a number of its pre-release has no leading zero"
    if any(_exceeds(number, 64) for number in found.groups()):
        return "a number has at most 64 bits"
    return ""


def _exceeds(number: bytes, bits: int) -> bool:
    """Whether digits, however many, are more than so many bits hold."""
    digits = number.lstrip(b"0")
    return len(digits) > 20 or int(digits or b"0") >= 1 << bits


_DIGITS = bytes(ord("0") if chr(code) in "0123456789" else code for code in range(256))


def _has_long_number(text: bytes) -> bool:
    return b"0" * 10 in text.translate(_DIGITS)


def _lengths(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    for node in _found("(list length: (integer) @length)", root):
        if _exceeds(text[node.start_byte : node.end_byte], 32):
            message = "a list's length has at most 32 bits"
            yield SyntaxProblem(span(node), "list-length-range", message)


def _class(code: int) -> str:
    """What a byte is in a name: `a` may stand everywhere, `X` hardly anywhere; `>` ends an arrow."""
    character = chr(code)
    if code >= 0x80 or character.isupper() or character == "_":
        return "X"
    if character in "->":
        return character
    return "a" if character.isalnum() else " "


_CLASSES = "".join(map(_class, range(256))).encode()
# What makes a word odd, in these classes; an upper-case word is looked at too.
_ODD = (b"X", b"--", b"- ")
_WORD = rb"(?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)"
_KEBAB = re.compile(rb"%%?%b(?:-(?:%b|[0-9]+(?:[a-z0-9]*|[A-Z0-9]*)))*" % (_WORD, _WORD))


def _has_odd_name(text: bytes) -> bool:
    """Whether a name may be wrong: a look that misses none, and takes a comment of one line for what it is."""
    classes = text.translate(_CLASSES) + b" "
    return any(_stands_outside(text, classes, mark) for mark in _ODD)


def _stands_outside(text: bytes, classes: bytes, mark: bytes) -> bool:
    """Whether a mark of the classes stands outside of the comments that end with their line."""
    at = classes.find(mark)
    while at >= 0:
        if text.find(b"//", text.rfind(b"\n", 0, at) + 1, at) < 0:
            return True
        end = text.find(b"\n", at)
        at = classes.find(mark, end) if end >= 0 else -1
    return False


def _names(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    """Names that are no ASCII words joined by hyphens: each declaration, and the first mention of one that has none."""
    places: dict[str, list[Node]] = {}
    right = set()
    for node in _found("(name) @name", root):
        name = decode(node.text or b"")
        if _KEBAB.fullmatch(name.encode()):
            right.add(name)
        else:
            places.setdefault(name, []).append(node)
    for name, nodes in places.items():
        message = f"`{name}` is no name of WIT: {_name_fault(name.removeprefix('%'))}"
        new = kebab(name)
        is_clear = new and new not in right and len(nodes) <= MOST
        title, edits = (f"Rename to `{new}`", tuple(Edit(span(each), new) for each in nodes)) if is_clear else ("", ())
        declared = [each for each in nodes if not _is_mention(each)]
        for node in declared or nodes[:1]:
            yield SyntaxProblem(
                span(node), "identifier-case", message, None, title, edits, about=name, is_mention=not declared
            )


def _is_mention(name: Node) -> bool:
    """Whether a name is that of a type which is declared elsewhere in the text, if anywhere."""
    return name.parent is not None and name.parent.type == "type_name"


def kebab(name: str) -> str:
    """How WIT writes a name; empty where it has no ASCII form."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_", "-", name.removeprefix("%")).lower()
    new = "-".join(filter(None, words.split("-")))
    return f"%{new}" if name.startswith("%") and new else new if _KEBAB.fullmatch(new.encode()) else ""


def _name_fault(name: str) -> str:
    if not name.isascii():
        return "a name has ASCII letters, digits and `-`"
    if "_" in name:
        return "words are joined by `-`, not by `_`"
    if not all(name.split("-")):
        return "a word of it is empty"
    return "a word is all lower or all upper case"


def _found(query: str, root: Node) -> list[Node]:
    """What a query, which has one capture, captures, in the order of the text: tree-sitter gives them in any."""
    return sorted(next(iter(captures(query, root).values()), []), key=lambda node: node.start_byte)


_LOOKS: tuple[tuple[Callable[[bytes], bool], _Look], ...] = (
    (lambda text: b"float32" in text or b"float64" in text, _old_floats),
    (lambda text: b'"' in text, _strings),
    (lambda text: b"external-id" in text, _external_ids),
    (_has_odd_version, _versions),
    (_has_long_number, _lengths),
    (_has_odd_name, _names),
)
_UNITS: tuple[Callable[[bytes], bool], _Look] = (lambda text: b"unit" in text, _old_units)
