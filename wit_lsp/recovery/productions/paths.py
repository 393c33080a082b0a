"""Paths, versions and `use`s that are not written as WIT writes them."""

from __future__ import annotations

import re

from wit_lsp.recovery.productions.cursor import Cursor, Productions, instead, safely
from wit_lsp.syntax.problem import PLACEHOLDERS, SyntaxProblem
from wit_lsp.text import Edit, insertion

BEFORE_PATHS = ("import", "export", "use", "include")
_PATH = re.compile(r'"(%?[\w-]+(?::%?[\w-]+/%?[\w-]+(?:@[\w.+-]+)?)?)"', re.ASCII)
_PACKAGE = re.compile(r'"(%?[\w-]+:%?[\w-]+(?:@[\w.+-]+)?)"', re.ASCII)
_QUOTED_VERSION = re.compile(r'"([0-9]+\.[0-9]+\.[0-9]+[\w.+-]*)"', re.ASCII)
_NUMBERS = re.compile(r"[v^~=]*([0-9]+)((?:\.[0-9]+)*)(?:\.[x*])?(?=[-+]|\Z)(.*)", re.ASCII)
_NAMES_ARE_SAID = "a `use` names the types that it brings in, in `{` `}`"
_AFTER_VERSION = {";", ".{", "/", "{", ")", "as", "with"}


def _quoted(at: Cursor) -> SyntaxProblem | None:
    """`import "a:b/c";` and `version = "1.0.0"`: neither a path nor a version has quotes."""
    if at[-1].text in BEFORE_PATHS and (path := _PATH.fullmatch(at[0].text)):
        return instead(at, "expected-name", "a path has no quotes", path[1], "Remove the quotes")
    if at[-1].text == "package" and (name := _PACKAGE.fullmatch(at[0].text)):
        return instead(at, "expected-name", "a package's name has no quotes", name[1], "Remove the quotes")
    if at[-1].text in ("@", "=") and (version := _QUOTED_VERSION.fullmatch(at[0].text)):
        return instead(at, "bad-version", "a version has no quotes", version[1], "Remove the quotes")
    return None


def _version(at: Cursor) -> SyntaxProblem | None:
    """`@1.0`, `@v1.0.0`, `@^1.0`, `@1.0.0-use` for a version of three numbers and a tail without keywords."""
    if at[0].text == "=" and (at[-1].text, at[-2].text) != ("version", "("):
        return None
    if at[0].text == "@" and not ("name" in at[-1].terminals and at[-2].text in (":", "/", "package")):
        return None
    last = 0 if at[1].first else at.adjacent(1)
    after = at[last + 1].text + (at[last + 2].text if at[last + 1].text == "." else "")
    if last == 0 or after not in _AFTER_VERSION or at[1].text.startswith('"'):
        return None  # it is being typed
    if at[1].terminals == ("semver",):
        return None if last == 1 or at[2].text == "." else _tail(at, last)
    span, whole = at.span(1, last), at.words(1, last)
    message = f"`{whole}` is no version, such as `1.0.0`"
    if (numbers := _NUMBERS.fullmatch(whole)) is None:
        return SyntaxProblem(span, "bad-version", message, edits=(Edit(span, "0.0.0"),))
    given = [numbers[1], *numbers[2].split(".")[1:]]
    new = ".".join([*given, "0", "0"][:3]) + numbers[3]
    is_clear = len(given) == 3 and whole[0] not in "^~="  # a range is not its first version
    return SyntaxProblem(span, "bad-version", message, None, f"Write `{new}`", (Edit(span, new),), is_clear)


def _tail(at: Cursor, last: int) -> SyntaxProblem:
    """What follows a version at once and is not of it, such as a keyword."""
    span = at.span(2, last)
    message = f"`{at.words(2, last)}` cannot be part of a version"
    return SyntaxProblem(span, "bad-version", message, edits=(Edit(span, ""),))


