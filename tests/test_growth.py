"""What a text costs grows as the text does, however hostile: twice the text takes twice the steps, or few more.

Steps are lines of this package that are executed, which are the same on every machine; `test_regexes` tries what a line
may hide.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest

import wit_lsp
from tests.sources import Texts
from wit_lsp.engine.apply_fixes import apply_fixes
from wit_lsp.engine.engine import Engine
from wit_lsp.ir.document import Document
from wit_lsp.problem import Applicability

PATH = "test.wit"
ROOT = os.path.dirname(wit_lsp.__file__)
MOST = 2.6
"""Times the steps for twice the text: 2 if they grow as it does, 4 if as its square."""

SIZE = 600
"""Above the sizes at which bodies are cut, and the limits of what is reported of one segment."""

SLOW = {
    "functions in another language": 150,
    "lines of another language's comments": 300,
    "broken interfaces": 200,
}
FIXED = {
    "functions in another language",
    "lines of another language's comments",
    "functions on one line",
    "names that clash",
    "suppressions",
}

TEXTS: dict[str, Callable[[int], str]] = {
    "comments before an item": lambda n: "interface a {}\n" + "// comment\n" * n + "interface b {}\n",
    "blank lines before an item": lambda n: "interface a {}\n" + "\n" * n + "interface b {}\n",
    "comments that suppress nothing": lambda n: "// wit-lsp: ignore[\n" * n + "interface a {}\n",
    "suppressions": lambda n: "interface a {\n" + "  // wit-lsp: ignore[x]\n  f: func();\n" * n + "}\n",
    "a comment before a nested package": lambda n: (
        f"//{' x' * n}\npackage a:b {{\n" + "".join(f"interface i{k} {{}}\n" for k in range(n)) + "}\n"
    ),
    "broken interfaces": lambda n: "".join(f"interface i{k} {{ f: func( }}\n" for k in range(n)),
    "functions in another language": lambda n: "interface a {\n" + "fn f(&self) -> Vec<u8>;\n" * n + "}\n",
    "functions on one line": lambda n: "interface a { " + "f: func(a: u8) -> list<u8>; " * n + "}",
    "names that clash": lambda n: "interface a {\n" + "  f: func(a: u8);\n" * n + "}\n",
    "types brought in that clash": lambda n: (
        "interface a {\n" + "".join(f"  use a:b/i{k}.{{t}};\n" for k in range(n)) + "}\n"
    ),
    "uses at top level that clash": lambda n: "".join(f"use a:b/i{k} as i;\n" for k in range(n)),
    "resources with names that clash": lambda n: (
        "interface a {\n"
        + "".join(f"  resource r{k} {{ f: func(); f: set(a: u8); f: get(); }}\n" for k in range(n))
        + "}\n"
    ),
    "keywords as names": lambda n: "interface i {\n  record r {\n" + "    type: u8,\n" * n + "  }\n}\n",
    "lines of another language's comments": lambda n: "# comment\n" * n,
    "open brackets": lambda n: "interface i { f: func(" + "(" * n,
    "open braces": lambda n: "interface i { " + "{ " * n,
    "open comments": lambda n: "/* " * n,
    "closing braces": lambda n: "interface i { " + "} " * n,
    "separators": lambda n: "interface i { " + "; " * n + "}",
    "carriage returns": lambda n: "interface i {\r" + "\r" * n + "}",
    "merge conflicts": lambda n: "<<<<<<< a\ninterface i {}\n=======\n>>>>>>> b\n" * n,
    "types that contain one another": lambda n: (
        "interface i {\n" + "".join(f"  record t{k} {{ a: t{(k + 1) % n}, b: t0 }}\n" for k in range(n)) + "}\n"
    ),
    "names that uses at top level give": lambda n: (
        "interface i { type t = u8; }\n"
        + "".join(f"use i as j{k};\ninterface k{k} {{ use j{k}.{{t}}; }}\n" for k in range(n))
    ),
    "nested packages": lambda n: "".join(
        f"package a:p{k} {{ interface i {{ type t = u8; }} interface j {{ use a:p{(k + 1) % n}/i.{{t}}; }} }}\n"
        for k in range(n)
    ),
    "aliases of one another": lambda n: (
        "interface i {\n  type t0 = u8;\n" + "".join(f"  type t{k + 1} = t{k};\n" for k in range(n)) + "}\n"
    ),
    "worlds that include one another": lambda n: "".join(
        f"world w{k} {{ include w{(k + 1) % n}; }}\n" for k in range(n)
    ),
    "interfaces that use one another": lambda n: (
        "interface i0 { type t = u8; }\n" + "".join(f"interface i{k + 1} {{ use i{k}.{{t}}; }}\n" for k in range(n))
    ),
    "names with numbers": lambda n: f"interface i {{ type a{'-1' * n} = u8; }}",
    "strings of escapes": lambda n: '@external-id("' + "\\u{1F600}" * n + '")\ninterface i {}\n',
}


@pytest.mark.parametrize("name", TEXTS)
def test_twice_the_text_takes_twice_the_steps_to_report(name: str) -> None:
    _is_linear(name, _report)


@pytest.mark.parametrize("name", TEXTS)
def test_twice_the_text_takes_twice_the_steps_to_check(name: str) -> None:
    """Of a file that is not open."""
    _is_linear(name, _check)


@pytest.mark.parametrize("name", sorted(FIXED))
def test_twice_the_text_takes_twice_the_steps_to_fix(name: str) -> None:
    _is_linear(name, _fix)


def _is_linear(name: str, ask: Callable[[bytes], object]) -> None:
    size, text = SLOW.get(name, SIZE), TEXTS[name]
    texts = [text(size).encode(), text(2 * size).encode()]
    ask(texts[1])  # what is learnt, and imported
    once, twice = (steps(partial(ask, each)) for each in texts)
    assert twice <= MOST * once


def _report(text: bytes) -> Engine:
    engine = Engine(Texts({}))
    engine.open(PATH, text)
    for each in engine.diagnostics(PATH).limited():
        assert each.message
    return engine


class One(Texts):
    """A single file, read once."""

    def __init__(self, text: bytes) -> None:
        super().__init__({PATH: text})
        self.read = Document(PATH, text)

    def document(self, path: str) -> Document | None:
        return self.read if path == PATH else None


def _check(text: bytes) -> None:
    one = One(text)
    for each in Engine(one).check(one.read).limited():
        assert each.message


def _fix(text: bytes) -> None:
    engine = _report(text)
    document = engine.document(PATH)
    assert document is not None
    apply_fixes([document], engine, lambda _, fix: fix.applicability is not Applicability.MANUAL)


def steps(run: Callable[[], object]) -> int:
    """The lines of the package that are executed; those that a loop repeats count each time."""
    count = 0

    def in_frame(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return in_frame

    def called(frame: FrameType, event: str, argument: object) -> Any:
        return in_frame if frame.f_code.co_filename.startswith(ROOT) else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        run()
    finally:
        sys.settrace(before)
    return count
