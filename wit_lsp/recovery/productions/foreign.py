"""Words and marks that other languages have for what WIT says in its own."""

from __future__ import annotations

from wit_lsp.recovery.blocks import FILE, FOREIGN
from wit_lsp.recovery.productions.cursor import BEFORE_TYPES, FUNC_WORDS, HOLDERS, Cursor, Productions, instead, safely
from wit_lsp.recovery.productions.declarations import unnamed
from wit_lsp.recovery.productions.members import KINDS
from wit_lsp.recovery.productions.misplaced import in_interface
from wit_lsp.recovery.productions.written import AROUND, written
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit, Span, insertion

_GENERIC = ("interface", "world", "record", "variant", "resource")


def _func(at: Cursor) -> SyntaxProblem | None:
    """`f: fn()` for `f: func()`."""
    if at[1].text != "(" or at[-1].text not in (":", "static", "async"):
        return None
    return instead(at, "expected-token", f"expected `func`, not `{at[0].text}`", "func")


def _item(at: Cursor) -> SyntaxProblem | None:
    """`struct s { … }` for `record s { … }`, and `trait t { … }` for `interface t { … }`."""
    if not at.starts or "name" not in at[1].terminals or at[1].text in FOREIGN or at[2].text not in ("{", "="):
        return None
    new = FOREIGN[at[0].text]
    message = f"`{at[0].text}` is called `{new}` in WIT"
    if at.block == FILE and new != "interface":
        problem = in_interface(at, f"{message}, and stands in an interface, not at top level")
        return problem._replace(edits=(*problem.edits, Edit(at.span(0, 0), new)))
    return instead(at, "expected-interface-item", message, new)


def _generics(at: Cursor) -> SyntaxProblem | None:
    """`interface i<t> { … }` and `fn f<t>()`."""
    close = at.find(">", 1)
    if close is None or (at[-2].text not in _GENERIC and at[close + 1].text != "("):
        return None
    edit = Edit(at.span(0, close), "")
    return SyntaxProblem(at.span(0, close), "expected-token", "only types of WIT itself have `<` `>`", edits=(edit,))


def _inheritance(at: Cursor) -> SyntaxProblem | None:
    """`interface i extends j { … }` and `world w: v { … }`."""
    opener = at.find("{", 1, 20) if at[-2].text in HOLDERS else None
    if opener is None or opener == 1:
        return None
    edit = Edit(Span(at[-1].end, at[opener - 1].end), "")
    if at[-2].text == "world" and at.path_end(1) == opener - 1:
        include = f"include {at.words(1, opener - 1)};"
        message = f"a world takes in another one by `{include}`"
        edits = (edit, insertion(at[opener].end, f" {include}"))
        return SyntaxProblem(at.span(0, opener - 1), "expected-token", message, None, f"Write `{include}`", edits)
    message = "WIT has no inheritance; a `use` takes types of another interface"
    return SyntaxProblem(at.span(0, opener - 1), "expected-token", message, edits=(edit,))


def _inheriting(at: Cursor) -> SyntaxProblem | None:
    """`extends v;` for `include v;`, and `implements i;` for `export i;`."""
    if at.block != "world" or not at.starts or at[at.path_end(1) + 1].text != ";":
        return None
    new = "include" if at[0].text == "extends" else "export"
    message = f"`{at[0].text}` is called `{new}` in WIT"
    return instead(at, "expected-world-item", message, new)._replace(safe=False)


def _type(at: Cursor) -> SyntaxProblem | None:
    """`Vec<u8>` and `Vec[u8]` for `list<u8>`."""
    if at[1].text not in ("<", "[") or not at.is_type:
        return None
    message = f"`{at[0].text}` is no type of WIT"
    if at[1].text == "[":
        found = written(at, 0)
        edits = [] if found is None else [Edit(at.span(0, found.last), found.text)]
        problem = safely(at.span(0, 0), "expected-type", message, f"Write `{AROUND[at[0].text]}<…>`", edits)
        return found and problem._replace(safe=found.is_clear)
    if at[0].text in ("Promise", "promise") and (promise := _promise(at)) is not None:
        return promise
    return instead(at, "expected-type", message, AROUND[at[0].text])