def _nameless_package(at: Cursor) -> SyntaxProblem | None:
    """`package shop;`: a package has a namespace."""
    if "name" not in at[1].terminals or at[2].text not in (";", "{", "@"):
        return None
    message = f"`{at[1].text}` has no namespace, such as `my:{at[1].text}`"
    before = at[1].start
    return SyntaxProblem(
        at.span(1, 1), "expected-token", message, edits=(insertion(before, f"{PLACEHOLDERS['name']}:"),)
    )


def _package_as_interface(at: Cursor) -> SyntaxProblem | None:
    """`import wasi:clocks@0.2.0;` names a package, not one of its interfaces."""
    is_labelled = at[2].text == ":" and at[4].text == ":" and at[0].text in ("import", "export")
    first = 3 if is_labelled else 1
    name = first + 2
    end = name + 2 if at[name + 1].text == "@" and at[name + 2].terminals == ("semver",) else name
    is_package = at[first + 1].text == ":" and are_names(at, first, name)
    if not is_package or at[end + 1].text not in (";", ".", "as", "with"):
        return None
    if end == 3 and at[0].text in ("import", "export"):
        return None  # an interface and its label
    after, behind = at[name].end, at[end].end
    edits = [insertion(after, f"/{PLACEHOLDERS['name']}")]
    if at[0].text == "use" and at[end + 1].text == ";" and at.block in ("interface", "world"):
        edits.append(insertion(behind, ".{}"))
    message = f"`{at.words(first, end)}` is a package, not an interface of it"
    return SyntaxProblem(at.span(first, end), "package-as-interface", message, edits=tuple(edits))


def _marks(at: Cursor) -> SyntaxProblem | None:
    """`a/b/c` and `a:b:c` for `a:b/c`."""
    if not are_names(at, 1, 3, 5) or (at[2].text, at[4].text) not in (("/", "/"), (":", ":")):
        return None
    if at[6].text in (":", "/", "{") or at[2].end != at[3].start:
        return None  # `a: b:c` is a package and its label
    edits = [Edit(at.span(2, 2), ":"), Edit(at.span(4, 4), "/")]
    path = f"{at[1].text}:{at[3].text}/{at[5].text}"
    return safely(at.span(1, 5), "expected-token", f"a path is written `{path}`", f"Write `{path}`", edits)


def _dot(at: Cursor) -> SyntaxProblem | None:
    """`import a:b.c;` for `import a:b/c;`."""
    if not are_names(at, 1, 3, 5) or (at[2].text, at[4].text) != (":", ".") or at[2].end != at[3].start:
        return None
    after = at[6].text
    if at[5].first or not (after in (";", "@") or (at[0].text == "use" and (after, at[7].text) == (".", "{"))):
        return None
    if at[0].text == "use" and after == ";":
        return None  # a type without its braces
    path = f"{at.words(1, 3)}/{at[5].text}"
    edits = [Edit(at.span(4, 4), "/")]
    return safely(at.span(1, 5), "expected-token", f"a path is written `{path}`", f"Write `{path}`", edits)


def _dotted_package(at: Cursor) -> SyntaxProblem | None:
    """`package com.example.shop;`: a package has one namespace and one name."""
    end = 1
    while at[end + 1].text == "." and are_names(at, end, end + 2):
        end += 2
    if end == 1 or at[end + 1].text not in (";", "@", "{"):
        return None
    span = at.span(1, end)
    first, *others = (at[step].text for step in range(1, end + 1, 2))
    new = f"{first}:{'-'.join(others)}"
    message = f"a package has one namespace and one name, such as `{new}`"
    return SyntaxProblem(span, "expected-token", message, edits=(Edit(span, new),))


def _colons(at: Cursor) -> SyntaxProblem | None:
    """`use a::b::c::{t};` for `use a:b/c.{t};`."""
    marks = [(2, 3, ":"), (5, 6, "/"), (8, 9, ".")]
    given = [mark for mark in marks if (at[mark[0]].text, at[mark[1]].text) == (":", ":")]
    if given not in (marks[:2], marks) or not are_names(at, 1, 4, 7):
        return None
    edits = [Edit(at.span(first, last), new) for first, last, new in given]
    path = f"{at[1].text}:{at[4].text}/{at[7].text}"
    return safely(at.span(1, 7), "expected-token", f"a path is written `{path}`", f"Write `{path}`", edits)


