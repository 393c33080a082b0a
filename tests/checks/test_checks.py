"""Errors of the language that items show, also where their body is cut into segments, and in dependencies."""

from __future__ import annotations

import pytest

from tests.fixture import check, parse
from tests.ir.observed import EVERYWHERE, NEVER, cutting
from tests.rules.cases import HEADER, interface
from wit_lsp.problem import Applicability
from wit_lsp.text import apply


def errors(text: str) -> list[str]:
    """The code and the text of each error, which are the same however bodies are cut."""
    found = []
    for how in (NEVER, EVERYWHERE):
        with cutting(how):
            case = parse(text)
            source = next(iter(case.files.values())).encode()
            reported = [each for each in case.diagnostics() if not each.is_rule]
            found.append([f"{each.code} {source[slice(*each.span)].decode()}" for each in reported])
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ("record r { }", ["empty-record r"]),
        ("variant v { /* none */ }", ["empty-variant v"]),
        ("enum e {}", ["empty-enum e"]),
        ("flags f {}", ["empty-flags f"]),
        ("resource r {}", []),
        ("f: func(a: option<tuple<>>) -> tuple<>;", ["empty-tuple tuple<>", "empty-tuple tuple<>"]),
        ("record r { a: tuple<>, b: tuple<u8> }", ["empty-tuple tuple<>"]),
        ("type t = list<tuple<>>;", ["empty-tuple tuple<>"]),
        (f"flags f {{ {', '.join(f'x{n}' for n in range(32))} }}", []),
        (f"flags f {{ {', '.join(f'x{n}' for n in range(34))} }}", ["too-many-flags x32"]),
        (f"enum e {{ {', '.join(f'x{n}' for n in range(33))} }}", []),
        ("record r { a-b: u8, AB: u8, c: u8 }", ["dup-member AB"]),
        ("enum e { a, b, a, a }", ["dup-member a", "dup-member a"]),
        ("f: func(a: u8, b: u8, A: u8);", ["dup-param A"]),
        ("f: func(self: u8);", []),
        ("resource r { f: func(self: u8); g: func(SELF: u8); }", ["dup-param self", "dup-param SELF"]),
        ("resource r { f: static func(self: u8); constructor(self: u8); }", []),
        ("resource r { f: get() -> u8; f: set(self: u8); }", ["dup-param self"]),
        (
            "resource a-b { a-b: func(); AB: static func(); ab: get() -> u8; }",
            ["dup-name a-b", "dup-name AB", "dup-name ab"],
        ),
        ("resource r { r2: func(); constructor(); }", []),
        ("resource r { constructor() -> result<r>; }", []),
        ("resource r { constructor() -> result<own<r>, string>; }", []),
        ("type s = result<r>; resource r { constructor() -> s; }", []),
        ("resource r { constructor() -> result<u16>; }", ["ctor-ok u16"]),
        ("resource r { constructor() -> result; }", ["ctor-ok result"]),
        ("resource r { constructor() -> result<_, u8>; }", ["ctor-ok result<_, u8>"]),
        ("type s = r; resource r { constructor() -> result<s>; }", ["ctor-ok s"]),
        ("resource r { constructor() -> r; }", ["ctor-result r"]),
        ("resource r { constructor() -> option<r>; }", ["ctor-result option<r>"]),
        ("type s = result<own<r>, string>; resource r { constructor() -> s; }", []),
        ("type s = t; type t = result<r>; resource r { constructor() -> s; }", ["ctor-result s"]),
        ("type s = r; resource r { constructor() -> s; }", ["ctor-result s"]),
        ("record s { a: u8 } resource r { constructor() -> s; }", ["ctor-result s"]),
        ("resource q; resource r { constructor() -> q; }", ["ctor-result q"]),
        ("type s = result; resource r { constructor() -> s; }", ["ctor-ok s"]),
        ("type s = result<q>; resource q; resource r { constructor() -> s; }", ["ctor-ok s"]),
        ("type s = result<t>; type t = r; resource r { constructor() -> s; }", ["ctor-ok s"]),
        ("type t = r; resource r { constructor() -> result<own<t>>; }", ["ctor-ok own<t>"]),
        ("type t = u; type u = t; resource r { constructor() -> result<t>; }", ["type-cycle u", "ctor-ok t"]),
        ("resource r { constructor() -> s; }", ["undefined-name s"]),
    ],
)
def test_members(member: str, expected: list[str]) -> None:
    assert errors(interface(member)) == expected


def test_a_result_that_a_use_brings_in_is_none_of_a_constructor() -> None:
    text = interface("use other.{s}; resource r { constructor() -> s; }") + "interface other { type s = result<u8>; }"
    assert errors(text) == ["ctor-result s"]


def test_a_result_that_is_not_understood_is_left_alone() -> None:
    found = errors(interface("type s: option<u8>;", "resource r { constructor() -> s; }"))
    assert not [each for each in found if each.startswith("ctor")]


