"""Syntax that WIT had once: each form recognised by name, with what is written for it now."""

from __future__ import annotations

from itertools import pairwise

from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.rows import Row, production, rows, table
from wit_lsp.recovery.productions.written import foreign
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit

_NO_NAMESPACE = "`$^` is old syntax; a path has a namespace, such as `wasi:$a/$b`"
_NO_PART = "`$^` is old syntax; an $0 names a whole interface, such as `$a`, or `wasi:$a/$b` of another package"
_USE_ALL = "`use *` is old syntax; a `use` must name its types"


@production("union")
def _union(at: Cursor) -> SyntaxProblem | None:
    """`union u { a, b }`: a variant, whose cases have names; those of their types are a beginning."""
    is_assigned = (at[-1].text, at[-3].text, at[1].text) == ("=", "type", "{")
    opener = 1 if is_assigned else 2
    close = at.find("}", opener + 1, 400) if at[opener].text == "{" else None
    if close is None:
        return None
    edits = [Edit(at.span(-3, -3), "variant"), at.without(-1, 0)] if is_assigned else [Edit(at.span(0, 0), "variant")]
    marks = [step for step, token, depth in at.scan(opener + 1, close) if depth == 0 and token.text in (",", ";")]
    edits += (Edit(at.span(mark, mark), ",") for mark in marks if at[mark].text == ";")
    for number, (before, end) in enumerate(pairwise([opener, *marks, close]), 1):
        start, last = before + 1, end - 1
        type_ = foreign(at, start)
        name, words = f"case-{number}", at.words(start, last)
        if at[start + 1].text == ":":
            name, words = at[start].text, at.words(start + 2, last)
        elif type_ and type_.last == last - 1:
            name, words = at[last].text, type_.text
        elif start == last:
            name = f"%{words.removeprefix('%')}"
        if words:
            edits.append(Edit(at.span(start, last), f"{name}({words})"))
    if is_assigned and at[close + 1].text == ";":
        edits.append(at.without(close + 1, close + 1))
    message = "`union` is old syntax; a `variant` names its cases"
    return SyntaxProblem(at.span(0, 0), "old-syntax", message, None, "Write a `variant`", tuple(edits))


# fmt: off
PRODUCTIONS = table(
    _union,
    Row("$USER ^super|crate ^. $name", "$USER $name", "WIT has no `$1`; an interface of the package is named alone",
        "Remove `$1.`"),
    Row("import|export|include ^$a. ^$b. ^$c", "import|export|include $a:$b/$c", "a path is written `$a:$b/$c`",
        "Write `$a:$b/$c`", then="; @ with", fix="unsafe"),
    *rows(
        Row("default world|interface", "world|interface", "`default` is old syntax"),
        Row("-> ()", "", "`-> ()` is old syntax"),
        Row("-> ^($name: $member ,? ^)", "-> $member", "a named result is old syntax", "Remove the result's name"),
        *(Row(f"-> ^($name: $member, {name}: ${error} ,? ^)", f"-> result<$member, ${error}>",
              "named results are old syntax; a function that may fail returns a `result<…>`", "Write a `result<…>`",
              fix="unsafe") for name, error in (("$n", "error"), ("err|error", "member2"))),
        Row("-> ^($name: $member, $labelled ,? ^)", "-> tuple<$member, $labelled>",
            "named results are old syntax; a function has one result", "Write a `tuple<…>`", fix="unsafe"),
        Row("expected< unit,", "result<_,", "`expected` is old syntax", "Write `result`", place=Cursor.is_type),
        Row("expected<", "result<", "`expected` is old syntax", place=Cursor.is_type),
        Row("$USER ^self|pkg ^. $name", "$USER $name", "`$1.` is old syntax", "Remove `$1.`"),
        Row("$PORT $l: ^self|pkg ^. $name", "$PORT $l: $name", "`$3.` is old syntax", "Remove `$3.`", then="; ⏎"),
        Row("use ^{...} from ^$path", "use $path.{...}", "`use { … } from` is old syntax", "Put the path first"),
        Row("^use ^* from|as $bases ;?", "", _USE_ALL, fix=None),
        Row("include $path with { ... } ;", "include $path with { ... }", "unexpected `;` after `with { … }`"),
        Row("use|import|export ^$a. ^$b.$name;", "use ?:$a/$b.{$name};", _NO_NAMESPACE),
        Row("use ^$a. ^$b", "use ?:$a/$b", _NO_NAMESPACE, then=". ⏎"),
        Row("$PORT ^$a. ^$b", "$PORT ?:$a/$b", _NO_PART, then=". ; ⏎"),
        Row("$PORT $l: ^$a. ^$b", "$PORT $l: ?:$a/$b", _NO_NAMESPACE, then=". ; ⏎",
            place=lambda at: at[2].end < at[3].start),
        code="old-syntax",
    ),
)
# fmt: on
