"""Names that are none in WIT: what is renamed with them, in all files, and where nothing can be."""

from __future__ import annotations

import pytest

from tests.fixture import Fixture, parse, render
from tests.ir.observed import EVERYWHERE, NEVER, cutting
from tests.sources import Texts
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.fixes.readable import MissingTarget
from wit_lsp.problem import Applicability, Fix

CODE = "identifier-case"


def is_safe(diagnostic: Diagnostic, fix: Fix) -> bool:
    return diagnostic.code == CODE and fix.applicability is Applicability.SAFE


def renamed(text: str) -> str:
    """The files after the safe fixes."""
    for how in (NEVER, EVERYWHERE):
        with cutting(how):
            fixed = parse(text).fixed(is_safe)
    return render(Fixture(fixed), [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # A type, with all that mentions it in its body and in those that bring it in, under its name or another
        (
            "interface i { record userInfo { a: u8 } f: func(a: userInfo) -> list<userInfo>; }\n"
            "interface j { use i.{userInfo}; f: func(a: userInfo); }\n"
            "interface k { use j.{userInfo as info}; f: func(a: info); }\n"
            "world w { use i.{userInfo}; import f: func(a: userInfo); }\n",
            "interface i { record user-info { a: u8 } f: func(a: user-info) -> list<user-info>; }\n"
            "interface j { use i.{user-info}; f: func(a: user-info); }\n"
            "interface k { use j.{user-info as info}; f: func(a: info); }\n"
            "world w { use i.{user-info}; import f: func(a: user-info); }\n",
        ),
        # Another type of the same name means something else
        (
            "interface i { resource file_id; f: func(a: borrow<file_id>); }\n"
            "interface j { type file-id = u8; f: func(a: file-id); }\n",
            "interface i { resource file-id; f: func(a: borrow<file-id>); }\n"
            "interface j { type file-id = u8; f: func(a: file-id); }\n",
        ),
        # An alias is a name of its own
        (
            "interface i { type t = u8; }\ninterface j { use i.{t as myT}; f: func(a: myT); }\n"
            "interface k { use j.{myT}; f: func(a: myT); }\n",
            "interface i { type t = u8; }\ninterface j { use i.{t as my-t}; f: func(a: my-t); }\n"
            "interface k { use j.{my-t}; f: func(a: my-t); }\n",
        ),
        # Functions, parameters, fields and cases are mentioned nowhere else
        (
            "interface i { getUser: func(userId: u8); record r { userId: u8 } variant v { notFound, x_y(u8) } }\n",
            "interface i { get-user: func(user-id: u8); record r { user-id: u8 } variant v { not-found, x-y(u8) } }\n",
        ),
        # Both accessors of a pair
        (
            "interface i { resource r { userName: get() -> string; userName: set(a: string); m_m: func(); } }\n",
            "interface i { resource r { user-name: get() -> string; user-name: set(a: string); m-m: func(); } }\n",
        ),
        # Interfaces and worlds, by paths and by names that a `use` at top level gives
        (
            "use shopItems as s;\ninterface shopItems { type t = u8; }\n"
            "interface j { use shopItems.{t}; use s.{t as t2}; }\n"
            "world myWorld { import shopItems; }\nworld w { include myWorld; }\n",
            "use shop-items as s;\ninterface shop-items { type t = u8; }\n"
            "interface j { use shop-items.{t}; use s.{t as t2}; }\n"
            "world my-world { import shop-items; }\nworld w { include my-world; }\n",
        ),
        (
            "use i as myI;\ninterface i { type t = u8; }\ninterface j { use myI.{t}; }\n",
            "use i as my-i;\ninterface i { type t = u8; }\ninterface j { use my-i.{t}; }\n",
        ),
        # What a world imports and exports, and what an `include` renames
        (
            "world v { import doIt: func(); import my_i: interface {} }\n"
            "world w { include v with { doIt as do-it2 } }\n",
            "world v { import do-it: func(); import my-i: interface {} }\n"
            "world w { include v with { do-it as do-it2 } }\n",
        ),
        # A keyword
        (
            "interface i { record Record { a: u8 } f: func(a: Record, List: u8); }\n",
            "interface i { record %record { a: u8 } f: func(a: %record, %list: u8); }\n",
        ),
        # In a nested package
        (
            "package n:n@1.0.0 { interface myI { type t_t = u8; } interface j { use myI.{t_t}; f: func(a: t_t); } }\n"
            "interface myI { type t_t = u8; }\n",
            "package n:n@1.0.0 { interface my-i { type t-t = u8; } interface j { use my-i.{t-t}; f: func(a: t-t); } }\n"
            "interface my-i { type t-t = u8; }\n",
        ),
    ],
)
def test_all_that_means_the_same_is_renamed(before: str, after: str) -> None:
    assert renamed(f"package a:b@1.0.0;\n{before}") == f"package a:b@1.0.0;\n{after}"


