"""Which functions need a time limit, and where it is written."""

from __future__ import annotations

import pytest

from tests.fixture import check, parse
from tests.rules.cases import HEADER, WASI_3, fixed, interface, reported
from wit_lsp.config import Settings
from wit_lsp.problem import Severity

RULE = "missing-deadline"


@pytest.mark.parametrize(
    "member",
    [
        "f: func() -> result;",
        "f: func() -> result<u8>;",
        "f: func() -> result<_, u8>;",
        "f: func(a: u8) -> result<list<string>, u8>;",
        "f: async func();",
        "f: async func() -> u8;",
        "f: func(a: list<u8>);",
        "f: func(a: option<list<u8>>);",
        "f: func(a: tuple<u8, list<u8>>);",
        "f: func(a: u8) -> list<u8>;",
        "f: func(a: u8) -> option<tuple<list<u8>>>;",
        "f: func(a: stream<u8>);",
        "f: func(a: stream);",
        "f: func(a: u8) -> stream<string>;",
        "f: func(a: u8) -> tuple<stream<u8>, u8>;",
        "f: func(a: bytes); type bytes = list<u8>;",
        "f: func(a: u8) -> answer; type answer = result<u8>;",
        "f: func(a: u8) -> option<lines>; type lines = list-stream; type list-stream = stream<string>;",
        "f: func(a: options) -> result; record options { retries: u8 }",
        "f: func(r: request) -> result; resource request;",
        "divide: func(a: list<u8>, b: u8) -> result;",
        "hash: async func(a: list<u8>) -> u64;",
        "sleep: func() -> result;",
        "listener: func() -> result;",
        "random: async func(a: stream<u8>);",
        "f: func(token-budget: u64) -> result;",
        "f: func(deadline-day: u64) -> result;",
        "f: func(timeouts: u64) -> result;",
        "parse: func(a: stream<u8>);",
        "is-ready: func(a: option<stream<u8>>) -> result;",
        "closed: func() -> result;",
        "get-x: func() -> result<u8>;",
        "set-x: func(to: u8) -> result;",
    ],
)
def test_reported(member: str) -> None:
    assert reported(RULE, interface(member)) == [member.partition(":")[0]]


