"""After any edits, in any order, all answers about a text are the same as after opening it.

BodyKeys are cut as usual, that is, not in these short texts, and as finely as possible.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.ir.observed import (
    EVERYWHERE,
    FINE,
    NEVER,
    PATH,
    USUAL,
    Cutting,
    ask,
    cutting,
    new_engine,
    said,
    said_of,
    segments,
)
from tests.strategies import NOISE, wit_files
from wit_lsp.engine.engine import Engine
from wit_lsp.ir.document import Document
from wit_lsp.syntax.language import parse
from wit_lsp.text import Edit, Span, apply, encode

TOKENS = [
    *("interface ", "world ", "package ", "use ", "include ", "import ", "export ", "type ", "record ", "variant "),
    *("enum ", "flags ", "resource ", "func", "async ", "static ", "constructor", "own<", "borrow<", "list<u8>"),
    *("result<", "option<", "tuple<", "stream<u8>", "u32", "string", "as ", "with ", "a", "b-c", "%use", "wasi"),
    *(
        "a:b",
        "a:b@1.0.0",
        "wasi:io/streams",
        "wasi:io/streams@0.2.3",
        "@0.1.0",
        "@since(version = 1.0.0)",
        "@",
        "1.0.0",
    ),
    *NOISE,
    *(
        "//",
        "/*",
        "*/",
        "///",
        "/**",
        "// wit-lsp: ignore[missing-deadline]",
        "/* wit-lsp: ignore-file[unbounded-bytes] */",
    ),
    *("\n", "\r\n", "\r", "\t", " ", "  ", "\n\n", "\ud83d"),
    *("interface a {\n", "}\n", "  run: func(job: string) -> result<list<u8>, string>;\n", "package a:b;\n"),
    *("world w {\n  import wasi:io/streams;\n}\n", "package x:y {\n", "  use wasi:io/poll.{pollable};\n"),
]

TEXTS = [
    "",
    """\
package example:shop;

/// What can be ordered.
interface orders {
  use wasi:io/streams@0.2.12.{input-stream};
  resource cart {
    constructor(owner: string);
    fetch: func(page: u32) -> result<list<u8>, string>;
  }
  run: func(job: string) -> result<list<u8>, string>; // wit-lsp: ignore[unbounded-bytes]
}

use wasi:io/streams as bytes; use a:b/c;

@since(version = 1.0.0)
world shop {
  import wasi:io/streams;
  import log: interface {
    write: async func(text: string);
  }
  export orders;
}
""",
    """\
package example:one {
  interface a {
    read: func() -> list<u8>;
  }
}

package example:two {
  world b {
    import example:one/a;
  }
}
/* 😀 the
end */
""",
    """\
package example:many@1.0.0;

/// doc
interface many { // of many
  use wasi:io/streams@0.2.12.{input-stream};
  use wasi:io/poll.{pollable};

  /// What is stored.
  record entry { key: string, value: list<u8> }
  enum kind {
    one,
    two,
  }
  // wit-lsp: ignore-next-item[missing-deadline]
  resource store {
    constructor(name: string);
    get: func(key: string) -> result<list<u8>>;
    set-limit: func(to: u32) -> result;
    limit: func() -> u32;
    @since(version = 1.0.0)
    put: func(
      key: string,
      value: list<u8>, // what
    ) -> result<_, string>;
    open: static async func(
      name: string,
    ) -> store; /* last */
  }
  resource empty;
  first: func(a: u32) -> result;
  second: func(b: list<u8>) -> result<list<u8>>; /* wit-lsp: ignore[unbounded-bytes] */

  /* wit-lsp: ignore[missing-deadline] */
  third: func(c: borrow<store>) -> result<u32>;
}

