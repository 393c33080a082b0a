"""Comments that suppress rules, and where they apply. What is reported of such comments is left out."""

from __future__ import annotations

import pytest

from tests import fixture
from tests.fixture import parse
from wit_lsp.config import Change, Settings
from wit_lsp.syntax.suppressions import directive

SETTINGS = Settings(changes=(Change(ignore=("hygiene",)),))


def check(text: str) -> None:
    fixture.check(text, SETTINGS)


def test_at_the_end_of_a_line_it_applies_to_the_line() -> None:
    check("""\
package example:docs@1.0.0;
interface i {
  f: func() -> result; // wit-lsp: ignore[missing-deadline] it is quick
  g: func() -> result; /* wit-lsp: ignore[missing-deadline] */
  h: func() -> result;
//^ missing-deadline
  j: func() -> result; k: func() -> result; // wit-lsp: ignore[missing-deadline]
  l: func(
//^ missing-deadline
    a: u8, // wit-lsp: ignore[missing-deadline]
  ) -> result;
  m: func(a: u8)
//^ missing-deadline
    -> result<list<u8>>; // wit-lsp: ignore[unbounded-bytes, missing-deadline]
}
world w {
  use wasi:io/poll.{pollable}; // wit-lsp: ignore[unpinned-reference]
  use wasi:io/error.{error};
   // ^^^^^^^^^^^^^ unpinned-reference
}
""")


def test_alone_above_an_item_it_applies_to_the_item_without_its_body() -> None:
    check("""\
package example:docs@1.0.0;

// wit-lsp: ignore[missing-deadline]
interface i {
  f: func() -> result;
//^ missing-deadline
}

// wit-lsp: ignore[missing-package-version]
package example:nested {
  interface i {
    use wasi:io/poll.{pollable};
     // ^^^^^^^^^^^^ unpinned-reference
  }
}

interface j {
  // wit-lsp: ignore[missing-deadline]

  // more
  @since(version = 1.0.0)
  f: func(
    a: u8,
  ) -> result;
  g: func() -> result;
//^ missing-deadline
  // wit-lsp: ignore[missing-deadline]
  resource r {
    /* wit-lsp: ignore[missing-deadline] */
    f: func() -> result;
    /* wit-lsp: ignore[missing-deadline] */ g: func() -> result;
    h: func() -> result;
 // ^ missing-deadline
  }
}

world w {
  // wit-lsp: ignore[unpinned-reference, missing-deadline]
  import wasi:io/poll;
  // wit-lsp: ignore[unpinned-reference, missing-deadline]
  export f: func() -> result;
  // wit-lsp: ignore[unpinned-reference, missing-deadline]
  export x: interface {
    f: func() -> result;
 // ^ missing-deadline
  }
  // wit-lsp: ignore[unpinned-reference]
  include wasi:cli/imports with {
    a as b
  }
}
""")


def test_run_of_comments_counts_for_one_item() -> None:
    check("""\
package example:docs@1.0.0;

// wit-lsp: ignore[missing-package-version]
// wit-lsp: ignore-next-item[missing-deadline]
/* more */ // wit-lsp: ignore[unpinned-reference]
interface i {
  // wit-lsp: ignore[missing-deadline]
  // wit-lsp: ignore[unbounded-bytes]
  f: func(a: u8, /* wit-lsp: ignore-next-item[time] */ /* wit-lsp: ignore[missing-deadline] */ b: u8) -> result;
  g: func(/* wit-lsp: ignore[unbounded-bytes] */ /* wit-lsp: ignore-next-item[missing-deadline] */) -> list<u8>;
  h: func() -> list<u8>;
            // ^^^^^^^^ unbounded-bytes
  // wit-lsp: ignore[unbounded-bytes]
}
// wit-lsp: ignore[missing-deadline]
""")


def test_rule_can_be_suppressed_at_the_header() -> None:
    check("// wit-lsp: ignore[missing-package-version]\npackage example:docs;\n")
    check("package example:docs; // wit-lsp: ignore[missing-package-version]\n")
    check("package example:docs /* wit-lsp: ignore[missing-package-version] */;\n")


def test_next_item_includes_its_body() -> None:
    check("""\
package example:docs@1.0.0;

// wit-lsp: ignore-next-item[missing-deadline]
interface i {
  f: func() -> result;
  g: func() -> result;
}

interface j {
  f: func() -> result;
//^ missing-deadline
  /* wit-lsp: ignore-next-item[missing-deadline] */
  resource r {
    f: func() -> result;
  }
}

// wit-lsp: ignore-next-item[missing-package-version, unpinned-reference]
package example:nested {
  interface i {
    use wasi:io/poll.{pollable};
  }
}
""")


