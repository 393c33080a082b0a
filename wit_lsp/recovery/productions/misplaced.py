"""What is right by itself and stands in the wrong place, where the braces of the text say what place that is."""

from __future__ import annotations

from collections.abc import Iterable

from wit_lsp.recovery.blocks import FILE, MEMBERS
from wit_lsp.recovery.productions.cursor import NAMES, Cursor, Productions, safely
from wit_lsp.recovery.recogniser import wit_recogniser
from wit_lsp.syntax.problem import PLACEHOLDERS, Code, SyntaxProblem
from wit_lsp.text import Edit, Span, insertion, merged

_CODES: dict[str, Code] = {
    FILE: "expected-top-item",
    "interface": "expected-interface-item",
    "world": "expected-world-item",
    "resource": "expected-member",
}
_PLACES = {FILE: "at top level", "interface": "in an interface", "world": "in a world", "resource": "in a resource"}
_WORDS = (
    *("interface", "world", "use", "import", "export", "include", "constructor"),
    *("type", "record", "variant", "enum", "flags", "resource", "union"),
)


def _item(at: Cursor) -> SyntaxProblem | None:
    """An `enum` in a resource, an `import` in an interface, a `record` at top level."""
    word = "variant" if at[0].text == "union" else at[0].text  # what it is now
    if at.block not in MEMBERS or not at.starts or _may_begin(word, at.block):
        return None
    if "name" not in at[1].terminals and (word != "constructor" or at[1].text != "("):
        return None
    homes = [block for block in MEMBERS if _may_begin(word, block)]
    places = " or ".join(_PLACES[block] for block in homes)
    message = f"`{at[0].text}` stands {places}, not {_PLACES[at.block]}"
    if at.block == "interface" and at[2].text == ":" and at[3].text in ("func", "async"):
        return SyntaxProblem(
            at.span(0, 0), _CODES["interface"], message, None, f"Remove `{word}`", tuple(at.without(0, 0))
        )
    if at.block == "interface" and word == "import":
        return _import_in_interface(at, message)
    return _elsewhere(at, message, homes[0])


def _import_in_interface(at: Cursor, message: str) -> SyntaxProblem:
    """`import a:b/c;`, where a `use` brings types in."""
    end = at.path_end(1)
    is_path = at[2].text != ":" or at[2].end == at[3].start  # else a label
    if (at[end + 1].text, at[end + 2].text) == (".", "{"):
        write = Edit(at.span(0, 0), "use")
        return SyntaxProblem(at.span(0, 0), _CODES["interface"], message, None, "Write `use`", (write,))
    if is_path and at[end + 1].text == ";":
        message = f"`import` stands in a world; in an interface write `use {at.words(1, end)}.{{…}}`"
    return _elsewhere(at, message, "world")


def _use_of_types(at: Cursor) -> SyntaxProblem | None:
    """`use i.{t};` at top level, where a `use` names an interface."""
    if at.block != FILE or not at.starts:
        return None
    end = at.path_end(1)
    if at[1].text != "{" and (at[end + 1].text, at[end + 2].text) != (".", "{"):
        return None
    return in_interface(at, "a `use` of types stands in an interface or in a world, not at top level")


def _nested_package(at: Cursor) -> SyntaxProblem | None:
    """A package in a package: its items are read as those of the one around it."""
    name_end = at.path_end(1)
    if at.block != "package" or at[name_end + 1].text != "{" or not at.starts:
        return None
    close = at.find("}", name_end + 2, 10_000)
    if close is None:
        return None
    message = "a package stands at top level, not in a package"
    edits = (Edit(at.span(0, name_end + 1), ""), Edit(at.span(close, close), ""))
    return SyntaxProblem(at.span(0, name_end), "expected-top-item", message, edits=edits)


def _function(at: Cursor) -> SyntaxProblem | None:
    """`f: func()` at top level, or in a world with neither `import` nor `export`."""
    if at[1].text != ":" or at[2].text not in ("func", "async") or not at.starts:
        return None
    if at.block == FILE:
        return function_at_top_level(at)
    if at.block == "world":
        message = "a function in a world is an `import` or an `export`"
        edit = insertion(at[0].start, "export ")
        return SyntaxProblem(at.span(0, 0), _CODES["world"], message, None, "Write `export`", (edit,))
    return None


def function_at_top_level(at: Cursor, edits: Iterable[Edit] = ()) -> SyntaxProblem:
    """`edits` make a function of what is none yet."""
    problem = in_interface(at, "a function stands in an interface or in a resource, not at top level")
    return problem._replace(edits=tuple(merged([*problem.edits, *edits])))


def in_interface(at: Cursor, message: str) -> SyntaxProblem:
    """What is at top level and stands in an interface; it is read in one."""
    return _elsewhere(at, message, "interface")


def _elsewhere(at: Cursor, message: str, home: str) -> SyntaxProblem:
    """Where it should go, its author decides. To read on, it gets such a home at top level, else it is left out."""
    whole = at.span(0, at.statement_end())
    edits: tuple[Edit, ...] = (Edit(whole, ""),)
    if at.block == FILE and home in ("interface", "world"):
        before, after = Span(whole.start, whole.start), Span(whole.end, whole.end)
        edits = (Edit(before, f"{home} {PLACEHOLDERS['name']} {{\n"), Edit(after, "\n}"))
    return SyntaxProblem(at.span(0, 0), _CODES[at.block], message, edits=edits)


def _may_begin(word: str, block: str) -> bool:
    return word in wit_recogniser().at(MEMBERS[block]).edges


def _static_first(at: Cursor) -> SyntaxProblem | None:
    """`static f: func()`: the word stands before `func`, and in a resource."""
    name = 2 if at[1].text == "async" else 1  # `static async f: func()`
    func = name + (3 if at[name + 2].text == "async" else 2)
    if at[name + 1].text != ":" or at[func].text != "func" or not at.starts:
        return None
    if at.block not in ("resource", ""):
        return _static_outside(at)
    words = " ".join(at[step].text for step in range(name))
    before = at[name + 2].start
    edits = [*at.without(0, name - 1), insertion(before, f"{words} ")]
    return safely(at.span(0, 0), "misplaced-static", "`static` stands before `func`", "Move `static`", edits)


def _static(at: Cursor) -> SyntaxProblem | None:
    """`f: static func()` in an interface, where no function is a method."""
    func = 2 if at[1].text == "async" else 1
    is_function = at[-1].text == ":" and at[func].text == "func"
    return _static_outside(at) if is_function and at.block in ("interface", "world") else None


def _static_outside(at: Cursor) -> SyntaxProblem:
    message = "`static` stands in a resource; no other function is a method"
    return safely(at.span(0, 0), "misplaced-static", message, "Remove `static`", at.without(0, 0))


def _version_inside(at: Cursor) -> SyntaxProblem | None:
    """`wasi:clocks@0.2.0/monotonic-clock`: the version ends the path."""
    if at[-2].text != ":" or at[1].terminals != ("semver",) or at[2].text != "/" or "name" not in at[3].terminals:
        return None
    words = f"@{at[1].text}"
    edits = [*at.without(0, 1), insertion(at[3].end, words)]
    return safely(at.span(0, 1), "misplaced-version", "the version ends the path", f"Move `{words}` to its end", edits)


PRODUCTIONS: Productions = {
    **dict.fromkeys(_WORDS, (_item,)),
    "use": (_item, _use_of_types),
    "package": (_nested_package,),
    "static": (_static_first, _static),
    "@": (_version_inside,),
    NAMES: (_function,),
}
