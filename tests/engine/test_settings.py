"""Settings are those of each file, and a change of them costs what depends on it."""

from __future__ import annotations

import pytest

from tests.engine import extra_rules
from tests.sources import Texts
from wit_lsp.config import Change, Settings
from wit_lsp.engine.engine import Engine
from wit_lsp.engine.judge import segment_problems
from wit_lsp.problem import Severity

TEXT = b"package a:b;\ninterface n-i { f: func() -> result<list<u8>>; }\n"
PATHS = ("/v/a.wit", "/w/a.wit")
CODES = ["missing-package-version", "missing-deadline", "unbounded-bytes"]
QUIET = Settings(changes=(Change(ignore=("time",)),))


class World:
    def __init__(self) -> None:
        self.settings = dict.fromkeys(PATHS, Settings())
        self.engine = Engine(Texts({}))
        for path in PATHS:
            self.engine.open(path, TEXT)
        self.codes()

    def codes(self) -> list[list[str]]:
        return [[each.code for each in self.engine.diagnostics(path)] for path in PATHS]

    def set(self, path: str, settings: Settings) -> int:
        """How many judgements are made when the settings of a file are other ones."""
        self.settings[path] = settings
        now = dict(self.settings)
        self.engine.configure(lambda path: now[path])
        runs = self.engine.db.runs[segment_problems]
        self.codes()
        return self.engine.db.runs[segment_problems] - runs


def test_each_file_has_settings_of_its_own() -> None:
    world = World()
    count = world.engine.db.runs[segment_problems] // 2
    assert world.set("/w/a.wit", QUIET) == count
    assert world.codes() == [CODES, [CODES[0], CODES[2]]]


@pytest.mark.parametrize("settings", [Settings(), Settings(profile="strict"), Settings(options=(("no", "x", 1),))])
def test_settings_that_mean_the_same_judge_nothing_again(settings: Settings) -> None:
    assert World().set("/w/a.wit", settings) == 0


def test_severity_judges_nothing_again() -> None:
    world = World()
    assert world.set("/w/a.wit", Settings(severities=(("time", Severity.HINT),))) == 0
    [deadline] = [each for each in world.engine.diagnostics("/w/a.wit") if each.code == "missing-deadline"]
    assert deadline.severity is Severity.HINT


def test_target_judges_what_asked_for_it() -> None:
    world = World()
    assert world.set("/w/a.wit", Settings(target="wasi-0.3")) == 1


def test_features_judge_what_asked_for_them() -> None:
    world = World()
    assert world.set("/w/a.wit", Settings(features=frozenset("a"))) == 0
    world.engine.open(
        "/w/a.wit", b"package a:b@1.0.0;\ninterface j { @unstable(feature = a) type t = u8; type u = t; }"
    )
    assert world.codes()[1] == []
    assert world.set("/w/a.wit", Settings()) == 1
    assert world.codes()[1] == ["gated-off"]


def test_excluded_file_has_no_diagnostics_until_it_is_not() -> None:
    world = World()
    world.engine.open("/w/a.wit", b"package a:b;\ninterface {")
    world.set("/w/a.wit", Settings(excluded=True))
    assert world.codes() == [CODES, []]
    world.set("/w/a.wit", Settings())
    assert world.codes()[1]


def test_rules_on_bodies_follow_the_settings_of_their_file() -> None:
    with extra_rules.beside(extra_rules.named_body):
        world = World()
        assert [codes.count("named-body") for codes in world.codes()] == [1, 1]
        world.set("/v/a.wit", Settings(changes=(Change(ignore=("named-body",)),)))
        assert [codes.count("named-body") for codes in world.codes()] == [0, 1]


def test_what_the_reference_rejects_stays_an_error() -> None:
    with extra_rules.beside(extra_rules.rejected):
        world = World()
        world.set("/w/a.wit", Settings(severities=(("rejected", Severity.HINT),)))
        [found] = [each for each in world.engine.diagnostics("/w/a.wit") if each.code == "rejected"]
        assert found.severity is Severity.ERROR
