"""Wrong ways to name a type. The grammar reads `own t` and a path, since they say what they mean."""

from __future__ import annotations

from wit_lsp.recovery.productions.cursor import BEFORE_TYPES, NAMES, Cursor, Productions, safely
from wit_lsp.recovery.productions.paths import BEFORE_PATHS, are_names
from wit_lsp.recovery.productions.written import WORDS
from wit_lsp.recovery.recogniser import wit_recogniser
from wit_lsp.syntax.problem import PLACEHOLDERS, SyntaxProblem
from wit_lsp.text import Edit, Span, insertion


def _bare_handle(at: Cursor) -> SyntaxProblem | None:
    """`own t` is `t`, since a handle is owned by default, and `borrow t` is `borrow<t>`."""
    if at[1].terminals != ("name",):
        return None
    message = f"`{at[0].text}` has no `<` `>` around its resource"
    without = at.without(0, 0)
    if at[0].text == "own":
        return safely(at.span(0, 0), "bare-handle", message, "Remove `own`", without)
    end = at[_path_end(at, 1)].end
    edits = [Edit(Span(at[0].end, without[-1].span.end), "<"), insertion(end, ">")]
    return safely(at.span(0, 0), "bare-handle", message, "Put `<` `>` around the resource", edits)


def _no_angles(at: Cursor) -> SyntaxProblem | None:
    """`list u8`, `list(u8)` and `list[u8]` for `list<u8>`."""
    message, title = f"`{at[0].text}` has no `<` `>` around its type", "Put `<` `>` around the type"
    if not at.is_type:
        return None
    if at[1].text == "of" and (at[2].terminals == ("name",) or wit_recogniser().at("type").expects(at[2].text)):
        edits = [Edit(Span(at[0].end, at[2].start), "<"), insertion(at[at.type_end(2)].end, ">")]
        return SyntaxProblem(at.span(0, 1), "expected-token", message, None, title, tuple(edits))
    if at[1].text in ("(", "["):
        close = at.find({"(": ")", "[": "]"}[at[1].text], 2)
        edits = [] if close is None else [Edit(at.span(1, 1), "<"), Edit(at.span(close, close), ">")]
    else:
        is_type = at[1].terminals == ("name",) or wit_recogniser().at("prim").expects(at[1].text)
        is_type = is_type and at[0].text != "map"  # it takes two
        last = at.path_end(1) if is_type and not at[1].first else 0
        edits = [Edit(Span(at[0].end, at[1].start), "<"), insertion(at[last].end, ">")] if last else []
    return safely(at.span(0, 0), "expected-token", message, title, edits) if edits else None


def _of_nothing(at: Cursor) -> SyntaxProblem | None:
    """`list`, `list<>` and `result<>`: most need a type; a `result`, a `stream` and a `future` do without one."""
    word, is_empty = at[0].text, (at[1].text, at[2].text) == ("<", ">")
    is_case = at.block == "variant" and at[-1].text == "("
    if not (is_empty or _ends_type(at, 1)) or not (is_case or is_type_here(at)):
        return None
    if word in _NEEDS:
        need, example = _NEEDS[word]
        span = at.span(0, 2 if is_empty else 0)
        message = f"`{word}` needs {need}: `{example}`"
        return SyntaxProblem(span, "expected-type", message, edits=(Edit(span, PLACEHOLDERS["name"]),))
    if not is_empty:
        return None
    message = f"a {word} of nothing is `{word}` alone"
    return safely(at.span(1, 2), "expected-type", message, "Remove `<>`", [Edit(at.span(1, 2), "")])


def _ends_type(at: Cursor, step: int) -> bool:
    """Whether a mark on the same line ends a type: else it is being typed."""
    return at[step].text in (",", ";", ")", ">", "}") and not at[step].first


def _no_angle(at: Cursor) -> SyntaxProblem | None:
    """`listu8>` for `list<u8>`."""
    if not at[0].text.startswith(WORDS):
        return None
    word = next(word for word in WORDS if at[0].text.startswith(word))
    is_joined = at[0].text[len(word) :][:1] not in ("", "-")
    if not is_joined or at[-1].text not in BEFORE_TYPES or at[1].text in (":", "(") or at.line_balance() >= 0:
        return None
    middle = at[0].start + len(word)
    here = Span(middle, middle)
    return SyntaxProblem(here, "expected-token", f"expected `<` after `{word}`", None, "Insert `<`", (Edit(here, "<"),))


def _tuple(at: Cursor) -> SyntaxProblem | None:
    """`(a, b)` for `tuple<a, b>` where a type stands, and `()` for `_` in a result."""
    if [at[step].text for step in (-1, 1, 2)] == ["<", ")", ","] and at[-2].text in ("result", "Result"):
        return safely(
            at.span(0, 1), "expected-type", "`()` is written `_` in a result", "Write `_`", [Edit(at.span(0, 1), "_")]
        )
    is_type = at[-1].text in ("=", "<") or (at[-1].text == "," and at.opener()[0] == "<") or _is_behind_label(at)
    return tuple_in_brackets(at, 0) if is_type else None


