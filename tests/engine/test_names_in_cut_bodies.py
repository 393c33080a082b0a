"""Errors about names depend on the whole body, even if it is cut into segments."""

from __future__ import annotations

import pytest

from tests.fixture import Fixture
from wit_lsp.ir import group
from wit_lsp.problem import Applicability
from wit_lsp.syntax import members

WHOLE = """\
package example:shop@1.0.0;
interface i {
  take: func(of: myType) -> float32;
  enum color { red }
  give: func() -> myType;
  type myType = u32;
  enum shade { dark }
  give-more: func(of: otherType) -> list<otherType>;
  take-more: func(of: otherType) -> float64;
  type float64 = f64;
}
"""
FIXED = WHOLE.replace("myType", "my-type").replace("float32", "f32")


@pytest.mark.parametrize("least", [1, 100_000], ids=["cut", "whole"])
def test_name_is_reported_and_repaired_as_in_an_uncut_body(least: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group, "MAX_WHOLE_BYTES", least)
    monkeypatch.setattr(group, "MAX_WHOLE_EDITED_BYTES", least)
    monkeypatch.setattr(members, "BYTES_PER_SEGMENT", 1)
    case = Fixture({"test.wit": WHOLE})
    assert (len(case.document().segments) > 4) is (least == 1)
    found = [(each.code, WHOLE[slice(*each.span)]) for each in case.diagnostics() if not each.is_rule]
    assert found == [("old-syntax", "float32"), ("identifier-case", "myType"), ("identifier-case", "otherType")]
    fixed = case.fixed(lambda each, fix: not each.is_rule and fix.applicability is Applicability.SAFE)
    assert fixed == {"test.wit": FIXED}
    [edits] = [
        sorted(each.change(each.fixes[0], case.engine()).edits["test.wit"])
        for each in case.diagnostics()
        if WHOLE[slice(*each.span)] == "otherType"
    ]
    assert [WHOLE[slice(*edit.span)] for edit in edits] == ["otherType"] * 3