package example:inner {
  interface one { f: func() -> result; }
  interface two {
    resource r {
      m: func() -> result;
      n: func() -> result<list<u8>>;
    }
    g: func() -> list<u8>;
  }
  world w {
    import one;
    export two;
    import log: interface {
      write: func(text: string) -> result;
    }
    include wasi:cli/imports;
    resource s { constructor(); }
  }
}
""",
]


class Change(NamedTuple):
    """Replaces `length` bytes at `start`, a fraction of the text, with `text`."""

    start: float
    length: int
    text: str


CHANGES = st.lists(
    st.builds(
        Change,
        st.floats(0, 1),
        st.sampled_from([0, 0, 0, 1, 2, 5, 20, 200]),
        st.lists(st.sampled_from(TOKENS), max_size=4).map("".join),
    ),
    min_size=1,
    max_size=12,
)


WAYS = pytest.mark.parametrize("ways", [[USUAL], FINE], ids=["as usual", "finely"])


@WAYS
@given(st.integers(0, 3), st.sampled_from(TEXTS), CHANGES, st.booleans(), st.booleans())
@example(0, TEXTS[1], [Change(0.2, 0, "/*"), Change(0.2, 2, "")], True, False)
@example(0, TEXTS[1], [Change(0.0, 0, "{"), Change(0.0, 1, "")], True, False)
@example(1, TEXTS[3], [Change(0.2, 0, "/*"), Change(0.2, 2, "")], True, True)
@example(2, TEXTS[3], [Change(0.5, 0, "{"), Change(0.5, 1, "")], True, True)
@example(3, TEXTS[3], [Change(0.9, 0, "}"), Change(0.9, 1, "")], False, True)
@example(0, TEXTS[2], [Change(0.4375, 1, ""), Change(0.0625, 0, "///")], False, False)
@example(0, TEXTS[2], [Change(0.0, 0, 'interface interface "a\nb"'), Change(0.125, 0, '"\\')], False, False)
def test_edits_give_the_same_answers_as_opening_the_final_text(
    ways: list[Cutting], way: int, text: str, changes: list[Change], asks: bool, knows: bool
) -> None:
    """`asks`: ask after each edit too, so that answers are cached. `knows`: the engine is told where the edit is."""
    with cutting(ways[way % len(ways)]):
        engine = new_engine()
        document = engine.open(PATH, encode(text))
        if asks:
            ask(engine)
        for change in changes:
            document = edit(engine, document, change, knows)
            if asks:
                ask(engine)
        again = new_engine()
        opened = again.open(PATH, document.text)
        if [group.starts for group in document.groups] == [group.starts for group in opened.groups]:
            assert segments(document) == segments(opened)
        assert said(engine) == said(again)


@WAYS
@given(st.integers(0, 3), st.sampled_from(TEXTS), CHANGES)
def test_undo_restores_the_same_segments(ways: list[Cutting], way: int, text: str, changes: list[Change]) -> None:
    """Unchanged bytes keep their segments across one version in between."""
    with cutting(ways[way % len(ways)]):
        before = Document(PATH, encode(text))
        between = before.edited([replacement(before, changes[0])])
        after = Document(PATH, before.text, between)
        assert all(old is new for old, new in zip(before.segments, after.segments, strict=True))


@given(wit_files())
def test_cutting_bodies_changes_nothing_in_a_valid_text(text: str) -> None:
    assert said_of(encode(text), EVERYWHERE) == said_of(encode(text), NEVER)


@given(st.sampled_from(TEXTS), CHANGES)
@example(TEXTS[1], [Change(0.5625, 0, "\u202e"), Change(0.0, 0, "// wit-lsp: ignore[missing-deadline]")])
def test_cutting_bodies_changes_nothing_in_a_text_that_parses(text: str, changes: list[Change]) -> None:
    """Only those changes are made after which it parses."""
    document = Document(PATH, encode(text))
    for change in changes:
        changed = apply(document.text, [replacement(document, change)])
        if not parse(changed).root_node.has_error:
            document = Document(PATH, changed)
    assert said_of(document.text, EVERYWHERE) == said_of(document.text, NEVER)


def edit(engine: Engine, document: Document, change: Change, knows: bool) -> Document:
    span, text = replacement(document, change)
    stretch = (span.start, span.end, span.start + len(encode(text)))
    return engine.open(document.path, apply(document.text, [Edit(span, text)]), stretch if knows else None)


def replacement(document: Document, change: Change) -> Edit:
    start = round(change.start * len(document.text))
    return Edit(Span(start, min(start + change.length, len(document.text))), change.text)