@pytest.mark.parametrize(
    ("types", "before", "after"),
    [
        ("type s = r; type t = s;", "result<t, string>", "result<r, string>"),
        ("type s = own<r>;", "result<s>", "result<r>"),
        ("type s = r;", "result<own<s>>", "result<r>"),
        ("resource q; type s = q;", "result<s>", "result<s>"),
        ("type s = result<t>; type t = r;", "s", "s"),
    ],
)
def test_an_alias_of_the_resource_is_replaced_in_the_result_of_its_constructor(
    types: str, before: str, after: str
) -> None:
    text = interface(types, "resource r { constructor() -> RESULT; }")
    [fixed] = parse(text.replace("RESULT", before)).fixed(lambda each, _: each.code == "ctor-ok").values()
    assert fixed == text.replace("RESULT", after)


SINCE, UNSTABLE, DEPRECATED = "@since(version = 1.0.0)", "@unstable(feature = a)", "@deprecated(version = 1.0.0)"


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (SINCE, []),
        (f"{SINCE} {DEPRECATED}", []),
        (f"{DEPRECATED} {UNSTABLE}", []),
        (f"{UNSTABLE} {SINCE}", [f"gate-both {SINCE}"]),
        (f"{SINCE} /* and */ {SINCE}", [f"gate-repeated {SINCE}"]),
        (f"{UNSTABLE} @unstable(feature = b)", ["gate-repeated @unstable(feature = b)"]),
        (DEPRECATED, [f"gate-deprecated-alone {DEPRECATED}"]),
        ('@external-id("a") @external-id("b")', ['external-id-repeated @external-id("b")']),
    ],
)
@pytest.mark.parametrize(
    "item",
    [
        "interface i { AT f: func(); }",
        "interface i { resource r { AT f: func(); } }",
        "interface i { AT type t = u8; }",
        "interface i { AT resource t; }",
        "world w { AT import f: func(); }",
        "world w { AT export x: interface { f: func(); } }",
    ],
)
def test_gates(item: str, attributes: str, expected: list[str]) -> None:
    assert errors(HEADER + item.replace("AT", attributes) + "\n") == expected


@pytest.mark.parametrize(
    "item", ["AT interface i {}", "world w { AT include a:b/v; }", "interface i { AT use a:b/j.{t}; }"]
)
def test_gates_of_items_without_an_external_id(item: str) -> None:
    assert errors(HEADER + item.replace("AT", f"{SINCE} {SINCE}") + "\n") == [f"gate-repeated {SINCE}"]


@pytest.mark.parametrize(
    ("package", "since", "is_after"),
    [
        ("1.0.0", "1.0.0", False),
        ("1.0.0", "0.9.12", False),
        ("0.9.0", "0.10.0", True),
        ("1.0.0-rc.1", "1.0.0", True),
        ("1.0.0-rc.10", "1.0.0-rc.9", False),
        ("1.0.0-rc.9", "1.0.0-rc.10", True),
        ("1.0.0", "1.0.0-rc.1", False),
        ("1.0.0", "1.0.0+a", True),
        ("1.0.0+a", "1.0.0", False),
        ("1.0.0+2", "1.0.0+10", True),
        ("1.0.0+2", "1.0.0+02", True),
        ("1.0.0+a", "1.0.0+9", False),
        ("1.0.0+a", "1.0.0+a.b", True),
        ("1.0.0", "1.0.0-", False),
        ("1.0.0", f"1.0.0-{'9' * 5000}", False),
    ],
)
def test_since_is_not_after_the_version_of_the_package(package: str, since: str, is_after: bool) -> None:
    gate = f"@since(version = {since})"
    found = errors(f"package a:b@{package};\ninterface i {{ {gate} f: func(); }}\n")
    assert found == [f"since-future {gate}"] * is_after


@pytest.mark.parametrize("version", ["", "@1.0.0"])
@pytest.mark.parametrize(
    ("item", "is_left_out"),
    [
        ("AT interface i { OFF resource r { OFF g: func(); } }", False),
        ("OFF interface i { AT f: func(); OFF resource r { AT g: func(); } }", True),
        ("OFF world w { AT import f: func(); AT export j; AT include v; import i: interface {} }", True),
        ("OFF world w { AT import i: interface {} }", False),
        ("OFF world w { import i: interface { AT f: func(); } }", False),
        ("world w { AT include v; }", False),
        ("world w { AT use j.{}; }", True),
    ],
)
def test_since_does_not_count_in_what_is_left_out(item: str, is_left_out: bool, version: str) -> None:
    items = item.replace("AT", "@since(version = 2.0.0)").replace("OFF", UNSTABLE)
    code = "since-future" if version else "since-no-version"
    found = errors(f"package a:b{version};\ninterface j {{}} world v {{}}\n{items}\n")
    assert [each.partition(" ")[0] for each in found] == [code] * (not is_left_out)


