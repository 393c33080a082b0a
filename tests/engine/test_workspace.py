"""A workspace of several files: after any changes, in any order, the reports are those of a fresh start, even if work
was cancelled again and again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lsprotocol import types as lsp

from tests.engine import extra_rules
from tests.features.view import DOCUMENT, URI, client
from tests.ir.observed import EVERYWHERE, cutting
from tests.sources import Texts
from wit_lsp.config import Change, Settings
from wit_lsp.db import Cancelled
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.engine.files import file_report
from wit_lsp.engine.judge import segment_problems
from wit_lsp.features import View
from wit_lsp.features.document_symbol import document_symbol
from wit_lsp.fixes.readable import MissingTarget
from wit_lsp.ir.document import Document
from wit_lsp.problem import Severity
from wit_lsp.text import Edit, Span, apply, encode

FILES = {
    "/w/shapes.wit": """\
package example:shop@1.0.0;

/// Shapes.
interface shapes {
  use units.{length};
  area: func(of: u32) -> u32;
  nearest: func(to: u32) -> result<u32>;
  resource box {
    constructor(deadline-ns: u64);
    name: func() -> string;
    set-name: func(to: string) -> result<u32>;
    next: func() -> result<list<u8>, string>;
  }
}
""",
    "/w/units.wit": """\
