"""Types, interfaces and worlds that are declared as other languages declare them."""

from __future__ import annotations

import re
from itertools import pairwise

from wit_lsp.recovery.blocks import FILE
from wit_lsp.recovery.productions.cursor import STARTS, Cursor
from wit_lsp.recovery.productions.rows import Row, production, rows, table
from wit_lsp.recovery.productions.words import FOREIGN, PARTS
from wit_lsp.syntax.problem import SyntaxProblem
from wit_lsp.text import Edit, Span

_STRING = re.compile(r'"[a-z][a-z0-9-]*"', re.ASCII)
_INCLUDE = "a world includes another one with `include $path;`"
_NO_INHERITANCE = "WIT has no inheritance; `use` brings in the types of another interface"
_NOT_TYPE = "expected `resource`, not `type`"
_FIELDS = "the fields of `record $name` go in `{` `}`"
_CASES = "the cases of `enum $name` go in `{` `}`"
_FLAGS = "the flags of `flags $name` go in `{` `}`"
_GENERIC = ("interface", "world", "record", "variant", "resource")


def _begins_item(at: Cursor) -> bool:
    """Whether an item begins with this name."""
    is_item = at[0].first or at[-1].text in STARTS
    return is_item and at.opener() not in ("(", "<")


def _is_foreign(at: Cursor) -> bool:
    """Whether a word of another language begins an item; before another one it is a name."""
    return at.starts_item() and at[1].text not in FOREIGN


def _declares_generic(at: Cursor) -> bool:
    return at[-2].text in _GENERIC or at[(at.find(">", 1) or 0) + 1].text == "("


@production("record|variant|enum|flags $name :")
def _indented(at: Cursor) -> SyntaxProblem | None:
    """`record r:` and its fields on the lines below, deeper than it."""
    if not at[3].first or not at[0].first:
        return None
    end = 3
    while at[end].text not in ("", "}") and (not at[end].first or at[end].column > at[0].column):
        end += 1
    if end == 3:
        return _without_braces(at, [Edit(at.span(2, 2), " {}")])._replace(title="")
    starts = [3, *(step for step in range(4, end) if at[step].first and at[step - 1].text != ","), end]
    margin = "\n" + " " * at[3].column
    fields = f",{margin}".join(at.words(first, after - 1) for first, after in pairwise(starts))
    new = f" {{{margin}{fields}\n{' ' * at[0].column}}}"
    return _without_braces(at, [Edit(at.span(2, end - 1), new)])


def _without_braces(at: Cursor, edits: list[Edit]) -> SyntaxProblem:
    message = f"the {PARTS[at[0].text]}s of `{at[0].text} {at[1].text}` go in `{{` `}}`"
    return SyntaxProblem(at.span(0, 1), "expected-token", message, None, "Write `{` `}`", tuple(edits))


@production("type|variant|enum|flags $name =")
def _alternatives(at: Cursor) -> SyntaxProblem | None:
    """`variant v = a | b(t);` and `type e = "a" | "b";` for `variant v { a, b(t) }` and `enum e { a, b }`."""
    end = at.find(";", 3, 200) if at.starts_item() else None
    bars = [step for step in range(3, end or 0) if at[step].text in ("|", ",") and at.find(at[step].text, 3, step + 1)]
    if end is None or not bars:
        return None
    strings = [step for step in range(3, end) if _STRING.fullmatch(at[step].text)]
    if at[0].text == "type" and len(strings) != len(bars) + 1:
        edit = Edit(Span(at[bars[0] - 1].end, at[end - 1].end), "")
        message = "a `type` is a single type; alternatives are a `variant` or an `enum`"
        return SyntaxProblem(at.span(bars[0], bars[0]), "expected-type", message, edits=(edit,))
    kind = "enum" if at[0].text == "type" else at[0].text
    edits = [Edit(at.span(0, 0), kind), Edit(at.span(2, 2), "{"), Edit(at.span(end, end), " }")]
    edits += (Edit(Span(at[step - 1].end, at[step].end), "," if step > 3 else "") for step in bars)
    edits += (Edit(at.span(step, step), at[step].text.strip('"')) for step in strings)
    message = f"the cases of `{kind} {at[1].text}` go in `{{` `}}`"
    title = f"Write `{kind} {at[1].text} {{ … }}`"
    return SyntaxProblem(at.span(0, 1), "expected-token", message, None, title, tuple(edits))


