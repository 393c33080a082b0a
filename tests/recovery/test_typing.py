"""While something is being typed, one error says so on its line, and nothing else is disturbed."""

from __future__ import annotations

import re

import pytest

from wit_lsp.engine.diagnostics import Reporter
from wit_lsp.ir.document import Document
from wit_lsp.problem import Severity

AROUND = """\
package example:shop@1.0.0;

TOP
interface orders {
  use stock.{shelf};
  INTERFACE
  record order {
    id: u64,
    RECORD
  }

  variant state {
    open,
    VARIANT
  }

  enum color {
    red,
    ENUM
  }

  flags rights {
    read,
    FLAGS
  }

  resource cart {
    constructor();
    RESOURCE
    /// Adds.
    add: func(id: u64);
  }

  /// Orders once.
  place: func(of: order) -> result<u64, string>;
}

/// What there is.
interface stock {
  type shelf = u32;
}

world shop {
  import stock;
  WORLD
  /// The end.
  export orders;
}

END
"""
TYPED = [
    ("TOP", "interface bills { pay: func(id: u64); }"),
    ("TOP", "interface bills {\n  pay: func(id: u64);\n}"),
    ("TOP", "world bank {\n  import wasi:io/poll@0.2.0;\n  export stock;\n}"),
    ("TOP", "use wasi:io/poll@0.2.0 as polls;"),
    ("END", "interface bills {\n  pay: func(id: u64);\n}"),
    ("END", "world bank {\n  export run: func();\n}"),
    ("END", "package a:b@2.0.0 {\n  interface c {\n    d: func();\n  }\n}"),
    ("END", "/// Docs\ninterface bills {\n}"),
    ("INTERFACE", "cancel: func(id: u64, why: option<string>) -> result<_, string>;"),
    ("INTERFACE", "find: async func(names: list<tuple<string, u32>>) -> option<shelf>;"),
    ("INTERFACE", "place-all: func(\n    of: list<order>,\n    why: string,\n  ) -> result<list<u64>, string>;"),
    ("INTERFACE", "read: func() -> stream<u8>;"),
    ("INTERFACE", "%type: func(%from: u8) -> future<string>;"),
    ("INTERFACE", "record line {\n    id: u64,\n    owner: option<string>,\n  }"),
    ("INTERFACE", "record line { id: u64, owner: string }"),
    ("INTERFACE", "variant reply {\n    open,\n    closed(string),\n    failed(result<u8, string>),\n  }"),
    ("INTERFACE", "enum size {\n    small,\n    extra-large,\n  }"),
    ("INTERFACE", "enum size { small, large }"),
    ("INTERFACE", "flags modes { read, write }"),
    ("INTERFACE", "type ids = list<u8, 16>;"),
    ("INTERFACE", "type ids = list<tuple<u64, string>>;"),
    ("INTERFACE", "type table = map<string, list<u8>>;"),
    ("INTERFACE", "use wasi:io/streams@0.2.0.{input-stream as input, output-stream};"),
    ("INTERFACE", "resource token;"),
    ("INTERFACE", "resource store {\n    constructor(id: u64);\n    open: static func(n: string) -> own<store>;\n  }"),
    ("INTERFACE", "@since(version = 1.2.0)\n  cancel: func();"),
    ("INTERFACE", "@unstable(feature = fast-path)\n  type fast = u8;"),
    ("INTERFACE", "/// Reads `all`.\n  read: func(of: borrow<cart>) -> u8;"),
    ("RECORD", "owner: option<string>,"),
    ("RECORD", "size: tuple<u32, u32>"),
    ("VARIANT", "failed(list<string>),"),
    ("ENUM", "in-progress,"),
    ("FLAGS", "can-read,"),
    ("RESOURCE", "remove: func(id: u64) -> bool;"),
    ("RESOURCE", "merge: static func(a: cart, b: cart) -> cart;"),
    ("RESOURCE", "load: async func();"),
    ("WORLD", "import wasi:io/poll@0.2.0;"),
    ("WORLD", "import run: func(args: list<string>) -> u32;"),
    ("WORLD", "export handler: interface {\n    handle: func(path: string);\n  }"),
    ("WORLD", "include wasi:cli/imports@0.2.0 with { stdin as input }"),
    ("WORLD", "import log: stock;"),
]


def around(place: str) -> tuple[str, str]:
    before, after = AROUND.split(f"{place}\n")
    return tuple(re.sub(r"(?m)^ *[A-Z]{3,}\n", "", part) for part in (before, f"\n{after}"))  # type: ignore[return-value]


@pytest.mark.parametrize(("place", "item"), TYPED, ids=[item.splitlines()[0] for _, item in TYPED])
def test_what_is_typed_has_one_error_and_disturbs_nothing_else(place: str, item: str) -> None:
    """`pytest -s` prints what is reported at each key."""
    before, after = around(place)
    first = before.count("\n")
    for length in range(1, len(item) + 1):
        typed = item[:length]
        document = Document("x.wit", (before + typed + after).encode())
        errors = [each for each in Reporter().report(document) if each.severity is Severity.ERROR]
        told = [f"{each.message} {[fix.title for fix in each.fixes] or ''}" for each in errors]
        print(f"{typed.splitlines()[-1]:70} {' · '.join(told)}")
        rows = [document.position(each.span.start, "utf-8")[0] for each in errors]
        row = first + typed.count("\n")
        here = [each for each in rows if each == row]
        heads = [each.code for each, at in zip(errors, rows, strict=True) if at != row]
        assert len(here) <= 1 and set(heads) <= {"unclosed-block"}, (typed, told)
        assert all(first <= at <= row for at in rows), (typed, told)
        last = re.search(r"[\w%-]+\Z", typed)
        assert last is None or not any(f"emove `{last[0]}`" in each for each in told), (typed, told)


SHOP = """\
package example:shop@1.0.0;

TOP
interface stock {
  INTERFACE
  type shelf = u32;

  resource cart {
    RESOURCE
    add: func(id: u64);
  }
}

world shop {
  WORLD
  export stock;
}
"""
ATTRIBUTES = (
    "@since(version = 1.0.0)",
    "@unstable(feature = carts)",
    "@deprecated(version = 1.2.3-rc)",
    '@external-id("shop")',
)


@pytest.mark.parametrize("place", ["TOP", "INTERFACE", "RESOURCE", "WORLD"])
@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_an_attribute_that_is_typed_disturbs_nothing_else(attribute: str, place: str) -> None:
    row = SHOP[: SHOP.index(place)].count("\n")
    around = re.sub(rf"\b(?!{place}\b)[A-Z]+\b", "", SHOP)
    for length in range(1, len(attribute) + 1):
        document = Document("x.wit", around.replace(place, attribute[:length]).encode())
        errors = [each for each in Reporter().report(document) if each.severity is Severity.ERROR]
        rows = [document.position(each.span.start, "utf-8")[0] for each in errors]
        assert rows in ([], [row]), (attribute[:length], [(each.code, each.message) for each in errors])
