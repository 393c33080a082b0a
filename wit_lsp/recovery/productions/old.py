"""Syntax that WIT had once: each form recognised by name, with what is written for it now."""

from __future__ import annotations

from wit_lsp.recovery.productions.cursor import Cursor, Productions, safely
from wit_lsp.recovery.productions.paths import are_names
from wit_lsp.syntax.problem import PLACEHOLDERS, Code, SyntaxProblem
from wit_lsp.text import Edit, insertion

_OLD: Code = "old-syntax"


def _default_item(at: Cursor) -> SyntaxProblem | None:
    """`default world w`: a package has no default item any more."""
    if at[1].text not in ("world", "interface"):
        return None
    return safely(at.span(0, 0), _OLD, "`default` is old syntax", "Remove `default`", at.without(0, 0))


def _named_result(at: Cursor) -> SyntaxProblem | None:
    """`-> (a: t)`: a function has one unnamed result, or none."""
    close = at.find(")", 2) if at[1].text == "(" else None
    if close is None:
        return None
    if close == 2:
        return safely(at.span(0, 2), _OLD, "`-> ()` is old syntax", "Remove `-> ()`", at.without(0, 2))
    comma = at.find(",", 2)
    if at[3].text != ":":
        return None
    if comma is not None and comma + 1 < close:
        return _named_results(at, close)
    edits = at.without(1, 3) + at.without(comma or close, close)
    return safely(at.span(1, close), _OLD, "a named result is old syntax", "Leave out the result's name", edits)


def _named_results(at: Cursor, close: int) -> SyntaxProblem:
    """`-> (a: t, b: u)`: a tuple, as far as nobody needs the names."""
    edits = [Edit(at.span(1, 1), "tuple<"), Edit(at.span(close, close), ">")]
    start = 2
    while start < close:
        if at[start + 1].text == ":":
            edits += at.without(start, start + 1)
        start = (at.find(",", start, close) or close) + 1
    message = "named results are old syntax; a function has one result"
    return SyntaxProblem(at.span(1, close), _OLD, message, None, "Write a `tuple<…>`", tuple(edits))


def _use_self(at: Cursor) -> SyntaxProblem | None:
    """`use self.i.{t}` and `use pkg.i.{t}`: a package's own interface has a short name."""
    if at[1].text not in ("self", "pkg") or at[2].text != "." or "name" not in at[3].terminals:
        return None
    words = f"`{at[1].text}.`"
    return safely(at.span(1, 2), _OLD, f"{words} is old syntax", f"Remove {words}", at.without(1, 2))


def _import_pkg(at: Cursor) -> SyntaxProblem | None:
    """`import x: pkg.i`: an import names the interface."""
    if at[2].text != ":" or at[3].text not in ("self", "pkg") or at[4].text != ".":
        return None
    if "name" not in at[5].terminals or not (at[6].text == ";" or at[6].first):
        return None
    words = f"`{at[3].text}.`"
    return safely(at.span(3, 4), _OLD, f"{words} is old syntax", f"Remove {words}", at.without(3, 4))


def _dotted(at: Cursor) -> SyntaxProblem | None:
    """`use io.streams.{t}` and `import x: io.streams`: a package has a namespace, which its author knows."""
    first = 3 if at[2].text == ":" and at[0].text != "use" else 1
    if not are_names(at, first, first + 2) or at[first + 1].text != ".":
        return None
    after = at[first + 3]
    if at[first].text in ("self", "pkg") or not (after.text in (".", ";", "") or after.first):
        return None
    if at[0].text == "use" and after.text == ";":
        return None  # a type without its braces
    if first == 3 and at[2].end == at[3].start:
        return None  # it has a namespace
    words = at.words(first, first + 2)
    edits = [insertion(at[first].start, f"{PLACEHOLDERS['name']}:"), Edit(at.span(first + 1, first + 1), "/")]
    if "name" in (used := at[first + 4]).terminals and at[first + 5].text == ";":
        edits += [insertion(used.start, "{"), insertion(used.end, "}")]
    message = f"`{words}` is old syntax; a path has a namespace, such as `wasi:{words.replace('.', '/')}`"
    return SyntaxProblem(at.span(first, first + 2), _OLD, message, edits=tuple(edits))


