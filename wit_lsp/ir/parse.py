"""Reads one segment: its tree and its problems. One that does not parse is repaired, so that every text has a tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wit_lsp.problem import Applicability
from wit_lsp.syntax.context import WHOLE, Context
from wit_lsp.syntax.language import Node, Tree, captures, parse
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.syntax.segments import blanked
from wit_lsp.syntax.source_map import SourceMap
from wit_lsp.text import EditSet, Span, apply
from wit_lsp.tuples import NamedTuple
from wit_lsp.validation.characters import not_utf8, refused
from wit_lsp.validation.limits import too_deep
from wit_lsp.validation.tree import tree_problems
from wit_lsp.validation.type_names import may_be_declared

MAX_RECOVERED_BYTES = 1_000_000
"""Bytes of a segment above which it is not repaired: the parser's own first error is reported instead."""

MAX_TRIED_BYTES = 10_000
"""Bytes that are read again, once at least, to see what the safe fixes of a segment leave."""

MAX_TRIED_ALONE = 8
"""Safe fixes of a segment that are tried one by one."""

# The two nodes for what is wrong, and how they look in a text without comments and strings.
_WRONG_FORMS = "[(bare_handle) (path_type)] @form"
_LIKE_BARE_HANDLE = re.compile(rb"[<(,=>:]\s*(?:own|borrow)\b(?!\s*<)")
_LIKE_PATH = re.compile(rb":\s*%?[\w-]+\s*[/.]")
_LIKE_PATH_TYPE = re.compile(rb"[<(,=>:]\s*%?[\w-]+\s*" + _LIKE_PATH.pattern)
_LINE_COMMENT = re.compile(rb"//[^\n]*")


class ParseResult(NamedTuple):
    """What a segment says. The spans of `problems` count in it.

    `source_map` has the text that the parser reads, where that is a repaired one; else it reads the segment in its
    context. `tree` is of what it reads; None where its memory was given back. `has_error`: the author's text does not
    parse.
    """

    tree: Tree | None
    source_map: SourceMap | None
    problems: tuple[SyntaxProblem, ...]
    has_error: bool


def parse_segment(text: bytes, context: Context = WHOLE, tree: Tree | None = None) -> ParseResult:
    """A function of the bytes and the context alone; `tree` is theirs, if it is known.

    No problem lies in the context, and no edit changes it. A fix is safe only if it leaves no more errors where it
    alone is applied. In a tree with a problem `type-depth` types may nest deeper than anybody should follow.
    """
    result = _parsed(text, context, tree)
    if not result.has_error or len(result.problems) < 2:
        return result
    return result._replace(problems=tuple(_tried(text, context, result.problems)))


def _tried(text: bytes, context: Context, problems: tuple[SyntaxProblem, ...]) -> Iterator[SyntaxProblem]:
    """The problems, with fixes for the author to choose that leave more of them, or cannot be tried.

    Where all problems have a safe fix and none is a bracket, which may be missing for more than one reason, the text is
    understood, and none is tried. Of many, those that hold together are taken to hold alone.
    """
    if all(each.applicability is Applicability.SAFE and each.code != "unclosed-block" for each in problems):
        return iter(problems)
    safe = [number for number, each in enumerate(problems) if each.applicability is Applicability.SAFE and each.title]
    parts = [safe] if len(safe) > MAX_TRIED_ALONE else [[each] for each in safe]
    # Lines say what belongs together where something is not understood, so where they end is not for a fix to say.
    harmful = {number for number in safe if any(b"\r" in text[slice(*edit.span)] for edit in problems[number].edits)}
    trials = max(1, MAX_TRIED_BYTES // (len(text) + 1))
    while parts:
        part = parts.pop()
        trials -= 1
        if trials < 0:
            harmful.update(part)
            continue
        edits = [edit for number in part for edit in problems[number].edits]
        left = len(_parsed(apply(text, edits), context).problems)
        if len(part) > 1 and left > len(problems) - len(part):
            parts += part[len(part) // 2 :], part[: len(part) // 2]
        elif left > len(problems):
            harmful.update(part)
    return (each.for_author() if number in harmful else each for number, each in enumerate(problems))


def _parsed(text: bytes, context: Context, tree: Tree | None = None) -> ParseResult:
    """What a segment says; its fixes are not tried."""
    whole = SourceMap(text, context=context)
    tree = tree or parse(whole.text)
    has_error = tree.root_node.has_error
    if alone := not_utf8(text) or too_deep(text):
        return ParseResult(tree, None, (alone,), has_error)
    if not has_error:
        found = tree_problems(tree.root_node, whole.text)
        if _suspect_wrong_form(text):
            found += _wrong_forms(text, context, tree.root_node)
        problems = [*refused(text), *(each.mapped(whole.original) for each in found)]
        return ParseResult(tree, None, _in_order(problems), has_error)
    if len(text) > MAX_RECOVERED_BYTES:
        return ParseResult(tree, None, (_first_error(tree.root_node).mapped(whole.original),), has_error)

    from wit_lsp.recovery.pipeline import authored, recover  # the first text that does not parse pays for the tables

    problems, source_map = recover(text, context)
    if source_map is not None:
        if deep := too_deep(source_map.text):
            return ParseResult(tree, None, (deep.mapped(source_map.original),), has_error)
        tree = parse(source_map.text)
        taken = EditSet()
        for repaired in problems:
            taken.take([edit.span for edit in repaired.edits])
        for problem in tree_problems(tree.root_node, source_map.text, repaired=True):
            # What was put in is being typed, or the repair's own; a declaration may have been left out.
            is_declared = problem.is_mention and problem.about in may_be_declared(text)
            if not (is_declared or source_map.put_in(problem.span)):
                problem = authored(problem, source_map)
                is_free = taken.take([edit.span for edit in problem.edits])  # else a repair changes the same
                problems.append(problem if is_free else problem.for_author())
    if not problems:
        problems.append(_first_error(tree.root_node).mapped((source_map or whole).original))
    return ParseResult(tree, source_map, _in_order(problems), has_error)


def _in_order(problems: Iterable[SyntaxProblem]) -> tuple[SyntaxProblem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.span, problem.code)))


def _suspect_wrong_form(text: bytes) -> bool:
    """Whether the grammar may have read `own t`, or a path as a type: a look that misses none."""
    if b'"' in text or b"/*" in text:
        text, _ = blanked(text, 0, len(text))
    elif b"/" in text:
        text = _LINE_COMMENT.sub(b"", text)
    if (b"own" in text or b"borrow" in text) and _LIKE_BARE_HANDLE.search(text):
        return True
    has_path = (b"/" in text or b"." in text) and _LIKE_PATH.search(text)
    return bool(has_path and _LIKE_PATH_TYPE.search(text))


def _wrong_forms(text: bytes, context: Context, root: Node) -> list[SyntaxProblem]:
    """What the productions say of the nodes for what is wrong, with places in the text in its context."""
    starts = {node.start_byte - len(context.prefix) for node in captures(_WRONG_FORMS, root).get("form", ())}
    if not starts:
        return []

    from wit_lsp.recovery.pipeline import find_at

    found = find_at(text, context, starts)
    return [problem.mapped(lambda span: span.shifted(len(context.prefix))) for problem in found]


def _first_error(root: Node) -> SyntaxProblem:
    """The first place at which the parser was lost."""
    node = root
    while not (node.is_error or node.is_missing):
        node = next((child for child in node.children if child.has_error), None) or node
        if not node.children:
            break
    at = Span(node.start_byte, min(node.end_byte, node.start_byte + 1))
    return SyntaxProblem(at, "expected-token", "cannot parse the text from here on")