@pytest.mark.parametrize(
    "member",
    [
        "f: func();",
        "f: func(a: string) -> string;",
        "f: func(a: list<u8, 4>) -> list<string>;",
        "f: func(a: list<list<u8>>);",
        "f: func(a: borrow<r>) -> own<r>; resource r;",
        # A time limit in any unit
        "f: func(deadline: u64) -> result;",
        "f: func(deadline-ns: u64) -> result;",
        "f: func(connect-timeout-ms: option<u32>) -> result;",
        "f: func(timeout-s: u32, a: u8) -> result;",
        "f: func(budget: u32) -> result;",
        "f: func(time-budget-us: u32) -> result;",
        "f: func(DEADLINE-NS: u64) -> result;",
        "f: func(%deadline: u64) -> result;",
        "f: func(o: request-options) -> result; resource request-options;",
        "f: func(o: option<borrow<request-options>>) -> result; resource request-options;",
        # Returns at once
        "f: func() -> list<u8>;",
        "f: func() -> option<list<u8>>;",
        "get-stdout: func() -> output-stream; resource output-stream;",
        "f: func() -> stream<u8>;",
        "divide: func(a: s32, b: s32) -> result<s32, u8>;",
        "hash: func(a: list<u8>) -> result<u64>;",
        "sha256: func(a: list<u8>) -> list<u8>;",
        "get-random-bytes: func(len: u64) -> list<u8>;",
        "monotonic-time: func() -> result<u64>;",
        "encrypt: func(a: list<u8>, key: list<u8>) -> result<list<u8>>;",
        "sleep: func(duration-ns: u64) -> result;",
        "wait-until: async func(when: u64);",
        "deadline: func(timestamp: u64) -> result;",
        "reseed: func(a: list<u8>) -> result;",
        "create-socket: func(protocol: u8) -> result<u32>;",
        "bind: func(socket: u32, address: string) -> result;",
        # A field of a record limits the time
        "f: func(a: u8, o: options) -> result; record options { retries: u8, timeout-ms: u32 }",
        "f: func(o: option<o>) -> result; type o = options; record options { deadline: option<u64> }",
        "use wasi:http/types@0.3.0.{request}; f: async func(r: request) -> result;",
        "use wasi:http/types@0.3.0.{request as q}; f: async func(r: q) -> result;",
        "f: func(r: request) -> result; resource request { constructor(timeout-ms: u32); }",
        # Ends or cancels something
        "subscribe: func() -> result;",
        "cancel: func() -> result;",
        "cancel-all: func() -> result;",
        "close: func() -> result;",
        "drop-it: func() -> result;",
        "finish: func(a: list<u8>) -> result;",
        "destroy-context: func(id: u64) -> result;",
        "unsubscribe: func(id: u64) -> result;",
        # Returns at once according to its name, and takes no stream
        "parse: func(a: list<u8>) -> result;",
        "format-it: func(a: u8) -> result<string>;",
        "encode: func(a: u8) -> list<u8>;",
        "decode: func(a: list<u8>) -> result;",
        "validate: func(a: list<u8>) -> result;",
        "compare: func(a: list<u8>, b: list<u8>) -> result;",
        "to-bytes: func(a: u8) -> list<u8>;",
        "from-bytes: func(a: list<u8>) -> result;",
        "is-ok: func(a: list<u8>) -> bool;",
        "has-x: func(a: list<u8>) -> bool;",
        # Returns something to wait for
        "f: func(a: list<u8>) -> pollable; resource pollable;",
        "f: func() -> result<pollable>; resource pollable;",
        "f: func() -> result<option<own<pollable>>, u8>; resource pollable;",
        "f: func(a: list<u8>) -> future<u8>;",
        "f: func() -> result<future-answer>; resource future-answer;",
        "f: func() -> result<answer-future>; resource answer-future;",
        "f: func(a: list<u8>) -> tuple<stream<u8>, future<result>>;",
        # Answers through an outparam
        "f: func(a: list<u8>, out: response-outparam); resource response-outparam;",
        "f: func(a: list<u8>, out: own<response-outparam>) -> result; resource response-outparam;",
    ],
)
def test_not_reported(member: str) -> None:
    assert reported(RULE, interface(member)) == []


@pytest.mark.parametrize(
    ("members", "names"),
    [
        ("constructor(a: list<u8>);", []),
        ("constructor(a: list<u8>) -> result<r>;", []),
        ("x: get() -> list<u8>; x: set(a: list<u8>);", []),
        ("f: func() -> result;", ["f"]),
        ("f: static func() -> result;", ["f"]),
        ("f: static func(a: list<u8>) -> r;", []),
        ("f: static func(a: list<u8>) -> result<r>;", ["f"]),
        ("f: static async func(a: list<u8>) -> r;", ["f"]),
        # The resource was created with a time limit
        ("constructor(timeout-ms: u32); f: func() -> result; s: static func() -> result;", ["s"]),
        ("make: static func(timeout-ms: u32) -> r; f: func() -> result;", []),
        ("make: static func(timeout-ms: u32) -> result<own<r>>; f: func() -> result;", []),
        ("make: static func(timeout-ms: u32) -> u8; f: func() -> result;", ["f"]),
        ("make: func(timeout-ms: u32) -> r; f: func() -> result;", ["f"]),
        # Getters and setters
        ("get-x: func() -> result<u8>;", []),
        ("get-x: func() -> result<option<string>, u8>;", []),
        ("get-x: func() -> result<list<u8>>;", ["get-x"]),
        ("get-x: func() -> result<list<string>>;", []),
        ("get-x: func(a: u8) -> result<u8>;", []),
        ("get-x: func(a: string) -> result<u8>;", ["get-x"]),
        ("get-x: async func() -> result<u8>;", ["get-x"]),
        ("get: func() -> result<u8>;", ["get"]),
        ("is-x: func() -> result<bool>; has-x: func() -> result<bool>;", []),
        ("x: func() -> u8; set-x: func(to: u8) -> result;", []),
        ("get-x: func() -> u8; set-x: func(to: list<u8>) -> result;", []),
        ("x: func() -> u8; set-x: async func(to: u8, at: u8) -> result;", ["set-x"]),
        ("x: func(a: u8) -> u8; set-x: async func(to: u8) -> result;", ["set-x"]),
        # In memory
        ("append: func(a: string, b: list<u8>) -> result; delete-all: func() -> result;", []),
        ("append: async func(a: string) -> result;", ["append"]),
        ("append: func(a: stream<u8>) -> result;", ["append"]),
        ("append: static func(a: string) -> result;", ["append"]),
        # The caller waits for something of the resource
        ("f: func() -> result; subscribe: func() -> pollable;", []),
        ("f: func() -> result; blocking-f: func() -> result; when: func() -> option<pollable>;", ["blocking-f"]),
        ("f: static func() -> result; subscribe: func() -> pollable;", ["f"]),
        ("body: func() -> result<output-stream>; write: func() -> result<stream<u8>>;", []),
        ("open: func(path: string) -> result<stream<u8>>;", ["open"]),
    ],
)
def test_in_a_resource(members: str, names: list[str]) -> None:
    types = "resource pollable; resource output-stream;"
    assert reported(RULE, interface(types, f"resource r {{ {members} }}")) == names


