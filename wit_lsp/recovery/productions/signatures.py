"""Parameters and results that are written as other languages write them, and functions that begin with their result."""

from __future__ import annotations

import re
from typing import NamedTuple

from wit_lsp.recovery.productions.cursor import FUNC_WORDS, MODIFIERS, NAMES, Cursor, Productions, safely
from wit_lsp.recovery.productions.endings import WORDS as ENDINGS
from wit_lsp.recovery.productions.endings import ends
from wit_lsp.recovery.productions.written import PRIMS, WORDS, Written, written
from wit_lsp.syntax.problem import PLACEHOLDERS, SyntaxProblem
from wit_lsp.text import Edit, Span
from wit_lsp.validation.tree import kebab

_ENDS = (",", ")")
_ERRORS = ("error", "Error")
_TYPE_WORDS, _TYPE_MARKS = ("const", "struct", "enum"), ("&", "*", "const")
_NOT_A_RESULT = {
    *(*FUNC_WORDS, *MODIFIERS, "func", "async", "static", "constructor", "rpc", "get", "set", "new", "return"),
}
# What other languages call a type that WIT has too.
_CALLED = {
    **{f"{word}{bits}{end}": f"u{bits}" for word in ("uint", "u") for bits in (8, 16, 32, 64) for end in ("", "_t")},
    **{f"{word}{bits}{end}": f"s{bits}" for word in ("int", "i") for bits in (8, 16, 32, 64) for end in ("", "_t")},
    **dict.fromkeys(("String", "str"), "string"),
    **dict.fromkeys(("Boolean", "boolean", "Bool"), "bool"),
    "byte": "u8",
    "float": "f32",
    "double": "f64",
}
_WORD = re.compile(r"%?[A-Za-z][\w-]*")


def _param(at: Cursor) -> SyntaxProblem | None:
    """`f: func(a u8)` and `f: func(u8 a)` for `f: func(a: u8)`."""
    if at[-1].text not in ("(", ",") or at[1].text in (":", *_ENDS) or not at.in_params:
        return None
    type_, name = written(at, 1), 0
    if "name" not in at[0].terminals or type_ is None or at[type_.last + 1].text not in _ENDS or _is_type_first(at):
        type_ = written(at, 0)
        name = type_.last + 1 if type_ else 0
        if type_ is None or "name" not in at[name].terminals or at[name + 1].text not in _ENDS:
            return None
    new, last = f"{at[name].text}: {_renamed(type_.text)}", max(type_.last, name)
    message, edits = f"a parameter is written `{new}`", [Edit(at.span(0, last), new)]
    is_known = type_.is_clear and new.endswith(f" {type_.text}")
    is_clear = is_known and not all("name" in at[step].terminals for step in range(last + 1))
    return safely(at.span(0, last), "expected-token", message, f"Write `{new}`", edits)._replace(safe=is_clear)


def _shared(at: Cursor) -> SyntaxProblem | None:
    """The `a` of `f: func(a, b u8)`, which has the type of `b`."""
    name = 2
    while "name" in at[name].terminals and at[name + 1].text == ",":
        name += 2
    type_ = written(at, name + 1) if at[1].text == "," and at[-1].text in ("(", ",") and at.in_params else None
    if type_ is None or "name" not in at[name].terminals or at[type_.last + 1].text not in _ENDS:
        return None
    new = f"{at[0].text}: {type_.text}"
    message, edit = f"a parameter is written `{new}`", Edit(at.span(0, 0), new)
    return SyntaxProblem(at.span(0, 0), "expected-token", message, None, f"Write `{new}`", (edit,))


def _is_type_first(at: Cursor) -> bool:
    """Whether of two names the first is the type."""
    return "name" in at[1].terminals and at[0].text[0].isupper() and at[2].text in _ENDS


