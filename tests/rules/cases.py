"""What the tests of single rules share: short cases, in which layout counts to the byte."""

from __future__ import annotations

from functools import partial

from tests import fixture
from wit_lsp.config import Settings
from wit_lsp.engine.apply_fixes import apply_fixes

HEADER = "package example:docs@1.0.0;\n"
WASI_3 = Settings(target="wasi-0.3")


def interface(*members: str) -> str:
    """A file with one interface of these members."""
    body = "".join(f"  {member}\n" for member in members)
    return f"{HEADER}interface i {{\n{body}}}\n"


def reported(rule: str, text: str, settings: Settings | None = None) -> list[str]:
    """What stands at the places that `rule` reports, in the order of the text. Nothing of the text is wrong."""
    found = fixture.parse(text).diagnostics(settings)
    assert [each.message for each in found if not each.is_rule] == []
    return [
        each.place.file.source.text[each.span.start : each.span.end].decode() for each in found if each.code == rule
    ]


def fixed(rule: str, text: str, settings: Settings | None = None) -> str:
    """The file after the preferred fixes of `rule`, which leave nothing wrong and nothing to fix."""
    case = fixture.parse(text)
    model = partial(case.model, settings=settings)
    mended = apply_fixes(map(case.file, case.files), model, lambda each, _: each.code == rule)
    assert not mended.failures, mended.failures[0].trace
    [file] = mended.files.values()
    after = file.source.text.decode()
    assert reported(rule, after, settings) == []
    return after
