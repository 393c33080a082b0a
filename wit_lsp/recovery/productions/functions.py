"""Functions, constructors and inline interfaces that are written as other languages write them."""

from __future__ import annotations

from wit_lsp.recovery.blocks import FILE, FOREIGN
from wit_lsp.recovery.productions.cursor import FUNC_WORDS, HOLDERS, MODIFIERS, NAMES, Cursor, Productions, safely
from wit_lsp.recovery.productions.misplaced import function_at_top_level
from wit_lsp.recovery.productions.signatures import result_first
from wit_lsp.recovery.productions.written import written
from wit_lsp.recovery.productions.wrong_types import tuple_in_brackets
from wit_lsp.syntax.problem import PLACEHOLDERS, Code, SyntaxProblem
from wit_lsp.text import Edit, Span, insertion

_MODIFIED = {
    *FUNC_WORDS,
    "func",
    "async",
    "static",
    "record",
    "type",
    "enum",
    "variant",
    "resource",
    "interface",
    "world",
    *FOREIGN,
}
# Before a field or a parameter: those of the first row say what WIT does not ask for.
_SAYS_NOTHING = ("pub", "public", "private", "let", "var", "const", "readonly", "mut", "val", "final")
_OF_FIELDS = (*_SAYS_NOTHING, "optional", "required", "repeated", "in", "out", "inout", "ref")


def _func_first(at: Cursor) -> SyntaxProblem | None:
    """`func f()` for `f: func()`."""
    if "name" not in at[1].terminals or at[_behind(at, 1)].text != "(" or not _begins(at):
        return None
    after = at[1].end
    edits = [*at.without(0, 0), insertion(after, ": func")]
    if at.block not in HOLDERS:
        return function_at_top_level(at, edits) if at.block == FILE else None
    return safely(at.span(0, 0), "expected-token", "`func` stands behind the name and its `:`", "Move `func`", edits)


def _no_func(at: Cursor) -> SyntaxProblem | None:
    """`f()` for `f: func()`."""
    opener = _behind(at, 0)
    if at[opener].text != "(" or at.block not in HOLDERS or not _begins(at):
        return None
    first, second = at[opener + 1].text, at[opener + 2].text
    if first[:1] in (":", '"') or "=" in (first, second) or at.find(")", opener + 1) is None:
        return None
    after = at[0].end
    message = "expected `:` and `func` before the parameters"
    return safely(Span(after, after), "expected-token", message, "Insert `: func`", [insertion(after, ": func")])


def _async_first(at: Cursor) -> SyntaxProblem | None:
    """`async f: func()` for `f: async func()`."""
    if at[1].first or not _begins(at) or (at[2].text, at[3].text) != (":", "func"):
        return None
    edits = [*at.without(0, 0), insertion(at[3].start, "async ")]
    return safely(at.span(0, 0), "expected-token", "`async` stands before `func`", "Move `async`", edits)


def _words_first(at: Cursor) -> SyntaxProblem | None:
    """`async f()`, `async func f()` and `static fn f()` for `f: async func()` and `f: static func()`."""
    last = 1 if at[1].text in ("async", "static") else 0
    words = dict.fromkeys(at[step].text for step in range(last + 1))
    name = last + 1
    if at[name].text in ("func", *FUNC_WORDS) and "name" in at[name + 1].terminals:
        name += 1
    is_function = "name" in at[name].terminals and at[_behind(at, name)].text == "("
    if not is_function or at[1].first or not _begins(at):
        return None
    message, title = f"`{at[0].text}` stands before `func`", f"Move `{at[0].text}`"
    if "static" in words and at.block not in ("resource", ""):
        message, title = "`static` stands in a resource; no other function is a method", "Remove `static`"
        del words["static"]
    func = " ".join(["static"] * ("static" in words) + ["async"] * ("async" in words) + ["func"])
    edits = [*at.without(0, name - 1), insertion(at[name].end, f": {func}")]
    if at.block == FILE:
        return function_at_top_level(at, edits)
    code: Code = "misplaced-static" if at[0].text == "static" else "expected-token"
    return safely(at.span(0, 0), code, message, title, edits)