package example:shop@1.0.0;
interface units {
  type length = u32;
  area: func(of: length) -> u32;
  convert: func() -> result<length>; // wit-lsp: ignore[missing-deadline]
}
world app { import wasi:io/streams; export shapes; }
""",
    "/w/reasons.wit": "package example:shop@1.0.0;\ninterface reasons { /* why */ }\n",
    "/w/old.wit": "package example:shop@1.0.0;\n",
}
TOKENS = [
    *("interface units {\n", "}\n", "resource ", "area", "next", "func() -> result<u32>;\n", ": ", ";", "\n", " "),
    *("  near: func() -> u32;\n", "// wit-lsp: ignore-next-item[many-beside]\n", "/*", "*/", "package a:b {\n"),
    *("// wit-lsp: ignore[missing-deadline, no]\n", "// wit-lsp: ignore-file[missing-deadline]\n", "// wit-lsp: x\n"),
    *("use wasi:io/streams.{output-stream};\n", "(unit: string)", "{", "}", '"', "%"),
]


@pytest.fixture(autouse=True)
def small_segments_and_more_rules() -> Iterator[None]:
    """Even short bodies are cut, and there are rules that depend on other files."""
    with cutting(EVERYWHERE), extra_rules.beside(*extra_rules.RULES):
        yield


class Edited(NamedTuple):
    """An edit of file number `file`: replaces `length` bytes at `start`, a fraction of the text, with `text`."""

    file: int
    start: float
    length: int
    text: str


class Happening(NamedTuple):
    """`open`, `close`, `write`, `create`, `delete` or `look` happens to file number `file`."""

    kind: str
    file: int


class Configured(NamedTuple):
    """File number `file` gets the settings of this number."""

    file: int
    settings: int


class Stopped(NamedTuple):
    """Work on file number `file` is cancelled after `after` queries."""

    file: int
    after: int


SETTINGS = (
    Settings(profile="strict"),
    Settings(target="wasi-0.3"),
    Settings(changes=(Change(ignore=("time", "many-beside", "unmatched-interface")),)),
    Settings(profile="strict", severities=(("hygiene", Severity.ERROR), ("missing-deadline", Severity.HINT))),
    Settings(excluded=True),
)
PATHS = st.integers(0, 4)
EDITS = st.builds(
    Edited,
    PATHS,
    st.floats(0, 1),
    st.sampled_from([0, 0, 1, 3, 30, 300]),
    st.lists(st.sampled_from(TOKENS), max_size=3).map("".join),
)
STEPS = st.one_of(
    EDITS,
    EDITS,
    st.builds(Happening, st.sampled_from(["open", "close", "write", "create", "delete", "look"]), PATHS),
    st.builds(Stopped, PATHS, st.integers(0, 12)),
    st.builds(Configured, PATHS, st.integers(0, 4)),
)


@given(st.lists(STEPS, max_size=15))
@example([Stopped(1, 2), Happening("open", 1), Edited(1, 0.0, 0, "interface units {\n")])
def test_any_history_gives_what_a_fresh_start_gives(steps: list[NamedTuple]) -> None:
    world = World()
    for step in steps:
        world.take(step)
    world.check()


class World:
    """An engine, and the texts that it should have."""

    paths = (*FILES, "/w/made.wit")

    def __init__(self) -> None:
        self.disk = Texts({path: encode(text) for path, text in FILES.items()})
        self.settings = dict.fromkeys(self.paths, SETTINGS[0])
        self.engine = Engine(self.disk, SETTINGS[0])
        self.open: dict[str, bytes] = {}
        for path in self.paths:
            self.engine.watch(path)

    def take(self, step: NamedTuple) -> None:
        if isinstance(step, Configured):
            self.settings[self.paths[step.file]] = SETTINGS[step.settings]
            self.engine.configure(self.settings.copy().__getitem__)
        elif isinstance(step, Stopped):
            self.stop(self.paths[step.file], step.after)
        elif isinstance(step, Edited):
            self.edit(self.paths[step.file], step)
        elif isinstance(step, Happening):
            getattr(self, f"do_{step.kind}")(self.paths[step.file])

    def edit(self, path: str, step: Edited) -> None:
        if path in self.open:
            text = self.open[path]
            start = round(step.start * len(text))
            span = Span(start, min(start + step.length, len(text)))
            new = apply(text, [Edit(span, step.text)])
            self.open[path] = new
            change = (span.start, span.end, span.start + len(encode(step.text)))
            self.engine.open(path, new, change)

    def do_open(self, path: str) -> None:
        if path not in self.open:
            self.open[path] = self.disk.files.get(path, b"package example:new;\n")
            self.engine.open(path, self.open[path])

    def do_close(self, path: str) -> None:
        if self.open.pop(path, None) is not None:
            self.engine.close(path)

    def do_write(self, path: str) -> None:
        """Save the open text."""
        if path in self.open:
            self.disk.files[path] = self.open[path]
            self.engine.changed_on_disk(path)

    def do_create(self, path: str) -> None:
        self.disk.files.setdefault(path, b"interface units { near: func(); nn: func(); }\n")
        self.engine.changed_on_disk(path)

    def do_delete(self, path: str) -> None:
        self.disk.files.pop(path, None)
        self.engine.changed_on_disk(path)

    def do_look(self, path: str) -> None:
        if path in self.open:
            self.engine.diagnostics(path)
        else:
            self.engine.file_report(path)

    def stop(self, path: str, after: int) -> None:
        numbers = count()

        def cancel() -> None:
            if next(numbers) >= after:
                raise Cancelled

        self.engine.db.check_cancelled = cancel
        try:
            self.do_look(path)
        except Cancelled:
            pass
        finally:
            self.engine.db.check_cancelled = lambda: None

    def check(self) -> None:
        fresh = Engine(self.disk, self.settings.__getitem__)
        for path, text in self.open.items():
            fresh.open(path, text)
        for path in {*self.paths}.difference(self.open):
            found = self.engine.file_report(path).diagnostics
            there = path in self.disk.files
            assert found == tuple(without_fixes(fresh, path) if there else ()), path
        assert self.engine.stale_files() == []
        for path in self.paths:
            assert list(told(self.engine, path)) == list(told(fresh, path)), path
            document = self.engine.document(path)
            assert (None if document is None else document.text) == self.open.get(path, self.disk.files.get(path))


def told(engine: Engine, path: str) -> Iterator[Any]:
    """The diagnostics with the changes of their fixes, and the symbols, as values."""
    document = engine.document(path)
    if document is None:
        return
    for each in engine.diagnostics(path):
        yield each._replace(fixes=())
        yield from (changed(engine, each, number) for number in range(len(each.fixes)))
    view = View(document, engine, URI, 1, client())
    yield document_symbol.answer(view, lsp.DocumentSymbolParams(DOCUMENT))


def without_fixes(engine: Engine, path: str) -> Iterator[Diagnostic]:
    return (each._replace(fixes=(), subject=None) for each in engine.diagnostics(path))


def changed(engine: Engine, diagnostic: Diagnostic, number: int) -> object:
    try:
        return diagnostic.change(diagnostic.fixes[number], engine)
    except MissingTarget:
        return "gone"


def test_comment_runs_no_check_elsewhere() -> None:
    engine = Engine(Texts({path: encode(text) for path, text in FILES.items()}))
    for path, text in FILES.items():
        engine.open(path, encode(text))
    for path in FILES:
        engine.diagnostics(path)
    runs = engine.db.runs.copy()
    text = FILES["/w/units.wit"].replace("interface units {\n", "interface units {\n  // a comment\n")
    engine.open("/w/units.wit", encode(text))
    for path in FILES:
        engine.diagnostics(path)
    ran = engine.db.runs - runs
    assert ran.total() == ran[segment_problems] <= 1


def test_parameter_runs_its_own_segment_and_its_readers() -> None:
    engine = Engine(Texts({path: encode(text) for path, text in FILES.items()}))
    for path, text in FILES.items():
        engine.open(path, encode(text))
        engine.diagnostics(path)
    runs = engine.db.runs[segment_problems]
    engine.open("/w/shapes.wit", encode(FILES["/w/shapes.wit"].replace("nearest: func(to", "nearest: func(toward")))
    for path in FILES:
        engine.diagnostics(path)
    assert engine.db.runs[segment_problems] - runs == 1


LARGE = "package example:shop@1.0.0;\ninterface shop {\n  record order { note: string }\n" + (
    "  place: func(order: order, deadline-ns: u64) -> result<order>;\n".replace("place", "place-{}") * 200
).format(*range(200))


@pytest.mark.parametrize(
    ("other", "is_felt"),
    [
        ("record order { notes: string }", False),
        ("record order { note: list<u8> }", True),
        ("enum order { note }", True),
    ],
    ids=["a field with another name", "a field that holds bytes", "another kind"],
)
def test_member_of_a_type_runs_those_that_mention_it_only_if_it_means_something_to_them(
    other: str, is_felt: bool
) -> None:
    engine = Engine(Texts({}))
    engine.open("/w/a.wit", encode(LARGE + "}\n"))
    engine.diagnostics("/w/a.wit")
    before = engine.db.runs[segment_problems]
    engine.open("/w/a.wit", encode(LARGE.replace("record order { note: string }", other) + "}\n"))
    engine.diagnostics("/w/a.wit")
    runs = engine.db.runs[segment_problems] - before
    assert (runs >= 200) if is_felt else (runs == 1)


def test_rules_run_on_files_in_deps_unless_there_is_a_package_next_to_it() -> None:
    files: dict[str, bytes] = {}
    engine = Engine(Texts(files))
    engine.open("/w/deps/a.wit", b"package a:b;\n")
    for is_beside in (False, True, False):
        if is_beside:
            files["/w/main.wit"] = b"package c:d;\n"
        else:
            files.pop("/w/main.wit", None)
        engine.changed_on_disk("/w/main.wit")
        assert engine.stale_paths() == ["/w/deps/a.wit"]
        codes = [each.code for each in engine.diagnostics("/w/deps/a.wit")]
        assert codes == ([] if is_beside else ["missing-package-version"])
        assert not engine.stale_paths()


def test_fix_edits_creates_and_moves_and_a_third_file_has_the_reason() -> None:
    engine = Engine(Texts({path: encode(text) for path, text in FILES.items()}))
    [found] = [each for each in engine.diagnostics("/w/shapes.wit") if each.code == "unmatched-interface"]
    [related] = found.related
    reasons = Document("/w/reasons.wit", encode(FILES["/w/reasons.wit"]))
    assert (related.path, reasons.text[slice(*related.span)], related.message) == (
        reasons.path,
        b"reasons",
        "the reason",
    )
    change = found.change(found.fixes[0], engine)
    units = encode(FILES["/w/units.wit"])
    assert b"area: func(of: length, unit: string) -> u32;" in apply(units, change.edits["/w/units.wit"])
    assert change.creates == (("/w/notes/readme.wit", "package example:notes@1.0.0;\n"),)
    assert change.moves == (("/w/old.wit", "/w/new.wit"),)


def test_rules_on_bodies_leave_packages_of_others_and_those_that_do_not_parse_alone() -> None:
    text = b"""package example:shop@1.0.0;
