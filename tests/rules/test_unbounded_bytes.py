"""Which functions should return a stream, and how its type is imported."""

from __future__ import annotations

import pytest

from tests.fixture import check, parse
from tests.rules.cases import HEADER, WASI_3, fixed, interface, reported
from wit_lsp.config import Settings

RULE = "unbounded-bytes"
F = "f: func() -> list<u8>;"
FIXED = "f: func() -> output-stream;"
USE = "use wasi:io/streams@0.2.12.{output-stream};"


@pytest.mark.parametrize(
    "result",
    [
        "list<u8>",
        "list < u8 >",
        "option<list<u8>>",
        "result<list<u8>>",
        "result<list<u8>, list<u8>>",
        "result<option<list<u8>>, string>",
        "tuple<u32, list<u8>>",
    ],
)
def test_reported(result: str) -> None:
    assert reported(RULE, interface(f"f: func(a: string) -> {result};")) == [
        "list < u8 >" if " < " in result else "list<u8>"
    ]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ("type blob = list<u8>; f: func() -> blob;", ["blob"]),
        ("type blob = list<u8>; type b = blob; f: func() -> result<option<b>, string>;", ["b"]),
        ("type blob = option<list<u8>>; f: func() -> blob;", ["blob"]),
        ("record r { a: u8, b: option<list<u8>> } f: func() -> r;", ["r"]),
        ("record r { a: u8, b: s } record s { c: tuple<u8, blob> } type blob = list<u8>; f: func() -> r;", ["r"]),
        ("variant v { none, some(list<u8>) } f: func() -> result<v>;", ["v"]),
        ("record r { a: list<list<u8>>, b: stream<u8> } f: func() -> r;", []),
        ("record r { a: list<u8, 4>, hash: list<u8>, b: key } type key = list<u8>; f: func() -> r;", []),
        ("type digest = list<u8>; f: func() -> digest;", []),
        ("resource r { f: func() -> list<u8>; } g: func() -> r;", ["list<u8>"]),
        ("read: func(id: u64) -> list<u8>; read-at: func(offset: u64) -> list<u8>;", ["list<u8>"] * 2),
        ("fetch: func(amount: u64) -> list<u8>; read: func(name: string) -> list<u8>;", ["list<u8>"] * 2),
        ("record r { max: string } f: func(r: r) -> list<u8>;", ["list<u8>"]),
        # Bounded
        ("read: func(amt: u32) -> list<u8>; next-chunk: func(a: option<u64>) -> list<u8>;", []),
        ("record range { start: u64, size: u64 } f: func(a: option<range>) -> list<u8>;", []),
        ("sha256: func(a: list<u8>) -> list<u8>; get-attestation: func() -> list<u8>;", []),
    ],
)
def test_what_names_mean_counts(members: str, expected: list[str]) -> None:
    assert reported(RULE, interface(members)) == expected


def test_types_that_contain_one_another_are_looked_at_once() -> None:
    found = parse(interface("variant v { none, again(option<w>) } type w = v; f: func() -> v;")).diagnostics()
    assert [each.code for each in found] == ["type-cycle"]


@pytest.mark.parametrize(
    ("name", "stream"),
    [
        *(
            (name, "input-stream")
            for name in ("get", "read-all", "decrypt", "next", "fetch", "load", "body", "render", "compress")
        ),
        *((name, "output-stream") for name in ("export-all", "forget", "run")),
    ],
)
def test_the_name_says_which_stream_is_first(name: str, stream: str) -> None:
    assert f"{name}: func() -> {stream};" in fixed(RULE, interface(f"{name}: func() -> list<u8>;"))


def test_names_that_read_are_an_option() -> None:
    settings = Settings(options=((RULE, "reading", "export"),))
    assert "-> input-stream;" in fixed(RULE, interface("export-all: func() -> list<u8>;"), settings)
    assert "-> output-stream;" in fixed(RULE, interface("get: func() -> list<u8>;"), settings)