def _promise(at: Cursor) -> SyntaxProblem | None:
    """`async func() -> Promise<u8>` for `async func() -> u8`."""
    close = at.find(">", 2)
    if close is None or not at.closes_params(-2) or not at.is_async:
        return None
    message = f"an `async` function has its result without `{at[0].text}`"
    edits = [*at.without(0, 1), *at.without(close, close)]
    return safely(at.span(0, 0), "expected-type", message, f"Remove `{at[0].text}`", edits)


def _list(at: Cursor) -> SyntaxProblem | None:
    """`[u8]`, `[]u8`, `[u8; 4]` and `u8[]` for `list<u8>`, and `[u8, u8]` for `tuple<u8, u8>`."""
    close = at.find("]", 1)
    if close is None:
        return None
    message, title = "a list is written `list<…>`", "Write `list<…>`"
    if at[-1].text not in BEFORE_TYPES:
        first = at.type_start(-1)
        is_behind = close == 1 and at[first - 1].text in BEFORE_TYPES and at[0].start == at[-1].end
        if not is_behind or written(at, 2) is not None:
            return None
        edits = [insertion(at[first].start, "list<"), Edit(at.span(0, 1), ">")]
        return safely(at.span(0, 1), "unexpected-char", message, title, edits)
    if (found := written(at, 0)) is not None:
        if found.text.startswith("tuple"):
            message, title = "several types are a `tuple<…>`", "Write `tuple<…>`"
        edits = [Edit(at.span(0, found.last), found.text)]
        return safely(at.span(0, close), "unexpected-char", message, title, edits)._replace(safe=found.is_clear)
    if close == 1:
        return None
    edits = [Edit(at.span(0, 0), "list<"), Edit(at.span(close, close), ">")]
    return SyntaxProblem(at.span(0, close), "unexpected-char", message, edits=tuple(edits))


def _map(at: Cursor) -> SyntaxProblem | None:
    """`map[k]v` for `map<k, v>`."""
    found = written(at, 0) if at[1].text == "[" and at.is_type else None
    if found is None or at[found.last].text == "]":
        return None
    edits = [Edit(at.span(0, found.last), found.text)]
    return safely(at.span(0, found.last), "expected-token", f"a map is written `{found.text}`", "Write `map<…>`", edits)


def _index(at: Cursor) -> SyntaxProblem | None:
    """`{ [name: k]: v }` for `map<k, v>`."""
    opener = 3 if at[0].text == "type" else 0
    if (at[opener].text, at[opener + 1].text, at[opener + 3].text) != ("{", "[", ":"):
        return None
    key = written(at, opener + 4) if at[opener - 1].text in BEFORE_TYPES else None
    if key is None or (at[key.last + 1].text, at[key.last + 2].text) != ("]", ":"):
        return None
    value = written(at, key.last + 3)
    if value is None:
        return None
    close = value.last + (2 if at[value.last + 1].text in (",", ";") else 1)
    if at[close].text != "}":
        return None
    new = f"map<{key.text}, {value.text}>"
    before = at.words(0, 2) + " " if opener else ""
    edits = [Edit(at.span(0, close), before + new)]
    return safely(at.span(opener, close), "expected-type", f"a map is written `{new}`", f"Write `{new}`", edits)


def _fields(at: Cursor) -> SyntaxProblem | None:
    """`f: func(a: { x: u8 })`: only a type that has a name stands here."""
    close = at.find("}", 1, 400) if at.is_type and at[2].text == ":" and "name" in at[1].terminals else None
    if close is None or at[-1].text == "=" or at[-3].text in (*HOLDERS, *KINDS):
        return None
    return unnamed(at, close)


def _arrow(at: Cursor) -> SyntaxProblem | None:
    """`func() => t` for `func() -> t`."""
    if at[1].text != ">" or at[1].start != at[0].end or at[-1].text != ")":
        return None
    span = at.span(0, 1)
    return safely(span, "expected-token", "expected `->`, not `=>`", "Write `->`", [Edit(span, "->")])