def _import_of_types(at: Cursor) -> SyntaxProblem | None:
    """`import a:b/c.{t};`: an import takes an interface as a whole."""
    end = at.path_end(1)
    if at[end + 1].text != "." or at[end + 2].text != "{":
        return None
    message = f"`{at[0].text}` takes a whole interface; `use` brings types of it in"
    edit = Edit(at.span(0, 0), "use")
    return SyntaxProblem(at.span(0, 0), "expected-token", message, None, "Write `use`", (edit,))


def _use_without_names(at: Cursor) -> SyntaxProblem | None:
    """`use i;` and `use a.b.c;` in an interface or a world, where a `use` names types."""
    end = at.path_end(1)
    if at.block not in ("interface", "world") or not at.starts or "name" not in at[1].terminals:
        return None
    if at[end + 1].text == ";":
        span = at.span(0, end)
        return SyntaxProblem(span, "expected-token", _NAMES_ARE_SAID, edits=(insertion(span.end, ".{}"),))
    if at[end + 1].text != "{" and (stop := _end_without_names(at)) is not None:
        edit = Edit(at.span(0, stop), "")
        return SyntaxProblem(at.span(1, stop - 1), "expected-token", _NAMES_ARE_SAID, edits=(edit,))
    return None


def _use_of_all(at: Cursor) -> SyntaxProblem | None:
    """`use i.*;` and `use i.{*};`."""
    end = at.path_end(1)
    words = [at[end + step].text for step in range(1, 5)]
    if words[:2] == [".", "*"]:
        star, names = end + 2, at.span(end + 2, end + 2)
    elif words == [".", "{", "*", "}"]:
        star, names = end + 3, at.span(end + 2, end + 4)
    else:
        return None
    return SyntaxProblem(at.span(star, star), "expected-name", _NAMES_ARE_SAID, edits=(Edit(names, "{}"),))


def _end_without_names(at: Cursor) -> int | None:
    """The `;` of a `use` that stands on one line, has neither braces nor `*`, and more dots than one or more paths."""
    end = at.find(";", 1, 30)
    if end is None or any(at[step].first or at[step].text in ("*", "{", "from") for step in range(1, end + 1)):
        return None
    return end if sum(at[step].text == "." for step in range(1, end)) > 1 else None


def _used_name(at: Cursor) -> SyntaxProblem | None:
    """`use i.t;` for `use i.{t};`."""
    end = at.find(";", 1, 20)
    if end is None or "name" not in at[1].terminals or not _follows_use(at):
        return None
    if not all(_is_used(at, step) for step in range(1, end)):
        return None
    edits = [insertion(at[1].start, "{"), insertion(at[end].start, "}")]
    message = "the names of a `use` stand in `{` `}`"
    return safely(at.span(1, end - 1), "expected-token", message, "Add `{` `}`", edits)


def _is_used(at: Cursor, step: int) -> bool:
    token = at[step]
    return not token.first and (token.text in (",", "as") or "name" in token.terminals)


def _follows_use(at: Cursor) -> bool:
    """Whether nothing but a path stands between `use` and here."""
    for step in range(-1, -9, -1):
        if at[step].text == "use":
            return True
        if at[step].text not in (":", "/", "@") and not {"name", "semver"}.intersection(at[step].terminals):
            return False
    return False


def are_names(at: Cursor, *steps: int) -> bool:
    """Whether a name stands at each of these places."""
    return all("name" in at[step].terminals for step in steps)


PRODUCTIONS: Productions = {
    '"': (_quoted,),
    "@": (_version,),
    "=": (_version,),
    "package": (_nameless_package, _dotted_package),
    "import": (_dot, _marks, _package_as_interface, _import_of_types, _colons),
    "export": (_dot, _marks, _package_as_interface, _import_of_types, _colons),
    "include": (_dot, _package_as_interface, _colons, _marks),
    "use": (_dot, _package_as_interface, _colons, _marks, _use_without_names, _use_of_all),
    ".": (_used_name,),
}
