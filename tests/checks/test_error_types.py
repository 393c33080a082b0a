"""An error type that nothing declares is declared by a fix, in the shape of the house."""

from __future__ import annotations

import pytest

from tests.fixture import Fixture, parse, render
from tests.ir.observed import EVERYWHERE, NEVER, cutting
from wit_lsp.problem import Applicability

CODE = "undefined-name"
SHAPE = """\
enum {0}-code {{ invalid-argument, deadline-exceeded, cancelled, resource-exhausted, internal }} \
record {0} {{ code: {0}-code, message: string }}"""
LINES = """\
  enum e-error-code {
    invalid-argument,
    deadline-exceeded,
    cancelled,
    resource-exhausted,
    internal,
  }

  record e-error {
    code: e-error-code,
    message: string,
  }
"""


def fixed(text: str) -> str:
    for how in (NEVER, EVERYWHERE):
        with cutting(how):
            files = parse(text).fixed(lambda each, _: each.code == CODE)
            assert [each.message for each in Fixture(files).diagnostics() if not each.is_rule] == []
    return render(Fixture(files), [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "interface i {\n  f: func() -> result<_, e-error>;\n}\n",
            f"interface i {{\n{LINES}\n  f: func() -> result<_, e-error>;\n}}\n",
        ),
        (
            "interface i {\n  use j.{t};\n\n  f: func() -> result<t, e-error>;\n}\ninterface j { type t = u8; }\n",
            f"interface i {{\n  use j.{{t}};\n\n{LINES}\n  f: func() -> result<t, e-error>;\n}}\n"
            "interface j { type t = u8; }\n",
        ),
        # Of a method, of a future, and twice in the same interface
        (
            "interface i { resource r { f: func() -> result<u8, e>; } g: func() -> option<result<_, e>>; }\n",
            f"interface i {{ {SHAPE.format('e')} resource r {{ f: func() -> result<u8, e>; }} "
            "g: func() -> option<result<_, e>>; }\n",
        ),
        # The name of the codes may be taken
        (
            "interface i { e-code: func() -> result<_, e>; }\n",
            f"interface i {{ {SHAPE.format('e').replace('e-code', 'e-code-2')} e-code: func() -> result<_, e>; }}\n",
        ),
        # An inline interface is an interface
        (
            "world w { export i: interface { f: func() -> result<_, e>; } }\n",
            f"world w {{ export i: interface {{ {SHAPE.format('e')} f: func() -> result<_, e>; }} }}\n",
        ),
        # What a world needs, or several interfaces, stands in `types`
        (
            "world w { import f: func() -> result<_, e>; }\ninterface types { type t = u8; }\n",
            "world w { use types.{e}; import f: func() -> result<_, e>; }\n"
            f"interface types {{ {SHAPE.format('e')} type t = u8; }}\n",
        ),
        (
            "/// Docs.\nworld w { import f: func() -> result<_, e-error>; }\n",
            "/// Docs.\nworld w { use types.{e-error}; import f: func() -> result<_, e-error>; }\n\n"
            f"interface types {{\n{LINES}}}\n",
        ),
        (
            "interface i { f: func() -> result<_, e>; }\ninterface j { f: func() -> result<_, e>; }\n"
            "interface types { use k.{t}; }\ninterface k { type t = u8; }\n",
            "interface i { use types.{e}; f: func() -> result<_, e>; }\n"
            "interface j { use types.{e}; f: func() -> result<_, e>; }\n"
            f"interface types {{ use k.{{t}}; {SHAPE.format('e')} }}\ninterface k {{ type t = u8; }}\n",
        ),
        # Unless `types` uses the interface itself, or is a world
        (
            "interface i { type t = u8; f: func() -> result<_, e>; }\n"
            "interface types { use i.{t}; g: func() -> result<_, e>; }\n",
            f"interface i {{ {SHAPE.format('e')} type t = u8; f: func() -> result<_, e>; }}\n"
            f"interface types {{ use i.{{t}}; {SHAPE.format('e')} g: func() -> result<_, e>; }}\n",
        ),
        (
            "package n:n@1.0.0 { world w { import f: func() -> result<_, e>; } interface types { type t = u8; } }\n",
            "package n:n@1.0.0 { world w { use types.{e}; import f: func() -> result<_, e>; } "
            f"interface types {{ {SHAPE.format('e')} type t = u8; }} }}\n",
        ),
    ],
)
def test_it_stands_where_it_is_needed(before: str, after: str) -> None:
    assert fixed(f"package a:b@1.0.0;\n{before}") == f"package a:b@1.0.0;\n{after}"


def test_another_file_of_the_package_may_have_the_interface_for_what_is_shared() -> None:
    assert (
        fixed("""\
//- a.wit
package a:b@1.0.0;
world w { import f: func() -> result<_, e>; }
//- b.wit
package a:b@1.0.0;
interface types { type t = u8; }
""")
        == f"""\
//- a.wit
package a:b@1.0.0;
world w {{ use types.{{e}}; import f: func() -> result<_, e>; }}
//- b.wit
package a:b@1.0.0;
interface types {{ {SHAPE.format("e")} type t = u8; }}
"""
    )


@pytest.mark.parametrize(
    ("text", "fixes"),
    [
        ("interface i { f: func(a: e-error); }", []),
        ("interface i { f: func() -> result<e-error>; }", []),
        ("interface i { f: func() -> result<_, g>; g: func(); }", []),
        ("world w { import f: func() -> result<_, e>; } world types {}", []),
        # A name that is misspelt
        (
            "interface i { enum db-error { a } f: func() -> result<_, db-eror>; }",
            [("Write `db-error`", "manual"), ("Declare `db-eror`", "manual")],
        ),
        (
            "interface i { enum db-errors { a } f: func() -> result<_, io-error>; }",
            [("Declare `io-error`", "unsafe")],
        ),
        # A name that another interface has
        (
            "interface i { f: func() -> result<_, e>; } interface j { enum e { a } }",
            [("Bring it in from `j`", "manual")],
        ),
    ],
)
def test_what_is_offered(text: str, fixes: list[tuple[str, str]]) -> None:
    found = [each for each in parse(f"package a:b@1.0.0;\n{text}\n").diagnostics() if each.code == CODE]
    assert [(fix.title, fix.applicability.value) for each in found for fix in each.fixes] == fixes
    assert all(each.preferred is None or each.preferred.applicability is Applicability.UNSAFE for each in found)