package wasi:io@0.2.0 { interface n-foreign {} }
package example:mine@1.0.0 { interface n-mine {} }
package example:own@1.0.0 { interface n-lost {} }
interface n-here {}
world n-world { import n-inline: interface {} }
"""
    found = Engine(Texts({"/w/a.wit": text})).diagnostics("/w/a.wit")
    names = {text[slice(*each.span)].decode() for each in found if each.code == "named-body"}
    assert names == {"n-mine", "n-here", "n-inline"}


def test_rules_on_bodies_see_the_text_that_is_checked_not_the_one_on_the_disk() -> None:
    engine = Engine(Texts({"/w/a.wit": b"interface n-old {}"}))
    found = engine.check(Document("/w/a.wit", b"interface n-new {}"))
    assert [each.message for each in found if each.code == "named-body"] == ["`n-new` is an interface"]
    assert [each.message for each in engine.diagnostics("/w/a.wit") if each.code == "named-body"] == [
        "`n-old` is an interface"
    ]


def test_related_places_are_those_of_the_text_that_is_checked() -> None:
    text = b"package a:b@1.0.0; interface i { type a = b; type b = a; }"
    [found] = Engine(Texts({"/w/a.wit": b"// Something else"})).check(Document("/w/a.wit", text))
    assert [text[slice(*each.span)] for each in found.related] == [b"a"]


def test_report_of_a_closed_file_follows_the_places_in_others_to_which_it_points() -> None:
    """These move with a comment, which changes no fact."""
    shapes, units = "/w/shapes.wit", "/w/units.wit"
    engine = Engine(Texts({path: encode(text) for path, text in FILES.items()}))
    engine.watch(shapes)
    engine.open(units, encode(FILES[units]))
    [before] = [each for each in engine.file_report(shapes).diagnostics if each.code == "shared-name"]
    engine.open(units, encode("// 5678\n" + FILES[units]))
    assert engine.stale_files() == [shapes]
    [after] = [each for each in engine.file_report(shapes).diagnostics if each.code == "shared-name"]
    assert (after.span, after.related[0].span) == (before.span, before.related[0].span.shifted(8))
    engine.unwatch(shapes)
    engine.open(units, encode(FILES[units]))
    assert engine.stale_files() == []


def test_closed_files_are_judged_again_only_where_what_they_read_changed() -> None:
    engine = Engine(Texts({path: encode(text) for path, text in FILES.items()}))
    for path in FILES:
        engine.watch(path)
    assert engine.stale_files() == [*FILES]
    reports = {path: engine.file_report(path) for path in FILES}
    runs = engine.db.runs[file_report]
    engine.changed_on_disk("/w/old.wit")
    engine.open("/w/units.wit", encode(FILES["/w/units.wit"]).replace(b"result<length>", b"result<u64>"))
    for path in engine.stale_files():
        assert engine.file_report(path) is reports[path], "nothing that others read is other than before"
    assert engine.db.runs[file_report] - runs == 2, "the file that may have changed, and the one that points to `units`"
    engine.open("/w/units.wit", encode(FILES["/w/units.wit"]).replace(b"area", b"extent"))
    runs = engine.db.runs[file_report]
    other = [path for path in engine.stale_files() if engine.file_report(path) is not reports[path]]
    assert (other, engine.db.runs[file_report] - runs) == (["/w/shapes.wit"], 1)


def test_what_another_file_has_counts_for_a_whole_body() -> None:
    """Even if nothing was reported of it before."""
    texts = Texts({"/w/reasons.wit": b"", "/w/units.wit": encode(FILES["/w/units.wit"])})
    engine = Engine(texts)
    engine.open("/w/shapes.wit", b"package example:shop@1.0.0;\ninterface shapes {\n}\n")
    assert list(engine.diagnostics("/w/shapes.wit")) != []
    texts.files["/w/units.wit"] = b"package example:shop@1.0.0;\ninterface units {\n}\n"
    engine.changed_on_disk("/w/units.wit")
    assert list(engine.diagnostics("/w/shapes.wit")) == []
    texts.files["/w/units.wit"] = encode(FILES["/w/units.wit"])
    engine.changed_on_disk("/w/units.wit")
    assert engine.stale_paths() == ["/w/shapes.wit"]
    assert [each.code for each in engine.diagnostics("/w/shapes.wit")] == ["unmatched-interface"]
    assert engine.stale_paths() == []
