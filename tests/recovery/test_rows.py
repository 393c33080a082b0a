"""What holds of the tables of wrong forms: none is left out, and each form is in a case or on a page of an error."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest

from tests import fixture
from tests.recovery import test_cases
from tests.test_errors import EXAMPLE, PAGES
from wit_lsp.ir.parse import parse_segment
from wit_lsp.modules import module_names
from wit_lsp.recovery import pipeline, productions
from wit_lsp.recovery.productions import MODULES, Index
from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.rows import Production
from wit_lsp.syntax.lexer import wit_lexer
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import LineIndex


def test_each_module_with_a_table_is_asked() -> None:
    modules = [import_module(f"{productions.__name__}.{name}") for name in module_names(productions.__path__)]
    assert set(MODULES) == {module for module in modules if hasattr(module, "PRODUCTIONS")}


def test_each_form_is_found_in_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    found: set[int] = set()
    forms = [each for module in MODULES for each in module.PRODUCTIONS]
    noted = list(map(noting, forms, range(len(forms)), [found] * len(forms)))
    monkeypatch.setattr(pipeline, "HEADS", Index(noted[: len(MODULES[0].PRODUCTIONS)]))
    monkeypatch.setattr(pipeline, "ALL_PRODUCTIONS", Index(noted))
    for text in texts():
        parse_segment(text.encode("utf-8", "surrogatepass"))
    assert [form.form for number, form in enumerate(forms) if number not in found] == []


def noting(form: Production, number: int, found: set[int]) -> Production:
    """The form, which adds its number to those that were found."""

    def tell(at: Cursor) -> SyntaxProblem | None:
        problem = form.tell(at)
        if problem is not None:
            found.add(number)
        return problem

    return form._replace(tell=tell)


def texts() -> Iterator[str]:
    for path in sorted(test_cases.FOLDER.glob("*.md")):
        for case in test_cases.read(path):
            yield from files(case.partition("```wit\n")[2].partition("\n```")[0] + "\n")
    for page in PAGES.values():
        for found in EXAMPLE.finditer(page):
            yield from files(found["before"] if "before" in found.groupdict() else found[1])


def files(example: str) -> Iterator[str]:
    return map(fixture.conceal, fixture.parse(example).files.values())


def test_a_name_is_none_of_the_kinds_by_which_productions_are_found() -> None:
    index = Index(each for module in MODULES for each in module.PRODUCTIONS)
    number, name, colon = (wit_lexer().tokens(text, LineIndex(text))[0] for text in (b"1", b"other", b":"))
    index.at(number, colon, "variant")
    assert "$name^: $member" in [each.form for each in index.at(name, colon, "variant")]