# fmt: off
PRODUCTIONS = table(
    # Words of other languages for what WIT declares
    Row("$FOREIGN $name {|=", "$FOREIGN $name {|=", "`$0` is called `$FOREIGN` in WIT and belongs in an interface",
        place=lambda at: _is_foreign(at) and FOREIGN[at[0].text] != "interface", blocks=(FILE,), home="interface"),
    Row("$FOREIGN $name {|=", "$FOREIGN $name {|=", "`$0` is called `$FOREIGN` in WIT",
        place=_is_foreign, code="expected-interface-item"),
    # A type that is assigned, or whose kind does not come first
    *rows(
        Row("type $name = ^{ [$n: $type]: $type2 ,|;? ^}", "type $name = map<$type, $type2>",
            "a map is written `map<$type, $type2>`", "Write `map<$type, $type2>`"),
        Row("type $name = $KIND {...} ;?", "$KIND $name {...}", "expected `$KIND`, not `type`", "Write `$KIND`"),
        Row("type $name = resource {...} ;?", "resource $name {...}", _NOT_TYPE, "Write `resource`"),
        Row("type $name = resource;", "resource $name;", _NOT_TYPE, "Write `resource`"),
        Row("type $name = {...} ;?", "record $name {...}", "expected `record`, not `type`", "Write `record`"),
        Row("type $name $KIND {", "$KIND $name {", "expected `$KIND`, not `type`", "Write `$KIND`",
            place=Cursor.starts_item),
        Row("type $name $FOREIGN {", "$FOREIGN $name {", "expected `$FOREIGN`, not `type`", "Write `$FOREIGN`",
            place=Cursor.starts_item),
        code="expected-type",
    ),
    *rows(
        Row("$name: ^$KIND {...} ;?", "$KIND $name {...}", "`$KIND` goes before the name", "Write `$KIND $name`"),
        Row("$name: ^resource {...} ;?", "resource $name {...}", "`resource` goes before the name",
            "Write `resource $name`"),
        place=_begins_item, blocks=("interface", "world", ""),
    ),
    # Marks and brackets
    *rows(
        Row("$BLOCK $name =|: {...} ;", "$BLOCK $name {...}", "expected `{`, not `$2`", "Remove `$2`"),
        Row("$BLOCK $name =|: {", "$BLOCK $name {", "expected `{`, not `$2`"),
        Row("^record ^$name =? ($f: ...) ;?", "record $name { $f: ... }", _FIELDS, "Write `{` `}`"),
        Row("^record ^$name =? (...) ;?", "record $name { ... }", _FIELDS, "Write `{` `}`", fix="unsafe"),
        Row("^enum ^$name =? (...) ;?", "enum $name { ... }", _CASES, "Write `{` `}`", fix="unsafe"),
        Row("^flags ^$name =? (...) ;?", "flags $name { ... }", _FLAGS, "Write `{` `}`", fix="unsafe"),
        place=Cursor.starts_item,
    ),
    _indented,
    _alternatives,
    # Generics and inheritance
    Row("<...>", "", "only WIT's own types take `<` `>`", place=_declares_generic, fix=None),
    Row("world $name ^$EXTENDS ^$path {", "world $name { include $path;", _INCLUDE,
        "Write `include $path;`", fix="unsafe"),
    Row("$HOLDERS $name ^$EXTENDS ^$bases {", "$HOLDERS $name {", _NO_INHERITANCE, fix=None),
)
# fmt: on
