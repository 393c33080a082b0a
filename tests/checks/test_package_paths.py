"""A package where an interface or a world is expected, and the paths that are offered instead."""

from __future__ import annotations

import pytest

from tests.fixture import parse
from wit_lsp.problem import Applicability
from wit_lsp.text import apply

CODE = "package-as-interface"
DEPS = """\
//- deps/y.wit
package x:y@1.0.0;
interface i { resource t; }
interface j { resource t; resource u; }
world w {}
//- deps/z.wit
package x:z;
interface %list {}
"""


@pytest.mark.parametrize(
    ("item", "fixed"),
    [
        ("import x:y;", ["import x:y/i@1.0.0;", "import x:y/j@1.0.0;"]),
        ("import x:y@1.0.0;", ["import x:y/i@1.0.0;", "import x:y/j@1.0.0;"]),
        ("export k: x:y@1.0.0;", ["export k: x:y/i@1.0.0;", "export k: x:y/j@1.0.0;"]),
        ("export k: x:y;", ["export k: x:y/i@1.0.0;", "export k: x:y/j@1.0.0;"]),
        ("include x:y;", ["include x:y/w@1.0.0;"]),
        # Those that have all types go first
        ("use x:y.{t};", ["use x:y/i@1.0.0.{t};", "use x:y/j@1.0.0.{t};"]),
        ("use x:y@1.0.0.{t, u as v};", ["use x:y/j@1.0.0.{t, u as v};", "use x:y/i@1.0.0.{t, u as v};"]),
        ("import x:z;", ["import x:z/%list;"]),
        # Nothing is known of these
        ("import x:q@1.0.0;", []),
        ("include x:z;", []),
        # The package itself
        ("import a:b@1.0.0;", ["import mine;"]),
        ("include a:b;", ["include all;"]),
    ],
)
def test_the_interfaces_of_the_package_are_offered(item: str, fixed: list[str]) -> None:
    text = f"package a:b@1.0.0;\nworld v {{\n  {item}\n}}\ninterface mine {{}}\nworld all {{}}\n"
    case = parse(text + DEPS)
    [found] = [each for each in case.diagnostics() if not each.is_rule]
    assert (found.code, found.message.partition("; ")[2]) == (CODE, "expected one of its interfaces")
    assert all(fix.applicability is Applicability.MANUAL for fix in found.fixes)
    changes = [found.change(fix, case.engine()).edits["test.wit"] for fix in found.fixes]
    after = [apply(text.encode(), edits).decode() for edits in changes]
    assert sorted(after) == sorted(text.replace(item, each) for each in fixed)
    assert after[:1] == [text.replace(item, each) for each in fixed[:1]]


def test_a_label_and_an_interface_that_are_no_package_are_left_alone() -> None:
    case = parse("package a:b@1.0.0;\nworld v { import x:i; import q:q; }\ninterface i {}\n" + DEPS)
    assert [each.code for each in case.diagnostics() if not each.is_rule] == ["undefined-name"]