def test_other_files_of_the_package_and_packages_that_use_it_follow_and_copies_in_deps_do_not() -> None:
    assert (
        renamed("""\
//- p/a.wit
package a:b@1.0.0;
interface shopTypes { record orderItem { a: u8 } }
//- p/b.wit
package a:b@1.0.0;
use shopTypes as s;
interface j { use shopTypes.{orderItem}; f: func(a: orderItem); }
//- q/c.wit
package c:d@1.0.0;
interface k { use a:b/shopTypes@1.0.0.{orderItem as item}; f: func(a: item); }
//- r/e.wit
package e:f@1.0.0;
interface l { use a:b/shopTypes@1.0.0.{orderItem}; f: func(a: orderItem); }
//- r/deps/a/a.wit
package a:b@1.0.0;
interface shopTypes { record orderItem { a: u8 } }
""")
        == """\
//- p/a.wit
package a:b@1.0.0;
interface shop-types { record order-item { a: u8 } }
//- p/b.wit
package a:b@1.0.0;
use shop-types as s;
interface j { use shop-types.{order-item}; f: func(a: order-item); }
//- q/c.wit
package c:d@1.0.0;
interface k { use a:b/shop-types@1.0.0.{order-item as item}; f: func(a: item); }
//- r/e.wit
package e:f@1.0.0;
interface l { use a:b/shopTypes@1.0.0.{orderItem}; f: func(a: orderItem); }
//- r/deps/a/a.wit
package a:b@1.0.0;
interface shopTypes { record orderItem { a: u8 } }
"""
    )


def test_a_package_is_renamed_in_all_its_files_and_where_it_is_named() -> None:
    assert (
        renamed("""\
//- p/a.wit
package My_shop:goods_list@1.0.0;
interface i {}
//- p/b.wit
package My_shop:goods_list@1.0.0;
//- q/c.wit
package c:d@1.0.0;
world w { import My_shop:goods_list/i@1.0.0; }
""")
        == """\
//- p/a.wit
package my-shop:goods-list@1.0.0;
interface i {}
//- p/b.wit
package my-shop:goods-list@1.0.0;
//- q/c.wit
package c:d@1.0.0;
world w { import my-shop:goods-list/i@1.0.0; }
"""
    )


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("use i as myI; interface i {} interface my-i {}", ["an interface or world `my-i`"]),
        ("interface myI {} world my-i {}", ["an interface or world `my-i`"]),
        ("interface i { type userInfo = u8; user-info: func(); }", ["a function `user-info`"]),
        ("interface i { use j.{t as t_t}; resource TT; } interface j { type t = u8; }", ["a type `TT`"]),
        ("interface i { f: func(userId: u8, user_id: u8); }", ["a parameter `user_id`", "a parameter `userId`"]),
        ("interface i { record r { a_b: u8, a-b: u8 } }", ["a field `a-b`"]),
        ("interface i { enum e { aB, a-b } flags f { aB, a-b } }", ["a case `a-b`", "a flag `a-b`"]),
        ("interface i { resource rr { r_r: func(); } }", ["a resource `rr`"]),
        ("world w { import my_f: func(); import my-f: func(); export myF: func(); }", ["an import `my-f`"]),
    ],
)
def test_what_has_the_name_already_is_said(text: str, others: list[str]) -> None:
    found = parse(f"package a:b@1.0.0;\n{text}\n").diagnostics()
    assert {each.code for each in found} == {CODE}, "each clash is one error"
    said = [each.message.rpartition("; ")[2] for each in found if not each.fixes]
    assert said == [f"there is {each}" for each in others]


def test_it_is_shown_where_the_name_is_declared_already() -> None:
    case = parse("package a:b@1.0.0;\ninterface i {\n  enum job-status { a }\n  record Job_Status { a: u8 }\n}\n")
    [found] = case.diagnostics()
    [file] = case.files.values()
    assert [(file[slice(*each.span)], each.message) for each in found.related] == [
        ("job-status", "`job-status` is declared here")
    ]


