"""A `wit-lsp.toml`: what it sets, and what is reported where it is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fixture import Mark, parse, render
from wit_lsp.config import ALL_FEATURES, Features
from wit_lsp.configuration.diagnostics import diagnostics, fixed
from wit_lsp.configuration.file import ConfigurationFile
from wit_lsp.configuration.keys import KEYS, Layer
from wit_lsp.configuration.layers import merged
from wit_lsp.problem import Applicability, Severity

NAME = "wit-lsp.toml"


def file(text: str) -> ConfigurationFile:
    return ConfigurationFile(NAME, text.encode())


def check(text: str, after: str | None = None) -> None:
    """Exactly the marks are reported. `after` is the text after all safe fixes, where there are any."""
    case = parse(f"//- {NAME}\n{text}")
    read = file(case.files[NAME])
    found = [Mark(NAME, each.span, f"{each.code}: {each.message}") for each in diagnostics(read)]
    assert render(case, found) == render(case, case.marks)
    safe, codes = fixed(read, lambda _, fix: fix.applicability is Applicability.SAFE)
    assert safe.decode() == (after if after is not None else case.files[NAME])
    assert bool(codes) == (after is not None)


def test_everything_that_can_be_set() -> None:
    read = file("""\
profile = "core"
target = "wasi-0.3"
select = ["time", "unbounded-bytes"]
extend-select = ["packages"]
ignore = ["unknown-rule"]
exclude = ["gen/"]
features = ["b", "a-c"]
one-file-packages = ["cases/"]
[per-file-ignores]
"tests/**" = ["time"]
[severity]
missing-deadline = "error"
[rules.missing-deadline]
scope = "all"
instant = ["peek*"]
""")
    assert read.mistakes == []
    assert read.layer == Layer(
        "core",
        "wasi-0.3",
        ("time", "unbounded-bytes"),
        ("packages",),
        ("unknown-rule",),
        (("tests/**", ("time",)),),
        (("missing-deadline", Severity.ERROR),),
        ("gen/",),
        (("missing-deadline", "scope", "all"), ("missing-deadline", "instant", ("peek*",))),
        frozenset({"a-c", "b"}),
        ("cases/",),
    )


def test_empty_file_sets_nothing() -> None:
    assert file("").layer == file("# nothing\n").layer == Layer()


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_examples_of_the_page_are_right(key: object) -> None:
    assert file(key.example).mistakes == []  # type: ignore[attr-defined]


def test_unknown_key() -> None:
    check(
        """\
profil = "core"
^^^^^^ bad-setting: there is no setting `profil`; did you mean `profile`?
baseline = ["a"]
^^^^^^^^ bad-setting: there is no setting `baseline`
[per-file-ignore]
^^^^^^^^^^^^^^^ bad-setting: there is no setting `per-file-ignore`; did you mean `per-file-ignores`?
"x" = ["time"]
""".replace("\n^^^^^^^^^^^^^^^ bad", "\n ^^^^^^^^^^^^^^^ bad"),
        'profile = "core"\nbaseline = ["a"]\n[per-file-ignores]\n"x" = ["time"]\n',
    )


def test_fix_does_not_give_a_table_a_key_twice() -> None:
    check("""\
ignore = []
ignroe = []
^^^^^^ bad-setting: there is no setting `ignroe`
[severity]
missing-deadline = "error"
missing-dedline = "error"
^^^^^^^^^^^^^^^ unknown-rule: no rule or category is called `missing-dedline`
[rules.missing-deadline]
[rules.missing-dedline]
    // ^^^^^^^^^^^^^^^ unknown-rule: no rule is called `missing-dedline`
""")


def test_rule_is_not_turned_off_by_its_severity() -> None:
    [mistake] = file('[severity]\ntime = "off"').mistakes
    assert mistake.message.endswith("not `off`; to turn a rule off, use `ignore`")


def test_wrong_type() -> None:
    check("""\
