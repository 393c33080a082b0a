"""The items of a text."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor

import pytest

from tests.fixture import parse
from wit_lsp.ir import lower
from wit_lsp.ir.document import Document
from wit_lsp.ir.items import (
    Extern,
    Func,
    Include,
    Interface,
    Item,
    Name,
    Package,
    Resource,
    Signature,
    TopUse,
    Type,
    TypeDef,
    Use,
    World,
)
from wit_lsp.syntax import ast
from wit_lsp.text import Span, encode

EVERYTHING = """\
package example:docs@1.2.3-rc.1+b;

use wasi:io/poll@0.2.0 as p;
use i;

/// docs
@since(version = 1.0.0)
interface %i {
  use wasi:io/streams@0.2.0.{input-stream, output-stream as %out};
  use j.{};
  type a = list<u8, 4>;
  record %record { b: option<tuple<u8, string>>, %c: map<char, bool> }
  variant d { none, some(result<_, f32>) }
  enum e { one, %two }
  flags f { one }
  resource g;
  resource h {
    constructor(a: own<g>) -> result<h>;
    m: func(b: borrow<g>);
    s: static async func() -> future;
    v: get() -> u8;
    w: set(to: u8);
  }
  k: func(a: stream<stream>, c: result) -> result<u8>;
  l: async func() -> error-context;
}

@unstable(feature = x)
world w {
  import i;
  import example:other/thing@2.0.0;
  export label: i;
  export other-label: a:b/c;
  import n: func(x: s64);
  export o: interface {
    q: func();
  }
  include v with { a as b, %c as %d }
  include a:b/w@1.0.0;
  type t = j;
}

package example:nested {
  interface r {}
}
"""

SAID = """\
package example:docs@1.2.3-rc.1+b
use wasi:io/poll@0.2.0 as p
use i as i
interface i
  use wasi:io/streams@0.2.0 {input-stream, output-stream as out}
  use j {}
  type a: list<u8, 4>
  record record: b: option<tuple<u8, string>>; c: map<char, bool>
  variant d: none; some: result<_, f32>
  enum e: one; two
  flags f: one
  resource g
  resource h
    constructor constructor(a: own g) -> result<h, _>
    func m(b: borrow g)
    static async func s() -> future
    get v() -> u8
    set w(to: u8)
  func k(a: stream<stream>, c: result<_, _>) -> result<u8, _>
  async func l() -> error-context
world w
  import i
  import example:other/thing@2.0.0
  export label: i
  export other-label: a:b/c
  import n
    func n(x: s64)
  export o
    interface o
      func q()
  include v {a as b, c as d}
  include a:b/w@1.0.0 {}
  type t: j
nested package example:nested
  interface r
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_every_construct(newline: str) -> None:
    assert said(read(EVERYTHING.replace("\n", newline))) == SAID


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_spans_of_names_and_items(newline: str) -> None:
    """The span of a name includes its `%`, that of an item its attributes but not its docs. Both are in the segment."""
    text = EVERYTHING.replace("\n", newline)
    for located in read(text):
        segment = located.segment
        for name, span in named(segment.items):
            at = span.shifted(located.start)
            assert encode(text)[at.start : at.end].decode().removeprefix("%") == name
        for item in segment.items:
            if isinstance(item, Interface) and item.name.text == "i":
                assert segment.text[item.span.start : item.span.end].startswith(b"@since")
                assert segment.text[item.span.start : item.span.end].endswith(b"}")


def test_every_kind_of_item_is_lowered() -> None:
    assert lower._ITEMS.keys() == ast.ITEMS


def test_equal_signatures_and_types_are_one_object() -> None:
    [segment] = read(
        "interface i { f: func(a: u8) -> u8; type t = list<u8>; g: func(a: u8) -> u8; type v = list<u8>; }"
    ).segments
    [interface] = segment.items
    assert isinstance(interface, Interface)
    f, t, g, v = interface.items
    assert isinstance(f, Func)
    assert isinstance(g, Func)
    assert f.signature is g.signature
    assert isinstance(t, TypeDef)
    assert isinstance(v, TypeDef)
    assert t.type is not None
    assert v.type is not None
    assert t.type.type is v.type.type


def test_wrong_syntax_of_types_is_understood() -> None:
    assert said(read("interface i { f: func(a: own b, c: borrow d) -> result<own a:b/c/e, wasi:io/x@1.0.0.y>; }")) == (
        "interface i\n  func f(a: own b, c: borrow d) -> result<own e, y>\n"
    )


@pytest.mark.parametrize(
    "broken",
    [
        "f: func( -> result;",
        "f: func(a: ) -> result;",
        "f: func() -> result",
        "f: func() -> result<;",
        "f func() -> result;",
    ],
)
def test_rules_do_not_run_on_a_broken_item(broken: str) -> None:
    """Other items in the file are."""
    text = f"package a:b@1.0.0;\ninterface i {{\n  {broken}\n}}\ninterface j {{\n  g: func() -> result;\n}}\n"
    found = parse(text).diagnostics()
    assert [each.code for each in found if each.is_rule] == ["missing-deadline"]
    assert found[0].is_rule is False
    [deadline] = [each for each in found if each.is_rule]
    assert text[deadline.span.start :].startswith("g: func")


