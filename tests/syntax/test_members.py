"""Where the text of a long item is cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wit_lsp.syntax import members
from wit_lsp.syntax.members import cut_members, cut_members_again
from wit_lsp.text import changed, encode


@pytest.fixture(autouse=True)
def each_member_ends_a_segment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "BYTES_PER_SEGMENT", 1)


@pytest.mark.parametrize(
    "segments",
    [
        ["interface i {\n", "  f: func();\n", "  type t = u8;\n", "}\n"],
        ["interface i {\r\n", "  f: func();\r\n", "}\r\n"],
        ["/// doc\n@since(version = 1.0.0)\nworld w { // of w\n", "  import i;\n", "\n  /* c */\n  export i;\n", "}\n"],
        # A member that is not alone on its line belongs to the next segment
        ["interface i {\n", "  f: func(); g: func(); /* h */\n  h: func();\n", "}\n"],
        ["interface i { f: func();\n", "  g: func(); }\n"],
        # Braces that do not enclose a body
        ["interface i {\n", "  record r {\n    a: u8,\n  }\n", "  enum e { a }\n", "  resource r;\n", "}\n"],
        ["interface i {\n", "  use j.{\n    t\n  };\n", "  use k.{t}\n  // k\n  /* ; */\n;\n", "  f: func();\n", "}\n"],
        ["world w {\n", "  include v with { a as b }\n", "  import i: interface {\n    f: func();\n  }\n", "}\n"],
        # Comments and strings
        ["interface i {\n", "  // }\n  /* } /* } */ } */\n  @external-id(\"}\")\n  f: func(); // ;\n", "}\n"],
        # Bodies in bodies
        ["interface i {\n", "  f: func();\n", "  resource r {\n", "    m: func();\n", "  }\n", "  g: func();\n", "}\n"],
        [
            *("package a:b {\n", "  interface i {\n", "    resource r {\n", "      m: func();\n", "    }\n", "  }\n"),
            *("  use c:d/e;\n", "  world w {\n", "    resource r {\n", "      constructor();\n", "    }\n", "  }\n"),
            "}\n",
        ],
        # A block that is not allowed there is not a body
        ["interface i {\n", "  world w {\n    f: func();\n  }\n", "}\n"],
    ],
)  # fmt: skip
def test_cut(segments: list[str]) -> None:
    text = encode("".join(segments))
    found = cut_members(text)
    assert found is not None
    assert [text[start:end].decode() for start, end in pairwise([*found.starts, len(text)])] == segments


@pytest.mark.parametrize(
    "text",
    [
        *("", "use a:b/c;\n", "package a:b;\n", "interface i {}", "interface i { f: func(); }\n"),
        "interface i {\n  f: func();\n",
        "interface i {\n  resource r\n    m: func();\n  }\n  f: func();\n}\n",  # a `{` is missing
        "interface i {\nrecord r {\na: u8,\nf: func();\n}\n",  # its lines do not say where the record ends
    ],
)
def test_text_without_a_body_or_an_end_is_not_cut(text: str) -> None:
    assert cut_members(encode(text)) is None


@pytest.mark.parametrize(
    "segments",
    [
        ["interface i {\n", "  record r {\n", "  f: func();\n", "}\n"],
        ["interface i {\n", "  resource r {\n", "  // of f\n  f: func();\n", "}\n"],
        ["interface i {\n", "  resource r {\n    m: func();\n", "  f: func();\n", "  g: func();\n", "}\n"],
        ["interface i {\n", "  record r {\n    a: u8,\n", "  enum e {\n", "  f: func();\n", "}\n"],
        ["interface i {\n", "  f: func();\n", "  }\n", "  g: func();\n", "}\n"],
        ["interface i {\n", "  f: func(); }\n", "  g: func( }\n  );\n", "}\n"],
        ["interface i {\n", "  enum e {\n    a\n  } }\n", "  resource r {\n", "  }\n", "}\n"],
        ["interface i {\n", "  record r {\n    a: u8, }\n    b: u8,\n  }\n", "  g: func();\n", "}\n"],
        ["interface i {\n", "  use j.{t;\n", "  record r {\n    a: u8\n  }\n", "  f: func();\n", "}\n"],
        ["interface i {\n", "  record r {\n", " record s {\n    a: u8,\n  }\n", "  f: func();\n", "}\n"],
        ["interface i {\n", "}\n}\n"],
    ],
)  # fmt: skip
def test_where_braces_do_not_pair_up_the_lines_say_what_ends(segments: list[str]) -> None:
    test_cut(segments)


@pytest.mark.parametrize(
    "text",
    [
        b"interface i {\n" + b"  record r {\n" * 9_000 + b"  }\n" * 9_000,
        b"interface i {\n  x " + b"} " * 50_000 + b"\n  y\n}\n",
        b"interface i {\n" + b" " * 50_000 + b"x" + b" }" * 50_000 + b"\n  y\n}\n",
        b"interface i {\n  f }\n" + b"  // c\n" * 9_000 + b"  }\n" * 9_000 + b"  f: func();\n}\n",
    ],
    ids=["nested", "stray", "stray after blanks", "stray after comments"],
)
def test_many_braces_without_partner_are_looked_at_once(text: bytes) -> None:
    cut_members(text)  # would not end soon if each were looked at from all others


LINES = st.lists(
    st.builds(
        "{}{}\n".format,
        st.sampled_from(["", " ", "  ", "    "]),
        st.sampled_from(["}", "} }", "{", "f: func();", "record r {", "resource r {", "// c", "/* } */", "a,", "x }"]),
    ),
    max_size=14,
)


@given(LINES)
def test_any_lines_are_cut_into_segments_that_are_the_text(lines: list[str]) -> None:
    text = encode("".join(["interface i {\n", *lines, "}\n"]))
    found = cut_members(text)
    assert found is None or (found.starts[0] == 0 and found.starts == sorted(set(found.starts)))
    assert found is None or (found.starts[-1] < len(text) and len(found.blocks) == len(found.starts))


PIECES = st.sampled_from(
    ["a", "a-b", "c1", "", " ", "{", "}", ";", "//", "/*", "*/", "\n", '"', "record r {\n", "f: func();\n"]
)


@settings(max_examples=300)
@given(LINES, st.data())
def test_what_an_edit_leaves_is_cut_as_if_it_were_new(lines: list[str], data: st.DataObject) -> None:
    old = encode("".join(["interface i {\n", *lines, "}\n"]))
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, min(start + 5, len(old))))
    new = old[:start] + encode(data.draw(PIECES)) + old[end:]
    before, whole = cut_members(old), cut_members(new)
    again = cut_members_again(old, new, before, changed(old, new))
    assert (again and again.cut) == whole
    if again is not None and before is not None:
        starts = [*before.starts, len(old)], [*again.cut.starts, len(new)]
        sizes = [[following - start for start, following in pairwise(each)] for each in starts]
        assert sizes[0][: again.front] == sizes[1][: again.front]
        assert sizes[0][len(sizes[0]) - again.back :] == sizes[1][len(sizes[1]) - again.back :]


def test_a_key_in_a_word_asks_for_no_braces(monkeypatch: pytest.MonkeyPatch) -> None:
    old = b"interface i {\n  record r {\n    a: u8,\n  f: func();\n}\n"
    new = old.replace(b"a:", b"ab:")
    before, whole = cut_members(old), cut_members(new)
    monkeypatch.setattr("wit_lsp.syntax.braces.unpaired", lambda text: pytest.fail("all of it is read again"))
    again = cut_members_again(old, new, before, changed(old, new))
    assert again is not None and again.cut == whole


def test_blocks_are_open_at_the_start() -> None:
    text = b"package a:b {\ninterface i {\nresource r {\nm: func();\n}\n}\n}\n"
    found = cut_members(text)
    assert found is not None
    assert found.blocks == [
        (),
        ("package",),
        ("package", "interface"),
        ("package", "interface", "resource"),
        ("package", "interface", "resource"),
        ("package", "interface"),
        ("package",),
    ]