@pytest.mark.parametrize(
    ("resource", "names"), [("labels", []), ("fields", []), ("kv-store", ["set"]), ("session", ["set"])]
)
def test_a_resource_that_is_called_like_a_store_is_elsewhere(resource: str, names: list[str]) -> None:
    assert reported(RULE, interface(f"resource {resource} {{ set: func(key: string) -> result; }}")) == names


def test_a_builder_is_in_memory() -> None:
    members = "payload: func(p: list<u8>) -> result; build: func() -> result; send: async func() -> result;"
    assert reported(RULE, interface(f"resource request-builder {{ {members} }}")) == ["send"]


def test_a_method_without_data_is_information() -> None:
    members = [
        *("a: func() -> result;", "b: func(x: list<u8>) -> result;", "c: async func();"),
        *("d: static func() -> result;", "e: func(x: u8) -> result<bytes>;"),
    ]
    text = interface("type bytes = list<u8>;", f"resource r {{ {' '.join(members)} }}", "f: func() -> result;")
    found = [each for each in parse(text).diagnostics() if each.code == RULE]
    assert [each.severity.value for each in found] == ["information", *["warning"] * 5]


def test_types_of_other_files_of_the_package_are_known() -> None:
    check("""\
//- a.wit
package example:docs@1.0.0;
interface types {
  record options { timeout-ms: u32 }
  type blob = list<u8>;
  use more.{deeper};
}
//- b.wit
package example:docs@1.0.0;
interface more {
  type deeper = list<u8>;
}
interface i {
  use types.{options, blob, deeper as d};
  f: func(o: options, a: blob);
  g: func(a: blob);
//^ missing-deadline
  h: func(a: option<d>);
//^ missing-deadline
}
""")


def test_names_that_return_at_once_are_an_option() -> None:
    none = Settings(options=((RULE, "instant", ()),))
    some = Settings(options=((RULE, "instant", ("peek*", "run")),))
    text = interface("parse: func() -> result;", "peek-at: func() -> result;", "run: func() -> result;")
    assert reported(RULE, text, none) == ["parse", "peek-at", "run"]
    assert reported(RULE, text, some) == ["parse"]


@pytest.mark.parametrize(("resource", "severity"), [("task", Severity.INFORMATION), ("connection", Severity.WARNING)])
def test_methods_of_what_is_elsewhere_are_warnings(resource: str, severity: Severity) -> None:
    text = interface(f"resource {resource} {{ query: func(sql: string) -> result<u32, string>; }}")
    assert [each.severity for each in parse(text).diagnostics() if each.code == RULE] == [severity]


