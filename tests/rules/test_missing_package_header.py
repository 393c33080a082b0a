"""Which files lack a header that others beside them have, and which header they get."""

from __future__ import annotations

import pytest

from tests.fixture import check, parse
from tests.sources import Texts
from wit_lsp.config import Change, Settings
from wit_lsp.engine.engine import Engine
from wit_lsp.problem import Severity

RULE = "missing-package-header"
MESSAGE = "this file has no package header; those beside it are of"


@pytest.mark.parametrize("text", ["", "// c\n", "interface i {}\n", "package example:c {}\n", "\ufeffworld w {}\n"])
def test_a_file_gets_the_header_of_those_beside_it(text: str) -> None:
    case = parse("//- p/a.wit\npackage example:a@1.0.0;\n//- p/b.wit\n")
    case.files["p/b.wit"] = text
    [found] = [each for each in case.diagnostics() if each.code == RULE]
    assert (found.path, found.span, found.message) == ("p/b.wit", (0, 0), f"{MESSAGE} `example:a@1.0.0`")
    [fix] = found.fixes
    assert (fix.title, fix.applicability.value) == ("Add `package example:a@1.0.0;`", "safe")
    after = case.fixed(lambda each, _: each.code == RULE)["p/b.wit"]
    bom, rest = text[: text.startswith("\ufeff")], text.removeprefix("\ufeff")
    assert after == f"{bom}package example:a@1.0.0;\n" + (f"\n{rest}" if rest else "")


def test_of_several_headers_none_is_chosen() -> None:
    ids = [f"example:p{number}@1.0.0" for number in range(7)]
    case = parse("".join(f"//- {number}.wit\npackage {id};\n" for number, id in enumerate(ids)) + "//- x.wit\n")
    [found] = [each for each in case.diagnostics() if each.code == RULE]
    shown = ", ".join(f"`{id}`" for id in ids[:5])
    assert found.message == f"{MESSAGE} {shown} and others"
    assert [(fix.title, fix.applicability.value) for fix in found.fixes] == [
        (f"Add `package {id};`", "manual") for id in ids[:5]
    ]


def test_a_file_that_is_alone_or_may_have_a_header_is_not_reported() -> None:
    check("""\
//- p/a.wit
package example:a@1.0.0;
//- p/b.wit
interface b {}
package example:a@1.0.0;
     // ^^^^^^^^^^^^^^^ package-header-first
//- p/c.wit
package
    // | expected-token
//- p/deps/d.wit
interface d {}
//- q/e.wit
interface e {}
//- q/f.wit
interface f {}
""")


def test_a_comment_ignores_it_in_a_file() -> None:
    check("""\
//- a.wit
package example:a@1.0.0;
//- b.wit
// wit-lsp: ignore-file[missing-package-header] it is generated
interface b {}
""")


def test_the_name_of_the_rule_turns_no_error_off() -> None:
    text = b"// wit-lsp: ignore-file[missing-package-header]\ninterface b {}\n"
    engine = Engine(Texts({"b.wit": text}), Settings(changes=(Change(ignore=(RULE,)),)))
    assert (RULE, Severity.ERROR) in [(each.code, each.severity) for each in engine.diagnostics("b.wit")]
