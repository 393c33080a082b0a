"""The changes between two dumps, by kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.dump import record, show
from tests.dump.compare import Told, changes, compare
from tests.dump.texts import edited

FIX = {"title": "Add `;`", "safe": True, "alone": False, "preferred": True, "edits": [[5, 5, ";"]]}


def told(*diagnostics: Told, **parts: Any) -> Told:
    return {"diagnostics": list(diagnostics), "failures": [], "symbols": [], "folding": [], "fixed": None, **parts}


def diagnostic(line: int = 0, **values: Any) -> Told:
    place = [100 * line + 4, 100 * line + 5, line, 4, line, 5]
    first = {"code": "missing", "severity": "error", "message": "expected `;`", "place": place, "related": []}
    return {**first, "fixes": [FIX], **values}


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("message only", {"message": "`;` is missing"}),
        ("code only", {"code": "other"}),
        ("code + message", {"code": "other", "message": "nothing here"}),
        ("severity only", {"severity": "hint"}),
        ("place only", {"place": [3, 5, 0, 3, 0, 5]}),
        ("related place only", {"related": [[[1, 2, 0, 1, 0, 2], "expected `;`"]]}),
        ("fix title only", {"fixes": [{**FIX, "title": "End it"}]}),
        ("applicability only", {"fixes": [{**FIX, "safe": False}]}),
        ("fix edits only", {"fixes": [{**FIX, "edits": [[6, 6, ";"]]}]}),
        ("number of fixes only", {"fixes": []}),
    ],
)
def test_kind_of_a_pair_is_what_differs(kind: str, values: Told) -> None:
    same = diagnostic(7)
    before = diagnostic(related=[[[0, 1, 0, 0, 0, 1], "expected `;`"]]) if "related" in values else diagnostic()
    [change] = changes(told(before, same), told(diagnostic(**values), same))
    assert change.kind == kind


def test_one_more_and_one_fewer() -> None:
    one, other = diagnostic(), diagnostic(9)
    assert [each.kind for each in changes(told(one), told(one, other))] == ["a diagnostic more"]
    assert [each.kind for each in changes(told(one, one), told(one))] == ["a diagnostic fewer"]
    assert [each.kind for each in changes(told(one), told(other))] == ["a diagnostic fewer", "a diagnostic more"]


def test_pairs_are_the_most_likely_ones() -> None:
    before = told(diagnostic(1, code="a"), diagnostic(2, code="b"))
    after = told(diagnostic(1, code="c"), diagnostic(2, code="b", message="else"))
    found = {each.codes: each.kind for each in changes(before, after)}
    assert found == {"a → c": "code only", "b": "message only"}


def test_other_parts() -> None:
    one, other = diagnostic(), diagnostic(9)
    assert [each.kind for each in changes(told(one, other), told(other, one))] == ["order only"]
    after = told(symbols=[{}], folding=[{}], fixed=[0, 0, ""], failures=[["rule", "KeyError: 1"]])
    kinds = [each.kind for each in changes(told(), after)]
    assert kinds == ["rules that fail", "symbols", "folding", "fixed text"]
    assert [each.kind for each in changes({"crash": "KeyError"}, told())] == ["crash"]
    assert changes({"crash": "KeyError"}, {"crash": "KeyError"}) == []


def test_ignored_wording() -> None:
    after = diagnostic(message="else", fixes=[{**FIX, "title": "End it"}])
    assert [each.kind for each in changes(told(diagnostic()), told(after))] == ["message + fix title"]
    assert [each.kind for each in changes(told(diagnostic()), told(after), {"message"})] == ["fix title only"]
    assert changes(told(diagnostic()), told(after), {"message", "fix title"}) == []


def test_dumps_have_their_texts_and_differ_in_the_changed_one(tmp_path: Path) -> None:
    whole = b"interface a {\n  b: func();\n}\n"
    texts = [
        edited("t/whole", None, b"", whole),
        edited("t/cut", "t/whole", whole, whole[:-2]),
        edited("t/bytes", "t/whole", whole, whole.replace(b"b", b"\xff\0")),
    ]
    before, after = (str(tmp_path / name) for name in ("before.jsonl.gz", "after.jsonl"))
    assert record.write(before, texts) == record.write(after, texts) == 3
    assert [each.text for each in record.read(before)] == texts
    assert compare(record.read(before), record.read(after)).is_equal

    changed = Path(after).read_text().replace('"unclosed-block"', '"open-block"').splitlines(keepends=True)
    Path(after).write_text("".join(reversed(changed[:2])))
    found = compare(record.read(before), record.read(after))
    assert (found.equal, found.different, found.only_old, found.only_new) == (1, 1, ["t/bytes"], [])
    assert [*found.groups] == [("code only", "unclosed-block → open-block")]
    assert "  t/cut" in "\n".join(show.lines(found, 1, by_kind=False))