def test_every_function_needs_a_limit_with_the_scope_all() -> None:
    everything = Settings(options=((RULE, "scope", "all"),))
    text = interface("now: func() -> u64;", "parse: func(timeout-ms: u32);", "resource r { constructor(); }")
    assert reported(RULE, text, everything) == ["now"]


def test_functions_are_reported_except_in_packages_of_others() -> None:
    check("""\
package example:docs@1.0.0;
interface i {
  /* 😀é */ f: func() -> result;
        // ^ missing-deadline
  resource r {
    %use: func() -> result;
 // ^^^^ missing-deadline
  }
}
world w {
  import f: func() -> result;
      // ^ missing-deadline
  export x: interface {
    f: func() -> result;
 // ^ missing-deadline
  }
}
package example:mine@1.0.0 {
  interface i {
    f: func() -> result;
 // ^ missing-deadline
  }
}
package other:foreign@1.0.0 {
  interface i {
    f: func() -> result;
  }
}
""")


LAYOUTS = [
    # One line
    ("f: func() -> result;", "f: func(deadline-ns: u64) -> result;"),
    ("f: func( ) -> result;", "f: func(deadline-ns: u64) -> result;"),
    ("f: func(\n  ) -> result;", "f: func(deadline-ns: u64) -> result;"),
    ("f: func(a: u8) -> result;", "f: func(a: u8, deadline-ns: u64) -> result;"),
    ("f: func(a: u8,) -> result;", "f: func(a: u8, deadline-ns: u64,) -> result;"),
    ("f: func( a: u8 ) -> result;", "f: func( a: u8, deadline-ns: u64 ) -> result;"),
    ("f: func(a: u8 , ) -> result;", "f: func(a: u8 , deadline-ns: u64, ) -> result;"),
    ("%func: func(%list: u8) -> result;", "%func: func(%list: u8, deadline-ns: u64) -> result;"),
    ("f:async func();", "f:async func(deadline-ns: u64);"),
    # Several lines
    ("f: func(\n    a: u8\n  ) -> result;", "f: func(\n    a: u8,\n    deadline-ns: u64\n  ) -> result;"),
    ("f: func(\n    a: u8,\n  ) -> result;", "f: func(\n    a: u8,\n    deadline-ns: u64,\n  ) -> result;"),
    ("f: func(\n    a: u8) -> result;", "f: func(\n    a: u8,\n    deadline-ns: u64) -> result;"),
    (
        "f: func(a: u8,\n          b: u8) -> result;",
        "f: func(a: u8,\n          b: u8,\n          deadline-ns: u64) -> result;",
    ),
    ("f: func(\n\t\ta: u8,\n\t) -> result;", "f: func(\n\t\ta: u8,\n\t\tdeadline-ns: u64,\n\t) -> result;"),
    (
        "f: func(\n    a: u8, b: u8\n  ) -> result;",
        "f: func(\n    a: u8, b: u8, deadline-ns: u64\n  ) -> result;",
    ),
    (
        "f: func(\n    a: tuple<\n      u8, u8>\n  ) -> result;",
        "f: func(\n    a: tuple<\n      u8, u8>,\n    deadline-ns: u64\n  ) -> result;",
    ),
    (
        "f: func(\n      a: u8\n    , b: u8\n  ) -> result;",
        "f: func(\n      a: u8\n    , b: u8, deadline-ns: u64\n  ) -> result;",
    ),
    # Comments in an empty list
    ("f: func(/* c */) -> result;", "f: func(/* c */ deadline-ns: u64) -> result;"),
    ("f: func( // c\n  ) -> result;", "f: func(deadline-ns: u64 // c\n  ) -> result;"),
    ("f: func(// c\n  ) -> result;", "f: func(deadline-ns: u64 // c\n  ) -> result;"),
    (
        "f: func(\n    // c\n    // d\n  ) -> result;",
        "f: func(\n    // c\n    // d\n    deadline-ns: u64\n  ) -> result;",
    ),
    ("f: func(\n    /* c */\n  ) -> result;", "f: func(\n    /* c */\n    deadline-ns: u64\n  ) -> result;"),
    ("f: func(\n    /* c */) -> result;", "f: func(\n    /* c */ deadline-ns: u64) -> result;"),
    (
        "f: func(\n    /* c */ // d\n  ) -> result;",
        "f: func(deadline-ns: u64 /* c */ // d\n  ) -> result;",
    ),
    # Comments after the last parameter
    ("f: func(a: u8 /* c */) -> result;", "f: func(a: u8 /* c */, deadline-ns: u64) -> result;"),
    ("f: func(a: u8 // c\n  ) -> result;", "f: func(a: u8, deadline-ns: u64 // c\n  ) -> result;"),
    (
        "f: func(a: u8 /* c */ // d\n  ) -> result;",
        "f: func(a: u8 /* c */, deadline-ns: u64 // d\n  ) -> result;",
    ),
    (
        "f: func(\n    a: u8 // c\n  ) -> result;",
        "f: func(\n    a: u8, // c\n    deadline-ns: u64\n  ) -> result;",
    ),
    (
        "f: func(\n    a: u8 /* c */\n  ) -> result;",
        "f: func(\n    a: u8 /* c */,\n    deadline-ns: u64\n  ) -> result;",
    ),
    (
        "f: func(\n    a: u8 /* c\n       d */\n  ) -> result;",
        "f: func(\n    a: u8 /* c\n       d */,\n    deadline-ns: u64\n  ) -> result;",
    ),
    (
        "f: func(\n    a: u8\n    // c\n  ) -> result;",
        "f: func(\n    a: u8,\n    deadline-ns: u64\n    // c\n  ) -> result;",
    ),
    # Comments around the last comma
    ("f: func(a: u8 /* c */,) -> result;", "f: func(a: u8 /* c */, deadline-ns: u64,) -> result;"),
    ("f: func(a: u8, /* c */) -> result;", "f: func(a: u8, /* c */ deadline-ns: u64,) -> result;"),
    ("f: func(a: u8, // c\n  ) -> result;", "f: func(a: u8, deadline-ns: u64, // c\n  ) -> result;"),
    (
        "f: func(\n    a: u8, // c\n  ) -> result;",
        "f: func(\n    a: u8, // c\n    deadline-ns: u64,\n  ) -> result;",
    ),
    (
        "f: func(\n    a: u8 // c\n    ,\n  ) -> result;",
        "f: func(\n    a: u8 // c\n    ,\n    deadline-ns: u64,\n  ) -> result;",
    ),
    (
        "f: func(\n    a: u8, /* c */ // d\n    // e\n  ) -> result;",
        "f: func(\n    a: u8, /* c */ // d\n    deadline-ns: u64,\n    // e\n  ) -> result;",
    ),
    # Comments between all other tokens
    (
        "/*0*/f/*1*/:/*2*/async/*3*/func/*4*/(/*5*/a/*6*/:/*7*/u8/*8*/)/*9*/->/*10*/u8/*11*/;",
        "/*0*/f/*1*/:/*2*/async/*3*/func/*4*/(/*5*/a/*6*/:/*7*/u8/*8*/, deadline-ns: u64)/*9*/->/*10*/u8/*11*/;",
    ),
]


