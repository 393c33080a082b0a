"""Types of an older WIT and of other languages, which the grammar reads as names.

They are wrong where nothing of the text declares such a type, or brings it in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from wit_lsp.problem import listed
from wit_lsp.syntax import kinds
from wit_lsp.syntax.foreign_types import AROUND, NOTHING, PLAIN, is_foreign
from wit_lsp.syntax.language import Node, captures, span
from wit_lsp.syntax.problem import MAX_PROBLEMS_PER_SEGMENT, PLACEHOLDERS, SyntaxProblem
from wit_lsp.text import Edit, Span, decode

FLOATS = {"float32": "f32", "float64": "f64"}
SELF = "Self"
UNIT, NONE = "unit", "none"
"""What the type of nothing was called, and what other languages call its value: types may be called so as well."""

_DECLARING = {*kinds.TYPEDEFS, kinds.USE_ITEM}
_WORD = re.compile(rb"[A-Za-z][\w-]*")
_DECLARATION = re.compile(
    rb"(?:\A|[\n;{})/])[ \t]*(?:type|record|variant|enum|flags|resource|interface|world)\s+%?([A-Za-z][\w-]*)"
)
_USE = re.compile(rb"(?<![%\w-])use\s[^;{}]*(?:\{[^;{}]*)?")
_NOTHING = re.compile(rb"[<>,]\s*(?:unit|none)\b")
_ONLY_WORDS = bytes(code if chr(code).isalnum() or chr(code) in "_-" else 32 for code in range(256))
_FOREIGN = frozenset(name.encode() for name in (*PLAIN, *NOTHING, *AROUND) if is_foreign(name))


def suspect_float(text: bytes) -> bool:
    return any(name.encode() in text for name in FLOATS)


def float_problems(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    for node, name in _undeclared(root, FLOATS.__contains__):
        edit = Edit(span(node), FLOATS[name])
        yield _old(node, name).repaired(f"Write `{edit.text}`", edit)


def suspect_nothing(text: bytes) -> bool:
    return _NOTHING.search(text) is not None


def nothing_problems(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    """Where no value is meant; elsewhere `checks.names` says of these that there is no such type."""
    for node, name in _undeclared(root, (UNIT, NONE).__contains__):
        problem = _without_value(_old(node, name) if name == UNIT else _missing(node, name), node)
        if problem.title:
            yield problem


def suspect_foreign(text: bytes) -> bool:
    return bool(_foreign_words(text))


def _foreign_words(text: bytes) -> frozenset[bytes]:
    """Those in a text, its comments included."""
    return _FOREIGN.intersection(text.translate(_ONLY_WORDS).split())


def _places(text: bytes, word: bytes) -> Iterator[tuple[int, int]]:
    """Where a text has a word, be it a part of a longer one."""
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + 1)


def foreign_problems(root: Node, text: bytes) -> Iterator[SyntaxProblem]:
    places = (place for word in _foreign_words(text) for place in _places(text, word))
    if not any(_is_type(root, place) for place in places):
        return  # cases and fields may be called so
    counts: dict[str, int] = {}
    for node, name in _undeclared(root, is_foreign):
        counts[name] = counts.get(name, 0) + 1
        if counts[name] > MAX_PROBLEMS_PER_SEGMENT:
            continue
        problem = _missing(node, name)
        known = PLAIN.get(name)
        if name == SELF:
            yield _of_self(problem, node)
        elif _is_resource(node):
            yield problem
        elif name in NOTHING:
            yield _without_value(problem, node)
        elif known is None:
            yield problem._replace(message=f"{problem.message}; it has `{AROUND[name]}<…>`")
        elif not known.types:
            yield problem._replace(message=f"{problem.message}; {known.advice}")
        else:
            (title, edits), *others = ((f"Write `{each}`", (Edit(span(node), each),)) for each in known.types)
            problem = problem.repaired(title, *edits)._replace(alternatives=tuple(others))
            if known.is_exact:
                yield problem
            else:
                has = listed((f"`{each}`" for each in known.types), "and")
                yield problem.for_author()._replace(message=f"{problem.message}; it has {has}")


def _of_self(problem: SyntaxProblem, name: Node) -> SyntaxProblem:
    """The type that Rust has for the resource around it, which a constructor returns anyway."""
    type_ = name.parent
    arrow = type_.prev_sibling if type_ is not None else None
    if arrow is not None and arrow.parent is not None and arrow.parent.type == kinds.CONSTRUCTOR:
        gone = Span(arrow.prev_sibling.end_byte if arrow.prev_sibling else arrow.start_byte, name.end_byte)
        problem = problem._replace(span=Span(arrow.start_byte, name.end_byte))
        message = "a constructor returns its resource implicitly"
        return problem._replace(message=message).repaired(f"Remove `-> {SELF}`", Edit(gone, ""))
    func = _around(name, kinds.FUNC)
    if func is not None and (made := _maker(func, name)) is not None:
        return made
    resource = _around(name, kinds.RESOURCE)
    named = resource.child_by_field_name("name") if resource is not None else None
    word = decode(named.text or b"") if named is not None else PLACEHOLDERS["name"]
    problem = problem._replace(message=f"{problem.message}; write the name of its resource")
    return problem if word == PLACEHOLDERS["name"] else problem.repaired(f"Write `{word}`", Edit(span(name), word))


def _around(node: Node, kind: str) -> Node | None:
    """The innermost node of a kind that a node is in."""
    found = node.parent
    while found is not None and found.type != kind:
        found = found.parent
    return found


def _maker(func: Node, name: Node) -> SyntaxProblem | None:
    """That of a method `new` which gives its resource, as a constructor does."""
    method, params = func.parent, func.child_by_field_name("params")
    called = method.child_by_field_name("name") if method is not None else None
    is_whole = func.children[0].type == "func" and func.end_byte == name.end_byte
    if called is None or params is None or called.text != b"new" or not is_whole:
        return None
    problem = SyntaxProblem(span(called), "foreign-type", "a resource is made by its `constructor(…)`")
    edits = (
        Edit(Span(called.start_byte, params.start_byte), "constructor"),
        Edit(Span(params.end_byte, name.end_byte), ""),
    )
    return problem.repaired("Write `constructor`", *edits).for_author()


def _is_type(root: Node, place: tuple[int, int]) -> bool:
    """Whether a name at a place is that of a type."""
    node = root.named_descendant_for_byte_range(*place)
    return node is not None and node.parent is not None and node.parent.type == kinds.TYPE_NAME


def may_be_declared(text: bytes) -> frozenset[str]:
    """The names of types, interfaces and worlds that a text which does not parse may declare, or bring in."""
    declared = (found[1] for found in _DECLARATION.finditer(text))
    used = (word for found in _USE.finditer(text) for word in _WORD.findall(found[0]))
    return frozenset(map(decode, (*declared, *used)))


def _old(node: Node, name: str) -> SyntaxProblem:
    return SyntaxProblem(span(node), "old-syntax", f"`{name}` is old syntax", about=name, is_mention=True)


def _missing(node: Node, name: str) -> SyntaxProblem:
    return SyntaxProblem(span(node), "foreign-type", f"WIT has no type `{name}`", about=name, is_mention=True)


def _undeclared(root: Node, is_wanted: Callable[[str], bool]) -> Iterator[tuple[Node, str]]:
    """The types of these names, unless something of the text declares one that is called so."""
    found = [(node, decode(node.text or b"")) for node in captures("(name) @name", root).get("name", ())]
    found = [(node, name) for node, name in found if is_wanted(name)]
    parents = [(node.parent.type if node.parent is not None else "", node, name) for node, name in found]
    declared = {name for kind, _, name in parents if kind in _DECLARING}
    return ((node, name) for kind, node, name in parents if kind == kinds.TYPE_NAME and name not in declared)


def _is_resource(name: Node) -> bool:
    """Whether a handle has the type of this name, so that it must be a resource."""
    owner = name.parent.parent if name.parent is not None else None
    return owner is not None and owner.type in (kinds.HANDLE, kinds.BARE_HANDLE)


def _without_value(problem: SyntaxProblem, name: Node) -> SyntaxProblem:
    """The problem of a type of nothing, with the fix that WIT has for such a place, if any."""
    type_ = name.parent
    before, after = (type_.prev_sibling, type_.next_sibling) if type_ is not None else (None, None)
    if type_ is None or before is None:
        return problem
    in_result = type_.parent is not None and type_.parent.type == kinds.RESULT
    if in_result and before.type == "<" and after is not None and after.type == ",":
        return problem.repaired("Write `_`", Edit(span(name), "_"))
    if in_result and before.type == "<" and after is not None and after.type == ">":
        return problem.repaired("Write `result`", Edit(Span(before.start_byte, after.end_byte), ""))
    is_last = (in_result and before.type == ",") or before.type == "->"
    if is_last and before.prev_sibling is not None:
        gone = Span(before.prev_sibling.end_byte, name.end_byte)
        blank = " " if before.end_byte < name.start_byte else ""
        return problem.repaired(f"Remove `{before.type}{blank}{problem.about}`", Edit(gone, ""))
    return problem