profile = 3
       // ^ bad-setting: `profile` must be `core`, `agent` or `strict`, not an integer
select = ["time", 1.5, true]
               // ^^^ bad-setting: an element of `select` must be a rule or category, not a float
                    // ^^^^ bad-setting: an element of `select` must be a rule or category, not a boolean
ignore = { time = 1 }
      // ^^^^^^^^^^^^ bad-setting: `ignore` must be an array of rules and categories, not a table
exclude = 2001-01-01
       // ^^^^^^^^^^ bad-setting: `exclude` must be an array of patterns, not a date or time
severity.time = []
             // ^^ bad-setting: `severity.time` must be `error`, `warning`, `information` or `hint`, not an array
rules = []
     // ^^ bad-setting: `rules` must be a table with a table for each rule, not an array
""")


def test_features() -> None:
    assert file('features = "all"').layer.features == "all"
    assert file('features = ["all", "use"]').layer.features == frozenset({"all", "use"})
    check("""\
features = ["a", "a b", "%use", 1]
              // ^^^^^ bad-setting: `a b` is not the name of a feature
                     // ^^^^^^ bad-setting: `%use` is not the name of a feature
                             // ^ bad-setting: an element of `features` must be the name of a feature, not an integer
""")
    check("""\
features = "a"
        // ^^^ bad-setting: `features` must be an array of names of features, or "all", not a string
""")


def test_value_is_offered_but_not_applied() -> None:
    check("""\
profile = "agnet"
       // ^^^^^^^ bad-setting: `profile` must be `core`, `agent` or `strict`, not `agnet`; did you mean `agent`?
""")
    [found] = diagnostics(file('profile = "agnet"'))
    assert [fix.title for fix in found.fixes] == ["Replace with `agent`"]


def test_unknown_rule() -> None:
    check(
        """\
ignore = ["tme"]
       // ^^^^^ unknown-rule: no rule or category is called `tme`; did you mean `time`?
select = [
  # a comment
  "bare-handle",
//^^^^^^^^^^^^^ unknown-rule: `bare-handle` is a language error, which can be neither turned off nor changed
  "zzz",
//^^^^^ unknown-rule: no rule or category is called `zzz`
]
[rules.time]
    // ^^^^ unknown-rule: `time` is a category of rules: name the rules, such as `missing-deadline`
""",
        'ignore = ["time"]\nselect = [\n  # a comment\n  "bare-handle",\n  "zzz",\n]\n[rules.time]\n',
    )


def test_what_is_right_beside_a_mistake_counts() -> None:
    assert file('select = ["time", "tme", 3]\nprofil = 1').layer == Layer(select=("time",))


def test_options() -> None:
    check(
        """\
[rules.missing-deadline]
scop = "all"
^^^^ bad-setting: `missing-deadline` has no option `scop`; did you mean `scope`?
instant = "peek*"
       // ^^^^^^^ bad-setting: `rules.missing-deadline.instant` must be an array of strings, not a string
[rules.unpinned-reference]
x = 1
^ bad-setting: `unpinned-reference` has no options
""",
        '[rules.missing-deadline]\nscope = "all"\ninstant = "peek*"\n[rules.unpinned-reference]\nx = 1\n',
    )


def test_patterns_that_would_take_for_ever() -> None:
    check("""\
exclude = ["a*a*a*a*a*b", "**/a*b*c/*"]
        // ^^^^^^^^^^^^^ bad-setting: `a*a*a*a*a*b` has more than 4 `*` between two `/`