@pytest.mark.parametrize(("before", "after"), LAYOUTS)
def test_fix_in_every_layout(before: str, after: str) -> None:
    assert fixed(RULE, interface(before)) == interface(after)


@pytest.mark.parametrize(("before", "after"), LAYOUTS)
def test_fix_keeps_crlf(before: str, after: str) -> None:
    assert fixed(RULE, interface(before).replace("\n", "\r\n")) == interface(after).replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("world w {{ import f: {}; }}", "func() -> result"),
        ("world w {{ export f: {}; }}", "func() -> result"),
        ("world w {{ export x: interface {{ f: {}; }} }}", "func() -> result"),
        ("world w {{ import x: interface {{ resource r {{ f: {}; }} }} }}", "func() -> result"),
        ("interface i {{ resource r {{ f: {}; }} }}", "static func() -> result"),
        ("interface i {{ /* 😀é */ f: {}; }}", "func() -> result"),
        ("package example:mine@1.0.0 {{ interface i {{ f: {}; }} }}", "func() -> result"),
    ],
)
def test_fix_everywhere(before: str, after: str) -> None:
    assert fixed(RULE, HEADER + before.format(after)) == HEADER + before.format(
        after.replace("()", "(deadline-ns: u64)")
    )


def test_wasi_packages_are_not_reported_in_a_file_without_header() -> None:
    text = "package {}:p@1.0.0 {{ interface i {{ f: func() -> result; }} }}"
    assert reported(RULE, text.format("wasi")) == []
    assert reported(RULE, text.format("example")) == ["f"]


