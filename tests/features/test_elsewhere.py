"""While one interface is broken, all answers about the rest of the file stay exact."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from textwrap import indent
from typing import NamedTuple

import pytest
from lsprotocol import types as lsp

from tests.features.view import DOCUMENT, URI, client, view
from tests.fixture import Fixture
from tests.recovery.mutations import Mutation, mutations
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.features import View
from wit_lsp.features.code_action import code_action
from wit_lsp.features.document_symbol import document_symbol
from wit_lsp.features.folding_range import folding_range
from wit_lsp.fixes.change import WorkspaceChange
from wit_lsp.problem import Fix
from wit_lsp.syntax.language import parse
from wit_lsp.text import Edit, Span

BEFORE = """\
/// What a shop is made of.
package example:shop;

interface goods {
  use wasi:io/streams.{input-stream};

  /// One of them.
  record item {
    id: u32,
    tags: list<string>,
  }
  picture: func(of: item) -> result<list<u8>, string>;
  Sizes: func() -> list<u32>;
}

"""
BROKEN = """\
/// What is ordered.
@unstable(feature = orders)
interface orders {
  use goods.{item, item as thing};

  type id = u64;
  /* An order
     and what stands in it. */
  record order {
    id: id,
    items: list<tuple<item, u32>>, // how many of each
    note: option<string>,
  }
  variant state {
    open,
    sent(order),
    failed(result<_, string>),
  }
  enum colour { red, green }
  flags wishes {
    wrapped,
    urgent,
  }
  resource cart {
    constructor(owner: string);
    add: func(what: item, count: u32) -> result<id, string>;
    find: static func(id: id) -> option<cart>;
  }
  // Places it.
  @since(version = 1.0.0)
  place: func(what: own<cart>, how: wishes) -> result<order, state>;
  %list: func(page: u32, of: borrow<cart>) -> list<order>;
  colours: func() -> list<colour, 2>;
}

"""
AFTER = """\
// How it gets there.
interface ways {
  use wasi:io/poll@0.2.0.{pollable};
  enum way { rail, road,, sea }
  send: func(
    what: list<u8>,
    how: way,
  ) -> pollable;
  stop: func() -> result
}

use wasi:clocks/wall-clock as clock;