@pytest.mark.parametrize(
    "member",
    [
        "f /*!*/ : func() -> result<list<u8>>;",
        "f: func(/*!*/) -> result<list<u8>>;",
        "f: func() -> result</*!*/list<u8>>;",
        "f: func(\n/*!*/\n) -> result<list<u8>>;",
        "f: func(\n// !\n) -> result<list<u8>>;",
        "f: func()\n/*!*/\n-> result<list<u8>>;",
        "f: func() -> result<list<u8>> /*!*/;",
        "@since(version = 1.0.0) /*!*/ f: func() -> result<list<u8>>;",
        "use wasi:io/poll.{/*!*/ pollable};",
        "use wasi:io/poll.{\n// !\npollable};",
        "use wasi:io/poll /*!*/ .{pollable};",
        "resource r { constructor(); f: func() /*!*/ -> result; }",
    ],
)
def test_between_the_tokens_of_an_item_it_applies_to_the_item(member: str) -> None:
    words = "wit-lsp: ignore[missing-deadline, unbounded-bytes, unpinned-reference]"
    check(f"package a:b@1.0.0;\ninterface i {{ {member.replace('!', words)} }}\n")


@pytest.mark.parametrize("comment", ["// {}\n", "/* {} */\n", "/// {}\n", "/**\n * {}\n */\n", "/* {} */ "])
def test_whole_file(comment: str) -> None:
    words = "wit-lsp: ignore-file[missing-deadline, unpinned-reference, missing-package-version] generated"
    check(f"package a:b;\n\n// c\n{comment.format(words)}\nuse wasi:io/poll;\ninterface i {{ f: func() -> result; }}\n")


def test_whole_file_without_header() -> None:
    check("// wit-lsp: ignore-file[missing-deadline]\ninterface i { f: func() -> result; }\n")


@pytest.mark.parametrize(
    "text",
    [
        "// wit-lsp: ignore-file[missing-deadline]\npackage a:b@1.0.0;\ninterface i { F }\n",
        "package a:b@1.0.0;\ninterface i { F }\n// wit-lsp: ignore-file[missing-deadline]\ninterface j {}\n",
        "package a:b@1.0.0;\ninterface i { F } // wit-lsp: ignore-file[missing-deadline]\n",
        "package a:b@1.0.0;\ninterface i {\n// wit-lsp: ignore-file[missing-deadline]\nF }\n",
        "package a:b@1.0.0;\n@since(version = 1.0.0)\n// wit-lsp: ignore-file[missing-deadline]\ninterface i { F }\n",
        "package a:b@1.0.0;\nuse i as j;\n// wit-lsp: ignore-file[missing-deadline]\ninterface i { F }\n",
    ],
)
def test_whole_file_is_ignored_anywhere_else(text: str) -> None:
    found = parse(text.replace("F", "f: func() -> result;")).diagnostics(SETTINGS)
    assert [each.code for each in found] == ["missing-deadline"]


@pytest.mark.parametrize(
    "comment",
    [
        "wit-lsp: ignore",
        "wit-lsp: ignore[]",
        "wit-lsp: ignore[unbounded-bytes]",
        "wit-lsp: ignore[deadline]",
        "wit-lsp: ignore missing-deadline",
        "wit-lsp: ignored[missing-deadline]",
        "wit-lsp ignore[missing-deadline]",
        "ignore[missing-deadline]",
    ],
)
def test_other_words_do_nothing(comment: str) -> None:
    found = parse(f"package a:b@1.0.0;\ninterface i {{ f: func() -> result; }} // {comment}\n").diagnostics(SETTINGS)
    assert [each.code for each in found] == ["missing-deadline"]


@pytest.mark.parametrize(
    "rules", ["missing-deadline", "a,missing-deadline", " missing-deadline , a ", "missing-deadline,"]
)
def test_list_of_rules(rules: str) -> None:
    check(f"package a:b@1.0.0;\ninterface i {{ f: func() -> result; }} // see: wit-lsp:ignore[{rules}] because\n")


def test_in_a_string_it_is_not_a_comment() -> None:
    check("""\
package a:b@1.0.0;
interface i {
  @external-id("// wit-lsp: ignore[missing-deadline]")
  f: func() -> result;
//^ missing-deadline
}
""")


def test_language_errors_cannot_be_suppressed() -> None:
    head = "package a:b@1.0.0;\n// wit-lsp: ignore-file[bare-handle]\n"
    text = f"{head}interface i {{{{\n  resource r;\n  f: func(a: own r); // {{}}\n}}}}\n"
    found = parse(text.format(directive("bare-handle"))).diagnostics(SETTINGS)
    assert [each.code for each in found] == ["bare-handle"]