def _use_from(at: Cursor) -> SyntaxProblem | None:
    """`use {a} from b`: the path comes first."""
    close = at.find("}", 2, 400) if at[1].text == "{" else None
    if close is None or at[close + 1].text != "from":
        return None
    last = close + 1
    while at[last + 1].text not in (";", "") and not at[last + 1].first:
        last += 1
    path = "".join(at[step].text for step in range(close + 2, last + 1))
    edits = [insertion(at[1].start, f"{path}."), *at.without(close + 1, last)]
    return safely(at.span(1, last), _OLD, "`use { … } from` is old syntax", "Put the path first", edits)


def _semicolon_after_with(at: Cursor) -> SyntaxProblem | None:
    """`include w with { … };`: nothing follows the brace."""
    opener = next((step for step in range(1, 12) if at[step].text == "{"), None)
    if opener is None or at[opener - 1].text != "with" or (close := at.find("}", opener + 1, 400)) is None:
        return None
    after = close + 1
    if at[after].text != ";":
        return None
    return safely(at.span(after, after), _OLD, "no `;` follows `with { … }`", "Remove `;`", at.without(after, after))


def _expected(at: Cursor) -> SyntaxProblem | None:
    """`expected<t, e>`: a `result`; `unit` in it, which was the type of nothing, is `_`."""
    if at[1].text != "<" or not at.is_type:
        return None
    span = at.span(0, 0)
    edits = [Edit(span, "result")]
    if (at[2].text, at[3].text) == ("unit", ","):
        edits.append(Edit(at.span(2, 2), "_"))
    return safely(span, _OLD, "`expected` is old syntax", "Write `result`", edits)


def _union(at: Cursor) -> SyntaxProblem | None:
    """`union u { a, b }`: a variant, whose cases have names; those of their types are a beginning."""
    is_assigned = (at[-1].text, at[-3].text, at[1].text) == ("=", "type", "{")
    opener = 1 if is_assigned else 2
    close = at.find("}", opener + 1, 400) if at[opener].text == "{" else None
    if close is None:
        return None
    edits = [Edit(at.span(-3, -3), "variant"), *at.without(-1, 0)] if is_assigned else [Edit(at.span(0, 0), "variant")]
    start = opener + 1
    for number in range(1, close):
        end = at.find(",", start, close) or close
        if start < end:
            name = f"%{at[start].text.removeprefix('%')}" if end == start + 1 else f"case-{number}"
            first, last = at[start].start, at[end - 1].end
            edits += [insertion(first, f"{name}("), insertion(last, ")")]
        start = end + 1
    if is_assigned and at[close + 1].text == ";":
        edits += at.without(close + 1, close + 1)
    message = "`union` is old syntax; a `variant` names its cases"
    return SyntaxProblem(at.span(0, 0), _OLD, message, None, "Write a `variant`", tuple(edits))


def _use_all(at: Cursor) -> SyntaxProblem | None:
    """`use * from i`: a `use` names what it brings in, which its author knows."""
    if at[1].text != "*" or at[2].text not in ("from", "as"):
        return None
    edit = Edit(at.span(0, at.statement_end()), "")
    message = "`use *` is old syntax; a `use` names the types that it brings in"
    return SyntaxProblem(at.span(0, 1), _OLD, message, edits=(edit,))


PRODUCTIONS: Productions = {
    "default": (_default_item,),
    "->": (_named_result,),
    "use": (_use_self, _use_from, _use_all, _dotted),
    **dict.fromkeys(("import", "export"), (_use_self, _import_pkg, _dotted)),
    "include": (_use_self, _semicolon_after_with),
    "expected": (_expected,),
    "union": (_union,),
}
