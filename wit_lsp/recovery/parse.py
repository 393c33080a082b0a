"""Reads one text: its tree, and its problems. A text that does not parse is mended, so that every text has a tree."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import NamedTuple

from wit_lsp.syntax.context import WHOLE, Context
from wit_lsp.syntax.language import Node, Tree, captures, parse
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.syntax.source_map import SourceMap
from wit_lsp.text import Edit, EditSet, LineIndex, Span
from wit_lsp.validation.characters import refused
from wit_lsp.validation.tree import tree_problems

# The reference takes 99 wrappers round a primitive and refuses 100 (wasm-tools 1.263).
DEPTH_LIMIT = 100

# Bytes of a segment above which it is not mended: the parser's own first error is told instead.
LARGEST = 1_000_000

_BARE = re.compile(rb"\b(?:own|borrow)\b(?!\s*<)")
_SLASH = re.compile(rb"(?<![/*])/(?![/*])")
_RIGHT_PATH = re.compile(
    rb"\b(?:use|include|import|export)\s+(?:%?[\w-]+\s*:\s*)?%?[\w-]+\s*:\s*%?[\w-]+\s*(?<![/*])/(?![/*])"
)
_WRONG_FORMS = "[(bare_handle) (path_type)] @wrong"
_ANGLE = re.compile(rb"->|\b(?:own|borrow)\s*<|[<>]")


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

    No problem lies in the context, and no edit changes it.
    """
    whole = SourceMap(text, context=context)
    tree = tree or parse(whole.text)
    has_error = tree.root_node.has_error
    if alone := _not_utf8(text) or _too_deep(text):
        return ParseResult(tree, None, (alone,), has_error)
    if not has_error:
        found = [_back(each, whole) for each in tree_problems(tree.root_node, whole.text)]
        found += refused(text) + _wrong_forms(text, context, tree)
        return ParseResult(tree, None, _in_order(found), has_error)
    if len(text) > LARGEST:
        return ParseResult(tree, None, (_back(_first_error(tree.root_node), whole),), has_error)
    problems, source_map = _faults(text, context)
    if source_map is not None:
        tree = parse(source_map.text)
        for problem in tree_problems(tree.root_node, source_map.text, mended=True):
            if not source_map.put_in(problem.span):  # else it is being typed, or the repair's own
                problems.append(_back(problem, source_map))
    if not problems:
        problems.append(_back(_first_error(tree.root_node), source_map or whole))
    return ParseResult(tree, source_map, _in_order(problems), has_error)


def _in_order(problems: Iterable[SyntaxProblem]) -> tuple[SyntaxProblem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.span, problem.code)))


def _faults(text: bytes, context: Context) -> tuple[list[SyntaxProblem], SourceMap | None]:
    """What keeps a text from parsing, and the text without it: step by step, each on what the one before made."""
    from wit_lsp.recovery.pipeline import STEPS, broken  # the first text that does not parse pays for the tables

    problems: list[SyntaxProblem] = []
    repair: SourceMap | None = None
    lines = LineIndex(text)
    read = broken(text, lines, context)
    taken = EditSet()
    for step in STEPS:
        found = step(read)
        if step is STEPS[-1]:
            lost = [_back(each, repair).span if repair else each.span for each in found if not each.safe]
            problems = _without_guesses(problems, lost, lines)
        for problem in found:
            ours = problem if repair is None else _back(problem, repair)
            if not taken.take([edit.span for edit in ours.edits]):
                ours = ours._replace(safe=False)  # it wants what a fix of an earlier step takes
            problems.append(ours)
        edits = [edit for problem in found for edit in problem.edits]
        if edits:
            repair = SourceMap(read.text, edits, repair)
            if step is not STEPS[-1]:
                read = broken(repair.text, LineIndex(repair.text), context)
    if repair is not None and context is not WHOLE:
        repair = SourceMap(repair.text, before=repair, context=context)
    return problems, repair


def _without_guesses(problems: list[SyntaxProblem], lost: list[Span], lines: LineIndex) -> list[SyntaxProblem]:
    """None is safe on whose line something stays that is `lost`: the whole may be meant otherwise."""
    rows = {lines.row(span.start) for span in lost}

    def is_guess(problem: SyntaxProblem) -> bool:
        return any(lines.row(edit.span.start) in rows for edit in problem.edits)

    return [each._replace(safe=False) if each.safe and is_guess(each) else each for each in problems]


def _back(problem: SyntaxProblem, repair: SourceMap) -> SyntaxProblem:
    """A problem of a repaired text as one of the text before."""
    secondary = problem.secondary and repair.original(problem.secondary)
    edits = tuple(Edit(repair.original(edit.span), edit.text) for edit in problem.edits)
    return problem._replace(span=repair.original(problem.span), secondary=secondary, edits=edits)


def _not_utf8(text: bytes) -> SyntaxProblem | None:
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


def _too_deep(text: bytes) -> SyntaxProblem | None:
    if text.count(b"<") < DEPTH_LIMIT or all(item.count(b"<") < DEPTH_LIMIT for item in text.split(b";")):
        return None
    depth = 0
    for mark in _ANGLE.finditer(text):
        depth = max(0, depth + {b"->": 0, b">": -1}.get(mark[0], 1))
        if depth >= DEPTH_LIMIT and mark[0] == b"<":  # a handle is no level
            return SyntaxProblem(Span(*mark.span()), "type-depth", f"types nest deeper than {DEPTH_LIMIT} levels")
    return None


def _wrong_forms(text: bytes, context: Context, tree: Tree) -> list[SyntaxProblem]:
    """Productions that the grammar reads though they are wrong: `own t`, and a path as a type."""
    if not _suspect(text) or not captures(_WRONG_FORMS, tree.root_node):
        return []
    from wit_lsp.recovery.pipeline import broken
    from wit_lsp.recovery.productions import WRONG_FORMS, find_productions

    read = broken(text, LineIndex(text), context)
    return find_productions(text, read.tokens, WRONG_FORMS, read.own)


def _suspect(text: bytes) -> bool:
    """Whether a wrong form may stand in the text: a cheap look that misses none, but takes some in comments for one."""
    if (b"own" in text or b"borrow" in text) and _BARE.search(text):
        return True
    return b"/" in text and sum(1 for _ in _SLASH.finditer(text)) != sum(1 for _ in _RIGHT_PATH.finditer(text))


def _first_error(root: Node) -> SyntaxProblem:
    """The first place at which the parser was lost."""
    node = root
    while not (node.is_error or node.is_missing):
        node = next((child for child in node.children if child.has_error), None) or node
        if not node.children:
            break
    at = Span(node.start_byte, min(node.end_byte, node.start_byte + 1))
    return SyntaxProblem(at, "expected-token", "the text cannot be read from here on")