def test_a_since_that_is_too_late_may_be_the_version_of_the_package() -> None:
    text = "package a:b@1.0.0;\ninterface i { @since( version=2.0.0 ) f: func(); }\n"
    case = parse(text)
    [found] = [each for each in case.diagnostics() if each.code == "since-future"]
    assert found.message == "`@since` says `2.0.0`, but the package is at version `1.0.0`"
    [edits] = found.change(found.fixes[0], case.engine()).edits.values()
    assert apply(text.encode(), edits).decode() == text.replace("( version=2.0.0 )", "(version = 1.0.0)")


def test_since_needs_the_version_of_the_package_around() -> None:
    inner = f"package example:inner@1.0.0 {{ {SINCE} interface i {{}} }}"
    assert errors(f"package example:docs;\n{inner}\n") == []
    assert errors(f"package example:docs;\n{SINCE} interface i {{}}\n{inner}\n") == [f"since-no-version {SINCE}"]


@pytest.mark.parametrize(("version", "expected"), [("", [f"since-no-version {SINCE}"]), ("@1.0.0", [])])
def test_since_in_a_nested_package(version: str, expected: list[str]) -> None:
    inner = f"interface i {{ resource r {{ {SINCE} f: func(); }} }}"
    assert errors(f"{HEADER}package example:p{version} {{ {inner} }}\n") == expected


def test_a_file_without_a_header_may_have_a_version() -> None:
    assert errors(f"interface i {{ {SINCE} f: func(); }}\n") == []


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("import i; import i;", ["duplicate-import i"]),
        ("export i; import i;", []),
        ("import i; import j: i; import k: i;", []),
        ("import a:b/c; import c; import x: func(); import a:b/c@1.0.0; import a:b/c;", ["duplicate-import a:b/c"]),
        ("import f: func(); export f: func();", []),
    ],
)
@pytest.mark.parametrize("around", ["%s", "package a:c@1.0.0 { %s }"])
def test_imports(around: str, items: str, expected: list[str]) -> None:
    inside = f"world w {{ {items} }} interface i {{}} interface c {{}}"
    assert errors(f"{HEADER}{around % inside}\n") == expected


def test_an_import_through_a_top_level_use_is_the_same() -> None:
    assert errors(f"{HEADER}use a:b/c as d;\nworld w {{ import d; import a:b/c; }}\n") == ["duplicate-import a:b/c"]


def test_an_import_in_a_nested_package_is_told_by_the_uses_there() -> None:
    inner = "use a:b/c as d; use a:b/e as f; world w { import d; import f; import a:b/c; }"
    found = errors(
        f"{HEADER}use a:b/c as f;\npackage a:g {{ {inner} }}\npackage a:b {{ interface c {{}} interface e {{}} }}\n"
    )
    assert found == ["duplicate-import a:b/c"]


def test_an_interface_that_is_imported_again_may_have_a_label() -> None:
    check("""\
package example:docs@1.0.0;
interface i {}
world w {
  import i;
  export second-i: func();
  export i;
  import i;
      // ^ duplicate-import
}
""")
    text = f"{HEADER}interface i {{}}\nworld w {{ import i; export second-i: func(); import i; }}\n"
    case = parse(text)
    [found] = case.diagnostics()
    [place] = found.related
    assert (text[slice(*place.span)], place.message) == ("i", "it is imported here")
    assert place.span.start == text.index("i; export")
    _, label = found.fixes
    assert (label.title, label.applicability) == ("Give it a label", Applicability.MANUAL)
    [(_, edits)] = found.change(label, case.engine()).edits.items()
    assert apply(text.encode(), edits).decode() == text.replace("import i; }", "import second-i-2: i; }")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("world w {\n  import i;\n  export i;\n  import i;\n}\n", "world w {\n  import i;\n  export i;\n}\n"),
        ("world w { import i; import i; export i; }\n", "world w { import i; export i; }\n"),
        (
            "world w {\n  import i; // one\n  // two\n  /// three\n  import i;\n\n  export i;\n}\n",
            "world w {\n  import i; // one\n\n  export i;\n}\n",
        ),
        ("world w {\n  import i;\n  import i; // c\n}\n", "world w {\n  import i;\n  // c\n}\n"),
        ("world w {\n  import i;\n  @since(version = 1.0.0)\n  import i;\n}\n", "world w {\n  import i;\n}\n"),
    ],
)
def test_a_second_import_is_removed_with_its_comments(before: str, after: str) -> None:
    [fixed] = parse(HEADER + before).fixed(lambda each, _: each.code == "duplicate-import").values()
    assert fixed == HEADER + after


def test_dependencies_are_checked_and_not_judged() -> None:
    check("""\
package example:docs@1.0.0;
//- deps/a/a.wit
package other:a;
interface i {
  record r {}
      // ^ empty-record
  run: func() -> result;
}
package other:b@1.0.0 {
  world w { import i; import i; }
                          // ^ duplicate-import
  interface i {}
}
""")


def test_what_does_not_parse_is_not_checked() -> None:
    assert errors(interface("record r { : u8 }", "enum e {}")) == ["expected-name ", "empty-enum e"]