def _behind(at: Cursor, name: int) -> int:
    """The token behind a name, and behind what it has in `<` `>`."""
    close = at.find(">", name + 2) if at[name + 1].text == "<" else None
    return name + 1 if close is None else close + 1


def _constructor(at: Cursor) -> SyntaxProblem | None:
    """`constructor: func(…)` and `constructor new(…)` for `constructor(…)`."""
    if at.block != "resource" or not at.starts:
        return None
    last = 2 if (at[1].text, at[2].text) == (":", "func") else 1
    if at[last + 1].text != "(" or (last == 1 and "name" not in at[1].terminals):
        return None
    message = "a constructor has no name: its parameters follow at once"
    edits = [Edit(Span(at[0].end, at[last + 1].start), "")]
    return safely(at.span(1, last), "expected-token", message, f"Remove `{at.words(1, last)}`", edits)


def _named_constructor(at: Cursor) -> SyntaxProblem | None:
    """`new: constructor(…)` for `constructor(…)`."""
    if at.block != "resource" or at[-1].text != ":" or at[1].text != "(" or "name" not in at[-2].terminals:
        return None
    message, edits = "a constructor has no name", at.without(-2, -1)
    return safely(at.span(-2, -1), "expected-token", message, f"Remove `{at.words(-2, -1)}`", edits)


def _destructor(at: Cursor) -> SyntaxProblem | None:
    """`~r();` and `destructor();`: a resource ends with its last handle."""
    opener = 2 if at[0].text == "~" else 1
    if at.block != "resource" or not at.starts or (at[opener].text, at[opener + 1].text) != ("(", ")"):
        return None
    last = opener + (2 if at[opener + 2].text == ";" else 1)
    message = "a resource has no destructor; it ends when its handle is dropped"
    edits = tuple(at.without(0, last))
    return SyntaxProblem(at.span(0, last), "expected-member", message, None, f"Remove `{at.words(0, last)}`", edits)


def _body(at: Cursor) -> SyntaxProblem | None:
    """`f: func() { … }`: a function has no body."""
    if at.opens not in ("func", "constructor") or (close := at.find("}", 1, 10_000)) is None:
        return None
    stop = "" if at[close + 1].text == ";" else ";"
    edit = Edit(Span(at[-1].end, at[close].end), stop)
    message = "a function has no body; it ends with `;`"
    return safely(at.span(0, 0), "expected-token", message, "Remove it", [edit])._replace(safe=close == 1)


def _interface_first(at: Cursor) -> SyntaxProblem | None:
    """`export interface i { … }` for `export i: interface { … }`."""
    if at[-1].text not in ("import", "export") or "name" not in at[1].terminals or at[2].text != "{":
        return None
    after = at[1].end
    edits = [*at.without(0, 0), insertion(after, ": interface")]
    message = "`interface` stands behind the name and its `:`"
    return safely(at.span(0, 0), "expected-token", message, "Move `interface`", edits)


def _results_in_brackets(at: Cursor) -> SyntaxProblem | None:
    """`-> (a, b)` for `-> tuple<a, b>`, and `-> (a)` for `-> a`."""
    return tuple_in_brackets(at, 1) if at[1].text == "(" and at[3].text != ":" else None


def _function_as_type(at: Cursor) -> SyntaxProblem | None:
    """`f: func(then: func())`: a function is no type."""
    is_member = at[-2].first or at[-3].text in ("import", "export")  # one that follows, the `(` being open
    is_param = at[-1].text == ":" and not is_member and at.in_params
    is_type = is_param or at[-1].text in ("<", "->", "=")
    close = at.find(")", 2) if at[1].text == "(" and is_type else None
    if close is None:
        return None
    end = at.type_end(close + 2) if at[close + 1].text == "->" else close
    message = "a function is no type"
    return SyntaxProblem(at.span(0, 0), "expected-type", message, edits=(Edit(at.span(0, end), PLACEHOLDERS["name"]),))


