"""What the attributes of items say."""

from __future__ import annotations

import pytest

from wit_lsp.ir.document import Document
from wit_lsp.ir.items import Attribute, Extern


def attributes(written: str, item: str = "interface i {}") -> list[Attribute]:
    """Those of the first item that has some. Each has the whole of its text for its span."""
    text = f"{written}\n{item}\n".encode()
    document = Document("test.wit", text)
    of = next(of for of in document.items() if of.item.attributes)
    for each in of.item.attributes:
        span = of.located.absolute(each.span)
        assert text[span.start : span.start + 1] == b"@" and text[span.end - 1 : span.end] == b")"
    return list(of.item.attributes)


def said(written: str) -> list[tuple[str, str]]:
    return [(each.name, each.value) for each in attributes(written)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.0.0", "1.0.0"),
        ("1.0.0-rc.1+b.2", "1.0.0-rc.1+b.2"),
        ("1.0.0+b-2", "1.0.0+b-2"),
        ("1.0.0--", "1.0.0--"),
        ("1.0.0-", "1.0.0"),
        ("1.0.0+", "1.0.0"),
        ("1.0.0-+", "1.0.0"),
        ("1.0.0-rc+", "1.0.0-rc"),
    ],
)
def test_version_has_no_empty_tail(written: str, value: str) -> None:
    assert said(f"@since(version = {written}) @deprecated(version = {written})") == [
        ("since", value),
        ("deprecated", value),
    ]
    header = Document("test.wit", f"package a:b@{written};\n".encode()).facts.header
    assert header is not None and header.version == value


@pytest.mark.parametrize(("written", "value"), [("a-b", "a-b"), ("%a-b", "a-b"), ("%use", "use")])
def test_feature_is_a_name(written: str, value: str) -> None:
    assert said(f"@unstable(feature = {written})") == [("unstable", value)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", ""),
        ("plain: /* text */", "plain: /* text */"),
        ("é", "é"),
        (r"\t\n\r\"\'\\", "\t\n\r\"'\\"),
        (r"\c3\A9", "é"),
        (r"\u{e9}\u{1_F600}", "é\U0001f600"),
        (r"\\t\\u{e9}\\c3", r"\t\u{e9}\c3"),
    ],
)
def test_string_is_what_it_stands_for(written: str, value: str) -> None:
    [attribute] = attributes(f'interface i {{ @external-id("{written}")', "f: func(); }")
    assert (attribute.name, attribute.value) == ("external-id", value)


@pytest.mark.parametrize("written", [r"\u{d800}", r"\u{110000}", r"\u{" + "f" * 5_000 + "}"])
def test_escape_of_no_character_stays_as_it_is(written: str) -> None:
    """It is an error of its own."""
    [attribute] = attributes(f'interface i {{ @external-id("{written}")', "f: func(); }")
    assert attribute.value == written


def test_comments_and_escapes_between_the_tokens() -> None:
    written = "@ /* a */ since // b\n ( version /* c */ = 1.0.0 ) @%unstable(%feature = d)"
    assert said(written) == [("since", "1.0.0"), ("unstable", "d")]


def test_what_recovery_put_in_is_no_value() -> None:
    assert said("@since(version = ) @unstable(feature = )") == [("since", ""), ("unstable", "")]


def test_stand_ins_of_recovery_may_be_written_too() -> None:
    written = "package a:b@0.0.0; @since(version = 0.0.0) @unstable(feature = %missing)"
    assert said(written) == [("since", "0.0.0"), ("unstable", "missing")]
    assert said(f"{written} interface %missing {{ f: func( }}") == [("since", "0.0.0"), ("unstable", "missing")]
    assert said("@unstable(feature = )") == [("unstable", "")]


def test_what_an_import_declares_has_its_attributes() -> None:
    document = Document("test.wit", b"world w { @since(version = 1.0.0) import f: func(); }")
    [extern] = [of.item for of in document.items() if isinstance(of.item, Extern)]
    assert extern.item is not None
    assert extern.attributes == extern.item.attributes != ()