def test_an_alias_is_replaced_and_a_record_is_not() -> None:
    types = "type blob = list<u8>; record r { a: blob }"
    before = interface(types, "f: func() -> option</* c */ blob>;")
    assert "f: func() -> option</* c */ output-stream>;" in fixed(RULE, before)
    [diagnostic] = [each for each in parse(interface(types, "f: func() -> r;")).diagnostics() if each.code == RULE]
    assert (diagnostic.message, diagnostic.fixes) == (
        "no parameter such as `max-bytes` bounds `a` of `r`",
        (),
    )


def test_the_type_that_holds_the_bytes_is_named() -> None:
    types = "type alias = request; record request { body: option<list<u8>> } variant verdict { pass, rewrite(alias) }"
    found = parse(interface(types, "f: func() -> result<verdict>;")).diagnostics()
    [diagnostic] = [each for each in found if each.code == RULE]
    assert diagnostic.message == "no parameter such as `max-bytes` bounds `body` of `request`, which `verdict` holds"


@pytest.mark.parametrize(
    "other",
    [
        *("g: func(a: option<stream<u8>>);", "g: func() -> future<u8>;", "g: async func();"),
        *("type s = stream<u8>;", "record r { a: future }", "resource r { g: async func(); }"),
    ],
)
def test_a_file_with_streams_of_its_own_is_on_wasi_3(other: str) -> None:
    assert fixed(RULE, interface(other, F)) == interface(other, "f: func() -> stream<u8>;")


def test_a_resource_outside_of_an_interface_has_no_fix() -> None:
    """There is no place for a `use` that the reference accepts."""
    case = parse(f"{HEADER}resource r {{ {F} }}\n")
    assert [each.fixes for each in case.diagnostics() if each.code == RULE] == [()]


@pytest.mark.parametrize("param", ["a: u8", "token: u64", "max: string", "bytes: list<u8>", "size: option<string>"])
def test_parameters_that_are_no_bound(param: str) -> None:
    assert reported(RULE, interface(f"f: func({param}) -> list<u8>;")) == ["list<u8>"]


@pytest.mark.parametrize(
    "member",
    [
        "f: func();",
        "f: func(a: list<u8>);",
        # Bounded
        "f: func(len: u64) -> list<u8>;",
        "f: func(length: u64) -> list<u8>;",
        "f: func(max-n: u8) -> result<list<u8>>;",
        "f: func(page-limit: option<u32>) -> list<u8>;",
        "f: func(a: string, size: u64) -> list<u8>;",
        "f: func(COUNT: u64) -> list<u8>;",
        "f: func(n-bytes: u64) -> list<u8>;",
        "f: func(size: filesize) -> list<u8>; type filesize = u64;",
        "f: func() -> list<u8, 16>;",
        # Not bytes, or taken one by one
        "f: func() -> list<s8>;",
        "f: func() -> list<list<u8>>;",
        "f: func() -> stream<list<u8>>;",
        "f: func() -> future<list<u8>>;",
        "f: func() -> map<string, list<u8>>;",
        "f: func() -> result<u8, list<u8>>;",
        "f: func() -> result<_, list<u8>>;",
        # A name that implies a few bytes
        "hash: func() -> list<u8>;",
        "get-digest: func() -> list<u8>;",
        "checksum: func() -> list<u8>;",
        "hmac: func() -> list<u8>;",
        "mac: func() -> list<u8>;",
        "sign: func() -> list<u8>;",
        "signature: func() -> list<u8>;",
        "nonce: func() -> list<u8>;",
        "salt: func() -> list<u8>;",
        "seed: func() -> list<u8>;",
        "public-key: func() -> list<u8>;",
        "keypair: func() -> list<u8>;",
        "uuid: func() -> list<u8>;",
        "fingerprint: func() -> list<u8>;",
    ],
)
def test_not_reported(member: str) -> None:
    assert reported(RULE, interface(member)) == []


def test_names_that_imply_a_few_bytes_are_an_option() -> None:
    text = interface("hash: func() -> list<u8>;", "icon: func() -> list<u8>;", "key-of: func() -> list<u8>;")
    assert reported(RULE, text) == ["list<u8>"] * 2
    assert reported(RULE, text, Settings(options=((RULE, "fixed-size", "icon of"),))) == ["list<u8>"]