def test_the_target_changes_nothing() -> None:
    before, after = LAYOUTS[0]
    assert fixed(RULE, interface(before), WASI_3) == interface(after)


def test_second_fix_is_a_budget() -> None:
    [diagnostic] = parse(interface("f: func(timeout: u8) -> u8;", "g: func() -> result;")).diagnostics()
    assert [fix.title for fix in diagnostic.fixes] == [
        "Add the parameter `deadline-ns: u64`",
        "Add the parameter `budget-ms: u32`",
    ]


@pytest.mark.parametrize(
    ("limit", "title"),
    [
        ("timeout-ms: u32", "timeout-ms: u32"),
        ("request-deadline-us: u64", "request-deadline-us: u64"),
        ("timeout: u32", "deadline-ns: u64"),
        ("timeout-ms: string", "deadline-ns: u64"),
    ],
)
def test_the_limit_of_other_functions_of_the_file_comes_first(limit: str, title: str) -> None:
    text = interface("g: func() -> result;") + f"interface other {{ f: func({limit}) -> u8; }}"
    [diagnostic] = parse(text).diagnostics()
    assert diagnostic.fixes[0].title == f"Add the parameter `{title}`"


def test_a_host_can_stop_what_it_starts() -> None:
    text = "package a:b@1.0.0;\nworld w {\n  export run: func() -> result;\n  export f: func() -> result;\n"
    assert reported(RULE, f"{text}  import run: func() -> result;\n  export start: func(a: u8) -> result;\n}}") == [
        "f",
        "run",
        "start",
    ]


def test_types_of_a_real_interface() -> None:
    """One of them has a deadline. The bare handle and the path are understood; their errors are not declared."""
    check("""\
//- client/client.wit
package org:http-client@1.0.0;

world client {
  import wasi:clocks/monotonic-clock@0.2.0;
  import wasi:http/outgoing-handler@0.2.0;

  export http: interface {
    request: func(
      method: string,
      url: string,
      headers: list<string>,
      body: option<list<u8>>,
      deadline-ns: u64
    ) -> result<own wasi:http/types/response-outparam, http-error>;
             // ^^^ bare-handle
                 // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ path-as-type
                                                    // ^^^^^^^^^^ undefined-name
  }
}
//- task/task.wit
package org:io-task@1.0.0;

interface task {
  use wasi:io/streams@0.2.0.{output-stream};
  run: func(job: string, bytes: list<u8>) -> result<own output-stream, task-error>;
//^^^ missing-deadline
                                                 // ^^^ bare-handle
                                                                    // ^^^^^^^^^^ undefined-name
}
world entry { export task; }
""")


def test_fixes_of_a_real_interface_add_the_deadline_and_the_error_and_repair_the_handle() -> None:
    text = """\
package org:io-task@1.0.0;

interface task {
  use wasi:io/streams@0.2.0.{output-stream};
  run: func(job: string, bytes: list<u8>) -> result<own output-stream, task-error>;
}
world entry { export task; }
"""
    assert parse(text).fixed() == {
        "test.wit": """\
package org:io-task@1.0.0;

interface task {
  use wasi:io/streams@0.2.0.{output-stream};

  enum task-error-code {
    invalid-argument,
    deadline-exceeded,
    cancelled,
    resource-exhausted,
    internal,
  }

  record task-error {
    code: task-error-code,
    message: string,
  }

  run: func(job: string, bytes: list<u8>, deadline-ns: u64) -> result<output-stream, task-error>;
}
world entry { export task; }
"""
    }
