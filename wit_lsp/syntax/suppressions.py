"""Comments that tell the linter to be quiet: `wit-lsp: ignore[rule-a, rule-b] reason`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wit_lsp.syntax import ast, kinds
from wit_lsp.syntax.language import Node, TreeCursor, span
from wit_lsp.text import LineIndex, Span, decode
from wit_lsp.tuples import NamedTuple

MARKER = b"wit-lsp:"

KINDS = ("ignore", "ignore-next-item", "ignore-file")

_DIRECTIVE = re.compile(rb"wit-lsp:\s*([\w-]*)(\[([^\[\]]*)\])?")
_NAME = re.compile(rb"[^,\s](?:[^,]*[^,\s])?")
_SUBJECTS = ast.ITEMS | ast.ENTRIES


class Name(NamedTuple):
    text: str
    span: Span


class Suppression(NamedTuple):
    """A comment that suppresses rules, or looks as if it should.

    `kind` is what follows the marker, and `names` what is in brackets after it. The `rules` report nothing that begins
    in `scope`; with None they report nothing in the whole file. They are empty if the comment suppresses nothing,
    because it is not one of `KINDS`, or is in the wrong place. What stands in the text only to suppress is `removable`:
    the comment, or its words from the marker on, if there are others before them.
    """

    comment: Span
    kind: Name
    names: tuple[Name, ...]
    rules: frozenset[str]
    scope: Span | None
    removable: Span

    def covers(self, rule: str, offset: int) -> bool:
        """Whether the rule says nothing of what begins at a byte; one of the whole file covers no byte by itself."""
        return rule in self.rules and self.scope is not None and self.scope.start <= offset < self.scope.end


def directive(rule: str) -> str:
    """The words in a comment that suppress `rule` where the comment stands."""
    return f"wit-lsp: ignore[{rule}]"


def suppressions(root: Node, text: bytes) -> tuple[Suppression, ...]:
    """Those in the segment `text`, whose tree is `root`, in the order of the text.

    `ignore` counts for its line where it ends one, for the item between whose tokens it stands, else for the
    lines of the next item itself, its body left out; `ignore-next-item` for the next item and its body;
    `ignore-file` only before the first item and below the header.
    """
    return tuple(_suppressions(root, LineIndex(text))) if MARKER in text else ()


def covering(suppressions: Sequence[Suppression], places: Sequence[tuple[str, int]]) -> list[list[int]]:
    """For each rule and the byte at which it reports something, the numbers of the suppressions that cover it."""
    waiting = sorted(
        (each.scope.start, number) for number, each in enumerate(suppressions) if each.scope is not None and each.rules
    )[::-1]
    found: list[list[int]] = [[] for _ in places]
    open_: list[int] = []
    for number, (rule, offset) in sorted(enumerate(places), key=lambda place: place[1][1]):
        while waiting and waiting[-1][0] <= offset:
            open_.append(waiting.pop()[1])
        open_ = [each for each in open_ if (scope := suppressions[each].scope) is not None and offset < scope.end]
        found[number] = [each for each in open_ if rule in suppressions[each].rules]
    return found


def _suppressions(root: Node, lines: LineIndex) -> Iterator[Suppression]:
    scopes = _Scopes(root, lines)
    for comment in _comments(root, lines.text):
        place = span(comment)
        found = _DIRECTIVE.search(lines.text, *place)
        assert found is not None, "it has the marker"
        kind = Name(decode(found[1]), Span(*found.span(1)))
        names: tuple[Name, ...] = ()
        if found[2]:
            parts = _NAME.finditer(lines.text, *found.span(3))
            names = tuple(Name(decode(part[0]), Span(*part.span())) for part in parts)
        scope = scopes.of(comment, kind.text) if names else None
        counts = scope is not None or (kind.text == KINDS[2] and scopes.is_above_items(comment))
        rules = frozenset(name.text for name in names if counts)
        yield Suppression(place, kind, names, rules, scope, _removable(lines.text, place, found.start()))


def _removable(text: bytes, comment: Span, marker: int) -> Span:
    start, end = comment
    if not text[start:marker].strip(b"/* \t") and b"\n" not in text[start:end]:
        return comment
    stops = (text.find(stop, marker, end) for stop in (b"\n", b"*/"))
    return Span(marker, min((stop for stop in stops if stop >= 0), default=end))


def _comments(root: Node, text: bytes) -> Iterator[Node]:
    """Those with the marker in them, found without a query: on 100,000 nested brackets one would run for minutes."""
    cursor = root.walk()
    at = text.find(MARKER)
    while at >= 0:
        node = _on_to(cursor, at)
        end = at + len(MARKER)
        if node is not None and node.type in ast.COMMENTS:
            yield node
            end = node.end_byte
        at = text.find(MARKER, end)


def _on_to(cursor: TreeCursor, at: int) -> Node | None:
    """The innermost node with a byte, at or after the one where the cursor is: no node is passed twice."""
    while (node := cursor.node) is not None:
        if node.end_byte > at:
            if node.start_byte > at or not cursor.goto_first_child():
                break
        elif not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return None
            if cursor.node is not None and cursor.node.end_byte > at:
                break  # the byte is in none of its children
    return cursor.node


class _Scopes:
    """Where the suppressions of a segment count, asked in the order of the text."""

    def __init__(self, root: Node, lines: LineIndex) -> None:
        self._lines = lines
        items = [child for child in root.named_children if not child.is_extra]
        self._header_end = max((child.end_byte for child in items if child.type == kinds.HEADER), default=0)
        others = (child.start_byte for child in items if child.type != kinds.HEADER)
        self._first_item = min(others, default=len(lines.text))
        self._next: tuple[Span, Node | None] = Span(0, 0), None  # between two items: where, and the second one

    def is_above_items(self, comment: Node) -> bool:
        """Whether of all items of the segment only the header stands before the comment."""
        return self._header_end <= comment.start_byte < self._first_item

    def of(self, comment: Node, kind: str) -> Span | None:
        """The scope of a comment of this kind; None for one that has none."""
        if kind not in KINDS[:2]:
            return None
        lines = self._lines
        line = lines.line(lines.row(comment.start_byte))
        before = lines.text[line.start : comment.start_byte].strip()
        after = lines.text[comment.end_byte : lines.line(lines.row(comment.end_byte)).end].strip()
        if kind == KINDS[0] and before and not after:
            return line
        around, following = self._beside(comment)
        if kind == KINDS[1]:
            return span(following) if following is not None else None
        return around or (ast.head(following) if following is not None else None)

    def _beside(self, comment: Node) -> tuple[Span | None, Node | None]:
        """The head of the item between whose tokens a comment is, and the item that comes next."""
        within, following = self._next
        if within.start <= comment.start_byte and comment.end_byte <= within.end:
            return None, following  # another one of a run of comments
        around = _item_around(comment)
        assert comment.parent is not None, "a comment is no root"
        cursor = comment.parent.walk()  # steps from sibling to sibling at once, which a node looks for from the root
        found = cursor.goto_first_child_for_byte(comment.end_byte) is not None
        while found and (node := cursor.node) is not None and (node.is_extra or not node.is_named):
            found = cursor.goto_next_sibling()
        node = cursor.node if found else None
        following = node if node is not None and node.type in _SUBJECTS else None
        if around is None and node is not None:
            self._next = Span(comment.end_byte, node.start_byte), following
        return around, following


def _item_around(comment: Node) -> Span | None:
    node = comment.parent
    while node is not None:
        if node.type in _SUBJECTS:
            head = ast.head(node)
            return head if comment.start_byte < head.end else None
        node = node.parent
    return None