def test_each_list_in_the_signature_is_reported_and_fixed() -> None:
    check("""\
package example:docs@1.0.0;
interface i {
  /* 😀é */ f: func() -> tuple<list<u8>, option<list<u8>>>;
                           // ^^^^^^^^ unbounded-bytes: nothing bounds this `list<u8>`
                                            // ^^^^^^^^ unbounded-bytes: nothing bounds this `list<u8>`
}
""")
    before = interface("use x:x/x.{y};", "f: func() -> tuple<list<u8>, option<list<u8>>>;")
    after = interface("use x:x/x.{y};", USE, "f: func() -> tuple<output-stream, option<output-stream>>;")
    assert fixed(RULE, before) == after


def test_second_fix_is_an_input_stream() -> None:
    [diagnostic] = parse(interface(F)).diagnostics()
    assert [fix.title for fix in diagnostic.fixes] == ["Return an `output-stream`", "Return an `input-stream`"]


def test_fix_for_wasi_3_is_built_in() -> None:
    assert fixed(RULE, interface(F), WASI_3) == interface("f: func() -> stream<u8>;")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # No `use` yet: first in the body, followed by an empty line if the body has several lines
        ("interface i { F }", "interface i { USE F }"),
        ("interface i {F}", "interface i {USE F}"),
        ("interface i {\n  F\n}", "interface i {\n  USE\n\n  F\n}"),
        ("interface i\n{\n  F\n}", "interface i\n{\n  USE\n\n  F\n}"),
        ("interface i {\n\n  F\n}", "interface i {\n  USE\n\n  F\n}"),
        ("interface i {\n\tF\n}", "interface i {\n\tUSE\n\n\tF\n}"),
        ("interface i {\n    type t = u8;\n    F\n}", "interface i {\n    USE\n\n    type t = u8;\n    F\n}"),
        ("interface i { type t = u8;\n  F\n}", "interface i { USE type t = u8;\n  F\n}"),
        ("interface i { // c\n  F\n}", "interface i { // c\n  USE\n\n  F\n}"),
        ("interface i { /* c */\n  F\n}", "interface i { /* c */\n  USE\n\n  F\n}"),
        ("interface i { /* c */ F }", "interface i { USE /* c */ F }"),
        ("interface i {\n  /// d\n  F\n}", "interface i {\n  USE\n\n  /// d\n  F\n}"),
        ("interface i {\n  /* d */ F\n}", "interface i {\n  USE\n\n  /* d */ F\n}"),
        (
            "interface i {\n  @since(version = 1.0.0)\n  F\n}",
            "interface i {\n  USE\n\n  @since(version = 1.0.0)\n  F\n}",
        ),
        ("interface i { resource r {\n    F\n  }\n}", "interface i { USE resource r {\n    F\n  }\n}"),
        ("world w {\n  import F\n}", "world w {\n  USE\n\n  import F\n}"),
        (
            "world w {\n  export x: interface {\n    F\n  }\n}",
            "world w {\n  export x: interface {\n    USE\n\n    F\n  }\n}",
        ),
        ("package example:p@1.0.0 { interface i { F } }", "package example:p@1.0.0 { interface i { USE F } }"),
        # After the last `use`
        ("interface i {\n  use x:x/x.{y};\n  F\n}", "interface i {\n  use x:x/x.{y};\n  USE\n  F\n}"),
        ("interface i {\n  F\n  use x:x/x.{y};\n}", "interface i {\n  F\n  use x:x/x.{y};\n  USE\n}"),
        ("interface i { use x:x/x.{y}; F }", "interface i { use x:x/x.{y}; USE F }"),
        ("interface i {\n  use x:x/x.{y}; F\n}", "interface i {\n  use x:x/x.{y};\n  USE F\n}"),
        ("interface i {\n  use x:x/x.{y}; // c\n  F\n}", "interface i {\n  use x:x/x.{y}; // c\n  USE\n  F\n}"),
        (
            "interface i {\n  use x:x/x.{y}; /* c */ // d\n  F\n}",
            "interface i {\n  use x:x/x.{y}; /* c */ // d\n  USE\n  F\n}",
        ),
        (
            "interface i {\n  use x:x/x.{y}; /* c\n  */\n  F\n}",
            "interface i {\n  use x:x/x.{y}; /* c\n  */\n  USE\n  F\n}",
        ),
        ("interface i {\n  use x:x/x.{y}; /* d */ F\n}", "interface i {\n  use x:x/x.{y};\n  USE /* d */ F\n}"),
        (
            "interface i {\n  use x:x/x.{\n    y,\n  };\n  F\n}",
            "interface i {\n  use x:x/x.{\n    y,\n  };\n  USE\n  F\n}",
        ),
        (
            "world w {\n  use x:x/x.{y};\n\n  export F\n}",
            "world w {\n  use x:x/x.{y};\n  USE\n\n  export F\n}",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_use_is_written_in_every_layout(before: str, after: str, newline: str) -> None:
    source, goal = (f"{HEADER}{text}\n".replace("\n", newline) for text in (before, after))
    assert fixed(RULE, source.replace("F", F)) == goal.replace("USE", USE).replace("F", FIXED)


@pytest.mark.parametrize(
    ("use", "after"),
    [
        ("wasi:io/streams@0.2.12.{output-stream}", "wasi:io/streams@0.2.12.{output-stream}"),
        ("wasi:io/streams@0.2.0.{output-stream}", "wasi:io/streams@0.2.0.{output-stream}"),
        ("wasi:io/streams@0.2.0.{input-stream}", "wasi:io/streams@0.2.0.{input-stream, output-stream}"),
        ("wasi:io/streams.{input-stream}", "wasi:io/streams.{input-stream, output-stream}"),
        ("wasi : io / streams . {input-stream}", "wasi : io / streams . {input-stream, output-stream}"),
        ("streams.{input-stream}", "streams.{input-stream, output-stream}"),
        ("wasi:io/streams@0.2.0.{input-stream,}", "wasi:io/streams@0.2.0.{input-stream, output-stream,}"),
        ("wasi:io/streams@0.2.0.{ input-stream }", "wasi:io/streams@0.2.0.{ input-stream, output-stream }"),
        ("wasi:io/streams@0.2.0.{}", "wasi:io/streams@0.2.0.{output-stream}"),
        ("wasi:io/streams@0.2.0.{\n  }", "wasi:io/streams@0.2.0.{output-stream}"),
        ("wasi:io/streams@0.2.0.{/* c */}", "wasi:io/streams@0.2.0.{/* c */ output-stream}"),
        ("wasi:io/streams@0.2.0.{ // c\n  }", "wasi:io/streams@0.2.0.{output-stream // c\n  }"),
        (
            "wasi:io/streams@0.2.0.{\n    input-stream // c\n  }",
            "wasi:io/streams@0.2.0.{\n    input-stream, // c\n    output-stream\n  }",
        ),
        (
            "wasi:io/streams@0.2.0.{\n    input-stream as i,\n    error, // c\n  }",
            "wasi:io/streams@0.2.0.{\n    input-stream as i,\n    error, // c\n    output-stream,\n  }",
        ),
    ],
)
def test_name_is_added_to_an_existing_use(use: str, after: str) -> None:
    top = "\nuse wasi:io/streams@0.2.3;\n" if use.startswith("streams") else "\n"
    before, wanted = (interface(f"use {each};", func) for each, func in ((use, F), (after, FIXED)))
    assert fixed(RULE, before.replace("\n", top, 1)) == wanted.replace("\n", top, 1)


@pytest.mark.parametrize(
    ("top", "use", "after"),
    [
        ("use wasi:io/streams@0.2.3 as s;\n", "s.{input-stream}", "s.{input-stream, output-stream}"),
        ("use wasi:io/streams as %s;\n", "%s.{input-stream}", "%s.{input-stream, output-stream}"),
    ],
)
def test_name_is_added_to_a_use_through_a_top_level_use(top: str, use: str, after: str) -> None:
    assert fixed(RULE, HEADER + top + interface(f"use {use};", F).removeprefix(HEADER)) == (
        HEADER + top + interface(f"use {after};", FIXED).removeprefix(HEADER)
    )


def test_existing_alias_is_used() -> None:
    use = "use wasi:io/streams@0.2.0.{output-stream as %out};"
    assert fixed(RULE, interface(use, F)) == interface(use, "f: func() -> out;")


@pytest.mark.parametrize(
    ("taken", "name"),
    [
        ("resource output-stream;", "io-output-stream"),
        ("type output-stream = u8;", "io-output-stream"),
        ("output-stream: func();", "io-output-stream"),
        ("use x:x/x.{output-stream};", "io-output-stream"),
        ("use x:x/x.{y as output-stream};", "io-output-stream"),
        ("type OUTPUT-STREAM = u8;", "io-output-stream"),
        ("type outputstream = u8;", "io-output-stream"),
        ("type %output-stream = u8;", "io-output-stream"),
        ("output-stream: func(); type io-output-stream = u8;", "io-streams-output-stream"),
        (
            "output-stream: func(); io-output-stream: func(); io-streamsoutput-stream: func();",
            "io-streams-output-stream-2",
        ),
    ],
)
def test_taken_name_gets_an_alias(taken: str, name: str) -> None:
    after = fixed(RULE, interface(taken, F))
    assert f"{{output-stream as {name}}}" in after
    assert f"f: func() -> {name};" in after


def test_name_of_an_import_gets_an_alias_in_a_world() -> None:
    before = HEADER + "world w { import output-stream: func(); import F }\n"
    assert fixed(RULE, before.replace("F", F)) == HEADER + (
        "world w { use wasi:io/streams@0.2.12.{output-stream as io-output-stream}; "
        "import output-stream: func(); import f: func() -> io-output-stream; }\n"
    )


def test_gated_use_does_not_serve_an_ungated_function() -> None:
    """The reference drops an item whose gate is inactive, and rejects any use of it."""
    gated = "@unstable(feature = x)\n  use wasi:io/streams@0.2.12.{NAMES};"
    use = gated.replace("NAMES", "input-stream")
    assert fixed(RULE, interface(use, F)) == interface(use, USE, FIXED)
    use = gated.replace("NAMES", "output-stream")
    aliased = "use wasi:io/streams@0.2.12.{output-stream as io-output-stream};"
    assert fixed(RULE, interface(use, F)) == interface(use, aliased, "f: func() -> io-output-stream;")


def test_gated_use_serves_a_function_with_the_same_gate() -> None:
    use = "@unstable(feature = x)\n  use wasi:io/streams@0.2.12.{output-stream};"
    assert fixed(RULE, interface(use, "@unstable(feature = x) " + F)) == interface(
        use, "@unstable(feature = x) " + FIXED
    )


def test_two_functions_with_gates_do_not_import_one_name_twice() -> None:
    gated = "@unstable(feature = x) "
    use = gated + "use wasi:io/streams@0.2.12.{input-stream};"
    before, after = (gated + text + " g" + text[1:] for text in (F, FIXED))
    assert fixed(RULE, interface(use, before)) == interface(use, USE, after)


def test_package_of_the_streams_has_no_fix() -> None:
    """It must not refer to itself by its full path."""
    text = "package wasi:io@0.2.0;\ninterface streams { resource output-stream; F }\n".replace("F", F)
    assert [each.fixes for each in parse(text).diagnostics() if each.code == RULE] == [()]


def test_version_is_that_of_the_other_wasi_packages() -> None:
    other = "use wasi:clocks/wall-clock@0.2.3.{datetime};"
    assert fixed(RULE, interface(other, F)) == interface(other, USE.replace("0.2.12", "0.2.3"), FIXED)


def test_one_use_serves_two_functions() -> None:
    before, after = F + " g" + F[1:], FIXED + " g" + FIXED[1:]
    assert fixed(RULE, interface("use x:x/x.{y};", before)) == interface("use x:x/x.{y};", USE, after)
