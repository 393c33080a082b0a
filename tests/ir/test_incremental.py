"""Whatever is typed, in whatever order: what is known of a text is what opening it would have told."""

from __future__ import annotations

import dataclasses
from typing import Any, NamedTuple

from hypothesis import example, given
from hypothesis import strategies as st
from lsprotocol import types as lsp
from wit_lsp.ir.files import File, Model
from wit_lsp.ir.source import Source

from tests.features.view import DOCUMENT, URI, client
from tests.strategies import NOISE
from wit_lsp.config import Settings
from wit_lsp.engine.diagnostics import report
from wit_lsp.features import View
from wit_lsp.features.document_symbol import document_symbol
from wit_lsp.ir.items import Type
from wit_lsp.text import Edit, Span, apply, encode
from wit_lsp.wasi.releases import RELEASES

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
]


class Change(NamedTuple):
    """Text for what stands between two places, each as a share of the text."""

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


@given(st.sampled_from(TEXTS), CHANGES, st.booleans())
@example(TEXTS[1], [Change(0.2, 0, "/*"), Change(0.2, 2, "")], True)
@example(TEXTS[1], [Change(0.0, 0, "{"), Change(0.0, 1, "")], True)
def test_edits_tell_what_opening_the_final_text_tells(text: str, changes: list[Change], asks: bool) -> None:
    """`asks`: also after each edit, so that what is kept is what the text before told."""
    file = File("test.wit", Source(encode(text)))
    if asks:
        tell(file)
    for change in changes:
        file = edited(file, change)
        if asks:
            tell(file)
    assert tell(file) == tell(File("test.wit", Source(file.source.text)))


@given(st.sampled_from(TEXTS), CHANGES)
def test_what_was_undone_is_the_object_it_was(text: str, changes: list[Change]) -> None:
    """Over one version that lies between, the same bytes are the same part."""
    before = File("test.wit", Source(encode(text)))
    between = edited(before, changes[0])
    after = File("test.wit", Source(before.source.text, between.source), between)
    assert all(old is new for old, new in zip(before.parts, after.parts, strict=True))


def edited(file: File, change: Change) -> File:
    text = file.source.text
    start = round(change.start * len(text))
    span = Span(start, min(start + change.length, len(text)))
    return File(file.path, Source(apply(text, [Edit(span, change.text)]), file.source), file)


def tell(file: File) -> tuple[Any, ...]:
    """Items, symbols, diagnostics and the edits of all fixes, as values. All spans lie in the text."""
    model = Model(file.facts, Settings(profile="strict"), RELEASES)
    diagnostics, failures = report(file, model)
    assert not failures, failures[0].trace
    assert all(0 <= each.span.start <= each.span.end <= len(file.source.text) for each in diagnostics)
    return (
        [(start, [dump(item) for item in part.items]) for start, part in file],
        file.facts,
        document_symbol.answer(View(file, model, URI, 1, client()), lsp.DocumentSymbolParams(DOCUMENT)),
        [
            (each.span, each.code, each.severity, each.message, [(fix.title, each.edits(fix)) for fix in each.fixes])
            for each in diagnostics
        ],
    )


def dump(value: object) -> object:
    """Items by what they say: they are equal only to themselves. An item's owner is the one that holds it."""
    if dataclasses.is_dataclass(value):
        fields = [field.name for field in dataclasses.fields(value) if field.name != "owner"]
        return (type(value).__name__, *(dump(getattr(value, name)) for name in fields))
    if isinstance(value, Type):
        return ("Type", value.kind, value.span, dump(value.parts), value.name, value.length)
    if isinstance(value, (list, tuple)):
        return (type(value).__name__, *map(dump, value))
    return value
