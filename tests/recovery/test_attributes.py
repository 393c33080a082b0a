"""What is said of attributes follows from the grammar."""

from __future__ import annotations

from tests.fixture import parse
from wit_lsp.problem import Severity
from wit_lsp.recovery.productions.words import ATTRIBUTE


def test_each_attribute_of_the_grammar_is_shown_whole() -> None:
    for word in ATTRIBUTE:
        case = parse(f"interface i {{\n  @{word}\n  f: func();\n}}\n")
        [error] = [each for each in case.diagnostics() if each.severity is Severity.ERROR]
        whole = error.message.removeprefix(f"`@{word}` is written `").removesuffix("`")
        gate = "@since(version = 1.0.0)\n  " if word == "deprecated" else ""  # which it needs beside it
        right = parse(f"package a:b@1.0.0;\ninterface i {{\n  {gate}{whole}\n  f: func();\n}}\n")
        assert not [each for each in right.diagnostics() if each.severity is Severity.ERROR], whole