def _arrow_as_type(at: Cursor) -> SyntaxProblem | None:
    """`type f = (a: u8) => u8;`: a function is no type."""
    if at[-1].text not in ("=", "<") and not (at[-1].text == ":" and at.in_params):
        return None
    close = at.find(")", 1)
    if close is None or at[close + 1].text not in ("=", "->"):
        return None
    result = close + (3 if at[close + 1].text == "=" else 2)
    if at[result - 1].text not in (">", "->"):
        return None
    type_ = written(at, result)
    span = at.span(0, result - 1 if type_ is None else type_.last)
    edit = Edit(span, PLACEHOLDERS["name"])
    return SyntaxProblem(span, "expected-type", "a function is no type", edits=(edit,))


def _default(at: Cursor) -> SyntaxProblem | None:
    """`f: func(a: u8 = 1)`: a parameter has no default."""
    if not at.in_params or at[-2].text == "type":  # `type a = …` behind a bracket that is open still
        return None
    end = at.end_of_member(1) - 1
    message, title = "a parameter has no default", f"Remove `{at.words(0, end)}`"
    edit = Edit(Span(at[-1].end, at[end].end), "")
    return SyntaxProblem(at.span(0, end), "expected-token", message, None, title, (edit,))


def _modifier(at: Cursor) -> SyntaxProblem | None:
    """`pub f: func()`: whatever an interface has is public; a word alone on its line is being typed."""
    if at[1].first or not at.starts or at.block not in (*HOLDERS, FILE):
        return None
    is_function = "name" in at[1].terminals and (at[2].text == "(" or at[3].text in ("func", "async", "static"))
    if not is_function and at[1].text not in _MODIFIED and result_first(at, 1) is None:
        return None
    return safely(
        at.span(0, 0),
        "expected-token",
        f"`{at[0].text}` has no place in WIT",
        f"Remove `{at[0].text}`",
        at.without(0, 0),
    )


def _of_field(at: Cursor) -> SyntaxProblem | None:
    """`readonly a: u8` and `optional a: u8` for a field or a parameter `a: u8`."""
    is_member = (at[-1].text in ("{", ",") or at[0].first) and at.block == "record"
    is_param = at[-1].text in ("(", ",") and at.block in HOLDERS and at.in_params
    if not (is_member or is_param) or at[1].first or "name" not in at[1].terminals or at[2].text != ":":
        return None
    message, edits = f"`{at[0].text}` has no place in WIT", at.without(0, 0)
    if at[0].text != "optional":
        problem = safely(at.span(0, 0), "expected-token", message, f"Remove `{at[0].text}`", edits)
        return problem._replace(safe=at[0].text in _SAYS_NOTHING)
    if (type_ := written(at, 3)) is None:
        return None
    new = f"{at[1].text}: option<{type_.text}>"
    edit = Edit(at.span(0, type_.last), new)
    message = f"what is `optional` is written `{new}`"
    return SyntaxProblem(at.span(0, 0), "expected-token", message, None, f"Write `{new}`", (edit,))


def _begins(at: Cursor) -> bool:
    return at.starts or at[-1].text in ("import", "export", *MODIFIERS)


PRODUCTIONS: Productions = {
    **dict.fromkeys(FUNC_WORDS, (_func_first,)),
    "func": (_func_first, _function_as_type),
    "=": (_default,),
    **dict.fromkeys(_OF_FIELDS, (_of_field,)),
    **dict.fromkeys(MODIFIERS, (_modifier, _of_field)),
    "interface": (_interface_first,),
    "async": (_async_first, _words_first),
    "static": (_words_first,),
    "constructor": (_constructor, _named_constructor),
    **dict.fromkeys(("~", "destructor"), (_destructor,)),
    "(": (_arrow_as_type,),
    "{": (_body,),
    "->": (_results_in_brackets,),
    NAMES: (_no_func,),
}
