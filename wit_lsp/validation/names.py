"""Names of WIT: ASCII words joined by hyphens, each all lower or all upper case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wit_lsp.syntax import kinds
from wit_lsp.syntax.foreign_types import is_foreign
from wit_lsp.syntax.language import Node, captures, span
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit, Span, decode


def is_name(name: str) -> bool:
    """Whether a word, with or without its `%`, is a name."""
    first, *others = name.removeprefix("%").split("-")
    return _is_word(first) and not first[0].isdigit() and all(map(_is_word, others))


def kebab(name: str) -> str:
    """How WIT writes a name of another language; empty where it has no ASCII form."""
    words = _SEAM.sub("-", name.removeprefix("%")).lower()
    new = "-".join(filter(None, words.split("-")))
    if not new or not is_name(new):
        return ""
    return f"%{new}" if name.startswith("%") else new


_SEAM = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_")


def suspect(text: bytes) -> bool:
    """Whether a name may be wrong: a look that misses none, and takes a comment of one line for what it is."""
    classes = text.translate(_CLASSES) + b" "
    return any(_stands_outside(text, classes, mark) for mark in _ODD)


def problems(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    """Each declaration of a name that is none, and the first mention of one without a declaration.

    A type of another language is `validation.type_names`' to report.
    """
    places: dict[str, list[Node]] = {}
    for node in sorted(captures("(name) @name", root).get("name", ()), key=lambda node: node.start_byte):
        name = decode(node.text or b"")
        if not is_name(name):
            places.setdefault(name, []).append(node)
    for name, nodes in places.items():
        declared = [each for each in nodes if not _is_mention(each)]
        if not declared and is_foreign(name):
            continue
        if name == "__init__" and all(constructors := [_constructor(node) for node in nodes]):
            yield from filter(None, constructors)
            continue
        for node in declared or nodes[:1]:
            if not declared and _is_type(node) and (name[0].isupper() or name.endswith("_t")):  # nor would it exist
                problem = SyntaxProblem(span(node), "undefined-name", f"no type `{name}` is declared here")
            else:
                message = f"`{name}` is not a valid name: {_fault(name.removeprefix('%'))}"
                problem = SyntaxProblem(span(node), "identifier-case", message)
                if new := escaped(kebab(name)):
                    problem = problem.repaired(f"Rename to `{new}`", Edit(span(node), new)).for_author()
            yield problem._replace(about=name, is_mention=not declared)


def escaped(name: str) -> str:
    """A name that is written like a keyword gets its `%`."""
    from wit_lsp.syntax.lexer import wit_lexer  # most texts have no wrong name

    return f"%{name}" if name in wit_lexer().reserved else name


def _constructor(name: Node) -> SyntaxProblem | None:
    """That of a method which is called as a constructor is in Python, and is neither static nor async."""
    parent = name.parent
    func = parent.child_by_field_name("func") if parent is not None and parent.type == kinds.METHOD else None
    if func is None or func.children[0].type != "func":
        return None
    problem = SyntaxProblem(span(name), "identifier-case", "a constructor is written `constructor(…)`")
    whole = Span(name.start_byte, func.children[0].end_byte)
    return problem.repaired("Write `constructor`", Edit(whole, "constructor"))


def _is_word(word: str) -> bool:
    return word.isascii() and word.isalnum() and (word.islower() or word.isupper() or word.isdigit())


def _fault(name: str) -> str:
    if not name.isascii():
        return "a name must consist of ASCII letters, digits and `-`"
    if name.strip("_") != name:
        return "it cannot begin or end with `_`"
    if "_" in name:
        return "words are joined with `-`, not `_`"
    if not all(name.split("-")):
        return "one of its words is empty"
    return "each word must be all lower case or all upper case"


def _is_mention(name: Node) -> bool:
    """Whether a name is that of a type or an interface which is declared elsewhere in the text, if anywhere."""
    parent = name.parent
    return parent is not None and (parent.type == kinds.TYPE_NAME or _is_alone(parent))


def _is_alone(path: Node) -> bool:
    """Whether a path is a name alone, as of an interface of the same package."""
    return path.type == kinds.PATH and path.named_child_count == 1


def _is_type(name: Node) -> bool:
    return name.parent is not None and name.parent.type == kinds.TYPE_NAME


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


def _stands_outside(text: bytes, classes: bytes, mark: bytes) -> bool:
    """Whether a mark of the classes stands outside of the comments that end with their line."""
    at = classes.find(mark)
    while at >= 0:
        if text.find(b"//", text.rfind(b"\n", 0, at) + 1, at) < 0:
            return True
        end = text.find(b"\n", at)
        at = classes.find(mark, end) if end >= 0 else -1
    return False