def test_a_wrong_name_that_is_declared_twice_is_not_renamed_to_a_clash() -> None:
    found = parse("package a:b@1.0.0;\ninterface i {\n  record r { aB: u8, aB: u8 }\n}\n").diagnostics()
    assert [each.code for each in found] == ["identifier-case", "dup-member", "identifier-case"]


def test_a_name_that_is_declared_as_wit_writes_it_is_meant() -> None:
    text = """\
package a:b@1.0.0;
interface i {
  use fooItems.{itemId};
  enum my-error { a }
  f: func(a: myError);
}
interface foo-items { type item-id = u8; }
"""
    found = [each for each in parse(text).diagnostics() if each.code == CODE]
    assert [each.message for each in found] == [
        "`fooItems` is not a valid name; `foo-items` is declared",
        "`itemId` is not a valid name: each word must be all lower case or all upper case",
        "`myError` is not a valid name; `my-error` is declared",
    ]
    after = text.replace("fooItems", "foo-items").replace("itemId", "item-id").replace("myError", "my-error")
    assert renamed(text) == after


def test_what_a_dependency_declares_is_not_renamed() -> None:
    case = parse("""\
package a:b@1.0.0;
world w { import x:y/someItems; }
//- deps/y.wit
package x:y;
interface someItems {}
""")
    assert [(each.path, each.fixes) for each in case.diagnostics() if each.code == CODE] == [
        ("test.wit", ()),
        ("deps/y.wit", ()),
    ]


def test_what_a_dependency_mentions_is_not_renamed() -> None:
    case = parse("""\
package a:b@1.0.0;
interface someItems { type t = u8; }
//- deps/y.wit
package x:y;
interface i { use a:b/someItems@1.0.0.{t}; }
""")
    [found] = [each for each in case.diagnostics() if each.code == CODE and each.path == "test.wit"]
    with pytest.raises(MissingTarget):
        found.change(found.fixes[0], case.engine())
    assert case.fixed(is_safe) == case.files


def test_nothing_is_renamed_where_a_body_that_brings_it_in_has_the_name() -> None:
    case = parse("""\
package a:b@1.0.0;
interface i { type user_info = u8; }
interface j { use i.{user_info}; resource user-info; }
""")
    fixes = [fix for each in case.diagnostics() if each.code == CODE for fix in each.fixes]
    assert [fix.title for fix in fixes] == ["Rename to `user-info`"]
    assert case.fixed(is_safe) == case.files


def test_unsaved_files_follow() -> None:
    engine = Engine(Texts({"/p/a.wit": b"package a:b@1.0.0; interface i {}", "/p/b.wit": b"package a:b@1.0.0;"}))
    engine.open("/p/a.wit", b"package a:b@1.0.0; interface i { type fooBar = u8; }")
    engine.open("/p/b.wit", b"package a:b@1.0.0; interface j { use i.{fooBar}; }")
    [found] = [each for each in engine.diagnostics("/p/a.wit") if each.code == CODE]
    edits = found.change(found.fixes[0], engine).edits
    assert {path: [edit.text for edit in each] for path, each in edits.items()} == {
        "/p/a.wit": ["foo-bar"],
        "/p/b.wit": ["foo-bar"],
    }


def test_a_name_that_nothing_declares_is_for_a_person_to_rename_in_its_body() -> None:
    text = "package a:b@1.0.0;\ninterface i { f: func(a: some_t2) -> some_t2; }\ninterface j { f: func(a: some_t2); }\n"
    case = parse(text)
    found = [each for each in case.diagnostics() if each.code == CODE]
    assert [fix.applicability for each in found for fix in each.fixes] == [Applicability.MANUAL] * 2
    [edits] = found[0].change(found[0].fixes[0], case.engine()).edits.values()
    assert [text[slice(*edit.span)] for edit in edits] == ["some_t2", "some_t2"]
    assert {edit.text for edit in edits} == {"some-t2"}


def test_a_feature_is_renamed_where_it_is() -> None:
    text = "package a:b@1.0.0;\n@unstable(feature = myFeature)\ninterface i { myFeature: func(); }\n"
    [feature, function] = [each for each in parse(text).diagnostics() if each.code == CODE]
    assert [fix.applicability.value for fix in (*feature.fixes, *function.fixes)] == ["manual", "safe"]