[per-file-ignores]
"*a*a*a*a*/x" = ["time"]
^^^^^^^^^^^^^ bad-setting: `*a*a*a*a*/x` has more than 4 `*` between two `/`
""")


def test_rule_on_unknown_rules_can_be_turned_off() -> None:
    assert diagnostics(file('select = ["missing-dedline"]')), "a rule that is not selected reports what is not"
    check('ignore = ["unknown-rule", "missing-dedline"]\n')
    [found] = diagnostics(file('ignore = ["x"]\n[severity]\nunknown-rule = "hint"'))
    assert found.severity is Severity.HINT


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        (b"a = \n", "invalid value", 4),
        (b"a = 1\na = 2\n", "cannot overwrite a value", 11),
        (b"a = \xff", "not UTF-8", 4),
        ("# é😀\n[".encode(), "invalid initial character for a key part", 10),
    ],
)
def test_text_that_is_no_toml_sets_nothing(text: bytes, message: str, offset: int) -> None:
    read = ConfigurationFile(NAME, text)
    assert read.no_toml is not None and read.layer == Layer()
    assert (read.no_toml.message, read.no_toml.offset) == (message, offset)
    [found] = diagnostics(read)
    assert (found.code, found.severity) == ("bad-setting", Severity.ERROR)


def test_values_nested_as_deeply_as_anybody_likes() -> None:
    for text in ("a = " + "[" * 5000 + "]" * 5000, "profil" + ".a" * 5000 + " = 1"):
        diagnostics(file(text))


def test_byte_order_mark() -> None:
    read = ConfigurationFile(NAME, b"\xef\xbb\xbfprofil = 1")
    assert [each.span for each in diagnostics(read)] == [(3, 9)]


def test_table_over_several_lines() -> None:
    """It is TOML 1.1."""
    check("""\
severity = {
  zzz = "error",
//^^^ unknown-rule: no rule or category is called `zzz`
}
""")


TEXTS = st.lists(
    st.sampled_from(
        [
            "profile",
            "ignore",
            "rules.",
            "missing-deadline",
            " = ",
            "[",
            "]",
            "\n",
            '"time"',
            '"',
            "{",
            "}",
            ",",
            "#",
            "é",
            "1",
        ]
    ),
    max_size=20,
).map("".join)


@given(TEXTS)
def test_any_text_is_read_and_every_place_is_in_it(text: str) -> None:
    read = file(text)
    for found in diagnostics(read):
        assert 0 <= found.span.start <= found.span.end <= len(read.text)
    after, _ = fixed(read, lambda *_: True)
    if read.no_toml is None:
        assert ConfigurationFile(NAME, after).no_toml is None
        assert len(ConfigurationFile(NAME, after).mistakes) <= len(read.mistakes)


def test_layers_merge_as_the_page_says() -> None:
    base = file('profile = "strict"\nextend-select = ["time"]\nignore = ["shapes"]\n[severity]\ntime = "hint"').layer
    assert merged([base], "a.wit").profile == "strict"
    over = merged([base, Layer(profile="core", ignore=("packages",))], "a.wit")
    assert over.profile == "core" and [change.ignore for change in over.changes] == [("shapes",), ("packages",)]
    anew = merged([base, Layer(select=("time",))], "a.wit")
    assert anew.select == ("time",) and anew.changes == ()
    assert merged([Layer(select=("time",)), Layer(profile="core")], "a.wit").select is None


@pytest.mark.parametrize("over", [frozenset("b"), frozenset(), ALL_FEATURES])
def test_features_replace_those_of_the_layer_before(over: Features) -> None:
    base = Layer(features=frozenset("a"))
    assert merged([base, Layer()], "a.wit").features == base.features
    assert merged([base, Layer(features=over)], "a.wit").features == over


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("tests/**", "/w/tests/a.wit", True),
        ("tests/", "/w/x/tests/deep/a.wit", True),
        ("/tests/", "/w/x/tests/a.wit", False),
        ("*.gen.wit", "/w/x/a.gen.wit", True),
        ("a.wit", "/elsewhere/a.wit", False),
        ("**", "/w.wit", False),
    ],
)
def test_patterns_are_those_of_gitignore(pattern: str, path: str, matches: bool) -> None:
    layer = Layer(exclude=(pattern,), per_file_ignores=((pattern, ("time",)),), folder="/w")
    settings = merged([layer], path)
    assert settings.excluded == matches
    assert bool(settings.changes) == matches