def test_error_in_an_item_does_not_break_the_items_around_it() -> None:
    document = read("package a:b {\n  interface i {\n    resource r {\n      f: func(;\n    }\n  }\n}\n")
    assert [(type(of.item).__name__, of.item.broken) for of in document.items()] == [
        ("Package", False),
        ("Interface", False),
        ("Resource", False),
        ("Func", True),
    ]
    [package] = read("package a b {\n  interface i {}\n}\n").segments[0].items
    assert package.broken, "its name is a guess"


@pytest.mark.parametrize("text", ["interfac i {}\n", "  worl w {}\n", "packag a:b {}\n"])
def test_item_is_broken_whose_keyword_is_a_guess(text: str) -> None:
    [item] = read(text).segments[0].items
    assert item.broken


@pytest.fixture(scope="module")
def small_stack() -> Iterator[Executor]:
    """A thread with an eighth of the usual stack, which overflows at an eighth of the depth."""
    usual = threading.stack_size(1024 * 1024)
    with ThreadPoolExecutor(1) as executor:
        executor.submit(int).result()  # starts the thread
        threading.stack_size(usual)
        yield executor


@pytest.mark.parametrize(
    "bracket", ["list<", "result<_, ", "(", "{", "/*", "own<", "own ", "@since(", '"', "\n//", "/**/"]
)
@pytest.mark.parametrize(
    "before",
    [
        "",
        "interface i { f: func() -> ",
        "// wit-lsp: ignore[a]\ninterface i { f: func() -> ",
        "interface i { f: func(a: own x, b: a:b/c) -> ",
    ],
)
def test_deep_nesting_does_not_exhaust_the_stack(before: str, bracket: str, small_stack: Executor) -> None:
    document = small_stack.submit(read, before + bracket * 12_500).result()
    if bracket not in ("\n//", "/**/"):
        assert any(segment.problems for segment in document.segments)


def test_type_that_is_too_deep_is_one_error() -> None:
    [segment] = read("interface i { f: func(a: own b) -> " + "list<" * 100_000 + "u8" + ">" * 100_000 + "; }").segments
    assert [problem.code for problem in segment.problems] == ["type-depth"]
    assert segment.items == []


def test_deepest_type_of_the_reference_is_accepted() -> None:
    """It allows 99 types around a primitive type (wasm-tools 1.263)."""
    [segment] = read("interface i { f: func() -> " + "option<" * 99 + "u8" + ">" * 99 + "; }").segments
    assert segment.problems == ()
    assert len(segment.items) == 1


def read(text: str) -> Document:
    return Document("test.wit", encode(text))


def said(document: Document) -> str:
    return "".join(line + "\n" for segment in document.segments for item in segment.items for line in lines(item, ""))


def lines(item: Item, indent: str) -> Iterator[str]:
    """The line of an item, and below it the lines of the items in it."""
    yield f"{indent}{'broken ' if item.broken else ''}{line(item)}"
    inner = getattr(item, "items", [])
    if isinstance(item, Extern) and item.item is not None:
        inner = [item.item]
    for each in inner:
        assert each.owner is item
        yield from lines(each, indent + "  ")


def line(item: Item) -> str:
    match item:
        case Package():
            return f"{'nested ' if item.nested else ''}package {item.id}"
        case TopUse():
            return f"use {item.path} as {item.local}"
        case Use(names=names) | Include(renames=names):
            entries = (f"{used.name.text} as {used.alias.text}" if used.alias else used.name.text for used in names)
            return f"{type(item).__name__.lower()} {item.path} {{{', '.join(entries)}}}"
        case Extern():
            return f"{item.direction} " + ": ".join(
                str(part) for part in (item.name and item.name.text, item.path) if part is not None
            )
        case TypeDef():
            members = (
                f"{each.name.text}: {shown(each.type.type)}" if each.type else each.name.text for each in item.members
            )
            return f"{item.kind} {item.name.text}: {shown(item.type.type) if item.type else '; '.join(members)}"
        case Func():
            return f"{'static ' if item.is_static else ''}{signed(item.signature, item.name.text)}"
        case Interface() | World() | Resource():
            return f"{type(item).__name__.lower()} {item.name.text}"
    raise AssertionError(item)


def signed(signature: Signature, name: str) -> str:
    params = ", ".join(f"{param.name.text}: {shown(param.type)}" for param in signature.params)
    result = f" -> {shown(signature.result)}" if signature.result else ""
    return f"{'async ' if signature.is_async else ''}{signature.form} {name}({params}){result}"


def shown(type: Type | None) -> str:
    if type is None:
        return "_"
    if type.name:
        return type.name if type.kind == "name" else f"{type.kind} {type.name}"
    parts = [shown(part) for part in type.parts] + ([str(type.length)] if type.length is not None else [])
    return type.kind + (f"<{', '.join(parts)}>" if parts else "")


def named(items: list[Item]) -> Iterator[tuple[str, Span]]:
    """The names of all items, with their spans in the segment."""
    for item in items:
        name = getattr(item, "name", None)
        if isinstance(name, Name):
            yield name
        if isinstance(item, Func):
            yield from ((each.name.text, each.name.span.shifted(item.start)) for each in item.signature.params)
        if isinstance(item, TypeDef):
            yield from (member.name for member in item.members)
        if isinstance(item, Use):
            yield from (used.local for used in item.names)
        inner = [item.item] if isinstance(item, Extern) and item.item else getattr(item, "items", [])
        yield from named(inner)