def tuple_in_brackets(at: Cursor, opener: int) -> SyntaxProblem | None:
    """That of `(a, b)` and `(a)`, which begin at the token `opener`."""
    close = at.find(")", opener + 1)
    if close is None or close == opener + 1:
        return None
    span = at.span(opener, opener)
    if at.find(",", opener + 1, close) is None:
        edits = [*at.without(opener, opener), *at.without(close, close)]
        return safely(span, "expected-type", "a type has no `(` `)` around it", "Remove `(` `)`", edits)
    edits = [Edit(span, "tuple<"), Edit(at.span(close, close), ">")]
    return safely(span, "expected-type", "several types are a `tuple<…>`", "Write `tuple<…>`", edits)


def _path_as_type(at: Cursor) -> SyntaxProblem | None:
    """`a:b/c/t` where a type stands, which has a plain name. What it is called here is for a `use` to say."""
    last = _path_end(at, 0) if at[1].text in (":", "/") else 0
    if last == 0 or at[-1].text not in BEFORE_TYPES or _is_label(at) or _is_of_item(at):
        return None
    span = at.span(0, last)
    words = "".join(at[step].text for step in range(last + 1))
    name = next(at[step].text for step in range(last, -1, -1) if "name" in at[step].terminals)
    message = f"`{words}` is a path; a type has a plain name"
    return SyntaxProblem(span, "path-as-type", message, edits=(Edit(span, name),))


def _dotted(at: Cursor) -> SyntaxProblem | None:
    """`i.t` and `i::t` where a type stands."""
    last = 0
    while (size := _mark_size(at, last + 1)) and "name" in at[last + size + 1].terminals:
        last += size + 1
    if last == 0 or at[-1].start == at[-1].end or not is_type_here(at):
        return None
    span = at.span(0, last)
    message = f"`{at.words(0, last)}` is a path; a type has a plain name"
    return SyntaxProblem(span, "path-as-type", message, edits=(Edit(span, at[last].text),))


def _mark_size(at: Cursor, step: int) -> int:
    """How many tokens the `.` or `::` at `step` has that no blank parts from what is before it; 0 for another one."""
    if at[step].start != at[step - 1].end:
        return 0
    is_colons = at[step].text == at[step + 1].text == ":" and at[step].end == at[step + 1].start
    return 2 if is_colons else int(at[step].text == ".")


def is_type_here(at: Cursor) -> bool:
    """Whether a type stands here for sure."""
    before = at[-1].text
    if before == "=":
        return at[-3].text == "type"
    return before in ("->", "<") or _is_behind_label(at) or (before == "," and at.opener()[0] == "<")


def _is_of_item(at: Cursor) -> bool:
    """Whether it stands behind the label or the namespace of an import, an export, a `use` or an `include`."""
    return at[-1].text == ":" and at[-3].text in BEFORE_PATHS


def _is_label(at: Cursor) -> bool:
    """Whether the name is that of a parameter or field, whose type follows."""
    is_first = at[-1].text in ("(", ",", "{") and at[1].text == ":"
    return is_first and (at.opener()[0] == "{" or at.in_params)


def _is_behind_label(at: Cursor) -> bool:
    return at[-1].text == ":" and (at.block == "record" or at.in_params)


def _path_end(at: Cursor, start: int) -> int:
    """The last token of the path `a:b/c`, and what follows of `/d`, `.d` and `@1.0.0`; `start` where there is none.

    Behind a label `b/c` is one too.
    """
    end = start + 2 if at[start + 1].text == ":" else start
    if at[end + 1].text != "/" or not are_names(at, end, end + 2):
        return start
    if end == start and not _is_behind_label(at):
        return start
    while at[end + 1].text in ("/", ".", "@") and {"name", "semver"}.intersection(at[end + 2].terminals):
        end += 2
    return end


_NEEDS = {
    "list": ("the type of its items", "list<u8>"),
    "option": ("the type of its value", "option<u8>"),
    "tuple": ("its types", "tuple<u8, string>"),
    "map": ("the types of its keys and values", "map<string, u8>"),
    "own": ("its resource", "own<file>"),
    "borrow": ("its resource", "borrow<file>"),
}

PRODUCTIONS: Productions = {
    "(": (_tuple,),
    **dict.fromkeys(WORDS[:-2], (_no_angles, _of_nothing)),
    **dict.fromkeys(("own", "borrow"), (_bare_handle, _of_nothing)),
    NAMES: (_path_as_type, _dotted, _no_angle),
}