/* All of it. */
world shop {
  import goods;
  export ways;
  import log: interface {
    write: func(text: string) -> result;
  }
}
"""

CLIENT = client(
    textDocument={
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": [""]}}},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
    }
)


class Said(NamedTuple):
    """All answers about a range of a file, with places relative to its start."""

    diagnostics: list[object]
    symbols: list[object]
    folds: list[object]
    actions: list[object]


FLAT = BEFORE, BROKEN, AFTER
NESTED = tuple(
    indent(part, "  ")
    for part in (BEFORE.split(";\n\n", 1)[1], BROKEN, AFTER.replace("use wasi:clocks/wall-clock as clock;\n\n", ""))
)
# Nothing that is inserted into an interface affects the rest, not even what comments out everything after it.
REACHING = ("/*", "*/", "/**", '"', '"\\', "'", "`", "//", "#", "{", "}", "(", "<", "@", ";", "\r", "\ufeff", "\0", "%")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("seed", range(3))
def test_answers_elsewhere_stay_the_same(seed: int, newline: str) -> None:
    before, text, after = (part.replace("\n", newline) for part in FLAT)
    check(before, text, after, (each.text.decode() for each in problems(text, seed)))


@pytest.mark.parametrize("seed", range(2))
def test_answers_elsewhere_in_a_nested_package_stay_the_same(seed: int) -> None:
    """There, no item starts at the beginning of a line, and the indentation shows where the interface ends."""
    before, text, after = NESTED
    before, after = "package example:shop;\n\npackage example:shop {\n" + before, after + "}\n"
    check(before, text, after, (each.text.decode() for each in problems(text, seed)))


@pytest.mark.parametrize("seed", range(2))
def test_comments_and_brackets_do_not_affect_the_rest(seed: int) -> None:
    chance = random.Random(seed)
    places = [(chance.randrange(len(BROKEN.rstrip())), new) for new in REACHING for _ in range(8)]
    check(*FLAT, (BROKEN[:at] + new + BROKEN[at:] for at, new in places))


def problems(text: str, seed: int) -> Iterator[Mutation]:
    return (each for each in mutations(text.encode(), 25, random.Random(seed)) if each.kind != "cut")


def check(before: str, text: str, after: str, broken: Iterable[str]) -> None:
    """With any of `broken` instead of `text`, all answers before and after it are the same."""
    expected = said(before, text, after)
    assert all(all(each) for each in expected), "each kind of answer must occur"
    found = [each for each in broken if parse(f"package a:b {{\n{each}}}".encode()).root_node.has_error]
    assert found
    for each in found:
        assert said(before, each, after) == expected, each


def said(before: str, middle: str, after: str) -> tuple[Said, Said]:
    """All answers about the ranges before and after the middle of a file."""
    text = before + middle + after
    seen = view(Fixture({"test.wit": text}), CLIENT)
    start, end, whole = (len(each.encode()) for each in (before, before + middle, text))
    return said_of(seen, Span(0, start), Span(start, end)), said_of(seen, Span(end, whole), Span(start, end))


def said_of(seen: View, stretch: Span, middle: Span) -> Said:
    def place(range: lsp.Range) -> Span:
        return seen.span(range).shifted(-stretch.start)

    def is_here(range: lsp.Range) -> bool:
        """Whether a range overlaps with the stretch, and does not contain the middle."""
        start, end = seen.span(range)
        return start < stretch.end and end > stretch.start and not (start <= middle.start and middle.end <= end)

    def moved(edits: Sequence[Edit]) -> list[Edit]:
        return [Edit(edit.span.shifted(-stretch.start), edit.text) for edit in edits]

    diagnostics, failures = seen.diagnostics, seen.engine.failures(seen.document.path)
    assert not failures, failures[0].trace
    symbols = document_symbol.answer(seen, lsp.DocumentSymbolParams(DOCUMENT))
    folds = folding_range.answer(seen, lsp.FoldingRangeParams(DOCUMENT))
    chosen = seen.range(Span(stretch.start + 1, stretch.end - 1))
    actions = code_action.answer(seen, lsp.CodeActionParams(DOCUMENT, chosen, lsp.CodeActionContext([])))
    return Said(
        [
            (
                each.code,
                each.severity,
                each.message,
                each.span.shifted(-stretch.start),
                [(place.path, place.span.shifted(-stretch.start), place.message) for place in each.related],
                [(fix.title, fix.applicability, moved(edits_of(seen, each, fix))) for fix in each.fixes],
            )
            for each in diagnostics
            if stretch.start <= each.span.start < stretch.end
        ],
        [
            (each.name, each.kind, each.detail, place(each.range), place(each.selection_range), container)
            for each, container in nested(symbols)
            if is_here(each.range)
        ],
        [(fold.kind, place(whole(fold))) for fold in folds if is_here(whole(fold))],
        [
            (action.title, [(place(each.range), each.new_text) for each in action.edit.changes[URI]])
            for action in actions
            if action.diagnostics  # not of the whole file
            and action.edit is not None
            and action.edit.changes is not None
        ],
    )


def edits_of(seen: View, diagnostic: Diagnostic, fix: Fix) -> list[Edit]:
    """The edits of a fix, which changes only this file."""
    change = diagnostic.change(fix, seen.engine)
    assert change == WorkspaceChange({"test.wit": change.edits["test.wit"]})
    return change.edits["test.wit"]


def nested(symbols: Sequence[object], container: str = "") -> Iterator[tuple[lsp.DocumentSymbol, str]]:
    """All symbols, each with the name of its container."""
    for each in symbols:
        assert isinstance(each, lsp.DocumentSymbol)
        yield each, container
        yield from nested(each.children or (), each.name)


def whole(fold: lsp.FoldingRange) -> lsp.Range:
    return lsp.Range(
        lsp.Position(fold.start_line, fold.start_character or 0), lsp.Position(fold.end_line, fold.end_character or 0)
    )
