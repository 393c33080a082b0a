"""A wrong form is looked for in wrong statements only: a right one beside them is never taken for something else."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.recovery.words import Pair, broken_beside_words, reported
from wit_lsp.recovery.broken import BrokenText
from wit_lsp.syntax.context import WHOLE


@given(broken_beside_words())
def test_words_with_a_meaning_are_names_beside_a_broken_statement(pairs: list[Pair]) -> None:
    for pair in pairs:
        assert reported(pair.words) == reported(pair.plain), pair.words.decode()


# A text and its wrong statements, each on a line.
WRONG = {
    "a separator is missing": (
        """\
interface i {
  variant v { set(string), get(u32) }
  f: func()
  g: func();
  record r {
    a: u8
    b: u8,
  }
}
""",
        ["f: func()", "record r {", "a: u8", "}"],
    ),
    "a separator is missing on one line": (
        "interface i { f: func() g: func(); enum e { a b, c } }",
        ["f: func()", "enum e { a", "}"],
    ),
    "a head is wrong, and what stands in its block is not": (
        "inteface i {\n  f: func();\n  g: func(;\n}\n",
        ["inteface i {", "g: func(;", "}"],
    ),
    "nothing is known of a block": (
        "interface i {\n  f: func() { return 1; }\n  h: func();\n}\n",
        ["f: func() { return 1; }"],
    ),
    "attributes are of their statement": (
        "interface i {\n  @since(version = 1.0.0)\n  f: fun();\n  @unstable(feature = a)\n  g: func();\n}\n",
        ["@since(version = 1.0.0)", "f: fun();"],
    ),
    "a `;` after a brace is of the statement that the brace ends": (
        "world w {\n  include v with { a as b };\n  import i;\n}\n",
        ["include v with {", "};"],
    ),
    "a brace is missing": (
        "interface i {\n  record r {\n    a: u8,\n  f: func();\n}\n",
        ["record r {"],
    ),
    "a brace is one too many": ("interface i {\n  f: func(); }\n  g: func();\n}\n", ["}"]),
    "what is deeper goes on": (
        "interface i {\n  record r:\n    a: u8\n    b: u8\n  f: func();\n}\n",
        ["record r:", "a: u8", "b: u8"],
    ),
    "a bracket stays open": ("interface i {\n  f: func(a: u8;\n  g: func();\n}\n", ["f: func(a: u8;"]),
    "the last statement": ("interface i {\n  f: func();\n  g: func()\n}\n", ["g: func()"]),
    "an end that comes too soon": ("interface i {\n  f: func();\n  g:", ["interface i {", "g:"]),
}


@pytest.mark.parametrize(("text", "wrong"), WRONG.values(), ids=WRONG.keys())
def test_wrong_statements(text: str, wrong: list[str]) -> None:
    read = BrokenText(text.encode(), WHOLE)
    lines: list[str] = []
    last = None
    for number in read.candidates:
        token = read.tokens[number]
        before = read.tokens[number - 1] if number else None
        between = "" if before is None else text[before.end : token.start]
        if last != number - 1 or "\n" in between:
            lines.append("")
            between = ""
        lines[-1] += between + token.text
        last = number
    assert lines == wrong
