"""Interfaces that use one another, and worlds that include one another, over the files of a package."""

from __future__ import annotations

import itertools

import pytest

from tests.fixture import parse
from tests.ir.observed import EVERYWHERE, NEVER, cutting
from tests.rules.cases import HEADER
from tests.sources import Texts
from wit_lsp.engine.engine import Engine
from wit_lsp.engine.judge import segment_problems
from wit_lsp.semantics.cycles import ways_of_package

CODE = "item-cycle"


def found_in(text: str) -> list[str]:
    """The paths at which it is reported, each with what is around it in its line; the same however bodies are cut."""
    found = []
    for how in (NEVER, EVERYWHERE):
        with cutting(how):
            case = parse(text)
            source = {path: each.encode() for path, each in case.files.items()}
            reported = [each for each in case.diagnostics() if each.code == CODE]
            found.append([source[each.path][each.span.start - 10 : each.span.end + 3].decode() for each in reported])
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize(
    ("items", "paths"),
    [
        ("interface a { use b.{t}; } interface b { use a.{t}; }", ["e a { use b.{t"]),
        ("interface a { use a.{t}; }", ["e a { use a.{t"]),
        ("interface a { use b.{}; } interface b { use a.{}; }", ["e a { use b.{}"]),
        ("interface a { @unstable(feature = x) use b.{t}; } interface b { use a.{t}; }", [" = x) use b.{t"]),
        ("interface a { use b.{t}; } interface b { use c.{t}; } interface c { use a.{t}; }", ["e a { use b.{t"]),
        # Not at what leads to it, and not at a further `use` of the same
        ("interface z { use a.{t}; } interface a { use b.{t}; } interface b { use a.{t}; }", ["e a { use b.{t"]),
        (
            "interface a { use b.{t}; use b.{u}; use b2.{v}; } interface b { use a.{t}; } use b as b2;",
            ["e a { use b.{t"],
        ),
        ("use b as x; interface a { use x.{t}; } interface b { use a.{t}; }", ["e a { use x.{t"]),
        (
            "interface a { use b.{t}; use c.{t}; } interface b { use a.{t}; } interface c { use a.{t}; }",
            ["e a { use b.{t"],
        ),
        (
            "interface a { use a.{t}; } interface b { use c.{t}; } interface c { use b.{t}; }",
            ["e a { use a.{t", "e b { use c.{t"],
        ),
        ("world a { include a; }", ["{ include a; }"]),
        (
            "world a { include b; } world b { import i; include c; } world c { include a; } interface i {}",
            ["{ include b; }"],
        ),
        (
            "package n:m { interface a { use b.{t}; } interface b { use a.{t}; } } interface a { use b.{t}; }",
            ["e a { use b.{t"],
        ),
        # These lead nowhere
        ("interface a { use b.{t}; } interface b { use c.{t}; } interface c { type t = u8; }", []),
        ("interface a { use b.{t}; } interface b { use c:d/a.{t}; } package c:d { interface a { type t = u8; } }", []),
        ("interface a { use b.{t}; } interface b { use example:docs/a.{t}; }", []),  # `self-qualified` is wrong with it
        ("use c:d/a as a2; interface a { use a2.{t}; } package c:d { interface a { type t = u8; } }", []),
        ("world w { import a; use a.{t}; import i: interface { use a.{t}; } } interface a { type t = u8; }", []),
        ("interface a { use w.{t}; } world w { include a; }", []),  # each is the wrong kind for the other
        ("interface a { use b.{t} } interface b { use a.{t}; }", []),  # what is not understood
    ],
)
def test_reported_once(items: str, paths: list[str]) -> None:
    assert found_in(f"{HEADER}{items}\n") == paths


def test_a_circle_over_files_is_reported_in_the_first_of_them() -> None:
    texts = {
        "/p/c.wit": f"{HEADER}interface z {{ use y.{{t}}; }}\n",
        "/p/a.wit": f"{HEADER}interface x {{ use z.{{t}}; }}\n",
        "/p/b.wit": "interface y { use x.{t}; }\n",
    }
    for order in itertools.permutations(texts):
        engine = Engine(Texts({}))
        for path in order:
            engine.open(path, texts[path].encode())
        found = {path: [each for each in engine.diagnostics(path) if each.code == CODE] for path in texts}
        [one] = found.pop("/p/a.wit")
        assert [*found.values()] == [[], []]
        assert one.message == "`x` uses itself: `x` → `z` → `y` → `x`; move what they share to another interface"
        assert [(each.path, texts[each.path][slice(*each.span)], each.message) for each in one.related] == [
            ("/p/c.wit", "y", "`z` uses `y`"),
            ("/p/b.wit", "x", "`y` uses `x`"),
        ]


@pytest.mark.parametrize("is_open", [True, False])
def test_a_file_beside_that_changes_is_seen(is_open: bool) -> None:
    files = {"/p/a.wit": f"{HEADER}interface a {{ use b.{{t}}; }}".encode()}
    texts = Texts(files)
    engine = Engine(texts)
    engine.open("/p/a.wit", files["/p/a.wit"])
    seen = []
    for body in ("", "use a.{t};", "type t = u8;", "use c.{t};", "use a.{};"):
        text = f"{HEADER}interface b {{ {body} }} interface c {{ use b.{{}}; }}".encode()
        if is_open:
            engine.open("/p/b.wit", text)
        else:
            files["/p/b.wit"] = text
            engine.changed_on_disk("/p/b.wit")
        seen.append([each.message.partition(";")[0] for each in engine.diagnostics("/p/a.wit") if each.code == CODE])
    around = ["`a` uses itself: `a` → `b` → `a`"]
    assert seen == [[], around, [], [], around]


def test_a_key_in_a_function_asks_nothing_of_other_interfaces() -> None:
    others = "".join(f"interface i{n} {{ use i{n + 1}.{{t}}; f: func(a: t); }}\n" for n in range(20))
    text = f"{HEADER}{others}interface i20 {{ type t = u8; f: func(a: u8); }}\n"
    engine = Engine(Texts({}))
    engine.open("test.wit", text.encode())
    engine.diagnostics("test.wit")
    engine.db.runs.clear()
    engine.open("test.wit", text.replace("f: func(a: u8)", "f: func(ab: u8)").encode())
    assert not [each for each in engine.diagnostics("test.wit") if each.code == CODE]
    assert engine.db.runs[segment_problems] == 1
    assert engine.db.runs[ways_of_package] == 0


SIZE = 10_000


def test_a_long_circle() -> None:
    text = HEADER + "".join(f"interface i{n} {{ use i{(n + 1) % SIZE}.{{t}}; }}\n" for n in range(SIZE))
    [found] = [each for each in parse(text).diagnostics() if each.code == CODE]
    assert text[slice(*found.span)] == "i1"
    assert found.message.startswith("`i0` uses itself: `i0` → `i1` → `i2` → `i3` → … → `i0`;")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("world w {\n  import i;\n  include w;\n}\n", "world w {\n  import i;\n}\n"),
        ("world w { include w with { i as j } }\n", None),
        ("interface a { use a.{t}; }\n", None),
        ("interface a { use a.{}; }\n", "interface a { }\n"),
    ],
)
def test_an_item_need_not_lead_to_itself(before: str, after: str | None) -> None:
    case = parse(f"{HEADER}{before}")
    [found] = [each for each in case.diagnostics() if each.code == CODE]
    assert len(found.fixes) == 1
    assert (found.preferred is not None) == (after is not None)
    if after is not None:
        [fixed] = case.fixed(lambda each, _: each.code == CODE).values()
        assert fixed == HEADER + after