def _nameless(at: Cursor) -> SyntaxProblem | None:
    """`f: func(u8)`: a parameter has a name."""
    type_ = written(at, 0) if at[-1].text in ("(", ",") and at.in_params else None
    if type_ is None or at[type_.last + 1].text not in _ENDS:
        return None
    span = at.span(0, type_.last)
    message = f"a parameter has a name, such as `name: {type_.text}`"
    return SyntaxProblem(span, "expected-name", message, edits=(Edit(span, f"{PLACEHOLDERS['name']}: {type_.text}"),))


def _bare_result(at: Cursor) -> SyntaxProblem | None:
    """`f: func() u8` for `f: func() -> u8`, and `func f() (u8, error)` for `f: func() -> result<u8, error>`."""
    if at[1].first or at[1].text in (";", "->", *ENDINGS) or not at.closes_params(0):
        return None
    result = _several(at) if at[1].text == "(" else written(at, 1)
    if result is None or not ends(at, result.last + 1):
        return None
    is_word = result.last == 1 and "name" in at[1].terminals
    if is_word and not _is_func_first(at):
        return None
    text = f"result<_, {result.text}>" if result.text in _ERRORS else result.text
    here = Span(at[0].end, at[0].end)
    edits = [Edit(Span(at[0].end, at[result.last].end), f" -> {text}")]
    title = "Insert `->`" if text == at.words(1, result.last) else f"Write `-> {text}`"
    problem = safely(here, "expected-token", "expected `->` after the parameters", title, edits)
    return problem._replace(safe=result.is_clear and text == result.text and not is_word)


def _several(at: Cursor) -> Written | None:
    """The results `(t, u)` behind parameters: of which the last may be an error."""
    texts, is_clear, end = [], True, 1
    while at[end].text != ")":
        found = written(at, end + 1)
        if found is None or at[found.last + 1].text not in _ENDS:
            return None
        texts.append(found.text)
        is_clear, end = is_clear and found.is_clear, found.last + 1
    if len(texts) == 1:
        return Written(texts[0], end, is_clear)
    if texts[-1] not in _ERRORS:
        return Written(f"tuple<{', '.join(texts)}>", end, is_clear)
    ok = texts[0] if len(texts) == 2 else f"tuple<{', '.join(texts[:-1])}>"
    return Written(f"result<{ok}, {texts[-1]}>", end, False)


def _is_func_first(at: Cursor) -> bool:
    """Whether the parameters that end here follow the name of what is to be a function, as in Go."""
    opener = next((step for step in range(0, -200, -1) if at[step].text == "("), 0)
    return "name" in at[at.type_start(opener - 1)].terminals


class _Params(NamedTuple):
    texts: list[str]
    close: int
    is_clear: bool


def result_first(at: Cursor, start: int) -> tuple[Written | None, int] | None:
    """The result, None for `void`, and the name of a function that begins with them as in C; None where none does."""
    if at[start].text in _NOT_A_RESULT:
        return None
    is_void = at[start].text == "void"
    result = None if is_void else written(at, start)
    if result is None and not is_void:
        return None
    name = start + 1 if result is None else result.last + 1
    if "name" not in at[name].terminals or at[name].first or at[name + 1].text != "(":
        return None
    return result, name


def _result_first(at: Cursor) -> SyntaxProblem | None:
    """`u8 f(u8 a);` and `static void f(void);` for `f: func(a: u8) -> u8;`."""
    start = 1 if at[0].text == "static" else 0
    head = result_first(at, start) if at.block in ("interface", "resource") and at.starts else None
    if head is None:
        return None
    result, name = head
    params = _params(at, name + 1)
    if params is None or not ends(at, params.close + 1):
        return None
    called = f"{_renamed(at[name].text)}: {'static ' if start and at.block == 'resource' else ''}"
    behind = f" -> {_renamed(result.text)}" if result is not None else ""
    is_clear = params.is_clear and called.startswith(f"{at[name].text}:") and _is_of_wit(at, start, name - 1)
    return _written_as(at, called, params, behind)._replace(safe=is_clear)