def _result_behind_colon(at: Cursor) -> SyntaxProblem | None:
    """`func(): t` for `func() -> t`, and `func(): void` for `func()`."""
    if at[-1].text != ")" or at.starts or not at.closes_params(-1):
        return None
    void = 1 if at[1].text == "void" else 3
    if at[void].text == "void" and (void == 1 or (at[1].text in ("Promise", "promise") and at.is_async)):
        last = void if void == 1 else void + 1
        edits = [Edit(Span(at[-1].end, at[last].end), "")]
        message = "a function without a result ends behind its parameters"
        return safely(at.span(0, last), "expected-token", message, f"Remove `{at.words(0, last)}`", edits)
    message = "expected `->` after the parameters, not `:`"
    return instead(at, "expected-token", message, "->" if at[0].start > at[-1].end else " ->", "Write `->`")


def _result_of_nothing(at: Cursor) -> SyntaxProblem | None:
    """`result<_>` for `result`, and `result<t, _>` for `result<t>`."""
    close = at.find(">", 2) if at[1].text == "<" else None
    if close is None or at[close - 1].text != "_":
        return None
    first = 1 if all(at[step].text in ("_", ",") for step in range(2, close)) else close - 2
    if first > 1 and at[first].text != ",":
        return None
    edits = [Edit(at.span(first, close), "" if first == 1 else ">")]
    last = close if first == 1 else close - 1
    message = "a result of nothing is `result` alone" if first == 1 else "a result without an error ends before `,`"
    return safely(at.span(first, last), "expected-token", message, f"Remove `{at.words(first, last)}`", edits)


def _optional(at: Cursor) -> SyntaxProblem | None:
    """`t?` and `?t` for `option<t>`, and `f?: t` for `f: option<t>`."""
    if at[-1].text in BEFORE_TYPES:
        found = written(at, 0)
        if found is None:
            return None
        span, message = at.span(0, found.last), f"`{at.words(0, found.last)}` is `{found.text}` in WIT"
        problem = safely(span, "unexpected-char", message, f"Write `{found.text}`", [Edit(span, found.text)])
        return problem._replace(safe=found.is_clear)
    if at[0].start != at[-1].end:
        return None
    if at[1].text == ":" and "name" in at[-1].terminals:
        end = at.end_of_member(2) - 1
        around = [insertion(at[2].start, "option<"), insertion(at[end].end, ">")]
        message, title = "a name takes no `?`: its type is an `option<…>`", "Write `option<…>`"
        return safely(at.span(0, 0), "unexpected-char", message, title, [Edit(at.span(0, 0), ""), *around])
    first = at.type_start(-1)
    if at[first - 1].text not in BEFORE_TYPES:
        return None
    edits = [insertion(at[first].start, "option<"), Edit(at.span(0, 0), ">")]
    whole = f"option<{at.words(first, -1)}>"
    message = f"`{at.words(first, 0)}` is `{whole}` in WIT"
    return safely(at.span(first, 0), "unexpected-char", message, f"Write `{whole}`", edits)


def _self(at: Cursor) -> SyntaxProblem | None:
    """`func(self)`, `func(&self, a: u8)`: a method has its resource without saying so."""
    first = -1 if at[-1].text == "mut" else 0
    if at[first - 1].text == "&":
        first -= 1
    taker = at[first - 2]
    is_first = at[first - 1].text == "(" and ("name" in taker.terminals or taker.text in ("func", "constructor", ">"))
    if not is_first or at[1].text not in (",", ")") or at.block not in ("resource", "interface"):
        return None
    edits = at.without(first, 1 if at[1].text == "," else 0)
    message = "`self` is no parameter: a method has its resource without it"
    if at.block == "interface":
        message = "`self` is no parameter: a function of an interface belongs to nothing"
    problem = safely(at.span(first, 0), "expected-token", message, "Remove `self`", edits)
    return problem._replace(safe=at.block == "resource")


PRODUCTIONS: Productions = {
    **dict.fromkeys(FUNC_WORDS, (_func,)),
    **dict.fromkeys(FOREIGN, (_item,)),
    **dict.fromkeys(AROUND, (_type,)),
    "[": (_list,),
    "map": (_map,),
    "type": (_index,),
    "{": (_index, _fields),
    "=": (_arrow,),
    "<": (_generics,),
    **dict.fromkeys(("extends", "implements"), (_inheritance, _inheriting)),
    ":": (_result_behind_colon, _inheritance),
    "result": (_result_of_nothing,),
    "?": (_optional,),
    "self": (_self,),
}
