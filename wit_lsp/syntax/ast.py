"""Views of nodes: sets of their kinds, and the parts that a node has.

Only this module and `kinds` know the names that the grammar uses. It knows nothing of what a text means.
"""

from __future__ import annotations

from collections.abc import Callable

from wit_lsp.syntax import kinds
from wit_lsp.syntax.kinds import Field
from wit_lsp.syntax.language import LANGUAGE, Node
from wit_lsp.text import Span
from wit_lsp.tuples import NamedTuple

COMMENTS = frozenset({kinds.LINE_COMMENT, kinds.BLOCK_COMMENT})

# What a file consists of, or the body of something in it.
ITEMS = kinds.TOP_ITEMS | kinds.IFACE_ITEMS | kinds.WORLD_ITEMS | kinds.MEMBERS | {kinds.HEADER}

# What a record, variant, enum or flags consists of.
ENTRIES = frozenset({kinds.FIELD, kinds.CASE, kinds.ENUM_CASE, kinds.FLAG})

# Whose braces are a list of names, not a body.
USES = frozenset({kinds.USE, kinds.INCLUDE})

BRACKETS = {"{": "}", "(": ")", "<": ">"}


def _part(field: str) -> Callable[[Node], Node | None]:
    """The function that gives the child of a node in this field; None where it is missing."""
    number = LANGUAGE.field_id_for_name(field)
    assert number is not None, f"the grammar has no field `{field}`"
    return lambda node: node.child_by_field_id(number)


alias_of = _part(Field.ALIAS)
body_of = _part(Field.BODY)  # of an interface or a world: from `{` to `}`
err_of = _part(Field.ERR)
feature_of = _part(Field.FEATURE)
func_of = _part(Field.FUNC)  # from its first keyword on
id_of = _part(Field.ID)
length_of = _part(Field.LENGTH)
name_of = _part(Field.NAME)
namespace_of = _part(Field.NAMESPACE)
ok_of = _part(Field.OK)
package_of = _part(Field.PACKAGE)
params_of = _part(Field.PARAMS)
path_of = _part(Field.PATH)
resource_of = _part(Field.RESOURCE)
result_of = _part(Field.RESULT)
type_of = _part(Field.TYPE)
version_of = _part(Field.VERSION)


def is_doc_comment(start: bytes) -> bool:
    """Whether a comment is documentation by its first four bytes: `///` or `/** */`, but no ruler such as `////`."""
    return start.startswith((b"///", b"/**")) and not start.startswith((b"////", b"/***", b"/**/"))


def tokens(node: Node) -> list[str]:
    """The keywords and punctuation of a node that stand in no part of it, in the order of the text."""
    return [child.type for child in node.children if not child.is_named]


def head(item: Node) -> Span:
    """An item up to its body: attributes and signature. The braces of a `use` or `include` are no body."""
    opener = _opener(item)
    return Span(item.start_byte, item.end_byte if opener is None else opener.start_byte)


def head_end(item: Node) -> Node | None:
    """The `{` or `;` that ends the head of an item; of an `include … with`, its `{`. None where it is missing."""
    opener = _opener(item)
    if opener is not None:
        return opener if not opener.is_missing else None
    ends = (";",) if item.type == kinds.USE else (";", "{")
    return next((child for child in item.children if child.type in ends and not child.is_missing), None)


def _opener(item: Node) -> Node | None:
    """The `{` of the body of an item."""
    if item.type in USES:
        return None
    body = body_of(item)
    children = item.children if body is None else body.children
    return next((child for child in children if child.type == "{"), None)


class Brackets(NamedTuple):
    """`inside` is all that stands between the two: entries, commas and comments."""

    opener: Node
    inside: list[Node]
    closer: Node


def brackets(node: Node) -> Brackets | None:
    """The first bracket among the children of a node, its partner, and what stands between them."""
    children = node.children
    first = next((number for number, child in enumerate(children) if child.type in BRACKETS), None)
    if first is None:
        return None
    closer = BRACKETS[children[first].type]
    last = next((number for number, child in enumerate(children) if child.type == closer and number > first), None)
    return None if last is None else Brackets(children[first], children[first + 1 : last], children[last])