def _params(at: Cursor, opener: int) -> _Params | None:
    """Those of C: `(u8 a, u8 b)`, `(u8)` and `(void)`."""
    if [at[opener + step].text for step in (1, 2)] == ["void", ")"]:
        return _Params([], opener + 2, True)
    texts: list[str] = []
    end, is_clear = (opener + 1 if at[opener + 1].text == ")" else opener), True
    while at[end].text != ")":
        first = end + 1
        if at[first].text in _TYPE_WORDS:
            first, is_clear = first + 1, False
        type_ = written(at, first)
        if type_ is None:
            return None
        end = type_.last + 1
        while at[end].text in _TYPE_MARKS:
            end, is_clear = end + 1, False
        name = _renamed(at[end].text)
        if at[end].text in _ENDS:
            name, is_clear = _name_for(type_, len(texts)), False
        elif "name" in at[end].terminals:
            is_clear = is_clear and name == at[end].text and _is_of_wit(at, first, type_.last)
            end += 1
        if at[end].text not in _ENDS:
            return None
        texts.append(f"{name}: {_renamed(type_.text)}")
    return _Params(texts, end, is_clear)


def _name_for(type_: Written, number: int) -> str:
    """What a parameter without a name may be called."""
    return kebab(type_.text) if _WORD.fullmatch(type_.text) and type_.text not in PRIMS else f"arg{number}"


def _is_of_wit(at: Cursor, first: int, last: int) -> bool:
    return all("name" not in at[step].terminals or at[step].text == "void" for step in range(first, last + 1))


def _renamed(text: str) -> str:
    """It with all names as WIT writes them."""
    return _WORD.sub(lambda word: _CALLED.get(word[0]) or kebab(word[0]) or word[0], text)


def _rpc(at: Cursor) -> SyntaxProblem | None:
    """`rpc Get(Req) returns (Res);` for `get: func(req: req) -> res;`."""
    if at.block not in ("interface", "resource") or "name" not in at[1].terminals or at[2].text != "(" or not at.starts:
        return None
    taken = _message(at, 2)
    if taken is None or at[taken.last + 1].text != "returns":
        return None
    given = _message(at, taken.last + 2)
    if given is None:
        return None
    last, stop = given.last, ""
    if at[last + 1].text == "{" and (close := at.find("}", last + 2, 400)) is not None:
        last, stop = close, ";"
    params = _Params([f"req: {taken.text}"], last, False)
    return _written_as(at, f"{_renamed(at[1].text)}: ", params, f" -> {given.text}", stop)._replace(safe=False)


def _message(at: Cursor, opener: int) -> Written | None:
    """`(t)` or `(stream t)`."""
    is_stream = at[opener + 1].text == "stream" and at[opener + 2].terminals == ("name",)
    found = written(at, opener + 1 + is_stream) if at[opener].text == "(" else None
    if found is None or at[found.last + 1].text != ")":
        return None
    named = Written(_renamed(found.text), found.last + 1)
    return named.within("stream", named.last) if is_stream else named


def _written_as(at: Cursor, head: str, params: _Params, behind: str, stop: str = "") -> SyntaxProblem:
    new = f"{head}func({', '.join(params.texts)}){behind}{stop}"
    short = f"{head}func({'…' if params.texts else ''}){behind}"
    edits = [Edit(at.span(0, params.close), new)]
    span = at.span(0, params.close)
    return safely(span, "expected-token", f"a function is written `{short}`", f"Write `{short}`", edits)


PRODUCTIONS: Productions = {
    **dict.fromkeys(PRIMS, (_param, _nameless, _result_first)),
    **dict.fromkeys(WORDS, (_param, _nameless, _result_first)),
    ")": (_bare_result,),
    "rpc": (_rpc,),
    "static": (_result_first,),
    NAMES: (_param, _shared, _result_first),
}
